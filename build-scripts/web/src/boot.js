// Starts the app. A file of its own, because the content security policy allows no inline script.
import start from "bindgen:app";
import wasm from "bindgen:wasm";

await start({ module_or_path: new URL(wasm, import.meta.url) });
