//! How far back the trend goes.

use leptos::prelude::*;

use crate::{
    i18n::{Language, Phrase},
    state::{Span, Transition, ViewStateHandle},
};

/// One, three, five or all years.
#[component]
pub(crate) fn SpanChoice(
    /// The span that is shown.
    span: Signal<Span>,
) -> impl IntoView {
    let language = expect_context::<Language>();
    let handle = expect_context::<ViewStateHandle>();
    let label = move |own: Span| match own {
        Span::One => language.pick("1 år", "1 year"),
        Span::Three => language.pick("3 år", "3 years"),
        Span::Five => language.pick("5 år", "5 years"),
        Span::All => Phrase::SpanAll.say(language),
    };
    let button = move |own: Span| {
        let is_chosen = move || (span.get() == own).to_string();
        let choose = move |_| handle.update(Transition::Replace, |state| state.span = own);
        view! { <button type="button" aria-pressed=is_chosen on:click=choose>{label(own)}</button> }
    };
    view! {
        <div class="segments" role="group" aria-label=Phrase::SpanLabel.say(language)>{Span::ALL.map(button)}</div>
    }
}
