//! What the demo register promises about its files.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use datafusion::arrow::datatypes::DataType;
use datafusion::parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use super::blemish::Row;
use super::calendar::day;
use super::known::Known;
use super::tests::{reference_folder, world};
use super::{DemoRegisterConfig, DemoRegisterError, write};

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_seed_other_bytes() {
    let [first, again, other] = [(7, "a"), (7, "b"), (8, "c")].map(|(seed, name)| written(seed, name));
    assert_eq!(first.len(), 9);
    assert!(first == again, "two registers of one seed differ");
    for (name, bytes) in &first {
        if name != "population.parquet" {
            assert!(bytes != &other[name], "{name} does not depend on the seed");
        }
    }
}

#[test]
fn files_say_they_are_fictitious_and_hold_plain_strings() {
    let folder = folder("plain");
    write(&config(120, 3, &folder)).unwrap();
    let text = fs::read_to_string(folder.join("register.json")).unwrap();
    assert!(text.contains("\"fictive\": true") && text.contains("Fiktive data"));
    let file = File::open(folder.join("conditions.parquet")).unwrap();
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
    let metadata = reader.metadata().file_metadata().key_value_metadata().unwrap();
    assert!(metadata.iter().any(|pair| pair.key == "naerblik.fictive" && pair.value.as_deref() == Some("true")));
    let types: Vec<&DataType> = reader.schema().fields().iter().map(|field| field.data_type()).collect();
    let expected =
        [DataType::UInt64, DataType::Utf8, DataType::Utf8, DataType::UInt8, DataType::Date32, DataType::Date32];
    assert_eq!(types, expected.iter().collect::<Vec<_>>());
    fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn a_register_of_nobody_and_a_missing_reference_are_refused() {
    let folder = folder("refused");
    let nobody = write(&config(0, 3, &folder));
    assert!(matches!(nobody, Err(DemoRegisterError::NoCitizens)));
    let elsewhere = DemoRegisterConfig { reference: folder.join("none"), ..config(5, 3, &folder) };
    assert!(matches!(write(&elsewhere), Err(DemoRegisterError::Reference { .. })));
}

#[test]
fn what_was_known_earlier_is_less_and_partly_otherwise() {
    let on = |date: &str| Some(date.parse::<NaiveDate>().unwrap());
    let rows = |known_on, name: &str| {
        let folder = folder(name);
        let made = write(&DemoRegisterConfig { known_on, ..config(400, 3, &folder) }).unwrap();
        let text = fs::read_to_string(folder.join("register.json")).unwrap();
        fs::remove_dir_all(&folder).unwrap();
        (made.rows, text)
    };
    let (spring, text) = rows(on("2026-03-05"), "spring");
    assert!(text.contains(r#""last_month": "2026-02""#), "{text}");
    let (autumn, _) = rows(on("2026-09-05"), "autumn");
    let (all, _) = rows(None, "all");
    for table in ["conditions.parquet", "interventions.parquet", "deliveries.parquet", "residences.parquet"] {
        assert!(spring[table] < autumn[table] && autumn[table] < all[table], "{table}: {spring:?}");
    }
    assert_eq!(spring["citizens.parquet"], all["citizens.parquet"]);
    let early = write(&DemoRegisterConfig { known_on: on("2022-01-20"), ..config(5, 3, &folder("early")) });
    assert!(matches!(early, Err(DemoRegisterError::TooEarly { .. })));
}

#[test]
fn a_later_day_knows_what_an_earlier_one_knew_but_for_corrections() {
    let world = world(7);
    let (mut n_late, mut n_corrected) = (0, 0);
    for key in world.keys(1_500) {
        let known = |date| {
            let mut records = world.records(key);
            Known::new(date, 7).look_back(&mut records);
            records
        };
        let (before, after) = (known(day(2026, 3, 5)), known(day(2026, 6, 5)));
        for row in &before.conditions {
            assert!(row.start.is_none_or(|start| start <= day(2026, 3, 5)));
            let same = |other: &&Row| (other.municipality, other.start) == (row.municipality, row.start);
            assert!(after.conditions.iter().any(|other| same(&other)), "a spell is gone");
            n_corrected += usize::from(!after.conditions.iter().filter(same).any(|other| other.code == row.code));
        }
        let is_old = |row: &&Row| row.start.is_some_and(|start| (day(2022, 2, 1)..day(2026, 3, 5)).contains(&start));
        n_late += after.conditions.iter().filter(is_old).count() - before.conditions.iter().filter(is_old).count();
    }
    assert!(n_late > 5 && n_corrected > 0, "{n_late} recorded late, {n_corrected} corrected");
}

fn written(seed: u64, name: &str) -> BTreeMap<String, Vec<u8>> {
    let folder = folder(name);
    write(&config(250, seed, &folder)).unwrap();
    let files = fs::read_dir(&folder).unwrap().map(|entry| {
        let entry = entry.unwrap();
        (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap())
    });
    let files = files.collect();
    fs::remove_dir_all(&folder).unwrap();
    files
}

fn config(citizens: u32, seed: u64, out: &Path) -> DemoRegisterConfig {
    DemoRegisterConfig { citizens, seed, known_on: None, reference: reference_folder(), out: out.to_owned() }
}

fn folder(name: &str) -> PathBuf {
    std::env::temp_dir().join(format!("naerblik-demo-register-{}-{name}", std::process::id()))
}
