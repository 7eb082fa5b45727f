//! Reading official code lists (CSV with a header row).

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

/// A CSV file held as rows of named fields.
#[derive(Debug, Clone)]
pub struct ReferenceTable {
    path: PathBuf,
    columns: BTreeMap<String, usize>,
    rows: Vec<csv::StringRecord>,
}

/// Why a code list cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// The file is missing or no CSV.
    #[error("code list {path} cannot be read")]
    Read {
        /// The file.
        path: PathBuf,
        /// What was wrong.
        source: csv::Error,
    },
    /// A column is missing.
    #[error("code list {path} has no column `{column}`; its columns are {}", found.join(", "))]
    Column {
        /// The file.
        path: PathBuf,
        /// The column that is needed.
        column: String,
        /// The columns that exist.
        found: Vec<String>,
    },
    /// A field holds something else than expected.
    #[error("code list {path}, row {row}: column `{column}` holds {found:?}, expected {expected}")]
    Field {
        /// The file.
        path: PathBuf,
        /// Row number, from 1 below the header.
        row: usize,
        /// The column.
        column: String,
        /// What it holds.
        found: String,
        /// What would be right.
        expected: &'static str,
    },
}

impl ReferenceTable {
    /// Reads `name` in the folder `reference` and checks that it has `columns`.
    ///
    /// # Errors
    /// When the file cannot be read or lacks a column.
    pub fn read(reference: &Path, name: &str, columns: &[&str]) -> Result<Self, TableError> {
        let path = reference.join(name);
        let read = |source| TableError::Read { path: path.clone(), source };
        let mut reader = csv::Reader::from_path(&path).map_err(read)?;
        let header = reader.headers().map_err(read)?.clone();
        let rows = reader.records().collect::<Result<Vec<_>, _>>().map_err(read)?;
        for column in columns {
            if !header.iter().any(|name| name == *column) {
                let found = header.iter().map(str::to_owned).collect();
                return Err(TableError::Column { path, column: (*column).to_owned(), found });
            }
        }
        let columns = header.iter().map(str::to_owned).zip(0..).collect();
        Ok(Self { path, columns, rows })
    }

    /// How many rows there are.
    pub fn n_rows(&self) -> usize {
        self.rows.len()
    }

    /// The field of a row; empty when the row or the column does not exist.
    pub fn field(&self, row: usize, column: &str) -> &str {
        let at = self.columns.get(column).copied();
        at.and_then(|at| self.rows.get(row)?.get(at)).unwrap_or_default()
    }

    /// Parses a field with `parse`.
    ///
    /// # Errors
    /// When `parse` finds nothing.
    pub fn parse<T>(
        &self,
        row: usize,
        column: &str,
        (expected, parse): (&'static str, impl FnOnce(&str) -> Option<T>),
    ) -> Result<T, TableError> {
        let field = self.field(row, column);
        parse(field).ok_or_else(|| TableError::Field {
            path: self.path.clone(),
            row: row + 1,
            column: column.to_owned(),
            found: field.to_owned(),
            expected,
        })
    }
}
