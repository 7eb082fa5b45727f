//! Which cells a leaf is counted in: the same for all codes and all periods of a grain.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use naerblik_shared::{period::Grain, schema::DimensionId};
use naerblik_suppression::linked::{Refinement, Space};

use super::{
    block::{CellKey, Part, WITHOUT},
    context::{BlockContext, ages_of},
    further,
};
use crate::{
    catalogue::CuboidSpec,
    derive::{Leaf, LeafDetail, LeafParts},
};

/// The leaves that readers can tell apart in one part of all blocks of a grain, and the cells that count them.
pub(super) struct Universe {
    pub(super) grain: Grain,
    pub(super) part: Part,
    /// Per leaf that the register can have its leaf of the universe: several are one when the same cells count them.
    leaves: Vec<Option<u32>>,
    /// Per leaf one of the register's that stands for it.
    standing: Vec<Leaf>,
    /// All cells, rising; their positions are their numbers.
    pub(super) keys: Vec<CellKey>,
    /// Per cell the weight of the heaviest cuboid that has it.
    weights: Vec<u32>,
    /// Numbers of the cells that nobody publishes.
    pub(super) virtual_cells: Arc<[u32]>,
    /// Per leaf the numbers of its cells, rising.
    cells_of: Vec<Vec<u32>>,
}

impl Universe {
    /// The universe of some of the register's leaves; `None` when the part has no cuboid at this grain.
    pub(super) fn new(
        context: &BlockContext<'_>,
        (part, grain): (Part, Grain),
        leaves: impl Iterator<Item = Leaf>,
    ) -> Option<Self> {
        let cuboids: Vec<(usize, &CuboidSpec)> =
            context.cuboids_at(grain).filter(|(_, cuboid)| Part::of(cuboid) == part).collect();
        if cuboids.is_empty() {
            return None;
        }
        let mut same: BTreeMap<Vec<CellKey>, Vec<Leaf>> = BTreeMap::new();
        for leaf in distinct(leaves) {
            same.entry(cells_of(context, leaf.parts(), &cuboids)).or_default().push(leaf);
        }
        let keys: BTreeSet<CellKey> = same.keys().flatten().copied().collect();
        let numbers: BTreeMap<CellKey, u32> = keys.iter().copied().zip(0..).collect();
        let virtual_cells =
            keys.iter().zip(0..).filter(|(key, _)| key.disease & WITHOUT != 0).map(|(_, cell)| cell).collect();
        let mut universe = Self {
            virtual_cells,
            grain,
            part,
            leaves: vec![None; Leaf::COUNT],
            standing: Vec::new(),
            weights: keys.iter().map(|key| context.weight(*key, grain)).collect(),
            keys: keys.into_iter().collect(),
            cells_of: Vec::new(),
        };
        for ((cells, leaves), number) in same.into_iter().zip(0..) {
            universe.cells_of.push(cells.iter().filter_map(|key| numbers.get(key).copied()).collect());
            universe.standing.extend(leaves.first());
            for leaf in leaves {
                universe.leaves.get_mut(leaf.position()).into_iter().for_each(|own| *own = Some(number));
            }
        }
        Some(universe)
    }

    /// The register's leaf as a leaf of the universe.
    pub(super) fn leaf(&self, leaf: Leaf) -> Option<u32> {
        self.leaves.get(leaf.position()).copied().flatten()
    }

    /// The numbers of the cells that count a leaf.
    pub(super) fn cells_of(&self, leaf: u32) -> &[u32] {
        usize::try_from(leaf).ok().and_then(|at| self.cells_of.get(at)).map_or(&[], Vec::as_slice)
    }

    /// The weight of the heaviest cuboid that has a cell.
    pub(super) fn weight(&self, cell: u32) -> u32 {
        usize::try_from(cell).ok().and_then(|at| self.weights.get(at)).copied().unwrap_or(1)
    }

    pub(super) fn key(&self, cell: u32) -> CellKey {
        usize::try_from(cell).ok().and_then(|at| self.keys.get(at)).copied().unwrap_or_default()
    }

    pub(super) fn space(&self) -> Space {
        let mut space = Space::default();
        for cells in &self.cells_of {
            space.push(cells.iter().copied());
        }
        space
    }

    /// How this universe refines a coarser one.
    pub(super) fn refinement(&self, coarser: &Self, detail: LeafDetail) -> Refinement {
        let leaf = self.standing.iter().map(|leaf| coarser.leaf(leaf.at(detail)).unwrap_or(u32::MAX)).collect();
        let cell = |key: &CellKey| self.keys.binary_search(key).ok().and_then(|at| u32::try_from(at).ok());
        Refinement::new(leaf, coarser.keys.iter().map(cell).collect())
    }
}

/// Each leaf once, rising.
fn distinct(leaves: impl Iterator<Item = Leaf>) -> impl Iterator<Item = Leaf> {
    let mut occurs = vec![false; Leaf::COUNT];
    for leaf in leaves {
        occurs.get_mut(leaf.position()).into_iter().for_each(|occurs| *occurs = true);
    }
    (0..).map(Leaf::from_packed).zip(occurs).filter(|(_, occurs)| *occurs).map(|(leaf, _)| leaf)
}

/// The cells of some cuboids that count a citizen of the leaf, rising.
fn cells_of(context: &BlockContext<'_>, parts: LeafParts, cuboids: &[(usize, &CuboidSpec)]) -> Vec<CellKey> {
    let mut keys = Vec::new();
    for (at, cuboid) in cuboids {
        let shapes = shapes(cuboid, parts, context.n_diseases());
        let areas = context.areas_above(parts.municipality).iter().copied();
        for area in areas.filter(|area| context.has_area(*at, *area)) {
            keys.extend(shapes.iter().map(|shape| CellKey { area, ..*shape }));
        }
    }
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// The cells of a cuboid (area left out) that count a citizen of the leaf.
fn shapes(cuboid: &CuboidSpec, parts: LeafParts, n_diseases: u8) -> Vec<CellKey> {
    let mut shapes = vec![CellKey::default()];
    for dimension in further(&cuboid.dimensions) {
        let positions = match dimension {
            DimensionId::Age => ages_of(parts.age),
            DimensionId::Sex => vec![0, parts.sex + 1],
            DimensionId::CareHome => vec![0, parts.home + 1],
            DimensionId::Disease => {
                let own = |at: u8| if parts.diseases >> at & 1 == 1 { at + 1 } else { WITHOUT | (at + 1) };
                std::iter::once(0).chain((0..n_diseases).map(own)).collect()
            }
            DimensionId::Area | DimensionId::Period | DimensionId::Code => vec![0],
        };
        let widened = shapes.iter().flat_map(|shape| {
            positions.iter().map(move |position| match dimension {
                DimensionId::Age => CellKey { age: *position, ..*shape },
                DimensionId::Sex => CellKey { sex: *position, ..*shape },
                DimensionId::CareHome => CellKey { home: *position, ..*shape },
                DimensionId::Disease => CellKey { disease: *position, ..*shape },
                DimensionId::Area | DimensionId::Period | DimensionId::Code => *shape,
            })
        });
        shapes = widened.collect();
    }
    shapes
}
