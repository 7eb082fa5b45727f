//! The population, from five-year bands to the published age groups.

use std::collections::BTreeMap;

use datafusion::prelude::SessionContext;

use super::{DeriveError, columns::for_each_batch};
use crate::catalogue::{AGE_LEAVES, Catalogue, MunicipalityIdx};

/// Citizens of one municipality, year, finest age group and sex; public.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct PopulationRow {
    /// The municipality.
    pub municipality: MunicipalityIdx,
    /// The year; the number is of 1 January.
    pub year: u16,
    /// Position in [`AGE_LEAVES`].
    pub age: u8,
    /// 0 for women, 1 for men.
    pub sex: u8,
    /// How many.
    pub persons: u32,
}

/// Reads the population; bands that straddle two age groups go to the one of their first age.
pub(super) async fn read(session: &SessionContext, catalogue: &Catalogue) -> Result<Vec<PopulationRow>, DeriveError> {
    let mut sums: BTreeMap<(MunicipalityIdx, u16, u8, u8), u32> = BTreeMap::new();
    let sql = "SELECT municipality, year, sex, age_from, persons FROM population";
    for_each_batch(session, "population", sql, |batch| {
        let municipalities = batch.texts(0, |text| catalogue.areas.municipality(text))?;
        let sexes = batch.texts(2, |text| match text {
            "K" => Some(0_u8),
            "M" => Some(1),
            _ => None,
        })?;
        let (years, ages, persons) = (batch.numbers(1)?, batch.numbers(3)?, batch.numbers(4)?);
        let who = municipalities.into_iter().zip(sexes);
        for ((who, year), (age, persons)) in who.zip(years).zip(ages.into_iter().zip(persons)) {
            let (Some(municipality), Some(sex)) = who else { continue };
            let leaf = AGE_LEAVES.iter().position(|leaf| (leaf.from..=leaf.to).contains(&age));
            let Some(age) = leaf.and_then(|at| u8::try_from(at).ok()) else { continue };
            let year = u16::try_from(year).unwrap_or(0);
            *sums.entry((municipality, year, age, sex)).or_default() += persons;
        }
        Ok(())
    })
    .await?;
    let row = |((municipality, year, age, sex), persons)| PopulationRow { municipality, year, age, sex, persons };
    Ok(sums.into_iter().map(row).collect())
}
