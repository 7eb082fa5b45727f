//! The foot of every page.

use leptos::prelude::*;

use crate::{
    app::Environment,
    i18n::Language,
    markup::{Links, foot::foot},
};

/// Links to method and accessibility.
#[component]
pub(crate) fn SiteFoot() -> impl IntoView {
    let language = expect_context::<Language>();
    let environment = expect_context::<Environment>();
    let content =
        environment.settings.with_value(|settings| foot(&Links { base: &settings.base, language }).into_text());
    view! { <footer class="site-foot" inner_html=content></footer> }
}
