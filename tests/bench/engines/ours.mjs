// Nærblik's own engine: the Rust code of the app, in the app's profile. Script, engine and cube are asked for at once,
// as a page does that names in its head what it is going to need; rows go where they are decoded as they arrive.
export async function open(cube) {
  const [engineFile, cubeFile] = [fetch("/engine/naerblik-app_bg.wasm"), fetch("/cube.arrow")];
  const { default: init, Arriving, Engine } = await import("/engine/naerblik-app.js");
  await init({ module_or_path: engineFile });
  const arriving = new Arriving(cube.bytes);
  const reader = (await cubeFile).body.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) arriving.push(part.value);
  const engine = new Engine(arriving, cube.rows);
  return {
    prepare: (question) => ({ at: engine.prepare(line(question)), isOfGroups: Boolean(question.keep) }),
    ask: ({ at, isOfGroups }) => (isOfGroups ? engine.groups(at) : engine.cells(at)),
    // Counts come as -1, -2, -3 where there is none, groups as sums and three counts: what is compared.
    numbers: (answer) => answer,
    decode() {
      const before = performance.now();
      new Engine(arriving, cube.rows).free();
      return performance.now() - before;
    },
  };
}

function line({ select, keep, axes }) {
  if (keep) return ["keep", ...keep.map((axis) => axes[axis].dimension)].join(" ");
  return select.map((positions, axis) => {
    const { dimension, members } = axes[axis];
    return `${dimension}=${positions.map((at) => members[at]).join(",")}`;
  }).join(" ");
}
