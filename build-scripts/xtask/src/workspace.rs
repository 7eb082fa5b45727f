//! Where everything lies.

use std::env;
use std::path::{Path, PathBuf};

use crate::error::TaskError;

/// The repository and its target folder.
#[derive(Debug, Clone)]
pub(crate) struct Workspace {
    root: PathBuf,
    target: PathBuf,
}

impl Workspace {
    /// Looks upwards from the current folder; honours `CARGO_TARGET_DIR`.
    pub(crate) fn find() -> Result<Self, TaskError> {
        let here = env::current_dir().map_err(TaskError::file("find", Path::new(".")))?;
        let root = here
            .ancestors()
            .find(|folder| folder.join("build-scripts/xtask/Cargo.toml").is_file())
            .ok_or(TaskError::NoWorkspace)?
            .to_owned();
        let target = env::var_os("CARGO_TARGET_DIR")
            .filter(|given| !given.is_empty())
            .map_or_else(|| root.join("target"), |given| here.join(given));
        Ok(Self { root, target })
    }

    /// The repository.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// Cargo's target folder.
    pub(crate) fn target(&self) -> &Path {
        &self.target
    }

    /// A path below the repository.
    pub(crate) fn source(&self, below: &str) -> PathBuf {
        self.root.join(below)
    }

    /// A path below the folder for what is made besides cargo's own output.
    pub(crate) fn made(&self, below: &str) -> PathBuf {
        self.target.join("naerblik").join(below)
    }

    /// The folder that is served.
    pub(crate) fn site(&self) -> PathBuf {
        self.target.join("site")
    }

    /// A program of the workspace, built in the given profile folder (`debug`, `release`).
    pub(crate) fn program(&self, profile: &str, name: &str) -> PathBuf {
        let name = format!("{name}{}", env::consts::EXE_SUFFIX);
        self.target.join(profile).join(name)
    }
}
