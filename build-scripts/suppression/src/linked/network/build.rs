//! Collects numbers and sums.
#![expect(clippy::indexing_slicing, reason = "numbers and sums are numbered here")]

use std::collections::HashSet;

use super::{Network, Number, Precision, Queue, Sum, UNBOUNDED};
use crate::linked::Linked;
use crate::lists::Lists;
use crate::variables::{index, index_u32};
use crate::verify::LinkedAttacker;

/// The number that is always zero.
pub(super) const ZERO: u32 = 0;

/// A network that is being collected.
pub(super) struct Builder {
    lower: Vec<i32>,
    upper: Vec<i32>,
    /// The true numbers: relations are only granted where they hold.
    truth: Vec<i32>,
    totals: Vec<u32>,
    parts: Lists,
    /// Hashes of the sums since [`Self::forget_sums`]: none is added twice.
    known: HashSet<u64>,
}

impl Network {
    /// All numbers and sums of linked tables, with what a reader knows while nothing is published but fixed tables.
    pub(in crate::linked) fn of(linked: &Linked, attacker: &LinkedAttacker, precision: Precision) -> Self {
        let mut builder = Builder {
            lower: vec![0],
            upper: vec![0],
            truth: vec![0],
            totals: Vec::new(),
            parts: Lists::default(),
            known: HashSet::new(),
        };
        let tables = builder.add_tables(linked, attacker);
        builder.add_relations(linked, attacker, &tables);
        let of_cells = |(table, numbers): (_, &super::tables::Numbers)| numbers.of_cells(table, attacker);
        let cells = linked.tables().iter().zip(&tables).map(of_cells).collect();
        builder.finish(cells, precision)
    }
}

impl Builder {
    pub(super) fn number(&mut self, truth: i32, lower: i32) -> u32 {
        let number = index_u32(self.lower.len());
        self.lower.push(lower);
        self.upper.push(UNBOUNDED);
        self.truth.push(truth);
        number
    }

    /// A difference that a reader knows not to be negative, where it is not.
    pub(super) fn difference(&mut self, truth: i32) -> u32 {
        self.number(truth, if truth >= 0 { 0 } else { -UNBOUNDED })
    }

    pub(super) fn truth(&self, number: u32) -> i32 {
        self.truth[index(number)]
    }

    /// What the rules or a publication say of a number.
    pub(super) fn told(&mut self, number: u32, lower: i32, upper: i32) {
        let at = index(number);
        self.lower[at] = self.lower[at].max(lower);
        self.upper[at] = self.upper[at].min(upper);
    }

    /// Sums from now on are no longer compared with those before.
    pub(super) fn forget_sums(&mut self) {
        self.known.clear();
    }

    /// Adds a sum, unless it says nothing or is known.
    pub(super) fn sum(&mut self, total: u32, parts: &mut Vec<u32>) {
        parts.retain(|part| *part != ZERO);
        parts.sort_unstable();
        if parts.is_empty() && total == ZERO || parts.as_slice() == [total] {
            return;
        }
        let mix = |hash: u64, number: &u32| {
            (hash.rotate_left(23) ^ u64::from(*number)).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(31)
        };
        if self.known.insert(parts.iter().fold(mix(1, &total), mix)) {
            self.totals.push(total);
            self.parts.push(parts.iter().copied());
        }
    }

    fn finish(self, cells: Vec<Vec<u32>>, precision: Precision) -> Network {
        let Self { lower, upper, totals, parts, .. } = self;
        let mut all = Lists::default();
        for (parts, &total) in parts.iter().zip(&totals) {
            all.push(parts.iter().copied());
            all.push([total]);
        }
        let sums_of = all.transposed(lower.len());
        let add = |of: &[i32], parts: &[u32]| parts.iter().map(|&part| i64::from(of[index(part)])).sum();
        let width = |part: &u32| upper[index(*part)] - lower[index(*part)];
        let sum = |(parts, &total): (&[u32], &u32)| Sum {
            total,
            lower: lower[index(total)],
            upper: upper[index(total)],
            widest: parts.iter().map(width).max().unwrap_or(0),
            least: add(&lower, parts),
            greatest: add(&upper, parts),
        };
        let mut network = Network {
            sums: parts.iter().zip(&totals).map(sum).collect(),
            soon: Queue::new(totals.len()),
            later: Queue::new(totals.len()),
            numbers: lower.iter().zip(&upper).map(|(&lower, &upper)| Number { lower, upper, apart: 0 }).collect(),
            parts,
            sums_of,
            precision,
            known: Vec::new(),
            known_widest: Vec::new(),
            cells,
        };
        network.wake_all();
        network
    }
}
