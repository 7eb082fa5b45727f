//! The search over everything: a field with a list of hits under it.

use std::sync::Arc;

use leptos::{ev::KeyboardEvent, prelude::*};
use naerblik_shared::manifest::Manifest;

use crate::{
    app::Environment,
    browser::focus::reveal,
    i18n::{Language, PageText},
    state::handle::navigator,
    view_model::search::{Hit, Index, Target},
};

const MOST_HITS: usize = 10;
const LIST_ID: &str = "search-list";

/// The field and its hits; the arrow keys walk, Enter opens, Escape closes.
#[component]
pub(crate) fn SearchBox(
    /// The publication, once it is there.
    manifest: Signal<Option<Arc<Manifest>>>,
) -> impl IntoView {
    let language = expect_context::<Language>();
    let environment = expect_context::<Environment>();
    let go = navigator();
    let (words, active, is_open) = (RwSignal::new(String::new()), RwSignal::new(0_usize), RwSignal::new(false));
    let index =
        Memo::new(move |_| manifest.with(|own| own.as_ref().map(|own| Index::new(own, language))).unwrap_or_default());
    let hits = Memo::new(move |_| index.with(|index| words.with(|words| index.search(words, MOST_HITS, language))));
    let open = Callback::new(move |position: usize| {
        if let Some(hit) = hits.with_untracked(|hits| hits.get(position).cloned()) {
            go.run(address(environment, &hit, language));
        }
    });
    let on_key = move |event: KeyboardEvent| {
        let last = hits.with_untracked(Vec::len).saturating_sub(1);
        let now = active.get_untracked();
        let next = match event.key().as_str() {
            "ArrowDown" => {
                if is_open.get_untracked() {
                    (now + 1).min(last)
                } else {
                    now
                }
            }
            "ArrowUp" => now.saturating_sub(1),
            "Enter" => {
                event.prevent_default();
                open.run(now);
                return;
            }
            "Escape" => {
                is_open.set(false);
                return;
            }
            _ => return,
        };
        event.prevent_default();
        is_open.set(true);
        active.set(next);
        reveal(&option_id(next));
    };
    let on_input = move |event| {
        words.set(event_target_value(&event));
        active.set(0);
        is_open.set(true);
    };
    let is_shown = Memo::new(move |_| is_open.get() && !hits.with(Vec::is_empty));
    let said = move || match (is_open.get(), words.with(|words| words.trim().is_empty()), hits.with(Vec::len)) {
        (true, false, 0) => PageText::SearchNothing.say(language).to_owned(),
        (true, false, found) => format!("{}: {found}", PageText::SearchResults.say(language)),
        _ => String::new(),
    };
    view! {
        <search class="search">
            <label for="search-everything">{PageText::SearchLabel.say(language)}</label>
            <input
                id="search-everything"
                type="search"
                role="combobox"
                autocomplete="off"
                spellcheck="false"
                aria-expanded=move || is_shown.get().to_string()
                aria-controls=LIST_ID
                aria-autocomplete="list"
                aria-describedby="search-hint"
                aria-activedescendant=move || is_shown.get().then(|| option_id(active.get()))
                prop:value=words
                on:input=on_input
                on:keydown=on_key
                on:focus=move |_| is_open.set(true)
                on:blur=move |_| is_open.set(false)
            />
            <p id="search-hint" class="search-hint">{PageText::SearchHint.say(language)}</p>
            <Hits hits=hits active=active is_shown=is_shown on_open=open/>
            <p class="search-said" role="status">{said}</p>
        </search>
    }
}

#[component]
fn Hits(
    hits: Memo<Vec<Hit>>,
    active: RwSignal<usize>,
    is_shown: Memo<bool>,
    on_open: Callback<usize>,
) -> impl IntoView {
    let language = expect_context::<Language>();
    let option = move |(position, hit): (usize, Hit)| {
        view! {
            <li
                id=option_id(position)
                role="option"
                class="option"
                class:option-active=move || active.get() == position
                aria-selected=move || (active.get() == position).to_string()
                on:mousedown=|event| event.prevent_default()
                on:click=move |_| on_open.run(position)
            >
                <span>{hit.label}</span>
                <span class="option-note">{hit.note}</span>
            </li>
        }
    };
    view! {
        <ul
            id=LIST_ID
            class="options search-options"
            role="listbox"
            aria-label=PageText::SearchResults.say(language)
            hidden=move || !is_shown.get()
        >
            {move || hits.get().into_iter().enumerate().map(option).collect_view()}
        </ul>
    }
}

fn option_id(position: usize) -> String {
    format!("search-option-{position}")
}

fn address(environment: Environment, hit: &Hit, language: Language) -> String {
    match &hit.target {
        Target::Figure(state) => environment.figure(state, language),
        Target::Place(place) => environment.path(place, language),
    }
}
