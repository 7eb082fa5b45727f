//! Published files: fetched once, checked, decoded, kept.
//!
//! [`Repository`] answers "give me everything that this view needs". Nothing here knows what a view looks like on
//! screen, and nothing here fetches: that is [`crate::browser`], behind [`Fetch`]. Start reading at [`Repository`].

mod error;
mod fetch;
mod gathered;
mod repository;
mod shelf;

pub use error::LoadError;
pub use fetch::{Fetch, FetchError, Freshness};
pub use gathered::Gathered;
pub use repository::{Loaded, Repository};
