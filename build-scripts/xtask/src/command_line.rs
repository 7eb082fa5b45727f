//! The commands and their options, parsed once.

use std::ffi::OsString;

use lexopt::prelude::{Long, Short, Value, ValueExt as _};

use crate::error::TaskError;

/// What `cargo xtask help` prints.
pub(crate) const HELP: &str = "\
cargo xtask COMMAND

  serve [--port N] [--register NAME] [--fresh]
        Sets everything up, makes the register, runs the night, builds the app, serves it.
  test [--only PART,PART]
        Everything that must hold, set-up included, cheapest first.
        Parts: fmt, clippy, unit, deny, size, night, contract, e2e.
  check The fast loop: fmt, clippy, unit.
  night [--register NAME] [--fresh]
        Makes the register and its publication.
  nights [--register NAME]
        Ten nights, a month apart, over a register that grows and is corrected; then an audit of all publications.
  build [--register NAME]
        Puts the site together, without data unless a register is named.
  e2e   The browser journeys alone (test --only e2e).
  shots [--register NAME]
        Pictures of every view at three widths, light, dark and in forced colours, on the small register.
  size  Sizes of app and chart bundle against their budgets.
  bench [--peers | --app]
        The benchmarks of format, engine and suppression; or the engine beside its peers in a browser (20 minutes);
        or the app as a reader on a slow device meets it, on the small register.
  help  This text.

Registers: small (20,000 citizens), demo (100,000; the default of serve), national (500,000).
--fresh makes register and publication anew; otherwise whatever has not changed is reused.
";

/// What to do.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Command {
    /// Prints the commands.
    Help,
    /// Everything up to a served site.
    Serve {
        /// TCP port on the loopback address.
        port: u16,
        /// The register to show.
        register: Register,
        /// Whether to trust earlier results.
        freshness: Freshness,
    },
    /// Register and publication only.
    Night {
        /// The register.
        register: Register,
        /// Whether to trust earlier results.
        freshness: Freshness,
    },
    /// Ten nights in turn, and an audit.
    Nights {
        /// The register.
        register: Register,
    },
    /// The site, with or without data.
    Build {
        /// The register whose publication goes in.
        register: Option<Register>,
    },
    /// Some or all verification.
    Test {
        /// In the order to run.
        parts: Vec<Part>,
    },
    /// Pictures of every view.
    Shots {
        /// The register that is shown.
        register: Register,
    },
    /// Sizes against budgets.
    Size,
    /// Benchmarks.
    Bench {
        /// Which.
        benches: Benches,
    },
}

/// Benchmarks that belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Benches {
    /// Native, by crate.
    Crates,
    /// The engine beside others, in a browser.
    Peers,
    /// The app in a browser, from click to painted.
    App,
}

/// A made-up register by size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Register {
    /// For tests.
    Small,
    /// For looking at.
    Demo,
    /// As large as the real one.
    National,
}

/// Whether results of earlier runs are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Freshness {
    /// As long as their inputs have not changed.
    Reuse,
    /// Made anew.
    Fresh,
}

/// A part of the verification that can run alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// Formatting.
    Fmt,
    /// Lints of the workspace, and of the app for the browser.
    Clippy,
    /// Unit, property and golden tests.
    Unit,
    /// Licences, advisories, duplicate versions.
    Deny,
    /// The site is built; sizes hold.
    Size,
    /// The small register becomes a publication.
    Night,
    /// The published files are read by somebody else's Arrow.
    Contract,
    /// Journeys in a browser.
    E2e,
}

impl Part {
    /// All parts, cheapest first.
    pub(crate) const ALL: [Self; 8] =
        [Self::Fmt, Self::Clippy, Self::Unit, Self::Deny, Self::Size, Self::Night, Self::Contract, Self::E2e];

    const FAST: [Self; 3] = [Self::Fmt, Self::Clippy, Self::Unit];

    /// The name on the command line.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Fmt => "fmt",
            Self::Clippy => "clippy",
            Self::Unit => "unit",
            Self::Deny => "deny",
            Self::Size => "size",
            Self::Night => "night",
            Self::Contract => "contract",
            Self::E2e => "e2e",
        }
    }
}

/// Parses the arguments after the program's name.
pub(crate) fn parse(arguments: impl Iterator<Item = OsString>) -> Result<Command, TaskError> {
    read(arguments.collect()).map_err(|error| TaskError::Usage { message: error.to_string() })
}

#[derive(Default)]
struct Given {
    command: Option<String>,
    port: Option<u16>,
    register: Option<Register>,
    freshness: Option<Freshness>,
    only: Option<Vec<Part>>,
    benches: Option<Benches>,
}

fn read(arguments: Vec<OsString>) -> Result<Command, lexopt::Error> {
    let mut given = Given::default();
    let mut parser = lexopt::Parser::from_args(arguments);
    while let Some(argument) = parser.next()? {
        match argument {
            Value(command) if given.command.is_none() => given.command = Some(command.string()?),
            Long("port") => given.port = Some(parser.value()?.parse()?),
            Long("register") => given.register = Some(parser.value()?.parse_with(register)?),
            Long("fresh") => given.freshness = Some(Freshness::Fresh),
            Long("peers") if given.benches.is_none() => given.benches = Some(Benches::Peers),
            Long("app") if given.benches.is_none() => given.benches = Some(Benches::App),
            Long("only") => given.only = Some(parser.value()?.parse_with(parts)?),
            Long("help") | Short('h') => given.command = Some("help".to_owned()),
            other => return Err(other.unexpected()),
        }
    }
    command(given)
}

fn command(given: Given) -> Result<Command, lexopt::Error> {
    let name = given.command.as_deref().unwrap_or("help");
    refuse_options_without_meaning(name, &given)?;
    let freshness = given.freshness.unwrap_or(Freshness::Reuse);
    let register = given.register.unwrap_or(Register::Demo);
    Ok(match name {
        "help" => Command::Help,
        "serve" => Command::Serve { port: given.port.unwrap_or(8787), register, freshness },
        "night" => Command::Night { register, freshness },
        "nights" => Command::Nights { register: given.register.unwrap_or(Register::Small) },
        "build" => Command::Build { register: given.register },
        "test" => Command::Test { parts: given.only.unwrap_or_else(|| Part::ALL.to_vec()) },
        "check" => Command::Test { parts: Part::FAST.to_vec() },
        "e2e" => Command::Test { parts: vec![Part::E2e] },
        "shots" => Command::Shots { register: given.register.unwrap_or(Register::Small) },
        "size" => Command::Size,
        "bench" => Command::Bench { benches: given.benches.unwrap_or(Benches::Crates) },
        other => return Err(format!("there is no command `{other}`").into()),
    })
}

fn refuse_options_without_meaning(command: &str, given: &Given) -> Result<(), lexopt::Error> {
    let options = [
        ("--port", given.port.is_some(), &["serve"][..]),
        ("--register", given.register.is_some(), &["serve", "night", "nights", "build", "shots"]),
        ("--fresh", given.freshness.is_some(), &["serve", "night"]),
        ("--only", given.only.is_some(), &["test"]),
        ("--peers` or `--app", given.benches.is_some(), &["bench"]),
    ];
    for (option, is_given, commands) in options {
        if is_given && !commands.contains(&command) {
            return Err(format!("`{option}` has no meaning for `{command}`").into());
        }
    }
    Ok(())
}

fn register(name: &str) -> Result<Register, String> {
    match name {
        "small" => Ok(Register::Small),
        "demo" => Ok(Register::Demo),
        "national" => Ok(Register::National),
        other => Err(format!("expected `small`, `demo` or `national`, found `{other}`")),
    }
}

fn parts(list: &str) -> Result<Vec<Part>, String> {
    let chosen: Vec<&str> = list.split(',').map(str::trim).collect();
    let known = |name: &&str| Part::ALL.iter().any(|part| part.name() == *name);
    if let Some(unknown) = chosen.iter().find(|name| !known(name)) {
        let names = Part::ALL.map(Part::name).join(", ");
        return Err(format!("expected some of {names}, found `{unknown}`"));
    }
    let parts = Part::ALL.into_iter();
    Ok(parts.filter(|part| chosen.contains(&part.name())).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str) -> Result<Command, String> {
        parse(line.split_whitespace().map(OsString::from)).map_err(|error| error.to_string())
    }

    #[test]
    fn serve_shows_the_demo_register_unless_told_otherwise() {
        let expected = Command::Serve { port: 8787, register: Register::Demo, freshness: Freshness::Reuse };
        assert_eq!(check("serve"), Ok(expected));
    }

    #[test]
    fn chosen_parts_run_cheapest_first_whatever_their_order() {
        let expected = Command::Test { parts: vec![Part::Fmt, Part::E2e] };
        assert_eq!(check("test --only e2e,fmt"), Ok(expected));
    }

    #[test]
    fn what_is_unknown_is_named_with_what_is_known() {
        let error = check("serve --register tiny").unwrap_err();
        assert!(error.contains("`tiny`") && error.contains("`national`"), "{error}");
        assert_eq!(check("srve").unwrap_err(), "there is no command `srve`");
        assert_eq!(check("size --port 1").unwrap_err(), "`--port` has no meaning for `size`");
    }

    #[test]
    fn the_benchmark_beside_peers_is_asked_for() {
        assert_eq!(check("bench"), Ok(Command::Bench { benches: Benches::Crates }));
        assert_eq!(check("bench --peers"), Ok(Command::Bench { benches: Benches::Peers }));
        assert_eq!(check("bench --app"), Ok(Command::Bench { benches: Benches::App }));
        assert_eq!(check("test --peers").unwrap_err(), "`--peers` or `--app` has no meaning for `test`");
        assert!(check("bench --app --peers").is_err(), "one at a time");
    }

    #[test]
    fn pictures_show_the_small_register_unless_told_otherwise() {
        assert_eq!(check("shots"), Ok(Command::Shots { register: Register::Small }));
        assert_eq!(check("shots --register demo"), Ok(Command::Shots { register: Register::Demo }));
    }

    #[test]
    fn ten_nights_are_of_the_small_register_unless_told_otherwise() {
        assert_eq!(check("nights"), Ok(Command::Nights { register: Register::Small }));
        assert_eq!(check("nights --register demo"), Ok(Command::Nights { register: Register::Demo }));
        assert_eq!(check("nights --fresh").unwrap_err(), "`--fresh` has no meaning for `nights`");
    }

    #[test]
    fn no_command_prints_the_help() {
        assert_eq!(check(""), Ok(Command::Help));
        assert_eq!(check("serve --help"), Ok(Command::Help));
    }
}
