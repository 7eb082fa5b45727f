//! What may be said about figures: how sure they are, how they compare, and what a difference is made of.
//!
//! Pure arithmetic on published counts and populations, in closed forms.
//! [`interval`] says how sure a figure is, [`verdict`] compares two, [`standard`] takes age out of a figure, [`split`]
//! tells what of a difference is age, [`funnel`] says how far figures of small areas stray by chance, [`rank`] how sure
//! a place in a ranking is, and [`neighbours`] finds areas that are alike.
//!
//! Nothing here knows of cells: what is suppressed or not reported must not reach these functions. Where a result is
//! undefined the answer is `None`, never a number that means nothing.
//!
//! The figures are checked against independent implementations: `tests/contract/stats_reference.py` says how.
//! Start reading at [`interval`].

pub mod funnel;
pub mod interval;
pub mod neighbours;
pub mod rank;
pub mod split;
pub mod standard;
pub mod verdict;

pub use interval::{Confidence, Estimate, Range};
pub use verdict::{Strength, Verdict, verdict};

/// Citizens as a number to compute with; beyond 4.3 billion the largest that is exact enough.
fn number(citizens: u64) -> f64 {
    f64::from(u32::try_from(citizens).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests;
