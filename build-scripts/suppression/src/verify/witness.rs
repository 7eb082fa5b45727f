//! The two-worlds check: does a certificate show a second register that readers cannot tell from the first?
#![expect(clippy::indexing_slicing, reason = "leaves and cells are numbered by the block; certificates are checked")]

use super::structure::positions;
use super::{least, sensitive_cells};
use crate::block::Block;
use crate::policy::Policy;
use crate::protection::Certificate;

/// What the valid certificates prove.
pub(super) struct Proofs {
    /// Per cell: the cells of one citizen that every valid certificate alters; `None` without valid certificate.
    known_to_all: Vec<Option<Vec<usize>>>,
    counts: Vec<i64>,
    leaves: Vec<Vec<usize>>,
}

impl Proofs {
    pub(super) fn is_proven(&self, cell: usize) -> bool {
        self.known_to_all[cell].is_some()
    }

    /// Whether no citizen who is alone in another group breaks all certificates of the cell.
    pub(super) fn is_proven_to_insiders(&self, cell: usize) -> bool {
        let is_other = |other: &usize| self.leaves[*other] != self.leaves[cell];
        self.known_to_all[cell].as_ref().is_some_and(|known| !known.iter().any(is_other) || self.counts[cell] == 0)
    }
}

pub(super) fn check(block: &Block, policy: Policy, is_published: &[bool], certificates: &[Certificate]) -> Proofs {
    let cells = block.cells().len();
    let counts: Vec<i64> = (0..cells).map(|cell| i64::from(block.count(cell))).collect();
    let leaves = (0..cells).map(|cell| inhabited(block, cell)).collect();
    let mut is_single = vec![false; cells];
    for cell in sensitive_cells(block, policy) {
        is_single[cell] = counts[cell] == 1;
    }
    let mut cells_of_leaf = vec![Vec::new(); block.leaf_counts().len()];
    for cell in 0..cells {
        positions(block.leaves(cell)).for_each(|leaf| cells_of_leaf[leaf].push(cell));
    }
    let reader = Reader { block, policy, is_published, counts: &counts, cells_of_leaf: &cells_of_leaf };
    let mut known_to_all: Vec<Option<Vec<usize>>> = vec![None; cells];
    let mut altered = vec![0; cells];
    for certificate in certificates {
        let Some(touched) = reader.second_world(certificate, &mut altered) else {
            continue;
        };
        let mut singles: Vec<usize> = touched.into_iter().filter(|&cell| is_single[cell]).collect();
        singles.sort_unstable();
        for &cell in certificate.cells.iter().filter(|&&cell| cell < cells) {
            match &mut known_to_all[cell] {
                Some(known) => known.retain(|single| singles.binary_search(single).is_ok()),
                unproven => *unproven = Some(singles.clone()),
            }
        }
    }
    Proofs { known_to_all, counts, leaves }
}

/// The leaves of a cell that have citizens.
fn inhabited(block: &Block, cell: usize) -> Vec<usize> {
    positions(block.leaves(cell)).filter(|&leaf| block.leaf_counts()[leaf] > 0).collect()
}

struct Reader<'a> {
    block: &'a Block,
    policy: Policy,
    is_published: &'a [bool],
    counts: &'a [i64],
    cells_of_leaf: &'a [Vec<usize>],
}

impl Reader<'_> {
    /// The cells that the certificate alters, if it leads to a register that readers cannot tell from the first and
    /// in which every cell it speaks for has another number. `altered` is zero before and after.
    fn second_world(&self, certificate: &Certificate, altered: &mut [i64]) -> Option<Vec<usize>> {
        let mut touched = Vec::new();
        let mut is_possible = true;
        for &(leaf, by) in &certificate.changes {
            let leaf = usize::try_from(leaf).ok().filter(|&leaf| leaf < self.cells_of_leaf.len());
            let Some(leaf) = leaf else {
                is_possible = false;
                continue;
            };
            for &cell in &self.cells_of_leaf[leaf] {
                touched.push(cell);
                altered[cell] += i64::from(by);
            }
        }
        is_possible &= self.leaves_stay_possible(certificate);
        is_possible &= touched.iter().all(|&cell| self.is_possible(cell, altered[cell]));
        is_possible &= certificate.cells.iter().all(|&cell| altered.get(cell).is_some_and(|&by| by != 0));
        touched.sort_unstable();
        touched.dedup();
        let (kept, changed): (Vec<usize>, Vec<usize>) = touched.into_iter().partition(|&cell| altered[cell] == 0);
        for &cell in kept.iter().chain(&changed) {
            altered[cell] = 0;
        }
        is_possible.then_some(changed)
    }

    fn leaves_stay_possible(&self, certificate: &Certificate) -> bool {
        let mut changes = certificate.changes.clone();
        changes.sort_unstable();
        changes.chunk_by(|left, right| left.0 == right.0).all(|same| {
            let by: i64 = same.iter().map(|&(_, by)| i64::from(by)).sum();
            let count = same.first().and_then(|&(leaf, _)| usize::try_from(leaf).ok());
            let count = count.and_then(|leaf| self.block.leaf_counts().get(leaf));
            count.is_some_and(|&count| i64::from(count) + by >= 0)
        })
    }

    fn is_possible(&self, cell: usize, by: i64) -> bool {
        let (spec, count) = (self.block.cells()[cell], self.counts[cell]);
        if self.is_published.get(cell) == Some(&true) {
            return by == 0;
        }
        let least = least(self.policy, spec.kind, count);
        count + by >= least && spec.denominator.is_none_or(|denominator| count + by <= i64::from(denominator))
    }
}
