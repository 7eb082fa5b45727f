//! From register to register: every one that fits what is published is a witness of what the cells can count.
#![expect(clippy::indexing_slicing, reason = "leaves, rows and targets are numbered here")]

use std::{collections::BTreeSet, sync::Arc};

use super::super::position;
use super::lattice::{Change, sum};
use super::system::System;
use crate::lists::Lists;

/// As many different values are looked for; fewer are worth a report.
pub(super) const ENOUGH: usize = 3;
/// Longer steps in one direction say nothing new.
const LONGEST: i64 = 64;
/// Pairs of changes that are tried for one target.
const PAIRS: usize = 256;

/// A withheld number, and what registers that fit make of it.
pub(super) struct Target {
    /// Its set in the structure.
    pub(super) set: usize,
    /// The values found, up to [`ENOUGH`] different ones.
    pub(super) values: Vec<i64>,
    /// Per value a register that has it.
    pub(super) registers: Vec<Register>,
    /// Its number in the register at hand; not kept up once there are values enough.
    pub(super) now: i64,
}

/// A register that fits, as one of the kept ones and a change of it.
#[derive(Clone, Debug)]
pub(super) struct Register {
    pub(super) kept: usize,
    pub(super) change: Option<(Arc<Change>, i64)>,
}

pub(super) struct Walk<'a> {
    system: &'a System,
    changes: &'a [Arc<Change>],
    pub(super) targets: Vec<Target>,
    targets_of_leaf: Lists,
    rows_of_leaf: Vec<Vec<(u32, i64)>>,
    row_sums: Vec<i64>,
    pub(super) register: Vec<i64>,
    /// The registers that targets name.
    pub(super) kept: Vec<Vec<i64>>,
    /// By how much the change looked at alters each target that it touches.
    altered: Vec<i64>,
    /// Per target the last look that touched it.
    seen_for: Vec<u64>,
    looks: u64,
    /// By how much the change looked at alters each row; zero between changes.
    altered_rows: Vec<i64>,
    state: u64,
}

impl<'a> Walk<'a> {
    /// Starts from a register that fits.
    pub(super) fn new(system: &'a System, changes: &'a [Arc<Change>], sets: &[usize], register: Vec<i64>) -> Self {
        let mut leaves = Lists::default();
        for &set in sets {
            leaves.push(system.open.of(set).iter().copied());
        }
        let mut rows_of_leaf = vec![Vec::new(); system.range.len()];
        for (row, at) in system.bounds.iter().zip(0_u32..) {
            row.terms.iter().for_each(|&(leaf, part)| rows_of_leaf[position(leaf)].push((at, part)));
        }
        let target = |&set: &usize| Target { set, values: Vec::new(), registers: Vec::new(), now: 0 };
        let mut walk = Self {
            targets: sets.iter().map(target).collect(),
            targets_of_leaf: leaves.transposed(system.range.len()),
            rows_of_leaf,
            row_sums: Vec::new(),
            register: Vec::new(),
            kept: Vec::new(),
            altered: vec![0; sets.len()],
            seen_for: vec![0; sets.len()],
            looks: 0,
            altered_rows: vec![0; system.bounds.len()],
            state: 0x9E37_79B9_7F4A_7C15,
            system,
            changes,
        };
        walk.jump(register);
        walk
    }

    /// Goes on from another register that fits, and notes what the targets count there.
    pub(super) fn jump(&mut self, register: Vec<i64>) {
        let sum = |terms: &[(u32, i64)]| terms.iter().map(|&(leaf, part)| part * register[position(leaf)]).sum();
        self.row_sums = self.system.bounds.iter().map(|row| sum(&row.terms)).collect();
        for target in &mut self.targets {
            let leaves = self.system.open.of(target.set);
            target.now =
                self.system.base[target.set] + leaves.iter().map(|&leaf| register[position(leaf)]).sum::<i64>();
        }
        self.register = register;
        self.keep();
    }

    /// Tries every change by itself, then moves about and tries again, up to `rounds` times.
    pub(super) fn run(&mut self, rounds: u32) {
        self.look_around();
        if self.open_targets() > 0 {
            self.centre();
            self.look_around();
        }
        let mut idle = 0;
        for _ in 0..rounds {
            if self.open_targets() == 0 || idle == 2 {
                break;
            }
            let before = self.found();
            self.wander();
            self.look_around();
            idle = if self.found() == before { idle + 1 } else { 0 };
        }
        self.combine();
    }

    /// How many targets have fewer than [`ENOUGH`] values.
    pub(super) fn open_targets(&self) -> usize {
        self.targets.iter().filter(|target| target.values.len() < ENOUGH).count()
    }

    fn found(&self) -> usize {
        self.targets.iter().map(|target| target.values.len()).sum()
    }

    /// Keeps the register at hand and notes the numbers of the targets in it.
    fn keep(&mut self) {
        let here = Register { kept: self.kept.len(), change: None };
        self.targets.iter_mut().for_each(|target| target.note(target.now, &here));
        self.kept.push(self.register.clone());
    }

    /// The targets that any change alters.
    pub(super) fn movable(&mut self) -> BTreeSet<usize> {
        let mut movable = BTreeSet::new();
        for change in self.changes {
            movable.extend(self.alter(change).into_iter().map(position));
        }
        movable
    }

    /// Tries every change by itself.
    pub(super) fn look_around(&mut self) {
        self.narrow_down();
        for change in self.changes {
            self.look_along(change);
        }
    }

    /// Notes what the targets count one and two steps along a change and against it.
    fn look_along(&mut self, change: &Arc<Change>) {
        let targets = self.alter(change);
        if !targets.is_empty() {
            let (back, forth) = self.room(change);
            for times in (-back.min(2)..=forth.min(2)).filter(|&times| times != 0) {
                let there = Register { kept: self.kept.len() - 1, change: Some((Arc::clone(change), times)) };
                for &target in &targets {
                    let by = self.altered[position(target)] * times;
                    let target = &mut self.targets[position(target)];
                    target.note(target.now + by, &there);
                }
            }
        }
    }

    /// The targets with too few values that a change alters; `altered` says by how much.
    fn alter(&mut self, change: &Change) -> Vec<u32> {
        let mut touched = Vec::new();
        self.looks += 1;
        for &(leaf, by) in change {
            for &target in self.targets_of_leaf.of(position(leaf)) {
                let target_at = position(target);
                if std::mem::replace(&mut self.seen_for[target_at], self.looks) != self.looks {
                    self.altered[target_at] = 0;
                    touched.push(target);
                }
                self.altered[target_at] += by;
            }
        }
        touched.retain(|&target| self.altered[position(target)] != 0);
        touched
    }

    /// Forgets the targets that have values enough.
    fn narrow_down(&mut self) {
        let mut leaves = Lists::default();
        for target in &self.targets {
            let is_open = target.values.len() < ENOUGH;
            leaves.push(self.system.open.of(target.set).iter().copied().filter(|_| is_open));
        }
        self.targets_of_leaf = leaves.transposed(self.system.range.len());
    }

    /// How often a change can be subtracted from, and added to, the register at hand.
    fn room(&mut self, change: &Change) -> (i64, i64) {
        let (mut back, mut forth) = (LONGEST, LONGEST);
        let mut limit = |down: i64, up: i64, by: i64| {
            let (with, against) = if by > 0 { (up, down) } else { (down, up) };
            forth = forth.min(with / by.abs());
            back = back.min(against / by.abs());
        };
        let mut rows = Vec::new();
        for &(leaf, by) in change {
            let leaf = position(leaf);
            let (least, greatest) = self.system.range[leaf];
            limit(self.register[leaf] - least, greatest - self.register[leaf], by);
            for &(row, part) in &self.rows_of_leaf[leaf] {
                self.altered_rows[position(row)] += part * by;
                rows.push(row);
            }
        }
        for row in rows {
            let by = std::mem::take(&mut self.altered_rows[position(row)]);
            if by != 0 {
                let (sum, row) = (self.row_sums[position(row)], &self.system.bounds[position(row)]);
                limit(sum - row.least, row.greatest - sum, by);
            }
        }
        (back, forth)
    }

    fn step(&mut self, change: &Change, times: i64) {
        for &(leaf, by) in change {
            let leaf = position(leaf);
            self.register[leaf] += by * times;
            for &(row, part) in &self.rows_of_leaf[leaf] {
                self.row_sums[position(row)] += part * by * times;
            }
            for &target in self.targets_of_leaf.of(leaf) {
                self.targets[position(target)].now += by * times;
            }
        }
    }

    /// Moves to the middle of what each change allows.
    fn centre(&mut self) {
        for change in self.changes {
            let (back, forth) = self.room(change);
            self.step(change, (forth - back) / 2);
        }
        self.keep();
    }

    /// Moves by chance along each change.
    fn wander(&mut self) {
        for change in self.changes {
            let (back, forth) = self.room(change);
            self.state = self.state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let drawn = i64::try_from(self.state >> 33).unwrap_or_default() % (back + forth + 1);
            self.step(change, drawn - back);
        }
        self.keep();
    }

    /// For targets with one value: changes that only lack a second one that makes room.
    fn combine(&mut self) {
        let lonely: Vec<usize> = (0..self.targets.len()).filter(|&at| self.targets[at].values.len() == 1).collect();
        if lonely.is_empty() {
            return;
        }
        let mut leaves = Lists::default();
        self.changes.iter().for_each(|change| leaves.push(change.iter().map(|&(leaf, _)| leaf)));
        let changes_of_leaf = leaves.transposed(self.system.range.len());
        for target in lonely {
            self.combine_for(target, &changes_of_leaf);
        }
    }

    fn combine_for(&mut self, target: usize, changes_of_leaf: &Lists) {
        let leaves = self.system.open.of(self.targets[target].set);
        let mut altering: Vec<u32> =
            leaves.iter().flat_map(|&leaf| changes_of_leaf.of(position(leaf)).iter().copied()).collect();
        altering.sort_unstable();
        altering.dedup();
        let mut left = PAIRS;
        for first in altering {
            let first = &self.changes[position(first)];
            for sign in [1, -1] {
                let Some(leaf) = self.blocking_leaf(first, sign) else { continue };
                for &second in changes_of_leaf.of(position(leaf)) {
                    if left == 0 || self.targets[target].values.len() > 1 {
                        return;
                    }
                    left -= 1;
                    let second = &self.changes[position(second)];
                    let opposite = if part_of(first, leaf) * part_of(second, leaf) > 0 { -1 } else { 1 };
                    self.look_along(&Arc::new(sum((first, sign), (second, sign * opposite))));
                }
            }
        }
    }

    /// The first leaf without room for a change.
    fn blocking_leaf(&self, change: &Change, sign: i64) -> Option<u32> {
        let is_blocked = |&&(leaf, by): &&(u32, i64)| {
            let (least, greatest) = self.system.range[position(leaf)];
            !(least..=greatest).contains(&(self.register[position(leaf)] + sign * by))
        };
        change.iter().find(is_blocked).map(|&(leaf, _)| leaf)
    }
}

impl Target {
    fn note(&mut self, value: i64, register: &Register) {
        if self.values.len() < ENOUGH && !self.values.contains(&value) {
            self.values.push(value);
            self.registers.push(register.clone());
        }
    }
}

fn part_of(change: &Change, leaf: u32) -> i64 {
    change.binary_search_by_key(&leaf, |entry| entry.0).map_or(0, |at| change[at].1)
}

/// The leaves of a target that belong to a component.
pub(super) fn within(system: &System, components: &[u32], set: usize, component: u32) -> Vec<u32> {
    let leaves = system.open.of(set).iter().copied();
    leaves.filter(|&leaf| components[position(leaf)] == component).collect()
}
