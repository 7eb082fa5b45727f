//! Where publications are written.

use std::{
    io::{ErrorKind, Write as _},
    path::{Path, PathBuf},
};

/// A place for files, addressed by relative path.
pub trait Store {
    /// The content of a file; `None` when it does not exist.
    ///
    /// # Errors
    /// When the store cannot be asked.
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, StoreError>;

    /// Creates a file; `false` when the same file exists already.
    ///
    /// # Errors
    /// When the store cannot write, or the path exists with other content.
    fn create(&self, path: &str, bytes: &[u8]) -> Result<bool, StoreError>;

    /// Replaces a file in one step.
    ///
    /// # Errors
    /// When the store cannot write.
    fn replace(&self, path: &str, bytes: &[u8]) -> Result<(), StoreError>;
}

/// Why a store failed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The system refused.
    #[error("{doing} {path} failed")]
    Io {
        /// What was being done.
        doing: &'static str,
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A file that must never change has other content than expected.
    #[error("{path} exists with other content, expected the bytes that its name promises; move it away and run again")]
    Conflict {
        /// The file.
        path: PathBuf,
    },
}

/// A folder on disk.
#[derive(Debug, Clone)]
pub struct FolderStore {
    root: PathBuf,
}

impl FolderStore {
    /// Uses the folder `root`; it is made when the first file is written.
    pub fn new(root: &Path) -> Self {
        Self { root: root.to_path_buf() }
    }

    fn write_beside(&self, path: &str, bytes: &[u8]) -> Result<(PathBuf, PathBuf), StoreError> {
        let target = self.root.join(path);
        let folder = target.parent().unwrap_or(&self.root).to_path_buf();
        let failed = |doing, path: &Path| {
            let path = path.to_path_buf();
            move |source| StoreError::Io { doing, path, source }
        };
        std::fs::create_dir_all(&folder).map_err(failed("making folder", &folder))?;
        let beside = target.with_extension("part");
        let mut file = std::fs::File::create(&beside).map_err(failed("creating", &beside))?;
        file.write_all(bytes).map_err(failed("writing", &beside))?;
        file.sync_all().map_err(failed("writing", &beside))?;
        Ok((beside, target))
    }

    fn rename(&self, path: &str, bytes: &[u8]) -> Result<(), StoreError> {
        let (beside, target) = self.write_beside(path, bytes)?;
        std::fs::rename(&beside, &target).map_err(|source| StoreError::Io {
            doing: "renaming to",
            path: target,
            source,
        })
    }
}

impl Store for FolderStore {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let path = self.root.join(path);
        match std::fs::read(&path) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(source) => Err(StoreError::Io { doing: "reading", path, source }),
        }
    }

    fn create(&self, path: &str, bytes: &[u8]) -> Result<bool, StoreError> {
        match self.read(path)? {
            Some(existing) if existing == bytes => Ok(false),
            Some(_) => Err(StoreError::Conflict { path: self.root.join(path) }),
            None => self.rename(path, bytes).map(|()| true),
        }
    }

    fn replace(&self, path: &str, bytes: &[u8]) -> Result<(), StoreError> {
        self.rename(path, bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_created_once_and_never_changed() {
        let folder = tempfile::tempdir().unwrap();
        let store = FolderStore::new(folder.path());
        assert!(store.create("data/a.arrow", b"one").unwrap());
        assert!(!store.create("data/a.arrow", b"one").unwrap());
        assert!(matches!(store.create("data/a.arrow", b"two"), Err(StoreError::Conflict { .. })));
        assert_eq!(store.read("data/a.arrow").unwrap().as_deref(), Some(b"one".as_slice()));
    }

    #[test]
    fn the_pointer_is_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let store = FolderStore::new(folder.path());
        store.replace("latest.json", b"1").unwrap();
        store.replace("latest.json", b"2").unwrap();
        assert_eq!(store.read("latest.json").unwrap().as_deref(), Some(b"2".as_slice()));
        assert_eq!(store.read("missing").unwrap(), None);
    }
}
