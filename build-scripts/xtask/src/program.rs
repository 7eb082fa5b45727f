//! Starts other programs: output goes straight to the terminal, input is closed.

use std::ffi::OsStr;
use std::io::ErrorKind;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::error::TaskError;

/// A program about to be started.
#[derive(Debug)]
pub(crate) struct Program {
    command: Command,
    install: String,
    hint: Option<String>,
}

impl Program {
    /// `install` is what a person does when the program is not there.
    pub(crate) fn new(program: impl AsRef<OsStr>, install: &str) -> Self {
        let mut command = Command::new(program);
        command.stdin(Stdio::null());
        Self { command, install: install.to_owned(), hint: None }
    }

    /// Cargo in the repository; in CI the lock file is law.
    pub(crate) fn cargo(root: &Path, arguments: &[&str]) -> Self {
        let border = arguments.iter().position(|argument| *argument == "--").unwrap_or(arguments.len());
        let (ours, passed_on) = arguments.split_at(border);
        let is_ci = std::env::var_os("CI").is_some();
        let locked = (is_ci && !ours.contains(&"fmt")).then_some("--locked");
        Self::new("cargo", "install Rust with rustup: https://rustup.rs")
            .within(root)
            .arguments(ours)
            .arguments(locked)
            .arguments(passed_on)
    }

    /// Adds arguments.
    pub(crate) fn arguments(mut self, arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Self {
        self.command.args(arguments);
        self
    }

    /// Adds an option with a path.
    pub(crate) fn option(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.arg(name).arg(value);
        self
    }

    /// Starts it in this folder.
    pub(crate) fn within(mut self, folder: &Path) -> Self {
        self.command.current_dir(folder);
        self
    }

    /// Sets a variable of its environment.
    pub(crate) fn variable(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// What to do when it fails.
    pub(crate) fn hint(mut self, hint: &str) -> Self {
        self.hint = Some(hint.to_owned());
        self
    }

    /// Runs it to its end.
    ///
    /// # Errors
    /// `Missing` when it is not installed, `Failed` when it ends with an error.
    pub(crate) fn run(mut self) -> Result<(), TaskError> {
        let status = self.command.status().map_err(|source| self.refused(source))?;
        if status.success() {
            return Ok(());
        }
        Err(self.failed(status.code()))
    }

    /// Runs it to its end and keeps what it prints.
    ///
    /// # Errors
    /// As for [`Self::run`]; a failure is left to the caller to judge by the output.
    pub(crate) fn capture(mut self) -> Result<Output, TaskError> {
        self.command.output().map_err(|source| self.refused(source))
    }

    /// Becomes that program, so that Ctrl-C and every signal reach it and nothing is left behind.
    ///
    /// # Errors
    /// Only when it could not be started.
    #[cfg(unix)]
    pub(crate) fn replace_us(mut self) -> Result<(), TaskError> {
        use std::os::unix::process::CommandExt as _;
        let source = self.command.exec();
        Err(self.refused(source))
    }

    /// Runs it to its end: elsewhere one process cannot become another.
    #[cfg(not(unix))]
    pub(crate) fn replace_us(self) -> Result<(), TaskError> {
        self.run()
    }

    fn failed(self, code: Option<i32>) -> TaskError {
        TaskError::Failed {
            command: self.spelled(),
            code: code.and_then(|code| u8::try_from(code).ok()),
            hint: self.hint,
        }
    }

    fn refused(&self, source: std::io::Error) -> TaskError {
        let program = Path::new(self.command.get_program());
        if source.kind() == ErrorKind::NotFound && !self.is_in_missing_folder() {
            TaskError::Missing { program: program.display().to_string(), install: self.install.clone() }
        } else {
            TaskError::file("start", program)(source)
        }
    }

    /// The system says "not found" for a missing working folder, too.
    fn is_in_missing_folder(&self) -> bool {
        self.command.get_current_dir().is_some_and(|folder| !folder.is_dir())
    }

    fn spelled(&self) -> String {
        let program = Path::new(self.command.get_program());
        let name = program.file_name().unwrap_or(program.as_os_str());
        let words = std::iter::once(name).chain(self.command.get_args());
        let words: Vec<_> = words.map(OsStr::to_string_lossy).collect();
        words.join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_program_is_named_with_the_way_out() {
        let error = Program::new("naerblik-no-such-program", "install it").run();
        let error = error.unwrap_err();
        assert_eq!(error.to_string(), "`naerblik-no-such-program` is not installed");
        assert_eq!(error.hint().as_deref(), Some("install it"));
    }

    #[test]
    fn a_failing_program_passes_its_code_on() {
        let error = Program::new("cargo", "").arguments(["no-such-command"]).run();
        let error = error.unwrap_err();
        assert_eq!(error.exit_code(), 101);
        assert!(error.to_string().starts_with("`cargo no-such-command` ended"));
    }
}
