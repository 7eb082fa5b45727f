// Starts the app. A file of its own, because the content security policy allows no inline script.
import start from "bindgen:app";
import wasm from "bindgen:wasm";

try {
  await start({ module_or_path: new URL(wasm, import.meta.url) });
  // The app stands in the page by now; what filled its place until then goes in the same frame.
  document.getElementById("boot")?.remove();
} catch (error) {
  document.getElementById("boot-shape")?.remove();
  document.getElementById("boot-failed")?.removeAttribute("hidden");
  throw error;
}
