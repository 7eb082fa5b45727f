// Every view, as every reader's system shows it: no accessibility violation, contrast included.
import { DESKTOP, journey, PHONE } from "../support/journey.mjs";
import { settledView, THEMES, VIEWS } from "../support/views.mjs";

for (const [theme, context] of Object.entries(THEMES)) {
  for (const viewport of [PHONE, DESKTOP]) {
    journey(`every view in ${theme} colours at ${viewport.width} px`, { viewport, ...context }, async ({ page, open, axe }) => {
      for (const address of Object.values(VIEWS)) {
        await open(address);
        await settledView(page);
        await axe();
      }
    });
  }
}
