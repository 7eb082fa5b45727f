// Bundles what the browser loads besides the wasm: boot script, chart bundle, stylesheet, fonts.
// Usage: node build.mjs --bindgen DIR --out DIR
// Writes content-hashed files and `assets.json`, which names them by purpose.
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import * as esbuild from "esbuild";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const appStyles = resolve(here, "../../app/style");

const { values: paths } = parseArgs({
  options: { bindgen: { type: "string" }, out: { type: "string" } },
});
if (!paths.bindgen || !paths.out) {
  console.error("error: expected --bindgen DIR and --out DIR");
  process.exitCode = 2;
} else {
  await build(resolve(paths.bindgen), resolve(paths.out));
}

async function build(bindgen, out) {
  await rm(out, { recursive: true, force: true });
  await mkdir(out, { recursive: true });
  const shared = {
    outdir: out,
    bundle: true,
    minify: true,
    metafile: true,
    target: "es2022",
    entryNames: "[name]-[hash]",
    assetNames: "[name]-[hash]",
    // Licence texts of the packages go beside the file that holds their code.
    legalComments: "linked",
    logLevel: "warning",
    loader: { ".svg": "file", ".wasm": "file", ".woff2": "file" },
  };
  const results = await Promise.all([
    esbuild.build({
      ...shared,
      format: "esm",
      entryPoints: { app: join(here, "src/boot.js") },
      plugins: [bindgenOutput(bindgen)],
    }),
    esbuild.build({
      ...shared,
      format: "iife",
      entryPoints: { charts: join(here, "src/charts.js") },
    }),
    esbuild.build({
      ...shared,
      entryPoints: { style: "naerblik:style" },
      plugins: [stylesheet(), designSystem()],
    }),
  ]);
  const written = results.flatMap((result) => Object.keys(result.metafile.outputs));
  await writeFile(join(out, "assets.json"), JSON.stringify(byPurpose(written), null, 2) + "\n");
}

/** Resolves `bindgen:app` and `bindgen:wasm` to what wasm-bindgen wrote. */
function bindgenOutput(directory) {
  const files = { app: "naerblik-app.js", wasm: "naerblik-app_bg.wasm" };
  return {
    name: "bindgen-output",
    setup(build) {
      build.onResolve({ filter: /^bindgen:/ }, ({ path }) => ({
        path: join(directory, files[path.slice("bindgen:".length)]),
      }));
    },
  };
}

/** The one stylesheet: fonts, the used parts of the design system, then every file of the app in name order. */
function stylesheet() {
  return {
    name: "stylesheet",
    setup(build) {
      build.onResolve({ filter: /^naerblik:style$/ }, ({ path }) => ({ path, namespace: "style" }));
      build.onLoad({ filter: /.*/, namespace: "style" }, async () => {
        const own = (await readdir(appStyles).catch(() => []))
          .filter((name) => name.endsWith(".css"))
          .sort()
          .map((name) => join(appStyles, name));
        const sheets = [join(here, "src/fonts.css"), join(here, "src/design-system.scss"), ...own];
        const contents = sheets.map((sheet) => `@import ${JSON.stringify(sheet)};`).join("\n");
        return { contents, loader: "css", resolveDir: here };
      });
    },
  };
}

/** Compiles the design system's Sass; its image paths are relative to where its own CSS would lie. */
function designSystem() {
  const packages = join(here, "node_modules");
  return {
    name: "design-system",
    setup(build) {
      build.onLoad({ filter: /\.scss$/ }, ({ path }) => {
        const { css } = sass.compile(path, {
          loadPaths: [packages],
          quietDeps: true,
          logger: sass.Logger.silent,
        });
        return { contents: css, loader: "css", resolveDir: join(packages, "dkfds/dist/css") };
      });
    },
  };
}

/** Names of the files that `index.html` and the size check look up. */
function byPurpose(written) {
  const names = written.map((path) => basename(path));
  const find = (pattern) => {
    const found = names.filter((name) => pattern.test(name));
    if (found.length !== 1) throw new Error(`expected one file like ${pattern}, found ${found.length}`);
    return found[0];
  };
  return {
    app: find(/^app-.*\.js$/),
    charts: find(/^charts-.*\.js$/),
    style: find(/^style-.*\.css$/),
    wasm: find(/\.wasm$/),
    font: find(/^IBMPlexSans-Regular-Latin1-.*\.woff2$/),
  };
}
