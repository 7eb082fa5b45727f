//! Changes of several tables at once.
#![expect(clippy::indexing_slicing, reason = "tables and covers are numbered by the caller")]

use std::collections::BTreeMap;

use super::Linked;
use super::cover::{Broken, Cover, Points};
use super::table::sum;
use crate::change::Change;

/// A change of the register that concerns several tables, with what stands in its way.
#[derive(Clone, Debug, Default)]
pub(super) struct Joint {
    /// By table the leaves and by how much each changes.
    pub(super) changes: BTreeMap<usize, Change>,
    pub(super) cost: u64,
    /// Relations that may be broken.
    unchecked: Vec<usize>,
}

/// Tables changed one after another at most.
const STEPS: usize = 40;

impl Linked {
    pub(super) fn cost(&self, table: usize, change: &[(u32, i32)]) -> Option<u64> {
        let about = &self.tables[table];
        about.cost(change, &self.spaces[about.space].altered(change))
    }

    /// Extends a change of one table until no relation is broken, within what may be suppressed for it.
    pub(super) fn close(&self, table: usize, change: Vec<(u32, i32)>, most: u64) -> Option<Joint> {
        let cost = self.cost(table, &change)?;
        let unchecked = self.covers_of[table].clone();
        let mut joint = Joint { changes: BTreeMap::from([(table, change)]), cost, unchecked };
        for _ in 0..STEPS {
            if joint.cost > most {
                return None;
            }
            let Some(broken) = self.broken(&mut joint) else { return Some(joint) };
            joint = self.mended(&joint, broken)?;
        }
        None
    }

    /// A relation that holds for the true numbers and not after the change.
    fn broken(&self, joint: &mut Joint) -> Option<Broken> {
        while let Some(&cover) = joint.unchecked.last() {
            let broken = self.broken_in(cover, &joint.changes);
            if broken.is_some() {
                return broken;
            }
            joint.unchecked.pop();
        }
        None
    }

    fn broken_in(&self, at: usize, changes: &BTreeMap<usize, Change>) -> Option<Broken> {
        let cover = &self.covers[at];
        let by_table = |table: usize| changes.get(&table).map(|change| self.points(cover, table, change));
        let whole = by_table(cover.whole).unwrap_or_default();
        let parts: Vec<(usize, Vec<(u32, i32)>)> =
            cover.parts.iter().filter_map(|&part| Some((part, by_table(part)?))).collect();
        let mut points: Vec<u32> =
            whole.iter().chain(parts.iter().flat_map(|(_, points)| points)).map(|&(point, _)| point).collect();
        points.sort_unstable();
        points.dedup();
        points.into_iter().find_map(|point| self.broken_at((at, cover), point, &whole, &parts))
    }

    fn broken_at(
        &self,
        (at, cover): (usize, &Cover),
        point: u32,
        whole: &[(u32, i32)],
        parts: &[(usize, Vec<(u32, i32)>)],
    ) -> Option<Broken> {
        let true_whole = self.at_point(cover, cover.whole, point);
        let whole_after = true_whole + by(whole, point);
        let (mut all, mut all_after) = (0, 0);
        for &part in &cover.parts {
            let count = self.at_point(cover, part, point);
            let change = parts.iter().find(|(changed, _)| *changed == part).map_or(0, |(_, points)| by(points, point));
            all += count;
            all_after += count + change;
            if true_whole >= count && whole_after < count + change {
                return Some(Broken { cover: at, point, part: Some(part) });
            }
        }
        (true_whole <= all && whole_after > all_after).then_some(Broken { cover: at, point, part: None })
    }

    /// The cheapest further change that mends one relation.
    fn mended(&self, joint: &Joint, broken: Broken) -> Option<Joint> {
        let cover = &self.covers[broken.cover];
        let whole = cover.whole;
        let moved = |table: usize| {
            let change = joint.changes.get(&table)?;
            Some((by(&self.points(cover, table, change), broken.point), change))
        };
        let mut best: Option<Joint> = None;
        let mut offer = |from: usize, to: usize, change: &[(u32, i32)], sign: i32| {
            if best.as_ref().is_some_and(|best| best.cost <= joint.cost) {
                return;
            }
            for carried in self.carried(cover, (from, to), change, sign) {
                let Some(next) = self.with(joint, to, &carried) else { continue };
                if best.as_ref().is_none_or(|best| next.cost < best.cost) {
                    best = Some(next);
                }
            }
        };
        if let Some(part) = broken.part {
            if let Some((1.., change)) = moved(part) {
                offer(part, whole, change, 1);
            }
            if let Some((..0, change)) = moved(whole) {
                offer(whole, part, change, 1);
            }
        } else {
            for &part in &cover.parts {
                if let Some((..0, change)) = moved(part) {
                    offer(part, whole, change, 1);
                    for &other in cover.parts.iter().filter(|other| **other != part) {
                        offer(part, other, change, -1);
                    }
                }
            }
            if let Some((1.., change)) = moved(whole) {
                for &part in &cover.parts {
                    offer(whole, part, change, 1);
                }
            }
        }
        best
    }

    /// A change of one table as changes of another of the same cover.
    pub(super) fn carried(
        &self,
        cover: &Cover,
        (from, to): (usize, usize),
        change: &[(u32, i32)],
        sign: i32,
    ) -> Vec<Vec<(u32, i32)>> {
        let signed: Vec<(u32, i32)> = change.iter().map(|&(leaf, by)| (leaf, by * sign)).collect();
        match cover.points {
            Points::Leaves => vec![signed],
            Points::Cells { refinement } => {
                let refinement = &self.refinements[refinement];
                match (from == cover.whole, to == cover.whole) {
                    (true, false) => vec![refinement.coarsened(&signed)],
                    (false, true) => refinement.refined(&signed).collect(),
                    _ => vec![signed],
                }
            }
        }
    }

    fn with(&self, joint: &Joint, table: usize, change: &[(u32, i32)]) -> Option<Joint> {
        let before = joint.changes.get(&table);
        let own = before.map_or(0, |own| self.cost(table, own).unwrap_or(0));
        let after = sum(change.iter().chain(before.into_iter().flatten()).copied().collect());
        if after.is_empty() || change.is_empty() {
            return None;
        }
        let cost = joint.cost - own + self.cost(table, &after)?;
        let mut changes = joint.changes.clone();
        changes.insert(table, after);
        let mut unchecked = joint.unchecked.clone();
        unchecked.retain(|cover| !self.covers_of[table].contains(cover));
        unchecked.extend(&self.covers_of[table]);
        Some(Joint { changes, cost, unchecked })
    }
}

fn by(points: &[(u32, i32)], point: u32) -> i64 {
    points.binary_search_by_key(&point, |entry| entry.0).map_or(0, |at| i64::from(points[at].1))
}
