//! Name of the site and choice of language.

use leptos::prelude::*;

use crate::{
    app::Environment,
    i18n::{Language, Phrase},
    state::ViewStateHandle,
};

/// The head of every page.
#[component]
pub(crate) fn SiteHeader() -> impl IntoView {
    let language = expect_context::<Language>();
    let environment = expect_context::<Environment>();
    let handle = expect_context::<ViewStateHandle>();
    let choice = move |own: Language| {
        if own == language {
            return view! { <li><span aria-current="true" lang=own.tag()>{own.name()}</span></li> }.into_any();
        }
        let link = move || handle.link_at(&environment.path(own));
        view! { <li><a href=link lang=own.tag() hreflang=own.tag()>{own.name()}</a></li> }.into_any()
    };
    view! {
        <header class="site-header">
            <div class="width site-header-row">
                <a class="site-name" href=environment.path(language)>
                    <strong>{Phrase::SiteName.say(language)}</strong>
                    <span>{Phrase::SiteSubtitle.say(language)}</span>
                </a>
                <nav class="languages" aria-label=Phrase::LanguageSwitch.say(language)>
                    <ul>{Language::ALL.map(choice)}</ul>
                </nav>
            </div>
        </header>
    }
}
