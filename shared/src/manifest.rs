//! What a publication contains, and how a reader finds and checks it.
//!
//! `latest.json` names a manifest by digest; the manifest names every file by digest. Files are never changed, only
//! `latest.json` is replaced, so a reader sees one publication whole, never a mixture.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    digest::Digest,
    period::{Grain, Period},
    schema::{Dimension, DimensionId, Measure, MemberCode, Text},
};

/// The version of the published format that this code writes and reads.
pub const FORMAT_VERSION: u32 = 1;

/// The small file that says which publication is the newest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Latest {
    /// Version of the published format, see [`FORMAT_VERSION`].
    pub format: u32,
    /// Path of the manifest, relative to this file.
    pub manifest: String,
    /// Digest of the manifest.
    pub digest: Digest,
}

/// The table of contents of a publication.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of the published format, see [`FORMAT_VERSION`].
    pub format: u32,
    /// Name of the publication: the as-of date and the beginning of a digest over its content.
    pub publication: String,
    /// The day the figures describe, `YYYY-MM-DD`.
    pub as_of: String,
    /// Notice that the data are made up; absent when they are real.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fictive: Option<Text>,
    /// Smallest number of citizens that is published (zero apart).
    pub threshold_citizens: u32,
    /// The dimensions with every member, labels and hierarchy.
    pub dimensions: Vec<Dimension>,
    /// The datasets.
    pub datasets: Vec<Dataset>,
    /// Dates at which figures before and after cannot be compared as they are.
    pub series_breaks: Vec<SeriesBreak>,
    /// The publication before this one; absent for the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<String>,
    /// Publications whose figures were replaced by a correction, oldest first. Readers may still have them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub corrected: Vec<Latest>,
    /// Figures that are to be corrected; absent when every published figure is the register's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub awaiting: Option<Awaiting>,
    /// When figures are added next; absent when that is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_release: Option<NextRelease>,
    /// Who answers questions about the figures; absent when nobody is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<Contact>,
}

/// The first day on which a further period can be published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NextRelease {
    /// The day, `YYYY-MM-DD`.
    pub day: String,
    /// The periods that are published then, in order.
    pub periods: Vec<Period>,
}

/// Who answers questions about the figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// The name shown to readers.
    pub name: Text,
    /// The address that readers write to.
    pub email: String,
}

/// Published periods for which the register has other figures by now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Awaiting {
    /// The periods, in order.
    pub periods: Vec<Period>,
    /// The announced day of the next correction, `YYYY-MM-DD`; absent when none is announced.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub correction: Option<String>,
}

/// A dataset: one measure over several cuboids.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dataset {
    /// Stable name, for example `conditions`.
    pub id: String,
    /// The name shown to readers.
    pub label: Text,
    /// What is counted.
    pub measure: Measure,
    /// What is counted how, and what readers should beware of.
    pub declaration: Declaration,
    /// Root of the dataset's branch of the code dimension; absent when it has no codes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code_root: Option<MemberCode>,
    /// The combinations of dimensions that are published, smallest first.
    pub cuboids: Vec<Cuboid>,
    /// How many figures are withheld, by level of area; empty where nothing ever is.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub withheld: Vec<Withheld>,
}

/// How many figures of a level of area are withheld to protect citizens. Anybody can count this in the files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withheld {
    /// The level, see [`crate::schema::level`].
    pub level: String,
    /// Figures that are not zero, in all cuboids and periods.
    pub figures: u64,
    /// Those of them that are withheld, whether small or to protect others.
    pub withheld: u64,
}

/// How a dataset's figures came to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Declaration {
    /// What one count is.
    pub counted: Text,
    /// Which area a citizen is counted in.
    pub area_rule: Text,
    /// Which period a citizen is counted in.
    pub period_rule: Text,
    /// What was left out, and why.
    pub left_out: Text,
    /// Source of the data.
    pub source: Text,
}

/// A published combination of dimensions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cuboid {
    /// Stable name within the dataset, for example `age-sex`.
    pub id: String,
    /// Grains of period that the cuboid has.
    pub grains: Vec<Grain>,
    /// Members of every axis, slowest axis first.
    pub axes: Vec<ManifestAxis>,
    /// The files.
    pub shards: Vec<Shard>,
}

/// One axis of a cuboid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManifestAxis {
    /// The dimension.
    pub dimension: DimensionId,
    /// The members, in the order of the dimension.
    pub members: Vec<MemberCode>,
}

/// One file of a cuboid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shard {
    /// Path relative to `latest.json`.
    pub path: String,
    /// SHA-256 of the file.
    pub digest: Digest,
    /// Size of the file, bytes.
    pub bytes: u64,
    /// Rows in the file: cells that are neither zero nor absent.
    pub rows: u64,
    /// Axes of which the file holds only some members; all other axes are whole.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub only: BTreeMap<DimensionId, Vec<MemberCode>>,
}

/// A date at which the meaning of figures changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeriesBreak {
    /// First month with the new meaning.
    pub month: Period,
    /// Short name for charts.
    pub label: Text,
    /// What changed.
    pub explanation: Text,
    /// Branches of the code dimension that are touched.
    pub codes: Vec<MemberCode>,
    /// Areas that are touched; empty for all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub areas: Vec<MemberCode>,
}

/// Why a manifest cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ManifestError {
    /// The bytes are not the ones that were named.
    #[error("{what} has digest {found}, expected {expected}")]
    Digest {
        /// Which file.
        what: String,
        /// The digest that was named.
        expected: Digest,
        /// The digest of the bytes.
        found: Digest,
    },
    /// The text is no manifest.
    #[error("{what} cannot be read at line {line}, column {column}")]
    Syntax {
        /// Which file.
        what: String,
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
    },
    /// Written in a format that this code does not know.
    #[error("{what} has format version {found}, expected {expected}", expected = FORMAT_VERSION)]
    Format {
        /// Which file.
        what: String,
        /// Its version.
        found: u32,
    },
}

impl Latest {
    /// Reads `latest.json`.
    ///
    /// # Errors
    /// When the bytes are no such file, or of another format version.
    pub fn parse(bytes: &[u8]) -> Result<Self, ManifestError> {
        let latest: Self = parse_json(bytes, "latest.json")?;
        check_format(latest.format, "latest.json")?;
        Ok(latest)
    }
}

impl Manifest {
    /// Checks the bytes against the digest in `latest` and reads them.
    ///
    /// # Errors
    /// When the digest, the syntax or the format version is wrong.
    pub fn parse(bytes: &[u8], latest: &Latest) -> Result<Self, ManifestError> {
        check_digest(bytes, &latest.digest, &latest.manifest)?;
        let manifest: Self = parse_json(bytes, &latest.manifest)?;
        check_format(manifest.format, &latest.manifest)?;
        Ok(manifest)
    }

    /// The dataset with the given name.
    pub fn dataset(&self, id: &str) -> Option<&Dataset> {
        self.datasets.iter().find(|dataset| dataset.id == id)
    }

    /// The dimension.
    pub fn dimension(&self, id: DimensionId) -> Option<&Dimension> {
        self.dimensions.iter().find(|dimension| dimension.id == id)
    }
}

impl Dataset {
    /// The cuboid with the given name.
    pub fn cuboid(&self, id: &str) -> Option<&Cuboid> {
        self.cuboids.iter().find(|cuboid| cuboid.id == id)
    }
}

impl Cuboid {
    /// The members on the axis of `dimension`; `None` when the cuboid lacks it.
    pub fn members(&self, dimension: DimensionId) -> Option<&[MemberCode]> {
        self.axes.iter().find(|axis| axis.dimension == dimension).map(|axis| axis.members.as_slice())
    }
}

impl Shard {
    /// Whether the file holds the member.
    pub fn holds(&self, dimension: DimensionId, member: &MemberCode) -> bool {
        self.only.get(&dimension).is_none_or(|members| members.contains(member))
    }

    /// Checks bytes against the shard's length and digest.
    ///
    /// # Errors
    /// When they are not the bytes that were published.
    pub fn check(&self, bytes: &[u8]) -> Result<(), ManifestError> {
        check_digest(bytes, &self.digest, &self.path)
    }
}

fn check_digest(bytes: &[u8], expected: &Digest, what: &str) -> Result<(), ManifestError> {
    let found = Digest::of(bytes);
    if found == *expected {
        return Ok(());
    }
    Err(ManifestError::Digest { what: what.to_owned(), expected: expected.clone(), found })
}

fn parse_json<T: serde::de::DeserializeOwned>(bytes: &[u8], what: &str) -> Result<T, ManifestError> {
    serde_json::from_slice(bytes).map_err(|error| ManifestError::Syntax {
        what: what.to_owned(),
        line: error.line(),
        column: error.column(),
    })
}

fn check_format(found: u32, what: &str) -> Result<(), ManifestError> {
    if found == FORMAT_VERSION { Ok(()) } else { Err(ManifestError::Format { what: what.to_owned(), found }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn latest(manifest: &[u8]) -> Latest {
        Latest { format: FORMAT_VERSION, manifest: "manifests/x.json".to_owned(), digest: Digest::of(manifest) }
    }

    #[test]
    fn a_manifest_with_another_digest_is_refused_before_it_is_read() {
        let error = Manifest::parse(b"{}", &latest(b"{ }")).unwrap_err();
        assert!(matches!(error, ManifestError::Digest { .. }));
    }

    #[test]
    fn a_manifest_that_is_no_json_says_where() {
        let text = b"{\n \"format\": x}";
        let error = Manifest::parse(text, &latest(text)).unwrap_err();
        assert_eq!(error, ManifestError::Syntax { what: "manifests/x.json".to_owned(), line: 2, column: 12 });
    }

    #[test]
    fn a_newer_format_is_named() {
        let text = br#"{"format":9,"manifest":"m","digest":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}"#;
        let error = Latest::parse(text).unwrap_err();
        assert_eq!(error, ManifestError::Format { what: "latest.json".to_owned(), found: 9 });
    }
}
