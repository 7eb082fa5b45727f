//! What a reader of many tables deduces: bounds passed along sums within tables, and along covers between them.
#![expect(clippy::indexing_slicing, reason = "tables, sets and covers are numbered by the linked tables")]

mod bounds;
mod sets;

use std::collections::BTreeSet;

use super::{number, position};
use crate::linked::{Cover, Linked, LinkedTable, Points, Space};
use bounds::{Bounds, UNBOUNDED, signed};
pub(crate) use sets::Sets;

/// A sensitive cell whose number follows from the published cells of all tables together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exposure {
    /// Position of the table.
    pub table: usize,
    /// The cell's number in the space.
    pub cell: u32,
}

/// Rounds through all tables at most.
const ROUNDS: usize = 1000;

/// An attacker who knows which cells of each space add up to which; made once for many linked tables.
pub struct LinkedAttacker {
    sets: Vec<Sets>,
}

impl LinkedAttacker {
    /// Learns the spaces, in the order of the linked tables.
    pub fn new(spaces: &[Space]) -> Self {
        Self { sets: spaces.iter().map(Sets::of).collect() }
    }

    /// What adds up in a space.
    pub(crate) fn sets(&self, space: usize) -> &Sets {
        &self.sets[space]
    }

    /// Sensitive cells of open tables that a reader of all tables can compute.
    ///
    /// A relation is used wherever it holds for the true numbers: the reader is granted that he guesses right where
    /// somebody moved between two periods, and where not.
    pub fn attack(&self, linked: &Linked) -> Vec<Exposure> {
        let reader = Reader::new(linked, &self.sets);
        reader.exposed().map(|(table, cell)| Exposure { table, cell }).collect()
    }
}

/// A reader who has passed on all bounds.
struct Reader<'a> {
    linked: &'a Linked,
    sets: &'a [Sets],
    bounds: Vec<Bounds>,
    /// Per table the true number of each set: relations that do not hold are known to nobody.
    truth: Vec<Vec<i32>>,
}

impl<'a> Reader<'a> {
    fn new(linked: &'a Linked, sets: &'a [Sets]) -> Self {
        let tables = linked.tables().iter();
        let bounds: Vec<Bounds> = tables.map(|table| Bounds::told(table, &sets[table.space])).collect();
        let truth = linked.tables().iter().map(|table| truth(table, &sets[table.space])).collect();
        let mut reader = Self { linked, sets, bounds, truth };
        for _ in 0..ROUNDS {
            if !reader.pass_on() {
                break;
            }
        }
        reader
    }

    /// Passes bounds on within all tables, then between them; whether there were news.
    fn pass_on(&mut self) -> bool {
        for (bounds, table) in self.bounds.iter_mut().zip(self.linked.tables()) {
            bounds.propagate(&self.sets[table.space]);
        }
        let news: Vec<Vec<u32>> = self.bounds.iter_mut().map(Bounds::take_news).collect();
        for cover in self.linked.covers() {
            let of_cover = cover.parts.iter().chain([&cover.whole]).map(|&table| &news[table]);
            let points = match cover.points {
                Points::Cells { .. } if of_cover.clone().any(|news| !news.is_empty()) => self.points(cover),
                Points::Cells { .. } => Vec::new(),
                Points::Leaves => {
                    let sets: BTreeSet<u32> = of_cover.flatten().copied().collect();
                    sets.into_iter().map(|set| (set, set)).collect()
                }
            };
            self.apply(cover, &points);
        }
        news.iter().any(|news| !news.is_empty())
    }

    fn apply(&mut self, cover: &Cover, points: &[(u32, u32)]) {
        for &(whole, part) in points {
            let true_whole = i64::from(self.truth[cover.whole][position(whole)]);
            let of: Vec<(i64, i64, i64)> = cover
                .parts
                .iter()
                .map(|&table| {
                    let (lower, upper) = self.bounds[table].of(part);
                    (lower, upper, i64::from(self.truth[table][position(part)]))
                })
                .collect();
            let (lower, upper) = self.bounds[cover.whole].of(whole);
            let is_above = of.iter().all(|part| part.2 <= true_whole);
            let is_below = true_whole <= of.iter().map(|part| part.2).sum();
            let greatest: i64 = of.iter().map(|part| part.1).sum();
            let least = of.iter().map(|part| part.0).max().unwrap_or(0);
            let new_lower = if is_above { lower.max(least) } else { lower };
            let new_upper = if is_below { upper.min(greatest) } else { upper };
            for (&table, known) in cover.parts.iter().zip(&of) {
                let most = if known.2 <= true_whole { new_upper } else { i64::from(UNBOUNDED) };
                let at_least = if is_below { new_lower - (greatest - known.1) } else { 0 };
                self.bounds[table].tell(part, at_least, most);
            }
            self.bounds[cover.whole].tell(whole, new_lower, new_upper);
        }
    }

    /// What a cover compares: a set of the whole with a set of each part.
    fn points(&self, cover: &Cover) -> Vec<(u32, u32)> {
        let sets = |table: usize| &self.sets[self.linked.tables()[table].space];
        match (cover.points, cover.parts.first()) {
            (Points::Leaves, _) => (0..number(sets(cover.whole).len)).map(|set| (set, set)).collect(),
            (Points::Cells { refinement }, Some(&part)) => {
                let cells = self.linked.refinements()[refinement].cell.iter().enumerate();
                let point = |(coarse, fine): (usize, &Option<u32>)| {
                    Some((sets(cover.whole).of_cell[position((*fine)?)], sets(part).of_cell[coarse]))
                };
                cells.filter_map(point).collect()
            }
            _ => Vec::new(),
        }
    }

    fn exposed(&self) -> impl Iterator<Item = (usize, u32)> {
        let open =
            self.linked.tables().iter().zip(&self.bounds).enumerate().filter(|(_, (table, _))| !table.is_withheld);
        open.flat_map(move |(at, (table, bounds))| {
            let of_cell = &self.sets[table.space].of_cell;
            let is_exact = move |cell: u32| {
                let (lower, upper) = bounds.of(of_cell[position(cell)]);
                lower >= upper
            };
            let cells = table.cells.iter().filter(move |cell| cell.is_sensitive && is_exact(cell.cell));
            cells.map(move |cell| (at, cell.cell))
        })
    }
}

/// The true number of each set of a table.
fn truth(table: &LinkedTable, sets: &Sets) -> Vec<i32> {
    let mut truth = vec![0; sets.len];
    for &(leaf, count) in &table.leaves {
        truth[position(sets.of_leaf[position(leaf)])] = signed(count);
    }
    for cell in &table.cells {
        truth[position(sets.of_cell[position(cell.cell)])] = signed(cell.count);
    }
    truth
}
