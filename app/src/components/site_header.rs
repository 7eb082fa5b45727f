//! Name of the site, its pages, and choice of language.

use crate::reactive::told;
use leptos::prelude::*;
use naerblik_shared::schema::MemberCode;

use crate::{
    app::{Environment, Here},
    i18n::{Language, PageText, Phrase},
    state::{Place, ViewStateHandle},
};

/// The area page that the head leads to.
const COUNTRY: &str = "dk";

/// The head of every page.
#[component]
pub(crate) fn SiteHeader() -> impl IntoView {
    let language = expect_context::<Language>();
    let environment = expect_context::<Environment>();
    let handle = expect_context::<ViewStateHandle>();
    let here = use_context::<Here>().and_then(|here| here.0);
    let own_place = here.clone().unwrap_or(Place::Front);
    let choice = move |own: Language| {
        if own == language {
            return view! { <li><span aria-current="true" lang=own.tag()>{own.name()}</span></li> }.into_any();
        }
        let path = environment.path(&own_place, own);
        let link = move || handle.link_at(&path);
        view! { <li><a href=told(link) lang=own.tag() hreflang=own.tag()>{own.name()}</a></li> }.into_any()
    };
    let country = MemberCode::parse(COUNTRY).ok().map(|country| (PageText::NavAreas, Place::Area(country)));
    let pages = [Some((PageText::NavFigures, Place::Figure)), country, Some((PageText::NavMethod, Place::Method))];
    let page = move |(name, place): (PageText, Place)| {
        let is_here = here.as_ref().is_some_and(|here| std::mem::discriminant(here) == std::mem::discriminant(&place));
        let current = is_here.then_some("true");
        view! { <li><a href=environment.path(&place, language) aria-current=current>{name.say(language)}</a></li> }
    };
    view! {
        <header class="site-header">
            <div class="width site-header-row">
                <a class="site-name" href=environment.path(&Place::Front, language)>
                    <strong>{Phrase::SiteName.say(language)}</strong>
                    <span>{Phrase::SiteSubtitle.say(language)}</span>
                </a>
                <nav class="site-pages" aria-label=PageText::NavLabel.say(language)>
                    <ul>{pages.into_iter().flatten().map(page).collect_view()}</ul>
                </nav>
                <nav class="languages" aria-label=Phrase::LanguageSwitch.say(language)>
                    <ul>{Language::ALL.map(choice)}</ul>
                </nav>
            </div>
        </header>
    }
}
