//! Pages that only show: HTML from plain functions, tested natively.
//!
//! A page without anything to operate needs no components: its text is written once, and the browser's own links,
//! tables and folds do the rest. Components would take more WebAssembly for the same pages (ADR 0020).
//! Every text goes through [`html`], which escapes it.

pub mod foot;
pub mod front;
pub mod html;
pub mod method;
pub mod profile;
pub mod sparkline;

use crate::{
    i18n::Language,
    state::{Place, ViewState},
};

/// Where pages lie, for links.
pub struct Links<'a> {
    /// The path of the site, ending in `/`.
    pub base: &'a str,
    /// The language of the page.
    pub language: Language,
}

impl Links<'_> {
    /// The address of a page.
    pub fn to(&self, place: &Place) -> String {
        format!("{}{}", self.base, place.path(self.language))
    }

    /// The address of the figure page for a state.
    pub fn figure(&self, state: &ViewState) -> String {
        let query = state.to_query();
        let path = self.to(&Place::Figure);
        if query.is_empty() { path } else { format!("{path}?{query}") }
    }
}
