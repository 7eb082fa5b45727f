//! Everything that must hold, cheapest first.

use std::path::PathBuf;
use std::time::Instant;

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
    prepare(workspace, parts)?;
    let mut lines = Vec::new();
    for part in parts {
        let started = Instant::now();
        let result = run_part(workspace, *part);
        let verdict = match &result {
            Ok(Outcome::Passed) => "passed",
            Ok(Outcome::Skipped) => "skipped",
            Err(_) => "FAILED",
        };
        lines.push(format!("{:>10}  {verdict:<8}{}", part.name(), console::seconds(started.elapsed())));
        if let Err(error) = result {
            console::failure(&error);
            summary(&lines);
            return Err(TaskError::Verification { part: part.name() });
        }
    }
    summary(&lines);
    Ok(())
}

/// What the parts need from outside: half an hour of building is a poor time to learn that Python is missing.
fn prepare(workspace: &Workspace, parts: &[Part]) -> Result<(), TaskError> {
    if parts.contains(&Part::Size) || parts.contains(&Part::E2e) {
        site::prepare(workspace)?;
    }
    if parts.contains(&Part::Contract) {
        python(workspace)?;
    }
    if parts.contains(&Part::E2e) {
        browser_tests::prepare(workspace)?;
    }
    Ok(())
}

/// How a part ended that did not fail.
enum Outcome {
    Passed,
    /// A tool that is not required is not there; said when it happened.
    Skipped,
}

fn run_part(workspace: &Workspace, part: Part) -> Result<Outcome, TaskError> {
    let done = match part {
        Part::Fmt => fmt(workspace),
        Part::Clippy => clippy(workspace),
        Part::Unit => unit(workspace),
        Part::Deny => return deny(workspace),
        Part::Size => site::size(workspace),
        Part::Night => small_publication(workspace),
        Part::Contract => contract(workspace),
        Part::E2e => journeys(workspace),
    };
    done.map(|()| Outcome::Passed)
}

fn summary(lines: &[String]) {
    console::say("");
    for line in lines {
        console::say(line);
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
        Program::cargo(workspace.root(), &["test", "--workspace", "--doc", "--quiet"]).run()
    })
}

fn deny(workspace: &Workspace) -> Result<Outcome, TaskError> {
    let is_installed = Program::new("cargo", "")
        .arguments(["deny", "--version"])
        .capture()
        .is_ok_and(|output| output.status.success());
    if !is_installed {
        console::notice(
            "cargo-deny is not installed, so licences and advisories are NOT checked here; \
             `cargo install --locked cargo-deny` (about 5 minutes) changes that",
        );
        return Ok(Outcome::Skipped);
    }
    console::step("licences, advisories, duplicate versions", || {
        Program::new("cargo", "")
            .arguments(["deny", "check"])
            .within(workspace.root())
            .hint("every exception in deny.toml needs a reason and a removal condition")
            .run()
    })?;
    Ok(Outcome::Passed)
}

fn small_publication(workspace: &Workspace) -> Result<(), TaskError> {
    night::publication(workspace, Register::Small, Freshness::Reuse).map(drop)
}

fn contract(workspace: &Workspace) -> Result<(), TaskError> {
    let publication = night::publication(workspace, Register::Small, Freshness::Reuse)?;
    let python = python(workspace)?;
    console::step("published files read by another Arrow (pyarrow)", || {
        Program::new(&python, "")
            .arguments([workspace.source("tests/contract/read_with_pyarrow.py"), publication.clone()])
            .within(workspace.root())
            .run()
    })?;
    let register = night::register(workspace, Register::Small);
    let reference = workspace.source("build-scripts/reference");
    console::step("register counted anew in SQL (DuckDB)", || {
        Program::new(&python, "")
            .arguments([workspace.source("tests/contract/recount_with_duckdb.py"), register, publication, reference])
            .within(workspace.root())
            .run()
    })
}

fn python(workspace: &Workspace) -> Result<PathBuf, TaskError> {
    setup::python(workspace, &workspace.source("tests/contract/requirements.txt"))
}

fn journeys(workspace: &Workspace) -> Result<(), TaskError> {
    let publication = night::publication(workspace, Register::Small, Freshness::Reuse)?;
    site::assemble(workspace, Some(&publication))?;
    site::size_of_all(workspace)?;
    browser_tests::run(workspace)
}
