//! The dashboard: published figures in the browser, without a server behind it.
//!
//! The data path inside the app: the URL says a [`state::ViewState`]; [`state::resolve`] makes it right for the
//! publication; [`data::Repository`] loads the cubes; [`view_model`] turns cells into words and numbers;
//! [`charts`] and the components show them. A reader's action changes the URL, and everything follows from there.
//!
//! Start reading at `app.rs`.

#![expect(unreachable_pub, reason = "the component macro writes `pub` whatever visibility a component has")]

mod app;
pub mod browser;
pub mod charts;
mod components;
pub mod data;
pub mod export;
pub mod i18n;
pub mod markup;
pub mod order;
pub mod reactive;
pub mod state;
#[cfg(test)]
mod testing;
pub mod view_model;
mod views;

/// Puts the app into the page.
pub fn start() {
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(app::App);
}
