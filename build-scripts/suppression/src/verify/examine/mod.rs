//! Whether published cells give a withheld one away: an answer with proof for every one of them, from public
//! knowledge alone.
//!
//! Bounds are passed along sums first. What they leave open becomes a system of whole numbers; one register that fits
//! it is found by a solver of integer programs, and from there sparse changes that alter no told sum lead to others. A
//! cell that counts differently in two registers is safe, and the two are its proof: they can be had
//! ([`Examination::registers`]) and added up by anybody. The solver is asked about the cells that are left. All work is
//! counted, so that the same table gets the same answers everywhere.

mod lattice;
mod questions;
mod solve;
mod system;
mod walk;

use std::sync::Arc;

use super::position;
use super::propagation::{Bounds, propagate};
use super::public::{PublicTable, Told};
use super::structure::Structure;
use lattice::{Change, Lattice, lattice};
use questions::{Questions, State};
use solve::{Component, Reply};
use system::System;
use walk::{Target, Walk};

/// How much work an examination may do; what is open then stays [`Answer::Undecided`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Depth {
    /// Times that all changes are tried from another register.
    pub rounds: u32,
    /// Questions to the solver for a second number of single cells.
    pub questions: u32,
    /// Questions to the solver for a third number of single cells.
    pub third_questions: u32,
    /// Steps of branching per question.
    pub nodes: u64,
}

impl Depth {
    /// For many tables: the solver finds a register, and is asked about cells of which no second number was found.
    pub const QUICK: Self = Self { rounds: 6, questions: 500, third_questions: 0, nodes: 1_000 };
    /// Decides nearly every cell.
    pub const FULL: Self = Self { rounds: 8, questions: 1_000, third_questions: 1_000, nodes: 5_000 };
}

/// What is known of a table already, of which more was told before.
///
/// Two registers that fit what was told fit all the less that is told now: a cell that counts differently in them
/// need not be asked about again.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// Withheld cells to ask about, increasing. All others are [`Answer::Undecided`] unless bounds say more.
    pub asked: &'a [usize],
    /// A register that may fit: the solver need not look for one.
    pub register: Option<&'a [i64]>,
}

/// What is found out about the withheld cells of a table.
#[derive(Clone, Debug, Default)]
pub struct Examination {
    /// Per withheld cell the answer, by increasing cell.
    pub answers: Vec<(usize, Answer)>,
    /// No register fits what is told: the table does not add up, and its answers say nothing.
    pub is_contradictory: bool,
    /// Questions asked about single cells.
    pub questions: u32,
    kept: Vec<Vec<i64>>,
    /// Per answer two registers in which the cell counts differently.
    witnesses: Vec<Option<[walk::Register; 2]>>,
}

/// What is found out about one withheld cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The cell can have one number only.
    Exact {
        /// The number.
        value: i64,
        /// How it is found.
        means: Means,
    },
    /// Two registers that fit differ in the cell.
    Several {
        /// The least number possible, or less.
        lower: i64,
        /// The greatest number possible, or more; absent when nothing bounds it.
        upper: Option<i64>,
        /// Different numbers that were found, three at most.
        values: usize,
        /// The same, and that there are no others is proven.
        is_all: bool,
    },
    /// The work allowed did not decide.
    Undecided {
        /// The least number possible, or less.
        lower: i64,
        /// The greatest number possible, or more; absent when nothing bounds it.
        upper: Option<i64>,
    },
}

/// How a number is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Means {
    /// Bounds passed along sums until they met.
    Bounds,
    /// Told sums add up to it.
    Combination,
    /// No register has another number.
    Search,
}

impl Examination {
    /// A register (a number for each leaf of the table) that fits everything told, if one was found.
    pub fn any_register(&self) -> Option<&[i64]> {
        self.kept.first().map(Vec::as_slice)
    }

    /// Two registers (a number for each leaf of the table) that fit everything told and differ in the cell of the
    /// answer at this place; `None` unless it is [`Answer::Several`].
    pub fn registers(&self, answer: usize) -> Option<[Vec<i64>; 2]> {
        let [first, second] = self.witnesses.get(answer)?.as_ref()?;
        Some([self.register(first)?, self.register(second)?])
    }

    fn register(&self, register: &walk::Register) -> Option<Vec<i64>> {
        let mut leaves = self.kept.get(register.kept)?.clone();
        for &(leaf, by) in register.change.iter().flat_map(|(change, _)| change.iter()) {
            let times = register.change.as_ref().map_or(0, |&(_, times)| times);
            *leaves.get_mut(position(leaf))? += by * times;
        }
        Some(leaves)
    }
}

/// Answers for withheld cells of a table: for all of them, or for those `known` asks about.
pub(super) fn examine(table: &PublicTable, depth: Depth, known: Option<Known<'_>>) -> Examination {
    let structure = Structure::of(table);
    let bounds = propagate(&structure);
    let withheld: Vec<usize> = table
        .cells()
        .enumerate()
        .filter(|(_, (_, told))| !matches!(told, Told::Exactly(_)))
        .map(|(at, _)| at)
        .collect();
    let asked = known.map_or(&withheld[..], |known| known.asked);
    let is_contradictory = bounds.is_contradictory() || has_false_zero(table, &structure);
    let mut work = Work { structure: &structure, bounds, found: Vec::new(), depth, asked: 0 };
    work.found.resize(structure.sets.len(), None);
    let register = known.and_then(|known| known.register);
    let kept = if is_contradictory { None } else { work.run(asked, register) };
    let mut examination = Examination {
        is_contradictory: is_contradictory || kept.is_none(),
        questions: work.asked,
        kept: kept.unwrap_or_default(),
        ..Examination::default()
    };
    for cell in withheld {
        let (answer, witness) = work.answer(cell);
        examination.answers.push((cell, answer));
        examination.witnesses.push(witness);
    }
    examination
}

/// Whether a cell that has citizens lies inside a published zero.
fn has_false_zero(table: &PublicTable, structure: &Structure) -> bool {
    let least = |told| match told {
        Told::Exactly(count) => count,
        Told::Between { lower, .. } => lower,
    };
    table.cells().zip(&structure.set_of_cell).any(|((_, told), set)| set.is_none() && least(told) > 0)
}

type Found = (Answer, Option<[walk::Register; 2]>);

struct Work<'a> {
    structure: &'a Structure,
    bounds: Bounds,
    /// Per set what was found out beyond its bounds.
    found: Vec<Option<Found>>,
    depth: Depth,
    asked: u32,
}

impl Work<'_> {
    /// The answer for a cell, once everything was tried.
    fn answer(&self, cell: usize) -> Found {
        let (lower, upper) = self.bounds.of_cell(self.structure, cell);
        if upper == Some(lower) {
            return (Answer::Exact { value: lower, means: Means::Bounds }, None);
        }
        let set = self.structure.set_of_cell.get(cell).copied().flatten();
        let found = set.and_then(|set| self.found.get(set)).cloned().flatten();
        found.unwrap_or((Answer::Undecided { lower, upper }, None))
    }

    /// Examines the sets of the withheld cells and returns the registers that the answers name; `None` when no
    /// register fits.
    fn run(&mut self, withheld: &[usize], known: Option<&[i64]>) -> Option<Vec<Vec<i64>>> {
        let system = System::of(self.structure, &self.bounds);
        let lattice = lattice(&system);
        let of_leaf = system.components();
        let components = Component::all(&system, &lattice, &of_leaf);
        let register = match known.filter(|register| system.fits(register)) {
            Some(register) => register.to_vec(),
            None => match first_register(&system, &components, self.depth) {
                Reply::Fits(register) => register,
                Reply::Never => return None,
                Reply::Undecided => return Some(Vec::new()),
            },
        };
        let sets = self.open_sets(&system, withheld);
        let Lattice { changes, is_complete, .. } = lattice;
        let changes: Vec<Arc<Change>> = changes.into_iter().map(Arc::new).collect();
        let mut walk = Walk::new(&system, &changes, &sets, register);
        let movable = walk.movable();
        walk.run(self.depth.rounds);
        let mut questions = Questions::new(&system, &components, &of_leaf, self.depth);
        let state: Vec<State> = (0..sets.len())
            .map(|target| if is_complete && !movable.contains(&target) { State::Combination } else { State::Open })
            .collect();
        let state = questions.ask_all(&mut walk, state);
        self.asked = questions.asked;
        for (target, state) in walk.targets.iter().zip(state) {
            if let Some(found) = self.found.get_mut(target.set) {
                *found = outcome(target, state, self.bounds.of_set(target.set));
            }
        }
        Some(walk.kept)
    }

    /// The distinct sets of withheld cells that bounds leave open.
    fn open_sets(&self, system: &System, withheld: &[usize]) -> Vec<usize> {
        let set = |&cell: &usize| self.structure.set_of_cell.get(cell).copied().flatten();
        let mut sets: Vec<usize> = withheld.iter().filter_map(set).collect();
        sets.sort_unstable();
        sets.dedup();
        sets.retain(|&set| {
            !system.open.of(set).is_empty() && self.bounds.of_set(set).1 != Some(self.bounds.of_set(set).0)
        });
        sets
    }
}

fn outcome(target: &Target, state: State, (lower, upper): (i64, Option<i64>)) -> Option<Found> {
    let (&value, first) = target.values.first().zip(target.registers.first())?;
    match (target.values.len(), state) {
        (1, State::Open) => None,
        (1, State::Combination) => Some((Answer::Exact { value, means: Means::Combination }, None)),
        (1, State::Closed) => Some((Answer::Exact { value, means: Means::Search }, None)),
        (values, _) => {
            let witness = target.registers.get(1).map(|second| [first.clone(), second.clone()]);
            Some((Answer::Several { lower, upper, values, is_all: state == State::Closed }, witness))
        }
    }
}

/// One register that fits, put together from its components and added up again.
fn first_register(system: &System, components: &[Component<'_>], depth: Depth) -> Reply {
    let mut register: Vec<i64> = system.range.iter().map(|&(least, _)| least).collect();
    for component in components {
        match component.ask(system, None, depth.nodes) {
            Reply::Fits(numbers) => component.write(&numbers, &mut register),
            other => return other,
        }
    }
    if system.fits(&register) { Reply::Fits(register) } else { Reply::Never }
}
