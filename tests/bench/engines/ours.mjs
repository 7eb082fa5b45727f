// Nærblik's own engine: the Rust code of the app, in the app's profile. Script, engine and cube are asked for at once,
// as a page does that names in its head what it is going to need.
export async function open(cube) {
  const [engineFile, rows] = [fetch("/engine/naerblik-app_bg.wasm"), fetched("/cube.arrow")];
  const { default: init, Engine } = await import("/engine/naerblik-app.js");
  const [, bytes] = await Promise.all([init({ module_or_path: engineFile }), rows]);
  const engine = new Engine(bytes, cube.rows);
  return {
    prepare: (question) => engine.prepare(line(question)),
    ask: (prepared) => engine.answer(prepared),
    // Counts come as -1, -2, -3 where there is none, groups as sums and three counts: what is compared.
    numbers: (answer) => answer,
    decode() {
      const before = performance.now();
      new Engine(bytes, cube.rows).free();
      return performance.now() - before;
    },
  };
}

async function fetched(path) {
  return new Uint8Array(await (await fetch(path)).arrayBuffer());
}

function line({ select, keep, axes }) {
  if (keep) return ["keep", ...keep.map((axis) => axes[axis].dimension)].join(" ");
  return select.map((positions, axis) => {
    const { dimension, members } = axes[axis];
    return `${dimension}=${positions.map((at) => members[at]).join(",")}`;
  }).join(" ");
}
