//! What readers know: which cells are sums of which, what is published, and what bounds the rest.
#![expect(clippy::indexing_slicing, reason = "sets and leaves are numbered here")]

use std::collections::BTreeMap;

use super::least;
use crate::block::{Block, CellKind};
use crate::policy::{Policy, ZeroPolicy};

/// The distinct sets of leaves that matter, with what readers know of their sums.
pub(super) struct Structure {
    /// Per set: its leaves, increasing.
    pub(super) sets: Vec<Vec<usize>>,
    /// Per set: the least and, if any, greatest sum readers start from; equal for a published set.
    pub(super) known: Vec<(i64, Option<i64>)>,
    /// Per set: its published sum.
    pub(super) published: Vec<Option<i64>>,
    /// Per leaf: the sets that contain it, increasing.
    pub(super) sets_of_leaf: Vec<Vec<usize>>,
    /// Per cell of the block: its set, or `None` if readers know that it has no citizens.
    pub(super) set_of_cell: Vec<Option<usize>>,
}

impl Structure {
    pub(super) fn of(block: &Block, policy: Policy, is_published: &[bool]) -> Self {
        let excluded = excluded_leaves(block, policy, is_published);
        let mut structure = Self {
            sets: Vec::new(),
            known: Vec::new(),
            published: Vec::new(),
            sets_of_leaf: vec![Vec::new(); excluded.len()],
            set_of_cell: Vec::new(),
        };
        let mut numbers: BTreeMap<Vec<usize>, usize> = BTreeMap::new();
        for (cell, spec) in block.cells().iter().enumerate() {
            let leaves: Vec<usize> = positions(block.leaves(cell)).filter(|&leaf| !excluded[leaf]).collect();
            if leaves.is_empty() {
                structure.set_of_cell.push(None);
                continue;
            }
            let set = *numbers.entry(leaves).or_insert_with_key(|leaves| structure.add(leaves.clone()));
            structure.set_of_cell.push(Some(set));
            let count = i64::from(block.count(cell));
            if is_published.get(cell) == Some(&true) {
                structure.published[set] = Some(count);
                structure.known[set] = (count, Some(count));
            } else if structure.published[set].is_none() {
                let (lower, upper) = structure.known[set];
                let greatest = spec.denominator.map(i64::from);
                let upper = upper.map_or(greatest, |old| Some(greatest.map_or(old, |new| new.min(old))));
                structure.known[set] = (lower.max(least(policy, spec.kind, count)), upper);
            }
        }
        for (leaf, _) in excluded.iter().enumerate().filter(|&(_, &excluded)| !excluded) {
            numbers.entry(vec![leaf]).or_insert_with_key(|leaves| structure.add(leaves.clone()));
        }
        structure
    }

    fn add(&mut self, leaves: Vec<usize>) -> usize {
        let set = self.sets.len();
        for &leaf in &leaves {
            self.sets_of_leaf[leaf].push(set);
        }
        self.sets.push(leaves);
        self.known.push((0, None));
        self.published.push(None);
        set
    }
}

/// Stored leaves as positions.
pub(super) fn positions(leaves: &[u32]) -> impl Iterator<Item = usize> {
    leaves.iter().filter_map(|&leaf| usize::try_from(leaf).ok())
}

/// The leaves that readers know to be empty: those inside a published zero.
fn excluded_leaves(block: &Block, policy: Policy, is_published: &[bool]) -> Vec<bool> {
    let mut excluded = vec![false; block.leaf_counts().len()];
    for (cell, spec) in block.cells().iter().enumerate() {
        let is_public = policy.zeros == ZeroPolicy::Public && spec.kind == CellKind::Publishable;
        let is_known = is_public || is_published.get(cell) == Some(&true);
        if is_known && block.count(cell) == 0 {
            positions(block.leaves(cell)).for_each(|leaf| excluded[leaf] = true);
        }
    }
    excluded
}
