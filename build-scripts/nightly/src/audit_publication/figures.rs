//! A publication in memory, as anybody has it: checked, decoded, and addressed by members.

use std::collections::BTreeMap;

use naerblik_shared::{
    cell::Cell,
    cube::Cube,
    manifest::{Cuboid, Dataset, Manifest, Shard},
    period::Period,
    schema::{DimensionId, MemberCode},
};
use rayon::prelude::*;

use super::{AuditError, night::Unpublished};
use crate::query_command::{self, OpenPublication};

/// All figures of a publication.
pub(super) struct Figures {
    manifest: Manifest,
    /// The datasets with codes.
    pub(super) datasets: Vec<DatasetFigures>,
    /// Population by area, year, age and sex.
    pub(super) population: Cube,
    /// Municipalities counted, by area and period.
    pub(super) coverage: Cube,
}

/// The figures of one dataset.
pub(super) struct DatasetFigures {
    pub(super) id: String,
    /// The codes, in the order of the dimension.
    pub(super) codes: Vec<MemberCode>,
    pub(super) cuboids: Vec<CuboidFigures>,
}

/// The figures of one cuboid.
pub(super) struct CuboidFigures {
    pub(super) id: String,
    pub(super) areas: Vec<MemberCode>,
    pub(super) periods: Vec<Period>,
    /// The other axes with their members, in order.
    pub(super) further: Vec<(DimensionId, Vec<MemberCode>)>,
    shards: Vec<Strided>,
    /// Per code its shard and its position there.
    of_code: BTreeMap<MemberCode, (usize, usize)>,
}

/// A shard with the distances between neighbours on its axes.
struct Strided {
    cube: Cube,
    area: usize,
    period: usize,
    code: usize,
    further: Vec<usize>,
}

/// Brings the cells of a shard.
type Load<'a> = &'a (dyn Fn(&Shard) -> Result<Cube, AuditError> + Sync);

impl Figures {
    /// Reads every shard of the newest publication in a folder; each is checked against its digest.
    pub(super) fn open(folder: &std::path::Path) -> Result<Self, AuditError> {
        let publication = OpenPublication::open(folder.to_path_buf())?;
        Self::read(publication.manifest.clone(), &|shard| Ok(publication.load(shard)?))
    }

    /// Reads every shard of a publication that is ready to be written.
    pub(super) fn of(publication: Unpublished<'_>) -> Result<Self, AuditError> {
        Self::read(publication.manifest.clone(), &|shard| {
            let lacks = || AuditError::Lacks { what: shard.path.clone() };
            Ok(query_command::cube(shard, publication.files.get(&shard.path).ok_or_else(lacks)?)?)
        })
    }

    fn read(manifest: Manifest, load: Load<'_>) -> Result<Self, AuditError> {
        let with_codes = manifest.datasets.iter().filter(|dataset| dataset.code_root.is_some());
        let datasets = with_codes
            .map(|dataset| DatasetFigures::load(&manifest, dataset, load))
            .collect::<Result<_, AuditError>>()?;
        let population = only_cube(&manifest, "population", load)?;
        let coverage = only_cube(&manifest, "coverage", load)?;
        Ok(Self { manifest, datasets, population, coverage })
    }

    pub(super) fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    pub(super) fn dataset(&self, id: &str) -> Option<&DatasetFigures> {
        self.datasets.iter().find(|dataset| dataset.id == id)
    }
}

fn only_cube(manifest: &Manifest, id: &str, load: Load<'_>) -> Result<Cube, AuditError> {
    let shards = manifest.dataset(id).and_then(|dataset| dataset.cuboids.first());
    let shard = shards.and_then(|cuboid| cuboid.shards.first());
    let shard = shard.ok_or_else(|| AuditError::Lacks { what: format!("dataset `{id}`") })?;
    load(shard)
}

impl DatasetFigures {
    fn load(manifest: &Manifest, dataset: &Dataset, load: Load<'_>) -> Result<Self, AuditError> {
        let cuboids: Vec<CuboidFigures> = dataset
            .cuboids
            .iter()
            .map(|cuboid| CuboidFigures::load(dataset, cuboid, load))
            .collect::<Result<_, _>>()?;
        let codes = manifest.dimension(DimensionId::Code).map_or(&[][..], |codes| &codes.members);
        let has = |code: &&MemberCode| cuboids.iter().any(|cuboid| cuboid.of_code.contains_key(*code));
        let codes = codes.iter().map(|member| &member.code).filter(has).cloned().collect();
        Ok(Self { id: dataset.id.clone(), codes, cuboids })
    }
}

impl CuboidFigures {
    fn load(dataset: &Dataset, cuboid: &Cuboid, load: Load<'_>) -> Result<Self, AuditError> {
        let lacks = |what: &str| AuditError::Lacks { what: format!("{what} of {}/{}", dataset.id, cuboid.id) };
        let members = |id: DimensionId| cuboid.members(id).map(<[MemberCode]>::to_vec);
        let areas = members(DimensionId::Area).ok_or_else(|| lacks("the areas"))?;
        let periods = members(DimensionId::Period).ok_or_else(|| lacks("the periods"))?;
        let periods = periods.iter().map(|code| Period::parse(code.as_str())).collect::<Result<_, _>>()?;
        let is_further = |id: DimensionId| !matches!(id, DimensionId::Area | DimensionId::Period | DimensionId::Code);
        let axes = cuboid.axes.iter().filter(|axis| is_further(axis.dimension));
        let further: Vec<_> = axes.map(|axis| (axis.dimension, axis.members.clone())).collect();
        let shards: Vec<Strided> = cuboid
            .shards
            .par_iter()
            .map(|shard| {
                let cube = load(shard)?;
                let is_whole = cube.axes().iter().all(|axis| {
                    axis.dimension == DimensionId::Code
                        || cuboid.members(axis.dimension) == Some(axis.members.as_slice())
                });
                let strided = Strided::new(cube, &further).filter(|_| is_whole);
                strided.ok_or_else(|| AuditError::Shard { path: shard.path.clone() })
            })
            .collect::<Result<_, AuditError>>()?;
        let mut of_code = BTreeMap::new();
        for (at, shard) in shards.iter().enumerate() {
            let on_axis = shard.cube.axes().iter().find(|axis| axis.dimension == DimensionId::Code);
            let codes = on_axis.map_or(&[][..], |axis| &axis.members);
            of_code.extend(codes.iter().enumerate().map(|(position, code)| (code.clone(), (at, position))));
        }
        Ok(Self { id: cuboid.id.clone(), areas, periods, further, shards, of_code })
    }

    /// The figures of one code in one period; `None` when the cuboid lacks either.
    pub(super) fn slice(&self, code: &MemberCode, period: Period) -> Option<Slice<'_>> {
        let &(shard, position) = self.of_code.get(code)?;
        let shard = self.shards.get(shard)?;
        let period = self.periods.iter().position(|known| *known == period)?;
        Some(Slice { shard, base: position * shard.code + period * shard.period })
    }
}

/// The figures of one code in one period of a cuboid.
pub(super) struct Slice<'a> {
    shard: &'a Strided,
    base: usize,
}

impl Slice<'_> {
    /// The cell at a position on the axis of areas and on each further axis.
    pub(super) fn at(&self, area: usize, further: &[usize]) -> Option<Cell> {
        let steps = further.iter().zip(&self.shard.further).map(|(position, stride)| position * stride);
        self.shard.cube.at(self.base + area * self.shard.area + steps.sum::<usize>())
    }
}

impl Strided {
    fn new(cube: Cube, further: &[(DimensionId, Vec<MemberCode>)]) -> Option<Self> {
        let stride = |id: DimensionId| cube.stride(cube.axis(id)?);
        let (area, period, code) =
            (stride(DimensionId::Area)?, stride(DimensionId::Period)?, stride(DimensionId::Code)?);
        let further = further.iter().map(|(id, _)| stride(*id)).collect::<Option<_>>()?;
        Some(Self { cube, area, period, code, further })
    }
}
