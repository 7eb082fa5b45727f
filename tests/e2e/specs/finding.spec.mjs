// A citizen finds a figure: topic, place, and the way back.
import assert from "node:assert/strict";
import { journey } from "../support/journey.mjs";
import { picture, settled } from "../support/figures.mjs";

const heading = (page, name) => page.getByRole("heading", { level: 1, name }).waitFor();

async function pick(page, button, words, option) {
  await page.getByRole("button", { name: button }).click();
  const dialog = page.getByRole("dialog");
  const field = dialog.getByRole("combobox");
  await field.waitFor();
  assert.ok(await field.evaluate((element) => element === document.activeElement), "the search field has the focus");
  await page.keyboard.type(words);
  await dialog.getByRole("option", { name: option }).first().click();
  await dialog.waitFor({ state: "hidden" });
}

journey("from the front page to a municipality's pressure sores, and back step by step", {}, async ({ page, open, axe }) => {
  await open("/da/?code=I");
  await pick(page, /^Tilstand/, "tryksår", /Problemer med tryksår/);
  await heading(page, "Problemer med tryksår i Danmark");
  const steps = [
    ["Region Syddanmark", "Problemer med tryksår i Region Syddanmark"],
    ["Sundhedsklynge Sydvestjylland", "Problemer med tryksår i Sundhedsklynge Sydvestjylland"],
  ];
  for (const [link, title] of steps) {
    await page.getByRole("navigation").getByRole("link", { name: link }).click();
    await heading(page, title);
  }
  await page.getByRole("table").getByRole("link", { name: "Varde" }).click();
  await heading(page, "Problemer med tryksår i Varde Kommune");
  assert.equal(await page.title().then((title) => title.includes("Varde Kommune")), true);
  await axe();
  for (const [, title] of steps.toReversed()) {
    await page.goBack();
    await heading(page, title);
  }
  await page.goBack();
  await heading(page, "Problemer med tryksår i Danmark");
  assert.match(page.url(), /code=I4\.4|\/da\/$/);
});

journey("a municipality chosen on the map opens, and Back closes it", {}, async ({ page, open }) => {
  await open("/da/?code=I4.4&tab=map");
  const { chart, press } = await picture(page);
  await chart.focus();
  const { name } = await press("ArrowRight");
  await chart.press("Enter");
  await heading(page, new RegExp(`i ${name}$`));
  await page.goBack();
  await heading(page, "Problemer med tryksår i Danmark");
});

journey("a reload shows the same view", {}, async ({ page, open }) => {
  await open("/da/?code=I4.4&area=0573&tab=trend&span=all&unit=count&age=80-plus");
  const describe = async () => ({
    url: page.url(),
    title: await page.getByRole("heading", { level: 1 }).innerText(),
    tab: await page.getByRole("tab", { selected: true }).innerText(),
    table: await page.getByRole("tabpanel").getByRole("table").innerText(),
  });
  await settled(page);
  const before = await describe();
  await page.reload();
  await settled(page);
  assert.deepEqual(await describe(), before);
  assert.equal(before.tab, "Udvikling");
});

journey("a link with a part that makes no sense opens, and says which part", {}, async ({ page, open, axe }) => {
  await open("/da/?code=I4.4&area=9999&period=soon");
  await heading(page, "Problemer med tryksår i Danmark");
  const notice = page.getByRole("main").getByText("En del af linket kunne ikke bruges.");
  await notice.waitFor();
  await axe();
});

journey("English tells the same in English", { locale: "en-GB" }, async ({ page, open, axe }) => {
  await open("/da/?code=I4.4&area=0573&tab=trend");
  await page.getByRole("link", { name: "English" }).click();
  await heading(page, /in Varde Municipality$/);
  assert.match(page.url(), /\/en\/figure\?.*area=0573/);
  await page.getByRole("tab", { name: "Trend", selected: true }).waitFor();
  const { press } = await picture(page);
  const { name, words } = await press("End");
  assert.match(name, /Varde.*, Q\d 2026$/);
  assert.match(words, /^[\d.]+ per 1,000|^withheld|^not reported/);
  await axe();
});
