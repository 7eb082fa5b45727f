//! A table of figures, sortable by every column.

use std::{collections::BTreeSet, ops::Range};

use crate::reactive::{Derived, part, part_when, told};
use gloo::timers::callback::Timeout;
use leptos::{
    ev::PointerEvent,
    html::{Div, Tbody},
    prelude::*,
};
use naerblik_shared::schema::MemberCode;

use super::table_tools::{Hidden, TableTools};
use crate::{
    browser::rows::{self, RowContent, Rows},
    charts::{Linked, Mark, Subject},
    i18n::{Language, Phrase, Saying},
    markup::html::{self, Html},
    state::ViewStateHandle,
    view_model::table::{Direction, Row, RowRole, Sorting, Table, TableCell},
};

/// So many cells are drawn at first, in whole rows, so that the page answers at once: laying cells out is what takes time
/// (docs/performance.md). More than a hundred rows of eighteen quarters.
const FIRST_CELLS: usize = 2_000;

/// At least so many rows fit on a large screen.
const ROWS_AHEAD: usize = 24;

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
    let point = move |event: &leptos::ev::Event| linked.point_at(rows::about(event).map(Subject::from_text));
    // The table that follows may have the same row elsewhere.
    let on_click = move |event: leptos::ev::MouseEvent| {
        if rows::is_on_link(&event) {
            linked.point_at(None);
        }
    };
    // A finger has no way to leave again.
    let on_pointer = move |event: PointerEvent| {
        if event.pointer_type() != "touch" {
            point(&event);
        }
    };
    let contents = Derived::new(move || {
        let (rows, n_columns) = table.with(|table| (table.sorted(sorting.get()), table.columns.len()));
        let shown = rows.into_iter().take(limit.get() / n_columns.max(1));
        let links = Links::new(handle);
        shown.map(|row| content(row, is_shown, language, &links)).collect::<Vec<_>>()
    });
    let body = NodeRef::<Tbody>::new();
    let in_sight = fill_rows(body, contents);
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
        <div class="table-frame" tabindex="0" role="region" aria-label=told(move || caption.get()) node_ref=frame on:scroll=on_scroll>
            <table class="figures">
                <caption>{part(move || caption.get())}</caption>
                <thead><tr>{part(columns)}</tr></thead>
                <tbody
                    node_ref=body
                    on:click=on_click
                    on:pointerover=on_pointer
                    on:pointerleave=move |_| linked.point_at(None)
                    on:focusin=move |event| point(&event)
                    on:focusout=move |_| linked.point_at(None)
                ></tbody>
            </table>
        </div>
        {part_when(move || has_more.get(), move || view! {
            <button type="button" class="table-more" on:click=move |_| limit.set(usize::MAX)>
                {part(move || format!("{} ({})", Saying::ShowAllRows.say(language), n_rows.get()))}
            </button>
        })}
    }
}

/// Keeps a table's body in step with its contents: the rows in sight before the next paint, the others after it. Returns
/// where to note which part of the table is in sight.
fn fill_rows(body: NodeRef<Tbody>, contents: Derived<Vec<RowContent>>) -> StoredValue<(f64, f64)> {
    let in_sight = StoredValue::new((0.0, 0.0));
    let shown = StoredValue::new_local(Rows::default());
    Effect::new(move |_| {
        let Some(body) = body.get() else { return };
        let sight = contents.with(|now| rows_in_sight(in_sight.get_value(), now.len()));
        let is_all = contents.with(|now| shown.try_update_value(|shown| shown.fill_in_sight(&body, now, sight)));
        if is_all == Some(false) {
            request_animation_frame(move || {
                Timeout::new(0, move || {
                    // Whatever the table is to be by then; nothing when it has left the page.
                    contents.try_with_untracked(|now| shown.try_update_value(|shown| shown.fill(&body, now)));
                })
                .forget();
            });
        }
    });
    in_sight
}

/// The rows of so many that are between two parts of the table, and some more.
fn rows_in_sight((from, to): (f64, f64), n_rows: usize) -> Range<usize> {
    let row = |part: f64| (0..n_rows).find(|row| position(*row) >= part * position(n_rows)).unwrap_or(n_rows);
    row(from).saturating_sub(2)..(row(to) + ROWS_AHEAD).min(n_rows)
}

fn position(row: usize) -> f64 {
    f64::from(u32::try_from(row).unwrap_or(u32::MAX))
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

/// The links of a table, which differ in their area only: the others are made from one of them.
struct Links {
    handle: ViewStateHandle,
    pattern: String,
}

impl Links {
    /// An area that there is not.
    const ANY: &'static str = "any-area";

    /// Tracks changes of the state.
    fn new(handle: ViewStateHandle) -> Self {
        Self { handle, pattern: handle.link(|state| state.area = MemberCode::parse(Self::ANY).ok()) }
    }

    fn to(&self, area: MemberCode) -> String {
        let stands_as_it_is = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        if area.as_str().bytes().all(stands_as_it_is) && self.pattern.contains(Self::ANY) {
            self.pattern.replacen(Self::ANY, area.as_str(), 1)
        } else {
            self.handle.link(|state| state.area = Some(area))
        }
    }
}

fn content(row: Row, is_shown: impl Fn(usize) -> bool, language: Language, links: &Links) -> RowContent {
    let cells = row.cells.iter().enumerate().filter(|(column, _)| is_shown(*column));
    RowContent {
        class: match row.role {
            RowRole::Usual => "",
            RowRole::Chosen => "row-chosen",
            RowRole::Reference => "row-reference",
        },
        about: row.subject.map(|subject| subject.as_str().to_owned()),
        link: row.area.map(|area| links.to(area)),
        cells: cells.map(|(_, own)| cell(own, language)).collect(),
        head: row.head,
    }
}

fn cell(cell: &TableCell, language: Language) -> Html {
    match cell {
        TableCell::Text { text, .. } | TableCell::Mark(Mark::Value { text, .. }) => html::text(text),
        TableCell::Mark(Mark::Suppressed) => html::el(
            "span",
            &[("class", "absent absent-suppressed"), ("title", Phrase::SuppressedLong.say(language))],
            [html::text(Phrase::Suppressed.say(language))],
        ),
        TableCell::Mark(Mark::NotReported) => {
            html::said("span", "absent absent-not-reported", Phrase::NotReported.say(language))
        }
        TableCell::Mark(Mark::NotPublished) => html::text(Phrase::NotPublished.say(language)),
        TableCell::Mark(Mark::NotApplicable) => {
            html::said("span", "absent absent-not-applicable", Phrase::NotApplicable.say(language))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_in_sight_are_those_between_the_parts_and_some_more() {
        assert_eq!(rows_in_sight((0.0, 0.0), 98), 0..24);
        assert_eq!(rows_in_sight((0.5, 0.65), 98), 47..88);
        assert_eq!(rows_in_sight((0.9, 1.0), 98), 87..98);
        assert_eq!(rows_in_sight((0.0, 0.0), 5), 0..5);
        assert_eq!(rows_in_sight((0.0, 0.0), 0), 0..0);
    }
}
