// The head of home nursing: 80+ against comparable municipalities over three years.
import assert from "node:assert/strict";
import { picture, said, settled } from "../support/figures.mjs";
import { DESKTOP, journey, PHONE, TABLET } from "../support/journey.mjs";
import { tabTo } from "../support/keys.mjs";

const WORDS = {
  da: {
    area: /^Område/, topic: /^Tilstand/, more: /^Flere filtre/, length: "Periodelængde", year: "År", age: "Alder",
    compare: "Sammenlign", against: "Sammenlign med", neighbours: "De fem mest sammenlignelige kommuner",
    judged: "Højere eller lavere?", verdict: /(sammenligninger|sammenlignes|skelne|højere|lavere)/i, trend: "Udvikling",
    years: "3 år", place: "Esbjerg", nursing: "Kommunale sygeplejetilstande", search: "sygeplejetilstande",
    heading: "Kommunale sygeplejetilstande i Esbjerg Kommune", hidden: /skjult/, chip: "Fjern alder: 80+",
  },
  en: {
    area: /^Area/, topic: /^Condition/, more: /^More filters/, length: "Period length", year: "Year", age: "Age",
    compare: "Compare", against: "Compare with", neighbours: "The five most comparable municipalities",
    judged: "Higher or lower?", verdict: /(comparisons|compared|distinguishable|higher|lower)/i, trend: "Trend",
    years: "3 years", place: "Esbjerg", nursing: "Municipal nursing conditions", search: "nursing conditions",
    heading: "Municipal nursing conditions in Esbjerg Municipality", hidden: /withheld/, chip: "Remove age: 80+",
  },
};

/** What a view says: heading, finding, open tab, what the pictures write (in any order), and the tables. */
async function content(page) {
  const panel = page.getByRole("tabpanel");
  const lines = (texts) => texts.flatMap((text) => text.split("\n").map((line) => line.trim())).filter(Boolean).sort();
  return {
    heading: await page.getByRole("heading", { level: 1 }).innerText(),
    finding: await page.getByRole("article").getByRole("paragraph").first().innerText(),
    tab: await page.getByRole("tab", { selected: true }).innerText(),
    pictures: lines(await panel.getByRole("application").allInnerTexts()).join(" | "),
    tables: lines(await panel.getByRole("table", { includeHidden: true }).allTextContents()).join(" | "),
    judged: lines(await panel.getByRole("region").getByRole("listitem").allInnerTexts()).join(" | "),
  };
}

/** Reopens the address in a browser without history; what it says must be the same. */
async function assertReopens(page) {
  const before = await content(page);
  const again = await page.context().browser().newContext({ viewport: page.viewportSize(), locale: "da-DK" });
  const other = await again.newPage();
  await other.goto(page.url());
  await other.getByRole("heading", { level: 1 }).waitFor();
  await settled(other);
  // The picture is painted a moment after the panel stands.
  let after = await content(other);
  for (let attempt = 0; attempt < 20 && after.pictures !== before.pictures; attempt += 1) {
    await other.waitForTimeout(250);
    after = await content(other);
  }
  assert.deepEqual(after, before, page.url());
  await again.close();
}

async function pick(page, button, words) {
  await page.getByRole("button", { name: button }).first().click();
  const field = page.getByRole("dialog").getByRole("combobox");
  await field.fill(words);
  await field.press("Enter");
}

for (const viewport of [PHONE, TABLET, DESKTOP]) {
  for (const [language, words] of Object.entries(WORDS)) {
    journey(`80+ against comparable municipalities, ${language}, ${viewport.width} px`, { viewport }, async ({ page, open, axe }) => {
      await open(`/${language}/?code=I4.4&period=2025`);
      await pick(page, words.topic, words.search);
      await pick(page, words.area, words.place);
      await page.getByRole("heading", { level: 1, name: words.heading }).waitFor();
      if (viewport === PHONE) await page.getByRole("button", { name: words.more }).click();
      await page.getByRole("combobox", { name: words.age, exact: true }).selectOption({ label: "80+" });
      await page.getByRole("tab", { name: words.compare }).click();
      await page.getByRole("combobox", { name: words.against }).selectOption({ label: words.neighbours });
      const judged = page.getByRole("region", { name: words.judged });
      await judged.waitFor();
      const verdicts = await judged.getByRole("listitem").allInnerTexts();
      assert.ok(verdicts.length >= 5, `only ${verdicts.length} comparisons`);
      for (const verdict of verdicts) assert.match(verdict, words.verdict);
      const { press } = await picture(page);
      const bars = new Set([(await press("Home")).name]);
      for (let at = 0; at < 6; at += 1) bars.add((await press("ArrowDown")).name);
      assert.equal(bars.size, 6, "the area and its five neighbours");
      await settled(page);
      await axe();
      await assertReopens(page);

      await page.getByRole("tab", { name: words.trend }).click();
      await page.getByRole("button", { name: words.years, exact: true }).click();
      await settled(page);
      const walk = await picture(page);
      const first = await walk.press("Home");
      assert.match(first.name, /^Esbjerg, 2022/);
      const lines = new Set([first.name.split(",")[0]]);
      for (let at = 0; at < 7; at += 1) lines.add((await walk.press("ArrowDown")).name.split(",")[0]);
      assert.ok(lines.size >= 6, `only ${[...lines]}`);
      await axe();
      await assertReopens(page);
    });
  }
}

for (const viewport of [PHONE, TABLET, DESKTOP]) {
  for (const [language, words] of Object.entries(WORDS)) {
    journey(`the same by keyboard alone, ${language}, ${viewport.width} px`, { viewport }, async ({ page, open }) => {
      const reach = (locator, what) => tabTo(page, locator, what);
      const choose = async (button, typed) => {
        await reach(page.getByRole("button", { name: button }).first(), `the picker ${button}`);
        await page.keyboard.press("Enter");
        await page.getByRole("dialog").getByRole("combobox").waitFor();
        await page.keyboard.type(typed);
        await page.keyboard.press("Enter");
      };
      await open(`/${language}/figure?code=I4.4&period=2025`);
      await settled(page);
      await choose(words.topic, words.search);
      await choose(words.area, words.place);
      await page.getByRole("heading", { level: 1, name: words.heading }).waitFor();
      if (viewport === PHONE) {
        await reach(page.getByRole("button", { name: words.more }), "the other filters");
        await page.keyboard.press("Enter");
      }
      await reach(page.getByRole("combobox", { name: words.age, exact: true }), "age");
      await page.keyboard.press("8");
      await page.getByRole("button", { name: words.chip }).waitFor();
      await reach(page.getByRole("tab", { selected: true }), "the tabs");
      await page.keyboard.press("ArrowRight");
      await page.keyboard.press("ArrowRight");
      await page.getByRole("tab", { name: words.compare, selected: true }).waitFor();
      const against = page.getByRole("combobox", { name: words.against });
      await reach(against, "the comparison");
      for (let step = 0; step < 8 && (await against.inputValue()) !== "neighbours"; step += 1) {
        await page.keyboard.press("ArrowDown");
      }
      await page.waitForURL(/against=neighbours/);
      await reach(page.getByRole("application").first(), "the ranking");
      await page.keyboard.press("End");
      await page.getByRole("region", { name: words.judged }).waitFor();
      await assertReopens(page);
      await reach(page.getByRole("tab", { selected: true }), "the tabs again");
      await page.keyboard.press("ArrowLeft");
      await page.getByRole("tab", { name: words.trend, selected: true }).waitFor();
      await reach(page.getByRole("button", { name: words.years, exact: true }), "three years");
      await page.keyboard.press("Enter");
      await reach(page.getByRole("application"), "the trend");
      await page.keyboard.press("Home");
      assert.match((await said(page)).name, /^Esbjerg, 2022/);
    });
  }
}

journey("a withheld figure explains itself and leads to one that is shown", {}, async ({ page, open, axe }) => {
  await open("/da/?code=I4.4&period=2025&area=0561&age=80-plus");
  await settled(page);
  await page.getByText("Hvorfor kan jeg ikke se tallet?").click();
  await page.getByText("Et skjult tal er ikke et nul").waitFor();
  await axe();
  const ways = page.getByRole("list").filter({ hasText: "alder" }).getByRole("link");
  await ways.first().click();
  await page.getByText("Hvorfor kan jeg ikke se tallet?").waitFor({ state: "detached" });
  assert.doesNotMatch(await page.getByRole("article").getByRole("paragraph").nth(1).innerText(), /skjult/);
});

journey("ages, cross table and own list are accessible and reopen", {}, async ({ page, open, axe }) => {
  for (const query of [
    "code=I&period=2025&area=0561&tab=distribution",
    "code=I&period=2026Q2&area=0561&tab=distribution&unit=count",
    "code=I&period=2025&area=1083&tab=table&pivot=area.age",
    "code=I&period=2025&area=0561&tab=compare&against=list&list=0573,0621",
    "code=I&period=2025&area=0561&tab=compare&unit=standard&against=country",
    "code=I&period=2025&area=1083&tab=table&pivot=area.sex&unit=standard",
  ]) {
    await open(`/da/?${query}`);
    await settled(page);
    await axe();
    await assertReopens(page);
  }
});
