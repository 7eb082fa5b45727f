//! Whole pages.

pub(crate) mod area;
pub(crate) mod explorer;
pub(crate) mod front;
pub(crate) mod not_found;
mod presented;
mod publication;
pub(crate) mod text_page;
