//! How much was suppressed, for the audit ledger.

use std::collections::BTreeSet;

use naerblik_shared::period::Period;
use naerblik_suppression::linked::Settlement;
use serde::Serialize;

use super::{
    part::ProtectedPart,
    renewal::{Fate, Renewed},
};
use crate::versions::History;

/// Figures about a night's suppression; none of them counts citizens of a single cell.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct SuppressionReceipt {
    /// One entry for each dataset.
    pub datasets: Vec<DatasetReceipt>,
    /// What became of figures that were published before.
    pub versions: VersionsReceipt,
}

/// What became of figures that were published before; numbers of blocks and cells, never of citizens.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct VersionsReceipt {
    /// Periods whose figures were carried over.
    pub periods_frozen: usize,
    /// Periods whose figures were corrected.
    pub periods_corrected: usize,
    /// Published periods for which the register has other figures or municipalities than are published.
    pub awaiting: BTreeSet<Period>,
    /// Blocks whose published figures are the register's.
    pub blocks_unchanged: usize,
    /// Blocks whose published figures stay although the register has others by now.
    pub blocks_held: usize,
    /// Blocks whose figures were replaced by the register's.
    pub blocks_replaced: usize,
    /// Blocks that were withheld whole, because nothing of them could be replaced safely.
    pub blocks_withheld: usize,
    /// Cells that were published and count too small a group by now. What was public cannot be taken back.
    pub cells_published_and_small_now: usize,
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
    /// Cells suppressed for relations between blocks, part of the secondaries.
    pub suppressed_for_relations: usize,
    /// Figures suppressed because the audit found that they give something away together, by cuboid.
    pub suppressed_for_audit: usize,
    /// Blocks that the audit withheld whole, because single figures did not end what they give away with others.
    pub withheld_for_audit: usize,
    /// Blocks that the attack found safe.
    pub blocks_attacked: usize,
}

impl DatasetReceipt {
    pub(super) fn new(dataset: &str) -> Self {
        Self { dataset: dataset.to_owned(), ..Self::default() }
    }

    pub(super) fn add_settlement(&mut self, settlement: &Settlement) {
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

impl VersionsReceipt {
    pub(super) fn of(history: &History) -> Self {
        let (periods_frozen, periods_corrected) = history.counts();
        Self { periods_frozen, periods_corrected, awaiting: history.late().collect(), ..Self::default() }
    }

    pub(super) fn add(&mut self, renewed: Renewed, period: Option<Period>) {
        let blocks = match renewed.fate {
            Fate::Unchanged => &mut self.blocks_unchanged,
            Fate::Held => &mut self.blocks_held,
            Fate::Replaced => &mut self.blocks_replaced,
            Fate::Withheld => &mut self.blocks_withheld,
        };
        *blocks += 1;
        self.cells_published_and_small_now += renewed.small_now;
        self.awaiting.extend(period.filter(|_| renewed.fate == Fate::Held));
    }
}
