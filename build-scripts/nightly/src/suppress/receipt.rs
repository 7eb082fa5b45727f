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
    /// Blocks: one or two for each code and period in which anybody was counted.
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
        self.blocks += outcome.withheld + outcome.statistics.len();
        self.withheld_blocks += outcome.withheld;
        self.blocks_attacked += outcome.statistics.len();
        for statistics in &outcome.statistics {
            self.cells += statistics.cells;
            self.primaries += statistics.primaries;
            self.secondaries += statistics.secondaries;
        }
    }
}
