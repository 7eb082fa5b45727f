//! First station: what was delivered.
//!
//! A register is a folder of Parquet files with the tables of [`TABLES`] and `register.json`. Reading opens them,
//! counts and digests them, and checks nothing about their content.

use std::{
    io::Read as _,
    path::{Path, PathBuf},
    sync::Arc,
};

use datafusion::{
    error::DataFusionError,
    execution::runtime_env::RuntimeEnvBuilder,
    prelude::{ParquetReadOptions, SessionConfig, SessionContext},
};
use naerblik_shared::{digest::Digest, period::Period};
use serde::{Deserialize, Serialize};
use sha2::Digest as _;

/// The tables of a register; each is a file `<table>.parquet`.
pub const TABLES: [&str; 8] = [
    "citizens",
    "residences",
    "care_home_stays",
    "chronic_diseases",
    "conditions",
    "interventions",
    "population",
    "deliveries",
];

/// Rows of a batch between operators; the DataFusion default.
const BATCH_ROWS: usize = 8192;

/// A register as it was delivered.
pub struct Extract {
    /// The tables, to be queried by name.
    pub session: SessionContext,
    /// What the register says about itself.
    pub register: RegisterInfo,
    /// The files that were read.
    pub files: Vec<FileReceipt>,
}

/// What `register.json` says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterInfo {
    /// Version of the register layout.
    pub format: u32,
    /// Whether the citizens are made up.
    pub fictive: bool,
    /// First month of the register.
    pub first_month: Period,
    /// Last month of the register.
    pub last_month: Period,
}

/// One file that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileReceipt {
    /// Table name.
    pub table: String,
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256 of the content.
    pub digest: Digest,
    /// Number of rows.
    pub rows: u64,
}

/// Why a register cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// A file is missing or unreadable.
    #[error("register file {path} cannot be read")]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// `register.json` is not valid.
    #[error("register file {path} is not valid at line {line}, expected format, fictive, first_month and last_month")]
    Info {
        /// The file.
        path: PathBuf,
        /// Line, from 1.
        line: usize,
    },
    /// A table cannot be opened as Parquet.
    #[error("register table `{table}` cannot be opened as Parquet")]
    Table {
        /// The table.
        table: &'static str,
        /// What DataFusion said.
        source: Box<DataFusionError>,
    },
}

/// Opens the register in the folder `input`.
///
/// # Errors
/// When a file is missing or is no Parquet file.
pub async fn read(input: &Path) -> Result<Extract, ReadError> {
    let register = read_info(&input.join("register.json"))?;
    let session = session()?;
    let mut files = Vec::new();
    for table in TABLES {
        let path = input.join(format!("{table}.parquet"));
        let (bytes, digest) = digest_file(&path)?;
        let wrong = |source| ReadError::Table { table, source: Box::new(source) };
        let location = path.to_string_lossy();
        session.register_parquet(table, location, ParquetReadOptions::default()).await.map_err(wrong)?;
        let rows = session.table(table).await.map_err(wrong)?.count().await.map_err(wrong)?;
        files.push(FileReceipt { table: table.to_owned(), bytes, digest, rows: u64::try_from(rows).unwrap_or(0) });
    }
    Ok(Extract { session, register, files })
}

fn session() -> Result<SessionContext, ReadError> {
    let mut config = SessionConfig::new().with_batch_size(BATCH_ROWS).with_information_schema(false);
    config.options_mut().execution.parquet.schema_force_view_types = false;
    let runtime = RuntimeEnvBuilder::new()
        .build()
        .map_err(|source| ReadError::Table { table: "(session)", source: Box::new(source) })?;
    Ok(SessionContext::new_with_config_rt(config, Arc::new(runtime)))
}

fn read_info(path: &Path) -> Result<RegisterInfo, ReadError> {
    let text = std::fs::read(path).map_err(|source| ReadError::File { path: path.to_path_buf(), source })?;
    serde_json::from_slice(&text).map_err(|error| ReadError::Info { path: path.to_path_buf(), line: error.line() })
}

fn digest_file(path: &Path) -> Result<(u64, Digest), ReadError> {
    let unreadable = |source| ReadError::File { path: path.to_path_buf(), source };
    let mut file = std::fs::File::open(path).map_err(unreadable)?;
    let mut hasher = sha2::Sha256::new();
    let mut buffer = vec![0; 1 << 20];
    let mut bytes = 0;
    loop {
        let n = file.read(&mut buffer).map_err(unreadable)?;
        if n == 0 {
            break;
        }
        hasher.update(buffer.get(..n).unwrap_or_default());
        bytes += u64::try_from(n).unwrap_or(0);
    }
    Ok((bytes, Digest::from_sha256(hasher.finalize().into())))
}
