// The memory of WebAssembly in a page: it grows and is never given back, so it says how much was ever needed at once.

/** Before the page is opened: notes the memory of what is instantiated. */
export function noteMemory(page) {
  return page.addInitScript(() => {
    const compile = WebAssembly.instantiateStreaming;
    WebAssembly.instantiateStreaming = async (...given) => {
      const made = await compile.apply(WebAssembly, given);
      globalThis.wasm = made.instance.exports.memory;
      return made;
    };
  });
}

/** Bytes of it. */
export const wasmBytes = (page) => page.evaluate(() => globalThis.wasm.buffer.byteLength);

/** Chooses one option after the other, `times` in all, each when the one before was painted. */
export async function chooseAround(page, field, times) {
  const choices = await field.getByRole("option").count();
  for (let nth = 0; nth < times; nth += 1) {
    await field.selectOption({ index: nth % choices });
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));
  }
}
