// The citizen and the pressure sores: from a word of one's own to the figure of one's own municipality.
import assert from "node:assert/strict";
import { DESKTOP, journey, PHONE, TABLET } from "../support/journey.mjs";
import { tabTo } from "../support/keys.mjs";
import { settled } from "../support/figures.mjs";
import { assertReopens } from "../support/reopen.mjs";

const LANGUAGES = {
  da: {
    word: "liggesår",
    search: "Søg efter tilstand, indsats, paragraf eller sted",
    hit: /^Problemer med tryksår/,
    country: "Problemer med tryksår i Danmark",
    pick: /^Område/,
    town: "varde",
    place: /^Varde/,
    own: "Problemer med tryksår i Varde Kommune",
    profile: "Alle tal for Varde Kommune",
    area: "Varde Kommune",
    lists: "Det skiller sig ud",
    feedback: "Noget ser forkert ud?",
  },
  en: {
    word: "bedsores",
    search: "Search for a condition, an intervention, a section of the law or a place",
    hit: /^Problems with pressure sores/,
    country: "Problems with pressure sores in Denmark",
    pick: /^Area/,
    town: "varde",
    place: /^Varde/,
    own: "Problems with pressure sores in Varde Municipality",
    profile: "All figures for Varde Municipality",
    area: "Varde Municipality",
    lists: "What stands out",
    feedback: "Does something look wrong?",
  },
};

const heading = (page, name) => page.getByRole("heading", { level: 1, name, exact: true }).waitFor();

for (const [language, words] of Object.entries(LANGUAGES)) {
  for (const viewport of [PHONE, TABLET, DESKTOP]) {
    const where = `${language}, ${viewport.width} px`;
    journey(`with the mouse (${where})`, { viewport }, async ({ page, open, axe }) => {
      await open(`/${language}/`);
      await page.getByRole("combobox", { name: words.search }).fill(words.word);
      await axe();
      await page.getByRole("option", { name: words.hit }).click();
      await heading(page, words.country);
      await settled(page);
      await assertReopens(page);
      await page.getByRole("button", { name: words.pick }).click();
      await page.getByRole("dialog").getByRole("combobox").fill(words.town);
      await page.getByRole("dialog").getByRole("option", { name: words.place }).first().click();
      await heading(page, words.own);
      await settled(page);
      await assertReopens(page);
      const mail = await page.getByRole("link", { name: words.feedback }).getAttribute("href");
      assert.match(decodeURIComponent(mail), /\/figure\?code=I4\.4&area=0573&period=20\d\dQ\d/);
      await page.getByRole("link", { name: words.profile }).click();
      await heading(page, words.area);
      await page.getByRole("region", { name: words.lists }).waitFor();
      await assertReopens(page);
      await axe();
      for (const name of [words.own, words.country]) {
        await page.goBack();
        await heading(page, name);
      }
    });

    journey(`with the keyboard alone (${where})`, { viewport }, async ({ page, open }) => {
      await open(`/${language}/`);
      const field = page.getByRole("combobox", { name: words.search });
      await tabTo(page, field, "the search");
      await page.keyboard.type(`${words.word} ${words.town}`);
      const option = page.getByRole("option").first();
      await option.waitFor();
      assert.equal(await field.getAttribute("aria-activedescendant"), await option.getAttribute("id"));
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("ArrowUp");
      await page.keyboard.press("Enter");
      await heading(page, words.own);
      const isFocused = () => page.getByRole("heading", { level: 1 }).evaluate((own) => own === document.activeElement);
      await page.waitForFunction(() => document.activeElement?.tagName === "H1");
      assert.ok(await isFocused(), "the heading of the new page has the focus");
      await assertReopens(page);
    });
  }
}

journey("slips, codes, sections and places are found too", {}, async ({ page, open }) => {
  await open("/da/");
  const field = page.getByRole("combobox", { name: LANGUAGES.da.search });
  for (const [typed, first] of [
    ["trygsår", /^Problemer med tryksår/],
    ["I4.4", /^Problemer med tryksår/],
    ["kobenhavn", /^Københavns Kommune/],
    ["aeldreloven", /^Ældrelovsindsats/],
    ["§138", /^Kommunale sygepleje/],
    ["sundhedsråd sydvest", /^Sundhedsråd Sydvestjylland/],
    ["støttestrømper", /^Kompressionsbehandling/],
  ]) {
    await field.fill(typed);
    await page.getByRole("option", { name: first }).first().waitFor();
    assert.match(await page.getByRole("option").first().innerText(), first, typed);
  }
  await field.fill("qqqq");
  await page.getByText("Intet fundet. Prøv et andet ord, en kode eller et sted.").waitFor();
  await field.fill("varde");
  await page.keyboard.press("Escape");
  assert.equal(await field.getAttribute("aria-expanded"), "false");
});

journey("a municipality is chosen from the list", {}, async ({ page, open }) => {
  await open("/da/");
  await page.getByRole("combobox", { name: "Find din kommune" }).selectOption({ label: "Ærø" });
  await page.getByRole("button", { name: "Vis kommunen" }).click();
  await heading(page, "Ærø Kommune");
});
