// Files that a reader takes along, and what stands in them.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { output } from "./paths.mjs";

const run = promisify(execFile);
const places = (process.env.PATH ?? "").split(":").map((folder) => join(folder, "soffice"));

/** LibreOffice, or nothing: then the checks that need it say that they are skipped. */
export const office = places.find((place) => existsSync(place));

/** Presses a button of the download part; resolves with the file's path and name. */
export async function taken(page, name) {
  const part = page.getByText(/^(Hent eller del|Download or share)$/);
  const button = page.getByRole("button", { name, exact: true });
  if (!(await button.isVisible())) await part.click();
  const [download] = await Promise.all([page.waitForEvent("download"), button.click()]);
  await mkdir(output, { recursive: true });
  const folder = await mkdtemp(join(output, "taken-"));
  const path = join(folder, download.suggestedFilename());
  await download.saveAs(path);
  return { path, folder, name: download.suggestedFilename(), bytes: await readFile(path) };
}

/** The rows of a file of ours with separators as objects by head, and the notes that follow. */
export function readCsv(text, separator) {
  assert.ok(text.startsWith("\ufeff"), "Excel reads UTF-8 by its byte order mark");
  const lines = text.slice(1).trimEnd().split(/\r?\n/);
  const end = lines.indexOf("");
  const [head, ...rows] = lines.slice(0, end).map((line) => fields(line, separator));
  const notes = lines.slice(end + 1).map((line) => fields(line, separator));
  return { rows: rows.map((row) => named(head, row)), notes: new Map(notes.map(([name, text]) => [name, text])) };
}

/** The first sheet as LibreOffice reads it, as objects by head. */
export async function openedByOffice({ path, folder }, filter) {
  const profile = `-env:UserInstallation=file://${join(folder, "profile")}`;
  const options = ["--headless", profile, ...(filter ? [`--infilter=${filter}`] : [])];
  const target = join(folder, "opened");
  const asText = "csv:Text - txt - csv (StarCalc):59,34,76,1,,1033,false,false";
  await run(office, [...options, "--convert-to", asText, "--outdir", target, path], { timeout: 120_000 });
  const [file] = [path.split("/").at(-1).replace(/\.\w+$/, ".csv")];
  const lines = (await readFile(join(target, file), "utf8")).replace(/^\ufeff/, "").trimEnd().split(/\r?\n/);
  const [head, ...rows] = lines.map((line) => fields(line, ";"));
  const end = rows.findIndex((row) => row.every((own) => own === ""));
  return (end < 0 ? rows : rows.slice(0, end)).map((row) => named(head, row));
}

function named(head, row) {
  return Object.fromEntries(head.map((name, at) => [name, row[at] ?? ""]));
}

function fields(line, separator) {
  const found = [];
  let own = "";
  let quoted = false;
  for (let at = 0; at < line.length; at += 1) {
    if (line[at] === '"' && quoted && line[at + 1] === '"') {
      own += '"';
      at += 1;
    } else if (line[at] === '"') quoted = !quoted;
    else if (line[at] === separator && !quoted) {
      found.push(own);
      own = "";
    } else own += line[at];
  }
  return [...found, own];
}
