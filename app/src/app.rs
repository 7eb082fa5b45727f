//! The app: environment, routes, nothing else.

use std::rc::Rc;

use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::{
    NavigateOptions,
    components::{Redirect, Route, Router, Routes},
    path,
};

use crate::{
    browser::{fetch::BrowserFetch, settings::Settings},
    data::Repository,
    i18n::Language,
    state::handle::current_query,
    views::{explorer::Explorer, not_found::NotFound},
};

/// What does not change while the page is open.
#[derive(Clone, Copy)]
pub(crate) struct Environment {
    /// Where the site lives.
    pub(crate) settings: StoredValue<Settings>,
    /// The published files.
    pub(crate) repository: StoredValue<Repository, LocalStorage>,
}

impl Environment {
    /// The path of the explorer in a language.
    pub(crate) fn path(&self, language: Language) -> String {
        self.settings.with_value(|settings| format!("{}{}/", settings.base, language.tag()))
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
        <Router base=base>
            <Routes fallback=NotFound>
                <Route path=path!("/") view=ToFirstLanguage/>
                <Route path=path!("/da") view=|| view! { <Explorer language=Language::Danish/> }/>
                <Route path=path!("/en") view=|| view! { <Explorer language=Language::English/> }/>
            </Routes>
        </Router>
    }
}

/// The root has no page of its own; what its address asks for is shown in Danish.
#[component]
fn ToFirstLanguage() -> impl IntoView {
    let query = current_query();
    let path = expect_context::<Environment>().path(Language::Danish);
    let path = if query.is_empty() { path } else { format!("{path}?{query}") };
    view! { <Redirect path=path options=NavigateOptions { replace: true, resolve: false, ..NavigateOptions::default() }/> }
}
