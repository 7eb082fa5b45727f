//! What a difference between two areas is made of: other ages, or other figures at the same age.

use super::number;

/// One age group of both areas.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    /// Citizens counted and living in the area.
    pub own: (u64, u64),
    /// The same for the area it is compared with.
    pub other: (u64, u64),
}

/// The two parts of a difference of crude figures for each citizen; they add up to the whole.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Split {
    /// Because the ages of the citizens differ.
    pub age_mix: f64,
    /// Because figures at the same age differ.
    pub rate: f64,
}

/// Splits the difference `own − other`.
///
/// `None` when an area has no citizens, or counts somebody in a group in which nobody lives. A group that is empty in
/// one area has the figure of the other there, so that it counts as a difference of ages only.
///
/// Source: E. M. Kitagawa, "Components of a difference between two rates", JASA 50 (1955).
pub fn kitagawa(pairs: &[Pair]) -> Option<Split> {
    let living = |side: fn(&Pair) -> (u64, u64)| pairs.iter().map(|pair| number(side(pair).1)).sum::<f64>();
    let (own_all, other_all) = (living(|pair| pair.own), living(|pair| pair.other));
    if own_all <= 0.0 || other_all <= 0.0 {
        return None;
    }
    let mut split = Split { age_mix: 0.0, rate: 0.0 };
    for pair in pairs {
        let (own, other) = match (rate(pair.own)?, rate(pair.other)?) {
            (Some(own), Some(other)) => (own, other),
            (Some(own), None) => (own, own),
            (None, Some(other)) => (other, other),
            (None, None) => continue,
        };
        let (own_share, other_share) = (number(pair.own.1) / own_all, number(pair.other.1) / other_all);
        split.age_mix += (own_share - other_share) * f64::midpoint(own, other);
        split.rate += (own - other) * f64::midpoint(own_share, other_share);
    }
    Some(split)
}

/// `None` when somebody is counted where nobody lives, `Some(None)` when nobody lives or is counted there.
#[expect(clippy::option_option, reason = "impossible and empty are two things")]
fn rate((events, population): (u64, u64)) -> Option<Option<f64>> {
    match (events, population) {
        (0, 0) => Some(None),
        (_, 0) => None,
        _ => Some(Some(number(events) / number(population))),
    }
}
