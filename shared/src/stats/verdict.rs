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
/// Both figures are taken as independent: where one is part of the other, the rest must take the other's place.
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

/// The ratio `own ÷ other` with its intervals, from the intervals of both; `None` where the other is nobody.
///
/// Source: A. Donner and G. Y. Zou, "Closed-form confidence intervals for functions of the normal mean and standard
/// deviation", Statistical Methods in Medical Research 21 (2012). Each end is the ratio at which [`difference`] between
/// `own` and so many times `other` ends at zero. Hence an interval holds 1 exactly where that of the difference holds 0:
/// what is said of a ratio never contradicts the [`verdict`].
pub fn ratio(own: &Estimate, other: &Estimate) -> Option<Estimate> {
    if other.p95.low <= 0.0 || other.p998.low <= 0.0 {
        return None;
    }
    let product = own.value * other.value;
    // What is left of a square when the distance to an end is taken from it.
    let within = |value: f64, end: f64| end * (2.0 * value - end);
    let root = |one: f64, two: f64| (product * product - one * two).max(0.0).sqrt();
    Some(Estimate::of(own.value / other.value, |confidence| {
        let (one, two) = (own.range(confidence), other.range(confidence));
        let (low, high) = (within(own.value, one.low), within(own.value, one.high));
        let (other_low, other_high) = (within(other.value, two.low), within(other.value, two.high));
        let least = product + root(low, other_high);
        Range { low: if low > 0.0 { low / least } else { 0.0 }, high: (product + root(high, other_low)) / other_low }
    }))
}

/// The ratio to a whole, from the [`ratio`] to its rest: the part makes up so large a share (0 to 1) of the population.
pub fn ratio_to_whole(to_rest: &Estimate, share: f64) -> Estimate {
    let of = |ratio: f64| ratio / (share * ratio + 1.0 - share);
    Estimate::of(of(to_rest.value), |confidence| {
        let Range { low, high } = to_rest.range(confidence);
        Range { low: of(low), high: of(high) }
    })
}
