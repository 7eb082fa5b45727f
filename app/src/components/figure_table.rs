//! A table of figures, sortable by every column.

use leptos::prelude::*;

use crate::{
    charts::Mark,
    i18n::{Language, Phrase},
    state::ViewStateHandle,
    view_model::table::{Direction, Row, RowRole, Sorting, Table, TableCell},
};

/// The peer of every chart: the same figures in the same words.
#[component]
pub(crate) fn FigureTable(
    /// What to show.
    #[prop(into)]
    table: Signal<Table>,
) -> impl IntoView {
    let sorting = RwSignal::new(None::<Sorting>);
    let head = Memo::new(move |_| table.with(|table| (table.head.clone(), table.columns.clone())));
    let caption = Memo::new(move |_| table.with(|table| table.caption.clone()));
    let rows = move || table.with(|table| table.sorted(sorting.get()));
    let columns = move || {
        let (first, others) = head.get();
        let others = others.into_iter().enumerate().map(|(position, name)| (Some(position), name));
        std::iter::once((None, first))
            .chain(others)
            .map(|(column, name)| column_head(column, name, sorting))
            .collect_view()
    };
    view! {
        <div class="table-frame" tabindex="0" role="region" aria-label=caption>
            <table class="figures">
                <caption>{caption}</caption>
                <thead><tr>{columns}</tr></thead>
                <tbody>{move || rows().into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
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

fn row(row: Row) -> impl IntoView {
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
            {row.cells.into_iter().map(cell).collect_view()}
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
