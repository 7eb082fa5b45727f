//! The demo register: a fictitious register of municipal care, made from public facts and a seed.
//!
//! Codes, municipalities and population figures are real; every citizen, registration, care home, delivery and local difference is invented.
//! No real person is in it, and no number that looks like a CPR number.
//! The same number of citizens and the same seed give the same bytes.
//!
//! Start reading at [`write`]; `world.rs` makes one citizen, `docs/demo-register.md` describes the files.

mod blemish;
mod breaks;
mod calendar;
mod career;
mod delivery;
mod error;
#[cfg(test)]
mod file_tests;
mod known;
mod parquet_out;
mod pathway;
mod person;
mod place;
mod population;
mod profile;
mod random;
mod reference;
mod spell;
mod tables;
#[cfg(test)]
mod tests;
mod world;

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use chrono::{Datelike as _, NaiveDate};
use rayon::prelude::*;
use serde::Serialize;

use self::calendar::{N_MONTHS, day, month_name};
use self::delivery::{Tally, deliveries};
pub use self::error::DemoRegisterError;
use self::known::Known;
use self::reference::Reference;
use self::tables::{CitizenTables, write_deliveries, write_population};
use self::world::{CitizenRecords, World};

/// What to make and where.
#[derive(Debug, Clone)]
pub struct DemoRegisterConfig {
    /// Citizens who receive care at some time from January 2022 to October 2026; the country has about 500,000.
    pub citizens: u32,
    /// Equal seeds give equal registers.
    pub seed: u64,
    /// Folder with the reference files (`build-scripts/reference`).
    pub reference: PathBuf,
    /// The register as it was known on this day; all of it when absent.
    pub known_on: Option<NaiveDate>,
    /// Folder for the register; made when missing, files of the same names are replaced.
    pub out: PathBuf,
}

impl DemoRegisterConfig {
    fn known(&self) -> Option<Known> {
        let day_of = |on: NaiveDate| {
            let (month, day_of_month) = (i32::try_from(on.month()), i32::try_from(on.day()));
            day(on.year(), month.unwrap_or(1), day_of_month.unwrap_or(1))
        };
        self.known_on.map(|on| Known::new(day_of(on), self.seed))
    }
}

/// What was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoRegisterReceipt {
    /// The folder of the register.
    pub out: PathBuf,
    /// Rows by file name.
    pub rows: BTreeMap<&'static str, u64>,
}

/// Makes a demo register.
///
/// # Errors
/// When no citizen is asked for, a reference file is missing or wrong, or a file cannot be written.
pub fn write(config: &DemoRegisterConfig) -> Result<DemoRegisterReceipt, DemoRegisterError> {
    if config.citizens == 0 {
        return Err(DemoRegisterError::NoCitizens);
    }
    if let Some(day) = config.known_on.filter(|_| config.known().is_some_and(|known| known.months() < 1)) {
        return Err(DemoRegisterError::TooEarly { day });
    }
    let world = World::new(Reference::read(&config.reference)?, config.seed)?;
    fs::create_dir_all(&config.out).map_err(|source| write_error(&config.out, source))?;
    let mut rows = write_citizens(config, &world)?;
    rows.insert("population.parquet", write_population(&config.out, &world)?);
    write_description(config)?;
    Ok(DemoRegisterReceipt { out: config.out.clone(), rows })
}

/// Citizens made at a time: enough to keep all processors busy, few enough to stay small in memory.
const CITIZENS_AT_A_TIME: usize = 4_096;

/// Makes the next citizens while the last ones are written.
fn write_citizens(
    config: &DemoRegisterConfig,
    world: &World,
) -> Result<BTreeMap<&'static str, u64>, DemoRegisterError> {
    let keys = world.keys(config.citizens);
    let mut tables = CitizenTables::create(&config.out)?;
    let mut tallies = (Tally::new(world.places.len()), Tally::new(world.places.len()));
    let mut ready: Vec<CitizenRecords> = Vec::new();
    for chunk in keys.chunks(CITIZENS_AT_A_TIME) {
        let (written, next) = rayon::join(
            || tables.write(world, &ready),
            || chunk.par_iter().map(|key| records(world, config, *key)).collect::<Vec<_>>(),
        );
        written?;
        count(&ready, &mut tallies);
        ready = next;
    }
    tables.write(world, &ready)?;
    count(&ready, &mut tallies);
    let mut rows = tables.close()?;
    let mut list = deliveries(&world.places, &tallies.0, &tallies.1, config.seed);
    if let Some(known) = config.known() {
        known.arrived(&mut list);
    }
    rows.insert("deliveries.parquet", write_deliveries(&config.out, world, &list)?);
    Ok(rows)
}

fn records(world: &World, config: &DemoRegisterConfig, key: u64) -> CitizenRecords {
    let mut records = world.records(key);
    if let Some(known) = config.known() {
        known.look_back(&mut records);
    }
    records
}

fn count(ready: &[CitizenRecords], (conditions, interventions): &mut (Tally, Tally)) {
    for records in ready {
        records.conditions.iter().for_each(|row| conditions.add(row));
        records.interventions.iter().for_each(|row| interventions.add(row));
    }
}

/// The contents of `register.json`.
#[derive(Serialize)]
struct Description {
    format: u32,
    fictive: bool,
    notice_da: &'static str,
    notice_en: &'static str,
    seed: u64,
    citizens: u32,
    first_month: String,
    last_month: String,
}

fn write_description(config: &DemoRegisterConfig) -> Result<(), DemoRegisterError> {
    let path = config.out.join("register.json");
    let description = Description {
        format: 1,
        fictive: true,
        notice_da: "Fiktive data",
        notice_en: "Fictitious data",
        seed: config.seed,
        citizens: config.citizens,
        first_month: month_name(0),
        last_month: month_name(config.known().map_or(N_MONTHS, Known::months).min(N_MONTHS) - 1),
    };
    let text = serde_json::to_string_pretty(&description).map_err(|source| write_error(&path, source.into()))?;
    fs::write(&path, text + "\n").map_err(|source| write_error(&path, source))
}

fn write_error(path: &std::path::Path, source: std::io::Error) -> DemoRegisterError {
    DemoRegisterError::Write { path: path.to_owned(), source }
}
