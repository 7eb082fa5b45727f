//! The protected cells of one earlier publication, by block.

use std::collections::{BTreeMap, BTreeSet};

use naerblik_shared::{
    cell::Cell,
    cube::SparseCube,
    manifest::{Cuboid, Latest, Manifest, Shard},
    period::Period,
    schema::{DimensionId, MemberCode},
    wire,
};

use super::VersionsError;
use crate::{
    catalogue::{Catalogue, CodeIdx, MunicipalityIdx},
    publish::Store,
};

/// What readers have from one publication.
pub(super) struct Published {
    pub(super) pointer: Latest,
    pub(super) manifest: Manifest,
    pub(super) periods: BTreeSet<Period>,
    pub(super) codes: BTreeSet<CodeIdx>,
    /// Codes and periods that were said to have no meaning together.
    pub(super) not_applicable: BTreeSet<(CodeIdx, Period)>,
    counted: BTreeSet<(MunicipalityIdx, Period)>,
    blocks: BTreeMap<String, BTreeMap<(CodeIdx, Period), BlockRows>>,
}

/// The cells of one code and period that are not zero, by cuboid of the catalogue.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct BlockRows {
    cuboids: Vec<Vec<Row>>,
}

/// A published cell that is not zero: a number or withheld.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Row {
    /// Position of the area in its dimension.
    pub(crate) area: u16,
    /// Positions in the cuboid's further dimensions; unused places are zero.
    pub(crate) further: [u8; 2],
    pub(crate) cell: Cell,
}

/// A block of which every published number is zero.
pub(super) static EMPTY: BlockRows = BlockRows { cuboids: Vec::new() };

impl BlockRows {
    /// The rows of a cuboid of the catalogue, rising.
    pub(crate) fn of_cuboid(&self, cuboid: usize) -> &[Row] {
        self.cuboids.get(cuboid).map_or(&[], Vec::as_slice)
    }

    /// What was published of a cell that the cuboid has; zero when no row names it.
    pub(crate) fn cell(&self, cuboid: usize, area: u16, further: [u8; 2]) -> Cell {
        let rows = self.of_cuboid(cuboid);
        let found = rows.binary_search_by_key(&(area, further), |row| (row.area, row.further)).ok();
        found.and_then(|at| rows.get(at)).map_or(Cell::Value(0), |row| row.cell)
    }

    fn push(&mut self, cuboid: usize, row: Row) {
        if self.cuboids.len() <= cuboid {
            self.cuboids.resize_with(cuboid + 1, Vec::new);
        }
        if let Some(rows) = self.cuboids.get_mut(cuboid) {
            rows.push(row);
        }
    }
}

impl Published {
    /// Reads every protected cell of a publication whose shape was found to be tonight's.
    pub(super) fn read(
        store: &dyn Store,
        (pointer, manifest): (Latest, Manifest),
        catalogue: &Catalogue,
    ) -> Result<Self, VersionsError> {
        let mut published = Self {
            pointer,
            manifest,
            periods: BTreeSet::new(),
            codes: BTreeSet::new(),
            not_applicable: BTreeSet::new(),
            counted: BTreeSet::new(),
            blocks: BTreeMap::new(),
        };
        for spec in &catalogue.file.datasets {
            for (at, cuboid) in catalogue.file.cuboids.iter().enumerate() {
                let shards = published.manifest.dataset(&spec.id).and_then(|dataset| dataset.cuboid(&cuboid.id));
                for shard in shards.map(|cuboid| cuboid.shards.clone()).unwrap_or_default() {
                    let cube = decode(store, &shard)?;
                    let places = Places::new(&cube, catalogue);
                    published.add(&spec.id, (at, &cube), &places);
                }
            }
        }
        let coverage = published.manifest.dataset("coverage").and_then(|dataset| dataset.cuboids.first()).cloned();
        published.read_coverage(store, coverage.as_ref(), catalogue)?;
        Ok(published)
    }

    /// Whether the municipality was counted in the period.
    pub(super) fn is_counted(&self, municipality: MunicipalityIdx, period: Period) -> bool {
        self.counted.contains(&(municipality, period))
    }

    /// What was published of a block; `None` when the publication does not have it.
    pub(super) fn block(&self, dataset: &str, code: CodeIdx, period: Period) -> Option<&BlockRows> {
        if !self.periods.contains(&period) || !self.codes.contains(&code) {
            return None;
        }
        Some(self.blocks.get(dataset).and_then(|blocks| blocks.get(&(code, period))).unwrap_or(&EMPTY))
    }

    /// Blocks of a dataset with at least one cell that is not zero.
    pub(super) fn blocks_of(&self, dataset: &str) -> impl Iterator<Item = (CodeIdx, Period)> {
        self.blocks.get(dataset).into_iter().flat_map(|blocks| blocks.keys().copied())
    }

    fn add(&mut self, dataset: &str, (cuboid, cube): (usize, &SparseCube), places: &Places) {
        self.periods.extend(places.periods.iter().flatten());
        self.codes.extend(places.codes.iter().flatten());
        for (code, period) in &cube.header.not_applicable {
            self.not_applicable.extend(places.code(code).zip(Period::parse(period.as_str()).ok()));
        }
        let blocks = self.blocks.entry(dataset.to_owned()).or_default();
        for (offset, cell) in &cube.cells {
            if let Some((block, area, further)) = places.of(*offset) {
                blocks.entry(block).or_default().push(cuboid, Row { area, further, cell: *cell });
            }
        }
    }

    fn read_coverage(
        &mut self,
        store: &dyn Store,
        cuboid: Option<&Cuboid>,
        catalogue: &Catalogue,
    ) -> Result<(), VersionsError> {
        for shard in cuboid.into_iter().flat_map(|cuboid| &cuboid.shards) {
            let cube = decode(store, shard)?;
            let [areas, periods] = cube.header.axes.as_slice() else { continue };
            let width = u32::try_from(periods.members.len()).unwrap_or(u32::MAX).max(1);
            for (offset, _) in &cube.cells {
                let area = usize::try_from(offset / width).ok().and_then(|at| areas.members.get(at));
                let period = usize::try_from(offset % width).ok().and_then(|at| periods.members.get(at));
                let municipality = area.and_then(|area| catalogue.areas.municipality(area.as_str()));
                let period = period.and_then(|period| Period::parse(period.as_str()).ok());
                self.counted.extend(municipality.zip(period));
            }
        }
        Ok(())
    }
}

fn decode(store: &dyn Store, shard: &Shard) -> Result<SparseCube, VersionsError> {
    let missing = || VersionsError::Missing { path: shard.path.clone() };
    let bytes = store.read(&shard.path)?.ok_or_else(missing)?;
    shard.check(&bytes).map_err(|source| VersionsError::Damaged { source })?;
    wire::decode(&bytes, shard.rows).map_err(|source| VersionsError::Undecodable { path: shard.path.clone(), source })
}

/// Where the members of a shard's axes lie in tonight's catalogue.
struct Places {
    areas: Vec<Option<u16>>,
    periods: Vec<Option<Period>>,
    codes: Vec<Option<CodeIdx>>,
    code_members: Vec<MemberCode>,
    /// Lengths of the axes after area, period and code; one where there is none.
    further: [u32; 2],
}

impl Places {
    fn new(cube: &SparseCube, catalogue: &Catalogue) -> Self {
        let members = |at: usize| cube.header.axes.get(at).map(|axis| axis.members.as_slice()).unwrap_or_default();
        let length = |at: usize| u32::try_from(members(at).len()).unwrap_or(u32::MAX).max(1);
        let position = |id: DimensionId, code: &MemberCode| {
            let dimension = match id {
                DimensionId::Code => &catalogue.codes.dimension,
                _ => &catalogue.areas.dimension,
            };
            let at = dimension.members.iter().position(|member| member.code == *code);
            at.and_then(|at| u16::try_from(at).ok())
        };
        Self {
            areas: members(0).iter().map(|code| position(DimensionId::Area, code)).collect(),
            periods: members(1).iter().map(|code| Period::parse(code.as_str()).ok()).collect(),
            codes: members(2).iter().map(|code| position(DimensionId::Code, code)).collect(),
            code_members: members(2).to_vec(),
            further: [length(3), length(4)],
        }
    }

    fn code(&self, code: &MemberCode) -> Option<CodeIdx> {
        let at = self.code_members.iter().position(|member| member == code)?;
        self.codes.get(at).copied().flatten()
    }

    /// Block, area and further positions of an offset.
    fn of(&self, offset: u32) -> Option<((CodeIdx, Period), u16, [u8; 2])> {
        let [first, second] = self.further;
        let (rest, last) = (offset / second, offset % second);
        let (rest, further) = (rest / first, [rest % first, last]);
        let rest = usize::try_from(rest).ok()?;
        let (rest, code) = (rest / self.codes.len(), rest % self.codes.len());
        let (area, period) = (rest / self.periods.len(), rest % self.periods.len());
        let block = (self.codes.get(code).copied().flatten()?, self.periods.get(period).copied().flatten()?);
        let [first, second] = further.map(u8::try_from);
        Some((block, self.areas.get(area).copied().flatten()?, [first.ok()?, second.ok()?]))
    }
}
