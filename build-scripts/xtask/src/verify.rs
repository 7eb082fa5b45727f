//! Everything that must hold, cheapest first.

use std::time::{Duration, Instant};

use crate::browser_tests;
use crate::command_line::{Freshness, Part, Register};
use crate::console;
use crate::error::TaskError;
use crate::night;
use crate::program::Program;
use crate::setup;
use crate::site;
use crate::workspace::Workspace;

/// Runs the given parts; the first that fails ends it, with the way to run that part alone.
///
/// # Errors
/// `Verification` with the name of the part that failed; its own message was printed before.
pub(crate) fn run(workspace: &Workspace, parts: &[Part]) -> Result<(), TaskError> {
    let mut times = Vec::new();
    for part in parts {
        let started = Instant::now();
        if let Err(error) = run_part(workspace, *part) {
            console::failure(&error);
            summary(&times);
            return Err(TaskError::Verification { parts: vec![part.name()] });
        }
        times.push((part.name(), started.elapsed()));
    }
    summary(&times);
    Ok(())
}

/// The benchmarks, in the profile that readers get.
///
/// # Errors
/// When a benchmark does not build or ends with an error.
pub(crate) fn bench(workspace: &Workspace) -> Result<(), TaskError> {
    console::step("benchmarks of the query engine", || {
        Program::cargo(workspace.root(), &["bench", "--package", "naerblik-shared"]).run()
    })?;
    site::size(workspace)
}

fn run_part(workspace: &Workspace, part: Part) -> Result<(), TaskError> {
    match part {
        Part::Fmt => fmt(workspace),
        Part::Clippy => clippy(workspace),
        Part::Unit => unit(workspace),
        Part::Deny => deny(workspace),
        Part::Size => site::size(workspace),
        Part::Night => small_publication(workspace),
        Part::Contract => contract(workspace),
        Part::E2e => journeys(workspace),
    }
}

fn summary(times: &[(&str, Duration)]) {
    console::say("");
    for (name, elapsed) in times {
        console::say(&format!("{name:>10}  passed  {}", console::seconds(*elapsed)));
    }
}

fn fmt(workspace: &Workspace) -> Result<(), TaskError> {
    console::step("formatting", || {
        Program::cargo(workspace.root(), &["fmt", "--all", "--check"]).hint("`cargo fmt --all` mends it").run()
    })
}

fn clippy(workspace: &Workspace) -> Result<(), TaskError> {
    console::step("lints of the workspace", || {
        let arguments = ["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"];
        Program::cargo(workspace.root(), &arguments).run()
    })?;
    setup::browser_target(workspace)?;
    console::step("lints of the app for the browser", || {
        let arguments = ["clippy", "--package=naerblik-app", "--target=wasm32-unknown-unknown", "--", "-D", "warnings"];
        Program::cargo(workspace.root(), &arguments).run()
    })
}

fn unit(workspace: &Workspace) -> Result<(), TaskError> {
    let has_nextest = Program::new("cargo", "")
        .arguments(["nextest", "--version"])
        .capture()
        .is_ok_and(|output| output.status.success());
    let runner: &[&str] =
        if has_nextest { &["nextest", "run", "--workspace"] } else { &["test", "--workspace", "--quiet"] };
    console::step("unit, property and golden tests", || Program::cargo(workspace.root(), runner).run())?;
    if !has_nextest {
        return Ok(());
    }
    console::step("examples in the documentation", || {
        let arguments = ["test", "--doc", "--quiet", "--package", "naerblik-shared"];
        Program::cargo(workspace.root(), &arguments).run()
    })
}

fn deny(workspace: &Workspace) -> Result<(), TaskError> {
    let is_installed = Program::new("cargo", "")
        .arguments(["deny", "--version"])
        .capture()
        .is_ok_and(|output| output.status.success());
    if !is_installed {
        console::notice(
            "cargo-deny is not installed, so licences and advisories are NOT checked here; \
             `cargo install --locked cargo-deny` (about 5 minutes) changes that",
        );
        return Ok(());
    }
    console::step("licences, advisories, duplicate versions", || {
        Program::new("cargo", "")
            .arguments(["deny", "check"])
            .within(workspace.root())
            .hint("every exception in deny.toml needs a reason and a removal condition")
            .run()
    })
}

fn small_publication(workspace: &Workspace) -> Result<(), TaskError> {
    night::publication(workspace, Register::Small, Freshness::Reuse).map(drop)
}

fn contract(workspace: &Workspace) -> Result<(), TaskError> {
    let publication = night::publication(workspace, Register::Small, Freshness::Reuse)?;
    let folder = workspace.source("tests/contract");
    let python = setup::python(workspace, &folder.join("requirements.txt"))?;
    console::step("published files read by another Arrow (pyarrow)", || {
        Program::new(python, "")
            .arguments([folder.join("read_with_pyarrow.py"), publication])
            .within(workspace.root())
            .run()
    })
}

fn journeys(workspace: &Workspace) -> Result<(), TaskError> {
    let publication = night::publication(workspace, Register::Small, Freshness::Reuse)?;
    site::assemble(workspace, Some(&publication))?;
    browser_tests::run(workspace)
}
