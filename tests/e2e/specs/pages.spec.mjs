// The pages around the figures: accessible in every width, theme and language, and nothing beyond the edge.
import assert from "node:assert/strict";
import { DESKTOP, journey, PHONE, TABLET } from "../support/journey.mjs";
import { tabTo } from "../support/keys.mjs";

const PAGES = ["", "area/0573", "method", "accessibility"];
const SHARDS = "**/data/data/*.arrow";
const TREND = /^Hjemmesygepleje, udvikling\. /;
const NARROWEST = { width: 320, height: 640 };
const LOOKS = [
  ["light", NARROWEST, {}],
  ["light", PHONE, {}],
  ["light", TABLET, {}],
  ["light", DESKTOP, {}],
  ["dark", PHONE, { colorScheme: "dark" }],
  ["dark", DESKTOP, { colorScheme: "dark" }],
  ["forced colours", PHONE, { forcedColors: "active", reducedMotion: "reduce" }],
  ["forced colours", DESKTOP, { forcedColors: "active" }],
];

for (const [theme, viewport, context] of LOOKS) {
  journey(`every page in ${theme} at ${viewport.width} px`, { viewport, ...context }, async ({ page, open, axe }) => {
    for (const where of PAGES.flatMap((path) => [`/da/${path}`, `/en/${path}`])) {
      await open(where);
      await page.getByRole("link", { name: /Noget ser forkert ud\?|Does something look wrong\?/ }).waitFor();
      assert.equal(await page.getByRole("heading", { level: 1 }).count(), 1, where);
      assert.equal(await page.locator("html").getAttribute("lang"), where.slice(1, 3), where);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(overflow <= 0, `${where}: ${overflow} px beyond the right edge`);
      await axe();
    }
  });
}

journey("the method page declares every dataset, six steps and the next release", {}, async ({ page, open }) => {
  await open("/da/method");
  const steps = page.getByRole("region", { name: "Fra besøg til figur i seks trin" }).getByRole("listitem");
  await steps.first().waitFor();
  assert.equal(await steps.count(), 6);
  for (const dataset of ["Tilstande", "Indsatser", "Befolkning", "Indberetning"]) {
    await page.getByRole("region", { name: "Deklaration for hvert datasæt" }).getByText(dataset, { exact: true }).click();
  }
  assert.equal(await page.getByText("Hvad der er udeladt").count(), 4);
  await page.getByRole("region", { name: "Udgivelse" }).getByText(/Næste|næste/).waitFor();
});

journey("a small trend is named, and opens to its figures by mouse and by key", {}, async ({ page, open, axe }) => {
  await open("/da/area/0573?period=2025");
  const drawing = page.getByRole("main").getByRole("img", { name: TREND });
  const [, first, last] = /\. (.+), (.+)$/.exec(await drawing.getAttribute("aria-label"));
  const table = page.getByRole("table", { name: /^Hjemmesygepleje, / });
  const rows = async () => {
    const all = await table.getByRole("row").allInnerTexts();
    return all.map((row) => row.replace(/\s+/, ": "));
  };
  assert.equal(await table.count(), 0);
  await drawing.click();
  await table.waitFor();
  const shown = await rows();
  assert.ok(shown.length > 1);
  assert.deepEqual([shown.at(0), shown.at(-1)], [first, last]);
  await axe();
  await drawing.click();
  assert.equal(await table.count(), 0);
  await tabTo(page, page.getByRole("group").filter({ has: page.getByRole("img", { name: TREND }) }).locator("summary"), "the small trend");
  await page.keyboard.press("Enter");
  assert.deepEqual(await rows(), shown);
});

journey("the points of a small trend are walked by key, and said", {}, async ({ page, open, axe }) => {
  await open("/da/area/0573?period=2025");
  const drawing = page.getByRole("main").getByRole("img", { name: TREND });
  const [, first, last] = /\. (.+), (.+)$/.exec(await drawing.getAttribute("aria-label"));
  const summary = page.getByRole("group").filter({ has: page.getByRole("img", { name: TREND }) }).locator("summary");
  const tile = page.getByRole("listitem").filter({ has: page.getByRole("img", { name: TREND }) });
  const said = () => tile.getByRole("status").innerText();
  const marked = () => drawing.locator(".spark-here").evaluate((dot) => getComputedStyle(dot).transform);
  await tabTo(page, summary, "the small trend");
  assert.equal(await said(), "Piletasterne går fra tal til tal, Enter viser dem alle.");
  const nowhere = await marked();
  await page.keyboard.press("ArrowLeft");
  assert.equal(await said(), last, "the walk begins at the newest figure");
  const newest = await marked();
  assert.notEqual(newest, nowhere);
  await page.keyboard.press("ArrowRight");
  assert.equal(await said(), last, "it ends there, too");
  await page.keyboard.press("Home");
  assert.equal(await said(), first);
  assert.notEqual(await marked(), newest);
  await page.keyboard.press("ArrowLeft");
  assert.equal(await said(), first);
  await axe();
  await page.keyboard.press("Enter");
  const rows = await page.getByRole("table", { name: /^Hjemmesygepleje, / }).getByRole("row").allInnerTexts();
  const walked = [await said()];
  for (let at = 1; at < rows.length; at += 1) {
    await page.keyboard.press("ArrowRight");
    walked.push(await said());
  }
  assert.deepEqual(walked, rows.map((row) => row.replace(/\s+/, ": ")));
});

journey("what is opened while a page is completed stays open, alone and with the focus", {}, async ({ page, open }) => {
  const drawings = page.getByRole("main").getByRole("img", { name: /, udvikling\. / });
  let release;
  const released = new Promise((resolve) => (release = resolve));
  let held = 0;
  // The first step is there when its drawings are; what is asked for after that waits.
  await page.route(SHARDS, async (route) => {
    if ((await drawings.count()) > 0) {
      held += 1;
      await released;
    }
    await route.continue();
  });
  await open("/da/area/0573?period=2025");
  await drawings.nth(1).waitFor();
  const second = page.getByRole("img", { name: await drawings.nth(1).getAttribute("aria-label") });
  await page.getByRole("group").filter({ has: second }).locator("summary").focus();
  await page.keyboard.press("Enter");
  const tableOf = async (at) => {
    const [name] = (await drawings.nth(at).getAttribute("aria-label")).split(", udvikling. ");
    return page.getByRole("table", { name: `${name}, ` });
  };
  const [closed, opened] = [await tableOf(0), await tableOf(1)];
  await opened.waitFor();
  assert.ok(held > 0, "the second step waits");
  assert.equal(await page.getByRole("heading", { name: "Hyppigste tilstande" }).count(), 0);
  release();
  await page.getByRole("heading", { name: "Hyppigste tilstande" }).waitFor();
  assert.equal(await opened.count(), 1, "it is open");
  assert.equal(await closed.count(), 0, "no other one opened");
  assert.equal(await page.evaluate(() => document.activeElement?.tagName), "SUMMARY");
});

journey("the language switch stays on the page", {}, async ({ page, open }) => {
  await open("/da/area/0573?period=2025");
  await page.getByRole("link", { name: "English" }).click();
  await page.getByRole("heading", { level: 1, name: "Varde Municipality" }).waitFor();
  assert.match(page.url(), /\/en\/area\/0573\?period=2025$/);
});
