//! Content that is put into the page as text, more complete each time.

use leptos::prelude::document;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement};

/// Puts new content into an element. What the reader has opened stays open, and what has the focus keeps it, as far as
/// the new content has the same.
pub fn replace(place: &Element, html: &str) {
    // By all that they are made of: a drawing has no words that would tell it from others.
    let opened: Vec<String> = all(place, "details[open] > summary").iter().map(Element::outer_html).collect();
    let focused = document().active_element().filter(|own| place.contains(Some(own.as_ref())));
    let focused = focused.map(|own| (own.tag_name(), own.outer_html()));
    place.set_inner_html(html);
    for summary in all(place, "details:not([open]) > summary") {
        if let Some(details) = summary.parent_element().filter(|_| opened.contains(&summary.outer_html())) {
            // The name is one.
            let _set = details.set_attribute("open", "");
        }
    }
    if let Some((tag, own)) = focused {
        let same = all(place, &tag).into_iter().find(|element| element.outer_html() == own);
        if let Some(element) = same.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
            // Fails only for an element that has left the page.
            drop(element.focus());
        }
    }
}

fn all(place: &Element, selector: &str) -> Vec<Element> {
    let Ok(found) = place.query_selector_all(selector) else { return Vec::new() };
    (0..found.length()).filter_map(|at| found.get(at)?.dyn_into().ok()).collect()
}
