//! From a block to a pattern of suppression with its proof.
#![expect(clippy::indexing_slicing, reason = "cells and variables are numbered by the block and the system")]

use thiserror::Error;

use crate::block::{Block, CellKind, Demand};
use crate::change::Change;
use crate::effort::improvement;
use crate::greedy::{Greedy, Pattern};
use crate::improve::Improver;
use crate::moves::GivenUp;
use crate::policy::Policy;
use crate::protection::{Certificate, Mark, Protection, Reason, Statistics};
use crate::search::Proof;
use crate::variables::{Role, System, index};

/// Why a block cannot be protected at all.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum ProtectError {
    /// The threshold does not make any group sensitive.
    #[error("threshold is {found}, expected at least 2")]
    Threshold {
        /// The threshold of the policy.
        found: u32,
    },
}

/// Decides which cells of a block are published, and proves for each sensitive cell that it stays undetermined.
///
/// Deterministic: the same block and policy give the same result.
///
/// # Errors
/// When the policy makes no sense. A block that cannot be made safe is not an error: it comes back withheld, see
/// [`Protection::unprotectable`].
pub fn protect(block: &Block, policy: &Policy) -> Result<Protection, ProtectError> {
    if policy.threshold < 2 {
        return Err(ProtectError::Threshold { found: policy.threshold });
    }
    let system = System::of(block, *policy);
    let mut greedy = Greedy::new(&system, *policy);
    let unprotectable = greedy.start();
    if !unprotectable.is_empty() {
        return Ok(withhold(block, *policy, &system, &unprotectable));
    }
    greedy.run();
    let withdrawn = greedy.withdrawn;
    let (pattern, insider_risks) = complete(&system, *policy, greedy.into_pattern());
    let marks = marks(block, *policy, &system, &pattern.is_published);
    let counted = count_marks(block, &marks);
    let statistics = Statistics { distinct: system.variables.len(), withdrawn, insider_risks, ..counted };
    let certificates = certificates(&system, &pattern.proofs);
    Ok(Protection { marks, certificates, unprotectable: Vec::new(), statistics })
}

/// Repairs and completes a pattern, and looks for a better one near it. Returns how many insiders are left, too.
fn complete(system: &System, policy: Policy, mut pattern: Pattern) -> (Pattern, usize) {
    if !pattern.unproven.is_empty() {
        let mut improver = Improver::new(system, policy, pattern, GivenUp::Kept);
        improver.repair();
        pattern = improver.into_pattern();
    }
    let mut improver = Improver::new(system, policy, pattern, GivenUp::Dropped);
    improver.complete();
    let work = improvement(policy.effort, system);
    if work > 0 {
        improver = Improver::new(system, policy, improver.into_pattern(), GivenUp::Kept);
        improver.run(work);
    }
    let insider_risks = improver.insider_risks();
    (improver.into_pattern(), insider_risks)
}

fn marks(block: &Block, policy: Policy, system: &System, is_published: &[bool]) -> Vec<Mark> {
    let mark = |cell: usize| {
        let spec = block.cells()[cell];
        let Some(variable) = system.variable_of_cell[cell].map(index) else {
            return unmarked(spec.kind);
        };
        if spec.kind == CellKind::Virtual {
            Mark::Virtual
        } else if is_published[variable] {
            Mark::Published
        } else if policy.is_sensitive(block.count(cell), spec.denominator) {
            Mark::Suppressed(Reason::Primary)
        } else if system.variables[variable].role == Role::Unpublished || spec.demand == Demand::Protect {
            Mark::Suppressed(Reason::Demanded)
        } else {
            Mark::Suppressed(Reason::Secondary)
        }
    };
    (0..block.cells().len()).map(mark).collect()
}

/// The mark of a published zero, or of a virtual cell that cannot be anything else.
fn unmarked(kind: CellKind) -> Mark {
    match kind {
        CellKind::Publishable => Mark::Published,
        CellKind::Virtual => Mark::Virtual,
    }
}

fn count_marks(block: &Block, marks: &[Mark]) -> Statistics {
    let mut statistics = Statistics::default();
    for (cell, mark) in marks.iter().enumerate() {
        statistics.cells += usize::from(*mark != Mark::Virtual);
        match mark {
            Mark::Suppressed(Reason::Primary) => {
                statistics.primaries += 1;
                statistics.primary_value += u64::from(block.count(cell));
            }
            Mark::Suppressed(Reason::Secondary) => {
                statistics.secondaries += 1;
                statistics.secondary_value += u64::from(block.count(cell));
            }
            Mark::Suppressed(Reason::Demanded) => statistics.demanded += 1,
            Mark::Published | Mark::Virtual => {}
        }
    }
    statistics
}

fn certificates(system: &System, proofs: &[Vec<Proof>]) -> Vec<Certificate> {
    let cells = cells_of_variables(system);
    let mut certificates = Vec::new();
    for (variable, proofs) in system.sensitive().zip(proofs) {
        for proof in proofs {
            certificates.push(Certificate {
                cells: cells[index(variable)].clone(),
                changes: leaf_changes(system, &proof.change),
            });
        }
    }
    certificates
}

fn cells_of_variables(system: &System) -> Vec<Vec<usize>> {
    let mut cells = vec![Vec::new(); system.variables.len()];
    for (cell, variable) in system.variable_of_cell.iter().enumerate() {
        if let Some(variable) = variable {
            cells[index(*variable)].push(cell);
        }
    }
    cells
}

fn leaf_changes(system: &System, change: &Change) -> Vec<(u32, i32)> {
    change.iter().map(|&(row, by)| (system.leaf_of_row[index(row)], by)).collect()
}

fn withhold(block: &Block, policy: Policy, system: &System, unprotectable: &[u32]) -> Protection {
    let mark = |cell: usize| {
        let spec = block.cells()[cell];
        match spec.kind {
            CellKind::Virtual => Mark::Virtual,
            CellKind::Publishable if policy.is_sensitive(block.count(cell), spec.denominator) => {
                Mark::Suppressed(Reason::Primary)
            }
            CellKind::Publishable => Mark::Suppressed(Reason::Secondary),
        }
    };
    let marks: Vec<Mark> = (0..block.cells().len()).map(mark).collect();
    let is_unprotectable = |cell: &usize| system.variable_of_cell[*cell].is_some_and(|at| unprotectable.contains(&at));
    let statistics = Statistics { distinct: system.variables.len(), ..count_marks(block, &marks) };
    let unprotectable = (0..block.cells().len()).filter(is_unprotectable).collect();
    Protection { marks, certificates: Vec::new(), unprotectable, statistics }
}
