// The measured numbers as a text for people.

export function table({ browser, loads, titles, results, unequal }) {
  const { ours, ...peers } = results;
  const working = Object.values(peers).filter(({ failed }) => !failed);
  const lines = [`${browser}, load average ${loads.map((load) => load.toFixed(2)).join(" to ")}`, ""];
  lines.push("Milliseconds, median / p95 of 100 draws; in brackets how many times the median of ours");
  lines.push(row(["", ours.title, ...working.map(({ title }) => title)]));
  for (const [kind, title] of Object.entries(titles)) {
    const own = ours.questions[kind];
    const others = working.map(({ questions }) => {
      const { median, p95 } = questions[kind];
      return `${ms(median)} / ${ms(p95)} (${times(median / own.median)})`;
    });
    lines.push(row([title, `${ms(own.median)} / ${ms(own.p95)}`, ...others]));
  }
  const starts = working.map(({ cold }) => `${ms(cold.median)} (${times(cold.median / ours.cold.median)})`);
  lines.push(row(["start to first answer", ms(ours.cold.median), ...starts]));
  lines.push("", "Bytes until the first answer");
  for (const kind of ["raw", "brotli"]) {
    const all = [ours, ...working];
    lines.push(row([`engine, ${kind}`, ...all.map(({ cold }) => kilobytes(cold.bytes[kind] - cold.data[kind]))]));
    lines.push(row([`data, ${kind}`, ...all.map(({ cold }) => kilobytes(cold.data[kind]))]));
  }
  lines.push("", `Decoding the shard into the dense cube: ${ms(ours.decode.median)} ms (median of ${ours.decode.runs.length})`);
  for (const { title, failed } of Object.values(peers)) {
    if (failed) lines.push(`${title} could not be measured: ${failed}`);
  }
  lines.push(unequal.length === 0 ? "All answers equal." : `Answers differ: ${unequal.join(", ")}`);
  lines.push("", ...goals(ours, peers));
  return lines.join("\n");
}

/** What we want to hold, beside what was measured. */
function goals(ours, peers) {
  const working = Object.values(peers).filter(({ failed }) => !failed);
  const cells = ["trend", "map", "cross", "compare"];
  const slowest = Math.max(...cells.map((kind) => ours.questions[kind].p95));
  const ratio = (kind) => Math.min(...working.map(({ questions }) => questions[kind].median)) / ours.questions[kind].p95;
  const lines = [goal("slowest p95 of the four small questions, ms", slowest, slowest <= 0.1, "at most 0.1")];
  if (working.length > 0) {
    const least = Math.min(...cells.map(ratio));
    lines.push(goal("fastest peer's median over our p95, least of the four", least, least >= 200, "at least 200"));
  }
  if (peers.duckdb && !peers.duckdb.failed) {
    const scan = peers.duckdb.questions.groups.median / ours.questions.groups.median;
    lines.push(goal("whole cube, DuckDB-WASM over ours", scan, scan >= 25, "at least 25"));
    const start = peers.duckdb.cold.median / ours.cold.median;
    lines.push(goal("start, DuckDB-WASM over ours", start, start >= 8, "at least 8"));
  }
  lines.push(goal("decode and scatter, ms", ours.decode.median, ours.decode.median <= 60, "at most 60"));
  return lines;
}

function goal(what, found, holds, wanted) {
  return `${holds ? "  ok  " : "MISSED"} ${what}: ${ms(found)} (${wanted})`;
}

function row(cells) {
  return cells.map((cell, at) => (at === 0 ? cell.padEnd(30) : cell.padStart(25))).join("");
}

function ms(value) {
  return String(Number(value.toPrecision(3)));
}

function times(ratio) {
  return `${Math.round(ratio).toLocaleString("en")} ×`;
}

function kilobytes(bytes) {
  return `${Math.round(bytes / 1000).toLocaleString("en")} kB`;
}
