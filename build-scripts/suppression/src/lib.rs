//! Statistical disclosure control for blocks of linked tables of distinct citizens.

mod block;
mod greedy;
mod moves;
mod policy;
mod protect;
mod protection;
mod search;
pub mod table;
mod variables;
pub mod verify;

pub use block::{Block, BlockError, CellKind, CellSpec, Demand};
pub use policy::{Insiders, Policy, ZeroPolicy};
pub use protect::{ProtectError, protect};
pub use protection::{Certificate, Mark, Protection, Reason, Statistics};
