// What the reader restricted stands as chips, and each can be taken back.
import assert from "node:assert/strict";
import { settled } from "../support/figures.mjs";
import { DESKTOP, journey, PHONE, TABLET } from "../support/journey.mjs";
import { tabTo } from "../support/keys.mjs";
import { assertReopens } from "../support/reopen.mjs";

const WORDS = {
  da: { row: "Valgte filtre", age: "Fjern alder: 80+", sex: "Fjern køn: Kvinder", listed: "Fjern sammenligning: Varde", all: "Ryd alle", filters: "Vælg tal" },
  en: { row: "Chosen filters", age: "Remove age: 80+", sex: "Remove sex: Women", listed: "Remove comparison: Varde", all: "Clear all", filters: "Choose figures" },
};
const VIEW = "code=I&period=2025&area=0561&age=80-plus&sex=K&against=list&list=0573,0621";

const isFocused = (locator) => locator.evaluate((own) => own === document.activeElement);

/** Waits for the focus, which moves with the next picture of the screen. */
async function assertFocused(locator, what) {
  for (let look = 0; look < 20; look += 1) {
    if (await isFocused(locator)) return;
    await locator.page().waitForTimeout(50);
  }
  assert.fail(`${what} has not got the focus`);
}

for (const viewport of [{ width: 320, height: 640 }, PHONE, TABLET, DESKTOP]) {
  for (const [language, words] of Object.entries(WORDS)) {
    journey(`chips are taken back one by one and all at once (${language}, ${viewport.width} px)`, { viewport }, async ({ page, open, axe }) => {
      const button = (name) => page.getByRole("button", { name, exact: true });
      await open(`/${language}/figure?${VIEW}&tab=map`);
      await settled(page);
      const row = page.getByRole("list", { name: words.row });
      assert.equal(await row.getByRole("listitem").count(), 5, "two filters, two areas, and the way to clear them");
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(overflow <= 0, `${overflow} px beyond the right edge`);
      await axe();
      await button(words.age).click();
      await page.waitForURL((url) => !url.searchParams.has("age"));
      await assertFocused(button(words.sex), "the chip after the one that is gone");
      assert.equal(new URL(page.url()).searchParams.get("sex"), "K");
      await button(words.listed).click();
      await page.waitForURL((url) => url.searchParams.get("list") === "0621");
      await settled(page);
      await assertReopens(page);
      await button(words.all).click();
      await page.waitForURL((url) => !url.searchParams.has("sex") && !url.searchParams.has("list"));
      await row.waitFor({ state: "detached" });
      await assertFocused(page.getByRole("region", { name: words.filters }), "the part with the filters");
      assert.equal(new URL(page.url()).searchParams.get("area"), "0561", "the place stays");
      await axe();
    });
  }
}

journey("chips are taken back with the keyboard alone", {}, async ({ page, open }) => {
  await open(`/da/figure?${VIEW}&tab=table`);
  await settled(page);
  const chip = (name) => page.getByRole("button", { name, exact: true });
  await tabTo(page, chip("Fjern køn: Kvinder"), "a chip");
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => !url.searchParams.has("sex"));
  await assertFocused(chip("Fjern sammenligning: Varde"), "the next chip");
  await page.keyboard.press("Space");
  await assertFocused(chip("Fjern sammenligning: Kolding"), "the next chip");
  await page.keyboard.press("Enter");
  await assertFocused(chip("Fjern alder: 80+"), "the last chip");
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => !url.searchParams.has("age"));
  await assertFocused(page.getByRole("region", { name: "Vælg tal" }), "the part with the filters");
  await page.keyboard.press("Tab");
  assert.ok(await isFocused(page.getByRole("button", { name: /^Område/ })), "Tab goes on with the first filter");
});

journey("where the list stands beside the picture it is not said twice", {}, async ({ page, open }) => {
  await open(`/da/figure?${VIEW}&tab=compare`);
  await settled(page);
  assert.equal(await page.getByRole("button", { name: "Fjern Varde", exact: true }).count(), 1);
  assert.equal(await page.getByRole("button", { name: "Fjern sammenligning: Varde" }).count(), 0);
});
