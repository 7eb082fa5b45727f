//! The sets of a space and which of them add up to which: the same for all tables of the space.
#![expect(clippy::indexing_slicing, reason = "sets, leaves and cells are numbered here")]

use super::super::public::{PublicTable, Told};
use super::super::structure::Structure;
use super::super::sums::sums;
use super::super::{number, position};
use crate::linked::Space;
use crate::lists::Lists;

/// The sets of a space: its cells, and single leaves.
pub(crate) struct Sets {
    pub(crate) of_cell: Vec<u32>,
    pub(crate) of_leaf: Vec<u32>,
    pub(crate) len: usize,
    /// Per sum the set that is the sum of `parts`.
    pub(crate) totals: Vec<u32>,
    pub(crate) parts: Lists,
    /// Per set the sums that it is the total of.
    pub(crate) sums_to: Lists,
    /// Per set its leaves, rising.
    pub(crate) leaves: Lists,
    /// Per set the sums it takes part in.
    pub(crate) sums_of: Lists,
}

impl Sets {
    /// Sums to a set from which bounds follow that follow from no others. That of its single leaves comes first, and is
    /// left out where there are more: its parts are the leaves of theirs.
    pub(crate) fn telling_sums(&self, set: u32) -> impl Iterator<Item = u32> {
        let sums = self.sums_to.of(position(set));
        let is_told = sums.iter().skip(1).any(|&sum| self.parts.of(position(sum)).len() > 1);
        sums.iter().copied().skip(usize::from(is_told))
    }

    pub(super) fn of(space: &Space) -> Self {
        let leaves = space.leaves();
        let mut table = PublicTable::new(leaves);
        for cell in space.leaves_of_cells().iter() {
            table.add(cell.iter().copied(), Told::Between { lower: 0, upper: None });
        }
        let structure = Structure::of(&table);
        let sums = sums(&structure);
        let mut of_sums = Lists::default();
        for (at, &total) in sums.totals.iter().enumerate() {
            of_sums.push(sums.parts.of(at).iter().copied().chain([total]));
        }
        let mut to_sums = Lists::default();
        for &total in &sums.totals {
            to_sums.push([total]);
        }
        let mut of_leaf = vec![0; leaves];
        for (set, leaves) in (0_u32..).zip(structure.sets.iter()) {
            if let [leaf] = leaves {
                of_leaf[position(*leaf)] = set;
            }
        }
        let of_cell: Vec<u32> = structure.set_of_cell.iter().map(|set| number(set.unwrap_or(0))).collect();
        Self {
            of_cell,
            of_leaf,
            len: structure.sets.len(),
            sums_to: to_sums.transposed(structure.sets.len()),
            sums_of: of_sums.transposed(structure.sets.len()),
            leaves: structure.sets,
            totals: sums.totals,
            parts: sums.parts,
        }
    }
}
