//! Fourth station: exact counts, leaf by leaf.
//!
//! Facts are additive, so the counts of one code and one period are one pass over its facts; every published total is
//! a sum of leaves and is formed inside [`crate::suppress`]. Distinct counting never happens here.

mod group;

use std::fmt;

use naerblik_shared::period::Grain;

use crate::{
    catalogue::{Catalogue, CodeIdx},
    derive::{Facts, Leaf, LeafDetail, NightRecord, PopulationRow},
};

/// Exact counts of citizens. They have no way out but [`crate::suppress::suppress`].
///
/// No `Serialize`, no `Display`; `Debug` shows the shape only.
///
/// ```
/// fn shape(cube: &naerblik_nightly::aggregate::ConfidentialCube) -> String {
///     format!("{cube:?}")
/// }
/// ```
///
/// ```compile_fail,E0277
/// fn print(cube: &naerblik_nightly::aggregate::ConfidentialCube) -> String {
///     format!("{cube}")
/// }
/// ```
///
/// ```compile_fail,E0277
/// fn serialize(cube: &naerblik_nightly::aggregate::ConfidentialCube) -> String {
///     serde_json::to_string(cube).unwrap_or_default()
/// }
/// ```
pub struct ConfidentialCube {
    pub(crate) datasets: Vec<ConfidentialDataset>,
    pub(crate) population: Vec<PopulationRow>,
    pub(crate) record: NightRecord,
}

/// Exact counts of one dataset.
pub(crate) struct ConfidentialDataset {
    pub(crate) id: String,
    /// One block for each code and period in which anybody was counted.
    pub(crate) blocks: Vec<ConfidentialBlock>,
}

/// Exact counts of one code in one period.
pub(crate) struct ConfidentialBlock {
    pub(crate) code: CodeIdx,
    /// Position of the period in the coverage.
    pub(crate) period: usize,
    /// Leaves with at least one citizen, rising.
    pub(crate) leaves: Vec<(Leaf, u32)>,
}

impl ConfidentialBlock {
    /// Its code and the position of its period.
    pub(crate) fn place(&self) -> (CodeIdx, usize) {
        (self.code, self.period)
    }
}

/// Why counting failed.
#[derive(Debug, thiserror::Error)]
pub enum AggregateError {
    /// The counts do not add up to the citizens that went in.
    #[error("dataset `{dataset}`: counted rows do not reconcile with the facts that went in, expected equal numbers")]
    Invariant {
        /// The dataset.
        dataset: String,
    },
}

/// Counts citizens by code, period and leaf.
///
/// # Errors
/// When counts and facts do not reconcile.
pub fn aggregate(facts: Facts, catalogue: &Catalogue) -> Result<ConfidentialCube, AggregateError> {
    let Facts { datasets, citizens, population, record } = facts;
    let details: Vec<LeafDetail> =
        record.coverage.periods.iter().map(|period| detail_at(catalogue, period.grain())).collect();
    let places = group::Places::new(&citizens, &details);
    let mut counted = Vec::new();
    for dataset in datasets {
        let blocks = group::count(&dataset, &citizens, &places)?;
        counted.push(ConfidentialDataset { id: dataset.id, blocks });
    }
    Ok(ConfidentialCube { datasets: counted, population, record })
}

/// Leaves are told apart only as far as any cuboid of the grain does.
fn detail_at(catalogue: &Catalogue, grain: Grain) -> LeafDetail {
    let cuboids = catalogue.file.cuboids.iter().filter(|cuboid| cuboid.grains.contains(&grain));
    LeafDetail::of(cuboids.flat_map(|cuboid| cuboid.dimensions.iter().copied()))
}

impl fmt::Debug for ConfidentialCube {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shape: Vec<(&str, usize)> = self.datasets.iter().map(|d| (d.id.as_str(), d.blocks.len())).collect();
        f.debug_struct("ConfidentialCube").field("blocks", &shape).finish_non_exhaustive()
    }
}
