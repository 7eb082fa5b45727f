//! Ten nights in turn over a register that grows and is corrected, and an audit of the last by a reader of them all.

use std::fs;
use std::path::{Path, PathBuf};

use crate::command_line::Register;
use crate::console;
use crate::error::TaskError;
use crate::night;
use crate::workspace::Workspace;

/// The days of the nights, a month apart; each sees the register as it was known then.
const DAYS: [&str; 10] = [
    "2026-02-05",
    "2026-03-05",
    "2026-04-05",
    "2026-05-05",
    "2026-06-05",
    "2026-07-05",
    "2026-08-05",
    "2026-09-05",
    "2026-10-05",
    "2026-11-05",
];

/// Days of correction, each before the night that corrects.
const CORRECTIONS: &str = r#"corrections = ["2026-05-20", "2026-09-20"]"#;

/// Runs the nights, keeps each publication, and audits the last one with all before it.
///
/// # Errors
/// With the nightly job's own exit code when a night stops or the audit finds anything.
pub(crate) fn run(workspace: &Workspace, register: Register) -> Result<(), TaskError> {
    let job = night::build_job(workspace, register)?;
    let work = workspace.made("nights").join(register.name());
    night::remove(&work)?;
    fs::create_dir_all(&work).map_err(TaskError::file("create", &work))?;
    let catalogue = catalogue(workspace, &work)?;
    let mut kept: Vec<PathBuf> = Vec::new();
    for (number, day) in (1..).zip(DAYS) {
        let source = work.join("register");
        console::step(&format!("the register as it was known on {day}"), || {
            night::remove(&source)?;
            night::make_register(workspace, &job, register)
                .option("--out", &source)
                .arguments(["--known-on", day])
                .run()
        })?;
        let publication = work.join("publication");
        console::step(&format!("night {number} of {}, {day}", DAYS.len()), || {
            night::nightly(workspace, &job)
                .arguments(["run", "--as-of", day])
                .option("--input", &source)
                .option("--output", &publication)
                .option("--ledger", work.join("ledger"))
                .option("--catalogue", &catalogue)
                .hint("the night's exit codes are explained in docs/runbook.md")
                .run()
        })?;
        let copy = work.join(day);
        copy_folder(&publication, &copy)?;
        kept.push(copy);
    }
    audit(workspace, &job, &kept)
}

/// What a reader who kept all publications finds out.
fn audit(workspace: &Workspace, job: &Path, kept: &[PathBuf]) -> Result<(), TaskError> {
    let Some((last, earlier)) = kept.split_last() else { return Ok(()) };
    console::step("audit of the last publication with all before it", || {
        let audit = night::nightly(workspace, job).arguments(["audit"]).option("--publication", last);
        let audit = earlier.iter().fold(audit, |audit, folder| audit.option("--previous", folder));
        audit.hint("the audit's findings are explained in docs/audit.md").run()
    })
}

/// The project's catalogue with days of correction among the ten nights.
fn catalogue(workspace: &Workspace, work: &Path) -> Result<PathBuf, TaskError> {
    let source = workspace.source("build-scripts/catalogue/catalogue.toml");
    let text = fs::read_to_string(&source).map_err(TaskError::file("read", &source))?;
    let lines = text.lines().map(|line| if line.starts_with("corrections = ") { CORRECTIONS } else { line });
    let path = work.join("catalogue.toml");
    fs::write(&path, lines.collect::<Vec<_>>().join("\n")).map_err(TaskError::file("write", &path))?;
    Ok(path)
}

fn copy_folder(from: &Path, to: &Path) -> Result<(), TaskError> {
    fs::create_dir_all(to).map_err(TaskError::file("create", to))?;
    for entry in fs::read_dir(from).map_err(TaskError::file("read", from))? {
        let entry = entry.map_err(TaskError::file("read", from))?;
        let (source, copy) = (entry.path(), to.join(entry.file_name()));
        if source.is_dir() {
            copy_folder(&source, &copy)?;
        } else {
            fs::copy(&source, &copy).map_err(TaskError::file("copy", &source))?;
        }
    }
    Ok(())
}
