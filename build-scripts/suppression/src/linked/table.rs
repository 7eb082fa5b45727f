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
}
