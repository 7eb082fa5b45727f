//! What all blocks of a night have in common: the catalogue, who is counted when, and the population.

use std::collections::BTreeMap;

use naerblik_shared::{
    period::{Grain, Period},
    schema::{DimensionId, MemberCode},
};

use super::{
    SuppressedCell,
    block::{CellKey, Part, suppressed},
    further,
};
use crate::{
    catalogue::{AGE_LEAVES, Catalogue, CodeIdx, CuboidSpec, MunicipalityIdx},
    derive::{LeafDetail, PopulationRow},
    validate::Coverage,
};

/// What all blocks of a night have in common.
pub(super) struct BlockContext<'a> {
    catalogue: &'a Catalogue,
    coverage: &'a Coverage,
    /// Per period and area the citizens by age and sex; none where nobody is counted.
    population: Vec<Vec<Option<[u32; 18]>>>,
    /// For each cuboid of the catalogue and each area: whether the cuboid has it.
    has_area: Vec<Vec<bool>>,
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

    /// The longest published period that holds a period, which names all that relate to it: months relate to each other
    /// through their quarter, and quarters through their year, as soon as these are published.
    pub(super) fn group(&self, position: usize) -> Period {
        let own = self.period(position);
        let longer = [Grain::Year, Grain::Quarter].into_iter().filter(|grain| *grain < own.grain());
        let mut longer = longer.map(|grain| own.widen(grain));
        longer.find(|period| self.coverage.periods.contains(period)).unwrap_or(own)
    }

    /// Public number of citizens of the cell's group in the municipalities that are counted.
    pub(super) fn denominator(&self, key: CellKey, period: usize) -> Option<u32> {
        if key.home != 0 || key.disease != 0 {
            return None;
        }
        let by_age_and_sex = self.population.get(period)?.get(usize::from(key.area))?.as_ref()?;
        by_age_and_sex.get(usize::from(key.age) * 3 + usize::from(key.sex)).copied()
    }

    pub(super) fn n_diseases(&self) -> u8 {
        u8::try_from(self.catalogue.others.disease.members.len().saturating_sub(1)).unwrap_or(0)
    }

    /// Every area that a municipality is part of, itself included.
    pub(super) fn areas_above(&self, municipality: MunicipalityIdx) -> &'a [u16] {
        self.catalogue.areas.containing(municipality)
    }

    /// The weight of the heaviest cuboid of a grain that has the cell.
    pub(super) fn weight(&self, key: CellKey, grain: Grain) -> u32 {
        let having = self.cuboids_at(grain).filter(|(_, cuboid)| key.in_cuboid(further(&cuboid.dimensions)).is_some());
        having.map(|(_, cuboid)| cuboid.weight).max().unwrap_or(1)
    }

    /// Per area the number of municipalities in it.
    pub(super) fn municipalities_in_areas(&self) -> Vec<u32> {
        let mut municipalities = vec![0; self.catalogue.areas.dimension.members.len()];
        for (municipality, _) in (0..=MunicipalityIdx::MAX).zip(self.catalogue.areas.municipality_codes()) {
            for area in self.catalogue.areas.containing(municipality) {
                if let Some(number) = municipalities.get_mut(usize::from(*area)) {
                    *number += 1;
                }
            }
        }
        municipalities
    }

    /// How far leaves are told apart at a grain.
    pub(super) fn detail_at(&self, grain: Grain) -> LeafDetail {
        LeafDetail::of(self.cuboids_at(grain).flat_map(|(_, cuboid)| cuboid.dimensions.iter().copied()))
    }

    /// For each code the codes directly below.
    pub(super) fn codes_below(&self) -> BTreeMap<CodeIdx, Vec<CodeIdx>> {
        let dimension = &self.catalogue.codes.dimension;
        let position: BTreeMap<&MemberCode, CodeIdx> =
            dimension.members.iter().map(|member| &member.code).zip(0..).collect();
        let mut below: BTreeMap<CodeIdx, Vec<CodeIdx>> = BTreeMap::new();
        for (member, at) in dimension.members.iter().zip(0..) {
            for parent in member.parents.iter().filter_map(|code| position.get(code)) {
                below.entry(*parent).or_default().push(at);
            }
        }
        below
    }

    /// The next finer periods inside a period; `None` for a month.
    pub(super) fn periods_inside(&self, period: usize) -> Option<(Grain, Vec<usize>)> {
        let whole = self.period(period);
        let finer = match whole.grain() {
            Grain::Year => Grain::Quarter,
            Grain::Quarter => Grain::Month,
            Grain::Month => return None,
        };
        let (start, months) = whole.month_span();
        let is_inside = |inner: &Period| {
            let (from, length) = inner.month_span();
            inner.grain() == finer && start <= from && from + length <= start + months
        };
        let inside = self.coverage.periods.iter().enumerate().filter(|(_, inner)| is_inside(inner));
        Some((finer, inside.map(|(position, _)| position).collect()))
    }

    /// Every cell of a part that a cuboid can have, by cuboid: what is suppressed when the part is withheld.
    pub(super) fn all_suppressed(&self, block: (CodeIdx, usize), part: Part) -> Vec<Vec<SuppressedCell>> {
        let grain = self.period(block.1).grain();
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

/// For each period and area: citizens by age member (rows) and sex member (columns), totals included.
fn denominators(
    catalogue: &Catalogue,
    coverage: &Coverage,
    population: &[PopulationRow],
) -> Vec<Vec<Option<[u32; 18]>>> {
    let last_year = population.iter().map(|row| row.year).max().unwrap_or(0);
    let of_period = |(position, period): (usize, &Period)| {
        let mut sums = vec![None; catalogue.areas.dimension.members.len()];
        let year = period.year().min(last_year);
        for row in population.iter().filter(|row| row.year == year) {
            if !coverage.of(row.municipality).contains(position) {
                continue;
            }
            let ages = ages_of(row.age);
            for area in catalogue.areas.containing(row.municipality) {
                let Some(table) = sums.get_mut(usize::from(*area)) else { continue };
                let table = table.get_or_insert([0; 18]);
                for age in &ages {
                    for sex in [0, row.sex + 1] {
                        if let Some(sum) = table.get_mut(usize::from(*age) * 3 + usize::from(sex)) {
                            *sum += row.persons;
                        }
                    }
                }
            }
        }
        sums
    };
    coverage.periods.iter().enumerate().map(of_period).collect()
}

/// Positions in the age dimension that hold the finest group, the total first.
pub(super) fn ages_of(age: u8) -> Vec<u8> {
    let leaf = AGE_LEAVES.get(usize::from(age));
    let own = leaf.into_iter().flat_map(|leaf| leaf.above.iter().copied().chain([leaf.member]));
    std::iter::once(0).chain(own).collect()
}
