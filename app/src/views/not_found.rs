//! An address that leads nowhere.

use leptos::prelude::*;
use leptos_meta::{Html, Title};

use crate::{
    app::Environment,
    components::site_header::SiteHeader,
    i18n::{Language, Phrase},
    state::{Place, ViewStateHandle, handle::current_path},
};

/// Says that there is no such page, and where to go, in the language that the address begins with.
#[component]
pub(crate) fn NotFound() -> impl IntoView {
    let environment = expect_context::<Environment>();
    let path = current_path();
    let asked = |language: &Language| path.starts_with(&environment.path(&Place::Front, *language));
    let language = Language::ALL.into_iter().find(asked).unwrap_or(Language::Danish);
    provide_context(language);
    provide_context(ViewStateHandle::from_router());
    let title = Phrase::PageNotFound.say(language);
    view! {
        <Html attr:lang=language.tag()/>
        <Title text=format!("{title} – {}", Phrase::SiteName.say(language))/>
        <SiteHeader/>
        <main id="main" class="page">
            <div class="lost">
                <h1>{title}</h1>
                <p>{Phrase::PageNotFoundHelp.say(language)}</p>
                <p><a href=environment.path(&Place::Front, language)>{Phrase::ToFrontPage.say(language)}</a></p>
            </div>
        </main>
    }
}
