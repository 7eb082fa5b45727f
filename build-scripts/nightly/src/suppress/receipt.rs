//! How much was suppressed, for the audit ledger.

use naerblik_suppression::linked::Settlement;
use serde::Serialize;

use super::part::ProtectedPart;

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
    /// Small groups that relations between blocks gave away before more was suppressed.
    pub given_away: usize,
    /// Cells suppressed for these relations, part of the secondaries.
    pub suppressed_for_relations: usize,
    /// Blocks that the attack found safe.
    pub blocks_attacked: usize,
}

impl DatasetReceipt {
    pub(super) fn new(dataset: &str) -> Self {
        Self { dataset: dataset.to_owned(), ..Self::default() }
    }

    pub(super) fn add_settlement(&mut self, settlement: &Settlement) {
        self.given_away += settlement.given_away;
        self.suppressed_for_relations += settlement.suppressed;
    }

    pub(super) fn add(&mut self, part: &ProtectedPart) {
        self.blocks += 1;
        if part.table.is_withheld {
            self.withheld_blocks += 1;
            return;
        }
        self.blocks_attacked += 1;
        self.cells += part.statistics.cells;
        for cell in part.table.cells.iter().filter(|cell| !cell.is_published) {
            self.primaries += usize::from(cell.is_sensitive);
            self.secondaries += usize::from(!cell.is_sensitive);
        }
    }
}
