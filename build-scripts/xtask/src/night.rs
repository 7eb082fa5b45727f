//! Register and publication: made by the nightly job, kept as long as nothing they come from changes.

use std::fs;
use std::path::{Path, PathBuf};

use crate::command_line::{Freshness, Register};
use crate::console;
use crate::error::TaskError;
use crate::program::Program;
use crate::stamp::{Inputs, Stamp};
use crate::workspace::Workspace;

const SEED: &str = "20261101";
const AS_OF: &str = "2026-11-01";

/// What the nightly job reads besides its arguments.
const DATA: [&str; 2] = ["build-scripts/catalogue", "build-scripts/reference"];

impl Register {
    /// The name on the command line and of its folders.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Small => "small",
            Self::Demo => "demo",
            Self::National => "national",
        }
    }

    fn citizens(self) -> &'static str {
        match self {
            Self::Small => "20000",
            Self::Demo => "100000",
            Self::National => "500000",
        }
    }

    /// A release build of `DataFusion` takes half an hour: only the largest register is worth it.
    fn build(self) -> (&'static [&'static str], &'static str) {
        match self {
            Self::Small | Self::Demo => (&[], "debug"),
            Self::National => (&["--release"], "release"),
        }
    }
}

/// Makes the register's publication if it is not there; returns its folder.
///
/// # Errors
/// With the nightly job's own exit code when it stops; an earlier publication then stays.
pub(crate) fn publication(
    workspace: &Workspace,
    register: Register,
    freshness: Freshness,
) -> Result<PathBuf, TaskError> {
    let job = build_job(workspace, register)?;
    let rebuilt = Inputs::new().path(&job)?.sources(workspace, &DATA)?.digest();
    let (source, stamp) = demo_register(workspace, register, &job, (&rebuilt, freshness))?;

    let name = register.name();
    let folder = workspace.made("publications").join(name);
    let inputs = Inputs::new().text(&rebuilt).text(stamp.digest()).text(AS_OF);
    let stamp = Stamp::new(workspace, &format!("publication-{name}"), &inputs);
    let title = format!("night on the {name} register");
    if freshness == Freshness::Reuse && stamp.holds(&folder.join("latest.json")) {
        console::unchanged(&title);
        return Ok(folder);
    }
    console::step(&title, || {
        stamp.guard(|| {
            // A made-up publication begins anew, and so does its ledger: the night refuses one without the other.
            let ledger = workspace.made("ledgers").join(name);
            let night = |fresh: &Path, ledger: &Path| {
                nightly(workspace, &job)
                    .arguments(["run", "--as-of", AS_OF])
                    .option("--input", &source)
                    .option("--output", fresh)
                    .option("--ledger", ledger)
                    .hint("the night's exit codes are explained in docs/runbook.md")
                    .run()
            };
            replace(&folder, |fresh| replace(&ledger, |ledger| night(fresh, ledger)))
        })
    })?;
    Ok(folder)
}

/// The folder of a register that a night was run on.
pub(crate) fn register(workspace: &Workspace, register: Register) -> PathBuf {
    workspace.made("registers").join(register.name())
}

/// Builds the nightly job; returns the program.
///
/// The whole workspace is named, and a small test with it, so that features are the same as when all tests are built
/// and `DataFusion` is compiled once for both.
pub(crate) fn build_job(workspace: &Workspace, register: Register) -> Result<PathBuf, TaskError> {
    let (flags, folder) = register.build();
    let mut arguments = vec!["build", "--workspace", "--bin", "nightly", "--test", "blocks"];
    arguments.extend(flags);
    console::step("build the nightly job (first time: about 10 minutes)", || {
        Program::cargo(workspace.root(), &arguments).run()
    })?;
    Ok(workspace.program(folder, "nightly"))
}

fn demo_register(
    workspace: &Workspace,
    register: Register,
    job: &Path,
    (rebuilt, freshness): (&str, Freshness),
) -> Result<(PathBuf, Stamp), TaskError> {
    let name = register.name();
    let folder = self::register(workspace, register);
    let inputs = [rebuilt, register.citizens(), SEED].into_iter().fold(Inputs::new(), Inputs::text);
    let stamp = Stamp::new(workspace, &format!("register-{name}"), &inputs);
    let title = format!("make the {name} register ({} citizens)", register.citizens());
    if freshness == Freshness::Reuse && stamp.holds(&folder) {
        console::unchanged(&title);
        return Ok((folder, stamp));
    }
    console::step(&title, || {
        stamp.guard(|| replace(&folder, |fresh| make_register(workspace, job, register).option("--out", fresh).run()))
    })?;
    Ok((folder, stamp))
}

/// The nightly job, about to make a register.
pub(crate) fn make_register(workspace: &Workspace, job: &Path, register: Register) -> Program {
    nightly(workspace, job).arguments(["demo-register", "--citizens", register.citizens(), "--seed", SEED])
}

/// The nightly job.
pub(crate) fn nightly(workspace: &Workspace, job: &Path) -> Program {
    Program::new(job, "run `cargo xtask night`").within(workspace.root())
}

/// Makes a folder beside the old one and swaps them at the end: a failure leaves the old one as it was.
fn replace(folder: &Path, make: impl FnOnce(&Path) -> Result<(), TaskError>) -> Result<(), TaskError> {
    let fresh = folder.with_extension("new");
    remove(&fresh)?;
    fs::create_dir_all(&fresh).map_err(TaskError::file("create", &fresh))?;
    make(&fresh)?;
    remove(folder)?;
    fs::rename(&fresh, folder).map_err(TaskError::file("rename", &fresh))
}

/// Removes a folder with all that is in it, if it is there.
pub(crate) fn remove(folder: &Path) -> Result<(), TaskError> {
    if folder.is_dir() {
        fs::remove_dir_all(folder).map_err(TaskError::file("remove", folder))?;
    }
    Ok(())
}
