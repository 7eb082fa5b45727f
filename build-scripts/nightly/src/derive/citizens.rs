//! Where each citizen belongs in each period.

use datafusion::prelude::SessionContext;

use super::{
    DeriveError,
    calendar::{Birthdays, LastDays},
    columns::for_each_batch,
    leaf::{Leaf, LeafParts},
};
use crate::{
    catalogue::{AGE_LEAVES, Catalogue, MunicipalityIdx},
    validate::{Coverage, KnownCitizens},
};

/// Position of a citizen, by rising pseudonymous key.
pub(crate) type CitizenIdx = u32;

/// The leaf of each citizen in each period.
pub(crate) struct CitizenLeaves {
    n_periods: usize,
    /// By citizen, then by period; [`NOWHERE`] where the citizen is not counted.
    packed: Vec<u32>,
}

/// No leaf has this number.
const NOWHERE: u32 = u32::MAX;

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

impl CitizenLeaves {
    /// The leaf of a citizen in each period; `None` when the municipality of residence is not counted in it, or the
    /// citizen was not born yet.
    pub(crate) fn of(&self, citizen: CitizenIdx) -> impl Fn(usize) -> Option<Leaf> {
        let first = usize::try_from(citizen).unwrap_or(usize::MAX).saturating_mul(self.n_periods);
        let own = self.packed.get(first..first.saturating_add(self.n_periods)).unwrap_or_default();
        |period| own.get(period).filter(|packed| **packed != NOWHERE).map(|packed| Leaf::from_packed(*packed))
    }

    /// All leaves of all citizens, with the position of the period; some more than once.
    pub(crate) fn all(&self) -> impl Iterator<Item = (usize, Leaf)> {
        let by_citizen = self.packed.chunks_exact(self.n_periods.max(1));
        let all = by_citizen.flat_map(|own| own.iter().copied().enumerate());
        all.filter(|(_, packed)| *packed != NOWHERE).map(|(period, packed)| (period, Leaf::from_packed(packed)))
    }
}

/// Reads citizens and their histories, and decides their leaves.
pub(super) async fn read(
    session: &SessionContext,
    citizens: &KnownCitizens,
    catalogue: &Catalogue,
    coverage: &Coverage,
) -> Result<CitizenLeaves, DeriveError> {
    let lives = read_lives(session, citizens).await?;
    let histories = read_histories(session, catalogue, citizens).await?;
    let last_days = LastDays::of(&coverage.periods);
    let n_periods = coverage.periods.len();
    let mut packed = Vec::with_capacity(citizens.len() * n_periods);
    let (mut residence, mut care_home, mut disease) = (0, 0, 0);
    for (citizen, life) in (0..).zip(&lives) {
        let residences = run(&histories.residences, &mut residence, citizen);
        let care_homes = run(&histories.care_homes, &mut care_home, citizen);
        let diseases = run(&histories.diseases, &mut disease, citizen);
        let Some(life) = life else {
            packed.extend(std::iter::repeat_n(NOWHERE, n_periods));
            continue;
        };
        let birthdays = Birthdays::of(life.birth, OLDER);
        for (period, last_day) in last_days.iter().enumerate() {
            let day = life.death.map_or(last_day, |death| last_day.min(death - 1));
            let born = residences.iter().filter(|_| life.birth <= day);
            let municipality = born.filter(|stay| stay.from <= day).map(|stay| stay.what).next_back();
            let counted = municipality.filter(|municipality| coverage.of(*municipality).contains(period));
            let leaf = counted.map(|municipality| {
                let lives_in_care_home = care_homes.iter().any(|stay| stay.covers(day));
                let known = diseases.iter().filter(|stay| stay.from <= day);
                Leaf::new(LeafParts {
                    municipality,
                    age: u8::try_from(birthdays.reached(day)).unwrap_or(0),
                    sex: life.sex,
                    home: u8::from(!lives_in_care_home),
                    diseases: known.fold(0, |flags, stay| flags | stay.what),
                })
            });
            packed.push(leaf.map_or(NOWHERE, Leaf::packed));
        }
    }
    Ok(CitizenLeaves { n_periods, packed })
}

/// The ages from which citizens belong to each age group but the youngest.
const OLDER: [u32; 3] = {
    let [_, first, second, third] = AGE_LEAVES;
    [first.from, second.from, third.from]
};

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

/// The life of each citizen, by position.
async fn read_lives(session: &SessionContext, citizens: &KnownCitizens) -> Result<Vec<Option<Life>>, DeriveError> {
    let mut lives: Vec<Option<Life>> = std::iter::repeat_with(|| None).take(citizens.len()).collect();
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
            let own = citizens.position(key).and_then(|at| lives.get_mut(usize::try_from(at).ok()?));
            if let Some(own) = own {
                *own = Some(Life { birth, death, sex });
            }
        }
        Ok(())
    })
    .await?;
    Ok(lives)
}

async fn read_histories(
    session: &SessionContext,
    catalogue: &Catalogue,
    citizens: &KnownCitizens,
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
        residences: read_stays(session, residences, citizens, municipality).await?,
        care_homes: read_stays(session, care_homes, citizens, |_| Some(())).await?,
        diseases: read_stays(session, known, citizens, flag).await?,
    })
}

async fn read_stays<T>(
    session: &SessionContext,
    (table, sql): (&'static str, &str),
    citizens: &KnownCitizens,
    parse: impl Fn(&str) -> Option<T>,
) -> Result<Vec<Stay<T>>, DeriveError> {
    let mut stays = Vec::new();
    for_each_batch(session, table, sql, |batch| {
        let (starts, ends, whats) = (batch.days(1)?, batch.days(2)?, batch.texts(3, &parse)?);
        for (((key, from), to), what) in batch.keys(0)?.into_iter().zip(starts).zip(ends).zip(whats) {
            let citizen = citizens.position(key);
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
