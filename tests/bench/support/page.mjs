// Runs in the browser: opens one engine and measures it. The engine's own script is imported with the rest, so that
// its download counts.
import { checksum, questions } from "./questions.mjs";

/** Milliseconds until the engine is there and has answered its first question. */
globalThis.cold = async (name) => {
  // Drawing questions is no part of the start.
  const [first] = questions(await (await fetch("/cube.json")).json()).trend;
  const before = performance.now();
  const cube = await (await fetch("/cube.json")).json();
  const { open } = await import(`/engines/${name}.js`);
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
    // The browser compiles what is asked often: no engine is timed before it has.
    for (const one of prepared.slice(0, 5)) await time(engine, one, repeats[kind] ?? 1);
    const [times, sums] = [[], []];
    for (const one of prepared) {
      const { ms, answer } = await time(engine, one, repeats[kind] ?? 1);
      times.push(ms);
      sums.push(checksum(engine.numbers(answer, one)));
    }
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
  let answer = engine.ask(prepared);
  // Waiting for what is no promise would be measured, too.
  if (answer instanceof Promise) answer = await answer;
  for (let nth = 1; nth < repeats; nth += 1) answer = engine.ask(prepared);
  return { ms: (performance.now() - before) / repeats, answer };
}
