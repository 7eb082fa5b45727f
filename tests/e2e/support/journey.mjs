// One journey: a fresh browser context on the served site that fails on anything a reader should never cause.
import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";
import { assertNoViolations } from "./axe.mjs";
import { watch } from "./offences.mjs";
import * as paths from "./paths.mjs";
import { startServer } from "./server.mjs";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export const PHONE = { width: 390, height: 844 };
export const TABLET = { width: 820, height: 1180 };
export const DESKTOP = { width: 1280, height: 900 };

let server;
let browser;

before(async () => {
  server = await startServer();
  browser = await chromium.launch({ executablePath: paths.chromium, args: FLAGS, timeout: 120_000 });
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

/**
 * A test in a page of its own. `story` gets `{ page, open, axe, offences, address }`:
 * `open("/da/…")` goes there and waits for the first heading; `axe()` checks accessibility as the page stands.
 * Afterwards: no policy violation, console error, uncaught error, failed or foreign request, cookie.
 * `allow`: patterns of offences that the journey causes on purpose (for example a blocked file).
 */
export function journey(name, { viewport = DESKTOP, locale = "da-DK", allow = [], ...context } = {}, story) {
  test(name, async () => {
    const tab = await browser.newContext({ viewport, locale, serviceWorkers: "allow", ...context });
    const page = await tab.newPage();
    page.setDefaultTimeout(45_000);
    const offences = await watch(page, server.address);
    const open = async (path = "/") => {
      await page.goto(new URL(path, server.address).href);
      await page.getByRole("heading", { level: 1 }).waitFor();
    };
    try {
      await story({ page, open, axe: () => assertNoViolations(page), offences, address: server.address });
      const unexpected = offences.filter((offence) => !allow.some((pattern) => pattern.test(offence)));
      assert.deepEqual(unexpected, [], "offences during the journey");
      assert.deepEqual(await tab.cookies(), [], "cookies after the journey");
    } catch (error) {
      await keepEvidence(page, name, offences);
      throw error;
    } finally {
      await tab.close();
    }
  });
}

async function keepEvidence(page, name, offences) {
  const stem = join(paths.output, name.toLowerCase().replace(/[^a-z0-9]+/g, "-"));
  await mkdir(paths.output, { recursive: true });
  await page.screenshot({ path: `${stem}.png`, fullPage: true }).catch(() => {});
  const text = await page.content().catch(() => "");
  await writeFile(`${stem}.txt`, `${page.url()}\n\n${offences.join("\n")}\n\n${text}\n`);
}
