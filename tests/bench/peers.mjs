// The engine beside its peers: the same cube, the same questions, the same browser.
// `cargo xtask bench --peers` builds what this needs and starts it.
import { build } from "esbuild";
import { loadavg } from "node:os";
import { readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { serve } from "./support/server.mjs";
import { table } from "./support/table.mjs";
import { titles } from "./support/questions.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const made = required("NAERBLIK_BENCH");
const browserPath = required("NAERBLIK_CHROMIUM");
const coldRuns = 15;
const dataOf = { ours: "/cube.arrow", "duckdb-positions": "/positions.arrows" };
// One answer of ours is shorter than a tick of the browser's clock.
const repeats = { trend: 2000, map: 2000, cross: 2000, compare: 2000, groups: 10 };
const engines = {
  ours: { title: "Nærblik", repeats },
  duckdb: { title: `DuckDB-WASM ${await version("@duckdb/duckdb-wasm")}`, repeats: {} },
  "duckdb-positions": { title: "the same, positions", repeats: {} },
  arquero: { title: `Arquero ${await version("arquero")}`, repeats: {} },
  perspective: { title: `Perspective ${await version("@perspective-dev/client")}`, repeats: {} },
};

const files = {
  "/": { content: '<!doctype html><title>bench</title><script type="module" src="/page.js"></script>' },
  "/page.js": { content: await bundled("support/page.mjs", ["/engines/*"]) },
  ...Object.fromEntries(["cube.json", "cube.arrow", "published.arrows", "positions.arrows"].map((name) => [`/${name}`, join(made, name)])),
  ...Object.fromEntries(
    ["naerblik-app.js", "naerblik-app_bg.wasm"].map((name) => [`/engine/${name}`, join(made, "engine", name)]),
  ),
  ...modules("/duckdb", "@duckdb/duckdb-wasm/dist", ["duckdb-browser-eh.worker.js", "duckdb-eh.wasm"]),
  ...modules("/perspective", "@perspective-dev/client/dist/wasm", ["perspective-js.wasm"]),
  ...modules("/perspective", "@perspective-dev/server/dist/wasm", ["perspective-server.wasm"]),
};
for (const name of Object.keys(engines)) {
  files[`/engines/${name}.js`] = { content: await bundled(`engines/${name}.mjs`, ["/engine/*"]) };
}

const server = await serve(files, join(made, "brotli"));
const browser = await chromium.launch({ executablePath: browserPath, args: ["--no-sandbox"] });
const loads = [loadavg()[0]];
const results = {};
// `node peers.mjs ours` measures some engines only.
const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(engines);
for (const [name, engine] of Object.entries(engines).filter(([name]) => wanted.includes(name))) {
  try {
    results[name] = await measure(name, engine);
  } catch (error) {
    // A peer that does not work here is said to, and the others are measured.
    if (name === "ours") throw error;
    results[name] = { title: engine.title, failed: error.message.split("\n")[0] };
  }
  console.error(`  ${engine.title}: ${results[name].failed ?? "measured"}`);
}
loads.push(loadavg()[0]);
const browserVersion = browser.version();
await browser.close();
server.close();

const unequal = compare(results);
const report = { browser: `Chromium ${browserVersion}`, date: new Date().toISOString(), loads, titles, results, unequal };
await writeFile(join(made, "peers.json"), `${JSON.stringify(report, undefined, 1)}\n`);
console.log(table(report));
if (unequal.length > 0) {
  console.error(`error: other answers than ours: ${unequal.join(", ")}`);
  process.exitCode = 1;
}

async function measure(name, { title, repeats }) {
  const cold = [];
  let bytes;
  let first;
  for (let run = 0; run < coldRuns; run += 1) {
    await inPage(async (page) => {
      server.count();
      const { ms, checksum } = await page.evaluate((engine) => globalThis.cold(engine), name);
      cold.push(ms);
      first = checksum;
      bytes = server.count();
    });
  }
  const warm = await inPage((page) => page.evaluate(([e, r]) => globalThis.warm(e, r), [name, repeats]));
  const decode = name === "ours" ? await inPage((page) => page.evaluate((e) => globalThis.decode(e, 20), name)) : undefined;
  const questions = Object.entries(warm).map(([kind, { times, checksum }]) => [
    kind,
    { median: quantile(times, 0.5), p95: quantile(times, 0.95), checksum },
  ]);
  return {
    title,
    cold: { median: quantile(cold, 0.5), runs: cold, bytes, data: server.size(dataOf[name] ?? "/published.arrows"), checksum: first },
    questions: Object.fromEntries(questions),
    decode: decode && { median: quantile(decode, 0.5), runs: decode },
  };
}

/** A page with an empty cache. */
async function inPage(use) {
  const context = await browser.newContext();
  const page = await context.newPage();
  try {
    await page.goto(server.address);
    await page.waitForFunction(() => typeof globalThis.cold === "function");
    return await use(page);
  } finally {
    await context.close();
  }
}

function quantile(times, share) {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

/** Engine and question wherever an answer is another than ours. */
function compare({ ours, ...peers }) {
  const differs = ([name, { questions, cold }]) => {
    const kinds = Object.keys(ours.questions).filter((kind) => questions[kind].checksum !== ours.questions[kind].checksum);
    const first = cold.checksum === ours.cold.checksum ? [] : ["first answer"];
    return [...kinds, ...first].map((kind) => `${name} ${kind}`);
  };
  return Object.entries(peers).filter(([, { failed }]) => !failed).flatMap(differs);
}

async function bundled(entry, external) {
  const result = await build({
    entryPoints: [join(here, entry)],
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    write: false,
    external,
    logLevel: "error",
  });
  return result.outputFiles[0].text;
}

function modules(below, folder, names) {
  return Object.fromEntries(names.map((name) => [`${below}/${name}`, join(here, "node_modules", folder, name)]));
}

async function version(name) {
  return JSON.parse(await readFile(join(here, "node_modules", name, "package.json"))).version;
}

function required(name) {
  if (!process.env[name]) throw new Error(`${name} is not set; start this with \`cargo xtask bench\``);
  return process.env[name];
}
