//! A table of figures, sortable by every column.

use std::collections::BTreeSet;

use crate::reactive::{Derived, part, part_when, told};
use leptos::{html::Div, prelude::*};

use super::{
    table_rows::{self, TableRows},
    table_tools::{Hidden, TableTools},
};
use crate::{
    browser::rows,
    charts::{Linked, Subject},
    i18n::{Language, Phrase, Saying},
    state::ViewStateHandle,
    view_model::table::{Direction, Sorting, Table},
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
    let (language, handle) = (expect_context::<Language>(), expect_context::<ViewStateHandle>());
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
    let contents = Derived::new(move || {
        let (rows, n_columns) = table.with(|table| (table.sorted(sorting.get()), table.columns.len()));
        let shown = rows.into_iter().take(limit.get() / n_columns.max(1));
        table_rows::contents(shown, is_shown, language, handle)
    });
    let in_sight = StoredValue::new((0.0, 0.0));
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
    let on_scroll = move |_| {
        if let Some(frame) = frame.get_untracked() {
            in_sight.set_value(rows::in_sight(&frame));
        }
    };
    view! {
        {(tools == Tools::Shown).then(|| view! { <TableTools table=table sorting=sorting hidden=hidden/> })}
        <div
            class="table-frame"
            tabindex="0"
            role="region"
            aria-label=told(move || caption.get())
            node_ref=frame
            on:scroll=on_scroll
        >
            <table class="figures">
                <caption>{part(move || caption.get())}</caption>
                <thead><tr>{part(columns)}</tr></thead>
                <TableRows contents=contents in_sight=in_sight linked=linked/>
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
