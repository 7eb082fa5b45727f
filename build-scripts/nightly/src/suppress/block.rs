//! From leaves to the cells of a block, and from marks back to the cells of cuboids.

use std::collections::BTreeMap;

use naerblik_shared::{
    cell::Cell,
    period::{Grain, Period},
    schema::DimensionId,
};
use naerblik_suppression::{Block, BlockError, CellSpec, Mark, Protection};

use super::{SuppressedCell, further};
use crate::{
    aggregate::ConfidentialBlock,
    catalogue::{AGE_LEAVES, Catalogue, CuboidSpec},
    derive::{LeafParts, PopulationRow},
    validate::Coverage,
};

/// Added to the position of a disease: the citizens without it. Never published, but a reader can subtract.
pub(super) const WITHOUT: u8 = 0x80;

/// What all blocks of a night have in common.
pub(super) struct BlockContext<'a> {
    catalogue: &'a Catalogue,
    coverage: &'a Coverage,
    population: BTreeMap<(u16, u16), [u32; 18]>,
    /// For each cuboid of the catalogue and each area: whether the cuboid has it.
    has_area: Vec<Vec<bool>>,
}

/// A cell of a block: positions in the dimensions, zero for the total.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct CellKey {
    pub(super) area: u16,
    pub(super) age: u8,
    pub(super) sex: u8,
    pub(super) home: u8,
    pub(super) disease: u8,
}

/// A block with the meaning of its cells.
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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

impl<'a> BlockContext<'a> {
    pub(super) fn new(catalogue: &'a Catalogue, coverage: &'a Coverage, population: &[PopulationRow]) -> Self {
        let population = denominators(catalogue, coverage, population);
        let has_area = catalogue.file.cuboids.iter().map(|cuboid| catalogue.areas_of(cuboid)).collect();
        Self { catalogue, coverage, population, has_area }
    }

    pub(super) fn has_area(&self, cuboid: usize, area: u16) -> bool {
        self.has_area.get(cuboid).and_then(|areas| areas.get(usize::from(area))).copied().unwrap_or(false)
    }

    pub(super) fn threshold(&self) -> u32 {
        self.catalogue.file.threshold_citizens
    }

    /// The share of its figures that a corrected block must keep.
    pub(super) fn least_kept_percent(&self) -> u32 {
        self.catalogue.file.versions.least_kept_percent
    }

    pub(super) fn cuboids(&self) -> impl Iterator<Item = &'a CuboidSpec> {
        self.catalogue.file.cuboids.iter()
    }

    /// Cuboids of a grain, with their positions in the catalogue.
    pub(super) fn cuboids_at(&self, grain: Grain) -> impl Iterator<Item = (usize, &'a CuboidSpec)> {
        self.cuboids().enumerate().filter(move |(_, cuboid)| cuboid.grains.contains(&grain))
    }

    pub(super) fn period(&self, position: usize) -> Period {
        self.coverage.periods.get(position).copied().unwrap_or(Period::Year(0))
    }

    /// The cells of some cuboids that count a citizen of the leaf, rising.
    fn cells_of(&self, parts: LeafParts, cuboids: &[(usize, &CuboidSpec)]) -> Vec<CellKey> {
        let n_diseases = self.catalogue.others.disease.members.len().saturating_sub(1);
        let n_diseases = u8::try_from(n_diseases).unwrap_or(0);
        let mut keys = Vec::new();
        for (at, cuboid) in cuboids {
            let shapes = shapes(cuboid, parts, n_diseases);
            let areas = self.catalogue.areas.containing(parts.municipality).iter().copied();
            for area in areas.filter(|area| self.has_area(*at, *area)) {
                keys.extend(shapes.iter().map(|shape| CellKey { area, ..*shape }));
            }
        }
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    /// Public number of citizens of the cell's group in the municipalities that are counted.
    pub(super) fn denominator(&self, key: CellKey, period: usize) -> Option<u32> {
        if key.home != 0 || key.disease != 0 {
            return None;
        }
        let by_age_and_sex = self.population.get(&(u16::try_from(period).ok()?, key.area))?;
        by_age_and_sex.get(usize::from(key.age) * 3 + usize::from(key.sex)).copied()
    }

    /// Every cell of a part as suppressed, zeros included: for a part that nothing protects.
    pub(super) fn all_suppressed(&self, block: &ConfidentialBlock, part: Part) -> Vec<Vec<SuppressedCell>> {
        let grain = self.period(block.period).grain();
        let areas = 0..u16::try_from(self.catalogue.areas.dimension.members.len()).unwrap_or(u16::MAX);
        let members = |dimension: Option<&DimensionId>| {
            let known = dimension.and_then(|id| self.catalogue.others.get(*id));
            known.map_or(1, |dimension| u8::try_from(dimension.members.len()).unwrap_or(u8::MAX))
        };
        self.cuboids()
            .enumerate()
            .map(|(at, cuboid)| {
                let further = further(&cuboid.dimensions);
                let (first, second) = (members(further.first()), members(further.get(1)));
                let all = |area| (0..first).flat_map(move |a| (0..second).map(move |b| (area, [a, b])));
                let is_in = cuboid.grains.contains(&grain) && Part::of(cuboid) == part;
                let areas = if is_in { areas.clone() } else { 0..0 };
                let areas = areas.filter(|area| self.has_area(at, *area));
                areas.flat_map(all).map(|(area, further)| suppressed(block, area, further)).collect()
            })
            .collect()
    }
}

fn suppressed(block: &ConfidentialBlock, area: u16, further: [u8; 2]) -> SuppressedCell {
    let period = u16::try_from(block.period).unwrap_or(u16::MAX);
    SuppressedCell { area, period, code: block.code, further, cell: Cell::Suppressed }
}

/// For each period and area: citizens by age member (rows) and sex member (columns), totals included.
fn denominators(
    catalogue: &Catalogue,
    coverage: &Coverage,
    population: &[PopulationRow],
) -> BTreeMap<(u16, u16), [u32; 18]> {
    let mut sums: BTreeMap<(u16, u16), [u32; 18]> = BTreeMap::new();
    let last_year = population.iter().map(|row| row.year).max().unwrap_or(0);
    for (position, period) in (0_u16..).zip(&coverage.periods) {
        let year = period.year().min(last_year);
        for row in population.iter().filter(|row| row.year == year) {
            if !coverage.of(row.municipality).contains(usize::from(position)) {
                continue;
            }
            let ages = ages_of(row.age);
            for area in catalogue.areas.containing(row.municipality) {
                let table = sums.entry((position, *area)).or_insert([0; 18]);
                for age in &ages {
                    for sex in [0, row.sex + 1] {
                        if let Some(sum) = table.get_mut(usize::from(*age) * 3 + usize::from(sex)) {
                            *sum += row.persons;
                        }
                    }
                }
            }
        }
    }
    sums
}

/// Positions in the age dimension that hold the finest group, the total first.
fn ages_of(age: u8) -> Vec<u8> {
    let leaf = AGE_LEAVES.get(usize::from(age));
    let own = leaf.into_iter().flat_map(|leaf| leaf.above.iter().copied().chain([leaf.member]));
    std::iter::once(0).chain(own).collect()
}

impl BlockCells {
    /// Builds every cell that the catalogue publishes for the block's grain, and those that a reader can derive;
    /// `None` when the part has no cuboid at this grain.
    pub(super) fn build(
        confidential: &ConfidentialBlock,
        context: &BlockContext<'_>,
        part: Part,
    ) -> Result<Option<Self>, BlockError> {
        let grain = context.period(confidential.period).grain();
        let cuboids: Vec<(usize, &CuboidSpec)> =
            context.cuboids_at(grain).filter(|(_, cuboid)| Part::of(cuboid) == part).collect();
        if cuboids.is_empty() {
            return Ok(None);
        }
        let mut leaves: BTreeMap<Vec<CellKey>, u32> = BTreeMap::new();
        for (leaf, citizens) in &confidential.leaves {
            *leaves.entry(context.cells_of(leaf.parts(), &cuboids)).or_default() += citizens;
        }
        let mut pairs: Vec<(CellKey, u32)> =
            leaves.keys().zip(0..).flat_map(|(keys, leaf)| keys.iter().map(move |key| (*key, leaf))).collect();
        pairs.sort_unstable();
        let counts: Vec<u32> = leaves.into_values().collect();
        let mut block = Block::new(counts.clone());
        let mut keys = Vec::new();
        for cell in pairs.chunk_by(|a, b| a.0 == b.0) {
            let Some((key, _)) = cell.first() else { continue };
            let leaves: Vec<u32> = cell.iter().map(|(_, leaf)| *leaf).collect();
            let citizens: u32 = leaves.iter().filter_map(|leaf| counts.get(usize::try_from(*leaf).ok()?)).sum();
            let denominator = context.denominator(*key, confidential.period).filter(|all| citizens <= *all);
            let spec = if key.disease & WITHOUT == 0 { CellSpec::PUBLISHABLE } else { CellSpec::VIRTUAL };
            let weight = Some(citizens.saturating_mul(weight(*key, &cuboids)));
            block.push(&leaves, CellSpec { denominator, weight, ..spec })?;
            keys.push(*key);
        }
        Ok(Some(Self { block, keys }))
    }

    /// Areas whose total is a cell of the block, with whether it is published.
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
        context
            .cuboids()
            .enumerate()
            .map(|(cuboid_at, cuboid)| {
                if !cuboid.grains.contains(&grain) || Part::of(cuboid) != part {
                    return Vec::new();
                }
                let keys = self.keys.iter().enumerate().filter(|(_, key)| context.has_area(cuboid_at, key.area));
                let cells = keys.filter_map(|(at, key)| {
                    let further = key.in_cuboid(further(&cuboid.dimensions))?;
                    let hidden = suppressed(confidential, key.area, further);
                    match protection.marks.get(at)? {
                        Mark::Published => Some(SuppressedCell { cell: Cell::Value(self.block.count(at)), ..hidden }),
                        Mark::Suppressed(_) => Some(hidden),
                        Mark::Virtual => None,
                    }
                });
                cells.collect()
            })
            .collect()
    }
}

/// The weight of the heaviest cuboid that has the cell.
fn weight(key: CellKey, cuboids: &[(usize, &CuboidSpec)]) -> u32 {
    let having = cuboids.iter().filter(|(_, cuboid)| key.in_cuboid(further(&cuboid.dimensions)).is_some());
    having.map(|(_, cuboid)| cuboid.weight).max().unwrap_or(1)
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
