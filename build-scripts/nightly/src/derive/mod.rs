//! Third station: one row per citizen and code, with the periods it counts in.
//!
//! Distinct citizens are made additive here: in one period a citizen has exactly one [`Leaf`] (state on the period's
//! last day), and a code is active in a period or it is not. Every count is then a plain count of rows.

mod calendar;
mod citizens;
mod columns;
mod leaf;
mod population;
mod spells;

pub(crate) use citizens::{CitizenIdx, CitizenLeaves};
pub use leaf::{Leaf, LeafDetail, LeafParts};
pub use population::PopulationRow;

use std::collections::BTreeMap;

use datafusion::error::DataFusionError;
use naerblik_shared::schema::{DimensionId, Member};

use crate::{
    catalogue::{Catalogue, CodeIdx},
    read::{FileReceipt, RegisterInfo},
    validate::{Coverage, Finding, PeriodSet, ValidatedExtract},
};

/// The register as countable rows; holds one row per citizen and code, so it never leaves the job.
pub struct Facts {
    /// Facts of each dataset.
    pub(crate) datasets: Vec<DatasetFacts>,
    pub(crate) citizens: CitizenLeaves,
    /// The population, public.
    pub population: Vec<PopulationRow>,
    /// What the night carries along for its record.
    pub record: NightRecord,
}

/// What is known about the night besides the figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NightRecord {
    /// What the register says about itself.
    pub register: RegisterInfo,
    /// The files that were read.
    pub files: Vec<FileReceipt>,
    /// What was found, rule by rule.
    pub findings: Vec<Finding>,
    /// Which municipality is counted in which period.
    pub coverage: Coverage,
}

/// Which citizens are active under which codes of a dataset.
pub(crate) struct DatasetFacts {
    /// Name of the dataset.
    pub(crate) id: String,
    /// For each code of the dataset: citizens and the periods in which they count.
    pub(crate) by_code: BTreeMap<CodeIdx, Vec<CitizenPeriods>>,
}

/// A citizen and the periods in which he or she counts.
pub(crate) type CitizenPeriods = (CitizenIdx, PeriodSet);

/// Why facts cannot be derived.
#[derive(Debug, thiserror::Error)]
pub enum DeriveError {
    /// A query failed.
    #[error("table `{table}` could not be derived")]
    Query {
        /// The table.
        table: &'static str,
        /// What DataFusion said.
        source: Box<DataFusionError>,
    },
    /// A query gave fewer columns than expected.
    #[error("table `{table}` has no column {column}")]
    Column {
        /// The table.
        table: &'static str,
        /// Position of the column.
        column: usize,
    },
    /// A citizen cannot be placed.
    #[error("a citizen lacks what places every citizen, expected {expected}")]
    Citizen {
        /// What would be right.
        expected: &'static str,
    },
    /// A spell table of the catalogue is not part of the register.
    #[error("catalogue: dataset table is {found}, expected `conditions` or `interventions`")]
    UnknownTable {
        /// The table.
        found: String,
    },
}

/// Derives facts from validated rows.
///
/// # Errors
/// When a query fails or a citizen has no birth date or sex.
pub async fn derive(validated: ValidatedExtract, catalogue: &Catalogue) -> Result<Facts, DeriveError> {
    let ValidatedExtract { session, register, files, findings, coverage, citizens: known, mut spells } = validated;
    let citizens = citizens::read(&session, &known, catalogue, &coverage).await?;
    let in_force = periods_in_force(catalogue, &coverage);
    let mut datasets = Vec::new();
    for dataset in &catalogue.file.datasets {
        let unknown = || DeriveError::UnknownTable { found: dataset.table.clone() };
        let own = spells.remove(&dataset.table).ok_or_else(unknown)?;
        let by_code = spells::by_code(&own, known.len(), (catalogue, &in_force), &coverage);
        datasets.push(DatasetFacts { id: dataset.id.clone(), by_code });
    }
    let population = population::read(&session, catalogue).await?;
    let record = NightRecord { register, files, findings, coverage };
    Ok(Facts { datasets, citizens, population, record })
}

/// For each code, the periods in which it was in force.
fn periods_in_force(catalogue: &Catalogue, coverage: &Coverage) -> Vec<PeriodSet> {
    debug_assert_eq!(catalogue.codes.dimension.id, DimensionId::Code);
    let in_force = |member: &Member| {
        let mut set = PeriodSet::default();
        for (position, period) in coverage.periods.iter().enumerate() {
            if member.is_in_force(*period) {
                set.insert(position);
            }
        }
        set
    };
    catalogue.codes.dimension.members.iter().map(in_force).collect()
}
