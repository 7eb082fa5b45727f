//! How much work each effort means. Work is counted, not timed, so that results are the same on every machine.

use crate::policy::Effort;
use crate::variables::System;

/// How hard to look for one certificate.
#[derive(Clone, Copy)]
pub(crate) struct Budget {
    /// Rows tried at each violation.
    pub(crate) branches: usize,
    /// Combinations tried in all.
    pub(crate) combinations: usize,
}

/// How hard to look where time is short.
pub(crate) const LITTLE: Budget = Budget { branches: 2, combinations: 8 };
/// How hard to look for a certificate that needs withdrawals: deep rather than wide, since each costs cells.
pub(crate) const PRICED: Budget = Budget { branches: 3, combinations: 200 };

/// What the certificate is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pass {
    /// Cells that leave room to move: most can be published, and what is missed here costs most later.
    First,
    /// The other cells, many of which cannot be published, and patterns near the one found.
    Improvement,
}

pub(crate) fn budget(effort: Effort, pass: Pass) -> Budget {
    match (effort, pass) {
        (Effort::Quick, Pass::Improvement) => LITTLE,
        (Effort::Balanced, _) | (Effort::Quick, Pass::First) | (Effort::Thorough, Pass::Improvement) => {
            Budget { branches: 8, combinations: 60 }
        }
        (Effort::Thorough, Pass::First) => Budget { branches: 16, combinations: 200 },
    }
}

/// Changes of more leaves are given up in blocks where many sensitive cells are hard to certify: dense ones make long
/// changes, and each costs time at every publication.
pub(crate) fn length_limit(effort: Effort) -> usize {
    match effort {
        Effort::Quick => 64,
        Effort::Balanced => 128,
        Effort::Thorough => usize::MAX,
    }
}

/// Numbers to look at with the whole budget while a pattern is completed; after that, little is looked at.
pub(crate) fn completion(effort: Effort) -> usize {
    match effort {
        Effort::Quick => 0,
        Effort::Balanced => COMPLETION,
        Effort::Thorough => usize::MAX,
    }
}

/// Numbers to look at in search of a pattern with fewer secondaries. Blocks of more than `SMALL` distinct numbers get
/// less: twice as many numbers, half the work, and none where that little would not help.
pub(crate) fn improvement(effort: Effort, system: &System) -> usize {
    let size = system.variables.len();
    match effort {
        Effort::Balanced if size <= LARGE => BALANCED / size.max(SMALL) * SMALL,
        Effort::Quick | Effort::Balanced => 0,
        Effort::Thorough => THOROUGH,
    }
}

/// About a second, so that a dense block of 22,869 cells is done in two.
const COMPLETION: usize = 120_000_000;
/// About four seconds.
const BALANCED: usize = 600_000_000;
/// Less than a minute.
const THOROUGH: usize = 6_000_000_000;
const SMALL: usize = 2_600;
const LARGE: usize = 3 * SMALL;
