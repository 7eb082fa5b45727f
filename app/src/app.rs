//! The app.
use leptos::prelude::*;
#[component]
pub(crate) fn App() -> impl IntoView {}
