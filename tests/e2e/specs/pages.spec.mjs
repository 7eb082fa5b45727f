// The pages around the figures: accessible in every width, theme and language, and nothing beyond the edge.
import assert from "node:assert/strict";
import { DESKTOP, journey, PHONE, TABLET } from "../support/journey.mjs";
import { tabTo } from "../support/keys.mjs";

const PAGES = ["", "area/0573", "method", "accessibility"];
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

journey("the language switch stays on the page", {}, async ({ page, open }) => {
  await open("/da/area/0573?period=2025");
  await page.getByRole("link", { name: "English" }).click();
  await page.getByRole("heading", { level: 1, name: "Varde Municipality" }).waitFor();
  assert.match(page.url(), /\/en\/area\/0573\?period=2025$/);
});
