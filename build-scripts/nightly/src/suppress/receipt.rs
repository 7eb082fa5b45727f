//! How much was suppressed, for the audit ledger.

use serde::Serialize;

use super::Outcome;

/// Figures about a night's suppression; none of them counts citizens of a single cell.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct SuppressionReceipt {
    /// One entry for each dataset.
    pub datasets: Vec<DatasetReceipt>,
}

/// Figures about one dataset.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct DatasetReceipt {
    /// Name of the dataset.
    pub dataset: String,
    /// Blocks: one for each code and period in which anybody was counted.
    pub blocks: usize,
    /// Blocks that no pattern protects, published as suppressed throughout.
    pub withheld_blocks: usize,
    /// Cells with at least one citizen.
    pub cells: usize,
    /// Cells suppressed because the group is too small.
    pub primaries: usize,
    /// Cells suppressed because they would give away another.
    pub secondaries: usize,
    /// Blocks that the attack found safe.
    pub blocks_attacked: usize,
}

impl DatasetReceipt {
    pub(super) fn new(dataset: &str) -> Self {
        Self { dataset: dataset.to_owned(), ..Self::default() }
    }

    pub(super) fn add(&mut self, outcome: &Outcome) {
        self.blocks += 1;
        self.withheld_blocks += usize::from(outcome.is_withheld);
        self.blocks_attacked += usize::from(!outcome.is_withheld);
        self.cells += outcome.statistics.cells;
        self.primaries += outcome.statistics.primaries;
        self.secondaries += outcome.statistics.secondaries;
    }
}
