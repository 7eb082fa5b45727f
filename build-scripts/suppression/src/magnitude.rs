//! Sums over citizens, such as numbers of interventions, beside the numbers of citizens.
//!
//! A sum can give away one citizen even where many contribute: when nearly all of it is hers. A cell is therefore
//! sensitive when fewer than the threshold contribute, *or* when one citizen dominates (the p % rule). Citizens and sum
//! of a cell carry **one mark**: two would let readers estimate the one from the other. Averages are made of shown
//! pairs only.
//!
//! [`protect_pairs`] protects both tables with one pattern. A certificate of the citizens' table proves the sums as
//! well when the second register can have the same change of sums: each citizen counted has at least one intervention,
//! so a leaf that loses all its citizens must lose its whole sum.
//!
//! What is not proven: that the possible sums of a dominated cell are at least p % apart.

use crate::block::{Block, Demand};
use crate::policy::{Policy, ZeroPolicy};
use crate::protection::{Certificate, Protection};

/// What the citizens of a group contribute to a sum.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Contributions {
    citizens: u32,
    sum: u64,
    largest: u64,
    second: u64,
}

/// When one citizen's part of a sum is too large.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dominance {
    /// The p of the p % rule: what all but the two largest contribute must be at least this share of the largest.
    pub percent: u32,
}

/// A number of citizens and their sum, as readers get them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pair {
    /// Both are shown.
    Shown {
        /// Citizens who contribute.
        citizens: u32,
        /// What they contribute.
        sum: u64,
    },
    /// Both are withheld.
    Suppressed,
}

/// Why two tables cannot be protected together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PairError {
    /// The leaves of the two tables are not the same.
    #[error("contributions of {found} leaves, expected one for each of the block's {expected} leaves")]
    Leaves {
        /// Contributions given.
        found: usize,
        /// Leaves of the block.
        expected: usize,
    },
    /// A leaf's contributions come from another number of citizens than the block counts.
    #[error("leaf {leaf}: the contributions come from another number of citizens than the block counts")]
    Citizens {
        /// Position of the leaf.
        leaf: usize,
    },
    /// Hidden zeros have no sum of their own to hide behind.
    #[error("the policy lets zeros hide, expected public zeros")]
    Zeros,
}

impl Contributions {
    /// What citizens contribute, one number for each; who contributes nothing is not counted.
    pub fn of(amounts: impl IntoIterator<Item = u32>) -> Self {
        let one = |amount: u32| Self { citizens: 1, sum: u64::from(amount), largest: u64::from(amount), second: 0 };
        amounts.into_iter().filter(|amount| *amount > 0).map(one).fold(Self::default(), Self::and)
    }

    /// Both groups together; they have no citizen in common.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        let (high, low) = if self.largest >= other.largest { (self, other) } else { (other, self) };
        Self {
            citizens: self.citizens + other.citizens,
            sum: self.sum + other.sum,
            largest: high.largest,
            second: high.second.max(low.largest),
        }
    }

    /// Citizens who contribute.
    pub fn citizens(self) -> u32 {
        self.citizens
    }

    /// What they contribute.
    pub fn sum(self) -> u64 {
        self.sum
    }
}

impl Dominance {
    /// Whether the second largest contributor, who knows her own part, can tell the largest one's to within p %.
    pub fn is_dominated(self, group: Contributions) -> bool {
        let rest = group.sum - group.largest - group.second;
        u128::from(rest) * 100 < u128::from(group.largest) * u128::from(self.percent)
    }
}

impl Pair {
    /// The sum for each citizen; `None` where the pair is withheld or nobody contributes.
    #[expect(clippy::as_conversions, clippy::cast_precision_loss, reason = "sums stay far below 2^52")]
    pub fn average(self) -> Option<f64> {
        match self {
            Self::Shown { citizens, sum } if citizens > 0 => Some(sum as f64 / f64::from(citizens)),
            Self::Shown { .. } | Self::Suppressed => None,
        }
    }
}

/// Protects numbers of citizens and sums with one pattern.
///
/// `block` counts the citizens who contribute; `leaves` says what those of each leaf contribute. `protect` chooses the
/// pattern, usually [`crate::protect`]. The result has one pair for each cell of the block, virtual cells withheld;
/// where a sensitive cell has no certificate that proves both tables, all pairs are withheld.
///
/// # Errors
/// When block and contributions do not belong together, when zeros may hide, or when `protect` fails.
pub fn protect_pairs<E: From<PairError>>(
    block: &Block,
    leaves: &[Contributions],
    (policy, dominance): (&Policy, Dominance),
    protect: impl FnOnce(&Block, &Policy) -> Result<Protection, E>,
) -> Result<Vec<Pair>, E> {
    check(block, leaves, *policy)?;
    let mut demanding = block.clone();
    let groups: Vec<Contributions> = (0..block.cells().len()).map(|cell| group(block, leaves, cell)).collect();
    for (cell, group) in groups.iter().enumerate() {
        if group.citizens > 0 && dominance.is_dominated(*group) {
            demanding.demand(cell, Demand::Protect);
        }
    }
    let protection = protect(&demanding, policy)?;
    let is_proven = !protection.is_withheld()
        && crate::verify::verify(&demanding, policy, &proven_for_sums(&protection, leaves)).is_empty();
    let pair = |(cell, group): (usize, &Contributions)| {
        if is_proven && protection.is_published(cell) {
            Pair::Shown { citizens: group.citizens, sum: group.sum }
        } else {
            Pair::Suppressed
        }
    };
    Ok(groups.iter().enumerate().map(pair).collect())
}

fn check(block: &Block, leaves: &[Contributions], policy: Policy) -> Result<(), PairError> {
    let counts = block.leaf_counts();
    if leaves.len() != counts.len() {
        return Err(PairError::Leaves { found: leaves.len(), expected: counts.len() });
    }
    if policy.zeros != ZeroPolicy::Public {
        return Err(PairError::Zeros);
    }
    match counts.iter().zip(leaves).position(|(count, leaf)| *count != leaf.citizens) {
        Some(leaf) => Err(PairError::Citizens { leaf }),
        None => Ok(()),
    }
}

fn group(block: &Block, leaves: &[Contributions], cell: usize) -> Contributions {
    let own = block.leaves(cell).iter().filter_map(|leaf| leaves.get(usize::try_from(*leaf).ok()?));
    own.copied().fold(Contributions::default(), Contributions::and)
}

/// The certificates that prove the sums as well.
fn proven_for_sums(protection: &Protection, leaves: &[Contributions]) -> Protection {
    let lifts = |certificate: &&Certificate| {
        certificate.changes.iter().all(|&(leaf, by)| {
            let leaf = usize::try_from(leaf).ok().and_then(|at| leaves.get(at));
            leaf.is_some_and(|leaf| {
                let citizens = i64::from(leaf.citizens) + i64::from(by);
                let sum = i128::from(leaf.sum) + i128::from(by);
                citizens > 0 || sum == 0
            })
        })
    };
    let certificates = protection.certificates.iter().filter(lifts).cloned().collect();
    Protection { certificates, ..protection.clone() }
}
