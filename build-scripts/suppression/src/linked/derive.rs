//! What combining sums tells besides bounds: cells that stayed suppressed and follow from published ones all the same.
#![expect(clippy::indexing_slicing, reason = "tables and cells are numbered by the caller")]

use std::collections::BTreeSet;

use super::network::Network;
use super::span::Span;
use super::{Linked, LinkedTable, Space};
use crate::lists::Lists;
use crate::variables::{index, index_u32, signed};

impl Linked {
    /// Tells the reader which suppressed cells are combinations of published cells of their table; where that would
    /// give something away, suppresses until they no longer are.
    pub(super) fn derive(&mut self, network: &mut Network) {
        for at in 0..self.tables.len() {
            if self.tables[at].is_withheld {
                continue;
            }
            let members = self.tables[at].members(&self.spaces[self.tables[at].space]);
            let mut is_told = vec![false; members.len()];
            loop {
                let combinations = self.tables[at].combinations(&members, &is_told);
                let fatal: Vec<Vec<u32>> = combinations
                    .into_iter()
                    .filter(|(cell, _)| !self.is_told(at, *cell, network, &mut is_told))
                    .map(|(_, sources)| sources)
                    .collect();
                if !self.tables[at].hide_sources(&fatal, &members) {
                    break;
                }
            }
        }
    }

    /// Tells the reader a cell, if that gives nothing away.
    fn is_told(&self, at: usize, cell: usize, network: &mut Network, is_told: &mut [bool]) -> bool {
        let number = network.cells[at][cell];
        let (lower, upper) = network.bounds(number);
        let moment = network.moment();
        let count = signed(self.tables[at].cells[cell].count);
        is_told[cell] = lower == upper || network.tell(number, count) && network.follow_up();
        if !is_told[cell] {
            network.forget(moment);
        }
        network.remember();
        is_told[cell]
    }
}

impl LinkedTable {
    /// Per cell the leaves with citizens that it counts, by their positions.
    fn members(&self, space: &Space) -> Lists {
        let mut cells_of_leaves = Lists::default();
        for &(leaf, _) in &self.leaves {
            let position = |cell: &u32| self.cells.binary_search_by_key(cell, |known| known.cell).ok();
            cells_of_leaves.push(space.cells_of(leaf).iter().filter_map(position).map(index_u32));
        }
        cells_of_leaves.transposed(self.cells.len())
    }

    /// Suppressed cells that are not sensitive and not told, but combinations of published cells, with these. Leaves
    /// without citizens are taken to be known as such: a reader who does not know it combines less.
    fn combinations(&self, members: &Lists, is_told: &[bool]) -> Vec<(usize, Vec<u32>)> {
        let cells = || self.cells.iter().enumerate();
        let published = cells().filter(|(_, cell)| cell.is_published).map(|(at, _)| index_u32(at));
        let span = Span::of(published, members, self.leaves.len());
        let hidden = cells().filter(|(at, cell)| !cell.is_published && !cell.is_sensitive && !is_told[*at]);
        hidden.filter_map(|(at, _)| Some((at, span.sources(index_u32(at))?))).collect()
    }

    /// Suppresses of each list of published cells the one that readers miss least. Whether there was any to suppress.
    fn hide_sources(&mut self, lists: &[Vec<u32>], members: &Lists) -> bool {
        let mut hidden = BTreeSet::new();
        for sources in lists.iter().filter(|_| !self.is_fixed) {
            if !sources.iter().any(|source| hidden.contains(source)) {
                hidden.extend(sources.iter().min_by_key(|&&source| (self.cells[index(source)].weight, source)));
            }
        }
        for &source in &hidden {
            for same in (0..self.cells.len()).filter(|&other| members.of(other) == members.of(index(source))) {
                self.cells[same].is_published = false;
            }
        }
        !hidden.is_empty()
    }
}
