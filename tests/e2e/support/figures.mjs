// Figures as a reader meets them: in tables, and read out point by point. By role and accessible name only.
import assert from "node:assert/strict";

/** A figure's words as the night writes them: a status, and a number when there is one. */
export function figure(words) {
  const text = words.replace(/\s+/g, " ").trim();
  if (/skjult|withheld/i.test(text)) return { status: "suppressed" };
  if (/ikke indberettet|not reported/i.test(text)) return { status: "not-reported" };
  if (/ikke i brug|not in use/i.test(text)) return { status: "not-applicable" };
  if (/ikke offentliggjort|not published/i.test(text)) return { status: "not-published" };
  const number = /^[\d.,]+/.exec(text)?.[0];
  assert.ok(number, `no figure in "${text}"`);
  const [whole, fraction = ""] = number.replaceAll(".", "").split(",");
  return { status: "value", number: Number(`${whole}.${fraction}`), decimals: fraction.length };
}

/** Waits until the open tab shows figures: its picture, or its table where there is none. */
export async function settled(page) {
  const panel = page.getByRole("tabpanel");
  await panel.getByRole("application").or(panel.getByRole("table")).first().waitFor();
  await page.waitForLoadState("networkidle");
}

/** The figures of the table in the open tab: a map from the row's name to its figures by column name. */
export async function tableFigures(page) {
  await settled(page);
  const table = page.getByRole("tabpanel").getByRole("table").first();
  await table.waitFor();
  const [head, ...rows] = await table.getByRole("row").evaluateAll((rows) =>
    rows.map((row) => [...row.cells].map((cell) => cell.textContent.replace(/[▲▼]/g, "").trim())),
  );
  const named = ([name, ...cells]) => [name, Object.fromEntries(cells.map((cell, at) => [head[at + 1], cell]))];
  return new Map(rows.map(named));
}

/** The picture of the open tab, ready to be walked. */
export async function picture(page) {
  // A panel may hold more pictures; the first is the one that the tab is about.
  const chart = page.getByRole("tabpanel").getByRole("application").first();
  await chart.waitFor();
  return {
    chart,
    /** Presses a key on the picture; resolves with what is read out then. */
    async press(key) {
      await chart.press(key);
      return said(page);
    },
  };
}

/** What the picture's live region says: the name of the point and its figure. */
export async function said(page) {
  const text = (await page.getByRole("tabpanel").getByRole("status").first().innerText()).trim();
  const at = text.lastIndexOf(": ");
  assert.ok(at > 0, `"${text}" names no point`);
  return { name: text.slice(0, at), words: text.slice(at + 2) };
}

/** Fails unless two figures are the same as far as the shown decimals tell. */
export function assertSame(shown, expected, where) {
  assert.equal(shown.status, expected.status, where);
  if (shown.status !== "value") return;
  const half = 0.501 * 10 ** -shown.decimals;
  assert.ok(Math.abs(shown.number - expected.number) <= half, `${where}: ${shown.number}, not ${expected.number}`);
  assert.equal(shown.number === 0, expected.number === 0, `${where}: only nobody is 0, not ${expected.number}`);
}
