//! What a reader knows of one table, and bounds passed along its sums.
#![expect(clippy::indexing_slicing, reason = "sets and sums are numbered by the space")]

use std::collections::VecDeque;

use super::super::{number, position};
use super::sets::Sets;
use crate::linked::LinkedTable;

/// Above every count.
pub(super) const UNBOUNDED: i32 = 1 << 29;

/// The least and the greatest number of each set.
#[derive(Clone, Debug, Default)]
pub(super) struct Bounds {
    pub(super) lower: Vec<i32>,
    pub(super) upper: Vec<i32>,
    /// Sets whose bounds are news to the sums of the table.
    changed: Vec<u32>,
    /// Sets whose bounds are news to the covers of the table.
    news: Vec<u32>,
}

impl Bounds {
    /// What is published of a table, and what follows from the rules.
    pub(super) fn told(table: &LinkedTable, sets: &Sets) -> Self {
        let mut bounds =
            Self { lower: vec![0; sets.len], upper: vec![UNBOUNDED; sets.len], changed: Vec::new(), news: Vec::new() };
        bounds.tell_cells(table, sets);
        // Nothing follows for numbers that are known, nor from sums of none but those.
        let is_open = |set: &u32| bounds.lower[position(*set)] < bounds.upper[position(*set)];
        bounds.changed = (0..number(sets.len)).filter(is_open).collect();
        bounds.news.clone_from(&bounds.changed);
        bounds
    }

    fn tell_cells(&mut self, table: &LinkedTable, sets: &Sets) {
        if table.is_withheld {
            return;
        }
        let mut cells = table.cells.iter().peekable();
        for (cell, &set) in (0_u32..).zip(&sets.of_cell) {
            let (lower, upper) = match cells.next_if(|known| known.cell == cell) {
                None if table.hides_zero(cell) => (0, UNBOUNDED),
                None => (0, 0),
                Some(known) if known.is_published => (signed(known.count), signed(known.count)),
                Some(known) => (signed(known.least), known.upper.map_or(UNBOUNDED, signed)),
            };
            let set = position(set);
            self.lower[set] = self.lower[set].max(lower);
            self.upper[set] = self.upper[set].min(upper);
        }
    }

    /// Takes the sets whose bounds changed since this was last asked, rising.
    pub(super) fn take_news(&mut self) -> Vec<u32> {
        let mut news = std::mem::take(&mut self.news);
        news.sort_unstable();
        news.dedup();
        news
    }

    pub(super) fn of(&self, set: u32) -> (i64, i64) {
        (i64::from(self.lower[position(set)]), i64::from(self.upper[position(set)]))
    }

    /// Tightens a set, and remembers it for the sums of the table.
    pub(super) fn tell(&mut self, set: u32, lower: i64, upper: i64) {
        if self.tighten(set, lower, upper) {
            self.changed.push(set);
        }
    }

    /// Passes bounds along the sums of the table until nothing changes.
    pub(super) fn propagate(&mut self, sets: &Sets) {
        let mut waiting = Waiting { sums: VecDeque::new(), is_waiting: vec![false; sets.totals.len()] };
        for set in std::mem::take(&mut self.changed) {
            waiting.wake(sets, set);
        }
        while let Some(sum) = waiting.sums.pop_front() {
            waiting.is_waiting[position(sum)] = false;
            self.apply(sets, sum, &mut waiting);
        }
    }

    fn apply(&mut self, sets: &Sets, sum: u32, waiting: &mut Waiting) {
        let total = sets.totals[position(sum)];
        let parts = sets.parts.of(position(sum));
        let (mut least, mut greatest) = (0_i64, 0_i64);
        for &part in parts {
            let (lower, upper) = self.of(part);
            least += lower;
            greatest += upper;
        }
        if self.tighten(total, least, greatest) {
            waiting.wake(sets, total);
        }
        let (lower, upper) = self.of(total);
        for &part in parts {
            let (own_lower, own_upper) = self.of(part);
            if own_lower >= own_upper {
                continue;
            }
            let most = if upper >= i64::from(UNBOUNDED) { upper } else { upper - (least - own_lower) };
            if self.tighten(part, lower - (greatest - own_upper), most) {
                waiting.wake(sets, part);
                let (new_lower, new_upper) = self.of(part);
                least += new_lower - own_lower;
                greatest += new_upper - own_upper;
            }
        }
    }

    fn tighten(&mut self, set: u32, lower: i64, upper: i64) -> bool {
        let at = position(set);
        let (old_lower, old_upper) = self.of(set);
        if old_lower >= old_upper {
            return false;
        }
        let is_raised = lower > old_lower;
        let is_cut = upper < old_upper;
        if is_raised {
            self.lower[at] = i32::try_from(lower).unwrap_or(UNBOUNDED);
        }
        if is_cut {
            self.upper[at] = i32::try_from(upper).unwrap_or(0);
        }
        if is_raised || is_cut {
            self.news.push(set);
        }
        is_raised || is_cut
    }
}

/// Sums to be looked at.
struct Waiting {
    sums: VecDeque<u32>,
    is_waiting: Vec<bool>,
}

impl Waiting {
    fn wake(&mut self, sets: &Sets, set: u32) {
        for &sum in sets.sums_of.of(position(set)) {
            if !std::mem::replace(&mut self.is_waiting[position(sum)], true) {
                self.sums.push_back(sum);
            }
        }
    }
}

/// A count as a bound.
pub(super) fn signed(count: u32) -> i32 {
    i32::try_from(count).unwrap_or(UNBOUNDED)
}
