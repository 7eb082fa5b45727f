//! Everything that adds up in linked tables, as one network of numbers and sums, with what a reader knows of each.
//!
//! A number is known from below and from above. Bounds are passed along sums until nothing changes; what was learnt
//! can be forgotten again, so that publications can be tried. Sums that leave little room are looked at after each
//! publication, all others after several.
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
/// Sums that leave less room than this are looked at first.
const ROOM: i64 = 6;

/// Bounds farther apart than this are passed on when they get closer by a quarter.
const COARSE: i64 = 8;
/// Sums stored near each other, as many as a processor keeps at hand.
const NEAR: usize = 1 << 10;

/// Numbers with bounds, and the sums that relate them.
#[derive(Debug, Default)]
pub(super) struct Network {
    numbers: Vec<Number>,
    sums: Vec<Sum>,
    /// Per sum the numbers that are added.
    parts: Lists,
    /// Per number the sums it takes part in: twice the sum's number, and one more where it is the total.
    sums_of: Lists,
    precision: Precision,
    soon: Queue,
    later: Queue,
    /// What was known of numbers, and of how wide the parts of sums are, before it changed.
    known: Vec<(u32, Number)>,
    known_widest: Vec<(u32, i32)>,
    /// Per table the number of each of its cells.
    pub(super) cells: Vec<Vec<u32>>,
}

/// What is known of a number.
#[derive(Clone, Copy, Debug, Default)]
struct Number {
    lower: i32,
    upper: i32,
    /// How far its bounds must stay apart.
    apart: i32,
}

/// A sum, with all that tells whether anything follows from it.
#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    total: u32,
    /// Bounds of the total.
    lower: i32,
    upper: i32,
    /// No part has its bounds farther apart.
    widest: i32,
    /// What the parts are together at least and at most.
    least: i64,
    greatest: i64,
}

/// Which news are passed on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Precision {
    /// Those that tell much; the rest in the end.
    #[default]
    Coarse,
    /// All.
    Exact,
}

/// When to look at a sum.
#[derive(Clone, Copy, PartialEq, Eq)]
enum When {
    Never,
    Later,
    Soon,
}

/// Sums to look at. Those that are stored near each other have their turn together.
#[derive(Debug, Default)]
struct Queue {
    near: Vec<VecDeque<u32>>,
    /// Places in `near` that are not empty, in the order of their turns.
    turns: VecDeque<usize>,
    is_waiting: Vec<bool>,
}

/// How much was known.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moment {
    known: usize,
    known_widest: usize,
}

impl Network {
    /// What is known of a number.
    pub(super) fn bounds(&self, number: u32) -> (i32, i32) {
        let Number { lower, upper, .. } = self.numbers[index(number)];
        (lower, upper)
    }

    /// Demands that a number keeps its bounds apart from now on.
    pub(super) fn keep_apart(&mut self, number: u32, by: i32) {
        self.numbers[index(number)].apart = by;
    }

    /// Now.
    pub(super) fn moment(&self) -> Moment {
        Moment { known: self.known.len(), known_widest: self.known_widest.len() }
    }

    /// Tells the reader a number and passes on what follows at once. Whether all that must be apart still is; what was
    /// learnt must be forgotten if not.
    pub(super) fn tell(&mut self, number: u32, count: i32) -> bool {
        let is_apart = self.learn(number, i64::from(count), i64::from(count)) && self.pass_on(When::Soon);
        self.soon.clear();
        is_apart
    }

    /// Passes on everything until nothing changes. Whether all that must be apart still is.
    pub(super) fn follow_up(&mut self) -> bool {
        let is_apart = self.pass_on(When::Later);
        self.soon.clear();
        self.later.clear();
        is_apart
    }

    /// Forgets what was learnt since a moment.
    pub(super) fn forget(&mut self, since: Moment) {
        while self.known.len() > since.known {
            let Some((number, before)) = self.known.pop() else { break };
            self.set(number, before, |_, _, _| ());
        }
        while self.known_widest.len() > since.known_widest {
            let Some((sum, widest)) = self.known_widest.pop() else { break };
            self.sums[index(sum)].widest = widest;
        }
    }

    /// What was learnt so far is never forgotten.
    pub(super) fn remember(&mut self) {
        self.known.clear();
        self.known_widest.clear();
    }

    fn pass_on(&mut self, until: When) -> bool {
        loop {
            let next = self.soon.pop();
            let next = if until == When::Later { next.or_else(|| self.later.pop()) } else { next };
            let Some(sum) = next else { return true };
            if !self.apply(sum) {
                return false;
            }
        }
    }

    /// Draws from a sum what follows for its total and its parts. Whether all that must be apart still is.
    fn apply(&mut self, at: u32) -> bool {
        let Sum { total, least, greatest, .. } = self.sums[index(at)];
        if !self.learn(total, least, greatest) {
            return false;
        }
        // A part cannot be further above its least than the total is above the least of all, nor further below.
        let sum = self.sums[index(at)];
        let (above, below) = (sum.above(), sum.below());
        if i64::from(sum.widest) <= above.min(below) {
            return true;
        }
        let mut widest = 0;
        for place in self.parts.places(index(at)) {
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
        self.known_widest.push((at, sum.widest));
        self.sums[index(at)].widest = widest;
        true
    }

    /// Tightens what is known of a number; bounds beyond all counts are none. Whether it is still apart.
    fn learn(&mut self, number: u32, lower: i64, upper: i64) -> bool {
        let before = self.numbers[index(number)];
        let bound = |bound: i64| i32::try_from(bound).ok().filter(|bound| i64::from(*bound).abs() < BOUND);
        let lower = bound(lower).map_or(before.lower, |lower| lower.max(before.lower));
        let upper = bound(upper).map_or(before.upper, |upper| upper.min(before.upper));
        if !is_news((before.upper - before.lower).into(), (upper - lower).into(), self.precision) {
            return true;
        }
        self.known.push((number, before));
        let precision = self.precision;
        self.set(number, Number { lower, upper, ..before }, |at, sum, (soon, later)| match sum.when(precision) {
            When::Never => (),
            When::Later => later.push(at),
            When::Soon => soon.push(at),
        });
        upper - lower >= before.apart
    }

    /// Sets the bounds of a number, and what they make of the sums it is part of.
    fn set(&mut self, number: u32, to: Number, mut wake: impl FnMut(u32, &Sum, (&mut Queue, &mut Queue))) {
        let before = std::mem::replace(&mut self.numbers[index(number)], to);
        let by_lower = i64::from(to.lower) - i64::from(before.lower);
        let by_upper = i64::from(to.upper) - i64::from(before.upper);
        for &place in self.sums_of.of(index(number)) {
            let sum = &mut self.sums[index(place >> 1)];
            if place & 1 == 1 {
                (sum.lower, sum.upper) = (to.lower, to.upper);
            } else {
                sum.least += by_lower;
                sum.greatest += by_upper;
            }
            wake(place >> 1, sum, (&mut self.soon, &mut self.later));
        }
    }

    /// Passes on everything that was left aside for being too little. Whether all that must be apart has different
    /// bounds still.
    pub(super) fn finish(&mut self) -> bool {
        for number in &mut self.numbers {
            number.apart = number.apart.min(1);
        }
        self.precision = Precision::Exact;
        self.wake_all();
        self.follow_up()
    }

    fn wake_all(&mut self) {
        for at in (0_u32..).zip(&self.sums).filter(|(_, sum)| sum.when(self.precision) != When::Never).map(|(at, _)| at)
        {
            self.later.push(at);
        }
    }
}

impl Sum {
    fn above(&self) -> i64 {
        i64::from(self.upper) - self.least
    }

    fn below(&self) -> i64 {
        self.greatest - i64::from(self.lower)
    }

    fn when(&self, precision: Precision) -> When {
        let room = self.above().min(self.below());
        let (lower, upper) = (self.least.max(self.lower.into()), self.greatest.min(self.upper.into()));
        let is_of_parts = is_news(self.widest.into(), room, precision);
        let is_of_total = is_news(i64::from(self.upper) - i64::from(self.lower), upper - lower, precision);
        if is_of_parts && room < ROOM || is_of_total && upper - lower < ROOM {
            When::Soon
        } else if is_of_parts || is_of_total {
            When::Later
        } else {
            When::Never
        }
    }
}

/// Whether it is worth knowing that bounds are closer than before.
fn is_news(before: i64, now: i64, precision: Precision) -> bool {
    now < before && (precision == Precision::Exact || now < COARSE || (before - now) * 4 >= before)
}

impl Queue {
    fn new(sums: usize) -> Self {
        Self { near: vec![VecDeque::new(); sums.div_ceil(NEAR)], turns: VecDeque::new(), is_waiting: vec![false; sums] }
    }

    fn push(&mut self, sum: u32) {
        if !std::mem::replace(&mut self.is_waiting[index(sum)], true) {
            let place = index(sum) / NEAR;
            if self.near[place].is_empty() {
                self.turns.push_back(place);
            }
            self.near[place].push_back(sum);
        }
    }

    fn pop(&mut self) -> Option<u32> {
        let place = *self.turns.front()?;
        let sum = self.near[place].pop_front()?;
        if self.near[place].is_empty() {
            self.turns.pop_front();
        }
        self.is_waiting[index(sum)] = false;
        Some(sum)
    }

    fn clear(&mut self) {
        while self.pop().is_some() {}
    }
}
