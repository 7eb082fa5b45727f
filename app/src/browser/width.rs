//! How wide an element is, now and whenever that changes.

use std::cell::Cell;

use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};
use web_sys::{HtmlElement, ResizeObserver};

/// Hears the width of an element until it is dropped.
pub struct WidthWatch {
    observer: ResizeObserver,
    _on_resize: Closure<dyn FnMut()>,
}

impl WidthWatch {
    /// Starts; `on_change` hears each new width in pixels, not the first one.
    ///
    /// # Errors
    /// What the browser says when it cannot watch.
    pub fn start(element: &HtmlElement, on_change: impl Fn(i32) + 'static) -> Result<Self, JsValue> {
        let known_px = Cell::new(element.client_width());
        let watched = element.clone();
        let on_resize = Closure::new(move || {
            let width_px = watched.client_width();
            // The observer also reports heights, and those pictures set themselves.
            if known_px.replace(width_px) != width_px {
                on_change(width_px);
            }
        });
        let observer = ResizeObserver::new(on_resize.as_ref().unchecked_ref())?;
        observer.observe(element);
        Ok(Self { observer, _on_resize: on_resize })
    }
}

impl Drop for WidthWatch {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}
