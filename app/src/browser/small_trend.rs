//! The walk along the points of a small trend. What each point says stands in the rows of its table.

use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement, KeyboardEvent};

/// The row the reader stands on, kept beside what the content says, so that a summary stays what it was.
const HERE: &str = "data-here";

/// Goes to the point that the key means, when a small trend has the focus: `ArrowRight` to the next one, `Home` to the
/// first. The walk begins at the newest. Whether the key meant one.
pub fn press(event: &KeyboardEvent) -> bool {
    let is_plain = !(event.ctrl_key() || event.alt_key() || event.meta_key());
    let target = event.target().filter(|_| is_plain).and_then(|target| target.dyn_into::<Element>().ok());
    target.and_then(|summary| go(&summary.closest(".tile-trend > summary").ok()??, &event.key())).is_some()
}

fn go(summary: &Element, key: &str) -> Option<()> {
    let trend: HtmlElement = summary.parent_element()?.dyn_into().ok()?;
    let rows = trend.query_selector_all("tr").ok()?;
    let last = rows.length().checked_sub(1)?;
    let before = trend.get_attribute(HERE).and_then(|here| here.parse::<u32>().ok());
    let here = match (key, before) {
        ("Home", _) => 0,
        ("ArrowLeft", Some(here)) => here.saturating_sub(1),
        ("ArrowRight", Some(here)) => last.min(here + 1),
        ("ArrowLeft" | "ArrowRight" | "End", _) => last,
        _ => return None,
    };
    let row: Element = rows.item(here)?.dyn_into().ok()?;
    let said = trend.next_element_sibling()?;
    said.set_text_content(row.get_attribute("data-said").as_deref());
    trend.set_attribute(HERE, &here.to_string()).ok()?;
    // A point without a number has no place on the line: nothing is marked then.
    trend.style().set_property("--here", &row.get_attribute("data-at").unwrap_or_default()).ok()
}
