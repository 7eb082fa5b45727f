//! Relations between tables.
#![expect(clippy::indexing_slicing, reason = "leaves, cells and tables are numbered by the caller")]

use crate::variables::index;

/// `max(parts) ≤ whole ≤ sum(parts)`, at every point where it holds for the true numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cover {
    /// Position of the table that covers.
    pub whole: usize,
    /// Positions of the tables that it covers.
    pub parts: Vec<usize>,
    /// What is compared.
    pub points: Points,
}

/// What a cover compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Points {
    /// Leaves: all tables have the same space.
    Leaves,
    /// The cells that the coarser space of the parts has in common with the finer one of the whole.
    Cells {
        /// Position of the refinement.
        refinement: usize,
    },
}

/// A finer space, seen from a coarser one.
#[derive(Clone, Debug, Default)]
pub struct Refinement {
    /// Per finer leaf the coarser leaf that it is part of; `u32::MAX` when the coarser space has it not.
    pub leaf: Vec<u32>,
    /// Per coarser cell the same cell of the finer space, if it has it.
    pub cell: Vec<Option<u32>>,
    /// Per finer cell the same cell of the coarser space.
    coarser_cell: Vec<Option<u32>>,
}

impl Refinement {
    /// Builds the refinement from its two lists.
    pub fn new(leaf: Vec<u32>, cell: Vec<Option<u32>>) -> Self {
        let cells = cell.iter().flatten().max().map_or(0, |&most| index(most) + 1);
        let mut coarser_cell = vec![None; cells];
        for (at, fine) in (0_u32..).zip(&cell) {
            if let Some(fine) = fine {
                coarser_cell[index(*fine)] = Some(at);
            }
        }
        Self { leaf, cell, coarser_cell }
    }

    /// The same cell in the coarser space, if it has it.
    pub fn coarser_cell(&self, cell: u32) -> Option<u32> {
        self.coarser_cell.get(index(cell)).copied().flatten()
    }
}
