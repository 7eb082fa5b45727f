//! The page itself: where it is, and printing it.

/// Scheme, host and port of the page: `https://example.dk`.
pub fn origin() -> String {
    web_sys::window().and_then(|window| window.location().origin().ok()).unwrap_or_default()
}

/// Opens the browser's own print dialog.
pub fn print() {
    if let Some(window) = web_sys::window() {
        // Fails only where the browser cannot print at all, and then it says so itself.
        drop(window.print());
    }
}
