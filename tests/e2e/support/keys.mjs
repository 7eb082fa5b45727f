// Walking with the keyboard alone.
import assert from "node:assert/strict";

/** Presses Tab until the element has the focus. */
export async function tabTo(page, locator, what) {
  for (let step = 0; step < 250; step += 1) {
    const isThere = (await locator.count()) > 0;
    if (isThere && (await locator.first().evaluate((element) => element === document.activeElement))) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`${what} cannot be reached with Tab`);
}
