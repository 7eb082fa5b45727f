//! What readers see when figures cannot be loaded; never a dead page.

use crate::reactive::{Derived, part};
use leptos::prelude::*;

use crate::{
    data::LoadError,
    i18n::{Language, Phrase},
};

/// Message, advice, code and a way to try again.
#[component]
pub(crate) fn LoadProblem(
    /// What failed; `None` when nothing did.
    problem: Derived<Option<LoadError>>,
    /// Whether the figures of an earlier view are still shown.
    has_figures: Derived<bool>,
    /// The reader wants another attempt.
    on_retry: Callback<()>,
) -> impl IntoView {
    let language = expect_context::<Language>();
    let shown = move || {
        problem.get().map(|problem| {
            view! {
                <div class="problem" role="alert">
                    <p>
                        <strong>{problem.message(language)}</strong>
                        " "
                        {problem.advice(language)}
                        {part(move || has_figures.get().then(|| format!(" {}", Phrase::OldFiguresStay.say(language))))}
                    </p>
                    <p>
                        <button type="button" class="button button-primary" on:click=move |_| on_retry.run(())>
                            {Phrase::TryAgain.say(language)}
                        </button>
                        <span class="public-code">
                            {Phrase::PublicCode.say(language)} " " {problem.public_code()}
                        </span>
                    </p>
                </div>
            }
        })
    };
    view! { {part(shown)} }
}
