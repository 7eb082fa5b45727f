//! The benchmarks.

use std::path::PathBuf;

use crate::console;
use crate::error::TaskError;
use crate::program::Program;
use crate::setup;
use crate::site;
use crate::workspace::Workspace;

const FOLDER: &str = "tests/bench";

/// Format, engine and suppression, natively.
///
/// # Errors
/// When something does not build, or a benchmark ends with an error.
pub(crate) fn crates(workspace: &Workspace) -> Result<(), TaskError> {
    console::step("benchmarks of format, engine and suppression", || {
        let packages = ["bench", "--package", "naerblik-shared", "--package", "naerblik-suppression"];
        Program::cargo(workspace.root(), &packages).run()
    })?;
    site::size(workspace)
}

/// The engine beside others in the same browser.
///
/// # Errors
/// When something does not build, or gives other answers than its peers.
pub(crate) fn peers(workspace: &Workspace) -> Result<(), TaskError> {
    setup::packages(workspace, FOLDER)?;
    let browser = setup::chromium()?;
    let bindgen = site::build_program(workspace)?;
    let wasm = engine(workspace)?;
    let made = workspace.made("bench");
    console::step("write the cube for all engines", || {
        let cube = ["run", "--quiet", "--package=naerblik-bench-engine", "--bin=bench-cube", "--release", "--"];
        Program::cargo(workspace.root(), &cube).arguments([&made]).run()?;
        Program::new(&bindgen, "")
            .arguments(["bindgen"])
            .option("--wasm", &wasm)
            .option("--out", made.join("engine"))
            .run()
    })?;
    console::step("the engine beside its peers (first time: about 15 minutes)", || {
        Program::new("node", "install Node.js 20 or newer: https://nodejs.org")
            .arguments(["peers.mjs"])
            .within(&workspace.source(FOLDER))
            .variable("NAERBLIK_CHROMIUM", &browser)
            .variable("NAERBLIK_BENCH", &made)
            .run()
    })
}

/// The engine as the app has it, with a door for the benchmark.
fn engine(workspace: &Workspace) -> Result<PathBuf, TaskError> {
    setup::browser_target(workspace)?;
    let package = ["build", "--package=naerblik-bench-engine", "--lib"];
    let arguments = [&package[..], &["--target=wasm32-unknown-unknown", "--profile=app"]].concat();
    console::step("build the engine for the browser (first time: about 3 minutes)", || {
        Program::cargo(workspace.root(), &arguments).run()
    })?;
    Ok(workspace.target().join("wasm32-unknown-unknown/app/naerblik_bench_engine.wasm"))
}
