// Accessibility of the page as it stands, by axe-core.
import assert from "node:assert/strict";
import axe from "axe-core";

/** Fails with one line for each rule that is broken, naming the first places. */
export async function assertNoViolations(page) {
  // The page's policy allows no foreign script; the debugger's own evaluation is not bound by it.
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  const lines = violations.map(({ id, help, nodes }) => {
    const places = nodes.slice(0, 3).map((node) => node.target.join(" "));
    return `${id}: ${help} (${nodes.length} places, first: ${places.join("; ")})`;
  });
  assert.deepEqual(lines, [], "accessibility violations");
}
