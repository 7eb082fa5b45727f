//! Looks for a certificate: a possible change of the register that alters a sensitive variable.
//!
//! A row of [`Moves`] alters no published cell, but may take a suppressed one below what readers know it to be.
//! The search starts from the rows that touch the sensitive variable, in both directions, and mends violations by
//! adding rows that touch the violated variable, least violated first, within a budget.
#![expect(clippy::indexing_slicing, reason = "variables are numbered by the system and never removed")]

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::moves::{Change, Moves, coefficient, combine};
use crate::variables::{System, index};

/// What is looked for.
#[derive(Clone, Copy)]
pub(crate) struct Goal {
    /// The variable that has to change.
    pub(crate) sensitive: u32,
    /// A variable that must not change, because an insider knows it.
    pub(crate) known: Option<u32>,
}

/// How hard to look, and how much work that has been so far. Work is counted, not timed: results stay the same
/// on every machine.
pub(crate) struct Budget {
    /// Work up to this is done thoroughly; beyond it the search is content with little.
    pub(crate) thorough_below: usize,
    /// Entries of changes looked at.
    pub(crate) spent: usize,
}

impl Budget {
    /// Rows tried at each violation.
    fn branches(&self) -> usize {
        if self.spent < self.thorough_below { 8 } else { 3 }
    }

    /// Combinations tried in all.
    fn combinations(&self) -> usize {
        if self.spent < self.thorough_below { 60 } else { 9 }
    }
}

/// Finds a certificate for `goal`, trying `hints` first.
pub(crate) fn find(
    system: &System,
    moves: &Moves,
    goal: Goal,
    hints: Vec<Change>,
    budget: &mut Budget,
) -> Option<Change> {
    let mut frontier = Frontier { system, goal, heap: BinaryHeap::new(), made: 0, work: 0 };
    let found = frontier.explore(moves, hints, budget);
    budget.spent += frontier.work;
    found
}
/// The most promising of the rows that touch the sensitive variable, with direction.
fn starts(system: &System, moves: &Moves, goal: Goal, limit: usize) -> Vec<(u32, i32)> {
    let rows = moves.sample_touching(goal.sensitive, SAMPLE);
    let mut starts = Vec::new();
    for row in rows {
        let change = moves.row(row);
        for sign in [1, -1] {
            starts.push((excess(system, goal, change, sign), change.len(), row, sign));
        }
    }
    starts.sort_unstable();
    starts.truncate(2 * limit);
    starts.into_iter().map(|(_, _, row, sign)| (row, sign)).collect()
}

/// Rows looked at per variable: those of large groups are many and much alike.
const SAMPLE: usize = 128;

/// Sum of what a change, in the direction of `sign`, violates.
fn excess(system: &System, goal: Goal, change: &Change, sign: i32) -> i64 {
    change.iter().map(|&(variable, by)| i64::from(violation(system, goal, variable, sign * by).abs())).sum()
}

/// How far a variable ends beyond what readers know: negative when too small, positive when too large.
fn violation(system: &System, goal: Goal, variable: u32, by: i32) -> i32 {
    if goal.known == Some(variable) {
        return by;
    }
    let bounds = &system.variables[index(variable)];
    let value = bounds.count + by;
    if value < bounds.lower {
        value - bounds.lower
    } else if value > bounds.upper {
        value - bounds.upper
    } else {
        0
    }
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Candidate {
    excess: i64,
    length: usize,
    number: usize,
    change: Change,
}

struct Frontier<'a> {
    system: &'a System,
    goal: Goal,
    heap: BinaryHeap<Reverse<Candidate>>,
    made: usize,
    work: usize,
}

impl Frontier<'_> {
    fn explore(&mut self, moves: &Moves, hints: Vec<Change>, budget: &Budget) -> Option<Change> {
        for hint in hints {
            self.offer(hint);
        }
        if self.has_certificate() {
            return self.heap.pop().map(|Reverse(candidate)| candidate.change);
        }
        for (row, sign) in starts(self.system, moves, self.goal, budget.branches()) {
            self.offer(moves.row(row).iter().map(|&(variable, by)| (variable, sign * by)).collect());
        }
        while let Some(Reverse(candidate)) = self.heap.pop() {
            if candidate.excess == 0 {
                return Some(candidate.change);
            }
            if self.made > budget.combinations() {
                return None;
            }
            self.mend(&candidate.change, moves, budget.branches());
        }
        None
    }

    fn offer(&mut self, change: Change) {
        self.made += 1;
        self.work += change.len();
        if coefficient(&change, self.goal.sensitive) != 0 {
            let excess = excess(self.system, self.goal, &change, 1);
            self.heap.push(Reverse(Candidate { excess, length: change.len(), number: self.made, change }));
        }
    }

    fn has_certificate(&self) -> bool {
        self.heap.peek().is_some_and(|Reverse(candidate)| candidate.excess == 0)
    }

    /// Offers the combinations that mend the violation that the fewest rows touch.
    fn mend(&mut self, change: &Change, moves: &Moves, branches: usize) {
        let violations = change.iter().filter_map(|&(variable, by)| {
            let violation = violation(self.system, self.goal, variable, by);
            (violation != 0).then_some((moves.touching_at_most(variable), variable, violation))
        });
        let Some((_, variable, violation)) = violations.min() else {
            return;
        };
        let mut rows = moves.sample_touching(variable, SAMPLE);
        rows.sort_by_cached_key(|&row| (coefficient(moves.row(row), self.goal.sensitive) != 0, moves.row(row).len()));
        for row in rows.into_iter().take(branches) {
            let mender = moves.row(row);
            let step = coefficient(mender, variable);
            let is_exact = violation % step == 0;
            if self.goal.known == Some(variable) && !is_exact {
                continue;
            }
            let times = violation.unsigned_abs().div_ceil(step.unsigned_abs());
            let factor = -i64::from(violation.signum()) * i64::from(step.signum()) * i64::from(times);
            let sum = combine((change, 1), (mender, factor));
            if let Some(sum) = sum.filter(|sum| sum.len() <= moves.length_limit) {
                self.offer(sum);
            }
        }
    }
}
