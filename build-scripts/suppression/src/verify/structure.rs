//! What readers know: which cells are sums of which, what is published, and what bounds the rest.
#![expect(clippy::indexing_slicing, reason = "sets and leaves are numbered here")]

use std::collections::HashMap;

use super::public::{PublicTable, Told};
use super::{number, position};
use crate::lists::Lists;

/// The distinct sets of leaves that matter, with what readers know of their sums.
pub(super) struct Structure {
    /// Per set: its leaves, increasing.
    pub(super) sets: Lists,
    /// Per set: the least and, if any, greatest sum readers start from; equal for a published set.
    pub(super) known: Vec<(i64, Option<i64>)>,
    /// Per set: its published sum.
    pub(super) published: Vec<Option<i64>>,
    /// Number of leaves of the block.
    pub(super) leaves: usize,
    /// Per cell of the block: its set, or `None` if readers know that it has no citizens.
    pub(super) set_of_cell: Vec<Option<usize>>,
    /// Pairs of sets with the same sum.
    pub(super) links: Vec<(usize, usize)>,
}

impl Structure {
    pub(super) fn of(table: &PublicTable) -> Self {
        let excluded = excluded_leaves(table);
        let mut numbers = Numbers::default();
        let mut known: Vec<(i64, Option<i64>)> = Vec::new();
        let mut published: Vec<Option<i64>> = Vec::new();
        let mut set_of_cell = Vec::new();
        for (leaves, told) in table.cells() {
            let set = numbers.of(leaves.iter().copied().filter(|&leaf| !excluded[position(leaf)]));
            set_of_cell.push(set);
            let Some(set) = set else {
                continue;
            };
            if set == known.len() {
                known.push((0, None));
                published.push(None);
            }
            let (least, greatest) = match told {
                Told::Exactly(count) => (count, Some(count)),
                Told::Between { lower, upper } => (lower, upper),
            };
            if let Told::Exactly(count) = told {
                published[set] = Some(i64::from(count));
            }
            let (lower, upper) = known[set];
            let greatest = greatest.map(i64::from);
            let upper = upper.map_or(greatest, |old| Some(greatest.map_or(old, |new| new.min(old))));
            known[set] = (lower.max(i64::from(least)), upper);
        }
        for (leaf, _) in excluded.iter().enumerate().filter(|&(_, &excluded)| !excluded) {
            numbers.of(std::iter::once(number(leaf)));
        }
        let mut links = Vec::new();
        let mut empty = Vec::new();
        for (left, right) in table.links() {
            let mut set = |leaves: &[u32]| numbers.of(leaves.iter().copied().filter(|&leaf| !excluded[position(leaf)]));
            match (set(left), set(right)) {
                (Some(left), Some(right)) => links.push((left, right)),
                (Some(set), None) | (None, Some(set)) => empty.push(set),
                (None, None) => {}
            }
        }
        known.resize(numbers.sets.len(), (0, None));
        published.resize(numbers.sets.len(), None);
        for set in empty {
            known[set].1 = Some(0);
            published[set].get_or_insert(0);
        }
        Self { sets: numbers.sets, known, published, leaves: excluded.len(), set_of_cell, links }
    }
}

/// Numbers distinct sets in the order of first appearance.
#[derive(Default)]
struct Numbers {
    sets: Lists,
    /// Per hash of a set the last such set.
    last: HashMap<u64, usize>,
    /// Per set the one before with the same hash.
    before: Vec<Option<usize>>,
}

impl Numbers {
    fn of(&mut self, leaves: impl IntoIterator<Item = u32>) -> Option<usize> {
        let new = self.sets.len();
        self.sets.push(leaves);
        if self.sets.of(new).is_empty() {
            self.sets.pop();
            return None;
        }
        let mix = |hash: u64, &leaf: &u32| (hash.rotate_left(5) ^ u64::from(leaf)).wrapping_mul(0x517C_C1B7_2722_0A95);
        let hash = self.sets.of(new).iter().fold(0, mix);
        let mut same_hash = self.last.get(&hash).copied();
        while let Some(set) = same_hash {
            if self.sets.of(set) == self.sets.of(new) {
                self.sets.pop();
                return Some(set);
            }
            same_hash = self.before[set];
        }
        self.before.push(self.last.insert(hash, new));
        Some(new)
    }
}

/// The leaves that readers know to be empty: those inside a published zero.
fn excluded_leaves(table: &PublicTable) -> Vec<bool> {
    let mut excluded = vec![false; table.leaves()];
    for (leaves, _) in table.cells().filter(|&(_, told)| told == Told::Exactly(0)) {
        for &leaf in leaves {
            excluded[position(leaf)] = true;
        }
    }
    excluded
}
