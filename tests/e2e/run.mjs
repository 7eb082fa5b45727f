// Runs every spec against the assembled site: `node run.mjs [part of a spec's name]`.
// `cargo xtask e2e` sets the environment up and starts this.
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { run } from "node:test";
import { spec as SpecReporter } from "node:test/reporters";
import { output, specs } from "./support/paths.mjs";

const wanted = process.argv[2] ?? "";
const names = (await readdir(specs)).filter((name) => name.endsWith(".spec.mjs") && name.includes(wanted)).sort();
if (names.length === 0) {
  console.error(`error: no spec in ${specs} has "${wanted}" in its name`);
  process.exitCode = 2;
} else {
  await rm(output, { recursive: true, force: true });
  let passed = 0;
  let failed = 0;
  // One spec at a time: on two cores, browsers beside each other only make each other slow.
  const results = run({ files: names.map((name) => join(specs, name)), concurrency: 1, timeout: 300_000 });
  results.on("test:pass", ({ details }) => {
    if (details.type !== "suite") passed += 1;
  });
  results.on("test:fail", () => {
    failed += 1;
    process.exitCode = 1;
  });
  results.once("end", () => console.log(`journeys: ${passed} passed, ${failed} failed`));
  results.compose(new SpecReporter()).pipe(process.stdout);
}
