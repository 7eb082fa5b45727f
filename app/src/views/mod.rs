//! Whole pages.

pub(crate) mod explorer;
pub(crate) mod not_found;
mod publication;
