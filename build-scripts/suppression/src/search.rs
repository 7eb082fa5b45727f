//! Looks for a certificate: a possible change of the register that alters a sensitive variable.
//!
//! A row of [`Moves`] alters no published cell, but may take a suppressed one below what readers know it to be.
//! The search starts from the rows that alter the sensitive variable, in both directions, and mends violations by
//! adding rows that alter the violated variable, least violated first, within a budget.
#![expect(clippy::indexing_slicing, reason = "rows are numbered by the system and never removed")]

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::change::{Change, coefficient, combine};
use crate::moves::Moves;
use crate::variables::{System, index};
use crate::world::{Excess, World};

/// What is looked for.
#[derive(Clone, Copy)]
pub(crate) struct Goal {
    /// The variable that has to change.
    pub(crate) sensitive: u32,
    /// A variable that must not change, because an insider knows it.
    pub(crate) known: Option<u32>,
}

/// A change that proves a variable undetermined, and the rows that it is made of, with their editions.
#[derive(Clone, Debug, Default)]
pub(crate) struct Proof {
    pub(crate) change: Change,
    pub(crate) rows: Vec<(u32, u32)>,
}

/// How hard to look.
#[derive(Clone, Copy)]
pub(crate) struct Budget {
    /// Rows tried at each violation.
    pub(crate) branches: usize,
    /// Combinations tried in all.
    pub(crate) combinations: usize,
}

/// Finds certificates; remembers what rows do as long as they stay the same.
pub(crate) struct Search<'a> {
    system: &'a System,
    pub(crate) world: World<'a>,
    /// Per row the edition that was looked at and what it exceeds.
    known: Vec<Option<(u32, Excess)>>,
}

/// Rows looked at per variable: those of large groups are many and much alike.
const SAMPLE: usize = 96;

impl<'a> Search<'a> {
    pub(crate) fn new(system: &'a System) -> Self {
        Self { system, world: World::new(system), known: vec![None; system.row_counts.len()] }
    }

    /// Finds a certificate for `goal`.
    pub(crate) fn find(&mut self, moves: &mut Moves<'_>, goal: Goal, budget: Budget) -> Option<Proof> {
        let rows = moves.altering_at_most(goal.sensitive, SAMPLE);
        let mut starts = Vec::with_capacity(2 * rows.len());
        for (row, _) in rows {
            let change = moves.row(row);
            let excess = self.excess_of_row(row, moves);
            let of_known = goal.known.map_or(0, |known| self.alteration(change, known));
            let more = i64::from(of_known.abs());
            if more == 0 && (excess.forward == 0 || excess.backward == 0) {
                let sign = if excess.forward == 0 { 1 } else { -1 };
                return Some(Proof { change: signed(change, sign), rows: vec![(row, moves.edition(row))] });
            }
            starts.push((excess.forward + more, change.len(), row, 1));
            starts.push((excess.backward + more, change.len(), row, -1));
        }
        starts.sort_unstable();
        starts.truncate(2 * budget.branches);
        let mut frontier = Frontier { goal, heap: BinaryHeap::new(), made: 0 };
        for (excess, _, row, sign) in starts {
            let proof = Proof { change: signed(moves.row(row), sign), rows: vec![(row, moves.edition(row))] };
            frontier.add(excess, proof);
        }
        frontier.explore(self, moves, budget)
    }

    fn excess_of_row(&mut self, row: u32, moves: &Moves<'_>) -> Excess {
        let edition = moves.edition(row);
        if let Some((known, excess)) = self.known[index(row)]
            && known == edition
        {
            return excess;
        }
        self.world.look_at(moves.row(row));
        let excess = self.world.excess();
        self.known[index(row)] = Some((edition, excess));
        excess
    }

    /// By how much a change alters a variable.
    pub(crate) fn alteration(&self, change: &[(u32, i32)], variable: u32) -> i32 {
        let members = self.system.members.of(index(variable));
        if members.len() < change.len() {
            members.iter().map(|&leaf| coefficient(change, leaf)).sum()
        } else {
            change.iter().filter(|(leaf, _)| members.binary_search(leaf).is_ok()).map(|&(_, by)| by).sum()
        }
    }
}

fn signed(change: &Change, sign: i32) -> Change {
    change.iter().map(|&(leaf, by)| (leaf, sign * by)).collect()
}

struct Candidate {
    excess: i64,
    number: usize,
    proof: Proof,
}

impl Candidate {
    fn rank(&self) -> (i64, usize, usize) {
        (self.excess, self.proof.change.len(), self.number)
    }
}

impl PartialEq for Candidate {
    fn eq(&self, other: &Self) -> bool {
        self.rank() == other.rank()
    }
}
impl Eq for Candidate {}
impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Candidate {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.rank().cmp(&other.rank())
    }
}

struct Frontier {
    goal: Goal,
    heap: BinaryHeap<Reverse<Candidate>>,
    made: usize,
}

impl Frontier {
    fn explore(&mut self, search: &mut Search<'_>, moves: &mut Moves<'_>, budget: Budget) -> Option<Proof> {
        while let Some(Reverse(candidate)) = self.heap.pop() {
            if candidate.excess == 0 {
                return Some(candidate.proof);
            }
            if self.made > budget.combinations {
                return None;
            }
            if let Some(proof) = self.mend(&candidate.proof, search, moves, budget.branches) {
                return Some(proof);
            }
        }
        None
    }

    fn add(&mut self, excess: i64, proof: Proof) {
        self.made += 1;
        self.heap.push(Reverse(Candidate { excess, number: self.made, proof }));
    }

    /// Tries the combinations that mend the violation of the smallest group; returns one that is a certificate.
    fn mend(
        &mut self,
        proof: &Proof,
        search: &mut Search<'_>,
        moves: &mut Moves<'_>,
        branches: usize,
    ) -> Option<Proof> {
        let goal = self.goal;
        search.world.look_at(&proof.change);
        let of_known = goal.known.map(|known| (known, search.world.by(known))).filter(|&(_, by)| by != 0);
        let size = |&(variable, _): &(u32, i32)| (search.system.members.of(index(variable)).len(), variable);
        let (variable, violation) = search.world.violations().chain(of_known).min_by_key(size)?;
        let mut rows = moves.altering_at_most(variable, SAMPLE);
        rows.sort_by_cached_key(|&(row, _)| {
            let change = moves.row(row);
            (search.alteration(change, goal.sensitive) != 0, change.len(), row)
        });
        for (row, step) in rows.into_iter().take(branches) {
            if goal.known == Some(variable) && violation % step != 0 {
                continue;
            }
            let times = violation.unsigned_abs().div_ceil(step.unsigned_abs());
            let factor = -i64::from(violation.signum()) * i64::from(step.signum()) * i64::from(times);
            let Some(change) = combine((&proof.change, 1), (moves.row(row), factor)) else {
                continue;
            };
            search.world.look_at(&change);
            if search.world.by(goal.sensitive) == 0 {
                self.made += 1;
                continue;
            }
            let of_known = goal.known.map_or(0, |known| search.world.by(known));
            let excess = search.world.excess().forward + i64::from(of_known.abs());
            let rows = proof.rows.iter().copied().chain([(row, moves.edition(row))]).collect();
            let combined = Proof { change, rows };
            if excess == 0 {
                return Some(combined);
            }
            self.add(excess, combined);
        }
        None
    }
}
