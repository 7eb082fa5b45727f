//! Fifth station, and the only door: exact counts in, protected counts out.
//!
//! One code in one period is one block (`docs/privacy.md`): all its published cells, over every grouping of areas and
//! every cuboid, are sums of the same leaves and are protected together by the crate `naerblik-suppression` (diseases
//! apart, see [`block::Part`]). Whatever that algorithm answers is then attacked by code that shares nothing with it.
//! A single finding stops the night.

mod block;
mod receipt;
mod renewal;

pub use receipt::{DatasetReceipt, SuppressionReceipt, VersionsReceipt};

use std::{collections::BTreeMap, fmt, time::Instant};

use naerblik_shared::{cell::Cell, schema::DimensionId};
use naerblik_suppression::{Block, Effort, Insiders, Policy, ProtectError, Protection, verify};
use rayon::prelude::*;

use crate::{
    aggregate::{ConfidentialBlock, ConfidentialCube, ConfidentialDataset},
    catalogue::{Catalogue, CodeIdx},
    derive::{NightRecord, PopulationRow},
    progress::Progress,
    versions::History,
};
use block::{BlockCells, BlockContext, Part};
use renewal::{Renewals, Renewed};

/// The algorithm that decides what is published; attacked afterwards whoever it is.
pub type Protect = fn(&Block, &Policy) -> Result<Protection, ProtectError>;

/// Counts that may be published. Only [`suppress`] makes one: having it is the proof that suppression took place.
///
/// It can be assembled; exact counts cannot, and nobody else makes one.
///
/// ```
/// use naerblik_nightly::{assemble::assemble, catalogue::Catalogue, suppress::SuppressedCube};
/// fn publish(cube: &SuppressedCube, catalogue: &Catalogue, as_of: chrono::NaiveDate) {
///     drop(assemble(cube, catalogue, as_of, None));
/// }
/// ```
///
/// ```compile_fail,E0308
/// use naerblik_nightly::{aggregate::ConfidentialCube, assemble::assemble, catalogue::Catalogue};
/// fn publish(cube: &ConfidentialCube, catalogue: &Catalogue, as_of: chrono::NaiveDate) {
///     drop(assemble(cube, catalogue, as_of, None));
/// }
/// ```
///
/// ```compile_fail
/// let cube = naerblik_nightly::suppress::SuppressedCube { datasets: Vec::new() };
/// ```
pub struct SuppressedCube {
    datasets: Vec<SuppressedDataset>,
    population: Vec<PopulationRow>,
    record: NightRecord,
    receipt: SuppressionReceipt,
}

/// Protected counts of one dataset.
pub struct SuppressedDataset {
    id: String,
    cuboids: Vec<SuppressedCuboid>,
}

/// Protected cells of one cuboid: every cell that is not zero.
pub struct SuppressedCuboid {
    id: String,
    cells: Vec<SuppressedCell>,
}

/// One protected cell that is not zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct SuppressedCell {
    /// Position of the area in its dimension.
    pub area: u16,
    /// Position of the period in the coverage.
    pub period: u16,
    /// Position of the code in its dimension.
    pub code: CodeIdx,
    /// Positions in the cuboid's further dimensions, in its order; unused places are zero.
    pub further: [u8; 2],
    /// The count, or suppressed.
    pub cell: Cell,
}

/// Why nothing may be published.
#[derive(Debug, thiserror::Error)]
pub enum SuppressError {
    /// The algorithm refused its settings.
    #[error("dataset `{dataset}` cannot be protected")]
    Policy {
        /// The dataset.
        dataset: String,
        /// Why.
        source: ProtectError,
    },
    /// The attack found cells that are not proven safe. Which cells is not said.
    #[error("dataset `{dataset}`: the attack succeeded in {blocks} of its blocks, expected none")]
    Exposed {
        /// The dataset.
        dataset: String,
        /// How many blocks have at least one exposed or undecided cell.
        blocks: usize,
    },
    /// A block could not be built.
    #[error("dataset `{dataset}`: a block does not fit the algorithm")]
    Block {
        /// The dataset.
        dataset: String,
        /// Why.
        source: naerblik_suppression::BlockError,
    },
}

/// Protects every block, attacks the result, and lets through what withstood. Blocks that were published before are
/// carried over or renewed as `history` says.
///
/// # Errors
/// When the attack finds anything, or a block cannot be protected.
pub fn suppress(
    confidential: ConfidentialCube,
    catalogue: &Catalogue,
    history: &History,
    protect: Protect,
    progress: Progress,
) -> Result<SuppressedCube, SuppressError> {
    let ConfidentialCube { datasets, population, record } = confidential;
    let context = BlockContext::new(catalogue, &record.coverage, &population);
    let before = history.coverage_before().map(|coverage| BlockContext::new(catalogue, coverage, &population));
    let renewals = Renewals { history, context: &context, before: before.as_ref() };
    let mut protected = Vec::new();
    let mut receipt = SuppressionReceipt { versions: VersionsReceipt::of(history), ..SuppressionReceipt::default() };
    for dataset in datasets {
        let id = dataset.id.clone();
        let (cuboids, counts) = protect_dataset(dataset, &renewals, (protect, progress), &mut receipt.versions)?;
        receipt.datasets.push(counts);
        protected.push(SuppressedDataset { id, cuboids });
    }
    Ok(SuppressedCube { datasets: protected, population, record, receipt })
}

fn protect_dataset(
    dataset: ConfidentialDataset,
    renewals: &Renewals<'_>,
    (protect, progress): (Protect, Progress),
    versions: &mut VersionsReceipt,
) -> Result<(Vec<SuppressedCuboid>, DatasetReceipt), SuppressError> {
    let ConfidentialDataset { id, blocks } = dataset;
    let Renewals { history, context, .. } = renewals;
    let blocks = history.with_gone(&id, blocks);
    let bar = progress.bar(&format!("suppress {id}"), blocks.len());
    let policy = Policy {
        threshold: context.threshold(),
        insiders: Insiders::Ignore,
        effort: Effort::Quick,
        ..Policy::default()
    };
    let outcomes: Vec<Outcome> = blocks
        .into_par_iter()
        .map(|block| {
            let outcome = match history.block(&id, block.code, block.period) {
                Some(earlier) => renewals.renew(&block, &earlier, policy, protect),
                None => protect_block(&block, context, policy, protect),
            };
            bar.advance();
            outcome.map_err(|failure| failure.in_dataset(&id))
        })
        .collect::<Result<_, _>>()?;
    let exposed = outcomes.iter().filter(|outcome| outcome.is_exposed).count();
    if exposed > 0 {
        return Err(SuppressError::Exposed { dataset: id, blocks: exposed });
    }
    let mut receipt = DatasetReceipt::new(&id);
    let mut cuboids: Vec<SuppressedCuboid> =
        context.cuboids().map(|spec| SuppressedCuboid { id: spec.id.clone(), cells: Vec::new() }).collect();
    for outcome in outcomes {
        receipt.add(&outcome);
        if let Some((renewed, period)) = outcome.renewed {
            versions.add(renewed, history.period(period));
        }
        for (cuboid, cells) in cuboids.iter_mut().zip(outcome.cells) {
            cuboid.cells.extend(cells);
        }
    }
    for cuboid in &mut cuboids {
        cuboid.cells.sort_unstable();
    }
    Ok((cuboids, receipt))
}

/// What became of one block.
pub(crate) struct Outcome {
    /// Cells of each cuboid of the catalogue, in its order.
    cells: Vec<Vec<SuppressedCell>>,
    /// Parts that nothing protects.
    withheld: usize,
    is_exposed: bool,
    /// Figures of the parts that are published.
    statistics: Vec<naerblik_suppression::Statistics>,
    /// What became of a block that was published before, and the position of its period.
    renewed: Option<(Renewed, usize)>,
}

enum Failure {
    Policy(ProtectError),
    Block(naerblik_suppression::BlockError),
}

impl Failure {
    fn in_dataset(self, dataset: &str) -> SuppressError {
        let dataset = dataset.to_owned();
        match self {
            Self::Policy(source) => SuppressError::Policy { dataset, source },
            Self::Block(source) => SuppressError::Block { dataset, source },
        }
    }
}

fn protect_block(
    confidential: &ConfidentialBlock,
    context: &BlockContext<'_>,
    policy: Policy,
    protect: Protect,
) -> Result<Outcome, Failure> {
    let mut outcome = Outcome::new(context.cuboids().count());
    let mut totals = BTreeMap::new();
    for part in [Part::Main, Part::Disease] {
        let clock = Instant::now();
        let Some(cells) = BlockCells::build(confidential, context, part).map_err(Failure::Block)? else { continue };
        let protection = protect(&cells.block, &policy).map_err(Failure::Policy)?;
        let protect_ms = clock.elapsed().as_millis();
        let own_totals = cells.totals(&protection);
        let is_apart =
            part == Part::Main || own_totals.iter().all(|(area, shown)| *shown && totals.get(area) == Some(shown));
        if part == Part::Main {
            totals = own_totals;
        }
        if protection.is_withheld() || !is_apart {
            outcome.add(context.all_suppressed(confidential, part));
            outcome.withheld += 1;
            continue;
        }
        outcome.is_exposed |= is_exposed(&cells.block, policy, &protection);
        outcome.add(cells.published(confidential, (context, part), &protection));
        outcome.statistics.push(protection.statistics);
        let (cells, all_ms) = (cells.block.cells().len(), clock.elapsed().as_millis());
        tracing::debug!(cells, leaves = confidential.leaves.len(), protect_ms, all_ms, "block protected");
    }
    Ok(outcome)
}

impl Outcome {
    fn new(cuboids: usize) -> Self {
        Self { cells: vec![Vec::new(); cuboids], withheld: 0, is_exposed: false, statistics: Vec::new(), renewed: None }
    }

    fn add(&mut self, cells: Vec<Vec<SuppressedCell>>) {
        for (own, more) in self.cells.iter_mut().zip(cells) {
            own.extend(more);
        }
    }
}

/// Attacks a protected block as a reader would, and checks every proof of safety by exact re-aggregation.
fn is_exposed(block: &Block, policy: Policy, protection: &Protection) -> bool {
    let is_published: Vec<bool> = (0..block.cells().len()).map(|cell| protection.is_published(cell)).collect();
    !verify::verify(block, &policy, protection).is_empty()
        || verify::attack(block, &policy, &is_published).exposed().next().is_some()
}

impl SuppressedCube {
    /// The datasets.
    pub fn datasets(&self) -> &[SuppressedDataset] {
        &self.datasets
    }

    /// The population, which is public.
    pub fn population(&self) -> &[PopulationRow] {
        &self.population
    }

    /// What is known about the night besides the figures.
    pub fn record(&self) -> &NightRecord {
        &self.record
    }

    /// How much was suppressed.
    pub fn receipt(&self) -> &SuppressionReceipt {
        &self.receipt
    }
}

impl SuppressedDataset {
    /// Name of the dataset.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Cells of a cuboid, by rising area, period, code and further positions; empty for an unknown name.
    pub fn cells(&self, cuboid: &str) -> &[SuppressedCell] {
        self.cuboids.iter().find(|c| c.id == cuboid).map_or(&[], |c| c.cells.as_slice())
    }
}

impl fmt::Debug for SuppressedCube {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SuppressedCube").field("receipt", &self.receipt).finish_non_exhaustive()
    }
}

/// Dimensions besides area, period and code that a cuboid has, in its order.
pub(crate) fn further(dimensions: &[DimensionId]) -> &[DimensionId] {
    dimensions.get(3..).unwrap_or_default()
}
