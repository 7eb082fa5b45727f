//! Which published cells a bound follows from.
#![expect(clippy::indexing_slicing, reason = "tables, sets and covers are numbered by the linked tables")]

use std::collections::BTreeSet;

use super::bounds::Why;
use super::{Reader, position};

/// Steps that are followed back at most.
const STEPS: usize = 400;

/// One end of what is known of a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct End {
    table: usize,
    set: u32,
    is_upper: bool,
}

impl Reader<'_> {
    /// Published cells that the bounds of a cell follow from, nearest first.
    pub(super) fn sources(&self, table: usize, cell: u32) -> Vec<(usize, u32)> {
        let set = self.sets[self.linked.tables()[table].space].of_cell[position(cell)];
        let mut ends = vec![End { table, set, is_upper: true }, End { table, set, is_upper: false }];
        let mut seen: BTreeSet<End> = ends.iter().copied().collect();
        let mut sources = Vec::new();
        let mut next = 0;
        while let Some(&end) = ends.get(next).filter(|_| next < STEPS) {
            next += 1;
            let bounds = &self.bounds[end.table];
            let why =
                if end.is_upper { bounds.why_upper[position(end.set)] } else { bounds.why_lower[position(end.set)] };
            match why {
                Why::Told => sources.extend(self.published(end)),
                Why::Sum(sum) => self.behind_sum(end, sum, |end| remember(end, &mut seen, &mut ends)),
                Why::Cover(cover) => self.behind_cover(end, cover, |end| remember(end, &mut seen, &mut ends)),
            }
        }
        let mut is_new = BTreeSet::new();
        sources.retain(|source| is_new.insert(*source));
        sources
    }

    fn published(&self, end: End) -> impl Iterator<Item = (usize, u32)> {
        let table = &self.linked.tables()[end.table];
        let cells = self.sets[table.space].cells.of(position(end.set)).iter();
        let is_published = |cell: u32| table.cells.iter().any(|known| known.cell == cell && known.is_published);
        cells.copied().filter(move |&cell| is_published(cell)).map(move |cell| (end.table, cell))
    }

    fn behind_sum(&self, end: End, sum: u32, mut tell: impl FnMut(End)) {
        let sets = &self.sets[self.linked.tables()[end.table].space];
        let total = sets.totals[position(sum)];
        let parts = sets.parts.of(position(sum)).iter().copied();
        if end.set == total {
            parts.for_each(|set| tell(End { set, ..end }));
        } else {
            tell(End { set: total, ..end });
            parts.filter(|&set| set != end.set).for_each(|set| tell(End { set, is_upper: !end.is_upper, ..end }));
        }
    }

    fn behind_cover(&self, end: End, cover: u32, mut tell: impl FnMut(End)) {
        let cover = &self.linked.covers()[position(cover)];
        let is_whole = end.table == cover.whole;
        let is_here = |point: &(u32, u32)| end.set == if is_whole { point.0 } else { point.1 };
        for (whole, part) in self.points(cover).into_iter().filter(is_here) {
            if is_whole {
                cover.parts.iter().for_each(|&table| tell(End { table, set: part, ..end }));
            } else {
                tell(End { table: cover.whole, set: whole, ..end });
                if !end.is_upper {
                    let others = cover.parts.iter().filter(|other| **other != end.table);
                    others.for_each(|&table| tell(End { table, set: part, is_upper: true }));
                }
            }
        }
    }
}

fn remember(end: End, seen: &mut BTreeSet<End>, ends: &mut Vec<End>) {
    if seen.insert(end) {
        ends.push(end);
    }
}
