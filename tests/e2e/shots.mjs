// Pictures of every view at three widths in light, dark and forced colours, for somebody to look at:
// `node shots.mjs FOLDER [part of a view's name]`. `cargo xtask shots` sets the environment up and starts this.
import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { chromium } from "playwright-core";
import * as paths from "./support/paths.mjs";
import { startServer } from "./support/server.mjs";
import { settledView, THEMES, VIEWS } from "./support/views.mjs";

const WIDTHS = [390, 820, 1280];

const [folder = "output/shots", wanted = ""] = process.argv.slice(2);
const views = Object.entries(VIEWS).filter(([name]) => name.includes(wanted));
const output = resolve(folder);
await mkdir(output, { recursive: true });

const server = await startServer();
const browser = await chromium.launch({ executablePath: paths.chromium, args: ["--no-sandbox", "--disable-gpu"] });
const taken = [];
try {
  for (const [theme, context] of Object.entries(THEMES)) {
    for (const width of WIDTHS) {
      const tab = await browser.newContext({ viewport: { width, height: 900 }, locale: "da-DK", ...context });
      const page = await tab.newPage();
      for (const [view, address] of views) {
        await page.goto(server.address.replace(/\/$/, "") + address);
        await settledView(page);
        const file = `${view}-${width}-${theme}.png`;
        await page.screenshot({ path: join(output, file), fullPage: true });
        taken.push({ view, width, theme, file });
      }
      await tab.close();
      console.log(`${theme}, ${width} px: ${views.length} views`);
    }
  }
} finally {
  await browser.close();
  await server.stop();
}

const figure = ({ view, width, theme, file }) =>
  `<figure><a href="${file}"><img src="${file}" loading="lazy" alt=""></a><figcaption>${view}, ${width} px, ${theme}</figcaption></figure>`;
const style = "figure{display:inline-block;margin:8px;vertical-align:top}img{height:420px;border:1px solid gray}";
await writeFile(
  join(output, "index.html"),
  `<!doctype html><meta charset="utf-8"><title>Views</title><style>${style}</style>${taken.map(figure).join("\n")}\n`,
);
console.log(`${taken.length} pictures: ${join(output, "index.html")}`);
