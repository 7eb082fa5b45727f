// How fast the app is for a reader: on a phone's processor and a slow line, by the journeys that readers make.
// `cargo xtask bench --app` builds the site and starts it. Nothing fails by time; the table says what was reached.
import { loadavg } from "node:os";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { settled } from "./support/figures.mjs";
import { chooseAround, noteMemory, wasmBytes } from "./support/memory.mjs";
import * as paths from "./support/paths.mjs";
import { startServer } from "./support/server.mjs";

const made = process.argv[2] ?? paths.output;
const figures = "/da/figure?code=I4.4&period=2025";
const slowdown = 4;
const line = { offline: false, latency: 40, downloadThroughput: 9e6 / 8, uploadThroughput: 3e6 / 8 };
const interactions = 1000;
const goals = {
  "front page, largest paint": 1800,
  "figure page, largest paint": 1800,
  "filter chosen to painted": 100,
  "drill-down to painted": 100,
};

const server = await startServer();
const browser = await chromium.launch({ executablePath: paths.chromium, args: ["--no-sandbox", "--disable-gpu"] });
const loads = [loadavg()[0]];
const times = {
  "front page, largest paint": await repeated(7, () => largestPaint("/da/")),
  "figure page, largest paint": await repeated(7, () => largestPaint(figures)),
  ...(await clicks()),
};
const transfer = { ...(await bytes("/da/", "front page")), ...(await bytes(figures, "figure page")) };
const memory = await grown();
loads.push(loadavg()[0]);
const report = { browser: `Chromium ${browser.version()}`, date: new Date().toISOString(), loads, times, transfer, memory };
await browser.close();
await server.stop();
await mkdir(made, { recursive: true });
await writeFile(join(made, "app.json"), `${JSON.stringify(report, undefined, 1)}\n`);
print(report);

/** A page of its own, on a slow processor and a slow line if wanted, that notes when what changed was painted. */
async function inPage({ slow = false, context }, story) {
  const own = context ?? (await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "da-DK" }));
  const page = await own.newPage();
  page.setDefaultTimeout(120_000);
  await page.addInitScript(note);
  await noteMemory(page);
  const session = await own.newCDPSession(page);
  await session.send("Network.enable");
  if (slow) {
    await session.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
    await session.send("Network.emulateNetworkConditions", line);
  }
  try {
    return await story(page, session);
  } finally {
    await (context ? page : own).close();
  }
}

/** Runs in the page: the largest paint, and from a change by the reader to the last paint of what is in sight, and of all. */
function note() {
  globalThis.paints = { largest: 0, from: undefined, last: 0, whole: 0 };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) globalThis.paints.largest = entry.startTime;
  }).observe({ type: "largest-contentful-paint", buffered: true });
  for (const kind of ["change", "click"]) {
    addEventListener(kind, (event) => Object.assign(globalThis.paints, { from: event.timeStamp, last: 0, whole: 0 }), true);
  }
  const meets = (own, other) => own.bottom > other.top && own.top < other.bottom;
  const isSeen = (element) => {
    const frame = element.closest(".table-frame")?.getBoundingClientRect();
    const own = element.getBoundingClientRect();
    return meets(own, { top: 0, bottom: innerHeight }) && (!frame || meets(own, frame));
  };
  const isInSight = ({ target, addedNodes }) => {
    const added = [...addedNodes].filter((node) => node instanceof Element && node.isConnected);
    return (added.length > 0 ? added : [target instanceof Element ? target : target.parentElement]).some((own) => own && isSeen(own));
  };
  const painted = (records) => {
    const now = performance.now();
    globalThis.paints.whole = now;
    if (records.some(isInSight)) globalThis.paints.last = now;
  };
  // The first task after the paint, before all that waits with a timer.
  const soon = (task) => globalThis.scheduler.postTask(task, { priority: "user-blocking" });
  const look = new MutationObserver((records) => requestAnimationFrame(() => soon(() => painted(records))));
  const options = { subtree: true, childList: true, characterData: true, attributes: true };
  addEventListener("DOMContentLoaded", () => look.observe(document.body, options));
}

async function repeated(runs, measure) {
  const all = [];
  for (let run = 0; run < runs; run += 1) all.push(await measure());
  return all;
}

function largestPaint(path) {
  return inPage({ slow: true }, async (page) => {
    await page.goto(new URL(path, server.address).href);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page.waitForLoadState("networkidle");
    return page.evaluate(() => globalThis.paints.largest);
  });
}

/** From a choice or click to the last paint that it led to, with a processor four times slower. */
function clicks() {
  return inPage({}, async (page, session) => {
    await page.goto(new URL(figures, server.address).href);
    await settled(page);
    await session.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
    const took = async (act) => {
      await act();
      let before;
      for (let now = -1; before !== now; before = now, now = await lastPaint(page)) await page.waitForTimeout(250);
      return page.evaluate(({ paints } = globalThis) => ({ seen: paints.last - paints.from, whole: paints.whole - paints.from }));
    };
    const filters = [];
    for (const name of ["Køn", "Alder", "Køn", "Alder", "Køn", "Alder", "Køn", "Alder"]) {
      const field = page.getByRole("combobox", { name, exact: true });
      const count = await field.getByRole("option").count();
      for (let index = 0; index < 8; index += 1) {
        const enabled = await field.getByRole("option").nth((index + 1) % count).isEnabled();
        if (!enabled) continue;
        // A reader goes to a list before choosing from it.
        await field.focus();
        await page.waitForTimeout(400);
        filters.push(await took(() => field.selectOption({ index: (index + 1) % count })));
      }
      await took(() => field.selectOption({ index: 0 }));
    }
    const drills = [];
    const places = ["Aarhus", "Odense", "Ballerup", "Aalborg", "Esbjerg", "Randers", "Vejle", "Kolding", "Varde", "Greve"];
    for (const name of [...places, "Horsens", "Herning", "Roskilde", "Silkeborg", "Viborg", "Slagelse"]) {
      const link = page.getByRole("tabpanel").getByRole("link", { name, exact: true });
      drills.push(await took(() => link.click()));
      await took(() => page.goBack());
      await settled(page);
    }
    const times = (all, part) => all.map((own) => own[part]);
    return {
      "filter chosen to painted": times(filters, "seen"),
      "the same, rows out of sight too": times(filters, "whole"),
      "drill-down to painted": times(drills, "seen"),
    };
  });
}

function lastPaint(page) {
  return page.evaluate(() => globalThis.paints.whole);
}

/** Bytes over the line for a first visit, and for a second one. */
async function bytes(path, name) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "da-DK" });
  const visit = () =>
    inPage({ context }, async (page, session) => {
      let total = 0;
      session.on("Network.loadingFinished", ({ encodedDataLength }) => (total += encodedDataLength));
      await page.goto(new URL(path, server.address).href);
      await page.getByRole("heading", { level: 1 }).waitFor();
      await page.waitForLoadState("networkidle");
      return total;
    });
  const [first, again] = [await visit(), await visit()];
  await context.close();
  return { [`${name}, first visit`]: first, [`${name}, again`]: again };
}

/** Memory after five hundred interactions, when the browser and the charts have filled their own stores, and after a thousand more. */
function grown() {
  return inPage({}, async (page, session) => {
    await page.goto(new URL(figures, server.address).href);
    await settled(page);
    const field = page.getByRole("combobox", { name: "Køn", exact: true });
    const used = async () => {
      await session.send("HeapProfiler.collectGarbage");
      const { usedSize } = await session.send("Runtime.getHeapUsage");
      return { scripts: usedSize, wasm: await wasmBytes(page) };
    };
    await chooseAround(page, field, 500);
    const before = await used();
    await chooseAround(page, field, interactions);
    await settled(page);
    return { before, after: await used() };
  });
}

function at(all, share) {
  const ordered = all.toSorted((a, b) => a - b);
  return ordered[Math.min(ordered.length - 1, Math.ceil(share * ordered.length) - 1)];
}

function print({ times, transfer, memory, loads }) {
  console.log(`load average ${loads.map((load) => load.toFixed(1)).join(" to ")}; processor ${slowdown} times slower\n`);
  console.log("| | median | p95 | goal | n |\n| --- | --- | --- | --- | --- |");
  for (const [name, all] of Object.entries(times)) {
    const numbers = [at(all, 0.5), at(all, 0.95)].map((ms) => `${Math.round(ms)} ms`);
    const goal = goals[name] ? `${goals[name]} ms` : "";
    console.log(`| ${[name, ...numbers, goal, all.length].join(" | ")} |`);
  }
  console.log("\n| transfer | bytes |\n| --- | --- |");
  for (const [name, count] of Object.entries(transfer)) console.log(`| ${name} | ${count.toLocaleString("en")} |`);
  console.log(`\n| after ${interactions} more interactions | before | after |\n| --- | --- | --- |`);
  for (const kind of ["scripts", "wasm"]) {
    console.log(`| ${kind}, bytes | ${[memory.before, memory.after].map((own) => own[kind].toLocaleString("en")).join(" | ")} |`);
  }
}
