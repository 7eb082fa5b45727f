//! A block reduced to what matters: distinct cells with bounds, and the leaves that can change.
#![expect(
    clippy::indexing_slicing,
    reason = "every index is made here, from the block's own validated leaves and cells"
)]

use std::collections::HashMap;

use crate::block::{Block, CellKind, Demand};
use crate::lists::Lists;
use crate::policy::{Policy, ZeroPolicy};

/// The distinct cells of a block, and for each leaf that can change the distinct cells it is part of.
pub(crate) struct System {
    pub(crate) variables: Vec<Variable>,
    /// Per row (a leaf that can change): the variables that contain it, increasing.
    pub(crate) rows: Lists,
    /// Per variable: the rows that it contains, increasing.
    pub(crate) members: Lists,
    /// Per row: the leaf's count.
    pub(crate) row_counts: Vec<i32>,
    /// Per row: whether taking a citizen from the leaf takes a number below what readers know of it.
    pub(crate) is_stuck: Vec<bool>,
    /// Per row: the leaf of the block.
    pub(crate) leaf_of_row: Vec<u32>,
    /// Per cell of the block: its variable, or `None` for a published zero.
    pub(crate) variable_of_cell: Vec<Option<u32>>,
}

/// All cells with the same leaves: one number.
pub(crate) struct Variable {
    pub(crate) count: i32,
    /// What readers know the number to be at least while it is suppressed.
    pub(crate) lower: i32,
    /// What readers know the number to be at most while it is suppressed.
    pub(crate) upper: i32,
    pub(crate) role: Role,
    /// How much readers miss it.
    pub(crate) weight: u32,
    /// Number of publishable cells of the block that are this number.
    pub(crate) publishable: u32,
}

/// What may happen to a variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// Too small a group: must stay unpublished and undetermined.
    Sensitive,
    /// Published where that is safe.
    Candidate,
    /// Stays unpublished, by demand or because it is virtual, and may become known.
    Unpublished,
}

impl System {
    pub(crate) fn of(block: &Block, policy: Policy) -> Self {
        let active = active_leaves(block, policy);
        let row_of_leaf = number(&active);
        let mut builder = Builder {
            policy,
            variables: Vec::new(),
            members: Lists::default(),
            last: HashMap::new(),
            before: Vec::new(),
        };
        let variable_of_cell =
            (0..block.cells().len()).map(|cell| builder.add_cell(block, cell, &row_of_leaf)).collect();
        let leaves = active.iter().enumerate().filter(|&(_, &active)| active).map(|(leaf, _)| leaf);
        let (mut row_counts, mut leaf_of_row) = (Vec::new(), Vec::new());
        for (row, leaf) in leaves.enumerate() {
            let count = signed(block.leaf_counts()[leaf]);
            builder.add_leaf(index_u32(row), count);
            leaf_of_row.push(index_u32(leaf));
            row_counts.push(count);
        }
        let rows = builder.members.transposed(row_counts.len());
        let is_least = |&variable: &u32| {
            let variable = &builder.variables[index(variable)];
            variable.count <= variable.lower
        };
        let is_stuck = rows.iter().map(|variables| variables.iter().any(is_least)).collect();
        let Builder { variables, members, .. } = builder;
        Self { variables, rows, members, row_counts, is_stuck, leaf_of_row, variable_of_cell }
    }

    /// How early a variable is published: what readers miss most and what spans most leaves, by the product of both;
    /// ties by count, then by how many cells share it. What spans much binds few others alone, and leaves more to show
    /// than the missed alone in turn.
    pub(crate) fn precedence(&self, variable: u32) -> (u64, i32, u32) {
        let about = &self.variables[index(variable)];
        let leaves = u64::from(index_u32(self.members.of(index(variable)).len()));
        (u64::from(about.weight) * leaves, about.count, about.publishable)
    }

    /// The variables that must stay undetermined.
    pub(crate) fn sensitive(&self) -> impl Iterator<Item = u32> {
        let is_sensitive = |&(_, variable): &(usize, &Variable)| variable.role == Role::Sensitive;
        self.variables.iter().enumerate().filter(is_sensitive).map(|(at, _)| index_u32(at))
    }
}

/// The leaves that readers cannot rule out: all but those inside a published zero.
fn active_leaves(block: &Block, policy: Policy) -> Vec<bool> {
    let mut active = vec![true; block.leaf_counts().len()];
    if policy.zeros == ZeroPolicy::Public {
        let is_published_zero =
            |&cell: &usize| block.cells()[cell].kind == CellKind::Publishable && block.count(cell) == 0;
        for cell in (0..block.cells().len()).filter(is_published_zero) {
            for &leaf in block.leaves(cell) {
                active[index(leaf)] = false;
            }
        }
    }
    active
}

/// Consecutive numbers for the active leaves.
fn number(active: &[bool]) -> Vec<Option<u32>> {
    let mut next = 0;
    let number_one = |&active: &bool| {
        active.then(|| {
            next += 1;
            next - 1
        })
    };
    active.iter().map(number_one).collect()
}

struct Builder {
    policy: Policy,
    variables: Vec<Variable>,
    members: Lists,
    /// Per hash of members the last such variable.
    last: HashMap<u64, u32>,
    /// Per variable the one before with the same hash.
    before: Vec<Option<u32>>,
}

impl Builder {
    fn add_cell(&mut self, block: &Block, cell: usize, row_of_leaf: &[Option<u32>]) -> Option<u32> {
        let spec = block.cells()[cell];
        let count = block.count(cell);
        let members = block.leaves(cell).iter().filter_map(|&leaf| row_of_leaf[index(leaf)]);
        let at = index(self.variable(members, signed(count))?);
        let variable = &mut self.variables[at];
        if self.policy.is_sensitive(count, spec.denominator) || spec.demand == Demand::Protect {
            variable.role = Role::Sensitive;
        }
        if let Some(denominator) = spec.denominator {
            variable.upper = variable.upper.min(i32::try_from(denominator).unwrap_or(i32::MAX));
        }
        if spec.kind == CellKind::Publishable {
            if variable.publishable == 0 && variable.role == Role::Unpublished {
                variable.role = Role::Candidate;
            }
            variable.publishable += 1;
            variable.weight = variable.weight.max(spec.weight.unwrap_or(count));
            variable.lower = i32::from(self.policy.zeros == ZeroPolicy::Public);
            if spec.demand == Demand::Suppress && variable.role == Role::Candidate {
                variable.role = Role::Unpublished;
            }
        }
        Some(index_u32(at))
    }

    fn add_leaf(&mut self, row: u32, count: i32) {
        self.variable(std::iter::once(row), count);
    }

    /// The variable with these members; none without members.
    fn variable(&mut self, members: impl Iterator<Item = u32>, count: i32) -> Option<u32> {
        let new = self.members.len();
        self.members.push(members);
        if self.members.of(new).is_empty() {
            self.members.pop();
            return None;
        }
        let hash = self.members.of(new).iter().copied().fold(0, mix);
        let mut known = self.last.get(&hash).copied();
        while let Some(at) = known {
            if self.members.of(index(at)) == self.members.of(new) {
                self.members.pop();
                return Some(at);
            }
            known = self.before[index(at)];
        }
        self.before.push(self.last.insert(hash, index_u32(new)));
        self.variables.push(Variable {
            count,
            lower: 0,
            upper: i32::MAX,
            role: Role::Unpublished,
            weight: 0,
            publishable: 0,
        });
        Some(index_u32(new))
    }
}

fn mix(hash: u64, member: u32) -> u64 {
    (hash ^ u64::from(member)).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(29)
}

/// A stored index as a position.
pub(crate) fn index(stored: u32) -> usize {
    usize::try_from(stored).unwrap_or(usize::MAX)
}

/// A position as a stored index; blocks have far fewer than 2³² leaves and cells.
pub(crate) fn index_u32(position: usize) -> u32 {
    u32::try_from(position).unwrap_or(u32::MAX)
}

/// A count as a signed number; blocks hold fewer than 2³⁰ citizens per cell.
pub(crate) fn signed(count: u32) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}
