//! Publishing a block anew: what earlier versions of its numbers allow.
//!
//! Readers keep what they have. Beside an earlier version, a new number gives away its change, and a change of one to
//! four citizens is a group too small to show. [`renew`] therefore decides what becomes of a block that was published
//! before:
//!
//! - A number that was withheld stays withheld.
//! - A number that would change by less than the threshold is withheld *and protected*: no combination of figures may
//!   determine it, just as for a small group.
//! - A number that readers have and that is still right cannot be taken back. It is published first, and the proofs
//!   must hold for a reader who is certain that it is still right.
//! - No small change may follow either for a reader who knows that citizens were only added, or only taken out.
//! - A block whose anchor (the total of all) would change by so little, or that would lose too many of its figures, is
//!   not worth the loss: it is held as it is.
//!
//! What is proven of a replaced block is stronger than for a first version, since the reader knows more.

use crate::block::{Block, CellKind, Demand};
use crate::policy::{Policy, ZeroPolicy};
use crate::protection::{Mark, Protection};
use crate::verify::{self, Deduced, PublicTable, Told};

/// What readers have of one number from one earlier version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Earlier {
    /// The number then: it was published, or it was a published zero, or nobody reported and nobody was counted.
    Known(u32),
    /// It was withheld.
    Withheld,
    /// The version says nothing of it.
    Absent,
}

/// What readers have of a block from one earlier version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Of each cell, in the order of the block.
    pub cells: Vec<Earlier>,
    /// Of cells that the block has no more, because nobody is left in them.
    pub gone: Gone,
}

/// Cells of an earlier version in which nobody is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gone {
    /// There are none.
    None,
    /// All of them were withheld.
    Withheld,
    /// The number of at least one was published.
    Shown,
}

/// What was published of a block before.
#[derive(Clone, Copy, Debug)]
pub struct History<'a> {
    /// The versions, newest first.
    pub versions: &'a [Version],
    /// The cell that readers must not lose, usually the total of all.
    pub anchor: Option<usize>,
    /// Where a block can be held: the share of the shown figures, in percent, that a new version must keep. A block is
    /// not worth being replaced that would lose more.
    pub least_kept_percent: u32,
    /// What to do where nothing can be replaced safely.
    pub otherwise: Otherwise,
}

/// What to do with a block that cannot be replaced safely.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Otherwise {
    /// The newest version stays.
    Hold,
    /// The newest version is no longer right in form, so the block is withheld whole.
    Withhold,
}

/// A number of tonight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tonight {
    /// Citizens.
    pub count: u32,
    /// The public number of citizens of the cell's group.
    pub denominator: Option<u32>,
    /// Whether it can be published at all.
    pub is_publishable: bool,
}

/// How tonight's numbers differ from those that readers have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// Whether any number of the newest version is no longer right.
    pub is_changed: bool,
    /// Numbers that changed by less than the threshold since some version.
    pub small_changes: usize,
    /// Numbers that were published and count too small a group today. They cannot be protected any more.
    pub small_now: usize,
}

/// What becomes of a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Renewal {
    /// Every number of the newest version is still right: it stays.
    Unchanged,
    /// The newest version stays although some of its numbers are no longer right.
    Held,
    /// Nothing of the block is published, zeros included.
    Withheld,
    /// Tonight's numbers replace the newest version.
    Replaced(Protection),
}

impl History<'_> {
    /// Compares tonight's numbers with those that readers have.
    pub fn compare(&self, block: &Block, policy: &Policy) -> Comparison {
        let tonight = block.cells().iter().enumerate().map(|(cell, spec)| Tonight {
            count: block.count(cell),
            denominator: spec.denominator,
            is_publishable: spec.kind == CellKind::Publishable,
        });
        self.compare_cells(tonight, policy)
    }

    /// Compares tonight's numbers, in the order of the versions, with those that readers have.
    pub fn compare_cells(&self, tonight: impl Iterator<Item = Tonight>, policy: &Policy) -> Comparison {
        let is_changed = self.versions.first().is_some_and(|newest| newest.gone == Gone::Shown);
        let mut comparison = Comparison { is_changed, ..Comparison::default() };
        for (cell, Tonight { count, denominator, is_publishable }) in tonight.enumerate() {
            let is_known = |earlier: Earlier| matches!(earlier, Earlier::Known(then) if then != count);
            comparison.is_changed |= self.of(cell).next().is_some_and(is_known);
            comparison.small_changes += usize::from(self.is_small_change(cell, count, policy.threshold));
            let is_out = |earlier: Earlier| matches!(earlier, Earlier::Known(then) if then >= policy.threshold);
            let is_small = is_publishable && policy.is_sensitive(count, denominator);
            comparison.small_now += usize::from(is_small && self.of(cell).any(is_out));
        }
        comparison
    }

    /// What readers have of a cell, newest first.
    fn of(&self, cell: usize) -> impl Iterator<Item = Earlier> {
        self.versions.iter().filter_map(move |version| version.cells.get(cell).copied())
    }

    fn is_small_change(&self, cell: usize, count: u32, threshold: u32) -> bool {
        let is_small =
            |earlier| matches!(earlier, Earlier::Known(then) if (1..threshold).contains(&then.abs_diff(count)));
        self.of(cell).any(is_small)
    }

    /// Whether readers have the number of a cell from some version, and it is still right.
    fn is_still_right(&self, cell: usize, count: u32) -> bool {
        self.of(cell).any(|earlier| earlier == Earlier::Known(count))
    }

    /// Tonight's block with what earlier versions demand of it.
    fn link(&self, block: &Block, policy: Policy) -> Block {
        let mut linked = block.clone();
        for (cell, spec) in block.cells().iter().enumerate() {
            let count = block.count(cell);
            if self.is_small_change(cell, count, policy.threshold) {
                linked.demand(cell, Demand::Protect);
            } else if self.of(cell).any(|earlier| earlier == Earlier::Withheld) && spec.demand == Demand::None {
                linked.demand(cell, Demand::Suppress);
            } else if self.is_still_right(cell, count) {
                linked.weigh(cell, FIRST.saturating_add(spec.weight.unwrap_or(count)));
            }
        }
        linked
    }

    /// Whether a new version keeps enough of what the newest one shows.
    fn is_worth(&self, block: &Block, protection: &Protection) -> bool {
        let is_shown = |cell: &usize| matches!(self.of(*cell).next(), Some(Earlier::Known(1..)));
        let is_publishable = |cell: &usize| block.cells().get(*cell).is_some_and(|s| s.kind == CellKind::Publishable);
        let shown: Vec<usize> = (0..block.cells().len()).filter(is_shown).filter(is_publishable).collect();
        let kept = shown.iter().filter(|cell| protection.is_published(**cell)).count();
        let percent = usize::try_from(self.least_kept_percent).unwrap_or(usize::MAX);
        self.otherwise == Otherwise::Withhold || kept.saturating_mul(100) >= shown.len().saturating_mul(percent)
    }

    /// Whether the proofs hold for a reader who is certain of every number that is still right.
    fn is_proven(&self, linked: &Block, policy: Policy, protection: &Protection) -> bool {
        let mut known = protection.clone();
        for (cell, mark) in known.marks.iter_mut().enumerate() {
            if self.is_still_right(cell, linked.count(cell)) {
                *mark = Mark::Published;
            }
        }
        let is_published: Vec<bool> = (0..linked.cells().len()).map(|cell| known.is_published(cell)).collect();
        verify::verify(linked, &policy, &known).is_empty()
            && verify::attack(linked, &policy, &is_published).exposed().next().is_none()
            && self.versions.iter().all(|version| withstands_differences(version, linked, protection, policy.threshold))
            && self.withstands_comparison(linked, policy, &is_published)
    }

    /// Whether no small change follows where each of two versions gives a number away by itself, published or not.
    fn withstands_comparison(&self, linked: &Block, policy: Policy, is_published: &[bool]) -> bool {
        let withheld = |lower| Told::Between { lower, upper: None };
        let least = u32::from(policy.zeros == ZeroPolicy::Public);
        let now = deduce(linked, |cell| match linked.cells().get(cell).map(|spec| spec.kind) {
            _ if is_published.get(cell) == Some(&true) => Told::Exactly(linked.count(cell)),
            Some(CellKind::Publishable) => withheld(least),
            Some(CellKind::Virtual) | None => withheld(0),
        });
        let is_small = |(before, now): (&Deduced, &Deduced)| {
            let change = before.lower.abs_diff(now.lower);
            before.is_exact() && now.is_exact() && (1..u64::from(policy.threshold)).contains(&change)
        };
        self.versions.iter().all(|version| {
            let before = deduce(linked, |cell| match version.cells.get(cell) {
                Some(Earlier::Known(then)) => Told::Exactly(*then),
                Some(Earlier::Withheld) => withheld(least),
                Some(Earlier::Absent) | None => withheld(0),
            });
            !before.iter().zip(&now).any(is_small)
        })
    }
}

/// What a reader makes of the cells of a block who is told something of each.
fn deduce(block: &Block, told: impl Fn(usize) -> Told) -> Vec<Deduced> {
    let mut table = PublicTable::new(block.leaf_counts().len());
    for cell in 0..block.cells().len() {
        // The leaves of a block are known to it and in order.
        drop(table.push(block.leaves(cell), told(cell)));
    }
    table.deduce()
}

/// Whether no small change since a version follows for a reader who knows that citizens were only added since, or only
/// taken out: then changes add up like counts.
fn withstands_differences(version: &Version, linked: &Block, protection: &Protection, threshold: u32) -> bool {
    let change = |cell: usize| match version.cells.get(cell) {
        Some(Earlier::Known(then)) if protection.is_published(cell) || *then == linked.count(cell) => {
            Some(i64::from(linked.count(cell)) - i64::from(*then))
        }
        _ => None,
    };
    let changes = || (0..linked.cells().len()).filter_map(change);
    let (are_added, are_taken) = (changes().all(|by| by >= 0), changes().all(|by| by <= 0));
    if !are_added && !are_taken {
        return true;
    }
    if !are_added && version.gone != Gone::None {
        // The changes of cells that are gone would have to be part of the table.
        return false;
    }
    let size = |by: i64| Told::Exactly(u32::try_from(by.unsigned_abs()).unwrap_or(u32::MAX));
    let deduced = deduce(linked, |cell| change(cell).map_or(Told::Between { lower: 0, upper: None }, size));
    let is_refuted = |found: &Deduced| found.upper.is_some_and(|upper| upper < found.lower);
    let is_small = |found: &Deduced| found.is_exact() && (1..i64::from(threshold)).contains(&found.lower);
    deduced.iter().any(is_refuted) || !deduced.iter().any(is_small)
}

/// More than any weight that a caller gives.
const FIRST: u32 = 1 << 31;

/// Decides what becomes of a block that was published before, and protects it anew where it is replaced.
///
/// `protect` chooses the pattern, usually [`crate::protect`]; its result is replaced or held by proof alone.
///
/// # Errors
/// When `protect` fails.
pub fn renew<E>(
    block: &Block,
    policy: &Policy,
    history: &History<'_>,
    protect: impl FnOnce(&Block, &Policy) -> Result<Protection, E>,
) -> Result<Renewal, E> {
    if !history.compare(block, policy).is_changed {
        return Ok(Renewal::Unchanged);
    }
    let is_small = |cell: usize| history.is_small_change(cell, block.count(cell), policy.threshold);
    if history.otherwise == Otherwise::Hold && history.anchor.is_some_and(is_small) {
        return Ok(Renewal::Held);
    }
    let linked = history.link(block, *policy);
    let protection = protect(&linked, policy)?;
    let is_worth = !protection.is_withheld() && history.is_worth(block, &protection);
    if is_worth && history.is_proven(&linked, *policy, &protection) {
        return Ok(Renewal::Replaced(protection));
    }
    Ok(match history.otherwise {
        Otherwise::Hold => Renewal::Held,
        Otherwise::Withhold => Renewal::Withheld,
    })
}
