//! The numbers and sums of single tables. Cells that the same possible citizens make up are one number.
#![expect(clippy::indexing_slicing, reason = "sets, leaves and cells are numbered by the space")]

use std::collections::HashMap;

use super::UNBOUNDED;
use super::build::Builder;
use crate::linked::{Linked, LinkedTable, Space};
use crate::lists::Lists;
use crate::variables::{index, index_u32, signed};
use crate::verify::{LinkedAttacker, Sets};

/// The sets of a table that may have citizens, rising, each with its number.
pub(super) struct Numbers(Vec<(u32, u32)>);

impl Numbers {
    /// The number of a set, if it may have citizens.
    pub(super) fn of(&self, set: u32) -> Option<u32> {
        self.0.binary_search_by_key(&set, |known| known.0).ok().map(|at| self.0[at].1)
    }

    pub(super) fn sets(&self) -> impl Iterator<Item = (u32, u32)> {
        self.0.iter().copied()
    }

    /// The numbers of a table's cells.
    pub(super) fn of_cells(&self, table: &LinkedTable, attacker: &LinkedAttacker) -> Vec<u32> {
        let sets = attacker.sets(table.space);
        let number = |cell: u32| self.of(sets.of_cell[index(cell)]).unwrap_or(super::build::ZERO);
        table.cells.iter().map(|cell| number(cell.cell)).collect()
    }
}

/// A space with what is needed to find the few leaves of a table that may have citizens.
struct Terrain<'a> {
    space: &'a Space,
    sets: &'a Sets,
    /// Per cell the leaves of which it is the smallest cell.
    smallest: Lists,
    /// Per leaf the sets that contain it.
    sets_of_leaf: Lists,
    is_open: Vec<bool>,
    hash: Vec<u64>,
    truth: Vec<i32>,
}

impl<'a> Terrain<'a> {
    fn new(space: &'a Space, sets: &'a Sets) -> Self {
        let leaves_of_cells = space.leaves_of_cells();
        let smallest = |leaf: usize| {
            let cells = space.cells_of(index_u32(leaf)).iter().copied();
            cells.min_by_key(|&cell| (leaves_of_cells.of(index(cell)).len(), cell))
        };
        let mut of_leaves = Lists::default();
        for leaf in 0..space.leaves() {
            of_leaves.push(smallest(leaf));
        }
        Self {
            space,
            sets,
            smallest: of_leaves.transposed(leaves_of_cells.len()),
            sets_of_leaf: sets.leaves.transposed(space.leaves()),
            is_open: vec![false; leaves_of_cells.len()],
            hash: vec![0; sets.len],
            truth: vec![0; sets.len],
        }
    }

    /// Leaves that may have citizens for all that readers know: no cell that counts them is known to be zero.
    fn possible(&mut self, table: &LinkedTable) -> Vec<u32> {
        let open = || table.cells.iter().map(|cell| cell.cell).chain(table.hidden_zeros.iter().copied());
        open().for_each(|cell| self.is_open[index(cell)] = true);
        let is_possible = |leaf: &u32| self.space.cells_of(*leaf).iter().all(|&cell| self.is_open[index(cell)]);
        let mut cells: Vec<u32> = open().collect();
        cells.sort_unstable();
        cells.dedup();
        let leaves = cells.iter().flat_map(|&cell| self.smallest.of(index(cell)));
        let possible = leaves.copied().filter(is_possible).collect();
        open().for_each(|cell| self.is_open[index(cell)] = false);
        possible
    }
}

impl Builder {
    /// Adds the numbers and sums of all tables. Of a withheld table readers are granted the zeros, and no more.
    pub(super) fn add_tables(&mut self, linked: &Linked, attacker: &LinkedAttacker) -> Vec<Numbers> {
        let spaces = linked.spaces().iter().enumerate();
        let mut terrains: Vec<Terrain<'_>> = spaces.map(|(at, space)| Terrain::new(space, attacker.sets(at))).collect();
        let add = |table: &LinkedTable| {
            let terrain = &mut terrains[table.space];
            let numbers = self.add_numbers(table, terrain);
            self.add_sums(&numbers, terrain.sets);
            self.tell_cells(table, &numbers, terrain.sets);
            numbers
        };
        linked.tables().iter().map(add).collect()
    }

    fn add_numbers(&mut self, table: &LinkedTable, terrain: &mut Terrain<'_>) -> Numbers {
        let mut touched = Vec::new();
        for leaf in terrain.possible(table) {
            let hash = (u64::from(leaf) + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
            let hash = (hash ^ hash >> 32).wrapping_mul(0xD6E8_FEB8_6659_FD93) | 1;
            let count = signed(table.leaf(leaf));
            for &set in terrain.sets_of_leaf.of(index(leaf)) {
                if terrain.hash[index(set)] == 0 {
                    touched.push(set);
                }
                terrain.hash[index(set)] = terrain.hash[index(set)].wrapping_add(hash ^ hash >> 29);
                terrain.truth[index(set)] += count;
            }
        }
        touched.sort_unstable();
        let mut same: HashMap<(u64, i32), u32> = HashMap::with_capacity(touched.len());
        let numbers = touched.iter().map(|&set| {
            let hash = std::mem::take(&mut terrain.hash[index(set)]);
            let truth = std::mem::take(&mut terrain.truth[index(set)]);
            (set, *same.entry((hash, truth)).or_insert_with(|| self.number(truth, 0)))
        });
        Numbers(numbers.collect())
    }

    fn add_sums(&mut self, numbers: &Numbers, sets: &Sets) {
        self.forget_sums();
        let mut parts = Vec::new();
        for (set, number) in numbers.sets() {
            for sum in sets.telling_sums(set) {
                parts.clear();
                parts.extend(sets.parts.of(index(sum)).iter().filter_map(|&part| numbers.of(part)));
                self.sum(number, &mut parts);
            }
        }
    }

    fn tell_cells(&mut self, table: &LinkedTable, numbers: &Numbers, sets: &Sets) {
        for cell in table.cells.iter().filter(|_| !table.is_withheld) {
            let Some(number) = numbers.of(sets.of_cell[index(cell.cell)]) else { continue };
            if cell.is_published && table.is_fixed {
                self.told(number, signed(cell.count), signed(cell.count));
            } else {
                self.told(number, signed(cell.least), cell.upper.map_or(UNBOUNDED, signed));
            }
        }
    }
}
