//! The two-worlds check: is a certificate really a second register that readers cannot tell from the first?
#![expect(clippy::indexing_slicing, reason = "leaves and cells are numbered by the block; certificates are checked")]

use super::{least, position, sensitive_cells};
use crate::block::Block;
use crate::lists::Lists;
use crate::policy::Policy;
use crate::protection::Certificate;

/// What the valid certificates prove.
pub(super) struct Proofs<'a> {
    block: &'a Block,
    /// Per cell: the cells of one citizen that every valid certificate alters; `None` without valid certificate.
    known_to_all: Vec<Option<Vec<u32>>>,
}

impl Proofs<'_> {
    pub(super) fn is_proven(&self, cell: usize) -> bool {
        self.known_to_all[cell].is_some()
    }

    /// Whether no citizen who is alone in another group breaks all certificates of the cell.
    pub(super) fn is_proven_to_insiders(&self, cell: usize) -> bool {
        let is_other = |&other: &u32| !self.inhabited(position(other)).eq(self.inhabited(cell));
        self.known_to_all[cell].as_ref().is_some_and(|known| !known.iter().any(is_other))
            || self.is_proven(cell) && self.block.count(cell) == 0
    }

    /// The leaves of a cell that have citizens.
    fn inhabited(&self, cell: usize) -> impl Iterator<Item = u32> {
        self.block.leaves(cell).iter().copied().filter(|&leaf| self.block.leaf_counts()[position(leaf)] > 0)
    }
}

pub(super) fn check<'a>(
    block: &'a Block,
    policy: Policy,
    is_published: &[bool],
    certificates: &[Certificate],
) -> Proofs<'a> {
    let cells = block.cells().len();
    let mut is_single = vec![false; cells];
    for cell in sensitive_cells(block, policy) {
        is_single[cell] = block.count(cell) == 1;
    }
    let mut leaves_of_cell = Lists::default();
    (0..cells).for_each(|cell| leaves_of_cell.push(block.leaves(cell).iter().copied()));
    let cells_of_leaf = leaves_of_cell.transposed(block.leaf_counts().len());
    let mut reader = Reader {
        block,
        policy,
        is_published,
        cells_of_leaf: &cells_of_leaf,
        altered: vec![0; cells],
        is_touched: vec![false; cells],
        touched: Vec::new(),
    };
    let mut known_to_all: Vec<Option<Vec<u32>>> = vec![None; cells];
    for certificate in certificates {
        if reader.is_second_world(certificate) {
            for cell in certificate.cells.iter().copied().filter(|&cell| cell < cells) {
                let is_altered_single = |&single: &u32| is_single[position(single)] && reader.alters(single);
                match &mut known_to_all[cell] {
                    Some(known) => known.retain(is_altered_single),
                    unproven => *unproven = Some(reader.touched.iter().copied().filter(is_altered_single).collect()),
                }
            }
        }
        reader.forget();
    }
    Proofs { block, known_to_all }
}

struct Reader<'a> {
    block: &'a Block,
    policy: Policy,
    is_published: &'a [bool],
    cells_of_leaf: &'a Lists,
    /// Per cell by how much the certificate looked at alters it; zero between certificates.
    altered: Vec<i64>,
    is_touched: Vec<bool>,
    /// The cells with a leaf that the certificate names.
    touched: Vec<u32>,
}

impl Reader<'_> {
    /// Whether the certificate leads to a register that readers cannot tell from the first and in which every cell
    /// it speaks for has another number.
    fn is_second_world(&mut self, certificate: &Certificate) -> bool {
        for &(leaf, by) in &certificate.changes {
            let leaf = position(leaf);
            if leaf >= self.cells_of_leaf.len() {
                return false;
            }
            for &cell in self.cells_of_leaf.of(leaf) {
                self.altered[position(cell)] += i64::from(by);
                if !std::mem::replace(&mut self.is_touched[position(cell)], true) {
                    self.touched.push(cell);
                }
            }
        }
        self.leaves_stay_possible(certificate)
            && self.touched.iter().all(|&cell| self.is_possible(position(cell), self.altered[position(cell)]))
            && certificate.cells.iter().all(|&cell| self.altered.get(cell).is_some_and(|&by| by != 0))
    }

    fn alters(&self, cell: u32) -> bool {
        self.altered[position(cell)] != 0
    }

    fn forget(&mut self) {
        for cell in self.touched.drain(..) {
            self.altered[position(cell)] = 0;
            self.is_touched[position(cell)] = false;
        }
    }

    fn leaves_stay_possible(&self, certificate: &Certificate) -> bool {
        let mut changes = certificate.changes.clone();
        changes.sort_unstable();
        changes.chunk_by(|left, right| left.0 == right.0).all(|same| {
            let by: i64 = same.iter().map(|&(_, by)| i64::from(by)).sum();
            let count = same.first().and_then(|&(leaf, _)| self.block.leaf_counts().get(position(leaf)));
            count.is_some_and(|&count| i64::from(count) + by >= 0)
        })
    }

    fn is_possible(&self, cell: usize, by: i64) -> bool {
        let (spec, count) = (self.block.cells()[cell], i64::from(self.block.count(cell)));
        if self.is_published.get(cell) == Some(&true) {
            return by == 0;
        }
        let least = least(self.policy, spec.kind, count);
        count + by >= least && spec.denominator.is_none_or(|denominator| count + by <= i64::from(denominator))
    }
}
