//! The app: environment, addresses, nothing else.

use std::rc::Rc;

use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::components::Router;

use crate::{
    browser::{fetch::BrowserFetch, focus::focus_when_there, settings::Settings},
    data::Repository,
    i18n::Language,
    markup::profile::HEADING_ID,
    reactive::part,
    state::{Place, ViewState, handle},
    views::{
        area::AreaProfile, explorer::Explorer, front::FrontPage, not_found::NotFound, text_page::AccessibilityPage,
        text_page::MethodPage,
    },
};

/// What does not change while the page is open.
#[derive(Clone, Copy)]
pub(crate) struct Environment {
    /// Where the site lives.
    pub(crate) settings: StoredValue<Settings>,
    /// The published files.
    pub(crate) repository: StoredValue<Repository, LocalStorage>,
}

/// The page that is open, for the links that every page has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Here(pub(crate) Option<Place>);

impl Environment {
    /// The address of a page in a language.
    pub(crate) fn path(&self, place: &Place, language: Language) -> String {
        self.settings.with_value(|settings| format!("{}{}", settings.base, place.path(language)))
    }

    /// The address of the figure page for a state.
    pub(crate) fn figure(&self, state: &ViewState, language: Language) -> String {
        handle::address(&self.path(&Place::Figure, language), state)
    }

    /// What follows the base in an address; the whole address when it lies elsewhere.
    pub(crate) fn below(&self, path: &str) -> String {
        self.settings.with_value(|settings| {
            let base = settings.base.trim_end_matches('/');
            path.strip_prefix(base).unwrap_or(path).trim_start_matches('/').to_owned()
        })
    }
}

/// The whole page.
#[component]
pub(crate) fn App() -> impl IntoView {
    provide_meta_context();
    let settings = Settings::read();
    let base = settings.base.trim_end_matches('/').to_owned();
    let repository = Repository::new(settings.data.clone(), Rc::new(BrowserFetch));
    provide_context(Environment {
        settings: StoredValue::new(settings),
        repository: StoredValue::new_local(repository),
    });
    view! {
        // No routes: every address goes through `Place`, which can be tested without a browser.
        <Router base=base><Page/></Router>
    }
}

/// The page of the address.
#[component]
fn Page() -> impl IntoView {
    let environment = expect_context::<Environment>();
    let place = handle::follow_forwards(environment);
    handle::arrive();
    Effect::new(move |before: Option<_>| {
        let now = place.get();
        // The browser moves the focus to a new page's beginning; within one document that is ours to do.
        if before.is_some_and(|before| before != now) {
            focus_when_there(HEADING_ID);
        }
        now
    });
    // A page is taken down and another put up, never one turned into the other: pages of two types take turns.
    let mut is_odd = false;
    view! {
        {part(move || {
            is_odd = !is_odd;
            let page = open(place.get());
            if is_odd { page } else { (page,).into_any() }
        })}
    }
}

/// Puts up the page of a place.
fn open(place: Option<(Language, Place)>) -> AnyView {
    provide_context(Here(place.as_ref().map(|(_, place)| place.clone())));
    match place {
        Some((language, Place::Front)) => view! { <FrontPage language=language/> }.into_any(),
        Some((language, Place::Figure)) => view! { <Explorer language=language/> }.into_any(),
        Some((language, Place::Area(area))) => view! { <AreaProfile language=language area=area/> }.into_any(),
        Some((language, Place::Method)) => view! { <MethodPage language=language/> }.into_any(),
        Some((language, Place::Accessibility)) => view! { <AccessibilityPage language=language/> }.into_any(),
        None => view! { <NotFound/> }.into_any(),
    }
}
