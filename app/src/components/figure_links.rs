//! Where a figure leads on: to its area, to the method, to those who answer for it.

use std::sync::Arc;

use crate::reactive::Derived;
use leptos::prelude::*;

use crate::{
    app::Environment,
    browser::page::origin,
    i18n::{Language, PageText},
    markup::{
        Links,
        foot::{feedback, feedback_address},
        html::{el, link},
    },
    state::Place,
    view_model::{Page, headline::permanent},
};

/// Links at the foot of a figure; the mail names the figure's lasting link and the version.
#[component]
pub(crate) fn FigureLinks(
    /// The page.
    page: Derived<Arc<Page>>,
) -> impl IntoView {
    let language = expect_context::<Language>();
    let environment = expect_context::<Environment>();
    let content = move || {
        page.with(|page| {
            environment.settings.with_value(|settings| {
                let links = Links { base: &settings.base, language };
                let address = format!("{}{}", origin(), links.figure(&permanent(&page.view)));
                let manifest = &page.manifest;
                let mail = feedback_address(manifest, (&page.heading.title, &address), language);
                let area = page.heading.crumbs.last().map(|crumb| crumb.name.as_str()).unwrap_or_default();
                let area = format!("{} {area}", PageText::ToProfile.say(language));
                let items = [
                    link(&links.to(&Place::Area(page.view.area.clone())), &area),
                    link(&links.to(&Place::Method), PageText::MethodTitle.say(language)),
                    feedback(&mail, language),
                ];
                el("ul", &[], items.map(|item| el("li", &[], [item]))).into_text()
            })
        })
    };
    view! { <div class="figure-links" inner_html=content></div> }
}
