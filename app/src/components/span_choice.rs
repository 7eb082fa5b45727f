//! How far back the trend goes, and where it ends.

use std::sync::Arc;

use crate::reactive::{Derived, part, told};
use leptos::{html::Input, prelude::*};

use crate::{
    i18n::{Language, Phrase, date},
    state::{Span, Transition, ViewStateHandle},
    view_model::{
        Page,
        stretch::{End, Stretch},
    },
};

/// One, three, five or all years, or from one period to another.
#[component]
pub(crate) fn SpanChoice(
    /// The page.
    page: Derived<Arc<Page>>,
) -> impl IntoView {
    let language = expect_context::<Language>();
    let handle = expect_context::<ViewStateHandle>();
    let button = move |(own, label): (Span, &'static str)| {
        let is_chosen = move || page.with(|page| page.view.span == own).to_string();
        let choose = move |_| handle.update(Transition::Replace, |state| state.span = own);
        view! { <button type="button" aria-pressed=told(is_chosen) on:click=choose>{label}</button> }
    };
    let presets = [
        (Span::One, language.pick("1 år", "1 year")),
        (Span::Three, language.pick("3 år", "3 years")),
        (Span::Five, language.pick("5 år", "5 years")),
        (Span::All, Phrase::SpanAll.say(language)),
    ];
    view! {
        <div class="segments" role="group" aria-label=Phrase::SpanLabel.say(language)>{presets.map(button)}</div>
    }
}

/// Sliders for the first and the last period of the trend.
#[component]
pub(crate) fn SpanSliders(
    /// The page.
    page: Derived<Arc<Page>>,
) -> impl IntoView {
    let language = expect_context::<Language>();
    view! {
        <div class="span-sliders" role="group" aria-label=language.pick("Fra og til", "From and to")>
            {[End::First, End::Last].map(|end| slider(end, page))}
        </div>
    }
}

/// One end: its name follows while it is moved, and the page follows when it stands.
fn slider(end: End, page: Derived<Arc<Page>>) -> AnyView {
    let language = expect_context::<Language>();
    let handle = expect_context::<ViewStateHandle>();
    let (id, label) = match end {
        End::First => ("span-first", language.pick("Fra", "From")),
        End::Last => ("span-last", language.pick("Til", "To")),
    };
    let moved = RwSignal::new(None::<usize>);
    let stretch = move || {
        let asked = handle.parsed();
        let stretch = page.with(|page| asked.with(|asked| Stretch::of(&asked.state, &page.view, &page.manifest)))?;
        Some(moved.get().map_or_else(|| stretch.clone(), |place| stretch.moved(end, place)))
    };
    let place = move || stretch().map_or(0, |own| own.place(end)).to_string();
    let highest = move || stretch().map_or(0, |own| own.highest()).to_string();
    let name = move || Some(date::period(stretch()?.period(end)?, language));
    let input = NodeRef::<Input>::new();
    let on_input = move |event| {
        moved.set(event_target_value(&event).parse().ok());
        // An end that met the other stands there, whatever the browser shows.
        if let Some(input) = input.get_untracked() {
            input.set_value(&untrack(place));
        }
    };
    let on_change = move |_| {
        if let Some(own) = untrack(stretch) {
            handle.update(Transition::Replace, |state| own.write(state));
        }
        moved.set(None);
    };
    view! {
        <div class="span-slider">
            <label for=id>{label}</label>
            <span class="span-name" aria-hidden="true">{part(name)}</span>
            <input
                type="range"
                id=id
                node_ref=input
                max=told(highest)
                prop:value=place
                aria-valuetext=told(name)
                on:input=on_input
                on:change=on_change
            />
        </div>
    }
    .into_any()
}
