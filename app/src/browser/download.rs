//! Giving the reader a file or a text: downloads by Blob address, pictures by canvas, the clipboard.

use js_sys::{Array, Promise, Uint8Array};
use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, BlobPropertyBag, CanvasRenderingContext2d, HtmlAnchorElement, HtmlCanvasElement, HtmlImageElement, Url,
};

use crate::export::picture::Size;

/// How many pixels of a picture are one of the screen: sharp in print.
const PICTURE_SCALE: f64 = 2.0;

/// Saves bytes under a name; `None` when the browser refuses.
pub fn save(name: &str, media_type: &str, bytes: &[u8]) -> Option<()> {
    let address = address_of(bytes, media_type)?;
    let saved = click(name, &address);
    // The download has its own hold on the bytes by now.
    drop(Url::revoke_object_url(&address));
    saved
}

/// Saves an SVG as a PNG; `None` when the browser cannot draw it.
pub async fn save_png(name: &str, svg: &str, size: Size) -> Option<()> {
    let address = address_of(svg.as_bytes(), "image/svg+xml;charset=utf-8")?;
    let image = HtmlImageElement::new().ok()?;
    image.set_src(&address);
    let drawn = JsFuture::from(image.decode()).await.ok();
    drop(Url::revoke_object_url(&address));
    drawn?;
    let canvas: HtmlCanvasElement = page()?.create_element("canvas").ok()?.dyn_into().ok()?;
    canvas.set_width(pixels(size.width));
    canvas.set_height(pixels(size.height));
    let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    let (width, height) = (size.width * PICTURE_SCALE, size.height * PICTURE_SCALE);
    context.draw_image_with_html_image_element_and_dw_and_dh(&image, 0.0, 0.0, width, height).ok()?;
    let blob: Blob = JsFuture::from(png(&canvas)).await.ok()?.dyn_into().ok()?;
    let address = Url::create_object_url_with_blob(&blob).ok()?;
    let saved = click(name, &address);
    drop(Url::revoke_object_url(&address));
    saved
}

/// Copies a text; `None` when the browser does not allow it.
pub async fn copy(text: &str) -> Option<()> {
    let clipboard = web_sys::window()?.navigator().clipboard();
    JsFuture::from(clipboard.write_text(text)).await.ok().map(drop)
}

/// The page's address without query and fragment.
pub fn page_address() -> String {
    let location = web_sys::window().map(|window| window.location());
    let part =
        |read: fn(&web_sys::Location) -> Result<String, JsValue>| location.as_ref().and_then(|own| read(own).ok());
    format!(
        "{}{}",
        part(web_sys::Location::origin).unwrap_or_default(),
        part(web_sys::Location::pathname).unwrap_or_default()
    )
}

fn page() -> Option<web_sys::Document> {
    web_sys::window()?.document()
}

fn address_of(bytes: &[u8], media_type: &str) -> Option<String> {
    let parts = Array::of1(&Uint8Array::from(bytes));
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &options).ok()?;
    Url::create_object_url_with_blob(&blob).ok()
}

fn click(name: &str, address: &str) -> Option<()> {
    let link: HtmlAnchorElement = page()?.create_element("a").ok()?.dyn_into().ok()?;
    link.set_href(address);
    link.set_download(name);
    link.click();
    Some(())
}

fn png(canvas: &HtmlCanvasElement) -> Promise {
    Promise::new(&mut |resolve, reject| {
        let made = Closure::once_into_js(move |blob: JsValue| drop(resolve.call1(&JsValue::UNDEFINED, &blob)));
        if canvas.to_blob(made.unchecked_ref()).is_err() {
            drop(reject.call0(&JsValue::UNDEFINED));
        }
    })
}

#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "saturates, as wanted"
)]
fn pixels(length: f64) -> u32 {
    (length * PICTURE_SCALE).ceil() as u32
}
