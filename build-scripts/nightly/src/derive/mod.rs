//! Third station: one row per citizen and code, with the periods it counts in.
//!
//! Distinct citizens are made additive here: in one period a citizen has exactly one [`Leaf`] (state on the period's
//! last day), and a code is active in a period or it is not. Every count is then a plain count of rows.

mod calendar;
mod citizens;
mod columns;
mod leaf;
mod population;

pub use leaf::{Leaf, LeafDetail, LeafParts};
pub use population::PopulationRow;

use std::collections::BTreeMap;

use citizens::{CitizenIdx, Citizens};
use datafusion::{error::DataFusionError, prelude::SessionContext};
use naerblik_shared::schema::{DimensionId, Member};

use crate::{
    catalogue::{Catalogue, CodeIdx, DatasetSpec},
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

/// Leaves of citizens, without their keys.
pub(crate) struct CitizenLeaves(Citizens);

/// A valid row of a spell table, reduced to what counts.
struct Spell {
    citizen: CitizenIdx,
    code: CodeIdx,
    periods: PeriodSet,
}

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

impl CitizenLeaves {
    /// The leaf of a citizen in a period; `None` when the citizen's municipality is not counted in it.
    pub(crate) fn get(&self, citizen: CitizenIdx, period: usize) -> Option<Leaf> {
        self.0.leaf(citizen, period)
    }
}

/// Derives facts from validated rows.
///
/// # Errors
/// When a query fails or a citizen has no birth date or sex.
pub async fn derive(validated: ValidatedExtract, catalogue: &Catalogue) -> Result<Facts, DeriveError> {
    let ValidatedExtract { session, register, files, findings, coverage } = validated;
    let citizens = citizens::read(&session, catalogue, &coverage).await?;
    let in_force = periods_in_force(catalogue, &coverage);
    let mut datasets = Vec::new();
    for dataset in &catalogue.file.datasets {
        let mut spells = read_spells(&session, dataset, &citizens, &coverage).await?;
        spells.sort_unstable_by_key(|spell| (spell.citizen, spell.code));
        let by_code = by_code(&spells, catalogue, &in_force);
        datasets.push(DatasetFacts { id: dataset.id.clone(), by_code });
    }
    let population = population::read(&session, catalogue).await?;
    let record = NightRecord { register, files, findings, coverage };
    Ok(Facts { datasets, citizens: CitizenLeaves(citizens), population, record })
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

async fn read_spells(
    session: &SessionContext,
    dataset: &DatasetSpec,
    citizens: &Citizens,
    coverage: &Coverage,
) -> Result<Vec<Spell>, DeriveError> {
    let table = match dataset.table.as_str() {
        "conditions" => "conditions",
        "interventions" => "interventions",
        _ => return Err(DeriveError::UnknownTable { found: dataset.table.clone() }),
    };
    let touching = calendar::Touching::new(&coverage.periods);
    let sql = format!("SELECT citizen_key, code_idx, municipality_idx, start_date, end_date FROM valid_{table}");
    let mut spells = Vec::new();
    columns::for_each_batch(session, table, &sql, |batch| {
        let (codes, municipalities) = (batch.positions(1)?, batch.positions(2)?);
        let (starts, ends) = (batch.days(3)?, batch.days(4)?);
        let places = codes.into_iter().zip(municipalities);
        for ((key, (code, municipality)), (start, end)) in
            batch.keys(0)?.into_iter().zip(places).zip(starts.into_iter().zip(ends))
        {
            let (Some(citizen), Some(start)) = (citizens.position(key), start) else { continue };
            let counted = coverage.of(u8::try_from(municipality).unwrap_or(u8::MAX));
            let periods = touching.span(start, end).intersection(counted);
            if !periods.is_empty() {
                spells.push(Spell { citizen, code, periods });
            }
        }
        Ok(())
    })
    .await?;
    Ok(spells)
}

/// Lifts spells to every code above them and joins spells of the same citizen and code.
fn by_code(
    spells: &[Spell],
    catalogue: &Catalogue,
    in_force: &[PeriodSet],
) -> BTreeMap<CodeIdx, Vec<(CitizenIdx, PeriodSet)>> {
    let mut by_code: BTreeMap<CodeIdx, Vec<(CitizenIdx, PeriodSet)>> = BTreeMap::new();
    for own in spells.chunk_by(|a, b| a.citizen == b.citizen) {
        let mut active: BTreeMap<CodeIdx, PeriodSet> = BTreeMap::new();
        for spell in own {
            let valid = in_force.get(usize::from(spell.code)).copied().unwrap_or_default();
            let periods = spell.periods.intersection(valid);
            for code in catalogue.codes.upwards(spell.code) {
                let set = active.entry(*code).or_default();
                *set = set.union(periods);
            }
        }
        for (code, periods) in active {
            if let (Some(first), false) = (own.first(), periods.is_empty()) {
                by_code.entry(code).or_default().push((first.citizen, periods));
            }
        }
    }
    by_code
}
