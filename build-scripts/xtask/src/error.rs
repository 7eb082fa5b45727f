//! What can go wrong here: one line that says it, one that says the way out.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// Any failure of a task.
#[derive(Debug)]
pub(crate) enum TaskError {
    /// The command line does not parse.
    Usage {
        /// Expected and found.
        message: String,
    },
    /// Not started inside the repository.
    NoWorkspace,
    /// A program is not installed.
    Missing {
        /// Its name.
        program: String,
        /// The command that installs it.
        install: String,
    },
    /// A program ended with an error, which it has printed itself.
    Failed {
        /// The command as one would type it.
        command: String,
        /// Its exit code; absent when a signal ended it.
        code: Option<u8>,
        /// What to do, where we know.
        hint: Option<String>,
    },
    /// A file or folder could not be used.
    File {
        /// What was tried.
        verb: &'static str,
        /// Where.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
    /// Somebody else listens there.
    PortInUse {
        /// The port that was asked for.
        port: u16,
    },
    /// A part of the verification failed, and has said why.
    Verification {
        /// Its name.
        part: &'static str,
    },
}

impl TaskError {
    /// Wraps an error of the file system, for use in `map_err`.
    pub(crate) fn file(verb: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::File { verb, path, source }
    }

    /// The way out.
    pub(crate) fn hint(&self) -> Option<String> {
        match self {
            Self::Usage { .. } => Some("`cargo xtask help` lists commands and options".to_owned()),
            Self::NoWorkspace => Some("start `cargo xtask` inside the repository".to_owned()),
            Self::Missing { install, .. } => Some(install.clone()),
            Self::Failed { hint, .. } => hint.clone(),
            Self::File { .. } => None,
            Self::PortInUse { port } => Some(format!(
                "choose another with `cargo xtask serve --port {}`, or stop the program that listens there",
                port.checked_add(1).unwrap_or(8787)
            )),
            Self::Verification { part } => Some(format!("run this part alone with `cargo xtask test --only {part}`")),
        }
    }

    /// A program's own exit code is passed on: the night's codes have meanings.
    pub(crate) fn exit_code(&self) -> u8 {
        match self {
            Self::Usage { .. } => 2,
            Self::Failed { code: Some(code), .. } if *code != 0 => *code,
            _ => 1,
        }
    }
}

impl fmt::Display for TaskError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage { message } => out.write_str(message),
            Self::NoWorkspace => out.write_str("no workspace found above the current folder"),
            Self::Missing { program, .. } => write!(out, "`{program}` is not installed"),
            Self::Failed { command, code, .. } => match code {
                Some(code) => write!(out, "`{command}` ended with code {code}"),
                None => write!(out, "`{command}` was stopped"),
            },
            Self::File { verb, path, source } => {
                write!(out, "cannot {verb} `{}`: {source}", path.display())
            }
            Self::PortInUse { port } => write!(out, "port {port} is already in use"),
            Self::Verification { part } => write!(out, "part `{part}` failed"),
        }
    }
}

impl std::error::Error for TaskError {}
