//! What a reader deduces from published cells alone: no register, no marks, no certificates.
//!
//! [`super::attack`] asks the same of a block that is still at home; this is for files that are out, and for readers
//! who know more of a cell from elsewhere.

use super::examine::{Depth, Examination, Known, examine};
use super::propagation::propagate;
use super::structure::Structure;
use super::{linear, number};
use crate::block::BlockError;
use crate::lists::Lists;

/// Cells as a reader finds them: which leaves each counts, and what is told of its number.
#[derive(Clone, Debug, Default)]
pub struct PublicTable {
    leaves: usize,
    cells: Lists,
    told: Vec<Told>,
    /// Groups of leaves two by two: those of a pair count the same citizens.
    links: Lists,
}

/// What a reader is told of a cell's number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// The number.
    Exactly(u32),
    /// That it is withheld, and so at least `lower` and, where a public group bounds it, at most `upper`.
    Between {
        /// The least number possible.
        lower: u32,
        /// The greatest number possible, if anything says so.
        upper: Option<u32>,
    },
}

/// What a reader makes of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deduced {
    /// The least number possible.
    pub lower: i64,
    /// The greatest number possible; absent when nothing bounds it. Below `lower` when the cells contradict each
    /// other.
    pub upper: Option<i64>,
    /// Whether the number is a combination of numbers that are told exactly.
    pub is_combination: bool,
}

impl Deduced {
    /// Whether a reader has the number.
    pub fn is_exact(&self) -> bool {
        self.is_combination || self.upper == Some(self.lower)
    }
}

impl PublicTable {
    /// A table without cells over some leaves: the finest combinations that readers can think of.
    pub fn new(leaves: usize) -> Self {
        Self { leaves, ..Self::default() }
    }

    /// Adds a cell over `leaves` (strictly increasing) and returns its index.
    ///
    /// # Errors
    /// When a leaf is unknown or out of order.
    pub fn push(&mut self, leaves: &[u32], told: Told) -> Result<usize, BlockError> {
        self.check(leaves)?;
        self.add(leaves.iter().copied(), told);
        Ok(self.told.len() - 1)
    }

    /// Says that two groups of leaves (each strictly increasing) count the same citizens.
    ///
    /// Citizens who are split in two ways that nobody crosses, such as by sex and by home, need not be split in both
    /// at once: leaves of the one split and leaves of the other, linked by the groups that they have in common, allow
    /// the same numbers.
    ///
    /// # Errors
    /// When a leaf is unknown or out of order.
    pub fn link(&mut self, left: &[u32], right: &[u32]) -> Result<(), BlockError> {
        self.check(left)?;
        self.check(right)?;
        self.links.push(left.iter().copied());
        self.links.push(right.iter().copied());
        Ok(())
    }

    /// What a patient reader makes of each cell, by bounds passed along sums and by combining sums.
    pub fn deduce(&self) -> Vec<Deduced> {
        let structure = Structure::of(self);
        let bounds = propagate(&structure);
        let cells: Vec<usize> = (0..self.told.len()).collect();
        let determined = linear::determined(&structure, &cells);
        let deduced = |(cell, is_combination): (usize, bool)| {
            let (lower, upper) = bounds.of_cell(&structure, cell);
            Deduced { lower, upper, is_combination }
        };
        cells.into_iter().zip(determined).map(deduced).collect()
    }

    /// Whether each cell is a combination of cells that are told exactly, whatever their numbers.
    pub fn combinations(&self) -> Vec<bool> {
        let cells: Vec<usize> = (0..self.told.len()).collect();
        linear::determined(&Structure::of(self), &cells)
    }

    /// The least and greatest number of each cell, by bounds passed along sums alone; `None` when the cells contradict
    /// each other.
    pub fn bounds(&self) -> Option<Vec<(i64, Option<i64>)>> {
        let structure = Structure::of(self);
        let bounds = propagate(&structure);
        let of_cell = |cell| bounds.of_cell(&structure, cell);
        (!bounds.is_contradictory()).then(|| (0..self.told.len()).map(of_cell).collect())
    }

    /// Looks for registers that fit all that is told, and says for each withheld cell whether two of them differ in it.
    ///
    /// Other than [`PublicTable::deduce`], this ends with a proof: either the number is not determined, shown by two
    /// registers, or it is, or the work allowed by `depth` did not decide.
    pub fn examine(&self, depth: Depth) -> Examination {
        examine(self, depth, None)
    }

    /// [`PublicTable::examine`] for some withheld cells only, with the bounds of all others.
    pub fn examine_some(&self, depth: Depth, known: Known<'_>) -> Examination {
        examine(self, depth, Some(known))
    }

    fn check(&self, leaves: &[u32]) -> Result<(), BlockError> {
        let cell = self.told.len();
        if leaves.windows(2).any(|pair| matches!(pair, [left, right] if left >= right)) {
            return Err(BlockError::UnsortedLeaves { cell });
        }
        match leaves.last() {
            Some(&leaf) if leaf >= number(self.leaves) => {
                Err(BlockError::UnknownLeaf { cell, leaf, leaves: self.leaves })
            }
            _ => Ok(()),
        }
    }

    pub(super) fn add(&mut self, leaves: impl IntoIterator<Item = u32>, told: Told) {
        self.cells.push(leaves);
        self.told.push(told);
    }

    pub(super) fn leaves(&self) -> usize {
        self.leaves
    }

    pub(super) fn cells(&self) -> impl Iterator<Item = (&[u32], Told)> {
        self.cells.iter().zip(self.told.iter().copied())
    }

    /// The pairs of groups that count the same citizens.
    pub(super) fn links(&self) -> impl Iterator<Item = (&[u32], &[u32])> {
        (0..self.links.len()).step_by(2).map(|at| (self.links.of(at), self.links.of(at + 1)))
    }
}
