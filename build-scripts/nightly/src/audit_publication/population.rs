//! The public population, as the denominators of a publication.

use std::collections::BTreeMap;

use naerblik_shared::{
    cube::Cube,
    period::Period,
    schema::{DimensionId, MemberCode},
};

/// Citizens by area, year, age and sex.
pub(super) struct Population {
    /// By year, age and sex, then by area.
    persons: BTreeMap<(u16, MemberCode, MemberCode), BTreeMap<MemberCode, u32>>,
    last_year: u16,
    totals: [MemberCode; 2],
}

impl Population {
    pub(super) fn new(cube: &Cube) -> Self {
        let mut persons: BTreeMap<_, BTreeMap<_, _>> = BTreeMap::new();
        let members = |id: DimensionId| {
            let axis = cube.axes().iter().find(|axis| axis.dimension == id);
            axis.map_or(&[][..], |axis| axis.members.as_slice())
        };
        let [areas, periods, ages, sexes] =
            [DimensionId::Area, DimensionId::Period, DimensionId::Age, DimensionId::Sex].map(members);
        let stride = |id| cube.axis(id).and_then(|axis| cube.stride(axis)).unwrap_or_default();
        for (period_at, period) in periods.iter().enumerate() {
            let Ok(period) = Period::parse(period.as_str()) else { continue };
            for (area_at, area) in areas.iter().enumerate() {
                for (age_at, age) in ages.iter().enumerate() {
                    for (sex_at, sex) in sexes.iter().enumerate() {
                        let at = area_at * stride(DimensionId::Area)
                            + period_at * stride(DimensionId::Period)
                            + age_at * stride(DimensionId::Age)
                            + sex_at * stride(DimensionId::Sex);
                        let number = cube.at(at).and_then(naerblik_shared::cell::Cell::value).unwrap_or_default();
                        let group = (period.year(), age.clone(), sex.clone());
                        persons.entry(group).or_default().insert(area.clone(), number);
                    }
                }
            }
        }
        let last_year = persons.keys().map(|(year, ..)| *year).max().unwrap_or_default();
        let total = |members: &[MemberCode]| members.first().cloned().unwrap_or_else(MemberCode::total);
        Self { persons, last_year, totals: [total(ages), total(sexes)] }
    }

    /// Citizens of some areas on 1 January of the period's year, or of the last one known; `None` when the
    /// publication does not say.
    pub(super) fn persons<'a>(
        &self,
        areas: impl Iterator<Item = &'a MemberCode>,
        period: Period,
        age: Option<&MemberCode>,
        sex: Option<&MemberCode>,
    ) -> Option<u32> {
        let year = period.year().min(self.last_year);
        let [all_ages, all_sexes] = &self.totals;
        let (age, sex) = (age.unwrap_or(all_ages), sex.unwrap_or(all_sexes));
        let by_area = self.persons.get(&(year, age.clone(), sex.clone()))?;
        areas.map(|area| by_area.get(area).copied()).sum()
    }
}
