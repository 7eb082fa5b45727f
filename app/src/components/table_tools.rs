//! What a reader does with a table: copy it, hide columns, cross two dimensions.

use std::{collections::BTreeSet, sync::Arc};

use crate::reactive::{Derived, part, part_when};
use leptos::{prelude::*, task::spawn_local};

use super::select_field::SelectField;
use crate::{
    browser::download,
    charts::Words,
    i18n::{Language, Saying},
    state::{Pivot, Transition, ViewStateHandle},
    view_model::{
        Page,
        table::{Sorting, Table},
    },
};

/// The columns that the reader hid, by position.
pub(crate) type Hidden = RwSignal<BTreeSet<usize>>;

/// Copy button and column chooser above a table.
#[component]
pub(crate) fn TableTools(
    /// The table.
    table: Derived<Table>,
    /// How it is sorted.
    sorting: RwSignal<Option<Sorting>>,
    /// The columns that are hidden.
    hidden: Hidden,
) -> impl IntoView {
    let language = expect_context::<Language>();
    let outcome = RwSignal::new("");
    let copy = move |_| {
        let words = Words::new(language.locale(), String::new());
        let is_shown = |column: usize| hidden.with_untracked(|hidden| !hidden.contains(&column));
        let text = table.with_untracked(|table| table.as_text(sorting.get_untracked(), is_shown, &words));
        spawn_local(async move {
            let said = if download::copy(&text).await.is_some() { Saying::Copied } else { Saying::NotSaved };
            outcome.set(said.say(language));
        });
    };
    let columns = Derived::new(move || table.with(|table| table.columns.clone()));
    let choice = move |(column, name): (usize, String)| {
        let is_shown = move || hidden.with(|hidden| !hidden.contains(&column));
        let turn = move |_| {
            hidden.update(|hidden| {
                if !hidden.remove(&column) {
                    hidden.insert(column);
                }
            });
        };
        view! {
            <li>
                <label><input type="checkbox" prop:checked=is_shown on:change=turn/>" " {name}</label>
            </li>
        }
    };
    view! {
        <div class="table-tools">
            <button type="button" on:click=copy>{Saying::CopyTable.say(language)}</button>
            <details class="column-chooser">
                <summary>{Saying::Columns.say(language)}</summary>
                <ul class="no-max-width">{part(move || columns.get().into_iter().enumerate().map(choice).collect_view())}</ul>
            </details>
            <span role="status">{outcome}</span>
        </div>
    }
}

/// What heads rows and columns.
#[component]
pub(crate) fn PivotChoice(
    /// The page.
    page: Derived<Arc<Page>>,
) -> impl IntoView {
    let language = expect_context::<Language>();
    let handle = expect_context::<ViewStateHandle>();
    let choices = Derived::fresh(move || page.with(|page| page.pivots().clone()));
    let rows = Derived::fresh(move || choices.with(|choices| choices.rows.clone()));
    let columns = Derived::fresh(move || choices.with(|choices| choices.columns.clone()));
    let choose = Callback::new(move |value: String| {
        handle.update(Transition::Replace, |state| state.pivot = Pivot::parse(&value));
    });
    let is_crossed = Derived::new(move || choices.with(|choices| !choices.columns.is_empty()));
    view! {
        <div class="compare-with" role="group" aria-label=Saying::PivotLabel.say(language)>
            <SelectField name="pivot-rows" label=Saying::PivotRows.say(language) choices=rows on_choose=choose/>
            {part_when(move || is_crossed.get(), move || view! {
                <SelectField
                    name="pivot-columns"
                    label=Saying::PivotColumns.say(language)
                    choices=columns
                    on_choose=choose
                />
            })}
        </div>
    }
}
