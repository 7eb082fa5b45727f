//! Datasets without citizens under protection: population and coverage.

use std::collections::BTreeMap;

use naerblik_shared::{
    cell::Cell,
    cube::{Axis, CubeHeader, SparseCube},
    manifest::{Cuboid, Dataset, ManifestAxis},
    period::{Grain, Period},
    schema::{DimensionId, Measure, MemberCode, Text},
};

use super::{AssembleError, dimensions::codes_of, shards};
use crate::{
    catalogue::{AGE_LEAVES, Catalogue, PublicTableSpec},
    suppress::SuppressedCube,
};

/// Population by area, year, age and sex.
pub(super) fn population(
    cube: &SuppressedCube,
    catalogue: &Catalogue,
    files: &mut BTreeMap<String, Vec<u8>>,
) -> Result<Dataset, AssembleError> {
    let mut years: Vec<u16> = cube.population().iter().map(|row| row.year).collect();
    years.sort_unstable();
    years.dedup();
    let mut sums: BTreeMap<[usize; 4], u32> = BTreeMap::new();
    for row in cube.population() {
        let Ok(year) = years.binary_search(&row.year) else { continue };
        let leaf = AGE_LEAVES.get(usize::from(row.age));
        let ages = leaf.into_iter().flat_map(|leaf| leaf.above.iter().copied().chain([leaf.member, 0]));
        for age in ages {
            for sex in [0, row.sex + 1] {
                for area in catalogue.areas.containing(row.municipality) {
                    let at = [usize::from(*area), year, usize::from(age), usize::from(sex)];
                    *sums.entry(at).or_default() += row.persons;
                }
            }
        }
    }
    let axes = vec![
        axis(DimensionId::Area, codes_of(&catalogue.areas.dimension)),
        axis(DimensionId::Period, years.iter().map(|year| Period::Year(*year).into()).collect()),
        axis(DimensionId::Age, codes_of(&catalogue.others.age)),
        axis(DimensionId::Sex, codes_of(&catalogue.others.sex)),
    ];
    let measure = ("persons", Text::new("borgere", "citizens"));
    let spec = PublicTable { id: "population", spec: &catalogue.file.population, grains: vec![Grain::Year], measure };
    spec.dataset(cube, axes, &sums, files)
}

/// Municipalities that are counted, by area and period.
pub(super) fn coverage(
    cube: &SuppressedCube,
    catalogue: &Catalogue,
    files: &mut BTreeMap<String, Vec<u8>>,
) -> Result<Dataset, AssembleError> {
    let coverage = &cube.record().coverage;
    let mut sums: BTreeMap<[usize; 2], u32> = BTreeMap::new();
    for (municipality, _) in (0_u8..).zip(catalogue.areas.municipality_codes()) {
        for period in coverage.of(municipality).iter() {
            for area in catalogue.areas.containing(municipality) {
                *sums.entry([usize::from(*area), period]).or_default() += 1;
            }
        }
    }
    let axes = vec![
        axis(DimensionId::Area, codes_of(&catalogue.areas.dimension)),
        axis(DimensionId::Period, coverage.periods.iter().map(|period| (*period).into()).collect()),
    ];
    let measure = ("municipalities", Text::new("kommuner", "municipalities"));
    let grains = vec![Grain::Year, Grain::Quarter, Grain::Month];
    let spec = PublicTable { id: "coverage", spec: &catalogue.file.coverage, grains, measure };
    spec.dataset(cube, axes, &sums, files)
}

struct PublicTable<'a> {
    id: &'static str,
    spec: &'a PublicTableSpec,
    grains: Vec<Grain>,
    measure: (&'static str, Text),
}

impl PublicTable<'_> {
    fn dataset<const N: usize>(
        self,
        cube: &SuppressedCube,
        axes: Vec<ManifestAxis>,
        sums: &BTreeMap<[usize; N], u32>,
        files: &mut BTreeMap<String, Vec<u8>>,
    ) -> Result<Dataset, AssembleError> {
        let (measure, unit) = self.measure;
        let header = CubeHeader {
            dataset: self.id.to_owned(),
            cuboid: self.id.to_owned(),
            measure: measure.to_owned(),
            axes: axes.iter().map(|a| Axis { dimension: a.dimension, members: a.members.clone() }).collect(),
            not_reported: Vec::new(),
            not_applicable: Vec::new(),
            fictive: cube.record().register.fictive,
        };
        let offset = |at: &[usize; N]| at.iter().zip(&axes).fold(0, |sum, (at, axis)| sum * axis.members.len() + at);
        let cells = sums.iter().filter(|(_, n)| **n > 0);
        let cells = cells.map(|(at, n)| (u32::try_from(offset(at)).unwrap_or(u32::MAX), Cell::Value(*n))).collect();
        let shard = shards::write(&SparseCube { header, cells }, BTreeMap::new(), files)?;
        Ok(Dataset {
            id: self.id.to_owned(),
            label: self.spec.label.clone(),
            measure: Measure {
                id: measure.to_owned(),
                label: self.spec.measure_label.clone(),
                unit,
                sums_over: vec![DimensionId::Area, DimensionId::Age, DimensionId::Sex],
            },
            declaration: self.spec.declaration.clone(),
            code_root: None,
            cuboids: vec![Cuboid { id: self.id.to_owned(), grains: self.grains, axes, shards: vec![shard] }],
            withheld: Vec::new(),
        })
    }
}

fn axis(dimension: DimensionId, members: Vec<MemberCode>) -> ManifestAxis {
    ManifestAxis { dimension, members }
}
