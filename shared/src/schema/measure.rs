//! Measures and the dimensions over which they may be added.

use serde::{Deserialize, Serialize};

use super::{DimensionId, Text};

/// Whether counts of different members may be added to the count of their union.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Additivity {
    /// Members exclude each other: every citizen is counted under one leaf.
    Sum,
    /// A citizen may be counted under several members: a sum would count people twice.
    Never,
}

/// What a number counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measure {
    /// Stable name, also the column name in files, for example `citizens`.
    pub id: String,
    /// The name shown to readers.
    pub label: Text,
    /// The unit of one count, for example "borgere".
    pub unit: Text,
    /// Dimensions over which counts add up; over all others they never do.
    pub sums_over: Vec<DimensionId>,
}

impl Measure {
    /// The rule for adding over `dimension`.
    pub fn additivity(&self, dimension: DimensionId) -> Additivity {
        if self.sums_over.contains(&dimension) { Additivity::Sum } else { Additivity::Never }
    }
}
