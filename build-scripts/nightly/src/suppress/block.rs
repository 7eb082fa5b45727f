//! From leaves to the cells of a block, and from marks back to the cells of cuboids.

use std::collections::BTreeMap;

use naerblik_shared::{cell::Cell, schema::DimensionId};
use naerblik_suppression::{
    Block, Protection,
    linked::{LinkedCell, LinkedTable},
};

use super::{SuppressedCell, context::BlockContext, further, universe::Universe};
use crate::{
    aggregate::ConfidentialBlock,
    catalogue::{CodeIdx, CuboidSpec},
};

/// Added to the position of a disease: the citizens without it. Never published, but a reader can subtract.
pub(super) const WITHOUT: u8 = 0x80;

/// A cell of a block: positions in the dimensions, zero for the total.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct CellKey {
    pub(super) area: u16,
    pub(super) age: u8,
    pub(super) sex: u8,
    pub(super) home: u8,
    pub(super) disease: u8,
}

/// A part of a block as the algorithm takes it, with the meaning of its cells.
pub(super) struct BlockCells {
    pub(super) block: Block,
    /// What each cell of the block counts; rising.
    pub(super) keys: Vec<CellKey>,
}

/// Which cuboids of a code and a period are protected together.
///
/// Diseases overlap, which would tie every citizen to a leaf of his own. They are therefore protected apart, on the
/// condition that the totals of the areas they are shown for are published: given those, any register that fits one
/// part can be combined with any that fits the other, so neither says anything about the other's cells
/// (`docs/privacy.md`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    /// Age, sex and home.
    Main,
    /// Chronic diseases.
    Disease,
}

impl Part {
    /// All of them.
    pub(super) const ALL: [Self; 2] = [Self::Main, Self::Disease];

    /// The part that a cuboid belongs to.
    pub(super) fn of(cuboid: &CuboidSpec) -> Self {
        if cuboid.dimensions.contains(&DimensionId::Disease) { Self::Disease } else { Self::Main }
    }
}

/// A cell as readers get it when it is withheld.
pub(super) fn suppressed((code, period): (CodeIdx, usize), area: u16, further: [u8; 2]) -> SuppressedCell {
    let period = u16::try_from(period).unwrap_or(u16::MAX);
    SuppressedCell { area, period, code, further, cell: Cell::Suppressed }
}

impl BlockCells {
    /// Areas whose total is a cell of the part, with whether it is published.
    pub(super) fn totals(&self, protection: &Protection) -> BTreeMap<u16, bool> {
        let is_total = |key: &CellKey| CellKey { area: 0, ..*key } == CellKey::default();
        let cells = self.keys.iter().enumerate().filter(|(_, key)| is_total(key));
        cells.map(|(at, key)| (key.area, protection.is_published(at))).collect()
    }

    /// The cells of each cuboid of the catalogue, as marked.
    pub(super) fn published(
        &self,
        confidential: &ConfidentialBlock,
        (context, part): (&BlockContext<'_>, Part),
        protection: &Protection,
    ) -> Vec<Vec<SuppressedCell>> {
        let grain = context.period(confidential.period).grain();
        let of_cuboid = |(cuboid_at, cuboid): (usize, &CuboidSpec)| {
            if !cuboid.grains.contains(&grain) || Part::of(cuboid) != part {
                return Vec::new();
            }
            let keys = self.keys.iter().enumerate().filter(|(_, key)| context.has_area(cuboid_at, key.area));
            let cells = keys.filter_map(|(at, key)| {
                let shown = protection.is_published(at).then(|| self.block.count(at));
                as_read(confidential, cuboid, *key, shown)
            });
            cells.collect()
        };
        context.cuboids().enumerate().map(of_cuboid).collect()
    }
}

/// The cells of each cuboid of the catalogue as readers get them.
pub(super) fn published(
    confidential: &ConfidentialBlock,
    context: &BlockContext<'_>,
    universe: &Universe,
    table: &LinkedTable,
) -> Vec<Vec<SuppressedCell>> {
    if table.is_withheld {
        return context.all_suppressed(confidential.place(), universe.part);
    }
    let of_cuboid = |(at, cuboid): (usize, &CuboidSpec)| {
        if !cuboid.grains.contains(&universe.grain) || Part::of(cuboid) != universe.part {
            return Vec::new();
        }
        let cells = table.cells.iter().map(|cell| (universe.key(cell.cell), cell));
        let cells = cells.filter(|(key, _)| context.has_area(at, key.area));
        let shown = |cell: &LinkedCell| cell.is_published.then_some(cell.count);
        cells.filter_map(|(key, cell)| as_read(confidential, cuboid, key, shown(cell))).collect()
    };
    context.cuboids().enumerate().map(of_cuboid).collect()
}

/// A cell of a cuboid as readers get it; `None` when it is no cell of the cuboid.
fn as_read(
    confidential: &ConfidentialBlock,
    cuboid: &CuboidSpec,
    key: CellKey,
    shown: Option<u32>,
) -> Option<SuppressedCell> {
    let further = key.in_cuboid(further(&cuboid.dimensions))?;
    let hidden = suppressed(confidential.place(), key.area, further);
    Some(shown.map_or(hidden, |citizens| SuppressedCell { cell: Cell::Value(citizens), ..hidden }))
}

impl CellKey {
    /// Positions in a cuboid's further dimensions; `None` when the cell is no cell of it.
    pub(super) fn in_cuboid(self, dimensions: &[DimensionId]) -> Option<[u8; 2]> {
        let mut further = [0; 2];
        let parts = [
            (DimensionId::Age, self.age),
            (DimensionId::Sex, self.sex),
            (DimensionId::CareHome, self.home),
            (DimensionId::Disease, self.disease),
        ];
        for (dimension, position) in parts {
            match dimensions.iter().position(|d| *d == dimension) {
                Some(at) => *further.get_mut(at)? = position,
                None if position != 0 => return None,
                None => {}
            }
        }
        (self.disease & WITHOUT == 0).then_some(further)
    }
}
