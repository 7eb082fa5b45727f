//! Which cells are combinations of published cells: elimination over the integers modulo a large prime.
//!
//! A cell is a combination of published cells exactly if every change that alters no published cell leaves it alone.
//! All such changes are found first, then one of them is drawn by chance: the cells that it leaves alone are, but for
//! a chance of one in 2⁶¹, the determined ones. A cell that is a combination over the rationals is one modulo the
//! prime as well, unless the prime divides one of the elimination's determinants; those are far below 2⁶¹ for sums in
//! hierarchies.
#![expect(clippy::indexing_slicing, reason = "leaves, sets and changes are numbered here or by the structure")]

use super::structure::Structure;
use super::{number, position};

const PRIME: u64 = (1 << 61) - 1;

/// Per cell of `targets` whether a combination of published sets adds up to it.
pub(super) fn determined(structure: &Structure, targets: &[usize]) -> Vec<bool> {
    let mut changes = Changes::of(structure);
    let mut published: Vec<usize> = (0..structure.sets.len())
        .filter(|&set| structure.published[set].is_some() && structure.sets.of(set).len() > 1)
        .collect();
    published.sort_by_key(|&set| structure.sets.of(set).len());
    for set in published {
        changes.keep(structure.sets.of(set), &[]);
    }
    for &(left, right) in &structure.links {
        changes.keep(structure.sets.of(left), structure.sets.of(right));
    }
    let drawn = changes.drawn();
    let is_determined = |&cell: &usize| match structure.set_of_cell[cell] {
        Some(set) => structure.sets.of(set).iter().fold(0, |sum, &leaf| add(sum, drawn[position(leaf)])) == 0,
        None => true,
    };
    targets.iter().map(is_determined).collect()
}

/// Coefficients modulo the prime by increasing leaf, without zeros.
type Change = Vec<(u32, u64)>;

/// Independent changes that together make up all that alter no published cell.
struct Changes {
    basis: Vec<Change>,
    /// Per leaf the changes that touch it; may name changes that no longer do.
    touching: Vec<Vec<u32>>,
    /// Per leaf its part in the sum looked at: one, or minus one; zero for all others.
    part: Vec<u64>,
    seen_for: Vec<u32>,
    kept: u32,
}

impl Changes {
    /// Any change of leaves that are not published themselves.
    fn of(structure: &Structure) -> Self {
        let leaves = structure.leaves;
        let mut is_hidden = vec![false; leaves];
        for (set, members) in structure.sets.iter().enumerate() {
            if let [leaf] = members {
                is_hidden[position(*leaf)] = structure.published[set].is_none();
            }
        }
        let change = |leaf: usize| if is_hidden[leaf] { vec![(number(leaf), 1)] } else { Vec::new() };
        Self {
            basis: (0..leaves).map(change).collect(),
            touching: (0..leaves).map(|leaf| vec![number(leaf)]).collect(),
            part: vec![0; leaves],
            seen_for: vec![0; leaves],
            kept: 0,
        }
    }

    /// Restricts the changes to those that leave the sum over `set` less that over `minus` alone.
    fn keep(&mut self, set: &[u32], minus: &[u32]) {
        let mut altering = self.altering(set, minus);
        let shortest = altering.iter().enumerate().min_by_key(|(_, (at, _))| (self.basis[position(*at)].len(), *at));
        let Some((shortest, _)) = shortest else {
            return;
        };
        let (pivot, by) = altering.swap_remove(shortest);
        let pivot = std::mem::take(&mut self.basis[position(pivot)]);
        let inverse = inverse(by);
        for (at, by) in altering {
            let factor = PRIME - multiply(by, inverse);
            let before = std::mem::take(&mut self.basis[position(at)]);
            self.basis[position(at)] = self.add_multiple(&before, &pivot, factor, at);
        }
    }

    /// The changes that alter the sum over `set` less that over `minus`, with by how much.
    fn altering(&mut self, set: &[u32], minus: &[u32]) -> Vec<(u32, u64)> {
        self.kept += 1;
        for (leaves, part) in [(set, 1), (minus, PRIME - 1)] {
            for &leaf in leaves {
                let sum = &mut self.part[position(leaf)];
                *sum = add(*sum, part);
            }
        }
        let mut altering = Vec::new();
        for &leaf in set.iter().chain(minus) {
            for &at in &self.touching[position(leaf)] {
                if std::mem::replace(&mut self.seen_for[position(at)], self.kept) != self.kept {
                    let part = |&(leaf, by): &(u32, u64)| multiply(self.part[position(leaf)], by);
                    let inside = self.basis[position(at)].iter().filter(|(leaf, _)| self.part[position(*leaf)] != 0);
                    let by = inside.fold(0, |sum, entry| add(sum, part(entry)));
                    if by != 0 {
                        altering.push((at, by));
                    }
                }
            }
        }
        for &leaf in set.iter().chain(minus) {
            self.part[position(leaf)] = 0;
        }
        altering
    }

    /// `change` and `factor` times `pivot`; notes the leaves that are new to the change numbered `at`.
    fn add_multiple(&mut self, change: &Change, pivot: &Change, factor: u64, at: u32) -> Change {
        let mut sum = Vec::with_capacity(change.len() + pivot.len());
        let mut left = change.iter().copied().peekable();
        for &(leaf, by) in pivot {
            while let Some(entry) = left.next_if(|entry| entry.0 < leaf) {
                sum.push(entry);
            }
            let by = multiply(by, factor);
            if let Some((_, own)) = left.next_if(|entry| entry.0 == leaf) {
                let by = add(own, by);
                if by != 0 {
                    sum.push((leaf, by));
                }
            } else {
                sum.push((leaf, by));
                self.touching[position(leaf)].push(at);
            }
        }
        sum.extend(left);
        sum
    }

    /// A change drawn by chance from all that are left, as one number per leaf.
    fn drawn(&self) -> Vec<u64> {
        let mut drawn = vec![0; self.touching.len()];
        let mut state = 0x9E37_79B9_7F4A_7C15_u64;
        for change in &self.basis {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let factor = (state ^ (state >> 29)) % PRIME;
            for &(leaf, by) in change {
                let sum = &mut drawn[position(leaf)];
                *sum = add(*sum, multiply(by, factor));
            }
        }
        drawn
    }
}

fn add(left: u64, right: u64) -> u64 {
    let sum = left + right;
    if sum >= PRIME { sum - PRIME } else { sum }
}

fn multiply(left: u64, right: u64) -> u64 {
    if left == 1 {
        return right;
    }
    let product = u128::from(left) * u128::from(right) % u128::from(PRIME);
    u64::try_from(product).unwrap_or_default()
}

fn inverse(number: u64) -> u64 {
    if number == 1 || number == PRIME - 1 { number } else { power(number, PRIME - 2) }
}

fn power(base: u64, exponent: u64) -> u64 {
    let (mut result, mut square, mut left) = (1, base, exponent);
    while left > 0 {
        if left % 2 == 1 {
            result = multiply(result, square);
        }
        square = multiply(square, square);
        left /= 2;
    }
    result
}
