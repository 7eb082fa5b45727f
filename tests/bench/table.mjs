// How long the largest tables hold the page up, on a processor slowed down four times:
// `node table.mjs http://127.0.0.1:8080` beside `naerblik-site serve`; `docs/performance.md` says what was found.
// For each step the longest frames and the tasks of more than 50 ms, in milliseconds, as the browser counts them.
import { chromium } from "playwright-core";

const SLOWER = 4;
const ROUNDS = 2;
const [address] = process.argv.slice(2);
if (!address) throw new Error("which site? node table.mjs http://127.0.0.1:8080");
const executablePath = process.env.NAERBLIK_CHROMIUM || "/usr/bin/chromium";

/** Months of all municipalities, and everything below the country beside each other. */
const TABLES = {
  "areas by months": "/da/figure?code=I&period=2026-06&tab=map&span=all&pivot=area.period",
  "areas by quarters": "/da/figure?code=I&period=2026Q2&tab=map&span=all&pivot=area.period",
  "areas by ages": "/da/figure?code=I&period=2025&tab=map&pivot=area.age",
};

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });

/** Counts frames and long tasks from now on. */
function record() {
  const record = { frames: [], tasks: [], last: performance.now(), on: true };
  const tick = (now) => {
    record.frames.push(now - record.last);
    record.last = now;
    if (record.on) requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
  record.observer = new PerformanceObserver((list) => record.tasks.push(...list.getEntries().map((own) => own.duration)));
  record.observer.observe({ type: "longtask" });
  globalThis.record = record;
}

/** Waits until the page stands still, and hands over what was counted. */
async function counted() {
  const { record } = globalThis;
  const began = performance.now();
  for (let quiet = 0; quiet < 5 && performance.now() - began < 15_000; ) {
    await new Promise((done) => setTimeout(done, 50));
    quiet = record.frames.at(-1) < 40 ? quiet + 1 : 0;
  }
  record.on = false;
  record.observer.disconnect();
  const largest = record.frames.sort((one, other) => other - one).slice(0, 3);
  return { frames: largest.map(Math.round), tasks: record.tasks.map(Math.round) };
}

const glide = async (down) => {
  const part = down ? document.scrollingElement : document.querySelector("[role=tabpanel] [role=region]");
  for (let step = 0; step < 60; step += 1) {
    part.scrollBy(down ? 0 : 80, down ? 120 : 0);
    await new Promise(requestAnimationFrame);
  }
  part.scrollTo(0, 0);
};

for (const [name, path] of Object.entries(TABLES)) {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
  const debug = await page.context().newCDPSession(page);
  await page.goto(address + path);
  await page.getByRole("tabpanel").getByRole("application").waitFor();
  await page.waitForLoadState("networkidle");
  await debug.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  const click = (locator) => locator.evaluate((own) => own.click());
  const head = (place) => page.getByRole("columnheader").nth(place).getByRole("button");
  const more = page.getByRole("button", { name: /^Vis alle rækker/ });
  const tab = (own) => page.getByRole("tab", { name: own, exact: true });
  const STEPS = {
    open: () => click(tab("Tabel")),
    "sort by a column": () => click(head(1)),
    "sort by name": () => click(head(0)),
    "scroll down": () => page.evaluate(glide, true),
    "scroll aside": () => page.evaluate(glide, false),
    "all rows": async () => (await more.count()) && click(more),
    "sort all rows": () => click(head(2)),
    "back to the map": () => click(tab("Kort")),
  };
  for (let round = 1; round <= ROUNDS; round += 1) {
    for (const [step, act] of Object.entries(STEPS)) {
      await page.evaluate(record);
      await act();
      const { frames, tasks } = await page.evaluate(counted);
      const cells = await page.getByRole("cell").count();
      console.log(`${name}, round ${round}, ${step} (${cells} cells): frames ${frames.join(" ")}; tasks ${tasks.join(" ") || "none"}`);
    }
  }
  await page.context().close();
}
await browser.close();
