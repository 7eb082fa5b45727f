//! What a change of the register does to the numbers that readers have bounds for.
#![expect(clippy::indexing_slicing, reason = "variables and leaves are numbered by the system")]

use crate::change::Change;
use crate::variables::{System, index};

/// Adds up changes; keeps its memory between calls.
pub(crate) struct World<'a> {
    system: &'a System,
    /// Per variable by how much the change looked at alters it.
    by: Vec<i32>,
    is_touched: Vec<bool>,
    touched: Vec<u32>,
    /// Numbers looked at so far: work is counted, not timed, so that results are the same on every machine.
    pub(crate) work: usize,
}

/// How far a change, and its opposite, would take numbers beyond what readers know, in all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Excess {
    pub(crate) forward: i64,
    pub(crate) backward: i64,
}

impl<'a> World<'a> {
    pub(crate) fn new(system: &'a System) -> Self {
        let variables = system.variables.len();
        Self { system, by: vec![0; variables], is_touched: vec![false; variables], touched: Vec::new(), work: 0 }
    }

    /// Looks at a change: the other methods are about the change looked at last.
    pub(crate) fn look_at(&mut self, change: &Change) {
        for variable in self.touched.drain(..) {
            self.by[index(variable)] = 0;
            self.is_touched[index(variable)] = false;
        }
        for &(leaf, by) in change {
            let variables = self.system.rows.of(index(leaf));
            self.work += variables.len();
            for &variable in variables {
                self.by[index(variable)] += by;
                if !std::mem::replace(&mut self.is_touched[index(variable)], true) {
                    self.touched.push(variable);
                }
            }
        }
    }

    /// By how much the change alters a variable.
    pub(crate) fn by(&self, variable: u32) -> i32 {
        self.by[index(variable)]
    }

    /// The variables that may be altered, with by how much.
    pub(crate) fn altered(&self) -> impl Iterator<Item = (u32, i32)> {
        self.touched.iter().map(|&variable| (variable, self.by[index(variable)])).filter(|&(_, by)| by != 0)
    }

    pub(crate) fn excess(&self) -> Excess {
        let mut excess = Excess::default();
        for (variable, by) in self.altered() {
            excess.forward += i64::from(self.beyond(variable, by).abs());
            excess.backward += i64::from(self.beyond(variable, -by).abs());
        }
        excess
    }

    /// The variables that the change takes beyond what readers know, with how far: negative when too small, positive
    /// when too large.
    pub(crate) fn violations(&self) -> impl Iterator<Item = (u32, i32)> {
        let violation = |(variable, by)| (variable, self.beyond(variable, by));
        self.altered().map(violation).filter(|&(_, beyond)| beyond != 0)
    }

    fn beyond(&self, variable: u32, by: i32) -> i32 {
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
