//! What the demo register promises about its files.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use datafusion::arrow::datatypes::DataType;
use datafusion::parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use super::tests::reference_folder;
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
    DemoRegisterConfig { citizens, seed, reference: reference_folder(), out: out.to_owned() }
}

fn folder(name: &str) -> PathBuf {
    std::env::temp_dir().join(format!("naerblik-demo-register-{}-{name}", std::process::id()))
}
