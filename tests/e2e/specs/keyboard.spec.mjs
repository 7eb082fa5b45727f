// Everything by keyboard alone.
import assert from "node:assert/strict";
import { journey } from "../support/journey.mjs";
import { said } from "../support/figures.mjs";

const isFocused = (locator) => locator.evaluate((element) => element === document.activeElement);

async function tabTo(page, locator, what) {
  for (let step = 0; step < 80; step += 1) {
    if ((await locator.count()) > 0 && (await isFocused(locator.first()))) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`${what} cannot be reached with Tab`);
}

journey("topic, tab, point and place are chosen without a pointer", {}, async ({ page, open }) => {
  await open("/da/?code=I");
  await page.keyboard.press("Tab");
  assert.ok(await isFocused(page.getByRole("link", { name: "Spring til indholdet" })), "the skip link is first");
  await page.keyboard.press("Enter");
  await tabTo(page, page.getByRole("button", { name: /^Tilstand/ }), "the picker of conditions");
  await page.keyboard.press("Enter");
  const field = page.getByRole("dialog").getByRole("combobox");
  await field.waitFor();
  assert.ok(await isFocused(field), "the search field has the focus");
  await page.keyboard.type("tryksår");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: "Problemer med tryksår i Danmark" }).waitFor();

  await tabTo(page, page.getByRole("tab", { selected: true }), "the tabs");
  await page.keyboard.press("ArrowRight");
  await page.getByRole("tab", { name: "Udvikling", selected: true }).waitFor();
  await tabTo(page, page.getByRole("application"), "the trend");
  await page.keyboard.press("End");
  const newest = await said(page);
  await page.keyboard.press("ArrowLeft");
  assert.notEqual((await said(page)).name, newest.name);

  await open("/da/?code=I4.4");
  await tabTo(page, page.getByRole("application"), "the map");
  await page.keyboard.press("ArrowDown");
  const { name } = await said(page);
  await page.keyboard.press("Enter");
  const heading = page.getByRole("heading", { level: 1, name: new RegExp(`i ${name}$`) });
  await heading.waitFor();
  assert.ok(await isFocused(heading), "the new heading has the focus");
  // The browser's own key for Back does not exist without its window.
  await page.goBack();
  await page.getByRole("heading", { level: 1, name: "Problemer med tryksår i Danmark" }).waitFor();
});

journey("a picture lets the focus go on with Tab", {}, async ({ page, open }) => {
  await open("/da/?code=I4.4&tab=compare");
  const chart = page.getByRole("application");
  await tabTo(page, chart, "the ranking");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Tab");
  assert.equal(await isFocused(chart), false);
});
