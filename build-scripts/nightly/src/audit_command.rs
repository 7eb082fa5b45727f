//! `nightly audit`: what anybody can find out from a publication, as a report.

use std::path::PathBuf;

use naerblik_shared::period::Period;

use crate::{
    audit_publication::{AuditConfig, AuditError, RelationsCount, SearchDepth, audit},
    cli::{AuditArgs, DepthArg, RelationsArg, ZerosArg},
};

/// Why there is no report.
#[derive(Debug, thiserror::Error)]
pub enum AuditCommandError {
    /// A publication cannot be read.
    #[error(transparent)]
    Audit(#[from] AuditError),
    /// The report cannot be written.
    #[error("{path} cannot be written")]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The report cannot be written as JSON.
    #[error("the report cannot be written as JSON")]
    Json(#[from] serde_json::Error),
}

/// What the command prints, and whether the audit found anything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditOutput {
    /// The report, as text or as JSON.
    pub text: String,
    /// Whether nothing was found.
    pub is_clean: bool,
}

impl AuditOutput {
    /// The exit code: 0, or 4 when anything was found or is undecided.
    pub fn exit_code(&self) -> u8 {
        if self.is_clean { 0 } else { 4 }
    }
}

/// Audits a publication and writes the JSON file if one is asked for.
///
/// # Errors
/// When a publication cannot be read, or the file cannot be written.
pub fn run(args: AuditArgs) -> Result<AuditOutput, AuditCommandError> {
    let AuditArgs { publication, previous, period, json, relations, zeros, depth } = args;
    let periods =
        period.iter().map(|period| Period::parse(period)).collect::<Result<_, _>>().map_err(AuditError::from)?;
    let config = AuditConfig {
        publication,
        previous,
        periods,
        are_zeros_public: zeros == ZerosArg::Public,
        depth: match depth {
            DepthArg::Quick => SearchDepth::Quick,
            DepthArg::Full => SearchDepth::Full,
        },
        relations_count: match relations {
            RelationsArg::Report => RelationsCount::Nothing,
            RelationsArg::Codes => RelationsCount::Codes,
            RelationsArg::All => RelationsCount::All,
        },
    };
    let report = audit(&config)?;
    let is_clean = report.is_clean();
    let as_json = || serde_json::to_string_pretty(&report).map(|json| json + "\n");
    let text = match json {
        Some(path) if path.as_os_str() == "-" => as_json()?,
        Some(path) => {
            std::fs::write(&path, as_json()?).map_err(|source| AuditCommandError::File { path, source })?;
            report.text()
        }
        None => report.text(),
    };
    Ok(AuditOutput { text, is_clean })
}
