// What was drawn before leaves nothing behind: a page that is used for an afternoon stays as light as in the morning.
import assert from "node:assert/strict";
import { settled } from "../support/figures.mjs";
import { journey } from "../support/journey.mjs";
import { chooseAround, noteMemory, wasmBytes } from "../support/memory.mjs";

for (const tab of ["", "&tab=compare", "&tab=table"]) {
  journey(`two hundred changes of a filter need no more memory${tab}`, {}, async ({ page, open }) => {
    await noteMemory(page);
    await open(`/da/figure?code=I4.4&period=2025${tab}`);
    await settled(page);
    const field = page.getByRole("combobox", { name: "Køn", exact: true });
    await chooseAround(page, field, 60);
    const before = await wasmBytes(page);
    await chooseAround(page, field, 200);
    const after = await wasmBytes(page);
    assert.ok(after <= before * 1.1, `${before} bytes became ${after}`);
  });
}
