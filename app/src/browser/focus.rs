//! Moving the focus, and bringing elements into sight.

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

/// Scrolls the element with the id into sight inside its list.
pub fn reveal(id: &str) {
    let found = web_sys::window().and_then(|window| window.document()).and_then(|page| page.get_element_by_id(id));
    if let Some(element) = found {
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_block(web_sys::ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}
