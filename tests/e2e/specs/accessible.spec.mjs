// Every tab, every width, both languages, forced colours: no accessibility violation, nothing beyond the edge.
import assert from "node:assert/strict";
import { settled } from "../support/figures.mjs";
import { DESKTOP, journey, PHONE, TABLET } from "../support/journey.mjs";

const TABS = ["map", "trend", "compare", "distribution", "table"];
const NARROWEST = { width: 320, height: 640 };

async function assertNothingBeyondTheEdge(page, where) {
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(overflow <= 0, `${where}: ${overflow} px beyond the right edge`);
}

for (const viewport of [PHONE, TABLET, DESKTOP]) {
  journey(`every tab at ${viewport.width} px is accessible`, { viewport }, async ({ page, open, axe }) => {
    for (const tab of TABS) {
      await open(`/da/?code=I4.4&area=1083&tab=${tab}`);
      await settled(page);
      await assertNothingBeyondTheEdge(page, tab);
      await axe();
    }
  });
}

journey("at 320 px, as with 400 % zoom, nothing is beyond the edge", { viewport: NARROWEST }, async ({ page, open }) => {
  for (const tab of TABS) {
    await open(`/da/?code=I4.4&area=0573&tab=${tab}`);
    await settled(page);
    await assertNothingBeyondTheEdge(page, tab);
  }
});

journey("forced colours and reduced motion change nothing of that", { forcedColors: "active", reducedMotion: "reduce" }, async ({ page, open, axe }) => {
  for (const tab of TABS) {
    await open(`/en/?code=I4.4&area=0573&tab=${tab}`);
    await settled(page);
    await axe();
  }
});

journey("on a phone area and topic are in sight, the other filters behind one button", { viewport: PHONE }, async ({ page, open }) => {
  await open("/da/?code=I4.4&period=2025");
  const sex = page.getByRole("combobox", { name: "Køn" });
  assert.equal(await sex.isVisible(), false);
  for (const name of [/^Område/, /^Tilstand/]) {
    await page.getByRole("button", { name }).waitFor();
  }
  await page.getByRole("button", { name: /^Flere filtre/ }).click();
  await sex.selectOption({ label: "Kvinder" });
  await page.getByRole("button", { name: /^Flere filtre \(1\)/ }).waitFor();
  assert.match(page.url(), /sex=K/);
});
