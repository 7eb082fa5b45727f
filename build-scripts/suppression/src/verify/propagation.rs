//! Passes bounds along sums until nothing changes: what a patient reader does with pencil and paper.
//!
//! The sums are found from the sets of leaves alone: each set is the sum of its leaves, and of any disjoint subsets
//! that cover it, such as the members one level down in each dimension.
#![expect(clippy::indexing_slicing, reason = "sets, leaves and sums are numbered here")]

use super::structure::Structure;

/// What readers know of each set in the end.
pub(super) struct Bounds {
    lower: Vec<i64>,
    upper: Vec<i64>,
}

/// Above every count; sums of a million of them still fit.
const UNBOUNDED: i64 = 1 << 40;

impl Bounds {
    /// The least and greatest number of a cell of the block.
    pub(super) fn of_cell(&self, structure: &Structure, cell: usize) -> (i64, Option<i64>) {
        match structure.set_of_cell[cell] {
            Some(set) => (self.lower[set], Some(self.upper[set]).filter(|&upper| upper < UNBOUNDED)),
            None => (0, Some(0)),
        }
    }

    fn raise(&mut self, set: usize, lower: i64) -> bool {
        let is_news = lower > self.lower[set];
        self.lower[set] = self.lower[set].max(lower);
        is_news
    }

    fn cut(&mut self, set: usize, upper: i64) -> bool {
        let is_news = upper < self.upper[set];
        self.upper[set] = self.upper[set].min(upper);
        is_news
    }
}

pub(super) fn propagate(structure: &Structure) -> Bounds {
    let sums = sums(structure);
    let mut bounds = Bounds {
        lower: structure.known.iter().map(|known| known.0).collect(),
        upper: structure.known.iter().map(|known| known.1.unwrap_or(UNBOUNDED)).collect(),
    };
    let mut sums_of_set = vec![Vec::new(); structure.sets.len()];
    for (at, sum) in sums.iter().enumerate() {
        sums_of_set[sum.total].push(at);
        for &part in &sum.parts {
            sums_of_set[part].push(at);
        }
    }
    let mut waiting: Vec<usize> = (0..sums.len()).rev().collect();
    let mut is_waiting = vec![true; sums.len()];
    while let Some(at) = waiting.pop() {
        is_waiting[at] = false;
        for set in apply(&sums[at], &mut bounds) {
            for &next in &sums_of_set[set] {
                if !std::mem::replace(&mut is_waiting[next], true) {
                    waiting.push(next);
                }
            }
        }
    }
    bounds
}

/// A set that is the sum of disjoint others.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Sum {
    total: usize,
    parts: Vec<usize>,
}

/// Tightens total and parts; returns the sets that became better known.
fn apply(sum: &Sum, bounds: &mut Bounds) -> Vec<usize> {
    let mut news = Vec::new();
    let least: i64 = sum.parts.iter().map(|&part| bounds.lower[part]).sum();
    let greatest: i64 = sum.parts.iter().map(|&part| bounds.upper[part]).sum();
    if bounds.raise(sum.total, least) | bounds.cut(sum.total, greatest) {
        news.push(sum.total);
    }
    for &part in &sum.parts {
        let others_least = least - bounds.lower[part];
        let others_greatest = greatest - bounds.upper[part];
        let lower = bounds.lower[sum.total] - others_greatest;
        let upper = bounds.upper[sum.total].saturating_sub(others_least);
        if bounds.raise(part, lower) | bounds.cut(part, upper) {
            news.push(part);
            // The sums above were of the old bounds: look at this one again.
            news.push(sum.total);
            break;
        }
    }
    news
}

fn sums(structure: &Structure) -> Vec<Sum> {
    let singles: Vec<usize> = single_leaf_sets(structure);
    let mut sums = Vec::new();
    let mut overlap = vec![0_usize; structure.sets.len()];
    let mut is_covered = vec![false; structure.sets_of_leaf.len()];
    for (total, leaves) in structure.sets.iter().enumerate().filter(|(_, leaves)| leaves.len() > 1) {
        let mut of_total = vec![Sum { total, parts: leaves.iter().map(|&leaf| singles[leaf]).collect() }];
        let subsets = subsets(structure, total, &mut overlap);
        for &seed in &maximal(structure, &subsets) {
            let parts = cover(structure, (seed, &subsets), &mut is_covered);
            let rest = leaves.iter().filter(|&&leaf| !is_covered[leaf]).map(|&leaf| singles[leaf]);
            let mut parts: Vec<usize> = parts.into_iter().chain(rest).collect();
            parts.sort_unstable();
            of_total.push(Sum { total, parts });
            for &leaf in leaves {
                is_covered[leaf] = false;
            }
        }
        of_total.sort_unstable();
        of_total.dedup();
        sums.extend(of_total);
    }
    sums
}

/// Per leaf the set of that leaf alone.
fn single_leaf_sets(structure: &Structure) -> Vec<usize> {
    let mut singles = vec![0; structure.sets_of_leaf.len()];
    for (set, leaves) in structure.sets.iter().enumerate() {
        if let [leaf] = leaves.as_slice() {
            singles[*leaf] = set;
        }
    }
    singles
}

/// The proper subsets of a set, largest first. `overlap` is zero before and after.
fn subsets(structure: &Structure, total: usize, overlap: &mut [usize]) -> Vec<usize> {
    let leaves = &structure.sets[total];
    let mut subsets = Vec::new();
    for &leaf in leaves {
        for &set in &structure.sets_of_leaf[leaf] {
            overlap[set] += 1;
            if overlap[set] == structure.sets[set].len() && set != total {
                subsets.push(set);
            }
        }
    }
    for &leaf in leaves {
        structure.sets_of_leaf[leaf].iter().for_each(|&set| overlap[set] = 0);
    }
    subsets.sort_unstable_by_key(|&set| (usize::MAX - structure.sets[set].len(), set));
    subsets
}

/// The subsets that no other of them contains.
fn maximal(structure: &Structure, subsets: &[usize]) -> Vec<usize> {
    let mut maximal: Vec<usize> = Vec::new();
    for &set in subsets {
        let leaves = &structure.sets[set];
        let contains = |&outer: &usize| {
            let outer = &structure.sets[outer];
            leaves.iter().all(|leaf| outer.binary_search(leaf).is_ok())
        };
        if !maximal.iter().any(contains) {
            maximal.push(set);
        }
    }
    maximal
}

/// Disjoint subsets, the seed first and then the largest; marks the leaves they cover.
fn cover(structure: &Structure, (seed, subsets): (usize, &[usize]), is_covered: &mut [bool]) -> Vec<usize> {
    let mut parts = Vec::new();
    for &set in std::iter::once(&seed).chain(subsets) {
        let leaves = &structure.sets[set];
        if leaves.iter().all(|&leaf| !is_covered[leaf]) {
            for &leaf in leaves {
                is_covered[leaf] = true;
            }
            parts.push(set);
        }
    }
    parts
}
