//! Changes of the register, in whole citizens, that leave every told sum alone: elimination over the integers.
#![expect(clippy::indexing_slicing, reason = "leaves and changes are numbered here")]

use super::super::{number, position};
use super::system::{Row, System};

/// By how much each open leaf changes, by increasing leaf, without zeros.
pub(super) type Change = Vec<(u32, i64)>;

/// Changes with larger coefficients are given up: no register has room for them.
const COEFFICIENT_LIMIT: i64 = 1 << 12;

/// The changes, and which sums were needed to find them.
pub(super) struct Lattice {
    /// Together they span most changes that leave every told sum alone; some may be missing.
    pub(super) changes: Vec<Change>,
    /// Per equation of the system whether it follows from the ones before.
    pub(super) is_redundant: Vec<bool>,
    /// Whether the changes span all.
    pub(super) is_complete: bool,
}

pub(super) fn lattice(system: &System) -> Lattice {
    let mut changes = Changes::of(system, Ties::First);
    let is_redundant = system.equations.iter().map(|row| !changes.keep(row)).collect();
    let is_complete = !changes.is_incomplete;
    // Where the one way of elimination only has long changes, the other often has a short one.
    let mut others = Changes::of(system, Ties::Last);
    for row in &system.equations {
        others.keep(row);
    }
    let all = changes.basis.into_iter().chain(others.basis);
    let mut changes: Vec<Change> = all.filter(|change| !change.is_empty()).collect();
    changes.sort_by(|left, right| (left.len(), left).cmp(&(right.len(), right)));
    changes.dedup();
    Lattice { changes, is_redundant, is_complete }
}

/// Which of equally easy changes pays for a sum.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ties {
    First,
    Last,
}

struct Changes {
    basis: Vec<Change>,
    /// Per leaf the changes that touch it; may name changes that no longer do.
    touching: Vec<Vec<u32>>,
    /// Per leaf its part in the sum looked at.
    part: Vec<i64>,
    seen_for: Vec<u32>,
    kept: u32,
    is_incomplete: bool,
    ties: Ties,
}

impl Changes {
    fn of(system: &System, ties: Ties) -> Self {
        let leaves = system.range.len();
        let is_open = |leaf: usize| system.range[leaf].0 < system.range[leaf].1;
        let change = |leaf: usize| if is_open(leaf) { vec![(number(leaf), 1)] } else { Vec::new() };
        Self {
            basis: (0..leaves).map(change).collect(),
            touching: (0..leaves).map(|leaf| vec![number(leaf)]).collect(),
            part: vec![0; leaves],
            seen_for: vec![0; leaves],
            kept: 0,
            is_incomplete: false,
            ties,
        }
    }

    /// Restricts the changes to those that leave the sum alone; says whether any did not (or may not have).
    fn keep(&mut self, row: &Row) -> bool {
        let mut altering = self.altering(row);
        let easiest = altering.iter().enumerate().min_by_key(|(_, (at, by))| {
            let change = &self.basis[position(*at)];
            (by.abs(), change.len(), if self.ties == Ties::First { *at } else { u32::MAX - *at })
        });
        let Some((easiest, _)) = easiest else {
            return self.is_incomplete;
        };
        let (pivot, by_pivot) = altering.swap_remove(easiest);
        let pivot = std::mem::take(&mut self.basis[position(pivot)]);
        for (at, by) in altering {
            let before = std::mem::take(&mut self.basis[position(at)]);
            let common = gcd(by, by_pivot);
            match self.combine((&before, by_pivot / common), (&pivot, -by / common), at) {
                Some(change) => self.basis[position(at)] = change,
                None => self.is_incomplete = true,
            }
        }
        true
    }

    /// The changes that alter the sum, with by how much.
    fn altering(&mut self, row: &Row) -> Vec<(u32, i64)> {
        self.kept += 1;
        for &(leaf, part) in &row.terms {
            self.part[position(leaf)] = part;
        }
        let mut altering = Vec::new();
        for &(leaf, _) in &row.terms {
            for &at in &self.touching[position(leaf)] {
                if std::mem::replace(&mut self.seen_for[position(at)], self.kept) != self.kept {
                    let by: i64 =
                        self.basis[position(at)].iter().map(|&(leaf, by)| self.part[position(leaf)] * by).sum();
                    if by != 0 {
                        altering.push((at, by));
                    }
                }
            }
        }
        for &(leaf, _) in &row.terms {
            self.part[position(leaf)] = 0;
        }
        altering
    }

    /// The sum of two changes, each times a factor, without common factor; `None` beyond the limit.
    fn combine(&mut self, left: (&Change, i64), right: (&Change, i64), at: u32) -> Option<Change> {
        let change = sum(left, right);
        let common = change.iter().fold(0, |common, &(_, by)| gcd(common, by)).max(1);
        let change: Change = change.into_iter().map(|(leaf, by)| (leaf, by / common)).collect();
        if change.iter().any(|&(_, by)| by.abs() > COEFFICIENT_LIMIT) {
            return None;
        }
        for &(leaf, _) in right.0 {
            if left.0.binary_search_by_key(&leaf, |entry| entry.0).is_err() {
                self.touching[position(leaf)].push(at);
            }
        }
        Some(change)
    }
}

/// The sum of two changes, each times a factor.
pub(super) fn sum(left: (&Change, i64), right: (&Change, i64)) -> Change {
    let mut sum = Vec::with_capacity(left.0.len() + right.0.len());
    let mut more = right.0.iter().copied().peekable();
    for &(leaf, by) in left.0 {
        while let Some((leaf, by)) = more.next_if(|entry| entry.0 < leaf) {
            sum.push((leaf, by * right.1));
        }
        let other = more.next_if(|entry| entry.0 == leaf).map_or(0, |entry| entry.1 * right.1);
        if by * left.1 + other != 0 {
            sum.push((leaf, by * left.1 + other));
        }
    }
    sum.extend(more.map(|(leaf, by)| (leaf, by * right.1)));
    sum
}

fn gcd(left: i64, right: i64) -> i64 {
    let (mut left, mut right) = (left.abs(), right.abs());
    while right != 0 {
        (left, right) = (right, left % right);
    }
    left
}
