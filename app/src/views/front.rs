//! The front page: search, find your municipality, topics, what is new.

use std::sync::Arc;

use crate::reactive::{Derived, part};
use futures::{FutureExt as _, future::LocalBoxFuture};
use leptos::{ev::SubmitEvent, html::Select, prelude::*};
use naerblik_shared::{manifest::Manifest, schema::MemberCode};

use super::presented::{Finished, Presented, Request, whole};
use crate::{
    app::Environment,
    components::search_box::SearchBox,
    data::{LoadError, Repository},
    i18n::{Language, PageText},
    markup::{
        foot::{feedback, feedback_address},
        front as markup,
        html::{el, join},
        profile::HEADING_ID,
    },
    state::{Place, ViewState, handle::navigator},
    view_model::{
        front::{Front, municipalities, queries},
        profile::Extent,
    },
};

/// The first page.
#[component]
pub(crate) fn FrontPage(
    /// The reader's language.
    language: Language,
) -> impl IntoView {
    view! { <Presented place=Place::Front language=language make=make above=hero/> }
}

fn make(
    repository: Repository,
    request: Request,
    _extent: Extent,
) -> LocalBoxFuture<'static, Result<Finished, LoadError>> {
    async move {
        let manifest = repository.manifest().await?;
        let gathered = repository.gather(Arc::clone(&manifest), queries(&manifest)).await?;
        let front = Front::present(&gathered, request.language).ok_or(LoadError::Incomplete { what: "front page" })?;
        let links = request.links();
        let title = PageText::FrontTitle.say(request.language);
        let address = request.absolute(&ViewState::default());
        let mail = feedback(&feedback_address(&manifest, (title, &address), request.language), request.language);
        let content = join([markup::front(&front, &links), el("p", &[], [mail])]);
        Ok(whole(title, content, manifest))
    }
    .boxed_local()
}

/// The question, the search and the municipalities; they do not wait for figures.
fn hero(language: Language, manifest: Derived<Option<Arc<Manifest>>>) -> AnyView {
    view! {
        <div class="hero">
            <h1 id=HEADING_ID tabindex="-1">{PageText::FrontTitle.say(language)}</h1>
            <p class="hero-lead">{PageText::FrontLead.say(language)}</p>
            <div class="hero-ways">
                <SearchBox manifest=manifest/>
                <FindMunicipality manifest=manifest/>
            </div>
        </div>
    }
    .into_any()
}

/// A plain list of the municipalities, for those who would rather choose than type.
#[component]
fn FindMunicipality(manifest: Derived<Option<Arc<Manifest>>>) -> impl IntoView {
    let language = expect_context::<Language>();
    let environment = expect_context::<Environment>();
    let go = navigator();
    let node = NodeRef::<Select>::new();
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        let chosen = node.get_untracked().map(|node| node.value()).unwrap_or_default();
        if let Ok(area) = MemberCode::parse(&chosen) {
            go.run(environment.path(&Place::Area(area), language));
        }
    };
    let options = move || {
        let choices = manifest.with(|own| own.as_ref().map(|own| municipalities(own, language))).unwrap_or_default();
        let option = |own: crate::view_model::front::AreaChoice| {
            view! { <option value=own.code.to_string()>{own.name}</option> }
        };
        choices.into_iter().map(option).collect_view()
    };
    view! {
        <form class="find" on:submit=on_submit>
            <label for="find-municipality">{PageText::FindArea.say(language)}</label>
            <div class="find-row">
                <select id="find-municipality" node_ref=node>
                    <option value="">{PageText::FindAreaChoose.say(language)}</option>
                    {part(options)}
                </select>
                <button type="submit" class="button button-secondary">{PageText::FindAreaGo.say(language)}</button>
            </div>
        </form>
    }
}
