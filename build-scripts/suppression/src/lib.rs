//! Statistical disclosure control for blocks of linked tables of distinct citizens.
//!
//! A table that shows "3 citizens" shows too much, and so does a table in which 3 follows by subtraction. This crate
//! decides which cells of a block of linked tables can be published, and proves for every group that is too small
//! that its number does not follow from all the others.
//!
//! # The invariant
//!
//! **Every sensitive cell has a certificate**: a change of the register, in whole citizens, that alters no published
//! cell, leaves no group below what readers know of it, and alters the sensitive cell. The register and the changed
//! register look the same from outside, so nobody can tell which one is true. Publication rests on certificates
//! alone: no heuristic of [`protect`] has to be right for its result to be safe, and [`verify::verify`] checks every
//! certificate by adding up all cells again.
//!
//! # The model
//!
//! A [`Block`] has leaves (each citizen is in exactly one) and cells, which are sets of leaves. Hierarchies, several
//! groupings of the same areas and linked cuboids are all just cells; cells with the same leaves are one number.
//! Groups that are never published but could be derived are virtual cells. A cell is sensitive when it counts 1 to
//! `threshold - 1` citizens, or leaves so few of a public denominator.
//!
//! # The attacker
//!
//! Knows all published cells, all hierarchies, that counts are whole and not negative, the threshold, the zero policy
//! and this source code. With [`ZeroPolicy::Public`] he also knows that a suppressed cell has at least one citizen.
//! He succeeds when a sensitive cell has only one possible value. An insider, the one citizen in a cell, also knows
//! that cell; see [`Insiders`]. What is *not* proven: that the range of possible values is wide.
//!
//! # The algorithm
//!
//! All moves of single leaves are possible while nothing is published. Cells are published one after another, most
//! missed first; each publication removes the moves that would alter it (integer elimination over sparse rows of
//! leaves). Two random moves tell at once which candidates would give a sensitive cell away. Where zeros are public,
//! cells that only moves of leaves at their least alter are deferred: that keeps room to move, and nearly every
//! sensitive cell finds a certificate in the end. For each of the others the certificate is sought that alters fewest
//! published cells, and those are withdrawn; where the others are many, certificates are checked on the way instead.
//! Then the deferred cells are tried, and in small blocks neighbourhoods of secondaries are published anew in the hope
//! of fewer of them. No solver is involved. A block in which even total suppression does not protect a cell is withheld whole.
//!
//! # Blocks that say something about each other
//!
//! Groups of codes and their codes, a year and its months: [`linked::settle`] publishes such tables together. It keeps
//! a margin against a reader of bounds, differences and combinations, and proves nothing.
//!
//! # Versions
//!
//! A block that was published before is linked with what readers have of it: a small change is a small group, too.
//! [`renew`] replaces such a block, holds it or withholds it.
//!
//! # Peers
//!
//! `tau-ARGUS`, `sdcTable` and `GaussSuppression` (Langsrud) solve the same problem. Elimination as a way to find
//! secondary suppressions is `GaussSuppression`'s idea; bounds, whole numbers and the proof are what is added here.
//!
//! ```
//! use naerblik_suppression::{Block, CellSpec, Policy, protect, verify};
//!
//! let mut block = Block::new(vec![3, 9, 8, 7]);
//! for leaves in [&[0, 1, 2, 3][..], &[0, 1], &[2, 3], &[0, 2], &[1, 3], &[0], &[1], &[2], &[3]] {
//!     block.push(leaves, CellSpec::PUBLISHABLE)?;
//! }
//! let policy = Policy::default();
//! let protection = protect(&block, &policy)?;
//! assert_eq!(protection.statistics.primaries, 1);
//! assert_eq!(protection.statistics.secondaries, 3);
//! assert_eq!(verify::verify(&block, &policy, &protection), []);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod block;
mod change;
mod effort;
mod greedy;
mod improve;
mod insider;
pub mod linked;
mod lists;
pub mod magnitude;
mod moves;
mod policy;
mod projection;
mod protect;
mod protection;
mod renewal;
mod search;
pub mod table;
mod variables;
pub mod verify;
mod world;

pub use block::{Block, BlockError, CellKind, CellSpec, Demand};
pub use policy::{Effort, Insiders, Policy, ZeroPolicy};
pub use protect::{ProtectError, protect};
pub use protection::{Certificate, Mark, Protection, Reason, Statistics};
pub use renewal::{Comparison, Earlier, Gone, History, Otherwise, Renewal, Tonight, Version, renew};
