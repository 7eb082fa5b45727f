//! Drawing in the page: elements of SVG and what the pointer does on them.

use leptos::prelude::document;
use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};
use web_sys::{Element, Event, PointerEvent};

const NAMESPACE: &str = "http://www.w3.org/2000/svg";

/// A new element inside another one, with attributes.
///
/// # Errors
/// What the browser says when a name is none.
pub fn draw(within: &Element, name: &str, attributes: &[(&str, &str)]) -> Result<Element, JsValue> {
    let element = document().create_element_ns(Some(NAMESPACE), name)?;
    for (attribute, value) in attributes {
        element.set_attribute(attribute, value)?;
    }
    within.append_child(&element)?;
    Ok(element)
}

/// What listens to events of an element until it is dropped.
pub struct Listener {
    element: Element,
    event: &'static str,
    heard: Closure<dyn FnMut(Event)>,
}

impl Listener {
    /// Hears the value of an attribute of the element that a pointer moves over or presses; `event` is the event's name.
    /// A finger that moves scrolls the page, and is not heard.
    ///
    /// # Errors
    /// What the browser says when it cannot listen.
    pub fn on(
        element: &Element,
        event: &'static str,
        attribute: &'static str,
        on_value: impl Fn(String) + 'static,
    ) -> Result<Self, JsValue> {
        let heard: Closure<dyn FnMut(Event)> = Closure::new(move |event: Event| {
            let is_finger = |event: &PointerEvent| event.pointer_type() == "touch";
            if event.type_() != "click" && event.dyn_ref().is_some_and(is_finger) {
                return;
            }
            let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            if let Some(value) = target.and_then(|target| target.get_attribute(attribute)) {
                on_value(value);
            }
        });
        element.add_event_listener_with_callback(event, heard.as_ref().unchecked_ref())?;
        Ok(Self { element: element.clone(), event, heard })
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        // An element that is gone has no listeners to take away.
        let _gone = self.element.remove_event_listener_with_callback(self.event, self.heard.as_ref().unchecked_ref());
    }
}
