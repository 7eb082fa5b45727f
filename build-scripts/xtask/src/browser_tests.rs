//! The journeys in a real browser.

use std::path::PathBuf;

use crate::console;
use crate::error::TaskError;
use crate::program::Program;
use crate::setup;
use crate::site;
use crate::workspace::Workspace;

/// Brings in the browser and what drives it, or says what is missing, before any long work.
pub(crate) fn prepare(workspace: &Workspace) -> Result<PathBuf, TaskError> {
    setup::packages(workspace, "tests/e2e")?;
    setup::chromium()
}

/// Runs every journey against the assembled site.
///
/// # Errors
/// When the browser is missing, or a journey fails.
pub(crate) fn run(workspace: &Workspace) -> Result<(), TaskError> {
    let browser = prepare(workspace)?;
    console::step("journeys in the browser", || {
        in_browser(workspace, "run.mjs", browser)
            .hint("screenshots and texts of failed journeys are in tests/e2e/output")
            .run()
    })
}

/// Takes pictures of every view, at three widths and in three sets of colours, for somebody to look at.
///
/// # Errors
/// When the browser is missing, or a view does not come to rest.
pub(crate) fn shots(workspace: &Workspace) -> Result<(), TaskError> {
    let browser = prepare(workspace)?;
    console::step("pictures of every view", || {
        in_browser(workspace, "shots.mjs", browser).arguments([workspace.made("shots")]).run()
    })
}

/// Measures the app as a reader on a slow device meets it.
///
/// # Errors
/// When the browser is missing, or a journey does not come to its end.
pub(crate) fn measure(workspace: &Workspace) -> Result<(), TaskError> {
    let browser = prepare(workspace)?;
    console::step("the app on a slow device (about 5 minutes)", || {
        in_browser(workspace, "measure.mjs", browser).arguments([workspace.made("bench")]).run()
    })
}

fn in_browser(workspace: &Workspace, script: &str, browser: PathBuf) -> Program {
    Program::new("node", "install Node.js 20 or newer: https://nodejs.org")
        .arguments([script])
        .within(&workspace.source("tests/e2e"))
        .variable("NAERBLIK_CHROMIUM", browser)
        .variable("NAERBLIK_SERVER", site::server(workspace))
        .variable("NAERBLIK_SITE", workspace.site())
        .variable("NAERBLIK_NIGHTLY", workspace.program("debug", "nightly"))
        .variable("NAERBLIK_PUBLICATION", workspace.made("publications/small"))
}
