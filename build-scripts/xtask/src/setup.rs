//! Brings the machine to where building and testing can begin, or says what is missing.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use crate::console;
use crate::error::TaskError;
use crate::program::Program;
use crate::stamp::{Inputs, Stamp};
use crate::workspace::Workspace;

const NODE: &str = "install Node.js 20 or newer: `apt-get install nodejs npm`, or see https://nodejs.org";
const PYTHON: &str = "install Python 3: `apt-get install python3 python3-venv`";
const CHROMIUM: &str = "install it with `apt-get install chromium`, or name one in NAERBLIK_CHROMIUM";
const BROWSER_TARGET: &str = "wasm32-unknown-unknown";

/// The compiler's part for the browser.
pub(crate) fn browser_target(workspace: &Workspace) -> Result<(), TaskError> {
    let arguments = ["--print", "target-libdir", "--target", BROWSER_TARGET];
    let output = Program::new("rustc", "install Rust with rustup: https://rustup.rs")
        .arguments(arguments)
        .within(workspace.root())
        .capture()?;
    let folder = String::from_utf8_lossy(&output.stdout);
    if Path::new(folder.trim()).is_dir() {
        return Ok(());
    }
    console::step("add the compiler's wasm32 target", || {
        Program::new("rustup", "install the target wasm32-unknown-unknown for your Rust")
            .arguments(["target", "add", BROWSER_TARGET])
            .within(workspace.root())
            .hint("without network: run `rustup target add wasm32-unknown-unknown` when there is one")
            .run()
    })
}

/// The npm packages of a folder, exactly as its lock file says.
pub(crate) fn packages(workspace: &Workspace, below: &str) -> Result<(), TaskError> {
    require_node()?;
    let folder = workspace.source(below);
    let inputs = Inputs::new().path(&folder.join("package.json"))?.path(&folder.join("package-lock.json"))?;
    let name = format!("npm-{}", below.replace('/', "-"));
    let stamp = Stamp::new(workspace, &name, &inputs);
    if stamp.holds(&folder.join("node_modules")) {
        return Ok(());
    }
    console::step(&format!("install npm packages of {below}"), || stamp.guard(|| install(&folder)))
}

/// A browser for the journeys: named in `NAERBLIK_CHROMIUM`, found, or installed where we may.
pub(crate) fn chromium() -> Result<PathBuf, TaskError> {
    if let Some(browser) = find_chromium() {
        return Ok(browser);
    }
    install_from_debian("chromium");
    find_chromium().ok_or_else(|| TaskError::Missing { program: "chromium".to_owned(), install: CHROMIUM.to_owned() })
}

/// A Python of our own with the packages that the requirements pin; returns the interpreter.
pub(crate) fn python(workspace: &Workspace, requirements: &Path) -> Result<PathBuf, TaskError> {
    let folder = workspace.made("venv");
    let interpreter = folder.join("bin/python");
    let inputs = Inputs::new().path(requirements)?;
    let stamp = Stamp::new(workspace, "venv", &inputs);
    if !stamp.holds(&interpreter) {
        console::step("install Python packages for the contract check", || {
            stamp.guard(|| install_python(workspace, &folder, requirements))
        })?;
    }
    Ok(interpreter)
}

fn require_node() -> Result<(), TaskError> {
    for program in ["node", "npm"] {
        Program::new(program, NODE).arguments(["--version"]).capture()?;
    }
    Ok(())
}

fn install(folder: &Path) -> Result<(), TaskError> {
    // No package needs its install script, so none runs.
    let arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
    let output = Program::new("npm", NODE).arguments(arguments).within(folder).capture()?;
    if output.status.success() {
        return Ok(());
    }
    let message = String::from_utf8_lossy(&output.stderr);
    let is_offline = ["ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ETIMEDOUT", "ENETUNREACH"]
        .iter()
        .any(|code| message.contains(code));
    let hint = if is_offline {
        "there is no network: connect, then try again; packages are fetched only once".to_owned()
    } else {
        format!("npm says: {}", message.trim())
    };
    Err(TaskError::Failed {
        command: format!("npm ci (in {})", folder.display()),
        code: output.status.code().and_then(|code| u8::try_from(code).ok()),
        hint: Some(hint),
    })
}

fn find_chromium() -> Option<PathBuf> {
    let chosen = env::var_os("NAERBLIK_CHROMIUM").map(PathBuf::from);
    let path = env::var_os("PATH").unwrap_or_default();
    let names = ["chromium", "chromium-browser", "google-chrome"];
    let found = env::split_paths(&path).flat_map(|folder| names.map(|name| folder.join(name)));
    chosen.into_iter().chain(found).find(|browser| browser.is_file())
}

/// Installs a Debian package if we are root on such a system; whether it worked is for the caller to see.
fn install_from_debian(package: &str) {
    let is_root = Program::new("id", "").arguments(["-u"]).capture().is_ok_and(|output| output.stdout == b"0\n");
    if !is_root || !Path::new("/usr/bin/apt-get").is_file() {
        return;
    }
    let install = || {
        apt_get(&["update", "--quiet=2"])?;
        apt_get(&["install", "--quiet=2", "--yes", "--no-install-recommends", package])
    };
    if let Err(error) = console::step(&format!("install the Debian package {package}"), install) {
        console::notice(&error.to_string());
    }
}

fn apt_get(arguments: &[&str]) -> Result<(), TaskError> {
    let output =
        Program::new("apt-get", "").arguments(arguments).variable("DEBIAN_FRONTEND", "noninteractive").capture()?;
    if output.status.success() {
        return Ok(());
    }
    Err(TaskError::Failed {
        command: format!("apt-get {}", arguments.join(" ")),
        code: output.status.code().and_then(|code| u8::try_from(code).ok()),
        hint: None,
    })
}

fn install_python(workspace: &Workspace, folder: &Path, requirements: &Path) -> Result<(), TaskError> {
    if make_environment(workspace, folder).is_err() {
        // Debian's Python comes without the module that makes environments.
        install_from_debian("python3-venv");
        make_environment(workspace, folder)?;
    }
    Program::new(folder.join("bin/python"), PYTHON)
        .arguments(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"])
        .arguments(["--only-binary", ":all:"])
        .option("--requirement", requirements)
        .within(workspace.root())
        .hint("without network: connect, then try again; packages are fetched only once")
        .run()
}

fn make_environment(workspace: &Workspace, folder: &Path) -> Result<(), TaskError> {
    if folder.is_dir() {
        fs::remove_dir_all(folder).map_err(TaskError::file("remove", folder))?;
    }
    Program::new("python3", PYTHON)
        .arguments(["-m", "venv"])
        .arguments([folder])
        .within(workspace.root())
        .hint(PYTHON)
        .run()
}
