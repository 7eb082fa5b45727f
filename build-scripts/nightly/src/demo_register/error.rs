//! What can go wrong while the demo register is made.

use std::io;
use std::path::PathBuf;

/// A demo register could not be made. Nothing in a message tells about a (fictitious) citizen.
#[derive(Debug, thiserror::Error)]
pub enum DemoRegisterError {
    /// Nothing was known yet.
    #[error("expected a day in February 2022 or later, found {day}: the register begins in January 2022")]
    TooEarly {
        /// The day.
        day: chrono::NaiveDate,
    },
    /// A reference file is missing or is not a readable table.
    #[error("expected the reference file {path}, found it unreadable; check the reference folder")]
    Reference {
        /// The file.
        path: PathBuf,
        /// What the reader said.
        #[source]
        source: csv::Error,
    },
    /// A reference file holds a value that its column does not allow.
    #[error("expected {expected} in column {column} of {path}, found {found:?}")]
    ReferenceValue {
        /// The file.
        path: PathBuf,
        /// The column.
        column: &'static str,
        /// What the column allows.
        expected: &'static str,
        /// What the file holds.
        found: String,
    },
    /// Fewer than one citizen was asked for.
    #[error("expected at least one citizen, found none asked for")]
    NoCitizens,
    /// An output file could not be created or written.
    #[error("could not write {path}; check that the folder exists and has room")]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// A Parquet file could not be encoded.
    #[error("could not encode {path} as Parquet")]
    Parquet {
        /// The file.
        path: PathBuf,
        /// What the encoder said.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}
