//! Everything that adds up in linked tables, as one network of numbers and sums, with what a reader knows of each.
//!
//! A number is known from below and from above. Bounds are passed along sums until nothing changes; what was learnt
//! last can be forgotten again, so that a publication can be tried.
#![expect(clippy::indexing_slicing, reason = "numbers and sums are numbered here")]

mod build;
mod relations;
mod tables;

use std::collections::VecDeque;

use crate::lists::Lists;
use crate::variables::index;

/// Above every count.
const UNBOUNDED: i32 = 1 << 29;
/// What is farther from zero is no bound.
const BOUND: i64 = 1 << 28;

/// Numbers with bounds, and the sums that relate them.
#[derive(Debug, Default)]
pub(super) struct Network {
    lower: Vec<i32>,
    upper: Vec<i32>,
    /// Per number how far its bounds must stay apart.
    apart: Vec<i32>,
    /// Per sum the number that is the sum, and those that are added.
    totals: Vec<u32>,
    parts: Lists,
    /// Per number the sums it takes part in, twice the sum's number, and one more where it is the total.
    sums_of: Lists,
    /// Per sum what its parts are together at least and at most.
    least: Vec<i64>,
    greatest: Vec<i64>,
    /// Per sum: no part has its bounds farther apart.
    widest: Vec<i32>,
    waiting: VecDeque<u32>,
    is_waiting: Vec<bool>,
    /// What was known of numbers and sums before the last publication.
    learnt: Vec<(u32, i32, i32)>,
    narrowed: Vec<(u32, i32)>,
    /// Per table the number of each of its cells.
    pub(super) cells: Vec<Vec<u32>>,
}

impl Network {
    /// What is known of a number.
    pub(super) fn bounds(&self, number: u32) -> (i32, i32) {
        (self.lower[index(number)], self.upper[index(number)])
    }

    /// Demands that a number keeps its bounds apart from now on.
    pub(super) fn keep_apart(&mut self, number: u32, by: i32) {
        self.apart[index(number)] = by;
    }

    /// Passes on what the rules say.
    pub(super) fn begin(&mut self) {
        self.pass_on();
        self.remember();
    }

    /// Tells the reader a number and passes on what follows, if all that must be apart still is then. Whether it is.
    pub(super) fn publish(&mut self, number: u32, count: i32) -> bool {
        let is_apart = self.learn(number, i64::from(count), i64::from(count)) && self.pass_on();
        if !is_apart {
            for sum in self.waiting.drain(..) {
                self.is_waiting[index(sum)] = false;
            }
            self.forget();
        }
        self.remember();
        is_apart
    }

    /// Forgets what was learnt last.
    fn forget(&mut self) {
        while let Some((number, lower, upper)) = self.learnt.pop() {
            self.set(number, lower, upper);
        }
        while let Some((sum, widest)) = self.narrowed.pop() {
            self.widest[index(sum)] = widest;
        }
    }

    fn remember(&mut self) {
        self.learnt.clear();
        self.narrowed.clear();
    }

    /// Passes bounds along sums until nothing changes or something that must be apart is not.
    fn pass_on(&mut self) -> bool {
        while let Some(sum) = self.waiting.pop_front() {
            self.is_waiting[index(sum)] = false;
            if !self.apply(sum) {
                return false;
            }
        }
        true
    }

    fn apply(&mut self, sum: u32) -> bool {
        let at = index(sum);
        let total = self.totals[at];
        if !self.learn(total, self.least[at], self.greatest[at]) {
            return false;
        }
        // A part cannot be further above its least than the total is above the least of all, nor further below.
        let (lower, upper) = self.bounds(total);
        let (above, below) = (i64::from(upper) - self.least[at], self.greatest[at] - i64::from(lower));
        if i64::from(self.widest[at]) <= above.min(below) {
            return true;
        }
        let mut widest = 0;
        for place in self.parts.places(at) {
            let part = self.parts.at(place);
            let (lower, upper) = self.bounds(part);
            if lower < upper {
                if !self.learn(part, i64::from(upper) - below, i64::from(lower) + above) {
                    return false;
                }
                let (lower, upper) = self.bounds(part);
                widest = widest.max(upper - lower);
            }
        }
        if widest < self.widest[at] {
            self.narrowed.push((sum, self.widest[at]));
            self.widest[at] = widest;
        }
        true
    }

    /// Tightens what is known of a number; bounds beyond all counts are none. Whether it is still apart.
    fn learn(&mut self, number: u32, lower: i64, upper: i64) -> bool {
        let at = index(number);
        let (old_lower, old_upper) = (self.lower[at], self.upper[at]);
        let bound = |bound: i64| i32::try_from(bound).ok().filter(|bound| i64::from(*bound).abs() < BOUND);
        let lower = bound(lower).map_or(old_lower, |lower| lower.max(old_lower));
        let upper = bound(upper).map_or(old_upper, |upper| upper.min(old_upper));
        if (lower, upper) == (old_lower, old_upper) {
            return true;
        }
        self.learnt.push((number, old_lower, old_upper));
        self.set(number, lower, upper);
        for place in self.sums_of.places(at) {
            let sum = self.sums_of.at(place) >> 1;
            if !std::mem::replace(&mut self.is_waiting[index(sum)], true) {
                self.waiting.push_back(sum);
            }
        }
        upper - lower >= self.apart[at]
    }

    /// Sets the bounds of a number, and what they make of the sums it is part of.
    fn set(&mut self, number: u32, lower: i32, upper: i32) {
        let at = index(number);
        let by_lower = i64::from(lower) - i64::from(std::mem::replace(&mut self.lower[at], lower));
        let by_upper = i64::from(upper) - i64::from(std::mem::replace(&mut self.upper[at], upper));
        for &sum in self.sums_of.of(at) {
            if sum & 1 == 0 {
                self.least[index(sum >> 1)] += by_lower;
                self.greatest[index(sum >> 1)] += by_upper;
            }
        }
    }
}
