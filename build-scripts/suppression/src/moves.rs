//! Integer changes of the register that alter no published cell, kept as sparse rows over the leaves.
//!
//! At first each leaf can change on its own. Publishing a cell takes away the freedom to change it: one row that
//! alters the cell becomes the pivot, is subtracted from the others, and is gone. Rows stay integer and without
//! common factor. Dropping a row is always safe: fewer moves are known, so more is suppressed.
#![expect(clippy::indexing_slicing, reason = "rows and leaves are numbered by the system and never removed")]

use crate::change::{Change, coefficient, eliminate};
use crate::variables::{System, index, index_u32};

/// What happens to rows that are given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum GivenUp {
    /// They are forgotten.
    Dropped,
    /// They are kept, so that publications can be withdrawn.
    Kept,
}

/// The changes still possible, with an undo log back to the last commit.
pub(crate) struct Moves<'a> {
    system: &'a System,
    rows: Vec<Change>,
    /// Per row a number that no other state of any row ever had.
    editions: Vec<u32>,
    last_edition: u32,
    /// Per leaf the rows that touch it; may name rows that no longer do.
    touching: Vec<Vec<u32>>,
    compact_above: Vec<usize>,
    overgrown: Vec<u32>,
    /// Per row whether it alters no published cell.
    is_free: Vec<bool>,
    /// Per variable the row that was given up for it, when rows are kept.
    pivots: Option<Vec<Option<u32>>>,
    is_member: Vec<bool>,
    seen_for: Vec<u32>,
    searches: u32,
    replaced: Vec<Replaced>,
    steps: Vec<Step>,
    /// Changes of more leaves are given up.
    pub(crate) length_limit: usize,
    /// Entries of rows made so far: work is counted, not timed.
    pub(crate) work: usize,
}

struct Replaced {
    row: u32,
    edition: u32,
    change: Change,
}

/// A publication since the last commit, or a publication withdrawn since then.
struct Step {
    variable: u32,
    is_publication: bool,
    pivot: Option<u32>,
    /// Where the rows that it replaced start.
    replaced_from: usize,
}

impl<'a> Moves<'a> {
    /// All moves, while nothing is published. Rows that are kept after they were given up allow to withdraw any
    /// publication, but cost time.
    pub(crate) fn new(system: &'a System, given_up: GivenUp) -> Self {
        let leaves = system.row_counts.len();
        Self {
            system,
            rows: (0..leaves).map(|leaf| vec![(index_u32(leaf), 1)]).collect(),
            editions: (0..leaves).map(index_u32).collect(),
            last_edition: index_u32(leaves),
            touching: (0..leaves).map(|leaf| vec![index_u32(leaf)]).collect(),
            compact_above: vec![compaction_point(1); leaves],
            overgrown: Vec::new(),
            is_free: vec![true; leaves],
            pivots: (given_up == GivenUp::Kept).then(|| vec![None; system.variables.len()]),
            is_member: vec![false; leaves],
            seen_for: vec![0; leaves],
            searches: 0,
            replaced: Vec::new(),
            steps: Vec::new(),
            length_limit: usize::MAX,
            work: 0,
        }
    }

    pub(crate) fn row(&self, row: u32) -> &Change {
        &self.rows[index(row)]
    }

    pub(crate) fn edition(&self, row: u32) -> u32 {
        self.editions[index(row)]
    }

    /// Whether rows are still as they were in these editions.
    pub(crate) fn holds(&self, rows: &[(u32, u32)]) -> bool {
        rows.iter().all(|&(row, edition)| self.editions[index(row)] == edition)
    }

    /// All rows that alter a variable, also those given up, with by how much.
    pub(crate) fn altering(&mut self, variable: u32) -> Vec<(u32, i32)> {
        self.find_altering(variable, usize::MAX, |_| true)
    }

    /// At most `limit` of the rows that alter a variable, also those given up, with by how much.
    pub(crate) fn any_altering_at_most(&mut self, variable: u32, limit: usize) -> Vec<(u32, i32)> {
        self.find_altering(variable, limit, |_| true)
    }

    /// At most `limit` of the possible changes that alter a variable, with by how much.
    pub(crate) fn altering_at_most(&mut self, variable: u32, limit: usize) -> Vec<(u32, i32)> {
        let is_free = std::mem::take(&mut self.is_free);
        let altering = self.find_altering(variable, limit, |row| is_free[index(row)]);
        self.is_free = is_free;
        altering
    }

    fn find_altering(&mut self, variable: u32, limit: usize, is_wanted: impl Fn(u32) -> bool) -> Vec<(u32, i32)> {
        let members = self.system.members.of(index(variable));
        for &leaf in members {
            self.is_member[index(leaf)] = true;
        }
        self.searches += 1;
        let mut altering = Vec::new();
        'all: for &leaf in members {
            for &row in &self.touching[index(leaf)] {
                if is_wanted(row) && std::mem::replace(&mut self.seen_for[index(row)], self.searches) != self.searches {
                    self.work += self.rows[index(row)].len();
                    let inside = self.rows[index(row)].iter().filter(|(leaf, _)| self.is_member[index(*leaf)]);
                    let by: i32 = inside.map(|&(_, by)| by).sum();
                    if by != 0 {
                        altering.push((row, by));
                        if altering.len() >= limit {
                            break 'all;
                        }
                    }
                }
            }
        }
        for &leaf in members {
            self.is_member[index(leaf)] = false;
        }
        altering
    }

    /// The row that costs least to give up, of those that alter a variable; `None` if it is determined.
    pub(crate) fn pivot(&self, altering: &[(u32, i32)]) -> Option<(u32, i32)> {
        let free = altering.iter().copied().filter(|&(row, _)| self.is_free[index(row)]);
        free.min_by_key(|&(row, by)| self.pivot_cost(row, by))
    }

    /// Restricts the moves to those that leave a variable as it is; `altering` are all rows that alter it.
    pub(crate) fn publish(&mut self, variable: u32, altering: &[(u32, i32)], pivot: Option<(u32, i32)>) {
        let replaced_from = self.replaced.len();
        let of_step = pivot.map(|(row, _)| row);
        self.steps.push(Step { variable, is_publication: true, pivot: of_step, replaced_from });
        let Some((pivot, pivot_by)) = pivot else {
            return;
        };
        let pivot_change = std::mem::take(&mut self.rows[index(pivot)]);
        for &(row, by) in altering.iter().filter(|&&(row, _)| row != pivot) {
            let reduced = eliminate((&self.rows[index(row)], by), (&pivot_change, pivot_by))
                .filter(|reduced| reduced.len() <= self.length_limit)
                .unwrap_or_default();
            self.work += reduced.len() + pivot_change.len();
            self.note_new_leaves(row, &pivot_change);
            self.replace(row, reduced);
        }
        self.is_free[index(pivot)] = false;
        if let Some(pivots) = &mut self.pivots {
            pivots[index(variable)] = Some(pivot);
            self.rows[index(pivot)].clone_from(&pivot_change);
        }
        let edition = self.next_edition(pivot);
        self.replaced.push(Replaced { row: pivot, edition, change: pivot_change });
    }

    /// Withdraws a publication; returns the row that is possible again unless it alters other published cells.
    pub(crate) fn withdraw(&mut self, variable: u32) -> Option<u32> {
        let row = self.pivots.as_mut()?[index(variable)].take()?;
        self.is_free[index(row)] = true;
        let replaced_from = self.replaced.len();
        self.steps.push(Step { variable, is_publication: false, pivot: Some(row), replaced_from });
        Some(row)
    }

    /// Makes the publications since the last commit permanent.
    pub(crate) fn commit(&mut self) {
        self.replaced.clear();
        self.steps.clear();
        for leaf in std::mem::take(&mut self.overgrown) {
            let mut rows = std::mem::take(&mut self.touching[index(leaf)]);
            rows.sort_unstable();
            rows.dedup();
            rows.retain(|&row| coefficient(&self.rows[index(row)], leaf) != 0);
            self.compact_above[index(leaf)] = compaction_point(rows.len());
            self.touching[index(leaf)] = rows;
        }
    }

    /// Takes back the last step.
    pub(crate) fn take_back(&mut self) {
        let Some(step) = self.steps.pop() else {
            return;
        };
        while self.replaced.len() > step.replaced_from {
            if let Some(Replaced { row, edition, change }) = self.replaced.pop() {
                self.rows[index(row)] = change;
                self.editions[index(row)] = edition;
            }
        }
        if let Some(row) = step.pivot {
            self.is_free[index(row)] = step.is_publication;
            if let Some(pivots) = &mut self.pivots {
                pivots[index(step.variable)] = (!step.is_publication).then_some(row);
            }
        }
    }

    fn replace(&mut self, row: u32, change: Change) {
        let change = std::mem::replace(&mut self.rows[index(row)], change);
        let edition = self.next_edition(row);
        self.replaced.push(Replaced { row, edition, change });
    }

    /// Gives a row a new edition; returns the old one.
    fn next_edition(&mut self, row: u32) -> u32 {
        self.last_edition += 1;
        std::mem::replace(&mut self.editions[index(row)], self.last_edition)
    }

    /// Leaves with one citizen cannot give one away, so they make poor pivots; short pivots keep rows sparse.
    fn pivot_cost(&self, row: u32, by: i32) -> (bool, bool, usize, u32) {
        (self.system.is_stuck[index(row)], by.abs() != 1, self.rows[index(row)].len(), row)
    }

    fn note_new_leaves(&mut self, row: u32, pivot: &Change) {
        let mut old = self.rows[index(row)].iter().map(|&(leaf, _)| leaf).peekable();
        for &(leaf, _) in pivot {
            while old.next_if(|&known| known < leaf).is_some() {}
            if old.next_if_eq(&leaf).is_none() {
                let touching = &mut self.touching[index(leaf)];
                touching.push(row);
                if touching.len() == self.compact_above[index(leaf)] {
                    self.overgrown.push(leaf);
                }
            }
        }
    }
}

fn compaction_point(rows: usize) -> usize {
    2 * rows + 8
}
