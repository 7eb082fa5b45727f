//! Looks for a certificate where there is none yet: which published cells would have to be withdrawn for one?
//!
//! The search is that of [`Search::find`], but it may also use changes that alter published cells, at a price: the
//! number of published cells that the sum of changes alters. Those have to be withdrawn for the certificate.
#![expect(clippy::indexing_slicing, reason = "rows and variables are numbered by the system and never removed")]

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::{Candidate, Goal, Proof, SAMPLE, Search, TIMES_LIMIT, of};
use crate::effort::PRICED;
use crate::moves::Moves;
use crate::variables::index;
use crate::world::Effect;

/// One citizen beyond what readers know counts like so many published cells: sums with few violations come first.
const CITIZEN_PRICE: i64 = 8;

impl Search<'_> {
    /// Finds a certificate for `goal` that alters few published cells.
    pub(crate) fn find_priced(&mut self, moves: &mut Moves<'_>, goal: Goal, is_published: &[bool]) -> Option<Proof> {
        let mut frontier = Frontier { goal, is_published, heap: BinaryHeap::new(), made: 0 };
        frontier.start(self, moves);
        while frontier.made <= PRICED.combinations {
            let Reverse(candidate) = frontier.heap.pop()?;
            if let Some(proof) = frontier.expand(&candidate, self, moves) {
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
    fn start(&mut self, search: &mut Search<'_>, moves: &mut Moves<'_>) {
        search.world.clear();
        let mut starts = Vec::new();
        for (row, _) in moves.altering(self.goal.sensitive) {
            search.learn(row, moves);
            let effect = &search.known[index(row)].effect;
            search.work += effect.len();
            for times in [1, -1] {
                starts.push((self.more(search, effect, times), moves.row(row).len(), row, times));
            }
        }
        starts.sort_unstable();
        for (price, _, row, times) in starts.into_iter().take(2 * PRICED.branches) {
            self.add(price, vec![(row, times)]);
        }
    }

    /// A candidate without violations is a certificate; of others, the violation of the smallest group is mended.
    fn expand(&mut self, candidate: &Candidate, search: &mut Search<'_>, moves: &mut Moves<'_>) -> Option<Proof> {
        search.world.clear();
        for &(row, times) in &candidate.parts {
            search.world.add(&search.known[index(row)].effect, times);
        }
        let of_known = self.goal.known.map(|known| (known, search.world.by(known))).filter(|&(_, by)| by != 0);
        let size = |&(variable, _): &(u32, i32)| (search.system.members.of(index(variable)).len(), variable);
        let Some((variable, violation)) = search.world.violations().chain(of_known).min_by_key(size) else {
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
        for (more, _, row, times) in next.into_iter().take(PRICED.branches) {
            let parts = candidate.parts.iter().copied().chain([(row, times)]).collect();
            self.add(candidate.excess + more, parts);
        }
        None
    }

    fn add(&mut self, excess: i64, parts: Vec<(u32, i32)>) {
        self.made += 1;
        self.heap.push(Reverse(Candidate { excess, number: self.made, parts }));
    }

    /// How much dearer the world gets when an effect is added some times.
    fn more(&self, search: &Search<'_>, effect: &Effect, times: i32) -> i64 {
        let world = &search.world;
        let price = |&(variable, by): &(u32, i32)| {
            let now = world.by(variable);
            let then = now + times * by;
            let beyond = |by| i64::from(world.beyond(variable, by).abs());
            let violation = if self.goal.known == Some(variable) {
                i64::from(then.abs()) - i64::from(now.abs())
            } else {
                beyond(then) - beyond(now)
            };
            let cells = if self.is_published[index(variable)] {
                search.system.variables[index(variable)].publishable
            } else {
                0
            };
            CITIZEN_PRICE * violation + i64::from(cells) * (i64::from(then != 0) - i64::from(now != 0))
        };
        effect.iter().map(price).sum()
    }
}
