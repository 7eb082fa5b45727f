//! What changes of the register do to the numbers that readers have bounds for.
#![expect(clippy::indexing_slicing, reason = "variables, leaves and rows are numbered by the system")]

use crate::change::Change;
use crate::lists::Lists;
use crate::variables::{System, index};

/// By how much a change alters each variable that it alters; in no order.
pub(crate) type Effect = Vec<(u32, i32)>;

/// How far a change, and its opposite, would take numbers beyond what readers know, in all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Excess {
    pub(crate) forward: i64,
    pub(crate) backward: i64,
}

/// A second world: the register after some changes. Keeps its memory between uses.
pub(crate) struct World<'a> {
    system: &'a System,
    /// Per leaf the variables that can be altered.
    open: Lists,
    /// Per variable by how much it is altered.
    by: Vec<i32>,
    is_touched: Vec<bool>,
    touched: Vec<u32>,
}

impl<'a> World<'a> {
    pub(crate) fn new(system: &'a System) -> Self {
        let variables = system.variables.len();
        Self {
            system,
            open: system.rows.clone(),
            by: vec![0; variables],
            is_touched: vec![false; variables],
            touched: Vec::new(),
        }
    }

    /// Leaves out of account what is published for good.
    pub(crate) fn forget(&mut self, is_published: &[bool]) {
        let mut open = Lists::default();
        for variables in self.system.rows.iter() {
            open.push(variables.iter().copied().filter(|&variable| !is_published[index(variable)]));
        }
        self.open = open;
    }

    /// Back to the true register.
    pub(crate) fn clear(&mut self) {
        for variable in self.touched.drain(..) {
            self.by[index(variable)] = 0;
            self.is_touched[index(variable)] = false;
        }
    }

    /// What a change of leaves alters. Clears the world before and after.
    pub(crate) fn effect(&mut self, change: &Change) -> Effect {
        self.clear();
        for &(leaf, by) in change {
            for &variable in self.open.of(index(leaf)) {
                self.by[index(variable)] += by;
                if !std::mem::replace(&mut self.is_touched[index(variable)], true) {
                    self.touched.push(variable);
                }
            }
        }
        let effect = self.altered().collect();
        self.clear();
        effect
    }

    /// Adds an effect some times.
    pub(crate) fn add(&mut self, effect: &Effect, times: i32) {
        for &(variable, by) in effect {
            self.alter(variable, times * by);
        }
    }

    fn alter(&mut self, variable: u32, by: i32) {
        self.by[index(variable)] += by;
        if !std::mem::replace(&mut self.is_touched[index(variable)], true) {
            self.touched.push(variable);
        }
    }

    /// By how much a variable is altered.
    pub(crate) fn by(&self, variable: u32) -> i32 {
        self.by[index(variable)]
    }

    /// The altered variables, with by how much.
    pub(crate) fn altered(&self) -> impl Iterator<Item = (u32, i32)> {
        self.touched.iter().map(|&variable| (variable, self.by[index(variable)])).filter(|&(_, by)| by != 0)
    }

    /// The variables that are beyond what readers know, with how far: negative when too small, positive when too large.
    pub(crate) fn violations(&self) -> impl Iterator<Item = (u32, i32)> {
        let violation = |(variable, by)| (variable, self.beyond(variable, by));
        self.altered().map(violation).filter(|&(_, beyond)| beyond != 0)
    }

    /// What an effect on the true register exceeds, and what its opposite would.
    pub(crate) fn excess_of(&self, effect: &Effect) -> Excess {
        let mut excess = Excess::default();
        for &(variable, by) in effect {
            excess.forward += i64::from(self.beyond(variable, by).abs());
            excess.backward += i64::from(self.beyond(variable, -by).abs());
        }
        excess
    }

    /// How much more would be exceeded if an effect were added some times.
    pub(crate) fn more_excess(&self, effect: &Effect, times: i32) -> i64 {
        let more = |&(variable, by): &(u32, i32)| {
            let now = self.by[index(variable)];
            i64::from(self.beyond(variable, now + times * by).abs()) - i64::from(self.beyond(variable, now).abs())
        };
        effect.iter().map(more).sum()
    }

    /// How far a variable would be beyond what readers know if it were altered by so much.
    pub(crate) fn beyond(&self, variable: u32, by: i32) -> i32 {
        let bounds = &self.system.variables[index(variable)];
        let value = bounds.count.saturating_add(by);
        if value < bounds.lower {
            value - bounds.lower
        } else if value > bounds.upper {
            value - bounds.upper
        } else {
            0
        }
    }
}
