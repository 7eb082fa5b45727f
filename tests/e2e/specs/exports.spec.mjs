// The analyst's export: every file holds the figures that are shown, with the night's own statuses.
import assert from "node:assert/strict";
import { test } from "node:test";
import { office, openedByOffice, readCsv, taken } from "../support/exports.mjs";
import { settled } from "../support/figures.mjs";
import { DESKTOP, journey, PHONE, TABLET } from "../support/journey.mjs";
import { ask } from "../support/nightly.mjs";

const VIEW = "code=I&period=2025&area=0561&tab=compare&against=country";
const code = (text) => /^="?(.*?)"?$/.exec(text)?.[1] ?? text;

async function answersFor(rows) {
  const areas = rows.map((row) => code(row["Områdekode"]));
  const answers = await ask({ dataset: "conditions", code: "I", area: areas, period: "2025" });
  return new Map(answers.map((answer) => [answer.area, answer]));
}

function assertAgree(rows, answers, where) {
  assert.equal(rows.length, answers.size, where);
  const seen = new Set();
  for (const row of rows) {
    const answer = answers.get(code(row["Områdekode"])) ?? answers.get(code(row["Områdekode"]).padStart(4, "0"));
    assert.ok(answer, `${where}: ${row["Områdekode"]}`);
    assert.equal(row.Status, answer.status, `${where}: ${row["Område"]}`);
    assert.equal(row.Borgere, answer.status === "value" ? String(answer.value) : "", `${where}: ${row["Område"]}`);
    seen.add(answer.status);
  }
  assert.ok(seen.has("value") && seen.has("suppressed"), `${where}: only ${[...seen]}`);
}

for (const viewport of [PHONE, TABLET, DESKTOP]) {
  journey(`figures, picture, link and citation at ${viewport.width} px`, { viewport, acceptDownloads: true, permissions: ["clipboard-read", "clipboard-write"] }, async ({ page, open, axe }) => {
    await open(`/da/?${VIEW}`);
    await settled(page);
    const csv = await taken(page, "Tal til regneark (CSV)");
    const { rows, notes } = readCsv(csv.bytes.toString("utf8"), ";");
    const answers = await answersFor(rows);
    assertAgree(rows, answers, csv.name);
    for (const name of ["Udgivelse", "Datafiler (SHA-256)", "Link", "Henvisning", "Hvad der tælles", "Skjulte tal"]) {
      assert.ok(notes.get(name)?.length > 5, `${csv.name} lacks ${name}`);
    }
    for (const row of rows.filter((row) => row.Status === "value")) assert.match(row["Pr. 1.000"], /^\d+,\d{4}$/);
    await axe();

    const workbook = (await taken(page, "Excel (XLSX)")).bytes;
    assert.equal(workbook.subarray(0, 2).toString(), "PK");
    const arrow = (await taken(page, "Tal til programmer (Arrow)")).bytes;
    assert.equal(arrow.subarray(0, 6).toString(), "ARROW1");
    const svg = (await taken(page, "Tegning (SVG)")).bytes.toString("utf8");
    assert.match(svg, /^<svg [^>]*viewBox/);
    assert.ok(svg.includes("<title>") && svg.includes("<metadata>") && svg.includes("Kilde:"));
    assert.ok(svg.includes(notes.get("Udgivelse")), "the picture names the publication");
    const png = (await taken(page, "Billede (PNG)")).bytes;
    assert.equal(png.subarray(1, 4).toString(), "PNG");
    assert.ok(png.length > 10_000, `a picture of ${png.length} bytes`);

    await page.getByRole("button", { name: "Kopiér link", exact: true }).click();
    await page.getByText("Kopieret.").waitFor();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    assert.equal(link, notes.get("Link"));
    const heading = await page.getByRole("heading", { level: 1 }).innerText();
    const sentence = await page.getByRole("article").getByRole("paragraph").first().innerText();
    await page.goto(link);
    await settled(page);
    assert.equal(await page.getByRole("heading", { level: 1 }).innerText(), heading);
    assert.equal(await page.getByRole("article").getByRole("paragraph").first().innerText(), sentence);
  });
}

journey("an English file has English heads and points", { acceptDownloads: true, locale: "en-GB" }, async ({ page, open }) => {
  await open("/en/?code=I&area=0561&tab=trend&period=2026Q2&span=all");
  await settled(page);
  const { rows, notes } = readCsv((await taken(page, "Figures for spreadsheets (CSV)")).bytes.toString("utf8"), ",");
  assert.ok(rows.length > 10 && rows.every((row) => row.Status));
  assert.ok(rows.some((row) => /^\d+\.\d{4}$/.test(row["Per 1,000"])));
  assert.ok(notes.get("Citation").includes(notes.get("Link")));
});

journey("by keyboard alone a file is taken along", { acceptDownloads: true }, async ({ page, open }) => {
  await open(`/da/?${VIEW}`);
  await settled(page);
  const summary = page.getByText("Hent eller del");
  for (let step = 0; step < 400 && !(await summary.evaluate((own) => own === document.activeElement)); step += 1) {
    await page.keyboard.press("Tab");
  }
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  const [download] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
  assert.match(download.suggestedFilename(), /^naerblik-i-0561-2025-compare\.csv$/);
});

const reason = "LibreOffice (soffice) is not installed: the files are not opened";
if (office === undefined) test("LibreOffice opens the files", { skip: reason }, () => {});
else {
  journey("LibreOffice opens the files with the same statuses", { acceptDownloads: true }, async ({ page, open }) => {
    await open(`/da/?${VIEW}`);
    await settled(page);
    const workbook = await openedByOffice(await taken(page, "Excel (XLSX)"));
    const answers = await answersFor(workbook);
    assertAgree(workbook, answers, "workbook");
    assert.ok(workbook.some((row) => /^0\d{3}$/.test(row["Områdekode"])), "codes keep their zeros");
    const danish = "CSV:59,34,76,1,,1030";
    const csv = await openedByOffice(await taken(page, "Tal til regneark (CSV)"), danish);
    assertAgree(csv, answers, "CSV");
    assert.ok(csv.some((row) => /^0\d{3}$/.test(row["Områdekode"])), "codes keep their zeros in CSV");
  });
}
