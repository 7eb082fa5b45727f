//! Seventh station: writing a publication so that readers see last night or tonight, never a mixture.
//!
//! Three properties: data files and manifests are only ever created, never changed; everything a manifest names
//! exists before the manifest does; `latest.json` is replaced in one step, last of all.

mod store;

pub use store::{FolderStore, Store, StoreError};

use naerblik_shared::manifest::{Latest, Manifest, ManifestError};
use serde::Serialize;

use crate::assemble::Publication;

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Receipt {
    /// Name of the publication.
    pub publication: String,
    /// Files that make up the publication.
    pub files: usize,
    /// Files that were not there before.
    pub files_new: usize,
    /// Bytes of the publication.
    pub bytes: u64,
    /// Whether the newest publication was the same already.
    pub is_unchanged: bool,
}

/// Why a publication cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The pointer cannot be written as JSON.
    #[error("latest.json cannot be written")]
    Latest {
        /// Why.
        source: serde_json::Error,
    },
}

/// Why the newest publication cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum NewestError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The pointer or the manifest is damaged.
    #[error("the newest publication is damaged, and tonight's must follow it; bring its files back from a copy")]
    Damaged {
        /// How.
        source: ManifestError,
    },
    /// The pointer names a manifest that does not exist.
    #[error("latest.json names {manifest}, which is missing; bring it back from a copy")]
    Missing {
        /// Path of the manifest.
        manifest: String,
    },
}

/// The newest publication in the store, with its pointer; `None` when there is none.
///
/// # Errors
/// When the store fails, or the publication is damaged.
pub fn newest(store: &dyn Store) -> Result<Option<(Latest, Manifest)>, NewestError> {
    let damaged = |source| NewestError::Damaged { source };
    let Some(pointer) = store.read("latest.json")? else { return Ok(None) };
    let latest = Latest::parse(&pointer).map_err(damaged)?;
    let missing = || NewestError::Missing { manifest: latest.manifest.clone() };
    let bytes = store.read(&latest.manifest)?.ok_or_else(missing)?;
    let manifest = Manifest::parse(&bytes, &latest).map_err(damaged)?;
    Ok(Some((latest, manifest)))
}

/// Writes the publication: data, then the manifest, then the pointer.
///
/// # Errors
/// When the store fails; then the newest publication is still the previous one.
pub fn publish(publication: &Publication, store: &dyn Store) -> Result<Receipt, PublishError> {
    let is_manifest = |path: &str| path == publication.latest.manifest;
    let mut files_new = 0;
    for (path, bytes) in publication.files.iter().filter(|(path, _)| !is_manifest(path)) {
        files_new += usize::from(store.create(path, bytes)?);
    }
    for (path, bytes) in publication.files.iter().filter(|(path, _)| is_manifest(path)) {
        files_new += usize::from(store.create(path, bytes)?);
    }
    let mut pointer = serde_json::to_vec(&publication.latest).map_err(|source| PublishError::Latest { source })?;
    pointer.push(b'\n');
    let is_unchanged = store.read("latest.json")?.as_deref() == Some(pointer.as_slice());
    if !is_unchanged {
        store.replace("latest.json", &pointer)?;
    }
    let bytes = publication.files.values().map(|file| u64::try_from(file.len()).unwrap_or(0)).sum();
    Ok(Receipt {
        publication: publication.manifest.publication.clone(),
        files: publication.files.len(),
        files_new,
        bytes,
        is_unchanged,
    })
}
