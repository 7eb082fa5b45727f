//! Reading what readers have.

use std::path::Path;

use chrono::NaiveDate;
use naerblik_shared::manifest::{Latest, Manifest};

use super::{VersionsError, published::Published, shape};
use crate::{
    audit,
    catalogue::Catalogue,
    publish::{Store, newest},
    read::RegisterInfo,
};

/// The publications before tonight, read and checked.
pub struct Recalled {
    pub(super) newest: Option<Published>,
    /// Publications that corrections have replaced, newest first; read on nights that correct.
    pub(super) older: Vec<Published>,
    pub(super) as_of: NaiveDate,
    pub(super) is_correction: bool,
}

/// Reads the newest publication, and on a night that corrects also those that corrections have replaced.
///
/// # Errors
/// When the output holds no publication although there are ledgers of earlier nights, when a file is missing or
/// damaged, when the as-of date lies before the newest publication's, or when tonight's catalogue or register is of
/// another kind.
pub fn recall(
    store: &dyn Store,
    ledgers: &Path,
    catalogue: &Catalogue,
    (as_of, register): (NaiveDate, &RegisterInfo),
) -> Result<Recalled, VersionsError> {
    let Some((pointer, manifest)) = newest(store)? else {
        let unreadable = |source| VersionsError::Ledgers { folder: ledgers.to_owned(), source };
        return match audit::newest(ledgers).map_err(unreadable)? {
            Some(ledger) => Err(VersionsError::Lost { ledger }),
            None => Ok(Recalled { newest: None, older: Vec::new(), as_of, is_correction: false }),
        };
    };
    let before = day(&manifest);
    if as_of < before {
        return Err(VersionsError::Backwards { found: as_of.to_string(), newest: before.to_string() });
    }
    shape::check(&manifest, catalogue, register)?;
    let is_correction = catalogue.file.versions.is_correction(before, as_of);
    let mut older = Vec::new();
    for pointer in manifest.corrected.iter().rev().filter(|_| is_correction) {
        older.push(read(store, pointer, catalogue, register)?);
    }
    let newest = Published::read(store, (pointer, manifest), catalogue)?;
    Ok(Recalled { newest: Some(newest), older, as_of, is_correction })
}

fn read(
    store: &dyn Store,
    pointer: &Latest,
    catalogue: &Catalogue,
    register: &RegisterInfo,
) -> Result<Published, VersionsError> {
    let missing = || VersionsError::Missing { path: pointer.manifest.clone() };
    let bytes = store.read(&pointer.manifest)?.ok_or_else(missing)?;
    let manifest = Manifest::parse(&bytes, pointer).map_err(|source| VersionsError::Damaged { source })?;
    shape::check(&manifest, catalogue, register)?;
    Published::read(store, (pointer.clone(), manifest), catalogue)
}

/// The as-of date of a publication; the first of all days for one whose manifest names no day.
fn day(manifest: &Manifest) -> NaiveDate {
    NaiveDate::parse_from_str(&manifest.as_of, "%Y-%m-%d").unwrap_or(NaiveDate::MIN)
}
