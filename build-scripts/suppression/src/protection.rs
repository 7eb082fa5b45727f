//! What comes out: a mark per cell, a certificate per sensitive number, and figures for the ledger.

/// A pattern of suppression with the proof that it is safe.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Protection {
    /// One mark per cell, in the order of the block.
    pub marks: Vec<Mark>,
    /// At least one certificate per distinct sensitive cell; none when the block is withheld.
    pub certificates: Vec<Certificate>,
    /// Sensitive cells that no pattern protects. When there are any, the block must be withheld whole:
    /// not even its zeros may be published, and all marks are suppressed.
    pub unprotectable: Vec<usize>,
    /// Figures for the ledger; counts of cells, never of citizens in one cell.
    pub statistics: Statistics,
}

/// What happens to a cell. Readers see one mark for all suppressed cells: two would fix more of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// The count is shown.
    Published,
    /// The count is not shown. The reason is for the ledger and never published.
    Suppressed(Reason),
    /// The cell was never up for publication.
    Virtual,
}

/// Why a cell is suppressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It, or what its denominator leaves of it, is too small a group.
    Primary,
    /// It would give away another cell.
    Secondary,
    /// The caller demanded it.
    Demanded,
}

/// Proof that a number is not determined: a second register that readers cannot tell from the first.
///
/// Adding `changes` to the leaves alters no published cell, leaves no leaf negative, keeps each suppressed cell
/// within what readers know of it, and alters the protected number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    /// The cells with the protected number (the same set of leaves), increasing.
    pub cells: Vec<usize>,
    /// Leaves with the number of citizens to add, by increasing leaf; no zeros.
    pub changes: Vec<(u32, i32)>,
}

/// Figures about one protected block.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Statistics {
    /// Cells that could be published.
    pub cells: usize,
    /// Distinct numbers among all cells, virtual ones and leaves included.
    pub distinct: usize,
    /// Cells suppressed because the group is too small.
    pub primaries: usize,
    /// Cells suppressed to protect others.
    pub secondaries: usize,
    /// Cells suppressed on demand that are not primary.
    pub demanded: usize,
    /// Citizens counted in the primary cells.
    pub primary_value: u64,
    /// Citizens counted in the secondary cells.
    pub secondary_value: u64,
    /// Publications tried and taken back, because a sensitive number would have been determined.
    pub withdrawn: usize,
    /// Sensitive numbers that the one citizen in some other cell may be able to determine.
    pub insider_risks: usize,
}

impl Protection {
    /// Whether the whole block, zeros included, must stay unpublished.
    pub fn is_withheld(&self) -> bool {
        !self.unprotectable.is_empty()
    }

    /// Whether the cell's count may be shown; `false` for an unknown index.
    pub fn is_published(&self, cell: usize) -> bool {
        self.marks.get(cell) == Some(&Mark::Published)
    }
}
