//! The finding, short facts, and the way around a hidden figure.

use std::sync::Arc;

use crate::reactive::{Derived, part, told};
use leptos::prelude::*;

use crate::{
    i18n::{Language, Phrase, Saying},
    state::{ViewState, ViewStateHandle},
    view_model::{
        Page,
        nearest::{Nearest, Step},
        page::{Chip, Tone},
    },
};

/// The answer before any picture.
#[component]
pub(crate) fn Finding(
    /// The page.
    page: Derived<Arc<Page>>,
) -> impl IntoView {
    let finding = Derived::fresh(move || page.with(|page| page.finding.clone()));
    let chips = Derived::fresh(move || page.with(|page| page.chips.clone()));
    let nearest = Derived::fresh(move || page.with(|page| page.nearest.clone()));
    view! {
        <p class="finding">{part(move || finding.get())}</p>
        <WhyNot page=page/>
        <NearestFigures nearest=nearest/>
        <ul class="chips no-max-width">{part(move || chips.get().into_iter().map(chip).collect_view())}</ul>
    }
}

/// Why the page's own figure is withheld.
#[component]
fn WhyNot(page: Derived<Arc<Page>>) -> impl IntoView {
    let language = expect_context::<Language>();
    let reason = Derived::fresh(move || page.with(|page| page.is_withheld.then(|| page.about.withheld.clone())));
    let shown = move || {
        reason.get().map(|reason| {
            view! {
                <details class="about-details why-not">
                    <summary>{Saying::WhyNot.say(language)}</summary>
                    <p>{reason}</p>
                    <p>{Saying::WhyNotZero.say(language)}</p>
                </details>
            }
        })
    };
    view! { {part(shown)} }
}

fn chip(chip: Chip) -> AnyView {
    let class = match chip.tone {
        Tone::Plain => "chip",
        Tone::Caution => "chip chip-caution",
    };
    view! { <li class=class>{chip.text}</li> }.into_any()
}

#[component]
fn NearestFigures(nearest: Derived<Vec<Nearest>>) -> impl IntoView {
    let language = expect_context::<Language>();
    let handle = expect_context::<ViewStateHandle>();
    let item = move |own: Nearest| {
        let link = move || handle.link(|state| take(state, &own.step));
        view! { <li><a href=told(link)>{own.text}</a></li> }
    };
    let shown = move || {
        let nearest = nearest.get();
        (!nearest.is_empty()).then(|| {
            view! {
                <div class="nearest">
                    <p>{Phrase::NearestLabel.say(language)}</p>
                    <ul class="no-max-width">{nearest.into_iter().map(item).collect_view()}</ul>
                </div>
            }
        })
    };
    view! { {part(shown)} }
}

fn take(state: &mut ViewState, step: &Step) {
    match step {
        Step::Period(period) => state.period = Some(*period),
        Step::Filter(dimension, member) => state.set_filter(*dimension, member.clone()),
        Step::Everybody => (state.age, state.sex, state.home, state.disease) = (None, None, None, None),
        Step::Area(area) => state.area = Some(area.clone()),
    }
}
