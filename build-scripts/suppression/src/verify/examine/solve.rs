//! Questions to a solver of integer programs. Its answers are added up again; only its "no" is taken on trust.
#![expect(clippy::indexing_slicing, reason = "leaves are numbered by the system")]

use microlp::{ComparisonOp, Error, OptimizationDirection, Problem, SolveOptions, SolveOutcome};

use super::super::position;
use super::lattice::Lattice;
use super::system::{Row, System};

/// Bounds beyond this say nothing.
const FAR: i64 = 1 << 30;

/// What the solver says to the question whether a register fits.
pub(super) enum Reply {
    /// The numbers of the component's leaves in such a register, in their order.
    Fits(Vec<i64>),
    /// There is none.
    Never,
    /// The work allowed did not do.
    Undecided,
}

/// One component of a system: leaves that vary apart from all others.
pub(super) struct Component<'a> {
    pub(super) leaves: Vec<u32>,
    rows: Vec<&'a Row>,
}

impl<'a> Component<'a> {
    /// The components of a system, each under the number of its first leaf in `of_leaf`.
    pub(super) fn all(system: &'a System, lattice: &Lattice, of_leaf: &[u32]) -> Vec<Self> {
        let mut place = vec![usize::MAX; of_leaf.len()];
        let mut components: Vec<Self> = Vec::new();
        for (leaf, &first) in (0_u32..).zip(of_leaf).filter(|&(_, &first)| first != u32::MAX) {
            let at = &mut place[position(first)];
            if *at == usize::MAX {
                *at = components.len();
                components.push(Self { leaves: Vec::new(), rows: Vec::new() });
            }
            components[*at].leaves.push(leaf);
        }
        let equations = system.equations.iter().zip(&lattice.is_redundant).filter(|&(_, &redundant)| !redundant);
        for row in equations.map(|(row, _)| row).chain(&system.bounds) {
            if let Some(&(leaf, _)) = row.terms.first() {
                components[place[position(of_leaf[position(leaf)])]].rows.push(row);
            }
        }
        components
    }

    /// Writes the numbers of the component's leaves into a register.
    pub(super) fn write(&self, numbers: &[i64], register: &mut [i64]) {
        for (&leaf, &number) in self.leaves.iter().zip(numbers) {
            register[position(leaf)] = number;
        }
    }

    /// Whether a register fits, and, with `asked`, has a sum over some leaves within two bounds.
    pub(super) fn ask(&self, system: &System, asked: Option<&Row>, nodes: u64) -> Reply {
        self.solve(system, asked, &[], nodes)
    }

    /// A register that fits and in which a weighted sum of leaves (weights in the order of the component's) is large.
    pub(super) fn reach(&self, system: &System, weights: &[i64], nodes: u64) -> Reply {
        self.solve(system, None, weights, nodes)
    }

    fn solve(&self, system: &System, asked: Option<&Row>, weights: &[i64], nodes: u64) -> Reply {
        let mut problem = Problem::new(OptimizationDirection::Maximize);
        let mut place = vec![usize::MAX; system.range.len()];
        let mut variables = Vec::with_capacity(self.leaves.len());
        for (at, &leaf) in self.leaves.iter().enumerate() {
            place[position(leaf)] = at;
            let (least, greatest) = system.range[position(leaf)];
            let (Ok(least), Ok(greatest)) = (i32::try_from(least), i32::try_from(greatest)) else {
                return Reply::Undecided;
            };
            let weight = weights.get(at).copied().unwrap_or_default();
            variables.push(problem.add_integer_var(float(weight), (least, greatest)));
        }
        for row in self.rows.iter().copied().chain(asked) {
            let terms: Vec<_> =
                row.terms.iter().map(|&(leaf, part)| (variables[place[position(leaf)]], float(part))).collect();
            if row.least == row.greatest {
                problem.add_constraint(&terms, ComparisonOp::Eq, float(row.least));
            } else {
                for (limit, side) in [(row.least, ComparisonOp::Ge), (row.greatest, ComparisonOp::Le)] {
                    if limit.abs() < FAR {
                        problem.add_constraint(&terms, side, float(limit));
                    }
                }
            }
        }
        let mut options = SolveOptions::default();
        options.node_limit = Some(nodes);
        match problem.solve_with(options) {
            Ok(SolveOutcome::Solution(solution)) => {
                Reply::Fits(variables.iter().map(|&variable| whole(solution.var_value(variable))).collect())
            }
            Err(Error::Infeasible) => Reply::Never,
            _ => Reply::Undecided,
        }
    }
}

#[expect(clippy::as_conversions, clippy::cast_precision_loss, reason = "counts of citizens are far below 2^52")]
fn float(number: i64) -> f64 {
    number as f64
}

#[expect(clippy::as_conversions, clippy::cast_possible_truncation, reason = "rounded; within the bounds of the leaf")]
fn whole(number: f64) -> i64 {
    number.round() as i64
}
