//! The night: from a register to a publication.

use std::{path::PathBuf, time::Instant};

use chrono::NaiveDate;

use crate::{
    aggregate::{AggregateError, aggregate},
    assemble::{AssembleError, Publication, assemble},
    audit::{Ledger, LedgerError},
    audit_publication::{AuditError, Findings, Unpublished, audit_night},
    catalogue::{Catalogue, CatalogueError},
    derive::{DeriveError, derive},
    progress::Progress,
    publish::{PublishError, Receipt, Store, publish},
    read::{ReadError, read},
    suppress::{Protect, SuppressError, SuppressedCube, suppress},
    validate::{ValidateError, validate},
    versions::{VersionsError, recall},
};

/// What a night works on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NightConfig {
    /// Folder of the register.
    pub input: PathBuf,
    /// The day the figures describe; the only clock of the night.
    pub as_of: NaiveDate,
    /// The catalogue file.
    pub catalogue: PathBuf,
    /// Folder of the code lists.
    pub reference: PathBuf,
    /// Folder of the audit ledger; never inside the publication.
    pub ledger: PathBuf,
}

/// The impure things a night needs.
pub struct Environment<'a> {
    /// Where the publication is written.
    pub store: &'a dyn Store,
    /// The algorithm that decides what is suppressed; whatever it answers is attacked afterwards.
    pub protect: Protect,
    /// Where progress is shown.
    pub progress: Progress,
}

/// Why a night published nothing; yesterday's publication is untouched.
#[derive(Debug, thiserror::Error)]
pub enum NightError {
    /// The catalogue or a code list cannot be used.
    #[error(transparent)]
    Catalogue(#[from] CatalogueError),
    /// The register cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// Tonight cannot follow the publications before it.
    #[error(transparent)]
    Versions(#[from] VersionsError),
    /// The register cannot be counted.
    #[error(transparent)]
    Validate(#[from] ValidateError),
    /// Facts cannot be derived.
    #[error(transparent)]
    Derive(#[from] DeriveError),
    /// Counting failed.
    #[error(transparent)]
    Aggregate(#[from] AggregateError),
    /// The figures cannot be protected.
    #[error(transparent)]
    Suppress(#[from] SuppressError),
    /// The publication cannot be assembled.
    #[error(transparent)]
    Assemble(#[from] AssembleError),
    /// The publication cannot be audited.
    #[error("what was to be published cannot be audited")]
    Audit(#[from] AuditError),
    /// The audit found something in what was to be published. Which figures is not said.
    #[error("the audit of what was to be published found {findings}; expected none")]
    Found {
        /// How many of each kind.
        findings: Findings,
    },
    /// The publication cannot be written.
    #[error(transparent)]
    Publish(#[from] PublishError),
    /// The ledger cannot be written.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The system refuses to start threads.
    #[error("no threads can be started")]
    Threads {
        /// What the system said.
        source: std::io::Error,
    },
}

/// Runs the night.
///
/// # Errors
/// At the first station that cannot go on; then nothing is published.
pub fn run(config: &NightConfig, environment: &Environment<'_>) -> Result<Receipt, NightError> {
    let runtime = tokio::runtime::Builder::new_multi_thread().build();
    runtime.map_err(|source| NightError::Threads { source })?.block_on(stations(config, environment))
}

async fn stations(config: &NightConfig, environment: &Environment<'_>) -> Result<Receipt, NightError> {
    let NightConfig { input, as_of, catalogue, reference, ledger } = config;
    let progress = environment.progress;
    let catalogue = Catalogue::load(catalogue, reference)?;

    let clock = Instant::now();
    let extract = progress.station("read", clock, read(input).await?);
    let clock = Instant::now();
    let asked = (*as_of, &extract.register);
    let recalled = progress.station("recall", clock, recall(environment.store, ledger, &catalogue, asked)?);
    let clock = Instant::now();
    let mut validated = progress.station("validate", clock, validate(extract, &catalogue, *as_of).await?);
    let (coverage, history) = recalled.settle(&validated.coverage, &catalogue)?;
    validated.coverage = coverage;
    let clock = Instant::now();
    let facts = progress.station("derive", clock, derive(validated, &catalogue).await?);
    let clock = Instant::now();
    let confidential = progress.station("aggregate", clock, aggregate(facts, &catalogue)?);
    let clock = Instant::now();
    let mut suppressed = progress.station(
        "suppress",
        clock,
        suppress(confidential, &catalogue, &history, environment.protect, progress)?,
    );
    let clock = Instant::now();
    let lineage = history.lineage();
    let finished = |suppressed: &SuppressedCube| assemble(suppressed, &catalogue, *as_of, lineage.clone());
    let mut publication = progress.station("assemble", clock, finished(&suppressed)?);
    let clock = Instant::now();
    if hold_back(&mut suppressed, &publication, &catalogue, progress)? {
        publication = finished(&suppressed)?;
    }
    progress.station("audit", clock, ());
    let clock = Instant::now();
    let receipt = progress.station("publish", clock, publish(&publication, environment.store)?);

    Ledger::new(*as_of, &publication.record, &publication.receipt, &receipt).write(ledger)?;
    Ok(receipt)
}

/// Audits what is about to be published, and suppresses what gives something away; whether anything had to be.
fn hold_back(
    suppressed: &mut SuppressedCube,
    publication: &Publication,
    catalogue: &Catalogue,
    progress: Progress,
) -> Result<bool, NightError> {
    let unpublished = Unpublished { manifest: &publication.manifest, files: &publication.files };
    let audit = audit_night(unpublished, &suppressed.fresh(), progress)?;
    let (held_back, withheld) = (audit.held_back.len(), audit.withheld.len());
    tracing::debug!(blocks = audit.blocks, followed = audit.followed, held_back, withheld, "audited");
    if !audit.findings.is_empty() {
        return Err(NightError::Found { findings: audit.findings });
    }
    suppressed.hold_back(&audit.held_back);
    suppressed.withhold(&audit.withheld, catalogue);
    Ok(held_back + withheld > 0)
}

impl NightError {
    /// The exit code; `docs/runbook.md` has a section for each.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Versions(error) => error.exit_code(),
            Self::Catalogue(_) | Self::Derive(DeriveError::UnknownTable { .. }) => 2,
            Self::Read(_) | Self::Validate(_) | Self::Derive(DeriveError::Citizen { .. }) => 3,
            Self::Suppress(_) | Self::Audit(_) | Self::Found { .. } => 4,
            Self::Aggregate(AggregateError::Invariant { .. }) => 5,
            Self::Publish(PublishError::Store(_)) => 6,
            _ => 1,
        }
    }

    /// What to do about it; separate from the message.
    pub fn hint(&self) -> &'static str {
        match self.exit_code() {
            2 => {
                "check the catalogue and the code lists; run from the project's folder or pass --catalogue and --reference"
            }
            3 => "nothing was published; ask for a new delivery, then run again",
            4 => "nothing was published; keep the register as it is and report this with the version of the job",
            5 => "nothing was published; the counts contradict each other, which is an error in the job",
            6 if matches!(self, Self::Versions(_)) => {
                "nothing was published; see the section on exit code 6 of the runbook before anything is moved or removed"
            }
            6 => "the previous publication is untouched; check space and permissions of the output folder",
            _ if matches!(self, Self::Ledger(_)) => {
                "the publication is out, its ledger is not; mend the folder and run again"
            }
            _ => "nothing was published",
        }
    }
}
