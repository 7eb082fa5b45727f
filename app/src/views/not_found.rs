//! An address that leads nowhere.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::{
    app::Environment,
    i18n::{Language, Phrase},
};

/// Says in both languages that there is no such page, and where to go.
#[component]
pub(crate) fn NotFound() -> impl IntoView {
    let environment = expect_context::<Environment>();
    let section = move |language: Language| {
        view! {
            <section lang=language.tag()>
                <h1>{Phrase::PageNotFound.say(language)}</h1>
                <p><a href=environment.path(language)>{Phrase::ToFrontPage.say(language)}</a></p>
            </section>
        }
    };
    view! {
        <Title text=Phrase::SiteName.say(Language::Danish)/>
        <main id="main" class="page">{Language::ALL.map(section)}</main>
    }
}
