//! Checks a publication and attacks it. Shares no code with the algorithm: it re-aggregates everything itself.
//!
//! Two questions are kept apart. [`verify`] knows the true counts and asks whether each sensitive cell is *proven*
//! undetermined, by the two-worlds check of its certificates. [`attack`] knows only what readers know and asks what
//! can be found out. A protected block passes both; a cell that is merely not broken does not count as safe.

pub mod examine;
mod linear;
mod linked;
mod propagation;
mod public;
mod structure;
mod sums;
mod witness;

use crate::block::{Block, CellKind, Demand};
use crate::policy::{Insiders, Policy, ZeroPolicy};
use crate::protection::Protection;
use examine::{Depth, Examination};
pub(crate) use linked::Sets;
pub use linked::{Exposure, LinkedAttacker};
pub use public::{Deduced, PublicTable, Told};
use structure::Structure;

/// Something that forbids publication.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// Index of the cell in the block.
    pub cell: usize,
    /// What is wrong with it.
    pub problem: Problem,
}

/// What is wrong with a sensitive cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Problem {
    /// It is published.
    Published,
    /// The block is said to be withheld, yet this cell is published.
    PublishedThoughWithheld,
    /// No certificate proves it undetermined.
    Unproven,
    /// The one citizen in another cell breaks all its certificates, and the policy forbids that.
    InsiderUnproven,
    /// There is no mark for it.
    Unmarked,
}

/// What an attacker makes of the cells that are not published and count too small a group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AttackReport {
    /// Per sensitive unpublished cell what was found out, by increasing cell.
    pub verdicts: Vec<(usize, Verdict)>,
}

/// What an attacker makes of one cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The exact number follows from what is published.
    Exposed(Method),
    /// The number is known to be between two bounds, both included; `upper` is absent when nothing bounds it.
    Interval {
        /// The least number possible.
        lower: i64,
        /// The greatest number possible.
        upper: Option<i64>,
    },
}

/// How a cell was found out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Bounds passed along sums until they met.
    Propagation,
    /// A combination of published cells adds up to it.
    Linear,
}

impl AttackReport {
    /// The cells whose exact number follows from what is published.
    pub fn exposed(&self) -> impl Iterator<Item = usize> {
        self.verdicts.iter().filter(|(_, verdict)| matches!(verdict, Verdict::Exposed(_))).map(|&(cell, _)| cell)
    }
}

/// Everything that speaks against publishing `block` with the marks of `protection`; nothing means it is proven safe.
pub fn verify(block: &Block, policy: &Policy, protection: &Protection) -> Vec<Finding> {
    let is_published: Vec<bool> = (0..block.cells().len()).map(|cell| protection.is_published(cell)).collect();
    let finding = |cell, problem| Finding { cell, problem };
    let published = is_published.iter().enumerate().filter(|&(_, &published)| published).map(|(cell, _)| cell);
    if protection.is_withheld() {
        return published.map(|cell| finding(cell, Problem::PublishedThoughWithheld)).collect();
    }
    let mut findings: Vec<Finding> =
        (protection.marks.len()..block.cells().len()).map(|cell| finding(cell, Problem::Unmarked)).collect();
    let proofs = witness::check(block, *policy, &is_published, &protection.certificates);
    for cell in sensitive_cells(block, *policy) {
        if is_published.get(cell) == Some(&true) {
            findings.push(finding(cell, Problem::Published));
        } else if !proofs.is_proven(cell) {
            findings.push(finding(cell, Problem::Unproven));
        } else if policy.insiders == Insiders::Protect && !proofs.is_proven_to_insiders(cell) {
            findings.push(finding(cell, Problem::InsiderUnproven));
        }
    }
    findings.sort_unstable();
    findings
}

/// What a reader finds out from the published cells, the structure of the block and the policy alone.
pub fn attack(block: &Block, policy: &Policy, is_published: &[bool]) -> AttackReport {
    let structure = Structure::of(&told(block, *policy, is_published));
    let bounds = propagation::propagate(&structure);
    let targets: Vec<usize> =
        sensitive_cells(block, *policy).filter(|&cell| is_published.get(cell) != Some(&true)).collect();
    let determined = linear::determined(&structure, &targets);
    let verdict = |(cell, is_determined): (usize, bool)| {
        let (lower, upper) = bounds.of_cell(&structure, cell);
        let verdict = if upper == Some(lower) {
            Verdict::Exposed(Method::Propagation)
        } else if is_determined {
            Verdict::Exposed(Method::Linear)
        } else {
            Verdict::Interval { lower, upper }
        };
        (cell, verdict)
    };
    AttackReport { verdicts: targets.into_iter().zip(determined).map(verdict).collect() }
}

/// Like [`attack`], but to the end: for each cell that is not published, virtual ones included, whether two registers
/// that readers cannot tell apart differ in it.
pub fn examine(block: &Block, policy: &Policy, is_published: &[bool], depth: Depth) -> Examination {
    told(block, *policy, is_published).examine(depth)
}

/// The cells that count, or leave of their denominator, a group of 1 to `threshold - 1`, and those that the caller
/// wants protected as if they did.
fn sensitive_cells(block: &Block, policy: Policy) -> impl Iterator<Item = usize> {
    let small = 1..policy.threshold;
    block.cells().iter().enumerate().filter_map(move |(cell, spec)| {
        let count = block.count(cell);
        let rest = spec.denominator.map_or(0, |denominator| denominator - count.min(denominator));
        (small.contains(&count) || small.contains(&rest) || spec.demand == Demand::Protect).then_some(cell)
    })
}

/// What readers are told of the cells of a block.
fn told(block: &Block, policy: Policy, is_published: &[bool]) -> PublicTable {
    let mut table = PublicTable::new(block.leaf_counts().len());
    for (cell, spec) in block.cells().iter().enumerate() {
        let count = block.count(cell);
        let is_known_zero = count == 0 && policy.zeros == ZeroPolicy::Public && spec.kind == CellKind::Publishable;
        let told = if is_known_zero || is_published.get(cell) == Some(&true) {
            Told::Exactly(count)
        } else {
            let lower = u32::try_from(least(policy, spec.kind, i64::from(count))).unwrap_or(0);
            Told::Between { lower, upper: spec.denominator }
        };
        table.add(block.leaves(cell).iter().copied(), told);
    }
    table
}

/// The least number that readers know an unpublished cell to have.
fn least(policy: Policy, kind: CellKind, count: i64) -> i64 {
    match (policy.zeros, kind) {
        (ZeroPolicy::Public, CellKind::Publishable) if count > 0 => 1,
        _ => 0,
    }
}

/// A stored number as a position.
fn position(stored: u32) -> usize {
    usize::try_from(stored).unwrap_or(usize::MAX)
}

/// A position as a stored number; blocks have far fewer than 2³² leaves and cells.
fn number(position: usize) -> u32 {
    u32::try_from(position).unwrap_or(u32::MAX)
}
