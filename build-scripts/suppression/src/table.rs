//! Builds a block from a table: dimensions with hierarchies, and a count per combination of lowest members.
#![expect(clippy::indexing_slicing, reason = "members, leaves and cells are numbered here, from validated input")]

use std::collections::BTreeMap;

use thiserror::Error;

use crate::block::{Block, BlockError, CellSpec};
use crate::policy::ZeroPolicy;

/// One line of a hierarchy: `code` is part of `parent` in `dim`. A code with several parents is in several groupings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HierarchyLine<'a> {
    /// Name of the dimension.
    pub dim: &'a str,
    /// Code of the member.
    pub code: &'a str,
    /// Code of a member that contains it; `None` for a top member.
    pub parent: Option<&'a str>,
}

/// A table whose cells are the full cross of all members of all dimensions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    dimensions: Vec<Dimension>,
    counts: BTreeMap<Vec<usize>, u32>,
}

/// A dimension: its members and, for each, the members it is part of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dimension {
    /// Name of the dimension.
    pub name: String,
    /// Codes in the order of first appearance.
    pub codes: Vec<String>,
    parents: Vec<Vec<usize>>,
}

/// A block with the member of each dimension per cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CrossBlock {
    /// The block.
    pub block: Block,
    /// Per cell of the block and per dimension: position of the member in [`Dimension::codes`].
    pub labels: Vec<Vec<usize>>,
}

/// Why a table cannot be read.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum TableError {
    /// A line of the hierarchy names a parent that is not defined.
    #[error("dimension {dim}: code {code} has unknown parent {parent}, expected a code of the same dimension")]
    UnknownParent {
        /// Name of the dimension.
        dim: String,
        /// The code.
        code: String,
        /// Its parent.
        parent: String,
    },
    /// A hierarchy contains itself.
    #[error("dimension {dim}: code {code} is part of itself, expected a hierarchy")]
    Cycle {
        /// Name of the dimension.
        dim: String,
        /// The code.
        code: String,
    },
    /// A row names a code that the hierarchy lacks.
    #[error("dimension {dim}: unknown code {code}, expected a code of the hierarchy")]
    UnknownCode {
        /// Name of the dimension.
        dim: String,
        /// The code.
        code: String,
    },
    /// A row has the wrong number of codes.
    #[error("row has {found} codes, expected {expected}, one per dimension")]
    Width {
        /// Number of codes found.
        found: usize,
        /// Number of dimensions.
        expected: usize,
    },
    /// The table does not make a block.
    #[error("the table does not make a block")]
    Block(#[from] BlockError),
}

impl Table {
    /// A table without citizens over the dimensions of `lines`, in their order of first appearance.
    ///
    /// # Errors
    /// When a parent is unknown or a hierarchy contains itself.
    pub fn new(lines: &[HierarchyLine<'_>]) -> Result<Self, TableError> {
        let mut dimensions: Vec<Dimension> = Vec::new();
        for line in lines {
            let at = dimensions.iter().position(|dimension| dimension.name == line.dim).unwrap_or_else(|| {
                dimensions.push(Dimension { name: line.dim.to_owned(), codes: Vec::new(), parents: Vec::new() });
                dimensions.len() - 1
            });
            let dimension = &mut dimensions[at];
            if !dimension.codes.iter().any(|code| code == line.code) {
                dimension.codes.push(line.code.to_owned());
                dimension.parents.push(Vec::new());
            }
        }
        for line in lines {
            if let Some(dimension) = dimensions.iter_mut().find(|dimension| dimension.name == line.dim) {
                dimension.add_parent(*line)?;
            }
        }
        for dimension in &dimensions {
            dimension.check_no_cycle()?;
        }
        Ok(Self { dimensions, counts: BTreeMap::new() })
    }

    /// Adds citizens to a combination of members, one code per dimension.
    ///
    /// # Errors
    /// When the number of codes is wrong or a code is unknown.
    pub fn add(&mut self, codes: &[&str], citizens: u32) -> Result<(), TableError> {
        let key = self.members(codes)?;
        let count = self.counts.entry(key).or_default();
        *count = count.saturating_add(citizens);
        Ok(())
    }

    /// Positions of members in [`Dimension::codes`], one code per dimension.
    ///
    /// # Errors
    /// When the number of codes is wrong or a code is unknown.
    pub fn members(&self, codes: &[&str]) -> Result<Vec<usize>, TableError> {
        if codes.len() != self.dimensions.len() {
            return Err(TableError::Width { found: codes.len(), expected: self.dimensions.len() });
        }
        self.dimensions.iter().zip(codes).map(|(dimension, code)| dimension.position(code)).collect()
    }

    /// Whether none of the members contains another: the cell is no sum of others.
    pub fn is_finest(&self, members: &[usize]) -> bool {
        self.dimensions.iter().zip(members).all(|(dimension, member)| dimension.is_lowest(*member))
    }

    /// The dimensions, in order.
    pub fn dimensions(&self) -> &[Dimension] {
        &self.dimensions
    }

    /// The block of all cells that can have citizens: with public zeros those that have, otherwise the full cross
    /// of all members, over the full cross of the members that no other member is part of.
    ///
    /// # Errors
    /// When a count does not fit.
    pub fn block(&self, zeros: ZeroPolicy) -> Result<CrossBlock, TableError> {
        let leaves = match zeros {
            ZeroPolicy::Public => self.counts.clone().into_iter().filter(|&(_, count)| count > 0).collect(),
            ZeroPolicy::MayHide => self.with_empty_leaves(),
        };
        let ancestors: Vec<Vec<Vec<usize>>> = self.dimensions.iter().map(Dimension::ancestors).collect();
        let mut cells: BTreeMap<Vec<usize>, Vec<u32>> = BTreeMap::new();
        for (leaf, members) in (0_u32..).zip(leaves.keys()) {
            let sets: Vec<&[usize]> =
                members.iter().zip(&ancestors).map(|(&member, sets)| sets[member].as_slice()).collect();
            for label in cross(&sets) {
                cells.entry(label).or_default().push(leaf);
            }
        }
        let mut block = Block::new(leaves.into_values().collect());
        let mut labels = Vec::with_capacity(cells.len());
        for (label, members) in cells {
            block.push(&members, CellSpec::PUBLISHABLE)?;
            labels.push(label);
        }
        Ok(CrossBlock { block, labels })
    }

    fn with_empty_leaves(&self) -> BTreeMap<Vec<usize>, u32> {
        let lowest: Vec<Vec<usize>> = self.dimensions.iter().map(Dimension::lowest).collect();
        let sets: Vec<&[usize]> = lowest.iter().map(Vec::as_slice).collect();
        let mut leaves: BTreeMap<Vec<usize>, u32> = cross(&sets).into_iter().map(|members| (members, 0)).collect();
        leaves.extend(self.counts.clone());
        leaves
    }
}

impl Dimension {
    fn position(&self, code: &str) -> Result<usize, TableError> {
        let unknown = || TableError::UnknownCode { dim: self.name.clone(), code: code.to_owned() };
        self.codes.iter().position(|known| known == code).ok_or_else(unknown)
    }

    fn add_parent(&mut self, line: HierarchyLine<'_>) -> Result<(), TableError> {
        let Some(parent_code) = line.parent else {
            return Ok(());
        };
        let unknown = |_| TableError::UnknownParent {
            dim: line.dim.to_owned(),
            code: line.code.to_owned(),
            parent: parent_code.to_owned(),
        };
        let parent = self.position(parent_code).map_err(unknown)?;
        let member = self.position(line.code)?;
        self.parents[member].push(parent);
        Ok(())
    }

    fn check_no_cycle(&self) -> Result<(), TableError> {
        for (member, code) in self.codes.iter().enumerate() {
            let mut above = self.parents[member].clone();
            for _ in 0..self.codes.len() {
                above = above.iter().flat_map(|&parent| self.parents[parent].iter().copied()).collect();
                above.sort_unstable();
                above.dedup();
            }
            if !above.is_empty() {
                return Err(TableError::Cycle { dim: self.name.clone(), code: code.clone() });
            }
        }
        Ok(())
    }

    /// Per member: itself and all members it is part of, increasing.
    fn ancestors(&self) -> Vec<Vec<usize>> {
        let ancestors_of = |member: usize| {
            let mut found = vec![member];
            let mut next = 0;
            while let Some(&at) = found.get(next) {
                let new: Vec<usize> =
                    self.parents[at].iter().copied().filter(|parent| !found.contains(parent)).collect();
                found.extend(new);
                next += 1;
            }
            found.sort_unstable();
            found
        };
        (0..self.codes.len()).map(ancestors_of).collect()
    }

    /// The members that no other member is part of.
    fn lowest(&self) -> Vec<usize> {
        (0..self.codes.len()).filter(|&member| self.is_lowest(member)).collect()
    }

    fn is_lowest(&self, member: usize) -> bool {
        !self.parents.iter().flatten().any(|&parent| parent == member)
    }
}

/// All combinations of one element per set, the last set varying fastest.
fn cross(sets: &[&[usize]]) -> Vec<Vec<usize>> {
    let mut combinations = vec![Vec::new()];
    for set in sets {
        combinations = combinations
            .iter()
            .flat_map(|start| {
                set.iter().map(move |&member| {
                    let mut longer = start.clone();
                    longer.push(member);
                    longer
                })
            })
            .collect();
    }
    combinations
}
