//! How sure a place in a ranking is.

use super::{
    interval::Estimate,
    verdict::{Verdict, verdict},
};

/// A place in a ranking from the highest figure (1) down, with the places that it may as well be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rank {
    /// The place of the figure as it is; equal figures share the best place.
    pub place: usize,
    /// The highest place that is compatible with the figures.
    pub best: usize,
    /// The lowest.
    pub worst: usize,
    /// How many are ranked.
    pub of: usize,
}

/// The rank of each figure among all, in the order given.
///
/// The best place is one more than the number of figures that are higher by [`verdict`] (95 %), the worst leaves as
/// many below as are lower by it. This is the interval from pairwise comparisons; see D. Mohamad et al., "Confidence
/// intervals for ranks of means", Journal of Official Statistics 38 (2022), for why a ranking without one misleads.
/// Each pair is compared at 95 %, without correction for the number of pairs.
pub fn ranks(estimates: &[Estimate]) -> Vec<Rank> {
    estimates.iter().enumerate().map(|(position, own)| rank(position, own, estimates)).collect()
}

/// The rank of one figure, for when only that is wanted; `position` says which of `estimates` it is.
pub fn rank(position: usize, own: &Estimate, estimates: &[Estimate]) -> Rank {
    let of = estimates.len();
    let mut rank = Rank { place: 1, best: 1, worst: of, of };
    for (_, other) in estimates.iter().enumerate().filter(|(at, _)| *at != position) {
        rank.place += usize::from(other.value > own.value);
        match verdict(own, other) {
            Verdict::Lower(_) => rank.best += 1,
            Verdict::Higher(_) => rank.worst -= 1,
            Verdict::Alike => {}
        }
    }
    rank
}
