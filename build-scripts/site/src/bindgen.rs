//! wasm-bindgen as a library: its version is locked with the crate's and cannot drift from it.

use std::path::Path;

use wasm_bindgen_cli_support::Bindgen;

use crate::error::SiteError;

/// Writes `naerblik-app.js`, `naerblik-app_bg.wasm` and snippets to `out`.
///
/// # Errors
/// `Bindgen` when the file is no wasm, or was built with another version of wasm-bindgen.
pub(crate) fn run(wasm: &Path, out: &Path) -> Result<(), SiteError> {
    write(wasm, out).map_err(|error| SiteError::Bindgen { path: wasm.to_owned(), reason: format!("{error:#}") })
}

fn write(wasm: &Path, out: &Path) -> Result<(), impl std::fmt::Display + use<>> {
    let mut bindgen = Bindgen::new();
    bindgen.input_path(wasm).out_name("naerblik-app");
    bindgen.typescript(false).omit_default_module_path(true);
    bindgen.remove_name_section(true).remove_producers_section(true);
    bindgen.web(true)?.generate(out)
}
