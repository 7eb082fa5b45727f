//! The explorer: one view over conditions and interventions.

use std::sync::Arc;

use crate::reactive::{Derived, part, told};
use leptos::prelude::*;
use leptos_meta::{Html, Title};

use super::publication::Publication;
use crate::{
    browser::focus::focus,
    components::{
        about::AboutFigures,
        breadcrumb::Breadcrumb,
        fictive_banner::FictiveBanner,
        filter_bar::FilterBar,
        finding::Finding,
        heading::{HEADING_ID, PageHeading},
        notice::LinkNotice,
        problem::LoadProblem,
        site_foot::SiteFoot,
        site_header::SiteHeader,
        skeleton::Skeleton,
        tabs::Tabs,
    },
    i18n::{Language, Phrase},
    state::ViewStateHandle,
    view_model::Page,
};

/// The whole explorer in a language.
#[component]
pub(crate) fn Explorer(
    /// The reader's language.
    language: Language,
) -> impl IntoView {
    let handle = ViewStateHandle::from_router();
    provide_context(language);
    provide_context(handle);
    let publication = Publication::follow(handle, language);
    let Publication { manifest, page, problem, retry, issues, .. } = publication;
    let fictive = Derived::fresh(move || manifest.with(|own| own.as_ref().and_then(|own| own.fictive.clone())));
    let has_page = Derived::new(move || page.with(Option::is_some));
    let report = move || {
        let first = has_page.get().then(|| page.get_untracked()).flatten();
        match first {
            Some(first) => {
                let page = Derived::fresh(move || page.get().unwrap_or_else(|| Arc::clone(&first)));
                view! { <Report page=page publication=publication/> }.into_any()
            }
            None if problem.with(Option::is_some) => {
                view! { <h1 class="sr-only">{Phrase::SiteName.say(language)}</h1> }.into_any()
            }
            None => view! { <Skeleton/> }.into_any(),
        }
    };
    view! {
        <Html attr:lang=language.tag()/>
        <a class="skipnav" href="#main">{Phrase::SkipToContent.say(language)}</a>
        <FictiveBanner notice=fictive/>
        <SiteHeader/>
        <main id="main" class="page" tabindex="-1">
            <LinkNotice issues=issues/>
            <LoadProblem problem=problem has_figures=has_page on_retry=retry/>
            {part(report)}
        </main>
        <SiteFoot/>
    }
}

/// Everything about one view; it follows the page signal and is built once.
#[component]
fn Report(page: Derived<Arc<Page>>, publication: Publication) -> impl IntoView {
    let language = expect_context::<Language>();
    let heading = Derived::new(move || page.with(|page| page.heading.clone()));
    let area = Derived::new(move || page.with(|page| page.view.area.clone()));
    Effect::new(move |before: Option<_>| {
        let now = area.get();
        if before.is_some_and(|before| before != now) {
            // Moving the focus lays the page out; so it waits until everything has changed.
            request_animation_frame(|| focus(HEADING_ID));
        }
        now
    });
    let is_behind = Derived::new(move || publication.is_behind());
    view! {
        <Title text=move || heading.with(|heading| heading.document_title(language))/>
        <Breadcrumb heading=heading via=Derived::fresh(move || page.with(|page| page.view.via)) manifest=publication.manifest/>
        <article class="report" aria-labelledby=HEADING_ID aria-busy=told(move || is_behind.get().to_string())>
            <PageHeading heading=heading/>
            <Finding page=page/>
            <FilterBar
                publication_view=publication.view
                choices=publication.choices
                manifest=publication.manifest
                on_near=publication.expect
            />
            <p class="status" role="status">
                {part(move || if is_behind.get() { Phrase::LoadingNext.say(language).to_owned() } else { String::new() })}
            </p>
            <Tabs page=page/>
            <AboutFigures page=page/>
        </article>
        <p class="sr-only" role="status">{part(move || heading.with(|heading| heading.title.clone()))}</p>
    }
}
