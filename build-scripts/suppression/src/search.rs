//! Looks for a certificate: a possible change of the register that alters a sensitive variable.
//!
//! A row of [`Moves`] alters no published cell, but may take a suppressed one below what readers know it to be.
//! The search starts from the rows that alter the sensitive variable, in both directions, and mends violations by
//! adding rows that alter the violated variable, least violated first, within a budget.
#![expect(clippy::indexing_slicing, reason = "rows are numbered by the system and never removed")]

mod priced;

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::change::{Change, combine};
use crate::effort::Budget;
use crate::moves::Moves;
use crate::variables::{System, index};
use crate::world::{Effect, Excess, World};

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
    /// What the change alters, by rising variable.
    pub(crate) effect: Effect,
}

impl Proof {
    pub(crate) fn alters(&self, variable: u32) -> bool {
        self.effect.binary_search_by_key(&variable, |&(at, _)| at).is_ok()
    }
}

/// Finds certificates; remembers what rows do as long as they stay the same.
pub(crate) struct Search<'a> {
    system: &'a System,
    /// The world after the combination looked at.
    world: World<'a>,
    /// For looking at single changes meanwhile.
    other_world: World<'a>,
    /// Per row what it does.
    known: Vec<Known>,
    /// Numbers looked at so far: work is counted, not timed.
    pub(crate) work: usize,
}

/// What a row does, in the edition that was looked at.
#[derive(Clone, Default)]
struct Known {
    edition: Option<u32>,
    effect: Effect,
    excess: Excess,
}

/// Rows looked at per variable: those of large groups are many and much alike.
const SAMPLE: usize = 96;
/// Changes are added at most so many times: more is never a small change.
const TIMES_LIMIT: u32 = 1 << 12;

impl<'a> Search<'a> {
    pub(crate) fn new(system: &'a System) -> Self {
        let known = vec![Known::default(); system.row_counts.len()];
        Self { system, world: World::new(system), other_world: World::new(system), known, work: 0 }
    }

    /// Finds a certificate for `goal`.
    pub(crate) fn find(&mut self, moves: &mut Moves<'_>, goal: Goal, budget: Budget) -> Option<Proof> {
        let rows = moves.altering_at_most(goal.sensitive, SAMPLE);
        let mut altering: Vec<u32> = rows.iter().map(|&(row, _)| row).collect();
        altering.sort_unstable();
        let mut rows = altering.clone();
        rows.sort_by_cached_key(|&row| {
            let known = &self.known[index(row)];
            let is_fresh = known.edition == Some(moves.edition(row));
            let is_possible = is_fresh && (known.excess.forward == 0 || known.excess.backward == 0);
            (!is_possible, moves.row(row).len())
        });
        let mut starts = Vec::with_capacity(2 * rows.len());
        for row in rows {
            self.learn(row, moves);
            let change = moves.row(row);
            let Known { effect, excess, .. } = &self.known[index(row)];
            let more = goal.known.map_or(0, |known| i64::from(of(effect, known).abs()));
            if more == 0 && (excess.forward == 0 || excess.backward == 0) {
                let times = if excess.forward == 0 { 1 } else { -1 };
                return self.sum(moves, &[(row, times)]);
            }
            starts.push((excess.forward + more, change.len(), row, 1));
            starts.push((excess.backward + more, change.len(), row, -1));
        }
        starts.sort_unstable();
        starts.truncate(2 * budget.branches);
        let mut frontier = Frontier { goal, altering, heap: BinaryHeap::new(), made: 0 };
        for (excess, _, row, times) in starts {
            frontier.add(excess, vec![(row, times)]);
        }
        frontier.explore(self, moves, budget)
    }

    /// The sum of rows, each some times.
    fn sum(&mut self, moves: &Moves<'_>, parts: &[(u32, i32)]) -> Option<Proof> {
        let add =
            |change: Change, &(row, times): &(u32, i32)| combine((&change, 1), (moves.row(row), i64::from(times)));
        let change = parts.iter().try_fold(Change::new(), add)?;
        self.world.clear();
        for &(row, times) in parts {
            self.world.add(&self.known[index(row)].effect, times);
        }
        let mut effect: Effect = self.world.altered().collect();
        effect.sort_unstable();
        Some(Proof { change, rows: parts.iter().map(|&(row, _)| (row, moves.edition(row))).collect(), effect })
    }

    /// Leaves out of account what is published for good: no possible change alters it.
    pub(crate) fn forget(&mut self, is_published: &[bool]) {
        self.other_world.forget(is_published);
    }

    /// What a change alters, in no order.
    pub(crate) fn effect(&mut self, change: &Change) -> Effect {
        self.other_world.effect(change)
    }

    fn learn(&mut self, row: u32, moves: &Moves<'_>) {
        let edition = Some(moves.edition(row));
        if self.known[index(row)].edition != edition {
            self.work += 16 * moves.row(row).len();
            let effect = self.other_world.effect(moves.row(row));
            let excess = self.other_world.excess_of(&effect);
            self.known[index(row)] = Known { edition, effect, excess };
        }
    }
}

fn of(effect: &Effect, variable: u32) -> i32 {
    effect.iter().find(|&&(altered, _)| altered == variable).map_or(0, |&(_, by)| by)
}

struct Candidate {
    excess: i64,
    number: usize,
    parts: Vec<(u32, i32)>,
}

impl Candidate {
    fn rank(&self) -> (i64, usize, usize) {
        (self.excess, self.parts.len(), self.number)
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
    /// Rows that alter the sensitive variable, increasing; not necessarily all.
    altering: Vec<u32>,
    heap: BinaryHeap<Reverse<Candidate>>,
    made: usize,
}

impl Frontier {
    fn explore(&mut self, search: &mut Search<'_>, moves: &mut Moves<'_>, budget: Budget) -> Option<Proof> {
        while let Some(Reverse(candidate)) = self.heap.pop() {
            if self.made > budget.combinations {
                break;
            }
            if let Some(parts) = self.mend(&candidate, search, moves, budget.branches) {
                return search.sum(moves, &parts);
            }
        }
        None
    }

    fn add(&mut self, excess: i64, parts: Vec<(u32, i32)>) {
        self.made += 1;
        self.heap.push(Reverse(Candidate { excess, number: self.made, parts }));
    }

    /// Tries the combinations that mend the violation of the smallest group; returns one that is a certificate.
    fn mend(
        &mut self,
        candidate: &Candidate,
        search: &mut Search<'_>,
        moves: &mut Moves<'_>,
        branches: usize,
    ) -> Option<Vec<(u32, i32)>> {
        let goal = self.goal;
        search.world.clear();
        for &(row, times) in &candidate.parts {
            search.world.add(&search.known[index(row)].effect, times);
        }
        let of_known = goal.known.map(|known| (known, search.world.by(known))).filter(|&(_, by)| by != 0);
        let size = |&(variable, _): &(u32, i32)| (search.system.members.of(index(variable)).len(), variable);
        let (variable, violation) = search.world.violations().chain(of_known).min_by_key(size)?;
        let of_sensitive = search.world.by(goal.sensitive);
        let mut rows = moves.altering_at_most(variable, SAMPLE);
        rows.sort_by_cached_key(|&(row, _)| (self.altering.binary_search(&row).is_ok(), moves.row(row).len(), row));
        for (row, step) in rows.into_iter().take(branches) {
            if goal.known == Some(variable) && violation % step != 0 {
                continue;
            }
            let times = violation.unsigned_abs().div_ceil(step.unsigned_abs()).min(TIMES_LIMIT);
            let times = -violation.signum() * step.signum() * times.cast_signed();
            search.learn(row, moves);
            let effect = &search.known[index(row)].effect;
            if of_sensitive + times * of(effect, goal.sensitive) == 0 {
                self.made += 1;
                continue;
            }
            search.work += effect.len();
            let more = search.world.more_excess(effect, times);
            let more_of_known = goal.known.map_or(0, |known| {
                let now = search.world.by(known);
                i64::from((now + times * of(effect, known)).abs()) - i64::from(now.abs())
            });
            let excess = candidate.excess + more + more_of_known;
            let parts = candidate.parts.iter().copied().chain([(row, times)]).collect();
            if excess == 0 {
                return Some(parts);
            }
            self.add(excess, parts);
        }
        None
    }
}
