//! The painter: a thin binding to the global that the chart bundle leaves. Nothing else in the app knows it.
//!
//! The bundle is loaded once, when the first chart is shown. Painting is SVG; nothing is animated.

use std::cell::RefCell;

use js_sys::{Function, JSON, Object, Promise, Reflect};
use leptos::prelude::document;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlElement, HtmlMetaElement, HtmlScriptElement};

use super::easel::Pointed;
use crate::browser::width::WidthWatch;

const BUNDLE_META: &str = r#"meta[name="naerblik:chart-bundle"]"#;

/// Why there is no picture. The figures are in the table all the same.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum PaintError {
    /// The page does not name the bundle.
    #[error("the page has no `{BUNDLE_META}`, expected the address of the chart bundle")]
    BundleUnnamed,
    /// The bundle did not arrive.
    #[error("the chart bundle cannot be loaded: `{address}`")]
    BundleMissing {
        /// Where it was expected.
        address: String,
    },
    /// The bundle is there, but not what we know.
    #[error("the chart bundle lacks `{part}`")]
    PartMissing {
        /// The missing name.
        part: &'static str,
    },
    /// The painter refused an option.
    #[error("the painter refused: {reason}")]
    Refused {
        /// What it said.
        reason: String,
    },
}

/// Makes a report of what the painter says.
type Report = fn((f64, f64)) -> Pointed;

thread_local! {
    static BUNDLE: RefCell<Option<Promise>> = const { RefCell::new(None) };
}

/// Waits for the bundle; asks for it on the first call, and again after a failure.
pub(super) async fn load() -> Result<(), PaintError> {
    let address = bundle_address()?;
    let arrival = BUNDLE.with_borrow_mut(|bundle| bundle.get_or_insert_with(|| request(&address)).clone());
    if JsFuture::from(arrival).await.is_err() {
        BUNDLE.set(None);
        return Err(PaintError::BundleMissing { address });
    }
    Ok(())
}

/// One picture in the page. Dropping it frees what the painter holds.
pub(super) struct Painter {
    chart: JsValue,
    _watch: WidthWatch,
    listeners: Vec<Closure<dyn FnMut(JsValue)>>,
}

impl Painter {
    /// Prepares an element; `on_width` hears the element's width now and whenever it changes.
    pub(super) fn start(element: &HtmlElement, on_width: impl Fn(i32) + 'static) -> Result<Self, PaintError> {
        let echarts = global()?;
        let settings = object(&[("renderer", "svg".into()), ("height", 10.into())]);
        let chart = method(&echarts, "init")?.call3(&echarts, element, &JsValue::NULL, &settings).map_err(refusal)?;
        on_width(element.client_width());
        let resized = chart.clone();
        let watch = WidthWatch::start(element, move |width_px| {
            on_width(width_px);
            let width = object(&[("width", width_px.into())]);
            // A picture that is gone by now needs no new size.
            let _gone = method(&resized, "resize").map(|resize| resize.call1(&resized, &width));
        });
        Ok(Self { chart, _watch: watch.map_err(refusal)?, listeners: Vec::new() })
    }

    /// Replaces the whole picture.
    pub(super) fn paint(&self, option: &str, height_px: u16) -> Result<(), PaintError> {
        // A new size alone paints the old picture once more.
        if self.call("getHeight", &[])?.as_f64() != Some(f64::from(height_px)) {
            self.call("resize", &[object(&[("height", height_px.into())])])?;
        }
        let settings = object(&[("notMerge", JsValue::TRUE)]);
        self.call("setOption", &[parse(option)?, settings]).map(drop)
    }

    /// The picture as it stands, as a text of its own.
    pub(super) fn svg(&self) -> Result<String, PaintError> {
        let text = self.call("renderToSVGString", &[])?;
        text.as_string().ok_or(PaintError::PartMissing { part: "renderToSVGString" })
    }

    /// Changes a part of the picture.
    pub(super) fn repaint(&self, part: &str) -> Result<(), PaintError> {
        self.call("setOption", &[parse(part)?]).map(drop)
    }

    /// Hears which place between the axes the pointer means; `value_axis` is the number of the vertical axis.
    pub(super) fn on_place(
        &mut self,
        value_axis: u8,
        heard: impl Fn(Pointed) + Clone + 'static,
    ) -> Result<(), PaintError> {
        let surface = self.call("getZr", &[])?;
        let events: [(&str, Report); 2] = [("mousemove", Pointed::Over), ("click", Pointed::Pressed)];
        for (event_name, pointed) in events {
            let (heard, chart) = (heard.clone(), self.chart.clone());
            let listener = Closure::new(move |event: JsValue| {
                if is_passing_finger(event_name, &event) {
                    return;
                }
                if let Some(place) = place(&chart, value_axis, &event) {
                    heard(pointed(place));
                }
            });
            let on = method(&surface, "on")?;
            on.call2(&surface, &event_name.into(), listener.as_ref()).map_err(refusal)?;
            self.listeners.push(listener);
        }
        Ok(())
    }

    fn call(&self, name: &'static str, arguments: &[JsValue]) -> Result<JsValue, PaintError> {
        let arguments: js_sys::Array = arguments.iter().collect();
        method(&self.chart, name)?.apply(&self.chart, &arguments).map_err(refusal)
    }
}

impl Drop for Painter {
    fn drop(&mut self) {
        // Nobody is left to hear that the painter could not tidy up.
        let _gone = self.call("dispose", &[]);
    }
}

fn bundle_address() -> Result<String, PaintError> {
    let meta = document().query_selector(BUNDLE_META).ok().flatten();
    let meta = meta.and_then(|meta| meta.dyn_into::<HtmlMetaElement>().ok()).ok_or(PaintError::BundleUnnamed)?;
    Ok(meta.content())
}

/// A script element that settles the promise. One that fails is taken away, so that the next try is a new one.
fn request(address: &str) -> Promise {
    Promise::new(&mut |resolve, reject| {
        let element = document().create_element("script").ok();
        let (Some(script), Some(head)) =
            (element.and_then(|element| element.dyn_into::<HtmlScriptElement>().ok()), document().head())
        else {
            let _unheard = reject.call0(&JsValue::NULL);
            return;
        };
        script.set_src(address);
        script.set_onload(Some(&resolve));
        let failed = script.clone();
        let on_error = Closure::once_into_js(move || {
            failed.remove();
            let _unheard = reject.call0(&JsValue::NULL);
        });
        script.set_onerror(Some(on_error.unchecked_ref()));
        let _appended = head.append_child(&script);
    })
}

/// Whether a report of the drawing surface is about a finger that moves: it scrolls the page, and never leaves again.
fn is_passing_finger(event_name: &str, event: &JsValue) -> bool {
    let is_finger = get(event, "event").and_then(|native| get(&native, "zrByTouch")).is_some_and(|own| own.is_truthy());
    is_finger && event_name != "click"
}

fn place(chart: &JsValue, value_axis: u8, event: &JsValue) -> Option<(f64, f64)> {
    let (x, y) = (get(event, "offsetX")?, get(event, "offsetY")?);
    let finder = object(&[("xAxisIndex", 0.into()), ("yAxisIndex", value_axis.into())]);
    let pixel: js_sys::Array = [x, y].into_iter().collect();
    let found = method(chart, "convertFromPixel").ok()?.call2(chart, &finder, &pixel).ok()?;
    let found: js_sys::Array = found.dyn_into().ok()?;
    Some((found.get(0).as_f64()?, found.get(1).as_f64()?))
}

fn global() -> Result<JsValue, PaintError> {
    get(&js_sys::global(), "echarts").ok_or(PaintError::PartMissing { part: "echarts" })
}

fn get(of: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(of, &name.into()).ok().filter(|value| !value.is_undefined() && !value.is_null())
}

fn method(of: &JsValue, name: &'static str) -> Result<Function, PaintError> {
    let found = get(of, name).and_then(|value| value.dyn_into().ok());
    found.ok_or(PaintError::PartMissing { part: name })
}

fn object(entries: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (key, value) in entries {
        // Setting a key of a fresh object cannot fail.
        let _set = Reflect::set(&object, &(*key).into(), value);
    }
    object.into()
}

fn parse(json: &str) -> Result<JsValue, PaintError> {
    JSON::parse(json).map_err(refusal)
}

/// What the browser said, as an error.
#[expect(clippy::needless_pass_by_value, reason = "map_err hands over the value")]
pub(super) fn refusal(error: JsValue) -> PaintError {
    let message = get(&error, "message").and_then(|message| message.as_string());
    PaintError::Refused { reason: message.unwrap_or_else(|| "no reason given".to_owned()) }
}
