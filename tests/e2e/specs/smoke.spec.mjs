// The page comes up: a heading, in the right language, without a single offence.
import assert from "node:assert/strict";
import { journey, PHONE } from "../support/journey.mjs";

journey("the front page has one first heading and breaks no rule", {}, async ({ page, open, axe }) => {
  await open("/");
  assert.equal(await page.getByRole("heading", { level: 1 }).count(), 1);
  assert.equal(await page.getByRole("main").count(), 1);
  assert.equal(await page.locator("html").getAttribute("lang"), "da");
  await axe();
});

journey("the English page says so in its language", { locale: "en-GB" }, async ({ page, open, axe }) => {
  await open("/en/");
  assert.equal(await page.locator("html").getAttribute("lang"), "en");
  await axe();
});

journey("an address that leads nowhere says so, and leads to the front page", { locale: "en-GB" }, async ({ page, open, axe }) => {
  await open("/en/nowhere");
  await page.getByRole("heading", { level: 1, name: "This page does not exist" }).waitFor();
  await page.getByRole("complementary", { name: /^Fictitious data/ }).waitFor();
  assert.equal(await page.locator("html").getAttribute("lang"), "en");
  await axe();
  await page.getByRole("link", { name: "Go to the front page" }).click();
  await page.getByRole("heading", { level: 1, name: "How is it in your municipality?" }).waitFor();
});

journey("a phone shows the front page without sideways scrolling", { viewport: PHONE }, async ({ page, open }) => {
  await open("/da/");
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(overflow <= 0, `${overflow} px beyond the right edge`);
});
