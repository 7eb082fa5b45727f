// The analyst's export: every file holds the figures that are shown, with the night's own statuses.
import assert from "node:assert/strict";
import { test } from "node:test";
import { office, openedByOffice, readCsv, taken } from "../support/exports.mjs";
import { settled } from "../support/figures.mjs";
import { DESKTOP, journey, PHONE, TABLET } from "../support/journey.mjs";
import { tabTo } from "../support/keys.mjs";
import { ask } from "../support/nightly.mjs";
import { assertReopens } from "../support/reopen.mjs";

const VIEW = "code=I&period=2025&area=0561&tab=compare&against=country";
const code = (text) => /^="?(.*?)"?$/.exec(text)?.[1] ?? text;

const WORDS = {
  da: {
    separator: ";", area: "Områdekode", name: "Område", citizens: "Borgere", rate: "Pr. 1.000", number: /^\d+,\d{4}$/,
    csv: "Tal til regneark (CSV)", arrow: "Tal til programmer (Arrow)", svg: "Tegning (SVG)", png: "Billede (PNG)",
    link: "Kopiér link", copied: "Kopieret.", part: "Hent eller del", publication: "Udgivelse", source: "Kilde:",
    notes: ["Udgivelse", "Datafiler (SHA-256)", "Link", "Henvisning", "Hvad der tælles", "Skjulte tal"],
  },
  en: {
    separator: ",", area: "Area code", name: "Area", citizens: "Citizens", rate: "Per 1,000", number: /^\d+\.\d{4}$/,
    csv: "Figures for spreadsheets (CSV)", arrow: "Figures for programs (Arrow)", svg: "Drawing (SVG)", png: "Picture (PNG)",
    link: "Copy link", copied: "Copied.", part: "Download or share", publication: "Publication", source: "Source:",
    notes: ["Publication", "Data files (SHA-256)", "Link", "Citation", "What is counted", "Withheld figures"],
  },
};

async function answersFor(rows, words = WORDS.da) {
  const areas = rows.map((row) => code(row[words.area]));
  const answers = await ask({ dataset: "conditions", code: "I", area: areas, period: "2025" });
  return new Map(answers.map((answer) => [answer.area, answer]));
}

function assertAgree(rows, answers, where, words = WORDS.da) {
  assert.equal(rows.length, answers.size, where);
  const seen = new Set();
  for (const row of rows) {
    const area = code(row[words.area]);
    const answer = answers.get(area) ?? answers.get(area.padStart(4, "0"));
    assert.ok(answer, `${where}: ${area}`);
    assert.equal(row.Status, answer.status, `${where}: ${row[words.name]}`);
    assert.equal(row[words.citizens], answer.status === "value" ? String(answer.value) : "", `${where}: ${row[words.name]}`);
    seen.add(answer.status);
  }
  assert.ok(seen.has("value") && seen.has("suppressed"), `${where}: only ${[...seen]}`);
}

const CLIPBOARD = { acceptDownloads: true, permissions: ["clipboard-read", "clipboard-write"] };

for (const [language, words] of Object.entries(WORDS)) {
  for (const viewport of [PHONE, TABLET, DESKTOP]) {
    journey(`figures, picture, link and citation (${language}, ${viewport.width} px)`, { viewport, ...CLIPBOARD }, async ({ page, open, axe }) => {
      await open(`/${language}/?${VIEW}`);
      await settled(page);
      const csv = await taken(page, words.csv);
      const { rows, notes } = readCsv(csv.bytes.toString("utf8"), words.separator);
      const answers = await answersFor(rows, words);
      assertAgree(rows, answers, csv.name, words);
      for (const name of words.notes) assert.ok(notes.get(name)?.length > 5, `${csv.name} lacks ${name}`);
      for (const row of rows.filter((row) => row.Status === "value")) assert.match(row[words.rate], words.number);
      await axe();

      const workbook = (await taken(page, "Excel (XLSX)")).bytes;
      assert.equal(workbook.subarray(0, 2).toString(), "PK");
      const arrow = (await taken(page, words.arrow)).bytes;
      assert.equal(arrow.subarray(0, 6).toString(), "ARROW1");
      const svg = (await taken(page, words.svg)).bytes.toString("utf8");
      assert.match(svg, /^<svg [^>]*viewBox/);
      assert.ok(svg.includes("<title>") && svg.includes("<metadata>") && svg.includes(words.source));
      assert.ok(svg.includes(notes.get(words.publication)), "the picture names the publication");
      const png = (await taken(page, words.png)).bytes;
      assert.equal(png.subarray(1, 4).toString(), "PNG");
      assert.ok(png.length > 10_000, `a picture of ${png.length} bytes`);

      await page.getByRole("button", { name: words.link, exact: true }).click();
      await page.getByText(words.copied).waitFor();
      const link = await page.evaluate(() => navigator.clipboard.readText());
      assert.equal(link, notes.get("Link"));
      const heading = await page.getByRole("heading", { level: 1 }).innerText();
      const sentence = await page.getByRole("article").getByRole("paragraph").first().innerText();
      await page.goto(link);
      await settled(page);
      assert.equal(await page.getByRole("heading", { level: 1 }).innerText(), heading);
      assert.equal(await page.getByRole("article").getByRole("paragraph").first().innerText(), sentence);
      await assertReopens(page);
    });

    journey(`by keyboard alone a file is taken along (${language}, ${viewport.width} px)`, { viewport, acceptDownloads: true }, async ({ page, open }) => {
      await open(`/${language}/?${VIEW}`);
      await settled(page);
      await tabTo(page, page.getByText(words.part, { exact: true }), "what can be taken along");
      await page.keyboard.press("Enter");
      await tabTo(page, page.getByRole("button", { name: words.csv }), "the figures");
      const [download] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
      assert.match(download.suggestedFilename(), /^naerblik-i-0561-2025-compare\.csv$/);
    });
  }
}

journey("an English file has English heads and points", { acceptDownloads: true, locale: "en-GB" }, async ({ page, open }) => {
  await open("/en/?code=I&area=0561&tab=trend&period=2026Q2&span=all");
  await settled(page);
  const { rows, notes } = readCsv((await taken(page, "Figures for spreadsheets (CSV)")).bytes.toString("utf8"), ",");
  assert.ok(rows.length > 10 && rows.every((row) => row.Status));
  assert.ok(rows.some((row) => /^\d+\.\d{4}$/.test(row["Per 1,000"])));
  assert.ok(notes.get("Citation").includes(notes.get("Link")));
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
