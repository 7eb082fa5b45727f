//! Relations between tables, and how a change of one is carried to another.
#![expect(clippy::indexing_slicing, reason = "leaves, cells and tables are numbered by the caller")]

use super::Linked;
use super::table::sum;
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
    /// Per finer leaf the coarser leaf that it is part of.
    pub leaf: Vec<u32>,
    /// Per finer leaf what else tells it apart, as a small number.
    pub rest: Vec<u32>,
    /// Per coarser cell the same cell of the finer space, if it has it.
    pub cell: Vec<Option<u32>>,
    /// Finer leaf by coarser leaf and rest.
    finer: Vec<Vec<Option<u32>>>,
    /// Per finer cell the same cell of the coarser space.
    coarser_cell: Vec<Option<u32>>,
}

/// A relation that a change breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Broken {
    pub(super) cover: usize,
    pub(super) point: u32,
    /// The part that is larger than the whole; `None` when the whole is larger than all parts together.
    pub(super) part: Option<usize>,
}

impl Refinement {
    /// Builds the refinement from its three lists.
    pub fn new(leaf: Vec<u32>, rest: Vec<u32>, cell: Vec<Option<u32>>) -> Self {
        let rests = rest.iter().max().map_or(0, |&most| index(most) + 1);
        let coarse = leaf.iter().max().map_or(0, |&most| index(most) + 1);
        let mut finer = vec![vec![None; coarse]; rests];
        for (at, (&leaf, &rest)) in (0_u32..).zip(leaf.iter().zip(&rest)) {
            finer[index(rest)][index(leaf)] = Some(at);
        }
        let cells = cell.iter().flatten().max().map_or(0, |&most| index(most) + 1);
        let mut coarser_cell = vec![None; cells];
        for (at, fine) in (0_u32..).zip(&cell) {
            if let Some(fine) = fine {
                coarser_cell[index(*fine)] = Some(at);
            }
        }
        Self { leaf, rest, cell, finer, coarser_cell }
    }

    /// The same cell in the coarser space, if it has it.
    pub fn coarser_cell(&self, cell: u32) -> Option<u32> {
        self.coarser_cell.get(index(cell)).copied().flatten()
    }

    /// The change as the coarser space sees it.
    pub(super) fn coarsened(&self, change: &[(u32, i32)]) -> Vec<(u32, i32)> {
        sum(change.iter().map(|&(leaf, by)| (self.leaf[index(leaf)], by)).collect())
    }

    /// The change among finer leaves, once for each rest that all of them have.
    pub(super) fn refined(&self, change: &[(u32, i32)]) -> impl Iterator<Item = Vec<(u32, i32)>> {
        self.finer.iter().filter_map(|leaves| {
            let finer = |&(leaf, by): &(u32, i32)| Some((leaves.get(index(leaf)).copied().flatten()?, by));
            let mut refined: Vec<(u32, i32)> = change.iter().map(finer).collect::<Option<_>>()?;
            refined.sort_unstable();
            Some(refined)
        })
    }
}

impl Linked {
    /// The number of a table at a point of a cover, in the whole's numbering.
    pub(super) fn at_point(&self, cover: &Cover, table: usize, point: u32) -> i64 {
        let about = &self.tables[table];
        i64::from(match cover.points {
            Points::Leaves => about.leaf(point),
            Points::Cells { .. } if table == cover.whole => about.count(point),
            Points::Cells { refinement } => {
                let coarser = self.refinements[refinement].coarser_cell.get(index(point)).copied().flatten();
                coarser.map_or(0, |cell| about.count(cell))
            }
        })
    }

    /// By how much a change of a table alters the points of a cover, in the whole's numbering, rising.
    pub(super) fn points(&self, cover: &Cover, table: usize, change: &[(u32, i32)]) -> Vec<(u32, i32)> {
        match cover.points {
            Points::Leaves => change.to_vec(),
            Points::Cells { refinement } => {
                let refinement = &self.refinements[refinement];
                let altered = self.spaces[self.tables[table].space].altered(change);
                if table == cover.whole {
                    let is_common = |cell: u32| refinement.coarser_cell.get(index(cell)).copied().flatten().is_some();
                    altered.into_iter().filter(|&(cell, _)| is_common(cell)).collect()
                } else {
                    let finer = |(cell, by): (u32, i32)| Some((refinement.cell[index(cell)]?, by));
                    sum(altered.into_iter().filter_map(finer).collect())
                }
            }
        }
    }
}
