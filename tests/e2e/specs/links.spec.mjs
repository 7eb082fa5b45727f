// Every link that was ever given out opens what it must.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { journey } from "../support/journey.mjs";

const list = await readFile(new URL("../../fixtures/links.txt", import.meta.url), "utf8");
const links = list
  .split("\n")
  .filter((line) => line && !line.startsWith("#"))
  .map((line) => line.split(" | ").map((part) => part.trim()));

journey("old and short links end at today's address, without a notice", {}, async ({ page, address }) => {
  assert.ok(links.length >= 20, `only ${links.length} links`);
  for (const [link, end, heading] of links) {
    await page.goto(new URL(link, address).href);
    await page.getByRole("heading", { level: 1, name: heading, exact: true }).waitFor();
    const { pathname, search } = new URL(page.url());
    const known = new URLSearchParams([...new URLSearchParams(search)].filter(([name]) => !name.startsWith("utm_")));
    const wanted = new URL(end, address);
    assert.equal(pathname, wanted.pathname, link);
    if (wanted.search === "") assert.equal(known.toString(), "", link);
    assert.equal(await page.getByText("En del af linket kunne ikke bruges.").count(), 0, link);
  }
});

journey("Back leads from a figure to the page before, not to the link's old form", {}, async ({ page, open }) => {
  await open("/da/method");
  await open("/da/?code=I4.4&area=0573");
  await page.getByRole("heading", { level: 1, name: "Problemer med tryksår i Varde Kommune" }).waitFor();
  await page.goBack();
  await page.getByRole("heading", { level: 1, name: "Sådan bliver tallene til" }).waitFor();
});
