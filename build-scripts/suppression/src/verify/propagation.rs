//! Passes bounds along sums until nothing changes: what a patient reader does with pencil and paper.
#![expect(clippy::indexing_slicing, reason = "sets and sums are numbered here")]

use std::collections::VecDeque;

use super::position;
use super::structure::Structure;
use super::sums::{Sums, sums};
use crate::lists::Lists;

/// What readers know of each set in the end.
pub(super) struct Bounds {
    lower: Vec<i64>,
    upper: Vec<i64>,
    is_contradictory: bool,
}

/// Above every count: nothing is known. Sums of a million of them still fit.
const UNBOUNDED: i64 = 1 << 40;

impl Bounds {
    /// The least and greatest number of a cell of the block.
    pub(super) fn of_cell(&self, structure: &Structure, cell: usize) -> (i64, Option<i64>) {
        match structure.set_of_cell[cell] {
            Some(set) => self.of_set(set),
            None => (0, Some(0)),
        }
    }

    /// The least and greatest number of a set of the structure.
    pub(super) fn of_set(&self, set: usize) -> (i64, Option<i64>) {
        (self.lower[set], Some(self.upper[set]).filter(|&upper| upper < UNBOUNDED))
    }

    /// Whether no register has all that is told.
    pub(super) fn is_contradictory(&self) -> bool {
        self.is_contradictory
    }
}

pub(super) fn propagate(structure: &Structure) -> Bounds {
    let sums = sums(structure);
    let mut reader = Reader::new(structure, &sums);
    // Cells that contradict each other would drive bounds apart for ever.
    while let Some(at) = reader.waiting.pop_front().filter(|_| !reader.is_contradictory) {
        reader.is_waiting[at] = false;
        reader.apply(at);
    }
    Bounds { lower: reader.lower, upper: reader.upper, is_contradictory: reader.is_contradictory }
}

struct Reader<'a> {
    sums: &'a Sums,
    as_total: Lists,
    as_part: Lists,
    lower: Vec<i64>,
    upper: Vec<i64>,
    /// Per sum: the sum of the lower bounds of its parts, and of their upper bounds.
    least: Vec<i64>,
    greatest: Vec<i64>,
    /// Per sum: no part has bounds farther apart.
    spread: Vec<i64>,
    waiting: VecDeque<usize>,
    is_waiting: Vec<bool>,
    /// More than any least number can be where all that is told fits some register.
    ceiling: i64,
    is_contradictory: bool,
}

impl<'a> Reader<'a> {
    fn new(structure: &Structure, sums: &'a Sums) -> Self {
        let lower: Vec<i64> = structure.known.iter().map(|known| known.0).collect();
        let upper: Vec<i64> = structure.known.iter().map(|known| known.1.unwrap_or(UNBOUNDED)).collect();
        let of_parts = |bounds: &[i64]| -> Vec<i64> {
            sums.parts.iter().map(|parts| parts.iter().map(|&part| bounds[position(part)]).sum()).collect()
        };
        let of_one = |known: &(i64, Option<i64>)| known.0.saturating_add(known.1.unwrap_or_default());
        let ceiling = structure.known.iter().map(of_one).fold(1, i64::saturating_add).saturating_mul(4).min(UNBOUNDED);
        let mut totals = Lists::default();
        sums.totals.iter().for_each(|&total| totals.push([total]));
        Self {
            sums,
            as_total: totals.transposed(lower.len()),
            as_part: sums.parts.transposed(lower.len()),
            least: of_parts(&lower),
            greatest: of_parts(&upper),
            spread: vec![i64::MAX; sums.totals.len()],
            ceiling,
            waiting: (0..sums.totals.len()).collect(),
            is_waiting: vec![true; sums.totals.len()],
            is_contradictory: lower.iter().zip(&upper).any(|(lower, upper)| lower > upper),
            lower,
            upper,
        }
    }

    /// Tightens total and parts of one sum, up to a contradiction: beyond it each part would move the next one farther.
    fn apply(&mut self, at: usize) {
        let total = position(self.sums.totals[at]);
        self.tighten(total, self.least[at], self.greatest[at]);
        if self.is_contradictory || !self.is_spread(at, total, self.spread[at]) {
            return;
        }
        let sums = self.sums;
        let mut spread = 0;
        for &part in sums.parts.of(at) {
            let part = position(part);
            if self.is_spread(at, total, self.upper[part] - self.lower[part]) {
                let lower = self.lower[total] - (self.greatest[at] - self.upper[part]);
                let upper = match self.upper[total] {
                    UNBOUNDED => UNBOUNDED,
                    upper => upper - (self.least[at] - self.lower[part]),
                };
                self.tighten(part, lower, upper);
                if self.is_contradictory {
                    return;
                }
            }
            spread = spread.max(self.upper[part] - self.lower[part]);
        }
        self.spread[at] = spread;
    }

    /// Whether the sum says something about a part whose bounds are this far apart.
    fn is_spread(&self, at: usize, total: usize, spread: i64) -> bool {
        spread > self.greatest[at] - self.lower[total] || spread > self.upper[total] - self.least[at]
    }

    fn tighten(&mut self, set: usize, lower: i64, upper: i64) {
        let (raised, cut) = ((lower - self.lower[set]).max(0), (self.upper[set] - upper).max(0));
        if raised == 0 && cut == 0 {
            return;
        }
        self.lower[set] += raised;
        self.upper[set] -= cut;
        // Where nothing limits a cell, contradictions raise its least number for ever.
        self.is_contradictory |= self.lower[set] > self.upper[set] || self.lower[set] > self.ceiling;
        for &at in self.as_part.of(set) {
            self.least[position(at)] += raised;
            self.greatest[position(at)] -= cut;
        }
        for &at in self.as_part.of(set).iter().chain(self.as_total.of(set)) {
            if !std::mem::replace(&mut self.is_waiting[position(at)], true) {
                self.waiting.push_back(position(at));
            }
        }
    }
}
