// The job's own answer on the publication that the site serves.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import * as paths from "./paths.mjs";

const run = promisify(execFile);

/** Asks `nightly query`; `question` maps option names to one value or a list. Resolves with one object a cell. */
export async function ask(question) {
  const options = Object.entries(question).map(([name, values]) => [`--${name}`, [values].flat().join(",")]);
  const { stdout } = await run(
    paths.nightly,
    ["query", "--json", "--publication", paths.publication, ...options.flat()],
    { maxBuffer: 64 * 1024 * 1024 },
  );
  return stdout
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line));
}
