//! The counting of facts: one pass over the citizens of each code, with a counter for each leaf of each period.
//!
//! The leaves that occur are numbered, so a code is counted in one array, and nothing is copied, sorted or hashed.
//! Codes are counted side by side. Memory beyond the counts themselves is one array for each thread (a few MB).
#![expect(clippy::indexing_slicing, reason = "the array has a counter for every leaf that occurs in a period")]

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::{AggregateError, ConfidentialBlock};
use crate::{
    catalogue::CodeIdx,
    derive::{CitizenLeaves, CitizenPeriods, DatasetFacts, Leaf, LeafDetail},
};

/// Numbers of the leaves that occur, as far as a kind of period tells them apart.
struct Numbering {
    detail: LeafDetail,
    /// Per leaf there can be its number, if it occurs.
    number: Vec<u32>,
    /// The leaves that occur, rising.
    leaves: Vec<Leaf>,
}

/// Where each period of the night has its counters.
pub(super) struct Places {
    numberings: Vec<Numbering>,
    /// Per period its numbering and its first counter.
    of_period: Vec<(usize, usize)>,
    counters: usize,
}

impl Numbering {
    fn new(detail: LeafDetail, all: impl Iterator<Item = Leaf>) -> Self {
        let mut number = vec![0; Leaf::COUNT];
        for leaf in all {
            number[leaf.at(detail).position()] = 1;
        }
        let mut leaves = Vec::new();
        for (leaf, number) in (0..).map(Leaf::from_packed).zip(&mut number) {
            if *number > 0 {
                // Never cut: there are fewer leaves than numbers.
                *number = u32::try_from(leaves.len()).unwrap_or(u32::MAX);
                leaves.push(leaf);
            }
        }
        Self { detail, number, leaves }
    }

    fn number(&self, leaf: Leaf) -> usize {
        usize::try_from(self.number[leaf.at(self.detail).position()]).unwrap_or(usize::MAX)
    }
}

impl Places {
    /// Gives each period a counter for every leaf that occurs in any period of its kind.
    pub(super) fn new(citizens: &CitizenLeaves, details: &[LeafDetail]) -> Self {
        let mut kinds: BTreeMap<LeafDetail, usize> = BTreeMap::new();
        for detail in details {
            let next = kinds.len();
            kinds.entry(*detail).or_insert(next);
        }
        let mut numberings = Vec::new();
        let mut in_order: Vec<(usize, LeafDetail)> = kinds.iter().map(|(detail, at)| (*at, *detail)).collect();
        in_order.sort_unstable_by_key(|(at, _)| *at);
        for (_, detail) in in_order {
            let all = citizens.all().filter(|(period, _)| details.get(*period) == Some(&detail));
            numberings.push(Numbering::new(detail, all.map(|(_, leaf)| leaf)));
        }
        let mut counters = 0;
        let place = |detail: &LeafDetail| {
            let kind = kinds[detail];
            let first = counters;
            counters += numberings[kind].leaves.len();
            (kind, first)
        };
        let of_period = details.iter().map(place).collect();
        Self { numberings, of_period, counters }
    }

    fn counter(&self, period: usize, leaf: Leaf) -> usize {
        let (kind, first) = self.of_period[period];
        first + self.numberings[kind].number(leaf)
    }

    /// The leaves of a period with its part of the counters, of which all become zero.
    fn take(&self, period: usize, counters: &mut [u32]) -> Vec<(Leaf, u32)> {
        let (kind, first) = self.of_period[period];
        let leaves = &self.numberings[kind].leaves;
        let own = leaves.iter().zip(&mut counters[first..first + leaves.len()]);
        own.filter(|(_, count)| **count > 0).map(|(leaf, count)| (*leaf, std::mem::take(count))).collect()
    }
}

/// Counts citizens by code, period and leaf.
///
/// # Errors
/// When counts and facts do not reconcile.
pub(super) fn count(
    dataset: &DatasetFacts,
    citizens: &CitizenLeaves,
    places: &Places,
) -> Result<Vec<ConfidentialBlock>, AggregateError> {
    let codes: Vec<(&CodeIdx, &Vec<CitizenPeriods>)> = dataset.by_code.iter().collect();
    let of_code = |counters: &mut Vec<u32>, (code, active): (&CodeIdx, &Vec<CitizenPeriods>)| {
        let mut facts = vec![0_u64; places.of_period.len()];
        for (citizen, periods) in active {
            let leaf = citizens.of(*citizen);
            for (period, leaf) in periods.iter().filter_map(|period| Some((period, leaf(period)?))) {
                counters[places.counter(period, leaf)] += 1;
                facts[period] += 1;
            }
        }
        let blocks = facts.into_iter().enumerate().filter_map(|(period, facts)| {
            let leaves = places.take(period, counters);
            let counted: u64 = leaves.iter().map(|(_, count)| u64::from(*count)).sum();
            if counted != facts {
                return Some(Err(AggregateError::Invariant { dataset: dataset.id.clone() }));
            }
            (!leaves.is_empty()).then_some(Ok(ConfidentialBlock { code: *code, period, leaves }))
        });
        blocks.collect::<Result<Vec<_>, _>>()
    };
    let counters = || vec![0; places.counters];
    let blocks: Vec<Vec<ConfidentialBlock>> =
        codes.into_par_iter().map_init(counters, of_code).collect::<Result<_, _>>()?;
    Ok(blocks.into_iter().flatten().collect())
}

#[cfg(test)]
mod tests {
    use naerblik_shared::schema::DimensionId;

    use super::*;

    #[test]
    fn leaves_are_numbered_in_order_and_counters_begin_anew() {
        let leaf = Leaf::from_packed;
        let largest = leaf(u32::try_from(Leaf::COUNT).unwrap() - 1);
        let full = LeafDetail::of(DimensionId::ALL);
        let fine = Numbering::new(full, [leaf(7), largest, leaf(7), leaf(3)].into_iter());
        assert_eq!(fine.leaves, [leaf(3), leaf(7), largest]);
        assert_eq!(fine.number(largest), 2);
        let coarse = Numbering::new(LeafDetail::of([]), [leaf(7), leaf(3)].into_iter());
        assert_eq!((coarse.leaves.len(), coarse.number(leaf(3))), (1, 0));

        let places = Places { numberings: vec![fine, coarse], of_period: vec![(1, 0), (0, 1)], counters: 4 };
        let mut counters = vec![0; places.counters];
        for (period, leaf) in [(0, leaf(7)), (0, leaf(3)), (1, leaf(3)), (1, largest)] {
            counters[places.counter(period, leaf)] += 1;
        }
        assert_eq!(places.take(0, &mut counters), [(leaf(0), 2)]);
        assert_eq!(places.take(1, &mut counters), [(leaf(3), 1), (largest, 1)]);
        assert_eq!(counters, [0; 4]);
    }
}
