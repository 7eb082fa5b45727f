//! One entry to set up, build, serve and test; `cargo xtask help` lists the commands.
//!
//! Small on purpose: it compiles in seconds and starts the heavy programs through cargo,
//! so that a newcomer sees from the first minute what is being done and how long it takes.

mod bench;
mod browser_tests;
mod command_line;
mod console;
mod error;
mod night;
mod nights;
mod program;
mod setup;
mod site;
mod stamp;
mod verify;
mod workspace;

use std::process::ExitCode;

use command_line::{Benches, Command, Freshness, Register};
use error::TaskError;
use workspace::Workspace;

fn main() -> ExitCode {
    match command_line::parse(std::env::args_os().skip(1)).and_then(run) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            console::failure(&error);
            ExitCode::from(error.exit_code())
        }
    }
}

fn run(command: Command) -> Result<(), TaskError> {
    let workspace = Workspace::find()?;
    match command {
        Command::Help => {
            console::say(command_line::HELP);
            Ok(())
        }
        Command::Serve { port, register, freshness } => serve(&workspace, port, register, freshness),
        Command::Night { register, freshness } => night::publication(&workspace, register, freshness).map(|folder| {
            console::say(&format!("publication: {}", folder.display()));
        }),
        Command::Nights { register } => nights::run(&workspace, register),
        Command::Build { register } => build(&workspace, register),
        Command::Test { parts } => verify::run(&workspace, &parts),
        Command::Shots { register } => {
            build(&workspace, Some(register)).and_then(|()| browser_tests::shots(&workspace))
        }
        Command::Size => site::size(&workspace),
        Command::Bench { benches: Benches::Crates } => bench::crates(&workspace),
        Command::Bench { benches: Benches::Peers } => bench::peers(&workspace),
        Command::Bench { benches: Benches::App } => {
            build(&workspace, Some(Register::Small)).and_then(|()| browser_tests::measure(&workspace))
        }
    }
}

fn serve(workspace: &Workspace, port: u16, register: Register, freshness: Freshness) -> Result<(), TaskError> {
    // After ten minutes of building is a poor time to learn that the port is taken or that npm is missing.
    site::require_free_port(port)?;
    site::prepare(workspace)?;
    let publication = night::publication(workspace, register, freshness)?;
    site::assemble(workspace, Some(&publication))?;
    site::serve(workspace, port)
}

fn build(workspace: &Workspace, register: Option<Register>) -> Result<(), TaskError> {
    let publication = register.map(|register| night::publication(workspace, register, Freshness::Reuse)).transpose()?;
    site::assemble(workspace, publication.as_deref())
}
