//! Whether one figure is higher than another.

use super::interval::{Confidence, Estimate, Range};

/// What can be said about a figure beside another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Higher.
    Higher(Strength),
    /// Lower.
    Lower(Strength),
    /// The difference is within what chance makes.
    Alike,
}

/// How sure a difference is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strength {
    /// Outside the 95 % interval: good enough to describe.
    Clear,
    /// Outside the 99.8 % interval: worth looking into.
    Strong,
}

/// The difference `own − other` with its intervals, from the intervals of both.
///
/// Source: G. Y. Zou and A. Donner, "Construction of confidence limits about effect measures: a general approach",
/// Statistics in Medicine 27 (2008). For two shares this is Newcombe's method 10 (Statistics in Medicine 17, 1998).
/// Both figures are taken as independent. Where one area is part of the other, the true interval is narrower, so that
/// "higher" and "lower" are said more seldom, never more often.
pub fn difference(own: &Estimate, other: &Estimate) -> Estimate {
    let value = own.value - other.value;
    Estimate::of(value, |confidence| {
        let (one, two) = (own.range(confidence), other.range(confidence));
        let below = (own.value - one.low).hypot(two.high - other.value);
        let above = (one.high - own.value).hypot(other.value - two.low);
        Range { low: value - below, high: value + above }
    })
}

/// Compares two figures of the same unit.
pub fn verdict(own: &Estimate, other: &Estimate) -> Verdict {
    let difference = difference(own, other);
    let strength = if !difference.range(Confidence::P998).holds(0.0) {
        Strength::Strong
    } else if !difference.range(Confidence::P95).holds(0.0) {
        Strength::Clear
    } else {
        return Verdict::Alike;
    };
    if difference.value > 0.0 { Verdict::Higher(strength) } else { Verdict::Lower(strength) }
}
