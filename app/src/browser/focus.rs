//! Moving the focus, and bringing elements into sight.

use std::time::Duration;

use leptos::prelude::set_timeout;
use web_sys::HtmlElement;

/// Focuses the element with the id, when it is there.
pub fn focus(id: &str) {
    use wasm_bindgen::JsCast as _;
    let found = web_sys::window().and_then(|window| window.document()).and_then(|page| page.get_element_by_id(id));
    if let Some(element) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        // Fails only for an element that has left the page.
        drop(element.focus());
    }
}

/// How often a heading that is still to come is looked for, and how long it is waited in between: for more
/// than a minute, since a page on a slow line takes long, and ends sooner when the reader moves the focus.
const LOOKS: u32 = 1_200;
const PAUSE: Duration = Duration::from_millis(60);

/// Focuses the element with the id as soon as it is there, unless the reader has moved the focus meanwhile.
pub fn focus_when_there(id: &'static str) {
    look_for(id, LOOKS);
}

fn look_for(id: &'static str, looks: u32) {
    let look = move || {
        let page = web_sys::window().and_then(|window| window.document());
        let is_free =
            page.as_ref().and_then(web_sys::Document::active_element).is_none_or(|own| own.tag_name() == "BODY");
        match page.and_then(|page| page.get_element_by_id(id)) {
            _ if !is_free => {}
            Some(_) => focus(id),
            None if looks > 0 => look_for(id, looks - 1),
            None => {}
        }
    };
    // A timer of gloo that is forgotten keeps its closure for ever.
    set_timeout(look, PAUSE);
}

/// Scrolls the element with the id into sight inside its list.
pub fn reveal(id: &str) {
    let found = web_sys::window().and_then(|window| window.document()).and_then(|page| page.get_element_by_id(id));
    if let Some(element) = found {
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_block(web_sys::ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}
