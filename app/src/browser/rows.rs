//! Rows of tables that are about something: which one an event is about, and the mark on one of them.

use wasm_bindgen::JsCast as _;
use web_sys::{Element, Event, HtmlElement};

/// The attribute that says what a row is about.
const ABOUT: &str = "data-about";
/// The attribute of the marked row.
const LIT: &str = "data-lit";

/// What the row around an event's target is about.
pub fn about(event: &Event) -> Option<String> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    target.closest("tr").ok()??.get_attribute(ABOUT)
}

/// Marks the row that is about something, and no other. A row out of sight comes to the middle of its frame; a frame
/// that the reader is in stays still, and so does the page.
pub fn mark(frame: &HtmlElement, about: Option<&str>) {
    let find = |selector: &str| {
        let found = frame.query_selector(selector).ok().flatten();
        found.and_then(|row| row.dyn_into::<HtmlElement>().ok())
    };
    if let Some(before) = find(&format!("[{LIT}]")) {
        // Fails for names that are no names only.
        let _gone = before.remove_attribute(LIT);
    }
    // Codes and periods have no quotes.
    let Some(row) = about.and_then(|about| find(&format!("[{ABOUT}=\"{about}\"]"))) else { return };
    let _set = row.set_attribute(LIT, "");
    if frame.matches(":is(:hover, :focus-within)").unwrap_or(true) {
        return;
    }
    let (top, height, room) = (row.offset_top(), row.offset_height(), frame.client_height());
    // The head of the table stays at the top, about as high as two rows.
    let seen = frame.scroll_top() + 2 * height..=frame.scroll_top() + room - height;
    if !seen.contains(&top) {
        frame.set_scroll_top(top - (room - height) / 2);
    }
}
