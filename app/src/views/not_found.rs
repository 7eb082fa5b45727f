//! An address that leads nowhere.

use crate::reactive::Derived;
use leptos::prelude::*;
use leptos_meta::{Html, Title};

use crate::{
    app::Environment,
    components::{fictive_banner::FictiveBanner, site_foot::SiteFoot, site_header::SiteHeader},
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
    let repository = environment.repository;
    let manifest = Derived::fetched(move || {
        let repository = repository.get_value();
        async move { repository.manifest().await }
    });
    let fictive = Derived::fresh(move || manifest.get().and_then(Result::ok).and_then(|own| own.fictive.clone()));
    let title = Phrase::PageNotFound.say(language);
    view! {
        <Html attr:lang=language.tag()/>
        <Title text=format!("{title} – {}", Phrase::SiteName.say(language))/>
        <a class="skipnav" href="#main">{Phrase::SkipToContent.say(language)}</a>
        <FictiveBanner notice=fictive/>
        <SiteHeader/>
        <main id="main" class="page" tabindex="-1">
            <div class="lost">
                <h1>{title}</h1>
                <p>{Phrase::PageNotFoundHelp.say(language)}</p>
                <p><a href=environment.path(&Place::Front, language)>{Phrase::ToFrontPage.say(language)}</a></p>
            </div>
        </main>
        <SiteFoot/>
    }
}
