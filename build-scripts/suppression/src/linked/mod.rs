//! Tables that say something about each other without adding up: covers.
//!
//! A group of codes counts everybody who has at least one of its codes, so `max(parts) ≤ whole ≤ sum(parts)`, leaf by
//! leaf; a quarter relates to its months in the same way, cell by cell. Blocks that are safe one by one may give each
//! other away along such relations, and where most cells are small they do, again and again. [`settle`] therefore
//! publishes all tables together, cell by cell, to a reader who knows every sum and every relation.

#![expect(clippy::indexing_slicing, reason = "tables are numbered by the caller")]

mod cover;
mod derive;
mod network;
mod settle;
mod span;
mod table;

pub use cover::{Cover, Points, Refinement};
pub use settle::{Settlement, settle};
pub use table::{LinkedCell, LinkedTable, Space};

/// Tables with their relations.
#[derive(Clone, Debug, Default)]
pub struct Linked {
    spaces: Vec<Space>,
    refinements: Vec<Refinement>,
    tables: Vec<LinkedTable>,
    covers: Vec<Cover>,
    /// Per table the covers it takes part in.
    covers_of: Vec<Vec<usize>>,
}

impl Linked {
    /// Tables and their relations. Positions in one list name entries of another.
    pub fn new(spaces: Vec<Space>, refinements: Vec<Refinement>, tables: Vec<LinkedTable>, covers: Vec<Cover>) -> Self {
        let mut covers_of = vec![Vec::new(); tables.len()];
        for (at, cover) in covers.iter().enumerate() {
            for &table in cover.parts.iter().chain([&cover.whole]) {
                covers_of[table].push(at);
            }
        }
        Self { spaces, refinements, tables, covers, covers_of }
    }

    /// Gives the tables back.
    pub fn into_tables(self) -> Vec<LinkedTable> {
        self.tables
    }

    /// The spaces.
    pub fn spaces(&self) -> &[Space] {
        &self.spaces
    }

    /// The refinements.
    pub fn refinements(&self) -> &[Refinement] {
        &self.refinements
    }

    /// The relations.
    pub fn covers(&self) -> &[Cover] {
        &self.covers
    }

    /// The tables.
    pub fn tables(&self) -> &[LinkedTable] {
        &self.tables
    }
}
