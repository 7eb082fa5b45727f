//! From leaves to the cells of a block, and from marks back to the cells of cuboids.

use naerblik_shared::{cell::Cell, schema::DimensionId};
use naerblik_suppression::linked::{LinkedCell, LinkedTable};

use super::{SuppressedCell, context::BlockContext, further, universe::Universe};
use crate::{aggregate::ConfidentialBlock, catalogue::CuboidSpec};

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
    /// The part that a cuboid belongs to.
    pub(super) fn of(cuboid: &CuboidSpec) -> Self {
        if cuboid.dimensions.contains(&DimensionId::Disease) { Self::Disease } else { Self::Main }
    }
}

/// A cell as readers get it when it is withheld.
pub(super) fn suppressed(block: &ConfidentialBlock, area: u16, further: [u8; 2]) -> SuppressedCell {
    let period = u16::try_from(block.period).unwrap_or(u16::MAX);
    SuppressedCell { area, period, code: block.code, further, cell: Cell::Suppressed }
}

/// The cells of each cuboid of the catalogue as readers get them.
pub(super) fn published(
    confidential: &ConfidentialBlock,
    context: &BlockContext<'_>,
    universe: &Universe,
    table: &LinkedTable,
) -> Vec<Vec<SuppressedCell>> {
    if table.is_withheld {
        return context.all_suppressed(confidential, universe.part);
    }
    let of_cuboid = |(at, cuboid): (usize, &CuboidSpec)| {
        if !cuboid.grains.contains(&universe.grain) || Part::of(cuboid) != universe.part {
            return Vec::new();
        }
        let cells = table.cells.iter().map(|cell| (universe.key(cell.cell), cell));
        let cells = cells.filter(|(key, _)| context.has_area(at, key.area));
        cells.filter_map(|(key, cell)| as_read(confidential, cuboid, key, cell)).collect()
    };
    context.cuboids().enumerate().map(of_cuboid).collect()
}

/// A cell of a cuboid as readers get it; `None` when it is no cell of the cuboid.
fn as_read(
    confidential: &ConfidentialBlock,
    cuboid: &CuboidSpec,
    key: CellKey,
    cell: &LinkedCell,
) -> Option<SuppressedCell> {
    let further = key.in_cuboid(further(&cuboid.dimensions))?;
    let hidden = suppressed(confidential, key.area, further);
    Some(if cell.is_published { SuppressedCell { cell: Cell::Value(cell.count), ..hidden } } else { hidden })
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
