// The table tab: equal ages, copying, columns, and tables of thousands of cells.
import assert from "node:assert/strict";
import { assertSame, figure, settled, tableFigures } from "../support/figures.mjs";
import { journey } from "../support/journey.mjs";

journey("equal ages are offered where they have a meaning, and the reason is said where not", {}, async ({ page, open, axe }) => {
  const unit = page.getByRole("combobox", { name: "Vis som" });
  const equal = unit.getByRole("option", { name: "Pr. 1.000, som om aldrene var ens" });
  const reason = page.getByText("her står aldrene allerede hver for sig");
  await open("/da/figure?code=interventions&period=2025&area=0561&tab=compare&unit=standard");
  const compared = await tableFigures(page);
  const crossed = async (columns) => {
    await open(`/da/figure?code=interventions&period=2025&area=0561&tab=table&unit=standard&pivot=area.${columns}`);
    return tableFigures(page);
  };
  const bySex = await crossed("sex");
  assert.equal(figure(bySex.get("Esbjerg")["Kvinder"]).status, "value", "a figure to compare");
  for (const [area, row] of bySex) {
    const whole = compared.get(area) ?? assert.fail(`${area} is not in the ranking`);
    assertSame(figure(row["Begge køn"]), figure(whole["Aldersstandardiseret"]), `${area}, both sexes`);
  }
  await crossed("age");
  await reason.waitFor();
  assert.ok(await equal.isDisabled());
  await page.getByRole("tab", { name: "Alder og køn" }).click();
  await settled(page);
  await reason.waitFor();
  assert.ok(await equal.isDisabled());
  await axe();
  await page.getByRole("tab", { name: "Sammenlign" }).click();
  await reason.waitFor({ state: "detached" });
  assert.equal(await unit.inputValue(), "standard", "the other tabs keep what was chosen");
  assert.equal(await page.getByText("En del af linket kunne ikke bruges.").count(), 0);
});

journey("the table can be copied and its columns chosen", { permissions: ["clipboard-read", "clipboard-write"] }, async ({ page, open }) => {
  await open("/da/?code=I&period=2025&area=1083&tab=table&pivot=area.age");
  await settled(page);
  await page.getByText("Kolonner", { exact: true }).last().click();
  await page.getByRole("checkbox", { name: "90+" }).uncheck();
  assert.equal(await page.getByRole("columnheader", { name: /90\+/ }).count(), 0);
  await page.getByRole("button", { name: "Kopiér tabel" }).click();
  await page.getByText("Kopieret.").waitFor();
  const [head, ...rows] = (await page.evaluate(() => navigator.clipboard.readText())).split("\n");
  assert.equal(head.split("\t").length, 6);
  assert.ok(rows.length > 20 && rows.every((row) => row.split("\t").length === 6));
});

journey("a large table shows its first rows, and all of them when asked", { permissions: ["clipboard-read", "clipboard-write"] }, async ({ page, open, axe }) => {
  await open("/da/figure?code=I&period=2026-06&tab=table&span=all&pivot=area.period");
  await settled(page);
  const heads = page.getByRole("tabpanel").getByRole("rowheader");
  const first = await heads.count();
  assert.ok(first > 20 && first < 99, `${first} rows at first`);
  await page.getByRole("button", { name: "Kopiér tabel" }).click();
  await page.getByText("Kopieret.").waitFor();
  assert.equal((await page.evaluate(() => navigator.clipboard.readText())).split("\n").length, 100, "a copy has every row");
  await axe();
  const more = page.getByRole("button", { name: "Vis alle rækker (99)" });
  await more.click();
  await more.waitFor({ state: "detached" });
  assert.equal(await heads.count(), 99);
});
