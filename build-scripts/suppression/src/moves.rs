//! Integer changes of the register that alter no published cell, kept as sparse rows.
//!
//! At first each leaf can change on its own. Publishing a cell takes away the freedom to change it: one row that
//! touches the cell becomes the pivot, is subtracted from the others, and is gone. Rows stay integer and without
//! common factor. Dropping a row is always safe: fewer moves are known, so more is suppressed.
#![expect(clippy::indexing_slicing, reason = "rows and columns are numbered by the system and never removed")]

use crate::policy::Effort;
use crate::variables::{System, index, index_u32};

/// A change of the register: by how much each unpublished variable changes, by increasing variable.
pub(crate) type Change = Vec<(u32, i32)>;

/// The changes still possible, with an undo log back to the last commit.
pub(crate) struct Moves {
    rows: Vec<Change>,
    /// Count of the leaf that each row started from.
    own_counts: Vec<i32>,
    /// Per variable the rows that touch it; may name rows that no longer do.
    touching: Vec<Vec<u32>>,
    compact_above: Vec<usize>,
    overgrown: Vec<u32>,
    replaced: Vec<(u32, Change)>,
    steps: Vec<Step>,
    /// Longer changes are given up.
    pub(crate) length_limit: usize,
}

/// One publication since the last commit.
struct Step {
    variable: u32,
    touching: Vec<u32>,
    /// Where the pivot is in `replaced`; `None` if the variable was determined already.
    pivot: Option<usize>,
}

/// Coefficients above this are given up: such changes are never small enough to be certificates.
const COEFFICIENT_LIMIT: i64 = 1 << 12;
/// Rows longer than this are given up in any case, to bound memory.
const LENGTH_LIMIT: usize = 1 << 14;
/// With balanced effort, the length of a row times the publishable variables stays below this; measured to keep blocks of 10,000 cells within seconds.
const BALANCED_SIZE: usize = 1_200_000;
/// The same with quick effort.
const QUICK_SIZE: usize = 1_200_000;
/// No block is so large that rows shorter than this are given up.
const SHORT: usize = 120;

impl Moves {
    pub(crate) fn new(system: &System, effort: Effort) -> Self {
        let rows: Vec<Change> =
            system.rows.iter().map(|row| row.iter().map(|&variable| (variable, 1)).collect()).collect();
        let mut touching = vec![Vec::new(); system.variables.len()];
        for (row, change) in rows.iter().enumerate() {
            for &(variable, _) in change {
                touching[index(variable)].push(index_u32(row));
            }
        }
        let publishable = system.variables.iter().filter(|variable| variable.publishable > 0).count();
        Self {
            rows,
            own_counts: system.row_counts.clone(),
            compact_above: touching.iter().map(|rows| compaction_point(rows.len())).collect(),
            touching,
            overgrown: Vec::new(),
            replaced: Vec::new(),
            steps: Vec::new(),
            length_limit: match effort {
                Effort::Quick => (QUICK_SIZE / publishable.max(1)).clamp(SHORT, LENGTH_LIMIT),
                Effort::Balanced => (BALANCED_SIZE / publishable.max(1)).clamp(SHORT, LENGTH_LIMIT),
                Effort::Thorough => LENGTH_LIMIT,
            },
        }
    }

    pub(crate) fn row(&self, row: u32) -> &Change {
        &self.rows[index(row)]
    }

    /// The rows that touch a variable, increasing.
    pub(crate) fn touching(&self, variable: u32) -> Vec<u32> {
        let mut rows = self.touching[index(variable)].clone();
        rows.sort_unstable();
        rows.dedup();
        rows.retain(|&row| coefficient(&self.rows[index(row)], variable) != 0);
        rows
    }

    /// At most `limit` of the rows that touch a variable, spread evenly.
    pub(crate) fn sample_touching(&self, variable: u32, limit: usize) -> Vec<u32> {
        let rows = &self.touching[index(variable)];
        let stride = rows.len().div_ceil(limit).max(1);
        let touches = |&row: &u32| coefficient(&self.rows[index(row)], variable) != 0;
        let mut sample: Vec<u32> = rows.iter().copied().step_by(stride).filter(touches).collect();
        if sample.is_empty() {
            return self.touching(variable);
        }
        sample.sort_unstable();
        sample.dedup();
        sample
    }

    /// An upper bound on the number of rows that touch a variable.
    pub(crate) fn touching_at_most(&self, variable: u32) -> usize {
        self.touching[index(variable)].len()
    }

    /// Whether every row that touches `variable` touches `other` in the same proportion.
    pub(crate) fn touches_only_with(&self, variable: u32, other: u32) -> bool {
        let mut ratio: Option<(i64, i64)> = None;
        self.touching[index(variable)].iter().all(|&row| {
            let change = &self.rows[index(row)];
            let by = coefficient(change, variable);
            if by == 0 {
                return true;
            }
            let of_other = coefficient(change, other);
            let (first_by, first_of_other) = *ratio.get_or_insert((i64::from(by), i64::from(of_other)));
            of_other != 0 && i64::from(by) * first_of_other == i64::from(of_other) * first_by
        })
    }

    /// Restricts the moves to those that leave `variable` as it is.
    pub(crate) fn publish(&mut self, variable: u32) {
        let rows = self.touching(variable);
        let touching = std::mem::take(&mut self.touching[index(variable)]);
        let Some(&pivot) = rows.iter().min_by_key(|&&row| self.pivot_cost(row, variable)) else {
            self.steps.push(Step { variable, touching, pivot: None });
            return;
        };
        let pivot_change = std::mem::take(&mut self.rows[index(pivot)]);
        for row in rows.into_iter().filter(|&row| row != pivot) {
            let reduced = eliminate(&self.rows[index(row)], &pivot_change, variable)
                .filter(|reduced| reduced.len() <= self.length_limit)
                .unwrap_or_default();
            self.note_new_entries(row, &reduced);
            let before = std::mem::replace(&mut self.rows[index(row)], reduced);
            self.replaced.push((row, before));
        }
        self.steps.push(Step { variable, touching, pivot: Some(self.replaced.len()) });
        self.replaced.push((pivot, pivot_change));
    }

    /// Carries a change that was possible at the last commit through the publications since then.
    pub(crate) fn reduce(&self, change: &Change) -> Option<Change> {
        let mut reduced = change.clone();
        for step in &self.steps {
            if coefficient(&reduced, step.variable) != 0 {
                let (_, pivot) = self.replaced.get(step.pivot?)?;
                reduced =
                    eliminate(&reduced, pivot, step.variable).filter(|reduced| reduced.len() <= self.length_limit)?;
            }
        }
        Some(reduced)
    }

    /// Makes the publications since the last commit permanent.
    pub(crate) fn commit(&mut self) {
        self.replaced.clear();
        self.steps.clear();
        self.compact();
    }

    /// Takes back the publications since the last commit.
    pub(crate) fn roll_back(&mut self) {
        while let Some((row, before)) = self.replaced.pop() {
            self.rows[index(row)] = before;
        }
        while let Some(step) = self.steps.pop() {
            self.touching[index(step.variable)] = step.touching;
        }
    }

    /// Forgets rows that no longer touch a variable, where they have become many.
    fn compact(&mut self) {
        for variable in std::mem::take(&mut self.overgrown) {
            let compacted = self.touching(variable);
            self.compact_above[index(variable)] = compaction_point(compacted.len());
            self.touching[index(variable)] = compacted;
        }
    }

    /// Leaves with one citizen cannot give one away, so they make poor pivots; short pivots keep rows sparse.
    fn pivot_cost(&self, row: u32, variable: u32) -> (bool, bool, usize, u32) {
        let change = &self.rows[index(row)];
        let is_single = self.own_counts[index(row)] < 2;
        (coefficient(change, variable).abs() != 1, is_single, change.len(), row)
    }

    fn note_new_entries(&mut self, row: u32, reduced: &Change) {
        let before = &self.rows[index(row)];
        let mut old = before.iter().map(|&(variable, _)| variable).peekable();
        for &(variable, _) in reduced {
            while old.next_if(|&known| known < variable).is_some() {}
            if old.next_if_eq(&variable).is_none() {
                let touching = &mut self.touching[index(variable)];
                touching.push(row);
                if touching.len() == self.compact_above[index(variable)] {
                    self.overgrown.push(variable);
                }
            }
        }
    }
}

fn compaction_point(rows: usize) -> usize {
    2 * rows + 32
}

/// By how much a change alters a variable.
pub(crate) fn coefficient(change: &Change, variable: u32) -> i32 {
    change.binary_search_by_key(&variable, |&(at, _)| at).map_or(0, |at| change[at].1)
}

/// The combination of `change` and `pivot` that leaves `variable` alone; `None` beyond the limits.
fn eliminate(change: &Change, pivot: &Change, variable: u32) -> Option<Change> {
    let (of_change, of_pivot) = (coefficient(change, variable), coefficient(pivot, variable));
    let sign = i64::from(of_pivot.signum());
    let common = gcd(i64::from(of_change), i64::from(of_pivot));
    combine((change, sign * i64::from(of_pivot) / common), (pivot, -sign * i64::from(of_change) / common))
}

/// The sum of two changes, each times a factor, without common factor; `None` beyond the limits.
pub(crate) fn combine(left: (&Change, i64), right: (&Change, i64)) -> Option<Change> {
    let mut sum = Vec::with_capacity(left.0.len() + right.0.len());
    let (mut at_left, mut at_right) = (0, 0);
    let mut common = 0;
    while at_left < left.0.len() || at_right < right.0.len() {
        let next_left = left.0.get(at_left).map_or(u32::MAX, |entry| entry.0);
        let next_right = right.0.get(at_right).map_or(u32::MAX, |entry| entry.0);
        let variable = next_left.min(next_right);
        let mut value = 0;
        if next_left == variable {
            value += left.1 * i64::from(left.0[at_left].1);
            at_left += 1;
        }
        if next_right == variable {
            value += right.1 * i64::from(right.0[at_right].1);
            at_right += 1;
        }
        if value != 0 {
            common = if common == 1 { 1 } else { gcd(common, value) };
            sum.push((variable, i32::try_from(value).ok()?));
        }
    }
    if common > 1 {
        let common = i32::try_from(common).ok()?;
        for entry in &mut sum {
            entry.1 /= common;
        }
    }
    let is_within = sum.len() <= LENGTH_LIMIT && sum.iter().all(|entry| i64::from(entry.1).abs() <= COEFFICIENT_LIMIT);
    is_within.then_some(sum)
}

fn gcd(left: i64, right: i64) -> i64 {
    let (mut left, mut right) = (left.abs(), right.abs());
    while right != 0 {
        (left, right) = (right, left % right);
    }
    left
}
