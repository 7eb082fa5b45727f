//! The command line.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand};

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

/// Arguments of `nightly demo-register`.
#[derive(Debug, Args)]
pub struct DemoRegisterArgs {
    /// How many citizens.
    #[arg(long)]
    pub citizens: u32,
    /// Seed of the random numbers; the same seed gives the same register.
    #[arg(long)]
    pub seed: u64,
    /// Folder to write.
    #[arg(long)]
    pub out: PathBuf,
    /// Folder of the official code lists.
    #[arg(long, default_value = "build-scripts/reference")]
    pub reference: PathBuf,
}
