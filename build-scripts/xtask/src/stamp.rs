//! Remembers from which inputs something was made, so that it is made again only when they change.

use std::fs;
use std::hash::{DefaultHasher, Hasher as _};
use std::io;
use std::path::{Path, PathBuf};

use crate::error::TaskError;
use crate::workspace::Workspace;

/// A digest over the content of files and over arguments.
#[derive(Debug)]
pub(crate) struct Inputs {
    // Fixed keys, so the same inputs give the same digest in every run. Another version of Rust may
    // give another one; then things are made once more, which is also right.
    hasher: DefaultHasher,
}

impl Inputs {
    /// No inputs yet.
    pub(crate) fn new() -> Self {
        Self { hasher: DefaultHasher::new() }
    }

    /// Adds an argument or another digest.
    pub(crate) fn text(mut self, text: &str) -> Self {
        self.hasher.write(text.as_bytes());
        self.hasher.write_u8(0xff);
        self
    }

    /// Adds a file, or all files below a folder; one that is not there counts as absent.
    pub(crate) fn path(mut self, path: &Path) -> Result<Self, TaskError> {
        if path.is_dir() {
            for entry in sorted_entries(path)? {
                self = self.path(&entry)?;
            }
            return Ok(self);
        }
        self = self.text(&path.to_string_lossy());
        match fs::read(path) {
            Ok(bytes) => self.hasher.write(&bytes),
            Err(source) if source.kind() == io::ErrorKind::NotFound => self.hasher.write_u8(0),
            Err(source) => return Err(TaskError::file("read", path)(source)),
        }
        Ok(self)
    }

    /// Adds several files or folders below the repository.
    pub(crate) fn sources(self, workspace: &Workspace, below: &[&str]) -> Result<Self, TaskError> {
        below.iter().try_fold(self, |inputs, below| inputs.path(&workspace.source(below)))
    }

    /// The digest.
    pub(crate) fn digest(&self) -> String {
        format!("{:016x}", self.hasher.finish())
    }
}

/// A file that holds the digest of the inputs of one result.
#[derive(Debug)]
pub(crate) struct Stamp {
    path: PathBuf,
    digest: String,
}

impl Stamp {
    /// The stamp of the result with this name, for these inputs.
    pub(crate) fn new(workspace: &Workspace, name: &str, inputs: &Inputs) -> Self {
        Self { path: workspace.made("stamps").join(name), digest: inputs.digest() }
    }

    /// Whether the result was made from these inputs and still exists.
    pub(crate) fn holds(&self, result: &Path) -> bool {
        result.exists() && fs::read_to_string(&self.path).is_ok_and(|text| text == self.digest)
    }

    /// The digest, as an input of what is made from this result.
    pub(crate) fn digest(&self) -> &str {
        &self.digest
    }

    /// Makes the result, and remembers its inputs once it is whole.
    pub(crate) fn guard(&self, make: impl FnOnce() -> Result<(), TaskError>) -> Result<(), TaskError> {
        self.forget()?;
        make()?;
        if let Some(folder) = self.path.parent() {
            fs::create_dir_all(folder).map_err(TaskError::file("create", folder))?;
        }
        fs::write(&self.path, &self.digest).map_err(TaskError::file("write", &self.path))
    }

    fn forget(&self) -> Result<(), TaskError> {
        match fs::remove_file(&self.path) {
            Err(source) if source.kind() != io::ErrorKind::NotFound => {
                Err(TaskError::file("remove", &self.path)(source))
            }
            _ => Ok(()),
        }
    }
}

fn sorted_entries(folder: &Path) -> Result<Vec<PathBuf>, TaskError> {
    let entries = fs::read_dir(folder).map_err(TaskError::file("list", folder))?;
    let mut paths = entries
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<Vec<_>, _>>()
        .map_err(TaskError::file("list", folder))?;
    paths.sort();
    Ok(paths)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_depends_on_every_argument_and_its_border() {
        let digest = |texts: &[&str]| {
            let inputs = texts.iter().fold(Inputs::new(), |inputs, text| inputs.text(text));
            inputs.digest()
        };
        assert_eq!(digest(&["a", "b"]), digest(&["a", "b"]));
        assert_ne!(digest(&["a", "b"]), digest(&["ab"]));
    }

    #[test]
    fn the_digest_of_a_folder_depends_on_the_content_below_it() {
        let folder = std::env::temp_dir().join(format!("naerblik-stamp-{}", std::process::id()));
        fs::create_dir_all(folder.join("deep")).unwrap();
        let digest = || Inputs::new().path(&folder).unwrap().digest();
        fs::write(folder.join("deep/file"), "one").unwrap();
        let before = digest();
        fs::write(folder.join("deep/file"), "two").unwrap();
        let after = digest();
        fs::remove_dir_all(&folder).unwrap();
        assert_ne!(before, after);
    }
}
