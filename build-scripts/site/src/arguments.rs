//! The command line, parsed once.

use std::ffi::OsString;
use std::path::PathBuf;

use lexopt::prelude::{Long, Value, ValueExt as _};

use crate::error::SiteError;
use crate::route::Base;

/// What to do.
#[derive(Debug)]
pub(crate) enum Command {
    /// Turns the compiled app into wasm and script for the browser.
    Bindgen {
        /// The compiled app.
        wasm: PathBuf,
        /// Folder to write.
        out: PathBuf,
    },
    /// Puts together the folder that is served.
    Assemble(Sources),
    /// Serves that folder.
    Serve(ServeOptions),
    /// Compares sizes with budgets.
    Size {
        /// The assembled site.
        site: PathBuf,
        /// Folder with `assets.json`.
        web: PathBuf,
        /// The budgets, TOML.
        budgets: PathBuf,
    },
}

/// What a site is made from, and where it goes.
#[derive(Debug)]
pub(crate) struct Sources {
    /// The template of the app's shell.
    pub(crate) index: PathBuf,
    /// Files that are copied as they are.
    pub(crate) public: PathBuf,
    /// The web bundle with content-hashed names.
    pub(crate) web: PathBuf,
    /// The night's publication; absent while only the app is built.
    pub(crate) publication: Option<PathBuf>,
    /// Where on the host the site lives.
    pub(crate) base: Base,
    /// Folder to write.
    pub(crate) out: PathBuf,
}

/// How to serve.
#[derive(Debug)]
pub(crate) struct ServeOptions {
    /// The assembled site.
    pub(crate) root: PathBuf,
    /// TCP port on the loopback address; 0 lets the system choose one.
    pub(crate) port: u16,
    /// Where on the host the site lives.
    pub(crate) base: Base,
}

/// Parses the arguments after the program's name.
pub(crate) fn parse(arguments: impl Iterator<Item = OsString>) -> Result<Command, SiteError> {
    read(arguments.collect()).map_err(|error| SiteError::Usage { message: error.to_string() })
}

#[derive(Default)]
struct Given {
    command: Option<String>,
    paths: Vec<(String, PathBuf)>,
    port: Option<u16>,
    base: Option<Base>,
}

impl Given {
    fn optional(&mut self, name: &str) -> Option<PathBuf> {
        let position = self.paths.iter().position(|(given, _)| given == name)?;
        Some(self.paths.swap_remove(position).1)
    }

    fn required(&mut self, name: &str) -> Result<PathBuf, lexopt::Error> {
        self.optional(name).ok_or_else(|| format!("expected `--{name} PATH`").into())
    }
}

fn read(arguments: Vec<OsString>) -> Result<Command, lexopt::Error> {
    let mut given = Given::default();
    let mut parser = lexopt::Parser::from_args(arguments);
    while let Some(argument) = parser.next()? {
        match argument {
            Value(command) if given.command.is_none() => given.command = Some(command.string()?),
            Long("port") => given.port = Some(parser.value()?.parse()?),
            Long("base") => given.base = Some(parser.value()?.parse()?),
            Long(
                name @ ("wasm" | "out" | "index" | "public" | "web" | "publication" | "root" | "site" | "budgets"),
            ) => {
                let name = name.to_owned();
                given.paths.push((name, parser.value()?.into()));
            }
            other => return Err(other.unexpected()),
        }
    }
    command(given)
}

fn command(mut given: Given) -> Result<Command, lexopt::Error> {
    let base = given.base.take().unwrap_or_default();
    let command = match given.command.as_deref() {
        Some("bindgen") => Command::Bindgen { wasm: given.required("wasm")?, out: given.required("out")? },
        Some("assemble") => Command::Assemble(Sources {
            index: given.required("index")?,
            public: given.required("public")?,
            web: given.required("web")?,
            publication: given.optional("publication"),
            base,
            out: given.required("out")?,
        }),
        Some("serve") => {
            Command::Serve(ServeOptions { root: given.required("root")?, port: given.port.unwrap_or(8787), base })
        }
        Some("size") => Command::Size {
            site: given.required("site")?,
            web: given.required("web")?,
            budgets: given.required("budgets")?,
        },
        _ => return Err("expected one of `bindgen`, `assemble`, `serve`, `size`".into()),
    };
    match given.paths.first() {
        Some((name, _)) => Err(format!("`--{name}` has no meaning for this command").into()),
        None => Ok(command),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str) -> Result<Command, String> {
        parse(line.split_whitespace().map(OsString::from)).map_err(|error| error.to_string())
    }

    #[test]
    fn serve_needs_a_root_and_has_a_default_port() {
        let Ok(Command::Serve(options)) = check("serve --root site") else {
            unreachable!("the line is complete");
        };
        assert_eq!((options.port, options.base.as_str()), (8787, "/"));
        assert_eq!(check("serve").unwrap_err(), "expected `--root PATH`");
    }

    #[test]
    fn an_option_of_another_command_is_refused() {
        let error = check("serve --root site --wasm app.wasm").unwrap_err();
        assert_eq!(error, "`--wasm` has no meaning for this command");
    }

    #[test]
    fn a_base_must_begin_and_end_with_a_slash() {
        assert!(check("serve --root site --base /naerblik/").is_ok());
        assert!(check("serve --root site --base naerblik").is_err());
    }
}
