//! A register of people who do not exist, and a night over it.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use naerblik_nightly::{
    demo_register::{self, DemoRegisterConfig},
    night::{self, Environment, NightConfig, NightError},
    progress::Progress,
    publish::{FolderStore, Receipt},
    suppress::Protect,
};

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
            reference: root().join("build-scripts/reference"),
            out: folder.path().join("register"),
        };
        demo_register::write(&config).unwrap();
        Self { folder }
    }

    /// Runs a night into the publication called `name`.
    pub(crate) fn night(&self, name: &str, protect: Protect) -> Result<Receipt, NightError> {
        let store = FolderStore::new(&self.publication(name));
        let config = NightConfig {
            input: self.folder.path().join("register"),
            as_of: chrono::NaiveDate::from_ymd_opt(2026, 11, 1).unwrap(),
            catalogue: root().join("build-scripts/catalogue/catalogue.toml"),
            reference: root().join("build-scripts/reference"),
            ledger: self.folder.path().join(format!("{name}.ledger")),
        };
        let environment = Environment { store: &store, protect, progress: Progress::Silent };
        night::run(&config, &environment)
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
