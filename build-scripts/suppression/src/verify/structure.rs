//! What readers know: which cells are sums of which, what is published, and what bounds the rest.
#![expect(clippy::indexing_slicing, reason = "sets and leaves are numbered here")]

use std::collections::HashMap;

use super::{least, number, position};
use crate::block::{Block, CellKind};
use crate::lists::Lists;
use crate::policy::{Policy, ZeroPolicy};

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
}

impl Structure {
    pub(super) fn of(block: &Block, policy: Policy, is_published: &[bool]) -> Self {
        let excluded = excluded_leaves(block, policy, is_published);
        let mut numbers = Numbers::default();
        let (mut known, mut published) = (Vec::new(), Vec::new());
        let mut set_of_cell = Vec::with_capacity(block.cells().len());
        for (cell, spec) in block.cells().iter().enumerate() {
            let set = numbers.of(block.leaves(cell).iter().copied().filter(|&leaf| !excluded[position(leaf)]));
            set_of_cell.push(set);
            let Some(set) = set else {
                continue;
            };
            if set == known.len() {
                known.push((0, None));
                published.push(None);
            }
            let count = i64::from(block.count(cell));
            if is_published.get(cell) == Some(&true) {
                published[set] = Some(count);
                known[set] = (count, Some(count));
            } else if published[set].is_none() {
                let (lower, upper) = known[set];
                let greatest = spec.denominator.map(i64::from);
                let upper = upper.map_or(greatest, |old: i64| Some(greatest.map_or(old, |new| new.min(old))));
                known[set] = (lower.max(least(policy, spec.kind, count)), upper);
            }
        }
        for (leaf, _) in excluded.iter().enumerate().filter(|&(_, &excluded)| !excluded) {
            numbers.of(std::iter::once(number(leaf)));
        }
        known.resize(numbers.sets.len(), (0, None));
        published.resize(numbers.sets.len(), None);
        Self { sets: numbers.sets, known, published, leaves: excluded.len(), set_of_cell }
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
fn excluded_leaves(block: &Block, policy: Policy, is_published: &[bool]) -> Vec<bool> {
    let mut excluded = vec![false; block.leaf_counts().len()];
    for (cell, spec) in block.cells().iter().enumerate() {
        let is_public = policy.zeros == ZeroPolicy::Public && spec.kind == CellKind::Publishable;
        let is_known = is_public || is_published.get(cell) == Some(&true);
        if is_known && block.count(cell) == 0 {
            block.leaves(cell).iter().for_each(|&leaf| excluded[position(leaf)] = true);
        }
    }
    excluded
}
