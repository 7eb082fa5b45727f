//! Looks for a certificate where there is none yet: which published cells would have to be withdrawn for one?
//!
//! The search is that of [`Search::find`], but it may use changes that alter published cells, at a price: the number
//! of published cells that the sum of changes alters. What the certificate alters is what has to be withdrawn.
#![expect(clippy::indexing_slicing, reason = "rows and variables are numbered by the system and never removed")]

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::{Candidate, Goal, Proof, SAMPLE, Search, TIMES_LIMIT, of};
use crate::effort::Budget;
use crate::moves::Moves;
use crate::variables::index;
use crate::world::Effect;

/// One published cell costs as much as so many citizens beyond what readers know.
fn cell_price() -> i64 { 1 }

impl Search<'_> {
    /// Finds a certificate for `goal` that alters few published cells; those have to be withdrawn for it.
    pub(crate) fn repair(
        &mut self,
        moves: &mut Moves<'_>,
        goal: Goal,
        is_published: &[bool],
        budget: Budget,
    ) -> Option<Proof> {
        let mut frontier = Frontier { goal, is_published, heap: BinaryHeap::new(), made: 0 };
        frontier.start(self, moves, budget);
        while let Some(Reverse(candidate)) = frontier.heap.pop() {
            if frontier.made > budget.combinations {
                break;
            }
            if let Some(proof) = frontier.expand(&candidate, self, moves, budget.branches) {
                return Some(proof);
            }
        }
        None
    }
}

struct Frontier<'p> {
    goal: Goal,
    is_published: &'p [bool],
    heap: BinaryHeap<Reverse<Candidate>>,
    made: usize,
}

impl Frontier<'_> {
    /// The changes that alter the sensitive variable, in both directions, cheapest first.
    fn start(&mut self, search: &mut Search<'_>, moves: &mut Moves<'_>, budget: Budget) {
        let mut starts = Vec::new();
        for (row, _) in moves.altering(self.goal.sensitive) {
            search.learn(row, moves);
            search.world.clear();
            let effect = &search.known[index(row)].effect;
            for times in [1, -1] {
                let price = self.more(search, effect, times);
                starts.push((price, moves.row(row).len(), row, times));
            }
        }
        starts.sort_unstable();
        for (price, _, row, times) in starts.into_iter().take(2 * budget.branches) {
            self.add(price, vec![(row, times)]);
        }
    }

    /// Returns a candidate that is a certificate; tries the sums that mend its violation of the smallest group.
    fn expand(
        &mut self,
        candidate: &Candidate,
        search: &mut Search<'_>,
        moves: &mut Moves<'_>,
        branches: usize,
    ) -> Option<Proof> {
        search.world.clear();
        for &(row, times) in &candidate.parts {
            search.world.add(&search.known[index(row)].effect, times);
        }
        let of_known = self.goal.known.map(|known| (known, search.world.by(known))).filter(|&(_, by)| by != 0);
        let size = |&(variable, _): &(u32, i32)| (search.system.members.of(index(variable)).len(), variable);
        let violated =
            search.world.violations().filter(|&(at, _)| !self.is_published[index(at)]).chain(of_known).min_by_key(size);
        let Some((variable, violation)) = violated else {
            return search.sum(moves, &candidate.parts);
        };
        let of_sensitive = search.world.by(self.goal.sensitive);
        let mut next = Vec::new();
        for (row, step) in moves.any_altering_at_most(variable, SAMPLE) {
            if self.goal.known == Some(variable) && violation % step != 0 {
                continue;
            }
            let times = violation.unsigned_abs().div_ceil(step.unsigned_abs()).min(TIMES_LIMIT);
            let times = -violation.signum() * step.signum() * times.cast_signed();
            search.learn(row, moves);
            let effect = &search.known[index(row)].effect;
            search.work += effect.len();
            if of_sensitive + times * of(effect, self.goal.sensitive) != 0 {
                next.push((self.more(search, effect, times), moves.row(row).len(), row, times));
            }
        }
        next.sort_unstable();
        for (more, _, row, times) in next.into_iter().take(branches) {
            let parts = candidate.parts.iter().copied().chain([(row, times)]).collect();
            self.add(candidate.excess + more, parts);
        }
        None
    }

    fn add(&mut self, excess: i64, parts: Vec<(u32, i32)>) {
        self.made += 1;
        self.heap.push(Reverse(Candidate { excess, number: self.made, parts }));
    }

    /// How much dearer the world gets when an effect is added some times: published cells, and citizens beyond bounds.
    fn more(&self, search: &Search<'_>, effect: &Effect, times: i32) -> i64 {
        let world = &search.world;
        let mut more = 0;
        for &(variable, by) in effect {
            let now = world.by(variable);
            let then = now + times * by;
            more += if self.is_published[index(variable)] {
                let cells = i64::from(search.system.variables[index(variable)].publishable);
                cell_price() * cells * (i64::from(then != 0) - i64::from(now != 0))
            } else if self.goal.known == Some(variable) {
                exw() * (i64::from(then.abs()) - i64::from(now.abs()))
            } else {
                exw() * (i64::from(world.beyond(variable, then).abs()) - i64::from(world.beyond(variable, now).abs()))
            };
        }
        more
    }
}

fn exw() -> i64 { static E: std::sync::OnceLock<i64> = std::sync::OnceLock::new(); *E.get_or_init(|| std::env::var("EXW").ok().and_then(|v| v.parse().ok()).unwrap_or(8)) }
