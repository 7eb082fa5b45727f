// One figure, three ways: picture, table, and the night's own answer are the same.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { journey } from "../support/journey.mjs";
import { taken } from "../support/exports.mjs";
import { assertSame, figure, picture, tableFigures } from "../support/figures.mjs";
import { ask } from "../support/nightly.mjs";

const SORES = { dataset: "conditions", code: "I4.4" };
const shapes = new URL("../../../public/municipality_shapes.geojson", import.meta.url);
const municipalities = JSON.parse(await readFile(shapes, "utf8")).features.map(({ properties }) => properties);

/** Tables say `Varde`, pictures say `Varde Kommune`; both mean the same row. */
const isSame = (row, said) => [row, `${row} Kommune`, `${row}s Kommune`, `${row}s Regionskommune`].includes(said);
const rate = ({ status, per_1000 }) => ({ status, number: per_1000 });
const count = ({ status, value }) => ({ status, number: value });

journey("the map's 98 municipalities are the night's own figures", {}, async ({ page, open }) => {
  await open("/da/?code=I4.4&period=2026Q2");
  const table = await tableFigures(page);
  assert.equal(table.size, 98);
  const answers = await ask({ ...SORES, area: municipalities.map(({ kode }) => kode), period: "2026Q2" });
  const seen = new Set();
  for (const [at, answer] of answers.entries()) {
    const { name } = municipalities[at];
    const row = table.get(name);
    assert.ok(row, `no row for ${name}`);
    assertSame(figure(row["Pr. 1.000"]), rate(answer), `${name}, rate`);
    assertSame(figure(row["Borgere"]), count(answer), `${name}, count`);
    seen.add(answer.status);
  }
  assert.equal(answers.length, 98);
  assert.ok(seen.has("value") && seen.size > 1, `only ${[...seen]} seen`);

  const { press } = await picture(page);
  const walked = new Set();
  const home = ["Home", "ArrowRight", "ArrowRight", "ArrowUp", "ArrowUp", "ArrowRight", "ArrowDown", "ArrowDown"];
  for (const key of [...home, ...Array(12).fill("ArrowRight"), ...Array(6).fill("ArrowDown"), "End"]) {
    const point = await press(key);
    const name = [...table.keys()].find((own) => isSame(own, point.name));
    assert.ok(name, `the map says "${point.name}", which is no row`);
    assertSame(figure(point.words), figure(table.get(name)["Pr. 1.000"]), `${point.name} on the map`);
    walked.add(name);
  }
  assert.ok(walked.size > 12, `only ${walked.size} municipalities reached`);
});

journey("every point of the trend is the table's and the night's", {}, async ({ page, open }) => {
  await open("/da/?code=I4.4&period=2026Q2&area=1083&tab=trend&span=all");
  const table = await tableFigures(page);
  const { press } = await picture(page);
  const points = [await press("Home")];
  for (let at = 1; at < table.size; at += 1) points.push(await press("ArrowRight"));
  const periods = points.map(({ name }) => {
    const [, quarter, year] = /(\d)\. kvartal (\d{4})$/.exec(name);
    return `${year}Q${quarter}`;
  });
  assert.equal(periods[0], "2022Q1");
  assert.equal(periods.at(-1), "2026Q2");
  const answers = await ask({ ...SORES, area: "1083", period: periods });
  assert.equal(answers.length, points.length);
  for (const [at, { name, words }] of points.entries()) {
    const [label, period] = name.split(", ");
    assertSame(figure(words), rate(answers[at]), `${name} in the picture`);
    assertSame(figure(table.get(period)[label]), rate(answers[at]), `${name} in the table`);
    assertSame(figure(table.get(period)["Borgere"]), count(answers[at]), `${name}, count in the table`);
  }
});

journey("every bar of the ranking is the table's, absent figures last", {}, async ({ page, open }) => {
  await open("/da/?code=I4.4&period=2026Q2&area=0573&tab=compare");
  const table = await tableFigures(page);
  const { press } = await picture(page);
  const bars = [await press("Home")];
  for (let next = await press("ArrowDown"); next.name !== bars.at(-1).name; next = await press("ArrowDown")) {
    bars.push(next);
  }
  assert.ok(bars.length > 1, "a ranking of one");
  const figures = bars.map(({ words }) => figure(words));
  for (const [at, { name, words }] of bars.entries()) {
    const row = [...table.keys()].find((own) => isSame(own, name));
    assert.ok(row, `the ranking says "${name}", which is no row`);
    assertSame(figures[at], figure(table.get(row)["Pr. 1.000"]), `${name}: ${words}`);
  }
  const first = figures.findIndex(({ status }) => status !== "value");
  const values = (first < 0 ? figures : figures.slice(0, first)).map(({ number }) => number);
  assert.deepEqual(values, values.toSorted((a, b) => b - a), "largest first");
  assert.ok(first < 0 || figures.slice(first).every(({ status }) => status !== "value"), "absent figures last");
});

/** Walks a picture with the keys in turn, each until it stands still; resolves with what was read out at each point. */
async function walked(part, ...keys) {
  const [chart, status] = [part.getByRole("application").first(), part.getByRole("status").first()];
  const points = new Set();
  const press = async (key) => {
    await chart.press(key);
    return (await status.innerText()).trim();
  };
  const row = async (along, across) => {
    for (let [point, before] = [await press("Home"), ""]; point !== before; ) {
      points.add(point);
      [before, point] = [point, await press(along)];
      assert.ok(points.size < 200, `the walk does not end: ${point}`);
    }
    return across && press(across);
  };
  const [along, across] = keys;
  await press("Home");
  for (let step = 0; step < 20; step += 1) await press("ArrowUp");
  for (let [point, before] = ["", null]; point !== before; ) [before, point] = [point, await row(along, across)];
  return [...points];
}

journey("every bar of the pyramid is the table's, the yardstick's too", {}, async ({ page, open }) => {
  await open("/da/?code=I&period=2025&area=1083&tab=distribution");
  const table = await tableFigures(page);
  const points = await walked(page.getByRole("tabpanel"), "ArrowRight", "ArrowDown");
  const cells = [...table.values()].flatMap((row) => Object.keys(row)).filter((column) => !column.includes(", "));
  assert.equal(points.length, cells.length, "each sex of each age is a point");
  const yardsticks = [];
  for (const point of points) {
    const [, age, sex, words, other, theirs] = /^(.+), (.+?): (.+?)(?: \((.+): (.+)\))?$/.exec(point) ?? assert.fail(point);
    const row = table.get(age) ?? assert.fail(`"${point}" is in no row`);
    assertSame(figure(words), figure(row[sex]), point);
    if (!other) continue;
    const column = Object.keys(row).find((own) => own.toLowerCase() === `${sex}, ${other}`.toLowerCase());
    assertSame(figure(theirs), figure(row[column]), `${point}, the yardstick`);
    yardsticks.push(theirs);
  }
  assert.ok(yardsticks.length > 2, "figures to compare");
});

journey("every point of the funnel is the table's, and absent figures are no points", {}, async ({ page, open }) => {
  await open("/da/?code=interventions&period=2025&area=0561&tab=compare&against=country");
  const table = await tableFigures(page);
  const funnel = page.getByRole("region", { name: "Er forskellene tilfældige?" });
  await funnel.getByRole("application").waitFor();
  const points = await walked(funnel, "ArrowRight");
  const names = [];
  for (const point of points) {
    const [, name, words] = /^(.+?) \(.+?\), .+: (.+)$/.exec(point) ?? assert.fail(point);
    const row = table.get(name) ?? assert.fail(`"${point}" is in no row`);
    assertSame(figure(words), figure(row["Pr. 1.000"]), point);
    names.push(name);
  }
  const shown = [...table].filter(([name, row]) => name !== "Hele landet" && figure(row["Pr. 1.000"]).status === "value");
  assert.deepEqual(names.sort(), shown.map(([name]) => name).sort(), "the areas with a figure, and no others");
});

journey("the drawing has as many corners in its line as the table has figures", { acceptDownloads: true }, async ({ page, open }) => {
  await open("/da/?code=I&period=2026Q3&area=0563&tab=trend&span=all");
  const table = await tableFigures(page);
  const statuses = [...table.values()].map((row) => figure(row["Fanø"]).status);
  const shown = statuses.filter((status) => status === "value").length;
  assert.ok(shown > 1 && statuses.includes("suppressed"), `${statuses}`);
  const svg = (await taken(page, "Tegning (SVG)")).bytes.toString("utf8");
  const chosen = (svg.match(/<path[^>]*>/g) ?? []).filter((path) => path.includes('fill="none"') && path.includes('stroke="#b3123d"') && path.includes('stroke-width="3"'));
  const corners = chosen.flatMap((path) => / d="([^"]*)"/.exec(path)?.[1].match(/[ML]/g) ?? []);
  assert.equal(corners.length, shown, chosen.join("\n"));
});
