//! The `nightly` command.

use std::{error::Error, fmt::Write as _, io::Write as _, process::ExitCode};

use clap::Parser as _;
use naerblik_nightly::{
    audit, audit_command,
    cli::{AuditArgs, Cli, Command, DemoRegisterArgs, RunArgs},
    demo_register::{self, DemoRegisterConfig},
    night::{self, Environment, NightConfig, NightError},
    progress::Progress,
    publish::FolderStore,
    query_command, suppress_command,
};

fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::from_env("NAERBLIK_LOG"))
        .with_writer(std::io::stderr)
        .init();
    match Cli::parse().command {
        Command::Run(args) => run(args),
        Command::Query(args) => match query_command::answer(args) {
            Ok(text) => say(&text),
            Err(error) => fail(&error, "see `nightly query --help`", 2),
        },
        Command::Audit(args) => audit(args),
        Command::Suppress(args) => match suppress_command::run(&args) {
            Ok(text) => say(&text),
            Err(error) => fail(&error, "see `nightly suppress --help`", error.exit_code()),
        },
        Command::DemoRegister(args) => demo_register(args),
    }
}

fn run(args: RunArgs) -> ExitCode {
    let RunArgs { input, output, as_of, ledger, catalogue, reference } = args;
    let beside = || {
        let mut name = output.clone().into_os_string();
        name.push(".ledger");
        name.into()
    };
    let ledger = ledger.unwrap_or_else(beside);
    if let Err(error) = audit::check_place(&ledger, &output) {
        return fail(&error, "pass --ledger a folder outside --output; nothing was done", 2);
    }
    let store = FolderStore::new(&output);
    let config = NightConfig { input, as_of, catalogue, reference, ledger };
    let environment = Environment { store: &store, protect: naerblik_suppression::protect, progress: Progress::Shown };
    match night::run(&config, &environment) {
        Ok(receipt) => {
            let state = if receipt.is_unchanged { "unchanged" } else { "published" };
            let megabytes = receipt.bytes / 1_000_000;
            let (name, files, new) = (receipt.publication, receipt.files, receipt.files_new);
            say(&format!("{state} {name}: {files} files ({new} new), {megabytes} MB\n"))
        }
        Err(error) => fail_night(&error),
    }
}

fn audit(args: AuditArgs) -> ExitCode {
    match audit_command::run(args) {
        Ok(output) => {
            let said = say(&output.text);
            if said == ExitCode::SUCCESS { ExitCode::from(output.exit_code()) } else { said }
        }
        Err(error) => fail(&error, "see `nightly audit --help`", 2),
    }
}

fn demo_register(args: DemoRegisterArgs) -> ExitCode {
    let DemoRegisterArgs { citizens, seed, known_on, out, reference } = args;
    match demo_register::write(&DemoRegisterConfig { citizens, seed, known_on, reference, out }) {
        Ok(receipt) => {
            let rows: u64 = receipt.rows.values().sum();
            say(&format!("made {} with {rows} rows of people who do not exist\n", receipt.out.display()))
        }
        Err(error) => fail(&error, "pass --reference, or run from the project's folder", 2),
    }
}

fn fail_night(error: &NightError) -> ExitCode {
    fail(error, error.hint(), error.exit_code())
}

fn say(text: &str) -> ExitCode {
    match std::io::stdout().write_all(text.as_bytes()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn fail(error: &dyn Error, hint: &str, code: u8) -> ExitCode {
    let mut message = format!("error: {error}");
    let mut source = error.source();
    while let Some(cause) = source {
        // Writing to a `String` cannot fail.
        let _ = write!(message, ": {cause}");
        source = cause.source();
    }
    let _ = writeln!(std::io::stderr(), "{message}\nhint: {hint}");
    ExitCode::from(code)
}
