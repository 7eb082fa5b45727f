//! Fifth station, and the only door: exact counts in, protected counts out.
//!
//! One code in one period is one block (`docs/privacy.md`): all its published cells, over every grouping of areas and
//! every cuboid, are sums of the same leaves and are protected together by the crate `naerblik-suppression` (diseases
//! apart, see [`block::Part`]). Blocks that cover each other are then published together, as far as a reader of
//! all of them learns nothing small (`linked::settle`). Whatever comes out is attacked by code that shares nothing with the algorithm.
//! A single finding stops the night.

mod block;
mod context;
mod dataset;
mod linking;
mod part;
mod receipt;
mod renewal;
mod universe;

pub use receipt::{DatasetReceipt, SuppressionReceipt, VersionsReceipt};

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use naerblik_shared::{cell::Cell, schema::DimensionId};
use naerblik_suppression::{Block, Effort, Insiders, Policy, ProtectError, Protection};

use crate::{
    aggregate::ConfidentialCube,
    catalogue::{Catalogue, CodeIdx},
    derive::{NightRecord, PopulationRow},
    progress::Progress,
    versions::History,
};
use block::Part;
use context::BlockContext;
use dataset::protect_dataset;
use part::Tools;
use renewal::Renewals;

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
    fresh: FreshBlocks,
}

/// Blocks whose figures were decided tonight, by code and period; all others are public already.
pub type FreshBlocks = BTreeSet<(CodeIdx, u16)>;

/// A figure that has to be suppressed, because others together with it give a small number away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldBack {
    /// Name of the dataset.
    pub dataset: String,
    /// Name of the cuboid.
    pub cuboid: String,
    /// The cell as it is to be.
    pub cell: SuppressedCell,
}

/// A block that has to be withheld throughout, because single figures do not end what it gives away with others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WithheldBlock {
    /// Name of the dataset.
    pub dataset: String,
    /// Position of the code.
    pub code: CodeIdx,
    /// Position of the period.
    pub period: u16,
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
    let policy = Policy {
        threshold: context.threshold(),
        insiders: Insiders::Protect,
        effort: Effort::Quick,
        ..Policy::default()
    };
    let tools = Tools { context: &context, policy, protect };
    let before = history.coverage_before().map(|coverage| BlockContext::new(catalogue, coverage, &population));
    let renewals = Renewals { history, tools, before: before.as_ref() };
    let mut protected = Vec::new();
    let mut receipt = SuppressionReceipt { versions: VersionsReceipt::of(history), ..SuppressionReceipt::default() };
    for dataset in datasets {
        let id = dataset.id.clone();
        let (cuboids, fresh, counts) = protect_dataset(dataset, &renewals, progress, &mut receipt.versions)?;
        receipt.datasets.push(counts);
        protected.push(SuppressedDataset { id, cuboids, fresh });
    }
    Ok(SuppressedCube { datasets: protected, population, record, receipt })
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

    /// The blocks whose figures were decided tonight, by dataset.
    pub fn fresh(&self) -> BTreeMap<String, FreshBlocks> {
        self.datasets.iter().map(|dataset| (dataset.id.clone(), dataset.fresh.clone())).collect()
    }

    /// Suppresses more: figures that the audit asked to hold back.
    pub fn hold_back(&mut self, figures: &[HeldBack]) {
        for HeldBack { dataset, cuboid, cell } in figures {
            let of_dataset = self.datasets.iter_mut().find(|known| known.id == *dataset);
            let of_cuboid = of_dataset.and_then(|known| known.cuboids.iter_mut().find(|known| known.id == *cuboid));
            let Some(cells) = of_cuboid.map(|cuboid| &mut cuboid.cells) else { continue };
            let place = |cell: &SuppressedCell| (cell.area, cell.period, cell.code, cell.further);
            if let Ok(at) = cells.binary_search_by_key(&place(cell), place) {
                cells.get_mut(at).into_iter().for_each(|known| known.cell = Cell::Suppressed);
            }
        }
        for receipt in &mut self.receipt.datasets {
            let held_back = figures.iter().filter(|figure| figure.dataset == receipt.dataset).count();
            receipt.suppressed_for_audit += held_back;
        }
    }
}

impl SuppressedCube {
    /// Withholds whole blocks, zeros included, as the audit asked.
    pub fn withhold(&mut self, blocks: &[WithheldBlock], catalogue: &Catalogue) {
        let context = BlockContext::new(catalogue, &self.record.coverage, &self.population);
        for WithheldBlock { dataset, code, period } in blocks {
            let Some(of_dataset) = self.datasets.iter_mut().find(|known| known.id == *dataset) else { continue };
            let receipt = self.receipt.datasets.iter_mut().find(|receipt| receipt.dataset == *dataset);
            if let Some(receipt) = receipt {
                receipt.withheld_for_audit += 1;
            }
            let block = (*code, usize::from(*period));
            for part in Part::ALL {
                for (at, cells) in context.all_suppressed(block, part).into_iter().enumerate() {
                    let id = context.cuboids().nth(at).map(|cuboid| &cuboid.id);
                    let own = of_dataset.cuboids.iter_mut().find(|own| Some(&own.id) == id);
                    if let Some(own) = own {
                        own.replace((*code, *period), &cells);
                    }
                }
            }
        }
    }
}

impl SuppressedCuboid {
    /// Sorts the cells. They come block by block, so those of an area and period are mostly in order already.
    fn sort(&mut self) {
        let place = |cell: &SuppressedCell| (cell.area, cell.period);
        let mut places: BTreeMap<(u16, u16), Vec<SuppressedCell>> = BTreeMap::new();
        for run in std::mem::take(&mut self.cells).chunk_by(|a, b| place(a) == place(b)) {
            run.first().into_iter().for_each(|first| places.entry(place(first)).or_default().extend(run));
        }
        for mut cells in places.into_values() {
            cells.sort_unstable();
            self.cells.append(&mut cells);
        }
    }

    /// Replaces the cells of a block, unless there are none to put in their place.
    fn replace(&mut self, block: (CodeIdx, u16), cells: &[SuppressedCell]) {
        if !cells.is_empty() {
            self.cells.retain(|cell| (cell.code, cell.period) != block);
            self.cells.extend_from_slice(cells);
            self.cells.sort_unstable_by_key(|cell| (cell.area, cell.period, cell.code, cell.further));
        }
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
