//! Rows of tables: what they say, which one an event is about, and the mark on one of them.

use std::ops::Range;

use wasm_bindgen::JsCast as _;
use web_sys::{Element, Event, HtmlElement};

use crate::markup::html::{self, Html};

/// The attribute that says what a row is about.
const ABOUT: &str = "data-about";
/// The attribute of the marked row.
const LIT: &str = "data-lit";

/// The part of a table that its frame shows: where it begins and ends, from 0 to 1.
pub fn in_sight(frame: &HtmlElement) -> (f64, f64) {
    let (top, room, all) = (frame.scroll_top(), frame.client_height(), frame.scroll_height().max(1));
    (f64::from(top) / f64::from(all), f64::from(top + room) / f64::from(all))
}

/// Whether an event happened on a link.
pub fn is_on_link(event: &Event) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|target| target.closest("a").is_ok_and(|link| link.is_some()))
}

/// What the row around an event's target is about.
pub fn about(event: &Event) -> Option<String> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    target.closest("tr").ok()??.get_attribute(ABOUT)
}

/// Marks the row that is about something, and no other. A row out of sight comes to the middle of its frame; a frame
/// that the reader is in stays still, and so does the page.
pub fn mark(frame: &HtmlElement, about: Option<&str>) {
    let find = |selector: &str| {
        let found = frame.query_selector(selector).ok().flatten();
        found.and_then(|row| row.dyn_into::<HtmlElement>().ok())
    };
    if let Some(before) = find(&format!("[{LIT}]")) {
        // Fails for names that are no names only.
        let _gone = before.remove_attribute(LIT);
    }
    // Codes and periods have no quotes.
    let Some(row) = about.and_then(|about| find(&format!("[{ABOUT}=\"{about}\"]"))) else { return };
    let _set = row.set_attribute(LIT, "");
    if frame.matches(":is(:hover, :focus-within)").unwrap_or(true) {
        return;
    }
    let (top, height, room) = (row.offset_top(), row.offset_height(), frame.client_height());
    // The head of the table stays at the top, about as high as two rows.
    let seen = frame.scroll_top() + 2 * height..=frame.scroll_top() + room - height;
    if !seen.contains(&top) {
        frame.set_scroll_top(top - (room - height) / 2);
    }
}

/// A row as it stands in the page.
#[derive(Debug, Clone, PartialEq)]
pub struct RowContent {
    /// Its class; empty for none.
    pub class: &'static str,
    /// What it is about; see [`about`].
    pub about: Option<String>,
    /// Where its head leads.
    pub link: Option<String>,
    /// The words of its head.
    pub head: String,
    /// Its other cells.
    pub cells: Vec<Html>,
}

impl RowContent {
    fn html(&self) -> Html {
        let head = match &self.link {
            Some(link) => html::link(link, &self.head),
            None => html::text(&self.head),
        };
        let head = html::el("th", &[("scope", "row")], [head]);
        let cells = self.cells.iter().map(|cell| html::el("td", &[("class", "number")], [cell.clone()]));
        let mut attributes = vec![("class", self.class)];
        attributes.extend(self.about.as_deref().map(|about| (ABOUT, about)));
        html::el("tr", &attributes, std::iter::once(head).chain(cells))
    }
}

/// The rows of a table's body, as they stand in the page.
#[derive(Debug, Default)]
pub struct Rows {
    shown: Vec<RowContent>,
}

impl Rows {
    /// Makes some rows, those in sight, what they are to be, so that they are painted first; says whether that was all.
    pub fn fill_in_sight(&mut self, body: &HtmlElement, now: &[RowContent], sight: Range<usize>) -> bool {
        let is_alike =
            self.shown.len() == now.len() && self.shown.iter().zip(now).all(|(own, next)| is_alike(own, next));
        if is_alike {
            self.change(body, now, &sight);
        } else {
            let some = if sight.start == 0 { sight.end } else { now.len() };
            self.fill(body, now.get(..some).unwrap_or(now));
        }
        self.shown == now
    }

    /// Makes all rows what they are to be. Where a row stays a row of the same kind, only what differs is changed: that
    /// is quick, and who has the focus keeps it.
    pub fn fill(&mut self, body: &HtmlElement, now: &[RowContent]) {
        if self.shown.len() > 2 * now.len() {
            // Most rows go: that is quickest all at once.
            body.set_inner_html("");
            self.shown.clear();
        }
        let kept = self.shown.iter().zip(now).take_while(|(own, next)| is_alike(own, next)).count();
        self.change(body, now, &(0..kept));
        while self.shown.len() > kept {
            if let Some(row) = body.last_element_child() {
                row.remove();
            }
            self.shown.pop();
        }
        if let Some(others) = now.get(kept..).filter(|others| !others.is_empty()) {
            let html = html::join(others.iter().map(RowContent::html)).into_text();
            // The place is one that every element has.
            let _added = body.insert_adjacent_html("beforeend", &html);
            self.shown.extend_from_slice(others);
        }
    }

    fn change(&mut self, body: &HtmlElement, now: &[RowContent], some: &Range<usize>) {
        let mut row = body.first_element_child();
        for (at, (own, next)) in self.shown.iter_mut().zip(now).enumerate().take(some.end) {
            let Some(element) = row else { return };
            if some.contains(&at) && own != next {
                change(&element, own, next);
                next.clone_into(own);
            }
            row = element.next_element_sibling();
        }
    }
}

/// Whether one row can become another by changing its words.
fn is_alike(own: &RowContent, next: &RowContent) -> bool {
    own.cells.len() == next.cells.len()
        && own.link.is_some() == next.link.is_some()
        && own.about.is_some() == next.about.is_some()
}

fn change(row: &Element, own: &RowContent, next: &RowContent) {
    let set = |element: &Element, name: &str, own: Option<&str>, next: Option<&str>| {
        if let Some(value) = next.filter(|_| own != next) {
            // The names are names.
            let _set = element.set_attribute(name, value);
        }
    };
    set(row, "class", Some(own.class), Some(next.class));
    set(row, ABOUT, own.about.as_deref(), next.about.as_deref());
    let Some(head) = row.first_element_child() else { return };
    let words = head.first_element_child();
    set(words.as_ref().unwrap_or(&head), "href", own.link.as_deref(), next.link.as_deref());
    if own.head != next.head {
        words.as_ref().unwrap_or(&head).set_text_content(Some(&next.head));
    }
    let mut cell = head.next_element_sibling();
    for (own, next) in own.cells.iter().zip(&next.cells) {
        let Some(element) = cell else { return };
        if own != next {
            match next.as_words() {
                Some(words) => element.set_text_content(Some(words)),
                None => element.set_inner_html(next.as_str()),
            }
        }
        cell = element.next_element_sibling();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_a_head_and_cells() {
        let row = RowContent {
            class: "row-chosen",
            about: Some("area:0573".to_owned()),
            link: Some("/da/figure?area=0573&tab=map".to_owned()),
            head: "Varde".to_owned(),
            cells: vec![html::text("31,4"), html::said("span", "absent", "skjult")],
        };
        assert_eq!(
            row.html().as_str(),
            "<tr class=\"row-chosen\" data-about=\"area:0573\"><th scope=\"row\">\
             <a href=\"/da/figure?area=0573&amp;tab=map\">Varde</a></th><td class=\"number\">31,4</td>\
             <td class=\"number\"><span class=\"absent\">skjult</span></td></tr>"
        );
        let without = RowContent { link: None, about: None, ..row.clone() };
        assert!(!is_alike(&row, &without) && is_alike(&row, &RowContent { class: "", ..row.clone() }));
    }
}
