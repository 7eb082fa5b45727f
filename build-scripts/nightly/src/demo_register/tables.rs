//! The tables of the register, column by column.

use std::collections::BTreeMap;
use std::path::Path;

use super::blemish::{Row, RowCode};
use super::calendar::month_name;
use super::delivery::Delivery;
use super::error::DemoRegisterError;
use super::parquet_out::{Column, TableWriter, Values};
use super::place::CodeStyle;
use super::world::{CitizenRecords, World};

/// The six tables that grow with the citizens.
pub(super) struct CitizenTables {
    citizens: TableWriter,
    residences: TableWriter,
    stays: TableWriter,
    diseases: TableWriter,
    conditions: TableWriter,
    interventions: TableWriter,
}

const CITIZENS: &str = "citizens.parquet";
const RESIDENCES: &str = "residences.parquet";
const STAYS: &str = "care_home_stays.parquet";
const DISEASES: &str = "chronic_diseases.parquet";
const CONDITIONS: &str = "conditions.parquet";
const INTERVENTIONS: &str = "interventions.parquet";

impl CitizenTables {
    /// Creates the files.
    pub(super) fn create(folder: &Path) -> Result<Self, DemoRegisterError> {
        let key = ("citizen_key", Column::Key);
        let municipality = ("municipality", Column::Text);
        let (from, to) = (("from_date", Column::Date), ("to_date", Column::OptionalDate));
        let start = ("start_date", Column::OptionalDate);
        let end = ("end_date", Column::OptionalDate);
        let code = ("code", Column::Text);
        Ok(Self {
            citizens: TableWriter::create(
                folder,
                CITIZENS,
                &[key, ("birth_date", Column::Date), ("sex", Column::Text), ("death_date", Column::OptionalDate)],
            )?,
            residences: TableWriter::create(folder, RESIDENCES, &[key, municipality, from, to])?,
            stays: TableWriter::create(folder, STAYS, &[key, municipality, ("care_home", Column::Text), from, to])?,
            diseases: TableWriter::create(folder, DISEASES, &[key, ("disease", Column::Text), from])?,
            conditions: TableWriter::create(
                folder,
                CONDITIONS,
                &[key, municipality, code, ("severity", Column::Level), start, end],
            )?,
            interventions: TableWriter::create(
                folder,
                INTERVENTIONS,
                &[key, municipality, code, ("legal_basis", Column::Text), start, end],
            )?,
        })
    }

    /// Adds finished citizens.
    pub(super) fn write(&mut self, world: &World, ready: &[CitizenRecords]) -> Result<(), DemoRegisterError> {
        if ready.is_empty() {
            return Ok(());
        }
        let Self { citizens, residences, stays, diseases, conditions, interventions } = self;
        let (lives, spells) = rayon::join(
            || {
                write_citizens(citizens, ready)?;
                write_residences(residences, world, ready)?;
                write_stays(stays, world, ready)?;
                write_diseases(diseases, world, ready)?;
                write_rows(conditions, world, &Kind::Conditions.rows(ready), Kind::Conditions)
            },
            || write_rows(interventions, world, &Kind::Interventions.rows(ready), Kind::Interventions),
        );
        lives.and(spells)
    }

    /// Ends all files and tells how many rows each holds.
    pub(super) fn close(self) -> Result<BTreeMap<&'static str, u64>, DemoRegisterError> {
        let tables = [
            (CITIZENS, self.citizens),
            (RESIDENCES, self.residences),
            (STAYS, self.stays),
            (DISEASES, self.diseases),
            (CONDITIONS, self.conditions),
            (INTERVENTIONS, self.interventions),
        ];
        tables.into_iter().map(|(name, table)| Ok((name, table.close()?))).collect()
    }
}

fn write_citizens(table: &mut TableWriter, ready: &[CitizenRecords]) -> Result<(), DemoRegisterError> {
    let citizens = || ready.iter().map(|records| &records.citizen);
    table.write(vec![
        Values::Keys(citizens().map(|citizen| citizen.key).collect()),
        Values::Dates(citizens().map(|citizen| Some(citizen.birth)).collect()),
        Values::Texts(citizens().map(|citizen| citizen.sex.letter()).collect()),
        Values::Dates(citizens().map(|citizen| citizen.death).collect()),
    ])
}

fn write_residences(table: &mut TableWriter, world: &World, ready: &[CitizenRecords]) -> Result<(), DemoRegisterError> {
    let all = || {
        ready
            .iter()
            .flat_map(|records| records.citizen.residences.iter().map(|residence| (records.citizen.key, residence)))
    };
    table.write(vec![
        Values::Keys(all().map(|(key, _)| key).collect()),
        Values::Texts(all().map(|(_, home)| municipality(world, home.municipality)).collect()),
        Values::Dates(all().map(|(_, home)| Some(home.from)).collect()),
        Values::Dates(all().map(|(_, home)| home.to).collect()),
    ])
}

fn write_stays(table: &mut TableWriter, world: &World, ready: &[CitizenRecords]) -> Result<(), DemoRegisterError> {
    let all = || ready.iter().filter_map(|records| records.citizen.stay.map(|stay| (records.citizen.key, stay)));
    let homes: Vec<String> =
        all().map(|(_, stay)| format!("{}-P{:02}", municipality(world, stay.municipality), stay.home)).collect();
    table.write(vec![
        Values::Keys(all().map(|(key, _)| key).collect()),
        Values::Texts(all().map(|(_, stay)| municipality(world, stay.municipality)).collect()),
        Values::Texts(homes.iter().map(String::as_str).collect()),
        Values::Dates(all().map(|(_, stay)| Some(stay.from)).collect()),
        Values::Dates(all().map(|(_, stay)| stay.to).collect()),
    ])
}

fn write_diseases(table: &mut TableWriter, world: &World, ready: &[CitizenRecords]) -> Result<(), DemoRegisterError> {
    let all = || {
        ready.iter().flat_map(|records| records.citizen.diseases.iter().map(|disease| (records.citizen.key, disease)))
    };
    let name = |index: usize| world.reference.diseases.get(index).map_or("", String::as_str);
    table.write(vec![
        Values::Keys(all().map(|(key, _)| key).collect()),
        Values::Texts(all().map(|(_, (disease, _))| name(*disease)).collect()),
        Values::Dates(all().map(|(_, (_, from))| Some(*from)).collect()),
    ])
}

#[derive(Clone, Copy)]
enum Kind {
    Conditions,
    Interventions,
}

impl Kind {
    fn rows(self, ready: &[CitizenRecords]) -> Vec<(u64, Row)> {
        ready
            .iter()
            .flat_map(|records| {
                let rows = match self {
                    Self::Conditions => &records.conditions,
                    Self::Interventions => &records.interventions,
                };
                rows.iter().map(|row| (records.citizen.key, *row))
            })
            .collect()
    }
}

fn write_rows(
    table: &mut TableWriter,
    world: &World,
    rows: &[(u64, Row)],
    kind: Kind,
) -> Result<(), DemoRegisterError> {
    let fourth = match kind {
        Kind::Conditions => Values::Levels(rows.iter().map(|(_, row)| row.severity).collect()),
        Kind::Interventions => Values::Texts(rows.iter().map(|(_, row)| law(world, row)).collect()),
    };
    table.write(vec![
        Values::Keys(rows.iter().map(|(key, _)| *key).collect()),
        Values::Texts(rows.iter().map(|(_, row)| municipality(world, row.municipality)).collect()),
        Values::Texts(rows.iter().map(|(_, row)| code(world, row)).collect()),
        fourth,
        Values::Dates(rows.iter().map(|(_, row)| row.start).collect()),
        Values::Dates(rows.iter().map(|(_, row)| row.end).collect()),
    ])
}

/// Each municipality writes the key its system knows.
fn code<'a>(world: &'a World, row: &Row) -> &'a str {
    match row.code {
        RowCode::Unknown(text) => text,
        RowCode::Known(index) => {
            let style = world.places.get(row.municipality).map(|place| place.codes);
            world.reference.codes.get(index).map_or("", |code| match style {
                Some(CodeStyle::Legacy) => &code.legacy,
                _ => &code.uuid,
            })
        }
    }
}

fn law<'a>(world: &'a World, row: &Row) -> &'a str {
    match row.code {
        RowCode::Unknown(_) => "SUL §138",
        RowCode::Known(index) => world.reference.codes.get(index).map_or("", |code| &code.law),
    }
}

fn municipality(world: &World, index: usize) -> &str {
    world.reference.municipalities.get(index).map_or("", |found| &found.code)
}

/// Writes the population of every year; answers the number of rows.
pub(super) fn write_population(folder: &Path, world: &World) -> Result<u64, DemoRegisterError> {
    let columns = [
        ("municipality", Column::Text),
        ("year", Column::Number),
        ("sex", Column::Text),
        ("age_from", Column::Number),
        ("age_to", Column::Number),
        ("persons", Column::Count),
    ];
    let mut table = TableWriter::create(folder, "population.parquet", &columns)?;
    let rows = &world.population;
    table.write(vec![
        Values::Texts(rows.iter().map(|row| municipality(world, row.municipality)).collect()),
        Values::Numbers(rows.iter().map(|row| row.year).collect()),
        Values::Texts(rows.iter().map(|row| row.sex.letter()).collect()),
        Values::Numbers(rows.iter().map(|row| row.age_from).collect()),
        Values::Numbers(rows.iter().map(|row| row.age_to).collect()),
        Values::Counts(rows.iter().map(|row| row.persons).collect()),
    ])?;
    table.close()
}

/// Writes the deliveries; answers the number of rows.
pub(super) fn write_deliveries(folder: &Path, world: &World, list: &[Delivery]) -> Result<u64, DemoRegisterError> {
    let columns = [
        ("municipality", Column::Text),
        ("month", Column::Text),
        ("delivered_on", Column::Date),
        ("system", Column::Text),
        ("kind", Column::Text),
        ("conditions", Column::Count),
        ("interventions", Column::Count),
    ];
    let months: Vec<String> = list.iter().map(|row| month_name(row.month)).collect();
    let mut table = TableWriter::create(folder, "deliveries.parquet", &columns)?;
    table.write(vec![
        Values::Texts(list.iter().map(|row| municipality(world, row.municipality)).collect()),
        Values::Texts(months.iter().map(String::as_str).collect()),
        Values::Dates(list.iter().map(|row| Some(row.delivered_on)).collect()),
        Values::Texts(list.iter().map(|row| row.system).collect()),
        Values::Texts(list.iter().map(|row| row.kind.name()).collect()),
        Values::Counts(list.iter().map(|row| row.conditions).collect()),
        Values::Counts(list.iter().map(|row| row.interventions).collect()),
    ])?;
    table.close()
}
