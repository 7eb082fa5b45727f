// What the server promises to every reader and every other program.
import assert from "node:assert/strict";
import { test } from "node:test";
import { journey } from "../support/journey.mjs";
import { startServer } from "../support/server.mjs";

test("every answer carries the policy, and only names with a digest are kept for good", async () => {
  const server = await startServer();
  try {
    const shell = await fetch(new URL("/da/", server.address));
    const html = await shell.text();
    const assets = [...html.matchAll(/"(\/assets\/[^"]+)"/g)].map((match) => match[1]);
    assert.ok(assets.length >= 5, `only ${assets.length} assets named`);
    assert.equal(shell.headers.get("cache-control"), "no-cache");
    for (const path of assets) {
      const answer = await fetch(new URL(path, server.address));
      assert.equal(answer.status, 200, path);
      assert.match(answer.headers.get("cache-control"), /immutable/, path);
      assert.match(answer.headers.get("content-security-policy"), /default-src 'none'/, path);
      assert.equal(answer.headers.get("x-content-type-options"), "nosniff", path);
    }
  } finally {
    await server.stop();
  }
});

test("the newest publication is asked for each time and names a manifest that is there", async () => {
  const server = await startServer();
  try {
    const latest = await fetch(new URL("/data/latest.json", server.address));
    assert.equal(latest.status, 200);
    assert.equal(latest.headers.get("cache-control"), "no-cache");
    const { manifest } = await latest.json();
    const named = await fetch(new URL(manifest, latest.url));
    assert.equal(named.status, 200);
    assert.match(named.headers.get("content-type"), /^application\/json/);
  } finally {
    await server.stop();
  }
});

journey("the chart bundle draws under the policy and knows Danish", {}, async ({ page, open }) => {
  await open("/");
  const drawn = await page.evaluate(async () => {
    const url = document.querySelector('meta[name="naerblik:chart-bundle"]').content;
    await import(url);
    const place = document.createElement("div");
    document.body.append(place);
    const chart = globalThis.echarts.init(place, null, { renderer: "svg", locale: "DA", width: 400, height: 300 });
    chart.setOption({
      animation: false,
      xAxis: { type: "time" },
      yAxis: {},
      series: [
        { type: "line", name: "a", data: [["2026-01-01", 1], ["2026-03-01", 3]], markLine: { data: [{ yAxis: 2 }] } },
        { type: "bar", name: "b", data: [["2026-02-01", 2]] },
        { type: "scatter", name: "c", data: [["2026-02-15", 2]], markArea: { data: [[{ yAxis: 1 }, { yAxis: 2 }]] } },
      ],
    });
    const found = {
      text: place.textContent,
      shapes: place.querySelectorAll("svg path").length,
    };
    chart.dispose();
    place.remove();
    return found;
  });
  assert.match(drawn.text, /feb\./);
  assert.ok(drawn.shapes > 5, `${drawn.shapes} shapes drawn`);
});

journey(
  "offences are seen: inline style, request to another host, console error",
  { allow: [/./] },
  async ({ page, open, offences }) => {
    await open("/");
    await page.evaluate(async () => {
      document.body.setAttribute("style", "color: red");
      console.error("on purpose");
      await fetch("https://example.invalid/").catch(() => {});
    });
    await page.waitForFunction(() => getComputedStyle(document.body).color !== "rgb(255, 0, 0)");
    for (const kind of [/policy violation: style-src/, /policy violation: connect-src/, /console error: on purpose/]) {
      assert.ok(offences.some((offence) => kind.test(offence)), `${kind} not in: ${offences.join(" | ")}`);
    }
  },
);
