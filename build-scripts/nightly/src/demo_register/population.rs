//! The whole population by municipality, year, sex and age, carried forward from the last real figures.
//!
//! A cohort calculation on the national figures of 2021 gives the growth of each sex and age band; every municipality follows it from its own figures of 2020.
//! The local differences in growth are left out: these are demo figures, not a projection.

use super::random::exp;
use super::reference::{PopulationCell, Reference, Sex};

/// Persons of a band on 1 January of a year.
#[derive(Debug, Clone, Copy)]
pub(super) struct PersonsOfYear {
    pub(super) municipality: usize,
    pub(super) year: i32,
    pub(super) sex: Sex,
    pub(super) age_from: i32,
    pub(super) age_to: i32,
    pub(super) persons: u32,
}

/// Years of the register.
const YEARS: std::ops::RangeInclusive<i32> = 2022..=2026;
const BIRTHS_A_YEAR: f64 = 59_000.0;
/// Net immigration a year, chosen so that 2026 comes near the real 6,025,603.
const NET_IMMIGRATION_A_YEAR: f64 = 31_800.0;

/// Population of all years, ordered by municipality, year, sex (women first) and age.
pub(super) fn population(reference: &Reference) -> Vec<PersonsOfYear> {
    let base = counted_bands(&reference.population);
    let mut ages = reference.national.clone();
    let mut rows = Vec::new();
    for year in YEARS {
        ages = [one_year_older(&ages[0], Sex::Woman), one_year_older(&ages[1], Sex::Man)];
        let bands = national_bands(&ages);
        for cell in &reference.population {
            let growth = of_band(cell.sex.of::<Vec<f64>>(&bands), cell.age_from)
                / of_band(cell.sex.of::<Vec<f64>>(&base), cell.age_from).max(1.0);
            rows.push(PersonsOfYear {
                municipality: cell.municipality,
                year,
                sex: cell.sex,
                age_from: cell.age_from,
                age_to: cell.age_to,
                persons: whole_persons(cell.persons * growth),
            });
        }
    }
    rows.sort_by_key(|row| (row.municipality, row.year, row.sex, row.age_from));
    rows
}

fn one_year_older(ages: &[f64], sex: Sex) -> Vec<f64> {
    let newborn = match sex {
        Sex::Woman => BIRTHS_A_YEAR * 0.487,
        Sex::Man => BIRTHS_A_YEAR * 0.513,
    };
    let survivors =
        ages.iter().zip(0_i32..).map(|(persons, age)| persons * (1.0 - mortality(age, sex)) + immigrants(age));
    let mut older: Vec<f64> = std::iter::once(newborn).chain(survivors).collect();
    older.truncate(ages.len());
    older
}

/// Share that dies within a year: growth of mortality with age as in the Danish life tables, roughly.
fn mortality(age: i32, sex: Sex) -> f64 {
    let years = f64::from(age) - 80.0;
    match sex {
        Sex::Woman => 0.040 * exp(0.118 * years),
        Sex::Man => 0.057 * exp(0.110 * years),
    }
    .min(0.6)
}

fn immigrants(age: i32) -> f64 {
    let share = match age {
        0..=15 => 0.012,
        16..=29 => 0.035,
        30..=43 => 0.0195,
        44..=55 => 0.0037,
        _ => 0.0,
    };
    NET_IMMIGRATION_A_YEAR / 2.0 * share
}

/// Persons per five-year band up to 95 and over: women, men.
fn national_bands(ages: &[Vec<f64>; 2]) -> [Vec<f64>; 2] {
    let bands = |ages: &Vec<f64>| {
        let mut bands: Vec<f64> = ages.chunks(5).map(|band| band.iter().sum()).collect();
        let oldest: f64 = bands.split_off(19).iter().sum();
        bands.push(oldest);
        bands
    };
    [bands(&ages[0]), bands(&ages[1])]
}

/// The same bands summed over the municipalities' figures of 2020.
fn counted_bands(cells: &[PopulationCell]) -> [Vec<f64>; 2] {
    let bands = |sex: Sex| {
        let of_sex = cells.iter().filter(|cell| cell.sex == sex);
        let mut bands = vec![0.0; 20];
        for cell in of_sex {
            if let Some(band) = bands.get_mut(band_index(cell.age_from)) {
                *band += cell.persons;
            }
        }
        bands
    };
    [bands(Sex::Woman), bands(Sex::Man)]
}

fn of_band(bands: &[f64], age_from: i32) -> f64 {
    bands.get(band_index(age_from)).copied().unwrap_or_default()
}

fn band_index(age_from: i32) -> usize {
    usize::try_from(age_from / 5).unwrap_or_default()
}

#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a rounded, never negative count of persons"
)]
fn whole_persons(persons: f64) -> u32 {
    persons.round().max(0.0) as u32
}
