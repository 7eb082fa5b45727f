//! Publications over time: what was published before tonight, and what tonight may change of it.
//!
//! A period is published once, after a lag, and is then **frozen**: its figures are carried over from night to night,
//! whatever is delivered later. The first night from an announced day on **corrects** it. [`recall`] reads what readers
//! have, [`Recalled::settle`] decides what becomes of each period, and the result, the [`History`], tells
//! [`crate::suppress`] of each block whether it is new, frozen or to be corrected. How a block is corrected without
//! giving away small changes is decided by [`naerblik_suppression::renew`].
//!
//! Only published files are read here, never an exact count. Start reading at [`recall`].

mod history;
mod published;
mod recall;
mod shape;

pub(crate) use history::{EarlierBlock, Freedom};
pub use history::{History, Lineage};
pub(crate) use published::BlockRows;
pub use recall::{Recalled, recall};

use std::path::PathBuf;

use naerblik_shared::{manifest::ManifestError, period::Period, wire::WireError};

use crate::publish::{NewestError, StoreError};

/// Why tonight cannot follow the publications before it.
#[derive(Debug, thiserror::Error)]
pub enum VersionsError {
    /// The newest publication cannot be used.
    #[error(transparent)]
    Newest(#[from] NewestError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A file of an earlier publication is missing.
    #[error("{path} is missing, expected a file of an earlier publication; bring it back from a copy")]
    Missing {
        /// The file.
        path: String,
    },
    /// A file of an earlier publication is damaged.
    #[error("a file of an earlier publication is damaged; bring it back from a copy")]
    Damaged {
        /// How.
        source: ManifestError,
    },
    /// A shard of an earlier publication cannot be decoded.
    #[error("{path}, a file of an earlier publication, cannot be decoded; bring it back from a copy")]
    Undecodable {
        /// The file.
        path: String,
        /// Why.
        source: WireError,
    },
    /// There are ledgers of earlier nights, but no publication.
    #[error(
        "{ledger} is the ledger of an earlier night, but the output holds no publication; expected the publication \
         that readers have, so that its figures can be kept; bring it back, or begin anew with an empty ledger folder"
    )]
    Lost {
        /// The newest ledger.
        ledger: PathBuf,
    },
    /// The folder of ledgers cannot be read.
    #[error("the ledger folder {folder} cannot be read")]
    Ledgers {
        /// The folder.
        folder: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The as-of date lies before the newest publication's.
    #[error("the as-of date is {found}, expected {newest} or later: figures of {newest} are published already")]
    Backwards {
        /// Tonight's as-of date.
        found: String,
        /// That of the newest publication.
        newest: String,
    },
    /// What is published has another shape than before.
    #[error(
        "{what} is {found}, but {expected} in publication {publication}, whose figures are carried over; restore it, \
         or begin a new publication in another folder, with another ledger folder"
    )]
    Changed {
        /// What has changed.
        what: String,
        /// What it is tonight.
        found: String,
        /// What it was.
        expected: String,
        /// The earlier publication.
        publication: String,
    },
    /// A published period is not in the register any more.
    #[error("the register has no {period}, which is published; expected a register of {first} and all later months")]
    PeriodGone {
        /// The period.
        period: Period,
        /// The first published period.
        first: Period,
    },
    /// No period may be published yet.
    #[error("no period ended {lag_days} days or longer before {as_of}, expected at least one")]
    NothingRipe {
        /// The lag.
        lag_days: u32,
        /// Tonight's as-of date.
        as_of: String,
    },
}

impl VersionsError {
    /// The exit code; `docs/runbook.md` has a section for each.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Backwards { .. } | Self::Changed { .. } => 2,
            Self::PeriodGone { .. } | Self::NothingRipe { .. } => 3,
            Self::Newest(_)
            | Self::Store(_)
            | Self::Missing { .. }
            | Self::Damaged { .. }
            | Self::Undecodable { .. }
            | Self::Lost { .. }
            | Self::Ledgers { .. } => 6,
        }
    }
}
