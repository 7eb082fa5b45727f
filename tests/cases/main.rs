//! Tests of the whole: the golden night, attacks on what it publishes, the contract of the published bytes, and
//! the rules of the house.

#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "all of this crate is tests, helpers included")]

mod audit;
mod figures;
mod night;
mod privacy;
mod publication;
mod questions;
mod support;
mod suppress;
mod tidy;
mod versions;
