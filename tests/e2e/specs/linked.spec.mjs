// What the reader points at in one picture is marked in the others, and the trend's ends can be chosen.
import assert from "node:assert/strict";
import { journey, PHONE } from "../support/journey.mjs";
import { picture, said, settled } from "../support/figures.mjs";

/** The rows of the open tab's table with a frame, by the name that heads them. */
async function marked(page) {
  await page.waitForTimeout(150);
  const heads = await page.getByRole("tabpanel").getByRole("rowheader").all();
  const names = [];
  for (const head of heads) {
    const style = await head.locator("xpath=..").evaluate((row) => getComputedStyle(row).outlineStyle);
    if (style !== "none") names.push((await head.innerText()).trim());
  }
  return names;
}

const row = (page, name) =>
  page.getByRole("tabpanel").getByRole("row").filter({ has: page.getByRole("rowheader", { name, exact: true }) });

/** The picture's drawing as it stands; a mark changes it. */
const drawn = (chart) => chart.locator("svg").first().innerHTML();

/** Waits until the drawing is another one than before. */
async function assertRedrawn(chart, before, what) {
  for (let look = 0; look < 20; look += 1) {
    if ((await drawn(chart)) !== before) return;
    await chart.page().waitForTimeout(100);
  }
  assert.fail(what);
}

journey("a municipality under the keyboard is marked and in sight in the table", {}, async ({ page, open }) => {
  await open("/da/figure?code=I4.4");
  await settled(page);
  const { chart, press } = await picture(page);
  await chart.focus();
  for (const key of ["End", "ArrowDown", "ArrowLeft"]) {
    const { name } = await press(key);
    assert.deepEqual(await marked(page), [name.replace(/ Kommune$/, "")]);
    const head = row(page, name.replace(/ Kommune$/, "")).getByRole("rowheader");
    const frame = await page.getByRole("tabpanel").getByRole("region").boundingBox();
    const own = await head.boundingBox();
    assert.ok(own.y >= frame.y && own.y + own.height <= frame.y + frame.height + 1, `${name} is in sight`);
  }
  await chart.blur();
  assert.deepEqual(await marked(page), []);
});

journey("a row under the pointer or the keyboard is marked on the map", {}, async ({ page, open, axe }) => {
  await open("/da/figure?code=I4.4");
  await settled(page);
  const { chart } = await picture(page);
  const plain = await drawn(chart);
  await row(page, "Ballerup").hover();
  await assertRedrawn(chart, plain, "the map does not follow the pointer");
  assert.deepEqual(await marked(page), ["Ballerup"]);
  await axe();
  await page.getByRole("heading", { level: 1 }).hover();
  assert.deepEqual(await marked(page), []);
  const left = await drawn(chart);
  await row(page, "Gladsaxe").getByRole("link").focus();
  await assertRedrawn(chart, left, "the map does not follow the keyboard");
  assert.deepEqual(await marked(page), ["Gladsaxe"]);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: /i Gladsaxe Kommune$/ }).waitFor();
  await settled(page);
  assert.deepEqual(await marked(page), []);
});

journey("a period is marked in trend and table, whichever is pointed at", {}, async ({ page, open }) => {
  await open("/da/figure?code=I4.4&tab=trend");
  await settled(page);
  const { chart, press } = await picture(page);
  const plain = await drawn(chart);
  await page.getByRole("tabpanel").getByRole("row").nth(3).hover();
  await assertRedrawn(chart, plain, "the trend does not follow the pointer");
  const [named] = await marked(page);
  assert.match(named, /^\d\. kvartal \d{4}$/);
  await page.getByRole("heading", { level: 1 }).hover();
  await chart.focus();
  const { name } = await press("ArrowLeft");
  const [own] = await marked(page);
  assert.ok(name.endsWith(own), `${own} is not what is read out: ${name}`);
});

journey("bars, funnel and table of the comparison mark the same area", {}, async ({ page, open }) => {
  await open("/da/figure?code=J&area=0573&tab=compare");
  await settled(page);
  const charts = page.getByRole("tabpanel").getByRole("application");
  const before = await drawn(charts.last());
  assert.equal(await charts.count(), 2, "ranking and funnel");
  await charts.first().focus();
  await charts.first().press("Home");
  const { name } = await said(page);
  assert.deepEqual(await marked(page), [name]);
  await assertRedrawn(charts.last(), before, "the funnel does not follow the ranking");
});

journey("the mark shows in forced colours", { forcedColors: "active" }, async ({ page, open }) => {
  await open("/da/figure?code=I4.4&tab=trend");
  await settled(page);
  await page.getByRole("tabpanel").getByRole("row").nth(2).hover();
  assert.equal((await marked(page)).length, 1);
});

const FINGER = { viewport: PHONE, hasTouch: true, isMobile: true };

journey("a finger that scrolls or taps leaves nothing marked", FINGER, async ({ page, open }) => {
  await open("/da/figure?code=I4.4&tab=trend");
  await settled(page);
  await page.getByRole("tabpanel").getByText("Tallene bag figuren").tap();
  await page.getByRole("tabpanel").getByRole("row").nth(2).tap();
  assert.deepEqual(await marked(page), []);
  const { chart } = await picture(page);
  await chart.scrollIntoViewIfNeeded();
  const box = await chart.boundingBox();
  const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const touch = await page.context().newCDPSession(page);
  const send = (type, points) => touch.send("Input.dispatchTouchEvent", { type, touchPoints: points });
  await send("touchStart", [at]);
  for (let step = 1; step <= 8; step += 1) await send("touchMove", [{ x: at.x, y: at.y - 20 * step }]);
  await send("touchEnd", []);
  assert.deepEqual(await marked(page), []);
  await chart.tap();
  assert.equal((await marked(page)).length, 1, "a tap marks what it says");
  await page.getByRole("tab", { selected: true }).tap();
  assert.deepEqual(await marked(page), []);
});

journey("the ends of the trend move by keyboard, stay in the link, never pass", {}, async ({ page, open, axe }) => {
  await open("/da/figure?code=I4.4&area=0573&period=2025Q4&tab=trend&span=1");
  await settled(page);
  const [from, to] = ["Fra", "Til"].map((name) => page.getByRole("slider", { name }));
  const isSaid = ([slider, text]) => slider.getAttribute("aria-valuetext") === text;
  const says = (slider, text) => page.waitForFunction(isSaid, [slider, text]);
  const [first, last] = await Promise.all([from, to].map((slider) => slider.elementHandle()));
  await says(first, "4. kvartal 2024");
  await says(last, "4. kvartal 2025");
  await from.press("ArrowLeft");
  await says(first, "3. kvartal 2024");
  await page.waitForURL(/period=2025Q4.*span=2024Q3/);
  await to.press("ArrowRight");
  await says(last, "1. kvartal 2026");
  await page.waitForURL(/period=2026Q1.*span=2024Q3/);
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page.getByRole("table", { name: /3\. kvartal 2024 til 1\. kvartal 2026$/ }).waitFor();
  await from.press("End");
  await says(first, "1. kvartal 2026");
  assert.equal(await from.inputValue(), await to.inputValue());
  await to.press("Home");
  await says(last, "1. kvartal 2026");
  await axe();
  await from.press("Home");
  await page.getByRole("button", { name: "Alle år", pressed: true }).waitFor();
  await page.getByRole("button", { name: "3 år" }).click();
  await says(first, "1. kvartal 2023");
  assert.ok(!page.url().includes("span="), "three years need no word in the link");
  await open("/en/figure?code=I4.4&period=2025Q4&tab=trend&span=2024Q2");
  await page.getByRole("slider", { name: "From" }).waitFor();
  assert.equal(await page.getByRole("slider", { name: "From" }).getAttribute("aria-valuetext"), "Q2 2024");
});
