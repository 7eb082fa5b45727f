//! One part of a block: protected, then attacked as readers would.

use std::collections::BTreeSet;

use naerblik_suppression::{
    Block, BlockError, CellSpec, Certificate, Mark, Policy, Protection, Reason, Statistics, ZeroPolicy,
    linked::{LinkedCell, LinkedTable},
    verify,
};

use super::{
    Failure, Protect,
    block::{CellKey, WITHOUT},
    context::BlockContext,
    universe::Universe,
};
use crate::aggregate::ConfidentialBlock;

/// What all parts of a night are protected with.
#[derive(Clone, Copy)]
pub(super) struct Tools<'a> {
    pub(super) context: &'a BlockContext<'a>,
    pub(super) policy: Policy,
    pub(super) protect: Protect,
}

/// A protected part of a block.
pub(super) struct ProtectedPart {
    /// Position of its block.
    pub(super) block: usize,
    /// Position of its universe.
    pub(super) universe: usize,
    pub(super) table: LinkedTable,
    pub(super) statistics: Statistics,
    /// Taken from an earlier publication, or renewed on a day of correction: its proofs were checked there.
    pub(super) is_renewed: bool,
}

impl ProtectedPart {
    /// Whether the algorithm shows a number that is too small. Settling might heal that; an algorithm that errs is not
    /// to be trusted with the rest.
    pub(super) fn is_leaking(&self) -> bool {
        !self.is_renewed && self.table.cells.iter().any(|cell| cell.is_sensitive && cell.is_published)
    }
}

/// Protects a part of a block.
///
/// # Errors
/// When it does not fit the algorithm, or the policy makes no sense.
pub(super) fn protect_part(
    (at, confidential): (usize, &ConfidentialBlock),
    (universe_at, universe): (usize, &Universe),
    tools: Tools<'_>,
) -> Result<ProtectedPart, Failure> {
    let mut table = table(confidential, universe, tools, universe_at);
    let block = block(&table, universe).map_err(Failure::Block)?;
    let protection = (tools.protect)(&block, &tools.policy).map_err(Failure::Policy)?;
    table.is_withheld = protection.is_withheld();
    for (cell, mark) in table.cells.iter_mut().zip(&protection.marks) {
        cell.is_published = *mark == Mark::Published;
    }
    table.proofs = protection.certificates.iter().map(|certificate| in_universe(&table, certificate)).collect();
    table.proofs.sort_unstable();
    table.proofs.dedup();
    Ok(ProtectedPart { block: at, universe: universe_at, table, statistics: protection.statistics, is_renewed: false })
}

/// A part with the marks that readers have of it or get tonight: the register's numbers, shown where `shown` says so.
pub(super) fn renewed_part(
    (at, confidential): (usize, &ConfidentialBlock),
    (universe_at, universe): (usize, &Universe),
    (shown, is_fixed): (&BTreeSet<CellKey>, bool),
    tools: Tools<'_>,
) -> ProtectedPart {
    let mut table = table(confidential, universe, tools, universe_at);
    for cell in &mut table.cells {
        cell.is_published = shown.contains(&universe.key(cell.cell));
    }
    table.is_fixed = is_fixed;
    ProtectedPart { block: at, universe: universe_at, table, statistics: Statistics::default(), is_renewed: true }
}

/// Attacks a part as a reader would, and checks its proofs by exact re-aggregation; whether anything was found.
///
/// # Errors
/// When it does not fit the algorithm.
pub(super) fn is_exposed(table: &LinkedTable, universe: &Universe, policy: Policy) -> Result<bool, Failure> {
    let block = block(table, universe).map_err(Failure::Block)?;
    let is_published: Vec<bool> = table.cells.iter().map(|cell| cell.is_published).collect();
    let mark =
        |cell: &LinkedCell| if cell.is_published { Mark::Published } else { Mark::Suppressed(Reason::Secondary) };
    let protection = Protection {
        marks: table.cells.iter().map(mark).collect(),
        certificates: table.proofs.iter().map(|proof| in_block(table, universe, proof)).collect(),
        unprotectable: Vec::new(),
        statistics: Statistics::default(),
    };
    Ok(!verify::verify(&block, &policy, &protection).is_empty()
        || verify::attack(&block, &policy, &is_published).exposed().next().is_some())
}

/// Every cell with citizens that the catalogue publishes for the block's grain, and those that a reader can derive.
pub(super) fn table(
    confidential: &ConfidentialBlock,
    universe: &Universe,
    tools: Tools<'_>,
    space: usize,
) -> LinkedTable {
    let mut leaves: Vec<(u32, u32)> =
        confidential.leaves.iter().filter_map(|(leaf, citizens)| Some((universe.leaf(*leaf)?, *citizens))).collect();
    leaves.sort_unstable();
    leaves.dedup_by(|next, kept| {
        let is_same = next.0 == kept.0;
        if is_same {
            kept.1 += next.1;
        }
        is_same
    });
    let mut counts = vec![0_u32; universe.keys.len()];
    for &(leaf, citizens) in &leaves {
        for &cell in universe.cells_of(leaf) {
            if let Some(count) = usize::try_from(cell).ok().and_then(|at| counts.get_mut(at)) {
                *count += citizens;
            }
        }
    }
    let cells = (0..).zip(counts).filter(|(_, count)| *count > 0);
    let cells = cells.map(|counted| linked_cell(counted, universe, confidential.period, tools)).collect();
    LinkedTable {
        space,
        leaves,
        cells,
        is_withheld: false,
        is_fixed: false,
        hidden_zeros: universe.virtual_cells.clone(),
        proofs: Vec::new(),
    }
}

fn linked_cell((cell, count): (u32, u32), universe: &Universe, period: usize, tools: Tools<'_>) -> LinkedCell {
    let key = universe.key(cell);
    let denominator = tools.context.denominator(key, period).filter(|all| count <= *all);
    let is_virtual = key.disease & WITHOUT != 0;
    let least = u32::from(tools.policy.zeros == ZeroPolicy::Public && !is_virtual);
    LinkedCell {
        cell,
        count,
        weight: count.saturating_mul(universe.weight(cell)),
        upper: denominator,
        least,
        is_published: false,
        is_sensitive: tools.policy.is_sensitive(count, denominator),
    }
}

/// The part as the algorithm takes it; leaves and cells in the table's order.
///
/// # Errors
/// When it does not fit the algorithm.
pub(super) fn block(table: &LinkedTable, universe: &Universe) -> Result<Block, BlockError> {
    let mut members: Vec<(u32, u32)> = Vec::new();
    for (&(leaf, _), at) in table.leaves.iter().zip(0..) {
        members.extend(universe.cells_of(leaf).iter().map(|&cell| (cell, at)));
    }
    members.sort_unstable();
    let mut block = Block::new(table.leaves.iter().map(|leaf| leaf.1).collect());
    for (cell, members) in table.cells.iter().zip(members.chunk_by(|a, b| a.0 == b.0)) {
        let leaves: Vec<u32> = members.iter().map(|(_, leaf)| *leaf).collect();
        let is_virtual = universe.key(cell.cell).disease & WITHOUT != 0;
        let spec = if is_virtual { CellSpec::VIRTUAL } else { CellSpec::PUBLISHABLE };
        block.push(&leaves, CellSpec { denominator: cell.upper, weight: Some(cell.weight), ..spec })?;
    }
    Ok(block)
}

fn in_universe(table: &LinkedTable, certificate: &Certificate) -> Vec<(u32, i32)> {
    let in_universe = |&(leaf, by): &(u32, i32)| Some((table.leaves.get(usize::try_from(leaf).ok()?)?.0, by));
    certificate.changes.iter().filter_map(in_universe).collect()
}

/// A change of the universe's leaves as a certificate of all the sensitive cells that it alters.
fn in_block(table: &LinkedTable, universe: &Universe, proof: &[(u32, i32)]) -> Certificate {
    let mut altered: Vec<(u32, i32)> =
        proof.iter().flat_map(|&(leaf, by)| universe.cells_of(leaf).iter().map(move |&cell| (cell, by))).collect();
    altered.sort_unstable();
    let is_altered = |same: &&[(u32, i32)]| same.iter().map(|(_, by)| by).sum::<i32>() != 0;
    let position = |same: &[(u32, i32)]| {
        let (cell, _) = same.first()?;
        let at = table.cells.binary_search_by_key(cell, |known| known.cell).ok()?;
        table.cells.get(at).filter(|known| known.is_sensitive).map(|_| at)
    };
    let leaf = |&(leaf, by): &(u32, i32)| {
        let at = table.leaves.binary_search_by_key(&leaf, |known| known.0).ok()?;
        Some((u32::try_from(at).ok()?, by))
    };
    Certificate {
        cells: altered.chunk_by(|a, b| a.0 == b.0).filter(is_altered).filter_map(position).collect(),
        changes: proof.iter().filter_map(leaf).collect(),
    }
}
