// The real server on a free port, for the length of one spec.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import * as paths from "./paths.mjs";

/** Starts the server; resolves with its address and a way to stop it. */
export async function startServer() {
  const child = spawn(paths.server, ["serve", "--root", paths.site, "--port", "0"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise((resolve, reject) => {
    child.once("error", (error) => reject(new Error(`cannot start ${paths.server}: ${error.message}`)));
    child.once("exit", (code) => reject(new Error(`the server ended with code ${code} before it served`)));
  });
  const address = await Promise.race([addressFrom(child.stdout), ended]);
  ended.catch(() => {});
  return {
    address,
    async stop() {
      const gone = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGINT");
      await gone;
    },
  };
}

async function addressFrom(stdout) {
  for await (const line of createInterface({ input: stdout })) {
    const address = /https?:\/\/\S+/.exec(line)?.[0];
    if (address) return address;
  }
  throw new Error("the server closed its output without naming an address");
}
