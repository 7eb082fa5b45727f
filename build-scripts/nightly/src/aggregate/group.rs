//! The counting of facts: one pass for each code, with a counter for each leaf.
//!
//! Leaves are small numbers, so a period of a code is counted in an array, and nothing is copied, sorted or hashed.
//! Codes are counted side by side. Memory beyond the counts themselves is one array for each thread (4 MB).
#![expect(clippy::indexing_slicing, reason = "the array has a counter for every leaf there can be")]

use rayon::prelude::*;

use super::{AggregateError, ConfidentialBlock};
use crate::{
    catalogue::CodeIdx,
    derive::{CitizenLeaves, CitizenPeriods, DatasetFacts, Leaf, LeafDetail},
};

/// Counters of leaves, all zero between two periods.
struct Counters {
    citizens: Vec<u32>,
    /// Leaves that are not zero.
    touched: Vec<u32>,
}

/// Counts citizens by code, period and leaf.
///
/// # Errors
/// When counts and facts do not reconcile.
pub(super) fn count(
    dataset: &DatasetFacts,
    citizens: &CitizenLeaves,
    details: &[LeafDetail],
) -> Result<Vec<ConfidentialBlock>, AggregateError> {
    let codes: Vec<(&CodeIdx, &Vec<CitizenPeriods>)> = dataset.by_code.iter().collect();
    let of_code = |counters: &mut Counters, (code, active): (&CodeIdx, &Vec<CitizenPeriods>)| {
        let periods = details.iter().enumerate();
        let blocks = periods.filter_map(|(period, detail)| {
            let known = active.iter().filter(|(_, periods)| periods.contains(period));
            let leaves = known.filter_map(|(citizen, _)| Some(citizens.get(*citizen, period)?.at(*detail)));
            let facts = counters.count(leaves);
            let leaves = counters.take();
            let counted: u64 = leaves.iter().map(|(_, count)| u64::from(*count)).sum();
            if counted != facts {
                return Some(Err(AggregateError::Invariant { dataset: dataset.id.clone() }));
            }
            (!leaves.is_empty()).then_some(Ok(ConfidentialBlock { code: *code, period, leaves }))
        });
        blocks.collect::<Result<Vec<_>, _>>()
    };
    let blocks: Vec<Vec<ConfidentialBlock>> =
        codes.into_par_iter().map_init(Counters::new, of_code).collect::<Result<_, _>>()?;
    Ok(blocks.into_iter().flatten().collect())
}

impl Counters {
    fn new() -> Self {
        Self { citizens: vec![0; Leaf::COUNT], touched: Vec::new() }
    }

    /// Counts leaves, and returns how many there were.
    fn count(&mut self, leaves: impl Iterator<Item = Leaf>) -> u64 {
        let mut facts = 0;
        for leaf in leaves {
            let counter = &mut self.citizens[leaf.position()];
            if *counter == 0 {
                self.touched.push(leaf.packed());
            }
            *counter += 1;
            facts += 1;
        }
        facts
    }

    /// Gives the counts by rising leaf, and begins anew.
    fn take(&mut self) -> Vec<(Leaf, u32)> {
        self.touched.sort_unstable();
        let of_leaf = |packed: u32| {
            let leaf = Leaf::from_packed(packed);
            (leaf, std::mem::take(&mut self.citizens[leaf.position()]))
        };
        self.touched.drain(..).map(of_leaf).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaves_are_counted_in_order_and_counters_begin_anew() {
        let mut counters = Counters::new();
        let leaf = Leaf::from_packed;
        let largest = leaf(u32::try_from(Leaf::COUNT).unwrap() - 1);
        assert_eq!(counters.count([leaf(7), largest, leaf(7), leaf(3)].into_iter()), 4);
        assert_eq!(counters.take(), [(leaf(3), 1), (leaf(7), 2), (largest, 1)]);
        assert_eq!(counters.count([leaf(7)].into_iter()), 1);
        assert_eq!(counters.take(), [(leaf(7), 1)]);
    }
}
