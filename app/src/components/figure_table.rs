//! A table of figures, sortable by every column.

use std::collections::BTreeSet;

use crate::reactive::{Derived, part, part_when, told};
use leptos::{ev::PointerEvent, html::Div, prelude::*};

use super::table_tools::{Hidden, TableTools};
use crate::{
    browser::rows,
    charts::{Linked, Mark, Subject},
    i18n::{Language, Phrase, Saying},
    state::ViewStateHandle,
    view_model::table::{Direction, Row, RowRole, Sorting, Table, TableCell},
};

/// So many cells are drawn at first, in whole rows, so that the page answers at once: laying cells out is what takes time
/// (docs/performance.md). More than a hundred rows of eighteen quarters.
const FIRST_CELLS: usize = 2_000;

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
    table: Derived<Table>,
    /// Whether the reader can copy it and choose columns.
    #[prop(default = Tools::None)]
    tools: Tools,
) -> impl IntoView {
    let language = expect_context::<Language>();
    let sorting = RwSignal::new(None::<Sorting>);
    let hidden = Hidden::new(BTreeSet::new());
    let limit = RwSignal::new(FIRST_CELLS);
    let head = Derived::new(move || table.with(|table| (table.head.clone(), table.columns.clone())));
    let caption = Derived::new(move || table.with(|table| table.caption.clone()));
    let is_shown = move |column: usize| hidden.with(|hidden| !hidden.contains(&column));
    let linked = use_context::<Linked>().unwrap_or_default();
    let frame = NodeRef::<Div>::new();
    mark_rows(frame, linked, move || {
        table.track();
        sorting.track();
        limit.track();
        hidden.track();
    });
    let point = move |event: &leptos::ev::Event| linked.point_at(rows::about(event).map(Subject::from_text));
    // A finger has no way to leave again.
    let on_pointer = move |event: PointerEvent| {
        if event.pointer_type() != "touch" {
            point(&event);
        }
    };
    let body = move || {
        let (rows, n_columns) = table.with(|table| (table.sorted(sorting.get()), table.columns.len()));
        let shown = rows.into_iter().take(limit.get() / n_columns.max(1));
        shown.map(|own| row(own, is_shown, linked)).collect_view()
    };
    let n_rows = Derived::new(move || table.with(|table| table.rows.len()));
    let has_more = Derived::new(move || {
        let n_columns = table.with(|table| table.columns.len());
        n_rows.get() > limit.get() / n_columns.max(1)
    });
    let columns = move || {
        let (first, others) = head.get();
        let others = others.into_iter().enumerate().filter(|(position, _)| is_shown(*position));
        let others = others.map(|(position, name)| (Some(position), name));
        let all = std::iter::once((None, first)).chain(others);
        all.map(|(column, name)| column_head(column, name, sorting)).collect_view()
    };
    view! {
        {(tools == Tools::Shown).then(|| view! { <TableTools table=table sorting=sorting hidden=hidden/> })}
        <div class="table-frame" tabindex="0" role="region" aria-label=told(move || caption.get()) node_ref=frame>
            <table class="figures">
                <caption>{part(move || caption.get())}</caption>
                <thead><tr>{part(columns)}</tr></thead>
                <tbody
                    on:pointerover=on_pointer
                    on:pointerleave=move |_| linked.point_at(None)
                    on:focusin=move |event| point(&event)
                    on:focusout=move |_| linked.point_at(None)
                >
                    {part(body)}
                </tbody>
            </table>
        </div>
        {part_when(move || has_more.get(), move || view! {
            <button type="button" class="table-more" on:click=move |_| limit.set(usize::MAX)>
                {part(move || format!("{} ({})", Saying::ShowAllRows.say(language), n_rows.get()))}
            </button>
        })}
    }
}

/// Marks the row that is pointed at, here or in a picture. The rows may be drawn anew at the same time, so the mark waits
/// for them.
fn mark_rows(frame: NodeRef<Div>, linked: Linked, track_rows: impl Fn() + 'static) {
    Effect::new(move |_| {
        let subject = linked.subject();
        track_rows();
        request_animation_frame(move || {
            if let Some(frame) = frame.try_get_untracked().flatten() {
                rows::mark(&frame, subject.as_ref().map(Subject::as_str));
            }
        });
    });
}

fn column_head(column: Option<usize>, name: String, sorting: RwSignal<Option<Sorting>>) -> AnyView {
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
        <th scope="col" aria-sort=told(state) class:number=column.is_some()>
            <button type="button" title=Phrase::SortHint.say(language) on:click=choose>
                {name}
                <span class="sort-arrow" aria-hidden="true">{part(arrow)}</span>
            </button>
        </th>
    }
    .into_any()
}

fn row(row: Row, is_shown: impl Fn(usize) -> bool, linked: Linked) -> AnyView {
    let handle = expect_context::<ViewStateHandle>();
    let class = match row.role {
        RowRole::Usual => "",
        RowRole::Chosen => "row-chosen",
        RowRole::Reference => "row-reference",
    };
    let head = match row.area {
        Some(area) => {
            let link = move || handle.link(|state| state.area = Some(area.clone()));
            // The table that follows may have the same row elsewhere.
            view! { <a href=told(link) on:click=move |_| linked.point_at(None)>{row.head}</a> }.into_any()
        }
        None => row.head.into_any(),
    };
    let about = row.subject.map(|subject| subject.as_str().to_owned());
    view! {
        <tr class=class data-about=about>
            <th scope="row">{head}</th>
            {row.cells.into_iter().enumerate().filter(|(column, _)| is_shown(*column)).map(|(_, own)| cell(own)).collect_view()}
        </tr>
    }.into_any()
}

fn cell(cell: TableCell) -> impl IntoView {
    let language = expect_context::<Language>();
    let shown = match cell {
        TableCell::Text { text, .. } | TableCell::Mark(Mark::Value { text, .. }) => text.into_any(),
        TableCell::Mark(Mark::Suppressed) => view! {
            <span class="absent absent-suppressed" title=Phrase::SuppressedLong.say(language)>
                {Phrase::Suppressed.say(language)}
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
