//! The command line.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand, ValueEnum};

/// Municipal care figures: from a register to an open publication.
#[derive(Debug, Parser)]
#[command(name = "nightly", version)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Read a register, protect it and publish it.
    Run(RunArgs),
    /// Print cells of a publication with their status and reason.
    Query(QueryArgs),
    /// Find out what a publication gives away, from its files alone.
    Audit(AuditArgs),
    /// Protect a table from elsewhere (CSV in, CSV out).
    Suppress(SuppressArgs),
    /// Make a register of people who do not exist.
    DemoRegister(DemoRegisterArgs),
}

/// Arguments of `nightly run`.
#[derive(Debug, Args)]
pub struct RunArgs {
    /// Folder of the register (Parquet files and `register.json`).
    #[arg(long)]
    pub input: PathBuf,
    /// Folder of the publication.
    #[arg(long)]
    pub output: PathBuf,
    /// The day the figures describe, `YYYY-MM-DD`.
    #[arg(long)]
    pub as_of: NaiveDate,
    /// Folder of the audit ledger [default: `<output>.ledger`].
    #[arg(long)]
    pub ledger: Option<PathBuf>,
    /// The catalogue: what is published.
    #[arg(long, default_value = "build-scripts/catalogue/catalogue.toml")]
    pub catalogue: PathBuf,
    /// Folder of the official code lists.
    #[arg(long, default_value = "build-scripts/reference")]
    pub reference: PathBuf,
}

/// Arguments of `nightly query`; every dimension takes codes separated by commas and defaults to its total.
#[derive(Debug, Args)]
pub struct QueryArgs {
    /// Folder of the publication.
    #[arg(long)]
    pub publication: PathBuf,
    /// Dataset: conditions, interventions, population or coverage.
    #[arg(long)]
    pub dataset: String,
    /// Areas, for example `dk`, `1084`, `0101`.
    #[arg(long, value_delimiter = ',')]
    pub area: Vec<String>,
    /// Periods, for example `2025`, `2025Q2`, `2025-04`.
    #[arg(long, value_delimiter = ',')]
    pub period: Vec<String>,
    /// FSIII codes, for example `I4.4`.
    #[arg(long, value_delimiter = ',')]
    pub code: Vec<String>,
    /// Age groups, for example `80-plus`.
    #[arg(long, value_delimiter = ',')]
    pub age: Vec<String>,
    /// Sexes: `K`, `M`.
    #[arg(long, value_delimiter = ',')]
    pub sex: Vec<String>,
    /// `in-care-home`, `own-home`.
    #[arg(long, value_delimiter = ',')]
    pub care_home: Vec<String>,
    /// Chronic diseases, for example `kol`.
    #[arg(long, value_delimiter = ',')]
    pub disease: Vec<String>,
    /// Print JSON, one object a line.
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `nightly audit`.
#[derive(Debug, Clone, Args)]
pub struct AuditArgs {
    /// Folder of the publication.
    #[arg(long)]
    pub publication: PathBuf,
    /// Folder of an earlier publication; can be named several times.
    #[arg(long)]
    pub previous: Vec<PathBuf>,
    /// Periods to look at, for example `2025,2025Q2` [default: all].
    #[arg(long, value_delimiter = ',')]
    pub period: Vec<String>,
    /// File for the whole report as JSON; `-` prints it instead of the text.
    #[arg(long)]
    pub json: Option<PathBuf>,
    /// What to do with cells that follow from comparing codes and periods.
    #[arg(long, value_enum, default_value_t = RelationsArg::All)]
    pub relations: RelationsArg,
    /// Whether readers see every zero.
    #[arg(long, value_enum, default_value_t = ZerosArg::Public)]
    pub zeros: ZerosArg,
    /// How long to search for a second register of each withheld cell.
    #[arg(long, value_enum, default_value_t = DepthArg::Quick)]
    pub depth: DepthArg,
}

/// What to do with cells that follow from comparing codes and periods.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RelationsArg {
    /// Report them.
    Report,
    /// End as with any finding where codes are compared, which is certain; report the rest, which holds if nobody moved.
    Codes,
    /// End as with any finding.
    All,
}

/// How long to search.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DepthArg {
    /// Decides nearly every cell.
    Quick,
    /// Asks on where the quick search gives up.
    Full,
}

/// Arguments of `nightly demo-register`.
#[derive(Debug, Args)]
pub struct DemoRegisterArgs {
    /// How many citizens.
    #[arg(long)]
    pub citizens: u32,
    /// Seed of the random numbers; the same seed gives the same register.
    #[arg(long)]
    pub seed: u64,
    /// The register as it was known on this day, `YYYY-MM-DD` [default: all of it].
    #[arg(long)]
    pub known_on: Option<NaiveDate>,
    /// Folder to write.
    #[arg(long)]
    pub out: PathBuf,
    /// Folder of the official code lists.
    #[arg(long, default_value = "build-scripts/reference")]
    pub reference: PathBuf,
}

/// Arguments of `nightly suppress`.
#[derive(Debug, Args)]
pub struct SuppressArgs {
    /// Hierarchies: columns `dim`, `code`, `parent`; a code with several parents stands in several rows.
    #[arg(long)]
    pub hier: PathBuf,
    /// Cells: a column for each dimension, and `n`; finest cells that are not named count nobody.
    #[arg(long)]
    pub cells: PathBuf,
    /// The file to write: the cells with a column `suppressed`, 0 or 1.
    #[arg(long)]
    pub out: PathBuf,
    /// Whether readers see every zero.
    #[arg(long, value_enum, default_value_t = ZerosArg::Public)]
    pub zeros: ZerosArg,
    /// Smallest number of citizens that is shown.
    #[arg(long, default_value_t = 5)]
    pub threshold: u32,
    /// How long to search for a pattern that hides less [default: balanced, and quick above 30,000 cells].
    #[arg(long, value_enum)]
    pub effort: Option<EffortArg>,
    /// Do not hold off the one citizen in a cell, who knows it.
    #[arg(long)]
    pub ignore_insiders: bool,
}

/// Whether readers see every zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ZerosArg {
    /// Every zero is published: a suppressed cell counts at least one.
    Public,
    /// Zeros may be suppressed to protect others.
    MayHide,
}

/// How long to search.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum EffortArg {
    /// Gives up early.
    Quick,
    /// For tables of some ten thousand cells.
    Balanced,
    /// Whatever the time.
    Thorough,
}
