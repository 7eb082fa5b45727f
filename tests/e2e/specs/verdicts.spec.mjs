// The profile and the figure page say the same of the same figure.
import assert from "node:assert/strict";
import { settled } from "../support/figures.mjs";
import { journey } from "../support/journey.mjs";

const AREAS = ["0101", "0561", "0851", "1083", "klynge-syddanmark-sydvestjylland", "raad-sydvestjylland"];
const VERDICT = /^(▲▲|▲|●|▼|▼▼|–) (.+) \((.+)\)$/;

const spaced = (texts) => texts.map((text) => text.replace(/\s+/g, " ").trim());

/** What the profile says of each key figure, by the address of its figure page. */
async function tilesOf(page, area) {
  await page.getByRole("region", { name: "Det skiller sig ud" }).waitFor();
  const tiles = page.getByRole("region", { name: "Hjælp og tilstande" }).getByRole("listitem").filter({ has: page.getByRole("heading", { level: 3 }) });
  const found = [];
  for (const tile of await tiles.all()) {
    const address = await tile.getByRole("heading", { level: 3 }).getByRole("link").getAttribute("href");
    const said = spaced(await tile.getByRole("list").getByRole("listitem").allTextContents());
    found.push({ address, said });
  }
  assert.ok(found.length >= 4, `${area}: only ${found.length} key figures`);
  return found;
}

journey("a verdict is the same on the profile and on the figure page", {}, async ({ page, open }) => {
  const shapes = new Set();
  for (const area of AREAS) {
    await open(`/da/area/${area}?period=2025`);
    for (const { address, said } of await tilesOf(page, area)) {
      await open(`${address}&tab=compare`);
      await settled(page);
      const judged = page.getByRole("region", { name: "Højere eller lavere?" });
      if (said.length === 0) continue;
      const there = spaced(await judged.getByRole("listitem").allTextContents()).map((text) => text.replaceAll(" ", ""));
      for (const text of said) {
        const [, shape, words, figure] = VERDICT.exec(text) ?? assert.fail(`"${text}" is no verdict`);
        shapes.add(shape);
        const whole = `${shape}${words}`.replaceAll(" ", "");
        const number = figure.replaceAll(" ", "");
        assert.ok(there.some((own) => own.startsWith(whole) && own.endsWith(number)), `${address}: "${text}" is not among ${there}`);
      }
    }
  }
  assert.ok(shapes.size >= 3, `only ${[...shapes]} seen`);
});
