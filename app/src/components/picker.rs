//! A filter with a long list: a button that opens a searchable tree.

use crate::reactive::{Derived, part, told};
use leptos::{ev::KeyboardEvent, html::Dialog, prelude::*};
use naerblik_shared::schema::MemberCode;

use crate::{
    browser::{
        dialog,
        focus::{focus, reveal},
    },
    i18n::{Language, Phrase},
    view_model::picker::{Item, search as matching},
};

/// What is picked at present.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Picked {
    /// Its code.
    pub(crate) code: MemberCode,
    /// Its name.
    pub(crate) label: String,
}

/// The state of an open list.
#[derive(Clone, Copy)]
struct Listing {
    name: &'static str,
    items: Derived<Vec<Item>>,
    picked: Derived<Option<Picked>>,
    words: RwSignal<String>,
    active: RwSignal<usize>,
    is_open: RwSignal<bool>,
    found: Derived<Vec<usize>>,
}

/// The button and its dialog.
#[component]
pub(crate) fn Picker(
    /// Stable name, for ids.
    name: &'static str,
    /// What is chosen here.
    label: Derived<Phrase>,
    /// Heading of the dialog.
    title: Derived<Phrase>,
    /// Label of the search field.
    search: Phrase,
    /// What is picked.
    picked: Derived<Option<Picked>>,
    /// What can be picked.
    items: Derived<Vec<Item>>,
    /// The reader picked.
    on_pick: Callback<MemberCode>,
) -> impl IntoView {
    let language = expect_context::<Language>();
    let node = NodeRef::<Dialog>::new();
    let (words, active, is_open) = (RwSignal::new(String::new()), RwSignal::new(0), RwSignal::new(false));
    let found = Derived::new(move || {
        if is_open.get() { items.with(|items| words.with(|words| matching(items, words))) } else { Vec::new() }
    });
    let listing = Listing { name, items, picked, words, active, is_open, found };
    let open = move |_| {
        listing.start();
        if let Some(node) = node.get_untracked() {
            dialog::open(&node);
            focus(&listing.search_id());
            // The options are drawn after this event.
            request_animation_frame(move || reveal(&listing.option_id(listing.active.get_untracked())));
        }
    };
    let close = move || {
        if let Some(node) = node.get_untracked() {
            dialog::close(&node);
        }
    };
    let pick = Callback::new(move |position: usize| {
        let code = listing.code_at(position);
        close();
        if let Some(code) = code {
            on_pick.run(code);
        }
    });
    let now = move || picked.with(|picked| picked.as_ref().map(|picked| picked.label.clone()));
    view! {
        <div class="filter filter-picker">
            <button type="button" id=format!("filter-{name}") aria-haspopup="dialog" on:click=open>
                <span class="filter-label">{part(move || label.get().say(language))}</span>
                <span class="filter-value">{part(now)}</span>
            </button>
        </div>
        <dialog
            node_ref=node
            class="picker"
            aria-labelledby=format!("{name}-title")
            on:close=move |_| is_open.set(false)
        >
            <div class="picker-head">
                <h2 id=format!("{name}-title")>{part(move || title.get().say(language))}</h2>
                <button type="button" class="picker-close" on:click=move |_| close()>{Phrase::Close.say(language)}</button>
            </div>
            <SearchField listing=listing label=search on_pick=pick/>
            <Options listing=listing label=title on_pick=pick/>
            <p class="picker-keys">{Phrase::PickKeys.say(language)}</p>
        </dialog>
    }
}

#[component]
fn SearchField(listing: Listing, label: Phrase, on_pick: Callback<usize>) -> impl IntoView {
    let language = expect_context::<Language>();
    let Listing { name, words, active, is_open, found, .. } = listing;
    let on_key = move |event: KeyboardEvent| {
        let last = found.with_untracked(Vec::len).saturating_sub(1);
        let now = active.get_untracked();
        let next = match event.key().as_str() {
            "ArrowDown" => (now + 1).min(last),
            "ArrowUp" => now.saturating_sub(1),
            "PageDown" => (now + 8).min(last),
            "PageUp" => now.saturating_sub(8),
            "Enter" => {
                event.prevent_default();
                on_pick.run(now);
                return;
            }
            _ => return,
        };
        event.prevent_default();
        active.set(next);
        reveal(&listing.option_id(next));
    };
    let on_input = move |event| {
        words.set(event_target_value(&event));
        active.set(0);
    };
    let id = listing.search_id();
    view! {
        <div class="picker-search">
            <label for=id.clone()>{label.say(language)}</label>
            <input
                id=id
                type="search"
                role="combobox"
                autocomplete="off"
                spellcheck="false"
                aria-expanded=told(move || is_open.get().to_string())
                aria-controls=format!("{name}-list")
                aria-autocomplete="list"
                aria-activedescendant=told(move || listing.option_id(active.get()))
                prop:value=words
                on:input=on_input
                on:keydown=on_key
            />
        </div>
    }
}

#[component]
fn Options(listing: Listing, label: Derived<Phrase>, on_pick: Callback<usize>) -> impl IntoView {
    let language = expect_context::<Language>();
    let Listing { name, items, picked, words, active, found, .. } = listing;
    let option = move |(position, item): (usize, Item)| {
        let is_picked = picked.with_untracked(|picked| picked.as_ref().is_some_and(|own| own.code == item.code));
        let depth = if words.with_untracked(|words| words.trim().is_empty()) { item.depth.min(4) } else { 0 };
        view! {
            <li
                id=listing.option_id(position)
                role="option"
                class=format!("option depth-{depth}")
                class:option-active=move || active.get() == position
                aria-selected=is_picked.to_string()
                on:click=move |_| on_pick.run(position)
            >
                <span>{item.label}</span>
                <span class="option-note">{item.note}</span>
            </li>
        }
    };
    let options = move || {
        // A closed list asks for no items, so that none are made.
        let shown: Vec<Item> = found.with(|found| match found.as_slice() {
            [] => Vec::new(),
            found => items.with(|items| found.iter().filter_map(|position| items.get(*position).cloned()).collect()),
        });
        shown.into_iter().enumerate().map(option).collect_view()
    };
    let is_empty = move || found.with(Vec::is_empty);
    view! {
        <ul id=format!("{name}-list") class="options" role="listbox" aria-label=told(move || label.get().say(language))>
            {part(options)}
        </ul>
        <p class="picker-nothing" role="status">
            {part(move || if is_empty() { Phrase::PickNothing.say(language) } else { "" })}
        </p>
    }
}

impl Listing {
    /// Opens with an empty search at what is picked.
    fn start(self) {
        self.words.set(String::new());
        self.is_open.set(true);
        let picked = self.picked.get_untracked();
        let position = self.items.with_untracked(|items| {
            items.iter().position(|item| picked.as_ref().is_some_and(|picked| picked.code == item.code))
        });
        self.active.set(position.unwrap_or(0));
    }

    fn search_id(self) -> String {
        format!("{}-search", self.name)
    }

    fn option_id(self, position: usize) -> String {
        format!("{}-option-{position}", self.name)
    }

    fn code_at(self, position: usize) -> Option<MemberCode> {
        let item = self.found.with_untracked(|found| found.get(position).copied())?;
        self.items.with_untracked(|items| items.get(item).map(|item| item.code.clone()))
    }
}
