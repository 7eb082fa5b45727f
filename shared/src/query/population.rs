//! Denominators: how many citizens live where somebody reported.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    cube::Cube,
    manifest::Manifest,
    period::{Grain, Period},
    schema::{Dimension, DimensionId, Member, MemberCode},
};

/// Looks up populations for rates.
///
/// The denominator of a period is the population on 1 January of its year, or of the last year known when the
/// population of that year is not published yet, in those municipalities of the area that are counted in the period.
#[derive(Debug, Clone)]
pub struct Denominators<'a> {
    /// Where the municipalities of every area lie; found once, since a page asks for hundreds of denominators.
    municipalities: FxHashMap<&'a MemberCode, Vec<Option<Place>>>,
    population: &'a Cube,
    coverage: &'a Cube,
}

impl<'a> Denominators<'a> {
    /// Takes the publication's manifest and the cubes of its datasets `population` and `coverage`.
    pub fn new(manifest: &'a Manifest, population: &'a Cube, coverage: &'a Cube) -> Self {
        let leaves = manifest.dimension(DimensionId::Area).map_or_else(BTreeMap::new, leaves_by_area);
        let place =
            |leaf: &&MemberCode| Some(Place { counted: step(coverage, leaf)?, living: step(population, leaf)? });
        let places = |leaves: Vec<&MemberCode>| leaves.iter().map(place).collect();
        let municipalities = leaves.into_iter().map(|(area, leaves)| (area, places(leaves))).collect();
        Self { municipalities, population, coverage }
    }

    /// Citizens of the age and sex in the municipalities of `area` that are counted in `period`.
    ///
    /// Zero when no municipality is counted; `None` when a member does not exist or has no published population.
    pub fn persons(&self, area: &MemberCode, period: Period, age: &MemberCode, sex: &MemberCode) -> Option<u64> {
        let at_period = (DimensionId::Period, MemberCode::from(period));
        let counted = Column::new(self.coverage, &[at_period])?;
        let at_year = (DimensionId::Period, self.year(period)?);
        let group = [at_year, (DimensionId::Age, age.clone()), (DimensionId::Sex, sex.clone())];
        let living = Column::new(self.population, &group)?;
        let mut persons = 0_u64;
        for place in self.municipalities.get(area)? {
            let place = place.as_ref()?;
            if counted.at(place.counted)? > 0 {
                persons += u64::from(living.at(place.living)?);
            }
        }
        Some(persons)
    }

    /// Citizens of the age and sex who live in the area, whoever reported; the year is chosen as for rates.
    pub fn living(&self, area: &MemberCode, period: Period, age: &MemberCode, sex: &MemberCode) -> Option<u64> {
        let at_year = (DimensionId::Period, self.year(period)?);
        let living =
            Column::new(self.population, &[at_year, (DimensionId::Age, age.clone()), (DimensionId::Sex, sex.clone())])?;
        let places = self.municipalities.get(area)?.iter();
        places.map(|place| living.at((*place)?.living).map(u64::from)).sum()
    }

    /// Whether the municipality delivered every month of the period; `None` when the pair is not published.
    pub fn is_counted(&self, municipality: &MemberCode, period: Period) -> Option<bool> {
        let counted = self.municipalities_counted(municipality, period)?;
        Some(counted > 0)
    }

    /// How many municipalities of the area are counted in the period.
    pub fn municipalities_counted(&self, area: &MemberCode, period: Period) -> Option<u32> {
        Column::new(self.coverage, &[(DimensionId::Period, period.into())])?.of(area)
    }

    fn year(&self, period: Period) -> Option<MemberCode> {
        let year = MemberCode::from(period.widen(Grain::Year));
        let axis = self.population.axes().iter().find(|axis| axis.dimension == DimensionId::Period)?;
        let known = axis.members.iter().rev().find(|member| **member <= year);
        known.cloned()
    }
}

/// For every area, the areas at or below it that have nothing below themselves.
fn leaves_by_area(areas: &Dimension) -> BTreeMap<&MemberCode, Vec<&MemberCode>> {
    let by_code: FxHashMap<&MemberCode, &Member> = areas.members.iter().map(|member| (&member.code, member)).collect();
    let above: FxHashSet<&MemberCode> = areas.members.iter().flat_map(|member| &member.parents).collect();
    let mut leaves: BTreeMap<&MemberCode, Vec<&MemberCode>> = BTreeMap::new();
    for leaf in areas.members.iter().filter(|member| !above.contains(&member.code)) {
        let mut seen = FxHashSet::default();
        let mut next = vec![leaf];
        while let Some(here) = next.pop() {
            if seen.insert(&here.code) {
                leaves.entry(&here.code).or_default().push(&leaf.code);
                next.extend(here.parents.iter().filter_map(|parent| by_code.get(parent).copied()));
            }
        }
    }
    leaves
}

/// How far a municipality lies from the first area in the two cubes.
#[derive(Debug, Clone, Copy)]
struct Place {
    counted: usize,
    living: usize,
}

fn step(cube: &Cube, area: &MemberCode) -> Option<usize> {
    Some(cube.position(DimensionId::Area, area)? * cube.stride(cube.axis(DimensionId::Area)?)?)
}

/// The counts of all areas at one position of every other axis.
struct Column<'a> {
    cube: &'a Cube,
    offset: usize,
}

impl<'a> Column<'a> {
    fn new(cube: &'a Cube, fixed: &[(DimensionId, MemberCode)]) -> Option<Self> {
        let mut offset = 0;
        for (dimension, member) in fixed {
            offset += cube.position(*dimension, member)? * cube.stride(cube.axis(*dimension)?)?;
        }
        Some(Self { cube, offset })
    }

    fn of(&self, area: &MemberCode) -> Option<u32> {
        self.at(step(self.cube, area)?)
    }

    fn at(&self, step: usize) -> Option<u32> {
        self.cube.at(self.offset + step)?.value()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        manifest::FORMAT_VERSION,
        schema::{Dimension, Member, Text},
        testing::cube,
    };

    fn code(text: &str) -> MemberCode {
        MemberCode::parse(text).unwrap()
    }

    fn manifest() -> Manifest {
        let member = |own: &str, parents: &[&str]| Member {
            code: code(own),
            label: Text::new(own, own),
            level: String::new(),
            parents: parents.iter().map(|parent| code(parent)).collect(),
            legal_basis: None,
            valid_from: None,
            valid_to: None,
            synonyms: Vec::new(),
        };
        let members = vec![member("dk", &[]), member("0101", &["dk"]), member("0147", &["dk"])];
        Manifest {
            format: FORMAT_VERSION,
            publication: String::new(),
            as_of: String::new(),
            fictive: None,
            threshold_citizens: 5,
            dimensions: vec![Dimension { id: DimensionId::Area, label: Text::new("", ""), members }],
            datasets: Vec::new(),
            series_breaks: Vec::new(),
            previous: None,
            corrected: Vec::new(),
            awaiting: None,
            next_release: None,
            contact: None,
        }
    }

    #[test]
    fn only_municipalities_that_are_counted_are_in_the_denominator() {
        let population = cube(
            "area period age sex persons
            0101 2025 total total 600
            0147 2025 total total 100",
        );
        let coverage = cube(
            "area period municipalities
            0101 2025Q1 1
            0147 2025Q1 0
            0147 2025Q2 1
            0101 2026Q1 1
            dk 2025Q1 1",
        );
        let manifest = manifest();
        let denominators = Denominators::new(&manifest, &population, &coverage);
        let total = code("total");
        let persons = |area: &str, period: Period| denominators.persons(&code(area), period, &total, &total);
        assert_eq!(persons("dk", Period::Quarter(2025, 1)), Some(600));
        assert_eq!(persons("0147", Period::Quarter(2025, 1)), Some(0));
        assert_eq!(persons("dk", Period::Quarter(2025, 2)), Some(100));
        assert_eq!(persons("dk", Period::Quarter(2026, 1)), Some(600), "the last known year stands in");
        assert_eq!(persons("9999", Period::Quarter(2025, 1)), None);
        let living = denominators.living(&code("dk"), Period::Quarter(2025, 1), &total, &total);
        assert_eq!(living, Some(700), "whoever reported");
    }
}
