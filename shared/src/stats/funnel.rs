//! How far the figures of areas stray from a common level by chance alone: the more citizens, the less.

use super::{
    interval::{Confidence, Range, wilson},
    number,
};

/// Where an area lies in a funnel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Within what chance makes.
    Inside,
    /// Above, outside 95 %.
    Above95,
    /// Above, outside 99.8 %.
    Above998,
    /// Below, outside 95 %.
    Below95,
    /// Below, outside 99.8 %.
    Below998,
}

/// The limits around a common share for an area with so many citizens; `None` without citizens or when `target` is no
/// share.
///
/// Source: D. J. Spiegelhalter, "Funnel plots for comparing institutional performance", Statistics in Medicine 24
/// (2005), with Wilson's limits at the target, so that they stay between 0 and 1. Areas differ for more reasons than
/// chance, so some lie outside without anything being wrong.
pub fn limits(target: f64, population: u64, confidence: Confidence) -> Option<Range> {
    let is_share = (0.0..=1.0).contains(&target);
    (is_share && population > 0).then(|| wilson(target, number(population), confidence))
}

/// Where a counted share lies; `None` as for [`limits`].
pub fn place(events: u64, population: u64, target: f64) -> Option<Place> {
    let (p95, p998) = (limits(target, population, Confidence::P95)?, limits(target, population, Confidence::P998)?);
    let share = number(events) / number(population);
    Some(if share > p998.high {
        Place::Above998
    } else if share < p998.low {
        Place::Below998
    } else if share > p95.high {
        Place::Above95
    } else if share < p95.low {
        Place::Below95
    } else {
        Place::Inside
    })
}
