//! The filters in force, each with a way to take it back.

use std::sync::Arc;

use leptos::prelude::*;
use naerblik_shared::manifest::Manifest;

use crate::{
    browser::focus::focus,
    i18n::{Language, Phrase, Saying},
    reactive::{Derived, part},
    state::{ResolvedView, Transition, ViewStateHandle},
    view_model::selection::{Selected, selected},
};

/// The id of the part with the filters, which has the focus when the last one is taken back.
pub(crate) const FILTERS_ID: &str = "filters";

/// A row of removable chips; nothing when nothing is restricted.
#[component]
pub(crate) fn Selections(
    /// What the link asks for.
    publication_view: Derived<Option<ResolvedView>>,
    /// The publication.
    manifest: Derived<Option<Arc<Manifest>>>,
) -> impl IntoView {
    let language = expect_context::<Language>();
    let handle = expect_context::<ViewStateHandle>();
    let all = move || {
        let known = publication_view.get().zip(manifest.get());
        known.map_or_else(Vec::new, |(view, manifest)| selected(&view, &manifest, language))
    };
    let remove = move |parts: &[Selected]| {
        handle.update(Transition::Replace, |state| {
            for own in parts {
                own.part.remove(state);
            }
        });
    };
    let row = move || {
        let all = all();
        let count = all.len();
        let clear = (count > 1).then(|| {
            let parts = all.clone();
            let clear = move |_| {
                remove(&parts);
                focus_later(FILTERS_ID.to_owned());
            };
            view! {
                <li>
                    <button type="button" class="filter-reset" on:click=clear>{Phrase::FilterReset.say(language)}</button>
                </li>
            }
        });
        let chips = all.into_iter().enumerate().map(|(place, own)| {
            let name = own.removal.clone();
            let text = own.text.clone();
            let take_back = move |_| {
                remove(std::slice::from_ref(&own));
                // The next chip takes this one's place, and before nothing the last one.
                focus_later(match count {
                    0 | 1 => FILTERS_ID.to_owned(),
                    _ => chip_id(place.min(count - 2)),
                });
            };
            view! {
                <li>
                    <button type="button" id=chip_id(place) class="chip chip-remove" aria-label=name on:click=take_back>
                        {text}<span aria-hidden="true">" ×"</span>
                    </button>
                </li>
            }
        });
        (count > 0).then(|| {
            view! {
                <ul class="chips selections no-max-width" aria-label=Saying::Selections.say(language)>
                    {chips.collect_view()}
                    {clear}
                </ul>
            }
        })
    };
    part(row)
}

fn chip_id(place: usize) -> String {
    format!("selection-{place}")
}

/// The row is drawn anew before the next picture of the screen.
fn focus_later(id: String) {
    request_animation_frame(move || focus(&id));
}
