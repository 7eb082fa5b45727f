//! Tables in a common space of leaves and cells.
#![expect(clippy::indexing_slicing, reason = "leaves and cells are numbered by the space")]

use std::sync::Arc;

use crate::lists::Lists;
use crate::variables::index;

/// Leaves and the cells that count them, common to many tables: for example all codes of a month.
#[derive(Clone, Debug, Default)]
pub struct Space {
    cells_of_leaf: Lists,
}

/// A protected table.
#[derive(Clone, Debug, Default)]
pub struct LinkedTable {
    /// Position of its space.
    pub space: usize,
    /// Leaves with citizens, rising.
    pub leaves: Vec<(u32, u32)>,
    /// Cells with citizens, rising.
    pub cells: Vec<LinkedCell>,
    /// Nothing of it is published, not even its zeros, and nothing of it needs proof.
    pub is_withheld: bool,
    /// It was published like this before: what is shown cannot be taken back.
    pub is_fixed: bool,
    /// Cells of the space that are never published, rising: readers are not told when they are zero.
    pub hidden_zeros: Arc<[u32]>,
    /// Changes that nobody can see in this table alone.
    pub proofs: Vec<Vec<(u32, i32)>>,
}

/// A cell of a protected table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LinkedCell {
    /// Its number in the space.
    pub cell: u32,
    /// Citizens.
    pub count: u32,
    /// How much readers would miss it.
    pub weight: u32,
    /// The greatest number that a public group allows.
    pub upper: Option<u32>,
    /// The least number that readers know an unpublished cell to have.
    pub least: u32,
    /// Whether the number is shown.
    pub is_published: bool,
    /// Whether nobody may learn the number.
    pub is_sensitive: bool,
}

impl Space {
    /// Adds a leaf that these cells count, and returns its number.
    pub fn push(&mut self, cells: impl IntoIterator<Item = u32>) {
        self.cells_of_leaf.push(cells);
    }

    /// Number of leaves.
    pub fn leaves(&self) -> usize {
        self.cells_of_leaf.len()
    }

    /// Per cell the leaves that it counts, rising.
    pub(crate) fn leaves_of_cells(&self) -> Lists {
        let cells = self.cells_of_leaf.iter().flatten().max().map_or(0, |&most| index(most) + 1);
        self.cells_of_leaf.transposed(cells)
    }

    pub(super) fn cells_of(&self, leaf: u32) -> &[u32] {
        self.cells_of_leaf.of(index(leaf))
    }

    /// Cells that a change alters, rising, by how much.
    pub(super) fn altered(&self, change: &[(u32, i32)]) -> Vec<(u32, i32)> {
        let mut altered: Vec<(u32, i32)> = Vec::new();
        for &(leaf, by) in change {
            altered = merged(&altered, self.cells_of(leaf), by);
        }
        altered.retain(|entry| entry.1 != 0);
        altered
    }
}

/// Adds `by` to each of some cells; both rising.
fn merged(altered: &[(u32, i32)], cells: &[u32], by: i32) -> Vec<(u32, i32)> {
    let mut sum = Vec::with_capacity(altered.len() + cells.len());
    let (mut at, mut cells) = (0, cells.iter().peekable());
    while let Some(&&cell) = cells.peek() {
        match altered.get(at) {
            Some(&known) if known.0 < cell => {
                sum.push(known);
                at += 1;
            }
            Some(&known) if known.0 == cell => {
                sum.push((cell, known.1 + by));
                at += 1;
                cells.next();
            }
            _ => {
                sum.push((cell, by));
                cells.next();
            }
        }
    }
    sum.extend_from_slice(&altered[at..]);
    sum
}

/// Adds up what belongs to the same number; without zeros, rising.
pub(super) fn sum(mut entries: Vec<(u32, i32)>) -> Vec<(u32, i32)> {
    entries.sort_unstable();
    entries.dedup_by(|next, kept| {
        let is_same = next.0 == kept.0;
        if is_same {
            kept.1 += next.1;
        }
        is_same
    });
    entries.retain(|entry| entry.1 != 0);
    entries
}

impl LinkedTable {
    /// Withholds all of it, unless it was published before.
    pub fn withhold(&mut self) {
        if self.is_fixed {
            return;
        }
        self.is_withheld = true;
        self.cells.iter_mut().for_each(|cell| cell.is_published = false);
    }

    pub(super) fn leaf(&self, leaf: u32) -> u32 {
        self.leaves.binary_search_by_key(&leaf, |entry| entry.0).map_or(0, |at| self.leaves[at].1)
    }

    /// Whether readers cannot know that a cell without citizens has none: nobody publishes it.
    pub fn hides_zero(&self, cell: u32) -> bool {
        self.hidden_zeros.binary_search(&cell).is_ok()
    }

    pub(super) fn position(&self, cell: u32) -> Option<usize> {
        self.cells.binary_search_by_key(&cell, |known| known.cell).ok()
    }

    pub(super) fn count(&self, cell: u32) -> u32 {
        self.position(cell).map_or(0, |at| self.cells[at].count)
    }

    /// What readers would miss if a change were to be hidden; `None` when it is impossible.
    pub(super) fn cost(&self, change: &[(u32, i32)], altered: &[(u32, i32)]) -> Option<u64> {
        if change.iter().any(|&(leaf, by)| i64::from(self.leaf(leaf)) + i64::from(by) < 0) {
            return None;
        }
        let mut cost = 0;
        if self.is_withheld {
            return Some(cost);
        }
        for &(cell, by) in altered {
            let at = self.position(cell)?;
            let about = &self.cells[at];
            let after = i64::from(about.count) + i64::from(by);
            if after < i64::from(about.least) || about.upper.is_some_and(|upper| after > i64::from(upper)) {
                return None;
            }
            if about.is_published && self.is_fixed {
                return None;
            }
            if about.is_published {
                cost += u64::from(about.weight) + 1;
            }
        }
        Some(cost)
    }
}
