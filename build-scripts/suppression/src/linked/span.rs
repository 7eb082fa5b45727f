//! What published cells of a table add up to: elimination over the integers modulo a large prime, with which of them.
#![expect(clippy::indexing_slicing, reason = "leaves and cells are numbered by the table")]

use crate::lists::Lists;
use crate::projection::{add, inverse, multiply, negative};
use crate::variables::{index, index_u32};

/// Coefficients by rising leaf, without zeros.
type Change = Vec<(u32, u64)>;

/// Cells of which none is a combination of the others, with all that can be combined from them.
pub(super) struct Span<'a> {
    members: &'a Lists,
    /// The cells, each with a change that alters it by one and none of those before it.
    pivots: Vec<(u32, Change)>,
    leaves: usize,
}

impl<'a> Span<'a> {
    /// All that some cells tell.
    pub(super) fn of(cells: impl IntoIterator<Item = u32>, members: &'a Lists, leaves: usize) -> Self {
        let mut elimination = Elimination::new(leaves);
        let mut cells: Vec<u32> = cells.into_iter().collect();
        cells.sort_by_key(|&cell| (members.of(index(cell)).len(), cell));
        let pivot = |cell: u32| Some((cell, elimination.keep(members.of(index(cell)))?));
        Self { members, pivots: cells.into_iter().filter_map(pivot).collect(), leaves }
    }

    /// The cells that a cell is a combination of; `None` when it is not one.
    pub(super) fn sources(&self, cell: u32) -> Option<Vec<u32>> {
        let mut rest = vec![0; self.leaves];
        for &leaf in self.members.of(index(cell)) {
            rest[index(leaf)] = 1;
        }
        let mut sources = Vec::new();
        for (source, change) in self.pivots.iter().rev() {
            let times = change.iter().fold(0, |sum, &(leaf, by)| add(sum, multiply(by, rest[index(leaf)])));
            if times != 0 {
                sources.push(*source);
                for &leaf in self.members.of(index(*source)) {
                    rest[index(leaf)] = add(rest[index(leaf)], negative(times));
                }
            }
        }
        rest.iter().all(|left| *left == 0).then_some(sources)
    }
}

/// Independent changes that together make up all that alter no cell kept so far.
struct Elimination {
    basis: Vec<Change>,
    /// Per leaf the changes that touch it; may name changes that no longer do.
    touching: Vec<Vec<u32>>,
    is_inside: Vec<bool>,
    seen: Vec<u32>,
    turn: u32,
}

impl Elimination {
    fn new(leaves: usize) -> Self {
        Self {
            basis: (0..index_u32(leaves)).map(|leaf| vec![(leaf, 1)]).collect(),
            touching: (0..index_u32(leaves)).map(|leaf| vec![leaf]).collect(),
            is_inside: vec![false; leaves],
            seen: vec![0; leaves],
            turn: 0,
        }
    }

    /// Restricts the changes to those that leave a cell alone; returns one that alters it by one, if any did.
    fn keep(&mut self, cell: &[u32]) -> Option<Change> {
        let mut altering = self.altering(cell);
        let shortest =
            (0..altering.len()).min_by_key(|&at| (self.basis[index(altering[at].0)].len(), altering[at].0))?;
        let (pivot, by) = altering.swap_remove(shortest);
        let mut pivot = std::mem::take(&mut self.basis[index(pivot)]);
        let by = inverse(by);
        for entry in &mut pivot {
            entry.1 = multiply(entry.1, by);
        }
        for (at, by) in altering {
            let before = std::mem::take(&mut self.basis[index(at)]);
            let after = self.added(&before, &pivot, negative(by), at);
            self.basis[index(at)] = after;
        }
        Some(pivot)
    }

    /// The changes that alter a cell, with by how much.
    fn altering(&mut self, cell: &[u32]) -> Vec<(u32, u64)> {
        self.turn += 1;
        for &leaf in cell {
            self.is_inside[index(leaf)] = true;
        }
        let mut altering = Vec::new();
        for &leaf in cell {
            for &at in &self.touching[index(leaf)] {
                if std::mem::replace(&mut self.seen[index(at)], self.turn) != self.turn {
                    let inside = self.basis[index(at)].iter().filter(|entry| self.is_inside[index(entry.0)]);
                    let by = inside.fold(0, |sum, entry| add(sum, entry.1));
                    if by != 0 {
                        altering.push((at, by));
                    }
                }
            }
        }
        for &leaf in cell {
            self.is_inside[index(leaf)] = false;
        }
        altering
    }

    /// A change and some times another; notes the leaves that are new to the change numbered `at`.
    fn added(&mut self, change: &Change, other: &Change, times: u64, at: u32) -> Change {
        let mut sum = Vec::with_capacity(change.len() + other.len());
        let mut left = change.iter().copied().peekable();
        for &(leaf, by) in other {
            while let Some(entry) = left.next_if(|entry| entry.0 < leaf) {
                sum.push(entry);
            }
            let by = multiply(by, times);
            match left.next_if(|entry| entry.0 == leaf) {
                Some((_, own)) if add(own, by) == 0 => {}
                Some((_, own)) => sum.push((leaf, add(own, by))),
                None => {
                    sum.push((leaf, by));
                    self.touching[index(leaf)].push(at);
                }
            }
        }
        sum.extend(left);
        sum
    }
}
