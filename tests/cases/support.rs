//! A register of people who do not exist, and a night over it.

use std::{
    collections::BTreeMap,
    fs::File,
    path::{Path, PathBuf},
};

use datafusion::{
    arrow::{
        array::{Array as _, BooleanArray, RecordBatch, StringArray, UInt64Array},
        compute::filter_record_batch,
    },
    parquet::arrow::{ArrowWriter, arrow_reader::ParquetRecordBatchReaderBuilder},
};
use naerblik_nightly::{
    demo_register::{self, DemoRegisterConfig},
    night::{self, Environment, NightConfig, NightError},
    progress::Progress,
    publish::{FolderStore, Receipt},
    suppress::Protect,
};
use naerblik_suppression::protect;

/// Few enough for a night of seconds; many enough to have every kind of cell.
pub(crate) const CITIZENS: u32 = 1_000;

/// The root of the project.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// A folder with a register, a publication and a ledger.
pub(crate) struct Workplace {
    folder: tempfile::TempDir,
}

impl Workplace {
    /// Makes the register.
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let config = DemoRegisterConfig {
            citizens: CITIZENS,
            seed: 7,
            known_on: None,
            reference: root().join("build-scripts/reference"),
            out: folder.path().join("register"),
        };
        demo_register::write(&config).unwrap();
        Self { folder }
    }

    /// Copies the publication of a night over the register as it is made, and its ledger. One night is run for all
    /// tests of a build: it is the same every time, and a test of its own says so.
    pub(crate) fn with_publication(name: &str) -> Self {
        let place = Self::new();
        let shared = shared_publication();
        for kind in ["", ".ledger"] {
            copy(&shared.join(format!("shared{kind}")), &place.folder.path().join(format!("{name}{kind}")));
        }
        place
    }

    /// Runs a night into the publication called `name`.
    pub(crate) fn night(&self, name: &str, protect: Protect) -> Result<Receipt, NightError> {
        self.night_with(name, "2026-11-01", &root().join("build-scripts/catalogue/catalogue.toml"), protect)
    }

    /// Runs a night of `as_of` with another catalogue.
    pub(crate) fn night_with(
        &self,
        name: &str,
        as_of: &str,
        catalogue: &Path,
        protect: Protect,
    ) -> Result<Receipt, NightError> {
        let store = FolderStore::new(&self.publication(name));
        let config = NightConfig {
            input: self.folder.path().join("register"),
            as_of: chrono::NaiveDate::parse_from_str(as_of, "%Y-%m-%d").unwrap(),
            catalogue: catalogue.to_path_buf(),
            reference: root().join("build-scripts/reference"),
            ledger: self.folder.path().join(format!("{name}.ledger")),
        };
        let environment = Environment { store: &store, protect, progress: Progress::Silent };
        night::run(&config, &environment)
    }

    /// Writes the project's catalogue with some settings replaced, each given as its whole line.
    pub(crate) fn catalogue(&self, lines: &[&str]) -> PathBuf {
        let mut text = std::fs::read_to_string(root().join("build-scripts/catalogue/catalogue.toml")).unwrap();
        for line in lines {
            let name = line.split(" = ").next().unwrap();
            let old = text.lines().find(|old| old.split(" = ").next() == Some(name)).unwrap().to_owned();
            text = text.replacen(&old, line, 1);
        }
        let path = self.folder.path().join("catalogue.toml");
        std::fs::write(&path, text).unwrap();
        path
    }

    /// Lets the register begin with a month: fewer periods make a quicker night.
    pub(crate) fn begin_with(&self, month: &str) {
        let path = self.register().join("register.json");
        let mut info: serde_json::Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        info["first_month"] = month.into();
        std::fs::write(&path, info.to_string()).unwrap();
    }

    /// Leaves out the rows of a table of spells that `keep` does not want, given the citizen's key and the municipality.
    pub(crate) fn keep_rows(&self, table: &str, keep: impl Fn(u64, &str) -> bool) {
        let path = self.register().join(format!("{table}.parquet"));
        let reader = ParquetRecordBatchReaderBuilder::try_new(File::open(&path).unwrap()).unwrap().build().unwrap();
        let batches: Vec<RecordBatch> = reader.map(Result::unwrap).collect();
        let mut writer = ArrowWriter::try_new(File::create(&path).unwrap(), batches[0].schema(), None).unwrap();
        for batch in &batches {
            let keys = batch.column_by_name("citizen_key").unwrap().as_any().downcast_ref::<UInt64Array>().unwrap();
            let places = batch.column_by_name("municipality").unwrap().as_any().downcast_ref::<StringArray>().unwrap();
            let wanted: Vec<bool> = (0..batch.num_rows()).map(|row| keep(keys.value(row), places.value(row))).collect();
            writer.write(&filter_record_batch(batch, &BooleanArray::from(wanted)).unwrap()).unwrap();
        }
        writer.close().unwrap();
    }

    /// The folder of the publication called `name`.
    pub(crate) fn publication(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The folder of the register.
    pub(crate) fn register(&self) -> PathBuf {
        self.folder.path().join("register")
    }
}

/// The folder of the publication that tests share, made by whoever comes first.
fn shared_publication() -> PathBuf {
    let program = std::fs::metadata(std::env::current_exe().unwrap()).unwrap();
    let age = program.modified().unwrap().duration_since(std::time::UNIX_EPOCH).unwrap();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("shared-night");
    std::fs::create_dir_all(&folder).unwrap();
    let lock = File::create(folder.join("lock")).unwrap();
    lock.lock().unwrap();
    let (build, made) = (format!("{}-{}", program.len(), age.as_nanos()), folder.join("build"));
    if std::fs::read_to_string(&made).is_ok_and(|known| known == build) {
        return folder;
    }
    for kind in ["", ".ledger"] {
        let old = folder.join(format!("shared{kind}"));
        if old.exists() {
            std::fs::remove_dir_all(old).unwrap();
        }
    }
    let place = Workplace::new();
    place.night("shared", protect).unwrap();
    for kind in ["", ".ledger"] {
        copy(&place.folder.path().join(format!("shared{kind}")), &folder.join(format!("shared{kind}")));
    }
    std::fs::write(made, build).unwrap();
    folder
}

/// Copies a folder.
pub(crate) fn copy(from: &Path, to: &Path) {
    for (name, bytes) in files_below(from) {
        let path = to.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
}

/// Every file below a folder with its content, by relative path.
pub(crate) fn files_below(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(next) = open.pop() {
        for entry in std::fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_string_lossy().into_owned();
                files.insert(name, std::fs::read(&path).unwrap());
            }
        }
    }
    files
}
