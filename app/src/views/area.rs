//! The profile of an area.

use std::sync::Arc;

use futures::{FutureExt as _, future::LocalBoxFuture};
use leptos::prelude::*;
use naerblik_shared::schema::MemberCode;

use super::presented::{Finished, Presented, Request, whole};
use crate::{
    data::{LoadError, Repository},
    i18n::{Language, PageText, Phrase},
    markup::{
        foot::{feedback, feedback_address},
        html::{el, join, link, said},
        profile as markup,
    },
    state::{Place, ViewState},
    view_model::profile::{Extent, Profile, all_queries, first_queries, view},
};

/// Everything about one area.
#[component]
pub(crate) fn AreaProfile(
    /// The reader's language.
    language: Language,
    /// The code in the address.
    area: MemberCode,
) -> impl IntoView {
    view! { <Presented place=Place::Area(area) language=language make=make/> }
}

fn make(
    repository: Repository,
    request: Request,
    extent: Extent,
) -> LocalBoxFuture<'static, Result<Finished, LoadError>> {
    async move {
        let manifest = repository.manifest().await?;
        let Place::Area(area) = &request.place else { return Err(LoadError::Incomplete { what: "area" }) };
        let Some(shown) = view(&manifest, area, &request.state) else {
            return Ok(whole(PageText::ProfileUnknown.say(request.language), unknown(&request), manifest));
        };
        let queries = match extent {
            Extent::Headlines => first_queries(&manifest, &shown),
            Extent::Everything => all_queries(&manifest, &shown),
        };
        let gathered = repository.gather(Arc::clone(&manifest), queries).await?;
        let profile = Profile::present(&gathered, &shown, extent, request.language)
            .ok_or(LoadError::Incomplete { what: "profile of the area" })?;
        let links = request.links();
        let lasting = request.absolute(&ViewState { period: Some(shown.period), ..ViewState::default() });
        let mail = feedback_address(&manifest, (&profile.title, &lasting), request.language);
        let mail = el("p", &[("class", "screen-only")], [feedback(&mail, request.language)]);
        let cite = el("p", &[("class", "print-only source")], [link(&lasting, &lasting)]);
        let content = join([markup::profile(&profile, &links), cite, mail]);
        let content = el("article", &[("class", "profile"), ("aria-labelledby", markup::HEADING_ID)], [content]);
        Ok(Finished { title: profile.title, content: content.into_text(), manifest, extent })
    }
    .boxed_local()
}

fn unknown(request: &Request) -> crate::markup::html::Html {
    let title = PageText::ProfileUnknown.say(request.language);
    let heading = el("h1", &[("id", markup::HEADING_ID), ("tabindex", "-1")], [crate::markup::html::text(title)]);
    let home = link(&request.links().to(&Place::Front), Phrase::ToFrontPage.say(request.language));
    let help = said("p", "", PageText::ProfileUnknownHelp.say(request.language));
    el("div", &[("class", "lost")], [heading, help, el("p", &[], [home])])
}
