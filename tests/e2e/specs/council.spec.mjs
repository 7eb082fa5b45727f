// The council secretary: everything about one council on paper for the meeting.
import assert from "node:assert/strict";
import { settled } from "../support/figures.mjs";
import { DESKTOP, journey, PHONE, TABLET } from "../support/journey.mjs";
import { tabTo } from "../support/keys.mjs";
import { assertReopens, saidBy } from "../support/reopen.mjs";

const heading = (page, name) => page.getByRole("heading", { level: 1, name, exact: true }).waitFor();
const LISTS = { da: "Det skiller sig ud", en: "What stands out" };

/** Waits until everything of a profile is there. */
const whole = (page, language) => page.getByRole("region", { name: LISTS[language] }).waitFor();

/** How many sheets of A4 the page takes. */
async function sheets(page) {
  const pdf = await page.pdf({ format: "A4", preferCSSPageSize: true });
  return pdf.toString("latin1").match(/\/Type\s*\/Page(?![s\w])/g).length;
}

for (const [language, council, all] of [
  ["da", "Sundhedsråd Sydvestjylland", "2025"],
  ["en", "Sundhedsråd Sydvestjylland", "2025"],
]) {
  for (const viewport of [PHONE, TABLET, DESKTOP]) {
    journey(`finds the council, reads it and prints it (${language}, ${viewport.width} px)`, { viewport }, async ({ page, open, axe }) => {
      await open(`/${language}/`);
      await page.getByRole("search").getByRole("combobox").fill("sundhedsråd sydvest");
      await page.getByRole("option", { name: council }).first().click();
      await heading(page, council);
      await whole(page, language);
      await axe();
      await assertReopens(page);
      await page.getByRole("main").getByRole("link", { name: all, exact: true }).click();
      await page.waitForURL(/period=2025$/);
      await page.getByText(language === "da" ? "Tal for 2025." : "Figures for 2025.").waitFor();
      await whole(page, language);
      await assertReopens(page);
      const count = await sheets(page);
      assert.ok(count <= 2, `${count} sheets`);
    });
  }
}

const KEYS = {
  da: { council: /^Sundhedsråd Sydvestjylland/, own: "Varde Kommune", nursing: "Hjemmesygepleje", figure: "Kommunale sygeplejeindsatser i Varde Kommune" },
  en: { council: /^Sundhedsråd Sydvestjylland/, own: "Varde Municipality", nursing: "Home nursing", figure: "Municipal nursing interventions in Varde Municipality" },
};

for (const [language, words] of Object.entries(KEYS)) {
  for (const viewport of [PHONE, TABLET, DESKTOP]) {
    journey(`with the keyboard alone, down to a municipality and its figure (${language}, ${viewport.width} px)`, { viewport }, async ({ page, open }) => {
      const enter = async (link, what) => {
        await tabTo(page, link, what);
        await page.keyboard.press("Enter");
      };
      const link = (name) => page.getByRole("main").getByRole("link", { name, exact: true });
      await open(`/${language}/`);
      await tabTo(page, page.getByRole("search").getByRole("combobox"), "the search");
      await page.keyboard.type("sundhedsråd sydvest");
      await page.getByRole("option", { name: words.council }).first().waitFor();
      await page.keyboard.press("Enter");
      await heading(page, "Sundhedsråd Sydvestjylland");
      await whole(page, language);
      await enter(link("2025"), "the year");
      await page.waitForURL(/period=2025$/);
      await whole(page, language);
      await assertReopens(page);
      await enter(link("Varde"), "a municipality");
      await heading(page, words.own);
      await page.waitForFunction(() => document.activeElement?.tagName === "H1");
      await whole(page, language);
      await assertReopens(page);
      await enter(link(words.nursing), "a key figure");
      await heading(page, words.figure);
      assert.match(page.url(), new RegExp(`/${language}/figure\\?code=G&area=0573&period=20\\d\\d(Q\\d)?$`));
    });
  }
}

journey("every kind of area fits on two sheets and says what is hidden", {}, async ({ page, open }) => {
  for (const area of ["dk", "1083", "r27-1083", "klynge-midtjylland-midt", "DK032", "gruppe-3", "0825", "0101", "0573"]) {
    await open(`/da/area/${area}?period=2025`);
    await whole(page, "da");
    const text = await saidBy(page);
    assert.match(text, /Hyppigste tilstande/, area);
    assert.match(text, /skjult af hensyn til anonymitet|har et tal, der kan vises|ikke indberettet/, area);
    const count = await sheets(page);
    assert.ok(count <= 2, `${area}: ${count} sheets`);
  }
});

journey("an area that is not known says so, and leads to the search", {}, async ({ page, open, axe }) => {
  await open("/da/area/9999");
  await heading(page, "Vi kender ikke området");
  await axe();
  await page.getByRole("main").getByRole("link", { name: "Gå til forsiden" }).click();
  await heading(page, "Hvordan er det i din kommune?");
});
