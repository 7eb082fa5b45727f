// Every view of the site, and the ways in which readers' systems show it.

/** Short name to address. */
export const VIEWS = {
  front: "/da/",
  "profile-municipality": "/da/area/0573",
  "profile-council-english": "/en/area/raad-nordsjaelland",
  map: "/da/figure?code=I4.4&area=1083&tab=map",
  trend: "/da/figure?code=I4.4&area=0573&tab=trend",
  compare: "/da/figure?code=I4.4&area=0573&tab=compare",
  distribution: "/da/figure?code=I4.4&area=1083&tab=distribution",
  table: "/da/figure?code=I4.4&area=1083&tab=table",
  suppressed: "/da/figure?code=I4.4&area=0825&tab=trend",
  method: "/da/method",
  accessibility: "/da/accessibility",
  lost: "/da/nowhere",
};

/** Name to what the browser is told. */
export const THEMES = {
  light: { colorScheme: "light" },
  dark: { colorScheme: "dark" },
  forced: { forcedColors: "active", colorScheme: "dark" },
};

/** Waits until a view stands still: its heading, its figures if it has any, its pictures. */
export async function settledView(page) {
  await page.getByRole("heading", { level: 1 }).first().waitFor();
  await page.waitForLoadState("networkidle");
  const panel = page.getByRole("tabpanel");
  if (await panel.count()) await panel.getByRole("application").or(panel.getByRole("table")).first().waitFor();
  await page.waitForLoadState("networkidle");
}
