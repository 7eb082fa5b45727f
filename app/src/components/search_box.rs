//! The search over everything: a field with a list of hits under it.

use std::sync::Arc;

use crate::reactive::{Derived, part, told};
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
    manifest: Derived<Option<Arc<Manifest>>>,
) -> impl IntoView {
    let language = expect_context::<Language>();
    let environment = expect_context::<Environment>();
    let go = navigator();
    let (words, active, is_open) = (RwSignal::new(String::new()), RwSignal::new(0_usize), RwSignal::new(false));
    let hits = found(manifest, words, language);
    let open = Callback::new(move |position: usize| {
        if let Some(hit) = hits.with_untracked(|hits| hits.get(position).cloned()) {
            go.run(address(environment, &hit, language));
        }
    });
    let on_key = move |event: KeyboardEvent| {
        let last = hits.with_untracked(Vec::len).saturating_sub(1);
        let Some(step) = step(&event.key(), (active.get_untracked(), last)) else {
            return;
        };
        match step {
            Step::Open(position) => open.run(position),
            Step::Close => is_open.set(false),
            Step::To(position) => {
                is_open.set(true);
                active.set(position);
                reveal(&option_id(position));
            }
        }
        if step != Step::Close {
            event.prevent_default();
        }
    };
    let on_input = move |event| {
        words.set(event_target_value(&event));
        active.set(0);
        is_open.set(true);
    };
    let is_shown = Derived::fresh(move || is_open.get() && !hits.with(Vec::is_empty));
    let said = move || is_open.get().then(|| announcement(words.get().trim(), hits.with(Vec::len), language));
    view! {
        <search class="search">
            <label for="search-everything">{PageText::SearchLabel.say(language)}</label>
            <input
                id="search-everything"
                type="search"
                role="combobox"
                autocomplete="off"
                spellcheck="false"
                aria-expanded=told(move || is_shown.get().to_string())
                aria-controls=LIST_ID
                aria-autocomplete="list"
                aria-describedby="search-hint"
                aria-activedescendant=told(move || is_shown.get().then(|| option_id(active.get())))
                prop:value=words
                on:input=on_input
                on:keydown=on_key
                on:focus=move |_| is_open.set(true)
                on:blur=move |_| is_open.set(false)
            />
            <p id="search-hint" class="search-hint">{PageText::SearchHint.say(language)}</p>
            <Hits hits=hits active=active is_shown=is_shown on_open=open/>
            <p class="search-said" role="status">{part(said)}</p>
        </search>
    }
}

/// What the words find; the index is built once for each publication.
fn found(manifest: Derived<Option<Arc<Manifest>>>, words: RwSignal<String>, language: Language) -> Derived<Vec<Hit>> {
    let index = Derived::new(move || {
        manifest.with(|own| own.as_ref().map(|own| Index::new(own, language))).unwrap_or_default()
    });
    Derived::new(move || index.with(|index| words.with(|words| index.search(words, MOST_HITS, language))))
}

/// What a key does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    /// Opens the hit at a position.
    Open(usize),
    /// Makes the hit at a position the active one.
    To(usize),
    /// Closes the list.
    Close,
}

/// The step for a key at a position in a list; `None` for keys that are the field's own.
fn step(key: &str, (now, last): (usize, usize)) -> Option<Step> {
    match key {
        "ArrowDown" => Some(Step::To((now + 1).min(last))),
        "ArrowUp" => Some(Step::To(now.saturating_sub(1))),
        "Enter" => Some(Step::Open(now)),
        "Escape" => Some(Step::Close),
        _ => None,
    }
}

/// What is said to those who do not see the list.
fn announcement(words: &str, found: usize, language: Language) -> String {
    match (words, found) {
        ("", _) => String::new(),
        (_, 0) => PageText::SearchNothing.say(language).to_owned(),
        (_, found) => format!("{}: {found}", PageText::SearchResults.say(language)),
    }
}

#[component]
fn Hits(
    hits: Derived<Vec<Hit>>,
    active: RwSignal<usize>,
    is_shown: Derived<bool>,
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
                aria-selected=told(move || (active.get() == position).to_string())
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
            class="options search-options no-max-width"
            role="listbox"
            aria-label=PageText::SearchResults.say(language)
            hidden=move || !is_shown.get()
        >
            {part(move || hits.get().into_iter().enumerate().map(option).collect_view())}
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_walk_to_the_ends_enter_opens_and_escape_closes() {
        assert_eq!(step("ArrowDown", (0, 3)), Some(Step::To(1)));
        assert_eq!(step("ArrowDown", (3, 3)), Some(Step::To(3)));
        assert_eq!(step("ArrowUp", (0, 3)), Some(Step::To(0)));
        assert_eq!(step("Enter", (2, 3)), Some(Step::Open(2)));
        assert_eq!(step("Escape", (2, 3)), Some(Step::Close));
        assert_eq!(step("a", (2, 3)), None);
    }

    #[test]
    fn hits_are_counted_and_their_absence_is_said() {
        assert_eq!(announcement("sår", 4, Language::Danish), "Fundet: 4");
        assert!(announcement("xyz", 0, Language::English).starts_with("Nothing found"));
        assert_eq!(announcement("", 0, Language::Danish), "");
    }
}
