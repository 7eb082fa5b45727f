//! Relations as sums. What covers is a part and a difference that is not negative: `whole = part + more`; and all parts
//! together are the whole and what they have in common: `sum(parts) = whole + overlap`. Differences add up like the
//! tables they are taken of, so that a reader can combine sums of two tables with a relation.
#![expect(clippy::indexing_slicing, reason = "tables and sets are numbered by the linked tables")]

use std::collections::HashMap;

use super::build::{Builder, ZERO};
use super::tables::Numbers;
use crate::linked::{Cover, Linked, Points, Refinement};
use crate::lists::Lists;
use crate::variables::index;
use crate::verify::{LinkedAttacker, Sets};

/// What a cover compares: sets of the parts' space, each with the whole's number and the parts'.
struct Comparison<'a> {
    /// The sets at which anybody can be counted, rising.
    sets: Vec<u32>,
    /// Per set what is compared there.
    points: Vec<Point>,
    /// Per set of the parts' space the same set of the whole's space; none where they have the same space.
    finer: Option<&'a [Option<u32>]>,
}

struct Point {
    whole: u32,
    parts: Vec<u32>,
}

impl Builder {
    /// Adds the differences of all covers.
    pub(super) fn add_relations(&mut self, linked: &Linked, attacker: &LinkedAttacker, tables: &[Numbers]) {
        let mut refined: Vec<Vec<Option<u32>>> = vec![Vec::new(); linked.refinements().len()];
        for cover in linked.covers() {
            let Some(&part) = cover.parts.first() else { continue };
            let space = |table: usize| attacker.sets(linked.tables()[table].space);
            let (whole_sets, sets) = (space(cover.whole), space(part));
            let finer: Option<&[Option<u32>]> = match cover.points {
                Points::Leaves => None,
                Points::Cells { refinement } => {
                    if refined[refinement].is_empty() {
                        refined[refinement] = finer_sets(&linked.refinements()[refinement], whole_sets, sets);
                    }
                    Some(&refined[refinement])
                }
            };
            let comparison = Comparison::of(cover, finer, tables);
            self.add_comparison(&comparison, sets, cover.parts.len());
        }
    }

    fn add_comparison(&mut self, comparison: &Comparison<'_>, sets: &Sets, parts: usize) {
        for part in 0..parts {
            let mut known = HashMap::new();
            let more: Vec<u32> = comparison
                .points
                .iter()
                .map(|point| match point.parts[part] {
                    ZERO => point.whole,
                    own => *known.entry((point.whole, own)).or_insert_with(|| self.more(point.whole, own)),
                })
                .collect();
            self.add_sums_of(comparison, sets, &more);
        }
        if parts > 1 {
            let mut known = HashMap::new();
            let overlap: Vec<u32> = comparison
                .points
                .iter()
                .map(|point| {
                    let key = (point.whole, point.parts.as_slice());
                    *known.entry(key).or_insert_with(|| self.overlap(point.whole, &point.parts))
                })
                .collect();
            self.add_sums_of(comparison, sets, &overlap);
        } else {
            for point in &comparison.points {
                self.overlap(point.whole, &point.parts);
            }
        }
    }

    /// By how much a whole is more than a part.
    fn more(&mut self, whole: u32, part: u32) -> u32 {
        let more = self.difference(self.truth(whole) - self.truth(part));
        self.sum(whole, &mut vec![part, more]);
        more
    }

    /// By how much the parts together are more than the whole.
    fn overlap(&mut self, whole: u32, parts: &[u32]) -> u32 {
        let mut present: Vec<u32> = parts.iter().copied().filter(|part| *part != ZERO).collect();
        let together = match present.as_slice() {
            [] => ZERO,
            [lone] => *lone,
            _ => {
                let truth = present.iter().map(|part| self.truth(*part)).sum();
                let together = self.number(truth, 0);
                self.sum(together, &mut present);
                together
            }
        };
        let overlap = self.difference(self.truth(together) - self.truth(whole));
        self.sum(together, &mut vec![whole, overlap]);
        overlap
    }

    /// Differences of a total are the sum of its parts' differences.
    fn add_sums_of(&mut self, comparison: &Comparison<'_>, sets: &Sets, differences: &[u32]) {
        self.forget_sums();
        let mut parts = Vec::new();
        for (&set, &total) in comparison.sets.iter().zip(differences) {
            for sum in sets.telling_sums(set) {
                let of_sum = sets.parts.of(index(sum));
                if of_sum.iter().all(|&part| comparison.is_comparable(part)) {
                    parts.clear();
                    parts.extend(of_sum.iter().filter_map(|part| Some(differences[comparison.position(*part)?])));
                    self.sum(total, &mut parts);
                }
            }
        }
    }
}

impl<'a> Comparison<'a> {
    fn of(cover: &Cover, finer: Option<&'a [Option<u32>]>, tables: &[Numbers]) -> Self {
        let whole = &tables[cover.whole];
        let of_parts = cover.parts.iter().flat_map(|&part| tables[part].sets().map(|(set, _)| set));
        let mut sets: Vec<u32> = match finer {
            None => whole.sets().map(|(set, _)| set).chain(of_parts).collect(),
            Some(finer) => {
                let is_counted = |set: &Option<u32>| set.is_some_and(|set| whole.of(set).is_some());
                let of_whole = (0_u32..).zip(finer).filter(|(_, set)| is_counted(set)).map(|(set, _)| set);
                of_whole.chain(of_parts.filter(|&set| finer[index(set)].is_some())).collect()
            }
        };
        sets.sort_unstable();
        sets.dedup();
        let point = |&set: &u32| Point {
            whole: finer.map_or(Some(set), |finer| finer[index(set)]).and_then(|set| whole.of(set)).unwrap_or(ZERO),
            parts: cover.parts.iter().map(|&part| tables[part].of(set).unwrap_or(ZERO)).collect(),
        };
        Self { points: sets.iter().map(point).collect(), sets, finer }
    }

    fn position(&self, set: u32) -> Option<usize> {
        self.sets.binary_search(&set).ok()
    }

    /// Whether both spaces have the set.
    fn is_comparable(&self, set: u32) -> bool {
        self.finer.is_none_or(|finer| finer[index(set)].is_some())
    }
}

/// Per set of the coarser space the same set of the finer one, if it has it.
fn finer_sets(refinement: &Refinement, finer: &Sets, coarser: &Sets) -> Vec<Option<u32>> {
    let mut leaves_of_leaf = Lists::default();
    for &leaf in &refinement.leaf {
        leaves_of_leaf.push((leaf != u32::MAX).then_some(leaf));
    }
    let coarse_leaves = coarser.leaves.iter().flatten().max().map_or(0, |&most| index(most) + 1);
    let leaves_of_leaf = leaves_of_leaf.transposed(coarse_leaves);
    let numbers: HashMap<&[u32], u32> = finer.leaves.iter().zip(0..).collect();
    let same = |leaves: &[u32]| {
        let mut leaves: Vec<u32> = leaves.iter().flat_map(|&leaf| leaves_of_leaf.of(index(leaf))).copied().collect();
        leaves.sort_unstable();
        numbers.get(leaves.as_slice()).copied()
    };
    let mut sets: Vec<Option<u32>> = coarser.leaves.iter().map(same).collect();
    for (coarse, fine) in refinement.cell.iter().enumerate() {
        if let (Some(fine), Some(&set)) = (fine, coarser.of_cell.get(coarse)) {
            sets[index(set)] = Some(finer.of_cell[index(*fine)]);
        }
    }
    sets
}
