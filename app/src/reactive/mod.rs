//! What the app puts between itself and the reactive graph, so that the graph stays small in WebAssembly.

mod asked;
mod derived;
mod part;

pub use derived::Derived;
pub(crate) use part::{part, part_when, told};
