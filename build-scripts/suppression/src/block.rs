//! What is to be protected: leaves with counts, and the cells that are sums of leaves.

use thiserror::Error;

/// One independent system of linked cells over the same citizens, for example one code in one period.
///
/// Every citizen is in exactly one leaf. A cell is a set of leaves, and its count is the sum of their counts.
/// Cells of all cuboids and groupings belong in the same block, so that cells in common cannot differ.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Block {
    leaf_counts: Vec<u32>,
    offsets: Vec<usize>,
    members: Vec<u32>,
    counts: Vec<u32>,
    cells: Vec<CellSpec>,
}

/// What the caller knows about one cell besides its leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CellSpec {
    /// Whether the cell can be published at all.
    pub kind: CellKind,
    /// How much readers miss the cell: higher is published first. `None` means the cell's own count.
    pub weight: Option<u32>,
    /// Public size of the group that the cell counts part of. `None` means that no such number is public.
    pub denominator: Option<u32>,
    /// Whether the caller demands that the cell stays suppressed.
    pub demand: Demand,
}

/// Whether a cell can be published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellKind {
    /// Published unless it must be suppressed.
    Publishable,
    /// Never published, but protected all the same, because a reader can derive it or the group exists
    /// (for example the citizens without a disease: a total minus a cell).
    Virtual,
}

/// What the caller demands of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Demand {
    /// Nothing: publish it if that is safe.
    None,
    /// Suppress it whatever its count: sticky suppression, cover relations, repair rounds. All cells with the same
    /// leaves follow. A zero is published all the same where zeros are public.
    Suppress,
    /// Suppress it and keep its number undetermined, as if the group were too small: readers hold something against
    /// which the number would give a small group away, such as an earlier version of it.
    Protect,
}

/// Why a block cannot be built.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum BlockError {
    /// A cell names a leaf that the block does not have.
    #[error("cell {cell} names leaf {leaf}, expected a leaf below {leaves}")]
    UnknownLeaf {
        /// Index of the cell.
        cell: usize,
        /// The leaf it names.
        leaf: u32,
        /// Number of leaves in the block.
        leaves: usize,
    },
    /// A cell's leaves are not in strictly increasing order.
    #[error("cell {cell} lists its leaves out of order or twice, expected strictly increasing leaves")]
    UnsortedLeaves {
        /// Index of the cell.
        cell: usize,
    },
    /// A cell counts more citizens than fit the type.
    #[error("cell {cell} counts more citizens than {limit}, expected a smaller block")]
    TooManyCitizens {
        /// Index of the cell.
        cell: usize,
        /// The largest count a cell can have.
        limit: u32,
    },
    /// A cell counts more citizens than its public denominator.
    #[error("cell {cell} counts more citizens than its denominator, expected part of the denominator's group")]
    AboveDenominator {
        /// Index of the cell.
        cell: usize,
    },
}

impl CellSpec {
    /// A publishable cell weighted by its own count, without denominator or demand.
    pub const PUBLISHABLE: Self =
        Self { kind: CellKind::Publishable, weight: None, denominator: None, demand: Demand::None };
    /// A cell that is never published, but protected.
    pub const VIRTUAL: Self = Self { kind: CellKind::Virtual, ..Self::PUBLISHABLE };
}

impl Block {
    /// A block without cells. A leaf of zero is a combination that could have had citizens; a combination
    /// that cannot have any (a structural zero) is not a leaf.
    pub fn new(leaf_counts: Vec<u32>) -> Self {
        Self { leaf_counts, offsets: vec![0], members: Vec::new(), counts: Vec::new(), cells: Vec::new() }
    }

    /// Adds a cell over `leaves` (strictly increasing) and returns its index.
    ///
    /// # Errors
    /// When a leaf is unknown or out of order, or the count does not fit the type or the denominator.
    pub fn push(&mut self, leaves: &[u32], spec: CellSpec) -> Result<usize, BlockError> {
        let cell = self.cells.len();
        if leaves.windows(2).any(|pair| matches!(pair, [left, right] if left >= right)) {
            return Err(BlockError::UnsortedLeaves { cell });
        }
        let mut count = 0_u32;
        for &leaf in leaves {
            let leaf_count = usize::try_from(leaf).ok().and_then(|at| self.leaf_counts.get(at));
            let Some(&leaf_count) = leaf_count else {
                return Err(BlockError::UnknownLeaf { cell, leaf, leaves: self.leaf_counts.len() });
            };
            count = count
                .checked_add(leaf_count)
                .filter(|&sum| sum <= COUNT_LIMIT)
                .ok_or(BlockError::TooManyCitizens { cell, limit: COUNT_LIMIT })?;
        }
        if spec.denominator.is_some_and(|denominator| count > denominator) {
            return Err(BlockError::AboveDenominator { cell });
        }
        self.members.extend_from_slice(leaves);
        self.offsets.push(self.members.len());
        self.counts.push(count);
        self.cells.push(spec);
        Ok(cell)
    }

    /// Replaces what is demanded of `cell`; an unknown index is ignored.
    pub fn demand(&mut self, cell: usize, demand: Demand) {
        if let Some(spec) = self.cells.get_mut(cell) {
            spec.demand = demand;
        }
    }

    /// Replaces how much readers miss `cell`, see [`CellSpec::weight`]; an unknown index is ignored.
    pub fn weigh(&mut self, cell: usize, weight: u32) {
        if let Some(spec) = self.cells.get_mut(cell) {
            spec.weight = Some(weight);
        }
    }

    /// Number of citizens per leaf.
    pub fn leaf_counts(&self) -> &[u32] {
        &self.leaf_counts
    }

    /// What the caller said about each cell, in the order of [`Block::push`].
    pub fn cells(&self) -> &[CellSpec] {
        &self.cells
    }

    /// The leaves of a cell; empty for an unknown index.
    pub fn leaves(&self, cell: usize) -> &[u32] {
        match (self.offsets.get(cell), self.offsets.get(cell + 1)) {
            (Some(&from), Some(&to)) => self.members.get(from..to).unwrap_or_default(),
            _ => &[],
        }
    }

    /// The number of citizens in a cell; zero for an unknown index.
    pub fn count(&self, cell: usize) -> u32 {
        self.counts.get(cell).copied().unwrap_or_default()
    }
}

/// Counts stay below this, so that sums and differences of them fit 32 signed bits.
const COUNT_LIMIT: u32 = 1 << 30;
