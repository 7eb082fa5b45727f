//! The shape of the page before the first figures are there.

use leptos::prelude::*;

use crate::i18n::{Language, Phrase};

/// Grey shapes with a word for those who do not see them.
#[component]
pub(crate) fn Skeleton() -> impl IntoView {
    let language = expect_context::<Language>();
    view! {
        <div class="skeleton" aria-busy="true">
            <h1 class="sr-only">{Phrase::SiteName.say(language)}</h1>
            <p class="sr-only" role="status">{Phrase::Loading.say(language)}</p>
            <div class="skeleton-line skeleton-short"></div>
            <div class="skeleton-line skeleton-title"></div>
            <div class="skeleton-line"></div>
            <div class="skeleton-line skeleton-filters"></div>
            <div class="skeleton-chart"></div>
        </div>
    }
}
