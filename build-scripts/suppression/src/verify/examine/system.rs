//! What is left to find out: the leaves that bounds leave open, and the sums that tie them together.
#![expect(clippy::indexing_slicing, reason = "leaves, sets and rows are numbered here or by the structure")]

use super::super::propagation::Bounds;
use super::super::structure::Structure;
use super::super::{number, position};
use crate::lists::Lists;

/// A leaf can count this many more than its least when nothing bounds it: enough for every question asked here.
const ROOM: i64 = 1 << 16;

/// Sums over open leaves, with all that is known of them.
pub(super) struct System {
    /// Per leaf of the structure: least and greatest number; the same for one that is known.
    pub(super) range: Vec<(i64, i64)>,
    /// Sums that are told exactly, shortest first.
    pub(super) equations: Vec<Row>,
    /// Sums of which bounds are told that do not follow from those of their leaves.
    pub(super) bounds: Vec<Row>,
    /// Per set of the structure its open leaves.
    pub(super) open: Lists,
    /// Per set of the structure what its known leaves add up to.
    pub(super) base: Vec<i64>,
}

/// A sum over open leaves that lies between two numbers.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// Open leaves with their part in the sum.
    pub(super) terms: Vec<(u32, i64)>,
    pub(super) least: i64,
    pub(super) greatest: i64,
}

impl System {
    pub(super) fn of(structure: &Structure, propagated: &Bounds) -> Self {
        let mut range = vec![(0, 0); structure.leaves];
        for (set, leaves) in structure.sets.iter().enumerate() {
            if let [leaf] = leaves {
                let (lower, upper) = propagated.of_set(set);
                range[position(*leaf)] = (lower, upper.unwrap_or(lower + ROOM).min(lower + ROOM));
            }
        }
        let mut open = Lists::default();
        let mut base = Vec::with_capacity(structure.sets.len());
        for leaves in structure.sets.iter() {
            open.push(leaves.iter().copied().filter(|&leaf| is_open(range[position(leaf)])));
            let known = leaves.iter().map(|&leaf| range[position(leaf)]).filter(|&range| !is_open(range));
            base.push(known.map(|(least, _)| least).sum());
        }
        let mut system = Self { range, equations: Vec::new(), bounds: Vec::new(), open, base };
        system.collect(structure);
        system
    }

    fn collect(&mut self, structure: &Structure) {
        for set in 0..structure.sets.len() {
            if structure.sets.of(set).len() < 2 {
                continue;
            }
            let terms: Vec<(u32, i64)> = self.open.of(set).iter().map(|&leaf| (leaf, 1)).collect();
            match structure.published[set] {
                Some(count) => {
                    let rest = count - self.base[set];
                    self.equations.push(Row { terms, least: rest, greatest: rest });
                }
                None => self.bound(set, terms, structure.known[set]),
            }
        }
        for &(left, right) in &structure.links {
            let rest = self.base[right] - self.base[left];
            let terms = difference(self.open.of(left), self.open.of(right));
            self.equations.push(Row { terms, least: rest, greatest: rest });
        }
        self.equations.sort_by_key(|row| row.terms.len());
    }

    /// Keeps the bounds of a set unless they follow from those of its leaves.
    fn bound(&mut self, set: usize, terms: Vec<(u32, i64)>, (lower, upper): (i64, Option<i64>)) {
        let range = |&(leaf, _): &(u32, i64)| self.range[position(leaf)];
        let least: i64 = terms.iter().map(|term| range(term).0).sum();
        let greatest: i64 = terms.iter().map(|term| range(term).1).sum();
        let base = self.base[set];
        let row = Row {
            least: (lower - base).max(least),
            greatest: upper.map_or(greatest, |upper| (upper - base).min(greatest)),
            terms,
        };
        if row.least > least || row.greatest < greatest {
            self.bounds.push(row);
        }
    }

    /// Whether a register is one that readers cannot rule out: everything is added up again.
    pub(super) fn fits(&self, register: &[i64]) -> bool {
        let within = |row: &Row| {
            let sum: i64 = row.terms.iter().map(|&(leaf, part)| part * register[position(leaf)]).sum();
            row.least <= sum && sum <= row.greatest
        };
        let is_in_range = |(&count, &(least, greatest)): (&i64, &(i64, i64))| least <= count && count <= greatest;
        register.len() == self.range.len()
            && register.iter().zip(&self.range).all(is_in_range)
            && self.equations.iter().all(within)
            && self.bounds.iter().all(within)
    }

    /// Per open leaf the number of its component: leaves that no sum ties together vary apart. `u32::MAX` for known
    /// leaves.
    pub(super) fn components(&self) -> Vec<u32> {
        let leaves = self.range.len();
        let mut above: Vec<u32> = (0..number(leaves)).collect();
        for row in self.equations.iter().chain(&self.bounds) {
            let mut terms = row.terms.iter();
            if let Some(&(first, _)) = terms.next() {
                for &(leaf, _) in terms {
                    let (left, right) = (top(&mut above, first), top(&mut above, leaf));
                    above[position(left.max(right))] = left.min(right);
                }
            }
        }
        let component = |leaf: u32| if is_open(self.range[position(leaf)]) { top(&mut above, leaf) } else { u32::MAX };
        (0..number(leaves)).map(component).collect()
    }
}

fn is_open((least, greatest): (i64, i64)) -> bool {
    least < greatest
}

/// One for each leaf on the left only, minus one for each on the right only.
fn difference(left: &[u32], right: &[u32]) -> Vec<(u32, i64)> {
    let only = |of: &[u32], not: &[u32], part: i64| -> Vec<(u32, i64)> {
        of.iter().filter(|leaf| not.binary_search(leaf).is_err()).map(|&leaf| (leaf, part)).collect()
    };
    let mut terms = only(left, right, 1);
    terms.extend(only(right, left, -1));
    terms.sort_unstable();
    terms
}

/// The representative of a leaf's component.
fn top(above: &mut [u32], leaf: u32) -> u32 {
    let mut at = leaf;
    while above[position(at)] != at {
        let next = above[position(at)];
        above[position(at)] = above[position(next)];
        at = next;
    }
    at
}
