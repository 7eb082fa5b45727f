//! Properties of the screen.

/// Whether the window is at least so many pixels wide right now.
pub fn is_at_least(pixels: u32) -> bool {
    let query = format!("(min-width: {pixels}px)");
    let found = web_sys::window().and_then(|window| window.match_media(&query).ok().flatten());
    found.is_some_and(|list| list.matches())
}
