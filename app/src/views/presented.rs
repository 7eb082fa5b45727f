//! Pages that show what a function made of the publication: head, content, foot.

use std::sync::Arc;

use crate::reactive::{Derived, part};
use futures::{FutureExt as _, future::LocalBoxFuture};
use leptos::{html::Div, prelude::*};
use leptos_meta::{Html, Title};
use naerblik_shared::manifest::Manifest;

use crate::{
    app::Environment,
    browser::{content, page::origin, small_trend},
    components::{
        fictive_banner::FictiveBanner, problem::LoadProblem, site_foot::SiteFoot, site_header::SiteHeader,
        skeleton::Skeleton,
    },
    data::{LoadError, Repository},
    i18n::{Language, Phrase},
    markup::{Links, html::Html as Markup},
    state::{Place, ViewState, ViewStateHandle, handle::address},
    view_model::profile::Extent,
};

/// What a page is made for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Request {
    /// The page.
    pub(crate) place: Place,
    /// What else the address says.
    pub(crate) state: ViewState,
    /// The reader's language.
    pub(crate) language: Language,
    /// The path of the site, ending in `/`.
    pub(crate) base: String,
}

impl Request {
    /// Where pages lie.
    pub(crate) fn links(&self) -> Links<'_> {
        Links { base: &self.base, language: self.language }
    }

    /// The address of the page for others, with what it shows when that is not the page's own choice.
    pub(crate) fn absolute(&self, state: &ViewState) -> String {
        format!("{}{}", origin(), address(&self.links().to(&self.place), state))
    }
}

/// A finished page.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Finished {
    /// The title of the browser's window.
    pub(crate) title: String,
    /// The content.
    pub(crate) content: String,
    /// The publication it was made from.
    pub(crate) manifest: Arc<Manifest>,
    /// Whether more of it can be loaded.
    pub(crate) extent: Extent,
}

/// Makes a page: at first what is there soon, then everything.
pub(crate) type Make = fn(Repository, Request, Extent) -> LocalBoxFuture<'static, Result<Finished, LoadError>>;

/// Makes what stands above the content, given what is known of the publication.
pub(crate) type Above = fn(Language, Derived<Option<Arc<Manifest>>>) -> AnyView;

/// Head, what stands above the content, content, foot.
#[component]
pub(crate) fn Presented(
    /// The page.
    place: Place,
    /// The reader's language.
    language: Language,
    /// Makes the content.
    make: Make,
    /// What does not wait for the publication; it has the heading then.
    #[prop(optional)]
    above: Option<Above>,
) -> impl IntoView {
    let environment = expect_context::<Environment>();
    let handle = ViewStateHandle::from_router();
    provide_context(language);
    provide_context(handle);
    let parsed = handle.parsed();
    let request = Derived::new(move || Request {
        place: place.clone(),
        state: parsed.with(|parsed| parsed.state.clone()),
        language,
        base: environment.settings.with_value(|settings| settings.base.clone()),
    });
    let (finished, problem, retry) = follow(request, make);
    let manifest = Derived::fresh(move || finished.with(|own| own.as_ref().map(|own| Arc::clone(&own.manifest))));
    let fictive = Derived::fresh(move || manifest.with(|own| own.as_ref().and_then(|own| own.fictive.clone())));
    let has_page = Derived::new(move || finished.with(Option::is_some));
    let window_title = move || {
        let site = Phrase::SiteName.say(language);
        finished.with(|own| own.as_ref().map_or_else(|| site.to_owned(), |own| format!("{} – {site}", own.title)))
    };
    let presented = NodeRef::<Div>::new();
    Effect::new(move |_| {
        let content = finished.with(|own| own.as_ref().map(|own| own.content.clone()).unwrap_or_default());
        if let Some(presented) = presented.get() {
            content::replace(&presented, &content);
        }
    });
    let on_keydown = |event: leptos::ev::KeyboardEvent| {
        if small_trend::press(&event) {
            event.prevent_default();
        }
    };
    view! {
        <Html attr:lang=language.tag()/>
        <Title text=window_title/>
        <a class="skipnav" href="#main">{Phrase::SkipToContent.say(language)}</a>
        <FictiveBanner notice=fictive/>
        <SiteHeader/>
        <main id="main" class="page" tabindex="-1">
            {above.map(|above| above(language, manifest))}
            <LoadProblem problem=problem has_figures=has_page on_retry=retry/>
            {part(move || (!has_page.get() && problem.with(Option::is_none)).then(|| waiting(above)))}
            <div class="presented" node_ref=presented on:keydown=on_keydown></div>
        </main>
        <SiteFoot/>
    }
}

/// Grey shapes in the place of the content.
fn waiting(above: Option<Above>) -> AnyView {
    if above.is_some() {
        view! { <div class="skeleton" aria-hidden="true"><div class="skeleton-chart"></div></div> }.into_any()
    } else {
        view! { <Skeleton/> }.into_any()
    }
}

type Followed = (Derived<Option<Finished>>, Derived<Option<LoadError>>, Callback<()>);

/// Makes the page for the newest request in two steps; holds the last one until then.
fn follow(request: Derived<Request>, make: Make) -> Followed {
    let repository = expect_context::<Environment>().repository;
    let attempt = RwSignal::new(0_u32);
    // A page that is left behind may still be asked to load: it then has no request any more.
    let first = Derived::fetched(move || {
        attempt.track();
        request_for(make, repository.get_value(), request.try_get(), Extent::Headlines)
    });
    let more = Derived::fetched(move || {
        let first = first.try_get().flatten().flatten().and_then(Result::ok);
        let wanted = first.filter(|(_, own)| own.extent == Extent::Headlines);
        request_for(make, repository.get_value(), wanted.map(|(request, _)| request), Extent::Everything)
    });
    let first = Derived::fresh(move || first.get().flatten());
    let whole = Derived::fresh(move || more.get().flatten());
    let finished = Derived::following(move |before: Option<&Option<Finished>>| {
        let wanted = request.get();
        let is_wanted = |own: &(Request, Finished)| own.0 == wanted;
        let whole = whole.get().and_then(Result::ok).filter(is_wanted);
        let found = whole.or_else(|| first.get().and_then(Result::ok).filter(is_wanted));
        found.map(|(_, own)| own).or_else(|| before.cloned().flatten())
    });
    let problem = Derived::new(move || first.get().and_then(Result::err).or_else(|| whole.get().and_then(Result::err)));
    (finished, problem, Callback::new(move |()| attempt.update(|attempt| *attempt += 1)))
}

type Outcome = Option<Result<(Request, Finished), LoadError>>;

fn request_for(
    make: Make,
    repository: Repository,
    wanted: Option<Request>,
    extent: Extent,
) -> LocalBoxFuture<'static, Outcome> {
    async move {
        let request = wanted?;
        let page = make(repository, request.clone(), extent).await;
        Some(page.map(|own| (request, own)))
    }
    .boxed_local()
}

/// A finished page without more to load.
pub(crate) fn whole(title: &str, content: Markup, manifest: Arc<Manifest>) -> Finished {
    Finished { title: title.to_owned(), content: content.into_text(), manifest, extent: Extent::Everything }
}
