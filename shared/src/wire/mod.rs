//! How a shard is written: an ordinary Arrow IPC file.
//!
//! This module alone knows Arrow, column names and metadata keys; `docs/format.md` describes the result for readers
//! with other tools. One row is one cell that is neither zero nor absent. Columns: one dictionary-encoded text column
//! for each axis (its dictionary is the axis, in order), the measure (`u32`, null where suppressed) and `status`
//! (`u8`, see [`crate::cell::Status`]). Rows are sorted by their axes, so a reader can check them in one pass.
//!
//! [`encode`] and [`decode`] are each other's inverse; the same cube gives the same bytes. [`decode_dense`] spares
//! readers the list of cells in between.

mod decode;
mod encode;
mod file;
mod rows;
pub mod table;

pub use decode::{decode, decode_dense};
pub use encode::encode;

use crate::cube::CubeError;

/// Name of the status column.
pub const STATUS_COLUMN: &str = "status";

/// Keys of the schema's metadata.
pub mod key {
    /// Version of the format: `1`.
    pub const FORMAT: &str = "naerblik.format";
    /// Name of the dataset.
    pub const DATASET: &str = "naerblik.dataset";
    /// Name of the cuboid.
    pub const CUBOID: &str = "naerblik.cuboid";
    /// Name of the measure, which is also its column.
    pub const MEASURE: &str = "naerblik.measure";
    /// What a combination without a row means: `zero`, unless a list below names it.
    pub const ABSENT: &str = "naerblik.absent";
    /// JSON list of `[area, period]` pairs that are not reported.
    pub const NOT_REPORTED: &str = "naerblik.not_reported";
    /// JSON list of `[code, period]` pairs in which the code was not in force.
    pub const NOT_APPLICABLE: &str = "naerblik.not_applicable";
    /// `true` when the data are made up.
    pub const FICTIVE: &str = "naerblik.fictive";
}

/// Why a shard cannot be written or read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WireError {
    /// The file is damaged or no Arrow file.
    #[error("shard is no readable Arrow file: {reason}")]
    Arrow {
        /// What the decoder said; it never holds cell contents.
        reason: String,
    },
    /// A metadata key is missing or holds something else than expected.
    #[error("shard has metadata `{key}` = {found:?}, expected {expected}")]
    Metadata {
        /// The key.
        key: &'static str,
        /// What it holds, shortened; `None` when it is missing.
        found: Option<String>,
        /// What would be right.
        expected: &'static str,
    },
    /// A column is missing or has another type than expected.
    #[error("shard has column {column} `{name}`, expected {expected}")]
    Column {
        /// Position of the column, from 0.
        column: usize,
        /// Its name.
        name: String,
        /// What would be right.
        expected: &'static str,
    },
    /// A row is out of order, out of range or contradicts itself.
    #[error("shard has an invalid row {row}: {reason}")]
    Row {
        /// Position of the row, from 0.
        row: usize,
        /// Which rule it breaks.
        reason: &'static str,
    },
    /// The axes and cells make no cube.
    #[error("shard makes no cube: {0}")]
    Cube(#[from] CubeError),
}

#[cfg(test)]
mod tests;
