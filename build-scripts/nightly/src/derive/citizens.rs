//! Where each citizen belongs in each period.

use std::collections::BTreeMap;

use datafusion::prelude::SessionContext;

use super::{
    DeriveError,
    calendar::LastDays,
    columns::for_each_batch,
    leaf::{Leaf, LeafParts},
};
use crate::{
    catalogue::{AGE_LEAVES, Catalogue, MunicipalityIdx},
    validate::Coverage,
};

/// Position of a citizen, by rising pseudonymous key.
pub(super) type CitizenIdx = u32;

/// The citizens' keys, and the leaf of each citizen in each period.
pub(super) struct Citizens {
    keys: Vec<u64>,
    n_periods: usize,
    leaves: Vec<Option<Leaf>>,
}

struct Life {
    birth: i32,
    death: Option<i32>,
    sex: u8,
}

/// From which day until which (exclusive; open when `None`), for one citizen.
struct Stay<T> {
    citizen: CitizenIdx,
    from: i32,
    to: Option<i32>,
    what: T,
}

struct Histories {
    residences: Vec<Stay<MunicipalityIdx>>,
    care_homes: Vec<Stay<()>>,
    diseases: Vec<Stay<u8>>,
}

impl Citizens {
    pub(super) fn position(&self, key: u64) -> Option<CitizenIdx> {
        self.keys.binary_search(&key).ok().and_then(|at| CitizenIdx::try_from(at).ok())
    }

    /// The leaf of a citizen in a period; `None` when the municipality of residence is not counted in it, or the
    /// citizen was not born yet.
    pub(super) fn leaf(&self, citizen: CitizenIdx, period: usize) -> Option<Leaf> {
        let at = usize::try_from(citizen).ok()? * self.n_periods + period;
        self.leaves.get(at).copied().flatten()
    }
}

/// Reads citizens and their histories, and decides their leaves.
pub(super) async fn read(
    session: &SessionContext,
    catalogue: &Catalogue,
    coverage: &Coverage,
) -> Result<Citizens, DeriveError> {
    let lives = read_lives(session).await?;
    let keys: Vec<u64> = lives.keys().copied().collect();
    let histories = read_histories(session, catalogue, &keys).await?;
    let last_days = LastDays::of(&coverage.periods);
    let n_periods = coverage.periods.len();
    let mut leaves = Vec::with_capacity(keys.len() * n_periods);
    let (mut residence, mut care_home, mut disease) = (0, 0, 0);
    for (citizen, life) in (0..).zip(lives.values()) {
        let residences = run(&histories.residences, &mut residence, citizen);
        let care_homes = run(&histories.care_homes, &mut care_home, citizen);
        let diseases = run(&histories.diseases, &mut disease, citizen);
        for (period, last_day) in last_days.iter().enumerate() {
            let day = life.death.map_or(last_day, |death| last_day.min(death - 1));
            let born = residences.iter().filter(|_| life.birth <= day);
            let municipality = born.filter(|stay| stay.from <= day).map(|stay| stay.what).next_back();
            let counted = municipality.filter(|municipality| coverage.of(*municipality).contains(period));
            leaves.push(counted.map(|municipality| {
                let lives_in_care_home = care_homes.iter().any(|stay| stay.covers(day));
                let known = diseases.iter().filter(|stay| stay.from <= day);
                Leaf::new(LeafParts {
                    municipality,
                    age: age_leaf(life.birth, day),
                    sex: life.sex,
                    home: u8::from(!lives_in_care_home),
                    diseases: known.fold(0, |flags, stay| flags | stay.what),
                })
            }));
        }
    }
    Ok(Citizens { keys, n_periods, leaves })
}

impl<T> Stay<T> {
    fn covers(&self, day: i32) -> bool {
        self.from <= day && self.to.is_none_or(|to| day < to)
    }
}

/// The stays of one citizen in a list sorted by citizen; `next` moves on.
fn run<'a, T>(stays: &'a [Stay<T>], next: &mut usize, citizen: CitizenIdx) -> &'a [Stay<T>] {
    let rest = stays.get(*next..).unwrap_or_default();
    let skip = rest.iter().take_while(|stay| stay.citizen < citizen).count();
    let own = rest.get(skip..).unwrap_or_default();
    let length = own.iter().take_while(|stay| stay.citizen == citizen).count();
    *next += skip + length;
    own.get(..length).unwrap_or_default()
}

fn age_leaf(birth: i32, day: i32) -> u8 {
    let age = super::calendar::full_years(birth, day);
    let found = AGE_LEAVES.iter().position(|leaf| (leaf.from..=leaf.to).contains(&age));
    found.and_then(|at| u8::try_from(at).ok()).unwrap_or(0)
}

async fn read_lives(session: &SessionContext) -> Result<BTreeMap<u64, Life>, DeriveError> {
    let mut lives = BTreeMap::new();
    let sql = "SELECT citizen_key, birth_date, death_date, sex FROM citizens";
    for_each_batch(session, "citizens", sql, |batch| {
        let (births, deaths) = (batch.days(1)?, batch.days(2)?);
        let sexes = batch.texts(3, |sex| match sex {
            "K" => Some(0),
            "M" => Some(1),
            _ => None,
        })?;
        for (((key, birth), death), sex) in batch.keys(0)?.into_iter().zip(births).zip(deaths).zip(sexes) {
            let (Some(birth), Some(sex)) = (birth, sex) else {
                return Err(DeriveError::Citizen { expected: "a birth date, and sex K or M" });
            };
            lives.insert(key, Life { birth, death, sex });
        }
        Ok(())
    })
    .await?;
    Ok(lives)
}

async fn read_histories(
    session: &SessionContext,
    catalogue: &Catalogue,
    keys: &[u64],
) -> Result<Histories, DeriveError> {
    let municipality = |text: &str| catalogue.areas.municipality(text);
    let diseases = &catalogue.others.disease.members;
    let flag = |text: &str| {
        let position = diseases.iter().skip(1).position(|member| member.code.as_str() == text)?;
        1_u8.checked_shl(u32::try_from(position).ok()?)
    };
    let residences = ("residences", "SELECT citizen_key, from_date, to_date, municipality FROM residences");
    let care_homes = ("care_home_stays", "SELECT citizen_key, from_date, to_date, care_home FROM care_home_stays");
    let known = (
        "chronic_diseases",
        "SELECT citizen_key, from_date, CAST(NULL AS DATE) AS to_date, disease FROM chronic_diseases",
    );
    Ok(Histories {
        residences: read_stays(session, residences, keys, municipality).await?,
        care_homes: read_stays(session, care_homes, keys, |_| Some(())).await?,
        diseases: read_stays(session, known, keys, flag).await?,
    })
}

async fn read_stays<T>(
    session: &SessionContext,
    (table, sql): (&'static str, &str),
    keys: &[u64],
    parse: impl Fn(&str) -> Option<T>,
) -> Result<Vec<Stay<T>>, DeriveError> {
    let mut stays = Vec::new();
    for_each_batch(session, table, sql, |batch| {
        let (starts, ends, whats) = (batch.days(1)?, batch.days(2)?, batch.texts(3, &parse)?);
        for (((key, from), to), what) in batch.keys(0)?.into_iter().zip(starts).zip(ends).zip(whats) {
            let citizen = keys.binary_search(&key).ok().and_then(|at| CitizenIdx::try_from(at).ok());
            if let (Some(citizen), Some(from), Some(what)) = (citizen, from, what) {
                stays.push(Stay { citizen, from, to, what });
            }
        }
        Ok(())
    })
    .await?;
    stays.sort_by_key(|stay| (stay.citizen, stay.from));
    Ok(stays)
}
