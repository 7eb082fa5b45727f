//! The heavy half of building and serving the site: wasm-bindgen as a library, compression, web server.
//!
//! `cargo xtask` starts this program; it is a crate of its own so that xtask compiles in seconds
//! and a newcomer sees progress while this one compiles.
//! It knows nothing of cubes: to it a publication is a folder of files, some of which its manifest calls shards.

mod arguments;
mod assemble;
mod bindgen;
mod compress;
mod error;
mod headers;
mod route;
mod serve;
mod shards;
mod size;
mod template;

use std::process::ExitCode;

use arguments::Command;
use error::SiteError;

fn main() -> ExitCode {
    match arguments::parse(std::env::args_os().skip(1)).and_then(run) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            report(&error);
            ExitCode::from(error.exit_code())
        }
    }
}

fn run(command: Command) -> Result<(), SiteError> {
    match command {
        Command::Bindgen { wasm, out } => bindgen::run(&wasm, &out),
        Command::Assemble(sources) => assemble::run(&sources),
        Command::Serve(options) => serve::run(&options),
        Command::Size { site, web, budgets } => size::run(&site, &web, &budgets),
    }
}

#[expect(clippy::print_stderr, reason = "the one place where errors reach a person")]
fn report(error: &SiteError) {
    eprintln!("error: {error}");
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        eprintln!("  because: {inner}");
        cause = inner.source();
    }
    if let Some(hint) = error.hint() {
        eprintln!("hint: {hint}");
    }
}
