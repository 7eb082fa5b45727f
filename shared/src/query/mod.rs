//! Questions and answers.
//!
//! A [`Query`] says which members of which dimensions are wanted. [`route`] finds the smallest published cuboid that
//! can answer and the shards to load; [`run`] answers from the loaded cubes. Both are pure. [`population`] finds
//! denominators, [`rate`] turns counts into figures per 1,000, [`sum`] adds what may be added, [`scan`] adds whole
//! cubes up, [`compare`] sets two figures against each other.
//!
//! A dimension that the query leaves out is asked for its total.

pub mod compare;
mod planes;
pub mod population;
pub mod rate;
mod route;
mod run;
pub mod scan;
pub mod sum;

pub use route::{Route, route};
pub use run::{run, run_into};

use std::collections::BTreeMap;

use crate::{
    cell::Cell,
    schema::{DimensionId, MemberCode},
};

/// A question to one dataset.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Query {
    /// Name of the dataset.
    pub dataset: String,
    /// Wanted members of each dimension, in the order of the answer; never an empty list.
    pub select: BTreeMap<DimensionId, Vec<MemberCode>>,
}

/// The cells that a query asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Answer {
    /// Every selected dimension with its members as asked for, slowest first.
    pub axes: Vec<(DimensionId, Vec<MemberCode>)>,
    /// Cells, row-major over the axes.
    pub cells: Vec<Cell>,
}

/// Why a question has no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QueryError {
    /// There is no such dataset.
    #[error("no dataset `{found}`; published are {}", published.join(", "))]
    UnknownDataset {
        /// The name asked for.
        found: String,
        /// The names that exist.
        published: Vec<String>,
    },
    /// A dimension has no such member.
    #[error("dimension `{dimension}` has no member `{found}`")]
    UnknownMember {
        /// The dimension.
        dimension: DimensionId,
        /// The code asked for.
        found: MemberCode,
    },
    /// The combination of dimensions or grains is not published.
    #[error("not published in one table: {}; nearest: leave out {}", list(asked), list(leave_out))]
    NotPublished {
        /// The dimensions that the query restricts.
        asked: Vec<DimensionId>,
        /// The fewest of them to leave out (or, for the period, to ask at another grain) for an answer.
        leave_out: Vec<DimensionId>,
    },
    /// The cubes given do not hold what the route named.
    #[error("the loaded shards lack `{member}` of `{dimension}`")]
    NotLoaded {
        /// The dimension.
        dimension: DimensionId,
        /// The member.
        member: MemberCode,
    },
}

impl Query {
    /// Asks a dataset for everything's total; add selections with [`Query::with`].
    pub fn new(dataset: impl Into<String>) -> Self {
        Self { dataset: dataset.into(), select: BTreeMap::new() }
    }

    /// Selects one member.
    #[must_use]
    pub fn with(self, dimension: DimensionId, member: MemberCode) -> Self {
        self.with_all(dimension, vec![member])
    }

    /// Selects several members; an empty list selects the total.
    #[must_use]
    pub fn with_all(mut self, dimension: DimensionId, members: Vec<MemberCode>) -> Self {
        if members.is_empty() {
            self.select.remove(&dimension);
        } else {
            self.select.insert(dimension, members);
        }
        self
    }
}

impl Answer {
    /// The cell at one position on each axis; `None` outside.
    pub fn cell(&self, positions: &[usize]) -> Option<Cell> {
        if positions.len() != self.axes.len() {
            return None;
        }
        let mut offset = 0;
        for ((_, members), position) in self.axes.iter().zip(positions) {
            if *position >= members.len() {
                return None;
            }
            offset = offset * members.len() + position;
        }
        self.cells.get(offset).copied()
    }

    /// The members on the axis of `dimension`; empty when the query did not select it.
    pub fn members(&self, dimension: DimensionId) -> &[MemberCode] {
        self.axes.iter().find(|(id, _)| *id == dimension).map_or(&[], |(_, members)| members.as_slice())
    }
}

fn list(dimensions: &[DimensionId]) -> String {
    let names: Vec<&str> = dimensions.iter().map(|dimension| dimension.as_str()).collect();
    names.join(" × ")
}

#[cfg(test)]
mod random_tests;
#[cfg(test)]
mod tests;
