//! Why figures could not be loaded.

use naerblik_shared::{manifest::ManifestError, wire::WireError};

use super::fetch::FetchError;

/// Why figures could not be loaded; readers see [`LoadError::public_code`] and a sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LoadError {
    /// The file did not arrive.
    #[error("{what}: {source}")]
    Fetch {
        /// Which file.
        what: String,
        /// What happened.
        source: FetchError,
    },
    /// The file has another length than the manifest says.
    #[error("{what} has {found} bytes, expected {expected}")]
    Length {
        /// Which file.
        what: String,
        /// Its length.
        found: u64,
        /// The length that the manifest names.
        expected: u64,
    },
    /// The file has another digest, is no manifest, or has a format that this app does not know.
    #[error(transparent)]
    Manifest(#[from] ManifestError),
    /// The file has the right bytes, but they are no shard.
    #[error(transparent)]
    Wire(#[from] WireError),
    /// The publication lacks something that every publication has.
    #[error("the publication has no {what}")]
    Incomplete {
        /// What is missing.
        what: &'static str,
    },
}

impl LoadError {
    /// The short code that readers can pass on.
    pub fn public_code(&self) -> &'static str {
        match self {
            Self::Fetch { source: FetchError::Network, .. } => "D-101",
            Self::Fetch { source: FetchError::Status(_), .. } => "D-102",
            Self::Length { .. } => "D-103",
            Self::Manifest(ManifestError::Digest { .. }) => "D-104",
            Self::Manifest(ManifestError::Syntax { .. }) | Self::Wire(_) => "D-105",
            Self::Manifest(ManifestError::Format { .. }) => "D-106",
            Self::Incomplete { .. } => "D-107",
        }
    }

    /// Whether another attempt at once may help.
    pub(super) fn may_pass(&self) -> bool {
        match self {
            Self::Fetch { source: FetchError::Network, .. }
            | Self::Length { .. }
            | Self::Manifest(ManifestError::Digest { .. }) => true,
            Self::Fetch { source: FetchError::Status(status), .. } => *status >= 500 || *status == 429,
            Self::Manifest(_) | Self::Wire(_) | Self::Incomplete { .. } => false,
        }
    }
}
