// Where things lie, as `cargo xtask e2e` says; the defaults serve a run by hand.
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const e2e = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const target = resolve(e2e, "../..", process.env.CARGO_TARGET_DIR || "target");

export const specs = resolve(e2e, "specs");
export const output = resolve(e2e, "output");
export const chromium = process.env.NAERBLIK_CHROMIUM || "/usr/bin/chromium";
export const server = process.env.NAERBLIK_SERVER || resolve(target, "debug/naerblik-site");
export const site = process.env.NAERBLIK_SITE || resolve(target, "site");
export const nightly = process.env.NAERBLIK_NIGHTLY || resolve(target, "debug/nightly");
export const publication = process.env.NAERBLIK_PUBLICATION || resolve(target, "naerblik/publications/small");
