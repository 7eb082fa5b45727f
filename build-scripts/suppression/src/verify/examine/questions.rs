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
    left: u32,
}

impl<'a> Questions<'a> {
    pub(super) fn new(system: &'a System, components: &'a [Component<'a>], of_leaf: &'a [u32], depth: Depth) -> Self {
        Self { system, components, of_leaf, depth, asked: 0, left: 0 }
    }

    /// First for a second value of each target, then for a third.
    pub(super) fn ask_all(&mut self, walk: &mut Walk<'_>, mut state: Vec<State>) -> Vec<State> {
        self.sweep(walk);
        for (values, questions) in (1..ENOUGH).zip([self.depth.questions, self.depth.third_questions]) {
            self.left = questions;
            for (target, state) in state.iter_mut().enumerate() {
                let found = |walk: &Walk<'_>| walk.targets.get(target).map_or(ENOUGH, |target| target.values.len());
                if *state == State::Open && found(walk) == values && self.is_closed(walk, target) {
                    *state = State::Closed;
                }
            }
        }
        state
    }

    /// Moves as many targets with one value as possible at once, up or down: one answer often serves many.
    fn sweep(&mut self, walk: &mut Walk<'_>) {
        for pattern in 0..SWEEPS {
            let lonely: Vec<usize> =
                walk.targets.iter().filter(|target| target.values.len() == 1).map(|target| target.set).collect();
            if lonely.len() < FEW || self.depth.questions == 0 {
                return;
            }
            let mut weights = vec![0_i64; self.of_leaf.len()];
            for (at, set) in lonely.into_iter().enumerate() {
                let sign = if (at >> (pattern / 2) ^ pattern) & 1 == 0 { 1 } else { -1 };
                for &leaf in self.system.open.of(set) {
                    if let Some(weight) = weights.get_mut(position(leaf)) {
                        *weight += sign;
                    }
                }
            }
            self.reach(walk, &weights);
        }
    }

    fn reach(&mut self, walk: &mut Walk<'_>, weights: &[i64]) {
        let mut register = walk.register.clone();
        for component in self.components {
            let own: Vec<i64> =
                component.leaves.iter().filter_map(|&leaf| weights.get(position(leaf)).copied()).collect();
            if own.iter().any(|&weight| weight != 0) {
                self.asked += 1;
                if let Reply::Fits(numbers) = component.reach(self.system, &own, self.depth.nodes) {
                    component.write(&numbers, &mut register);
                }
            }
        }
        if self.system.fits(&register) {
            walk.jump(register);
            walk.look_around();
        }
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
        if self.left == 0 {
            return Reply::Undecided;
        }
        self.left -= 1;
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

/// Sweeps for many targets at once.
const SWEEPS: usize = 6;
/// As few targets are asked about one by one.
const FEW: usize = 4;
/// Beyond every sum of counts.
const FAR: i64 = 1 << 40;
