//! What walking left open, put to the solver cell by cell.

use super::super::position;
use super::Depth;
use super::solve::{Component, Reply};
use super::system::{Row, System};
use super::walk::{ENOUGH, Walk, within};

/// What is known of a target besides its values.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    Open,
    /// No change alters it.
    Combination,
    /// There are no other values.
    Closed,
}

/// Asks the solver about the targets that walking left open.
pub(super) struct Questions<'a> {
    system: &'a System,
    components: &'a [Component<'a>],
    of_leaf: &'a [u32],
    depth: Depth,
    /// Questions asked.
    pub(super) asked: u32,
}

impl<'a> Questions<'a> {
    pub(super) fn new(system: &'a System, components: &'a [Component<'a>], of_leaf: &'a [u32], depth: Depth) -> Self {
        Self { system, components, of_leaf, depth, asked: 0 }
    }

    /// First for a second value of each target, then for a third.
    pub(super) fn ask_all(&mut self, walk: &mut Walk<'_>, mut state: Vec<State>) -> Vec<State> {
        for values in 1..ENOUGH {
            for (target, state) in state.iter_mut().enumerate() {
                let found = |walk: &Walk<'_>| walk.targets.get(target).map_or(ENOUGH, |target| target.values.len());
                if *state == State::Open && found(walk) == values && self.is_closed(walk, target) {
                    *state = State::Closed;
                }
            }
        }
        state
    }

    /// Asks for a value beyond those of a target; says whether there is none. A register that has one is walked to.
    fn is_closed(&mut self, walk: &mut Walk<'_>, target: usize) -> bool {
        let Some((set, values, now)) = walk.targets.get(target).map(|t| (t.set, t.values.clone(), t.now)) else {
            return false;
        };
        let parts: Vec<(&'a Component<'a>, Vec<u32>)> = self.parts(set);
        if values.len() > 1 && parts.len() > 1 {
            return false;
        }
        let (Some(&lowest), Some(&highest)) = (values.iter().min(), values.iter().max()) else { return false };
        for (component, leaves) in parts {
            let sum: i64 = leaves.iter().filter_map(|&leaf| walk.register.get(position(leaf))).sum();
            let rest = now - sum;
            let beyond = [(highest + 1, FAR), (-FAR, lowest - 1), (lowest + 1, highest - 1)];
            for (least, greatest) in beyond.into_iter().filter(|(least, greatest)| least <= greatest) {
                let terms = leaves.iter().map(|&leaf| (leaf, 1)).collect();
                let row = Row { terms, least: least - rest, greatest: greatest - rest };
                match self.ask(component, &row) {
                    Reply::Never => {}
                    Reply::Undecided => return false,
                    Reply::Fits(numbers) => {
                        let mut register = walk.register.clone();
                        component.write(&numbers, &mut register);
                        if self.system.fits(&register) {
                            walk.jump(register);
                            walk.look_around();
                        }
                        return false;
                    }
                }
            }
        }
        true
    }

    fn ask(&mut self, component: &Component<'_>, row: &Row) -> Reply {
        if self.asked >= self.depth.questions {
            return Reply::Undecided;
        }
        self.asked += 1;
        component.ask(self.system, Some(row), self.depth.nodes)
    }

    /// The components that a set has open leaves in, with these leaves.
    fn parts(&self, set: usize) -> Vec<(&'a Component<'a>, Vec<u32>)> {
        let part = |component: &Component<'_>| {
            let first = component.leaves.first().copied()?;
            let leaves = within(self.system, self.of_leaf, set, first);
            (!leaves.is_empty()).then_some(leaves)
        };
        self.components.iter().filter_map(|component| Some((component, part(component)?))).collect()
    }
}

/// Beyond every sum of counts.
const FAR: i64 = 1 << 40;
