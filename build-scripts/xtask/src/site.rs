//! The app for the browser and the folder that is served.

use std::io::ErrorKind;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};

use crate::console;
use crate::error::TaskError;
use crate::program::Program;
use crate::setup;
use crate::stamp::{Inputs, Stamp};
use crate::workspace::Workspace;

const WEB: &str = "build-scripts/web";

/// What the web bundle is made from, besides the app itself.
const WEB_SOURCES: [&str; 4] =
    ["build-scripts/web/build.mjs", "build-scripts/web/package-lock.json", "build-scripts/web/src", "app/style"];

/// Brings in what building for the browser needs, or says what is missing, before any long work.
pub(crate) fn prepare(workspace: &Workspace) -> Result<(), TaskError> {
    setup::browser_target(workspace)?;
    setup::packages(workspace, WEB)
}

/// Builds the app and puts the site together, with or without a publication.
pub(crate) fn assemble(workspace: &Workspace, publication: Option<&Path>) -> Result<(), TaskError> {
    let program = build_program(workspace)?;
    let web = web_bundle(workspace, &program)?;
    console::step("assemble and compress the site", || {
        let site = Program::new(&program, "")
            .arguments(["assemble"])
            .option("--index", workspace.source("index.html"))
            .option("--public", workspace.source("public"))
            .option("--web", &web)
            .option("--out", workspace.site())
            .within(workspace.root());
        match publication {
            Some(folder) => site.option("--publication", folder).run(),
            None => site.run(),
        }
    })
}

/// Prints sizes beside budgets; builds what is missing.
pub(crate) fn size(workspace: &Workspace) -> Result<(), TaskError> {
    let program = build_program(workspace)?;
    let web = web_bundle(workspace, &program)?;
    let site = workspace.made("sized-site");
    console::step("sizes against budgets", || {
        Program::new(&program, "")
            .arguments(["assemble"])
            .option("--index", workspace.source("index.html"))
            .option("--public", workspace.source("public"))
            .option("--web", &web)
            .option("--out", &site)
            .run()?;
        weigh(workspace, (&program, &web), &site)
    })
}

/// Prints sizes beside budgets of the assembled site, the publication's shards among them.
///
/// # Errors
/// When something is above its limit.
pub(crate) fn size_of_all(workspace: &Workspace) -> Result<(), TaskError> {
    let program = build_program(workspace)?;
    let web = web_bundle(workspace, &program)?;
    console::step("sizes of the whole site against budgets", || weigh(workspace, (&program, &web), &workspace.site()))
}

fn weigh(workspace: &Workspace, (program, web): (&Path, &Path), site: &Path) -> Result<(), TaskError> {
    Program::new(program, "")
        .arguments(["size"])
        .option("--site", site)
        .option("--web", web)
        .option("--budgets", workspace.source("tests/bench/budgets.toml"))
        .run()
}

/// Serves the site until Ctrl-C.
pub(crate) fn serve(workspace: &Workspace, port: u16) -> Result<(), TaskError> {
    Program::new(server(workspace), "run `cargo xtask build`")
        .arguments(["serve", "--port", &port.to_string()])
        .option("--root", workspace.site())
        .replace_us()
}

/// The program that serves, for tests that start it themselves.
pub(crate) fn server(workspace: &Workspace) -> PathBuf {
    workspace.program("debug", "naerblik-site")
}

/// # Errors
/// `PortInUse`, before any long work.
pub(crate) fn require_free_port(port: u16) -> Result<(), TaskError> {
    match TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
        Err(error) if error.kind() == ErrorKind::AddrInUse => Err(TaskError::PortInUse { port }),
        _ => Ok(()),
    }
}

/// Builds the bundler and server; returns the program.
pub(crate) fn build_program(workspace: &Workspace) -> Result<PathBuf, TaskError> {
    let arguments = ["build", "--workspace", "--bin", "naerblik-site"];
    console::step("build the bundler and server (first time: about 3 minutes)", || {
        Program::cargo(workspace.root(), &arguments).run()
    })?;
    Ok(server(workspace))
}

/// Everything the browser loads except data, with content-hashed names; returns its folder.
fn web_bundle(workspace: &Workspace, program: &Path) -> Result<PathBuf, TaskError> {
    prepare(workspace)?;
    let wasm = build_app(workspace)?;
    let (web, bindgen) = (workspace.made("web"), workspace.made("bindgen"));
    let inputs = Inputs::new().path(&wasm)?.path(&workspace.source("Cargo.lock"))?.sources(workspace, &WEB_SOURCES)?;
    let stamp = Stamp::new(workspace, "web", &inputs);
    let title = "bundle app, charts and styles for the browser";
    if stamp.holds(&web.join("assets.json")) {
        console::unchanged(title);
        return Ok(web);
    }
    console::step(title, || {
        stamp.guard(|| {
            Program::new(program, "").arguments(["bindgen"]).option("--wasm", &wasm).option("--out", &bindgen).run()?;
            Program::new("node", "install Node.js 20 or newer: https://nodejs.org")
                .arguments([workspace.source("build-scripts/web/build.mjs")])
                .option("--bindgen", &bindgen)
                .option("--out", &web)
                .within(&workspace.source(WEB))
                .run()
        })
    })?;
    Ok(web)
}

fn build_app(workspace: &Workspace) -> Result<PathBuf, TaskError> {
    setup::browser_target(workspace)?;
    let arguments =
        ["build", "--package=naerblik-app", "--bin=naerblik-app", "--target=wasm32-unknown-unknown", "--profile=app"];
    console::step("build the app for the browser (first time: about 4 minutes)", || {
        Program::cargo(workspace.root(), &arguments).run()
    })?;
    Ok(workspace.target().join("wasm32-unknown-unknown/app/naerblik-app.wasm"))
}
