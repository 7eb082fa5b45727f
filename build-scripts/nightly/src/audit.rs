//! The audit ledger: what was delivered, left out, suppressed and published, as evidence for the data owner.
//!
//! Part of the private record, never of the publication. It holds rule codes and counts of rows and cells; no row, no
//! key, and no count of citizens.

use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::{
    derive::NightRecord, publish::Receipt, read::FileReceipt, suppress::SuppressionReceipt, validate::Finding,
};

/// The record of one night.
#[derive(Debug, Serialize)]
pub struct Ledger<'a> {
    /// The day the figures describe.
    pub as_of: String,
    /// Version of the job.
    pub code_version: &'static str,
    /// What was read.
    pub files: &'a [FileReceipt],
    /// What was found, rule by rule.
    pub findings: &'a [Finding],
    /// How many municipalities are counted in each period.
    pub coverage: Vec<(String, usize)>,
    /// How much was suppressed.
    pub suppression: &'a SuppressionReceipt,
    /// What was written.
    pub receipt: &'a Receipt,
}

/// Why the ledger cannot be written.
#[derive(Debug, thiserror::Error)]
#[error("ledger {path} cannot be written")]
pub struct LedgerError {
    path: PathBuf,
    source: std::io::Error,
}

/// The ledger would be published.
#[derive(Debug, thiserror::Error)]
#[error(
    "ledger folder {ledger} lies inside the publication {publication}, expected a folder outside, which stays private"
)]
pub struct LedgerPlaceError {
    ledger: PathBuf,
    publication: PathBuf,
}

/// Makes sure that a ledger in `ledger` is not published with the folder `publication`.
///
/// # Errors
/// When one folder is the other or inside it, links resolved as far as the folders exist.
pub fn check_place(ledger: &Path, publication: &Path) -> Result<(), LedgerPlaceError> {
    if resolved(ledger).starts_with(resolved(publication)) {
        return Err(LedgerPlaceError { ledger: ledger.to_owned(), publication: publication.to_owned() });
    }
    Ok(())
}

/// The ledger with the last name in `folder`; names begin with the as-of date. `None` without a folder or a ledger.
///
/// # Errors
/// When the folder exists and cannot be read.
pub fn newest(folder: &Path) -> std::io::Result<Option<PathBuf>> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let mut newest = None;
    for entry in entries {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "json") {
            newest = newest.max(Some(path));
        }
    }
    Ok(newest)
}

impl<'a> Ledger<'a> {
    /// Collects the record of a night.
    pub fn new(
        as_of: chrono::NaiveDate,
        record: &'a NightRecord,
        suppression: &'a SuppressionReceipt,
        receipt: &'a Receipt,
    ) -> Self {
        let counted = |position: usize| (0..=u8::MAX).filter(|m| record.coverage.of(*m).contains(position)).count();
        let periods = record.coverage.periods.iter().enumerate();
        Self {
            as_of: as_of.to_string(),
            code_version: env!("CARGO_PKG_VERSION"),
            files: &record.files,
            findings: &record.findings,
            coverage: periods.map(|(position, period)| (period.to_string(), counted(position))).collect(),
            suppression,
            receipt,
        }
    }

    /// Writes the ledger as `<publication>.json` in `folder`.
    ///
    /// # Errors
    /// When the folder or the file cannot be written.
    pub fn write(&self, folder: &Path) -> Result<PathBuf, LedgerError> {
        let path = folder.join(format!("{}.json", self.receipt.publication));
        let failed = |source| LedgerError { path: path.clone(), source };
        let text = serde_json::to_string_pretty(self).map_err(|error| failed(error.into()))?;
        std::fs::create_dir_all(folder).map_err(failed)?;
        std::fs::write(&path, text + "\n").map_err(failed)?;
        Ok(path)
    }
}

/// An absolute path without links, as far as the path exists.
fn resolved(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let existing = absolute.ancestors().find_map(|above| Some((above, above.canonicalize().ok()?)));
    match existing {
        Some((above, real)) => real.join(absolute.strip_prefix(above).unwrap_or(Path::new(""))),
        None => absolute,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ledger_inside_the_publication_is_refused() {
        let inside = [("pub", "pub"), ("pub/ledger", "pub"), ("./pub/a/b", "pub/"), ("/tmp/x/l", "/tmp/x")];
        assert!(
            inside
                .iter()
                .all(|(ledger, publication)| { check_place(Path::new(ledger), Path::new(publication)).is_err() })
        );
        let outside = [("pub.ledger", "pub"), ("ledger", "ledger/pub"), ("/tmp/y", "/tmp/x")];
        assert!(
            outside
                .iter()
                .all(|(ledger, publication)| { check_place(Path::new(ledger), Path::new(publication)).is_ok() })
        );
    }
}
