// A link is the whole state: what it shows in a fresh browser is what the reader saw.
import assert from "node:assert/strict";

/** What the page says, without the spaces between. */
export async function saidBy(page) {
  await page.waitForLoadState("networkidle");
  const text = await page.getByRole("main").innerText();
  return text.replace(/\s+/g, " ").trim();
}

/** Opens the address of `page` in a browser without memory, and fails unless both say the same. */
export async function assertReopens(page) {
  // A picture may still be drawn; then it says more a moment later.
  let before = await saidBy(page);
  const fresh = await page.context().browser().newContext({ viewport: page.viewportSize(), locale: "da-DK" });
  try {
    const other = await fresh.newPage();
    await other.goto(page.url());
    const heading = await page.getByRole("heading", { level: 1 }).innerText();
    await other.getByRole("heading", { level: 1, name: heading, exact: true }).waitFor();
    let after = await saidBy(other);
    for (let look = 0; look < 50 && after !== before; look += 1) {
      await other.waitForTimeout(200);
      [before, after] = [await saidBy(page), await saidBy(other)];
    }
    assert.equal(after, before, `${page.url()} says something else when it is opened anew`);
  } finally {
    await fresh.close();
  }
}
