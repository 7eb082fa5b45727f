//! The foot of every figure: source, date, breaks, declaration, licence.

use std::sync::Arc;

use crate::reactive::{Derived, part};
use leptos::prelude::*;

use super::figure_links::FigureLinks;
use crate::{
    i18n::{Language, Phrase},
    view_model::{Page, about::About},
};

/// Where the figures come from and what they leave out.
#[component]
pub(crate) fn AboutFigures(
    /// The page.
    page: Derived<Arc<Page>>,
) -> impl IntoView {
    let language = expect_context::<Language>();
    let about = Derived::new(move || page.with(|page| page.about.clone()));
    view! {
        <footer class="about" aria-label=Phrase::FooterLabel.say(language)>
            {part(move || breaks(&about.get(), language))}
            <p class="source">{part(move || about.with(|about| about.line.clone()))}</p>
            <details class="about-details">
                <summary>{Phrase::WhyHidden.say(language)}</summary>
                <p>{part(move || about.with(|about| about.withheld.clone()))}</p>
            </details>
            <details class="about-details">
                <summary>{Phrase::Declaration.say(language)}</summary>
                <dl>{part(move || declaration(&about.get()))}</dl>
            </details>
            <FigureLinks page=page/>
            <p class="licence">{Phrase::MapLicence.say(language)}</p>
        </footer>
    }
}

fn breaks(about: &About, language: Language) -> Option<AnyView> {
    let item = |(month, label, explanation): &(String, String, String)| {
        view! {
            <li><strong>{month.clone()} ": " {label.clone()} "."</strong> " " {explanation.clone()}</li>
        }
    };
    (!about.breaks.is_empty()).then(|| {
        view! {
            <section class="breaks" aria-label=Phrase::SeriesBreaks.say(language)>
                <h2>{Phrase::SeriesBreaks.say(language)}</h2>
                <ul>{about.breaks.iter().map(item).collect_view()}</ul>
            </section>
        }
        .into_any()
    })
}

fn declaration(about: &About) -> Vec<AnyView> {
    let part =
        |(head, text): &(&'static str, String)| view! { <div><dt>{*head}</dt><dd>{text.clone()}</dd></div> }.into_any();
    about.declaration.iter().map(part).collect()
}
