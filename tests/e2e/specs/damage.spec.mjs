// A shard that arrives damaged, cut off, exchanged, or not at all: a clear message, a retry, never a dead page.
import assert from "node:assert/strict";
import { settled } from "../support/figures.mjs";
import { journey } from "../support/journey.mjs";

const SHARDS = "**/data/data/*.arrow";
const CONSOLE_404 = /console error: Failed to load resource.*404/;
const CONSOLE_FAILED = /console error: Failed to load resource|failed request: .*\.arrow/;

async function original(route) {
  const response = await route.fetch();
  return { response, body: await response.body() };
}

let another;
const KINDS = {
  "one changed byte": async (route) => {
    const { response, body } = await original(route);
    body[Math.floor(body.length / 2)] ^= 1;
    await route.fulfill({ response, body });
  },
  "half a file": async (route) => {
    const { response, body } = await original(route);
    await route.fulfill({ response, body: body.subarray(0, Math.floor(body.length / 2)) });
  },
  "the bytes of another shard": async (route) => {
    const { response, body } = await original(route);
    another ??= body;
    const wrong = another.equals(body) ? Buffer.from(body.toReversed()) : another;
    await route.fulfill({ response, body: wrong });
  },
  "no file": (route) => route.fulfill({ status: 404, body: "" }),
  "no connection": (route) => route.abort("internetdisconnected"),
};

for (const [kind, spoil] of Object.entries(KINDS)) {
  const allow = [CONSOLE_404, CONSOLE_FAILED];
  journey(`${kind} on the first visit is said, and a retry mends it`, { allow }, async ({ page, address, axe }) => {
    await page.route(SHARDS, spoil);
    await page.goto(new URL("/da/?code=I4.4", address).href);
    const alert = page.getByRole("alert");
    await alert.waitFor();
    assert.match(await alert.innerText(), /Tallene (kunne|kom|kan) ikke/);
    await axe();
    await page.unroute(SHARDS);
    await alert.getByRole("button", { name: "Prøv igen" }).click();
    await page.getByRole("heading", { level: 1, name: "Problemer med tryksår i Danmark" }).waitFor();
    await alert.waitFor({ state: "detached" });
  });

  journey(`${kind} later keeps the figures on the screen`, { allow }, async ({ page, open }) => {
    await open("/da/?code=I4.4&tab=table");
    await settled(page);
    const title = page.getByRole("heading", { level: 1 });
    const before = await title.innerText();
    await page.route(SHARDS, spoil);
    await page.getByRole("button", { name: /^Tilstand/ }).click();
    await page.getByRole("dialog").getByRole("combobox").fill("J");
    await page.getByRole("dialog").getByRole("option").first().click();
    const alert = page.getByRole("alert");
    await alert.waitFor();
    assert.match(await alert.innerText(), /Du ser stadig de forrige tal/);
    assert.equal(await title.innerText(), before);
    await page.unroute(SHARDS);
    await alert.getByRole("button", { name: "Prøv igen" }).click();
    await alert.waitFor({ state: "detached" });
    assert.notEqual(await title.innerText(), before);
  });
}

journey("an app that does not arrive is said in both languages", { allow: [/./] }, async ({ page, address, axe }) => {
  await page.route("**/*.wasm", (route) => route.abort());
  await page.goto(new URL("/da/", address).href);
  const alert = page.getByRole("alert");
  await alert.waitFor();
  assert.match(await alert.innerText(), /Siden kunne ikke starte[^]*The page could not start/);
  await axe();
});
