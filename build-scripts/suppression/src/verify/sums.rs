//! Which sets are sums of which: each set is the sum of its leaves, of any disjoint subsets that cover it, such as the
//! members one level down in each dimension, and of a set linked to it. Found from the sets of leaves alone.
#![expect(clippy::indexing_slicing, reason = "sets and leaves are numbered by the structure")]

use super::structure::Structure;
use super::{number, position};
use crate::lists::Lists;

/// Sets that are the sum of disjoint others.
#[derive(Default)]
pub(super) struct Sums {
    /// Per sum: the set that is the sum.
    pub(super) totals: Vec<u32>,
    /// Per sum: the sets that add up to it, increasing.
    pub(super) parts: Lists,
}

pub(super) fn sums(structure: &Structure) -> Sums {
    let singles = single_leaf_sets(structure);
    let leaves = structure.leaves;
    let mut finder = Finder::new(structure);
    let mut sums = Sums::default();
    let mut parts = Vec::new();
    let mut masks = Masks::new(leaves);
    for (total, leaves) in structure.sets.iter().enumerate().filter(|(_, leaves)| leaves.len() > 1) {
        let first = sums.totals.len();
        parts.clear();
        parts.extend(leaves.iter().map(|&leaf| singles[position(leaf)]));
        sums.add_new(first, total, &mut parts);
        let subsets = finder.subsets(total);
        for seed in masks.maximal(structure, leaves, &subsets) {
            finder.cover(leaves, seed, &subsets, &mut parts);
            let is_uncovered = |leaf: &&u32| finder.covered_for[position(**leaf)] != finder.covers;
            parts.extend(leaves.iter().filter(is_uncovered).map(|&leaf| singles[position(leaf)]));
            sums.add_new(first, total, &mut parts);
        }
    }
    for &(left, right) in &structure.links {
        sums.totals.push(number(left));
        sums.parts.push([number(right)]);
    }
    sums
}

impl Sums {
    /// Adds a sum unless one from number `first` on is the same.
    fn add_new(&mut self, first: usize, total: usize, parts: &mut [u32]) {
        parts.sort_unstable();
        if (first..self.totals.len()).all(|known| self.parts.of(known) != parts) {
            self.totals.push(number(total));
            self.parts.push(parts.iter().copied());
        }
    }
}

/// Per leaf the set of that leaf alone.
fn single_leaf_sets(structure: &Structure) -> Vec<u32> {
    let mut singles = vec![0; structure.leaves];
    for (set, leaves) in (0_u32..).zip(structure.sets.iter()) {
        if let [leaf] = leaves {
            singles[position(*leaf)] = set;
        }
    }
    singles
}

struct Finder<'a> {
    structure: &'a Structure,
    /// The sets of more than one leaf, largest first.
    by_size: Vec<u32>,
    /// Per leaf the sets that contain it, as places in `by_size`.
    places_of_leaf: Lists,
    /// Per place how many leaves are still to be met; the size of the set between calls.
    missing: Vec<usize>,
    /// Per leaf the last cover that it was part of.
    covered_for: Vec<u32>,
    covers: u32,
}

impl<'a> Finder<'a> {
    fn new(structure: &'a Structure) -> Self {
        let size = |set: u32| structure.sets.of(position(set)).len();
        let mut by_size: Vec<u32> = (0..number(structure.sets.len())).filter(|&set| size(set) > 1).collect();
        by_size.sort_by_key(|&set| usize::MAX - size(set));
        let mut leaves_of_place = Lists::default();
        for &set in &by_size {
            leaves_of_place.push(structure.sets.of(position(set)).iter().copied());
        }
        let leaves = structure.leaves;
        Self {
            structure,
            places_of_leaf: leaves_of_place.transposed(leaves),
            missing: by_size.iter().map(|&set| size(set)).collect(),
            by_size,
            covered_for: vec![0; leaves],
            covers: 0,
        }
    }

    /// The proper subsets of more than one leaf, largest first.
    fn subsets(&mut self, total: usize) -> Vec<u32> {
        let leaves = self.structure.sets.of(total);
        let mut subsets = Vec::new();
        for &leaf in leaves {
            for &place in self.places_of_leaf.of(position(leaf)) {
                let missing = &mut self.missing[position(place)];
                *missing -= 1;
                if *missing == 0 {
                    subsets.push(place);
                }
            }
        }
        for &leaf in leaves {
            for &place in self.places_of_leaf.of(position(leaf)) {
                self.missing[position(place)] = self.structure.sets.of(position(self.by_size[position(place)])).len();
            }
        }
        subsets.sort_unstable();
        let sets = subsets.into_iter().map(|place| self.by_size[position(place)]);
        sets.filter(|&set| position(set) != total).collect()
    }

    /// Finds disjoint subsets, the seed first and then the largest; marks the leaves they cover.
    fn cover(&mut self, total: &[u32], seed: u32, subsets: &[u32], parts: &mut Vec<u32>) {
        parts.clear();
        self.covers += 1;
        let mut uncovered = total.len();
        for &set in std::iter::once(&seed).chain(subsets) {
            let leaves = self.structure.sets.of(position(set));
            if leaves.len() <= uncovered && leaves.iter().all(|&leaf| self.covered_for[position(leaf)] != self.covers) {
                for &leaf in leaves {
                    self.covered_for[position(leaf)] = self.covers;
                }
                parts.push(set);
                uncovered -= leaves.len();
                if uncovered == 0 {
                    break;
                }
            }
        }
    }
}

/// Per leaf which of the largest subsets contain it, one bit for each.
struct Masks {
    words: Vec<Vec<u64>>,
}

impl Masks {
    fn new(leaves: usize) -> Self {
        Self { words: vec![vec![0]; leaves] }
    }

    /// The subsets that no other of them contains.
    fn maximal(&mut self, structure: &Structure, total: &[u32], subsets: &[u32]) -> Vec<u32> {
        let mut maximal: Vec<u32> = Vec::new();
        for &set in subsets {
            let leaves = structure.sets.of(position(set));
            let words = maximal.len().div_ceil(64);
            if !(0..words).any(|word| self.has_common_bit(leaves, word)) {
                for &leaf in leaves {
                    let of_leaf = &mut self.words[position(leaf)];
                    let word = maximal.len() / 64;
                    if of_leaf.len() <= word {
                        of_leaf.resize(word + 1, 0);
                    }
                    of_leaf[word] |= 1 << (maximal.len() % 64);
                }
                maximal.push(set);
            }
        }
        for &leaf in total {
            self.words[position(leaf)].fill(0);
        }
        maximal
    }

    fn has_common_bit(&self, leaves: &[u32], word: usize) -> bool {
        let mut common = u64::MAX;
        leaves.iter().all(|&leaf| {
            common &= self.words[position(leaf)].get(word).copied().unwrap_or_default();
            common != 0
        })
    }
}
