//! Pages of text: method and accessibility. The text lies in files beside the app, one for each language.

use futures::{FutureExt as _, future::LocalBoxFuture};
use leptos::prelude::*;

use super::presented::{Finished, Presented, Request};
use crate::{
    browser::fetch::BrowserFetch,
    data::{Fetch as _, Freshness, LoadError, Repository},
    i18n::{Language, PageText},
    markup::{
        foot::{feedback, feedback_address},
        html::{Html, el, join},
        method::method,
        profile::HEADING_ID,
    },
    state::{Place, ViewState},
    view_model::profile::Extent,
};

/// How the figures come to be.
#[component]
pub(crate) fn MethodPage(
    /// The reader's language.
    language: Language,
) -> impl IntoView {
    view! { <Presented place=Place::Method language=language make=make/> }
}

/// The accessibility statement.
#[component]
pub(crate) fn AccessibilityPage(
    /// The reader's language.
    language: Language,
) -> impl IntoView {
    view! { <Presented place=Place::Accessibility language=language make=make/> }
}

fn make(
    repository: Repository,
    request: Request,
    _extent: Extent,
) -> LocalBoxFuture<'static, Result<Finished, LoadError>> {
    async move {
        let language = request.language;
        let (name, title) = match request.place {
            Place::Accessibility => ("accessibility", PageText::AccessibilityTitle),
            _ => ("method", PageText::MethodTitle),
        };
        let manifest = repository.manifest().await?;
        let path = format!("pages/{name}.{}.html", language.tag());
        let fetched = BrowserFetch.fetch(format!("{}{path}", request.base), Freshness::Revalidated).await;
        let bytes = fetched.map_err(|source| LoadError::Fetch { what: path, source })?;
        let own = match request.place {
            Place::Accessibility => Html::default(),
            _ => method(&manifest, language),
        };
        let title = title.say(language);
        let address = request.absolute(&ViewState::default());
        let mail = feedback(&feedback_address(&manifest, (title, &address), language), language);
        let after = join([own, el("p", &[("class", "screen-only")], [mail])]).into_text();
        let written = String::from_utf8_lossy(&bytes);
        let content =
            format!("<article class=\"text-page\" aria-labelledby=\"{HEADING_ID}\">{written}{after}</article>");
        Ok(Finished { title: title.to_owned(), content, manifest, extent: Extent::Everything })
    }
    .boxed_local()
}
