// Serves files as the site is published: code at brotli's strongest, rows at 9, which the browser unpacks in half the
// time; and with the headers with which its clock is finest.
import { createHash } from "node:crypto";
import { createServer } from "node:http";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { brotliCompress, constants } from "node:zlib";
import { promisify } from "node:util";

const compress = promisify(brotliCompress);
const types = { ".html": "text/html", ".js": "text/javascript", ".json": "application/json", ".wasm": "application/wasm" };

const CODE = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
const ROWS = { [constants.BROTLI_PARAM_QUALITY]: 9 };

/** `files` are addresses with the file behind each. Returns the address, the bytes served since, and how to end. */
export async function serve(files, cache) {
  const known = new Map();
  let sent = { raw: 0, brotli: 0 };
  const server = createServer(async (request, response) => {
    const path = new URL(request.url, "http://localhost").pathname;
    if (!files[path]) return response.writeHead(404).end();
    if (!known.has(path)) known.set(path, await twin(files[path], cache));
    const { raw, brotli } = known.get(path);
    sent = { raw: sent.raw + raw.length, brotli: sent.brotli + brotli.length };
    response.writeHead(200, {
      "Content-Type": path === "/" ? types[".html"] : (types[extname(path)] ?? "application/octet-stream"),
      "Content-Encoding": "br",
      "Content-Length": brotli.length,
      "Cache-Control": "no-store",
      "Cross-Origin-Opener-Policy": "same-origin",
      "Cross-Origin-Embedder-Policy": "require-corp",
    });
    response.end(brotli);
  });
  // Compressing is not part of what is measured.
  for (const [path, file] of Object.entries(files)) known.set(path, await twin(file, cache));
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    address: `http://127.0.0.1:${server.address().port}`,
    size: (path) => ({ raw: known.get(path).raw.length, brotli: known.get(path).brotli.length }),
    count() {
      const counted = sent;
      sent = { raw: 0, brotli: 0 };
      return counted;
    },
    close: () => server.close(),
  };
}

/** A file and its compressed twin, kept under its digest. */
async function twin(file, cache) {
  const raw = typeof file === "string" ? await readFile(file) : Buffer.from(file.content);
  const effort = typeof file === "string" && extname(file).startsWith(".arrow") ? ROWS : CODE;
  const kept = join(cache, `${createHash("sha256").update(raw).digest("hex")}.${Object.values(effort)}.br`);
  const found = await readFile(kept).catch(() => undefined);
  if (found) return { raw, brotli: found };
  const brotli = await compress(raw, {
    params: { ...effort, [constants.BROTLI_PARAM_LGWIN]: 22, [constants.BROTLI_PARAM_SIZE_HINT]: raw.length },
  });
  await mkdir(cache, { recursive: true });
  await writeFile(kept, brotli);
  return { raw, brotli };
}
