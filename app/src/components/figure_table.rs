//! A table of figures, sortable by every column.

use std::collections::BTreeSet;

use leptos::prelude::*;

use super::table_tools::{Hidden, TableTools};
use crate::{
    charts::Mark,
    i18n::{Language, Phrase, Saying},
    state::ViewStateHandle,
    view_model::table::{Direction, Row, RowRole, Sorting, Table, TableCell},
};

/// So many rows are drawn at first, so that the page answers at once.
const FIRST_ROWS: usize = 300;

/// Whether a table has its tools.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tools {
    /// The table alone.
    None,
    /// Copy and columns.
    Shown,
}

/// The peer of every chart: the same figures in the same words.
#[component]
pub(crate) fn FigureTable(
    /// What to show.
    #[prop(into)]
    table: Signal<Table>,
    /// Whether the reader can copy it and choose columns.
    #[prop(default = Tools::None)]
    tools: Tools,
) -> impl IntoView {
    let language = expect_context::<Language>();
    let sorting = RwSignal::new(None::<Sorting>);
    let hidden = Hidden::new(BTreeSet::new());
    let limit = RwSignal::new(FIRST_ROWS);
    let head = Memo::new(move |_| table.with(|table| (table.head.clone(), table.columns.clone())));
    let caption = Memo::new(move |_| table.with(|table| table.caption.clone()));
    let is_shown = move |column: usize| hidden.with(|hidden| !hidden.contains(&column));
    let rows = move || {
        let rows = table.with(|table| table.sorted(sorting.get()));
        let shown = rows.into_iter().take(limit.get());
        shown.map(|own| row(own, is_shown)).collect_view()
    };
    let n_rows = Memo::new(move |_| table.with(|table| table.rows.len()));
    let has_more = Memo::new(move |_| n_rows.get() > limit.get());
    let columns = move || {
        let (first, others) = head.get();
        let others = others.into_iter().enumerate().filter(|(position, _)| is_shown(*position));
        let others = others.map(|(position, name)| (Some(position), name));
        std::iter::once((None, first))
            .chain(others)
            .map(|(column, name)| column_head(column, name, sorting))
            .collect_view()
    };
    view! {
        {(tools == Tools::Shown).then(|| view! { <TableTools table=table sorting=sorting hidden=hidden/> })}
        <div class="table-frame" tabindex="0" role="region" aria-label=caption>
            <table class="figures">
                <caption>{caption}</caption>
                <thead><tr>{columns}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <Show when=move || has_more.get()>
            <button type="button" class="table-more" on:click=move |_| limit.set(usize::MAX)>
                {move || format!("{} ({})", Saying::ShowAllRows.say(language), n_rows.get())}
            </button>
        </Show>
    }
}

fn column_head(column: Option<usize>, name: String, sorting: RwSignal<Option<Sorting>>) -> impl IntoView {
    let language = expect_context::<Language>();
    let own = move || sorting.get().filter(|sorting| sorting.column == column).map(|sorting| sorting.direction);
    let state = move || match own() {
        Some(Direction::Ascending) => "ascending",
        Some(Direction::Descending) => "descending",
        None => "none",
    };
    let arrow = move || match own() {
        Some(Direction::Ascending) => "▲",
        Some(Direction::Descending) => "▼",
        None => "",
    };
    let choose = move |_| sorting.update(|sorting| *sorting = Some(Sorting::choose(*sorting, column)));
    view! {
        <th scope="col" aria-sort=state class:number=column.is_some()>
            <button type="button" title=Phrase::SortHint.say(language) on:click=choose>
                {name}
                <span class="sort-arrow" aria-hidden="true">{arrow}</span>
            </button>
        </th>
    }
}

fn row(row: Row, is_shown: impl Fn(usize) -> bool) -> impl IntoView {
    let handle = expect_context::<ViewStateHandle>();
    let class = match row.role {
        RowRole::Usual => "",
        RowRole::Chosen => "row-chosen",
        RowRole::Reference => "row-reference",
    };
    let head = match row.area {
        Some(area) => {
            let link = move || handle.link(|state| state.area = Some(area.clone()));
            view! { <a href=link>{row.head}</a> }.into_any()
        }
        None => row.head.into_any(),
    };
    view! {
        <tr class=class>
            <th scope="row">{head}</th>
            {row.cells.into_iter().enumerate().filter(|(column, _)| is_shown(*column)).map(|(_, own)| cell(own)).collect_view()}
        </tr>
    }
}

fn cell(cell: TableCell) -> impl IntoView {
    let language = expect_context::<Language>();
    let shown = match cell {
        TableCell::Text { text, .. } | TableCell::Mark(Mark::Value { text, .. }) => text.into_any(),
        TableCell::Mark(Mark::Suppressed) => view! {
            <span class="absent absent-suppressed">
                <span aria-hidden="true">{Phrase::Suppressed.say(language)}</span>
                <span class="sr-only">{Phrase::SuppressedLong.say(language)}</span>
            </span>
        }
        .into_any(),
        TableCell::Mark(Mark::NotReported) => {
            view! { <span class="absent absent-not-reported">{Phrase::NotReported.say(language)}</span> }.into_any()
        }
        TableCell::Mark(Mark::NotPublished) => Phrase::NotPublished.say(language).into_any(),
        TableCell::Mark(Mark::NotApplicable) => {
            view! { <span class="absent absent-not-applicable">{Phrase::NotApplicable.say(language)}</span> }.into_any()
        }
    };
    view! { <td class="number">{shown}</td> }
}
