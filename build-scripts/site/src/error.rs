//! What can go wrong here, and what to do about it.

use std::io;
use std::path::{Path, PathBuf};

/// Any failure of this program.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SiteError {
    /// The command line does not parse.
    #[error("{message}")]
    Usage {
        /// What was expected and what was found.
        message: String,
    },
    /// A file or folder could not be used.
    #[error("cannot {verb} `{path}`")]
    File {
        /// What was tried: `read`, `write`, `list`.
        verb: &'static str,
        /// Where.
        path: PathBuf,
        /// The system's reason.
        #[source]
        source: io::Error,
    },
    /// wasm-bindgen refuses the app.
    #[error("wasm-bindgen refuses `{path}`: {reason}")]
    Bindgen {
        /// The compiled app.
        path: PathBuf,
        /// The whole chain of reasons in one line.
        reason: String,
    },
    /// A file that this program writes or reads is not what it should be.
    #[error("`{path}` is malformed: {reason}")]
    Malformed {
        /// Which file.
        path: PathBuf,
        /// Expected and found.
        reason: String,
    },
    /// Somebody else listens there.
    #[error("port {port} is already in use")]
    PortInUse {
        /// The port that was asked for.
        port: u16,
    },
    /// The server could not start or broke.
    #[error("the server stopped")]
    Server {
        /// The system's reason.
        #[source]
        source: io::Error,
    },
    /// A file is larger than it may be.
    #[error("over budget: {names}")]
    OverBudget {
        /// Names of the budgets that do not hold, joined by commas.
        names: String,
    },
}

impl SiteError {
    /// Wraps an error of the file system, for use in `map_err`.
    pub(crate) fn file(verb: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::File { verb, path, source }
    }

    /// What the reader can do, where that is not obvious.
    pub(crate) fn hint(&self) -> Option<String> {
        match self {
            Self::Usage { .. } => Some("`cargo xtask help` lists the commands".to_owned()),
            Self::Bindgen { .. } => Some(
                "the version of wasm-bindgen in Cargo.toml and of wasm-bindgen-cli-support must be the same".to_owned(),
            ),
            Self::PortInUse { port } => Some(format!(
                "choose another with `--port {}`, or stop the program that listens there",
                port.checked_add(1).unwrap_or(8787)
            )),
            Self::OverBudget { .. } => {
                Some("budgets are in tests/bench/budgets.toml; `twiggy top` on the wasm shows what is large".to_owned())
            }
            Self::File { .. } | Self::Malformed { .. } | Self::Server { .. } => None,
        }
    }

    /// Bad arguments are told apart from failures, as in the nightly job.
    pub(crate) fn exit_code(&self) -> u8 {
        match self {
            Self::Usage { .. } => 2,
            _ => 1,
        }
    }
}
