// Runs in the browser: opens one engine and measures it. The engine's own script is imported with the rest, so that
// its download counts.
import { checksum, questions } from "./questions.mjs";

/** Milliseconds until the engine is there and has answered its first question. */
globalThis.cold = async (name) => {
  const before = performance.now();
  const cube = await (await fetch("/cube.json")).json();
  const [{ open }, first] = [await import(`/engines/${name}.js`), questions(cube).trend[0]];
  const engine = await open(cube);
  const prepared = await engine.prepare(first);
  const numbers = engine.numbers(await engine.ask(prepared), prepared);
  return { ms: performance.now() - before, checksum: checksum(numbers) };
};

/** For each question the milliseconds of every draw, and one checksum over all answers. */
globalThis.warm = async (name, repeats) => {
  const cube = await (await fetch("/cube.json")).json();
  const { open } = await import(`/engines/${name}.js`);
  const engine = await open(cube);
  const measured = {};
  for (const [kind, drawn] of Object.entries(questions(cube))) {
    const prepared = [];
    for (const question of drawn) prepared.push(await engine.prepare(question));
    const sums = [];
    for (const one of prepared) sums.push(checksum(engine.numbers(await engine.ask(one), one)));
    const times = [];
    for (const one of prepared) times.push(await time(engine, one, repeats[kind] ?? 1));
    measured[kind] = { times, checksum: checksum(sums) };
  }
  return measured;
};

/** Milliseconds that decoding takes, each time anew. */
globalThis.decode = async (name, times) => {
  const cube = await (await fetch("/cube.json")).json();
  const engine = await (await import(`/engines/${name}.js`)).open(cube);
  return Array.from({ length: times }, () => engine.decode());
};

/** The mean of so many in a row: the browser's clock is coarser than one answer of ours. */
async function time(engine, prepared, repeats) {
  const before = performance.now();
  if (repeats === 1) {
    await engine.ask(prepared);
  } else {
    for (let nth = 0; nth < repeats; nth += 1) engine.ask(prepared);
  }
  return (performance.now() - before) / repeats;
}
