//! The rows of a table: those in sight first.

use std::{ops::Range, time::Duration};

use leptos::{ev::PointerEvent, html::Tbody, prelude::*};
use naerblik_shared::schema::MemberCode;

use crate::{
    browser::rows::{self, RowContent, Rows},
    charts::{Linked, Mark, Subject},
    i18n::{Language, Phrase},
    markup::html::{self, Html},
    reactive::Derived,
    state::ViewStateHandle,
    view_model::table::{Row, RowRole, TableCell},
};

/// At least so many rows fit on a large screen.
const ROWS_AHEAD: usize = 24;

/// The body of a table, which tells what the reader points at.
#[component]
pub(super) fn TableRows(
    /// What the rows say.
    contents: Derived<Vec<RowContent>>,
    /// The part of the table that its frame shows, from 0 to 1.
    in_sight: StoredValue<(f64, f64)>,
    /// Told what the reader points at.
    linked: Linked,
) -> impl IntoView {
    let body = NodeRef::<Tbody>::new();
    fill_rows(body, contents, in_sight);
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
    view! {
        <tbody
            node_ref=body
            on:click=on_click
            on:pointerover=on_pointer
            on:pointerleave=move |_| linked.point_at(None)
            on:focusin=move |event| point(&event)
            on:focusout=move |_| linked.point_at(None)
        ></tbody>
    }
}

/// What rows say, in the columns that are shown; tracks changes of the state, to which their links lead.
pub(super) fn contents(
    rows: impl Iterator<Item = Row>,
    is_shown: impl Fn(usize) -> bool,
    language: Language,
    handle: ViewStateHandle,
) -> Vec<RowContent> {
    let links = Links::new(handle);
    rows.map(|row| content(row, &is_shown, language, &links)).collect()
}

/// Keeps a table's body in step with its contents: the rows in sight before the next paint, the others after it.
fn fill_rows(body: NodeRef<Tbody>, contents: Derived<Vec<RowContent>>, in_sight: StoredValue<(f64, f64)>) {
    let shown = StoredValue::new_local(Rows::default());
    Effect::new(move |_| {
        let Some(body) = body.get() else { return };
        let sight = contents.with(|now| rows_in_sight(in_sight.get_value(), now.len()));
        let is_all = contents.with(|now| shown.try_update_value(|shown| shown.fill_in_sight(&body, now, sight)));
        if is_all == Some(false) {
            let others = move || {
                // Whatever the table is to be by then; nothing when it has left the page.
                contents.try_with_untracked(|now| shown.try_update_value(|shown| shown.fill(&body, now)));
            };
            request_animation_frame(move || set_timeout(others, Duration::ZERO));
        }
    });
}

/// The rows of so many that are between two parts of the table, and some more.
fn rows_in_sight((from, to): (f64, f64), n_rows: usize) -> Range<usize> {
    let row = |part: f64| (0..n_rows).find(|row| position(*row) >= part * position(n_rows)).unwrap_or(n_rows);
    row(from).saturating_sub(2)..(row(to) + ROWS_AHEAD).min(n_rows)
}

fn position(row: usize) -> f64 {
    f64::from(u32::try_from(row).unwrap_or(u32::MAX))
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
