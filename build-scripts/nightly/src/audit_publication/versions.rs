//! What follows from comparing a publication with an earlier one.
//!
//! The difference of two figures of the same cell is a figure, too: if it is small, it counts so few citizens who came
//! or went. Differences add up as the figures do, so that of a withheld cell can follow from others. And a cell that
//! one publication withholds may follow from both together, as long as nothing suggests that the register changed.
#![expect(clippy::indexing_slicing, reason = "cells are numbered by the layout")]

use std::collections::{BTreeMap, BTreeSet};

use naerblik_shared::{
    cell::Cell,
    period::Period,
    schema::{DimensionId, MemberCode},
};
use naerblik_suppression::verify::{
    Told,
    examine::{Answer, Depth},
};
use rayon::prelude::*;

use super::{
    AuditFinding, FindingKind,
    block::{self, Rules},
    figures::{DatasetFigures, Figures},
    finding,
    layout::{Geography, Layout, Place},
    layouts,
};

/// Everything that a reader of both publications finds out about small groups.
pub(super) fn compare(now: &Figures, before: &Figures, (rules, only): (Rules, &[Period])) -> Vec<AuditFinding> {
    let mut findings = Vec::new();
    for dataset in &now.datasets {
        let Some(earlier) = before.dataset(&dataset.id) else { continue };
        let pairs = pairs((now, dataset), (before, earlier), only);
        let name = before.manifest().publication.as_str();
        let found: Vec<Vec<AuditFinding>> = pairs
            .par_iter()
            .flat_map(|pair| dataset.codes.par_iter().map(move |code| (pair, code)))
            .filter_map(|(pair, code)| Comparison::new(pair, (dataset, earlier), code, rules))
            .map(|comparison| comparison.findings(name))
            .collect();
        findings.extend(found.into_iter().flatten());
    }
    findings
}

/// The same period in two publications.
struct Pair {
    now: Layout,
    before: Layout,
    /// Per cell of the layout now its place in the one before.
    same: Vec<Option<usize>>,
    /// Whether both count the same groups of citizens in the same cells.
    is_same: bool,
}

fn pairs(now: (&Figures, &DatasetFigures), before: (&Figures, &DatasetFigures), only: &[Period]) -> Vec<Pair> {
    let all = |(figures, dataset)| layouts(dataset, &Geography::new(figures, dataset), only);
    let mut earlier: BTreeMap<Period, Layout> = all(before).into_iter().map(|layout| (layout.period, layout)).collect();
    let layouts = all(now).into_iter();
    let pair =
        |layout: Layout| Some(Pair::new((now.1, layout.period), (before.1, earlier.remove(&layout.period)?), layout));
    layouts.filter_map(pair).collect()
}

/// Names a cell in any publication.
type Key<'a> = (&'a str, &'a MemberCode, bool, Vec<(DimensionId, &'a MemberCode)>);

fn key<'a>(dataset: &'a DatasetFigures, place: &Place) -> Key<'a> {
    let cuboid = &dataset.cuboids[place.cuboid];
    let further = cuboid.further.iter().zip(&place.further).map(|((id, members), at)| (*id, &members[*at]));
    (&cuboid.id, &cuboid.areas[place.area], place.is_complement, further.collect())
}

impl Pair {
    fn new((dataset, _): (&DatasetFigures, Period), (earlier, before): (&DatasetFigures, Layout), now: Layout) -> Self {
        let places: BTreeMap<Key<'_>, usize> =
            before.cells.iter().enumerate().map(|(at, place)| (key(earlier, place), at)).collect();
        let same: Vec<Option<usize>> =
            now.cells.iter().map(|place| places.get(&key(dataset, place)).copied()).collect();
        let has_same_leaves =
            |(place, same): (&Place, &Option<usize>)| same.is_some_and(|at| before.cells[at].leaves == place.leaves);
        let is_same = now.leaves == before.leaves
            && now.cells.len() == before.cells.len()
            && now.links == before.links
            && now.cells.iter().zip(&same).all(has_same_leaves);
        Self { now, before, same, is_same }
    }
}

/// One code in one period of two publications.
struct Comparison<'a> {
    pair: &'a Pair,
    dataset: &'a DatasetFigures,
    code: &'a MemberCode,
    rules: Rules,
    now: Vec<Cell>,
    /// In the order of the layout now; not applicable where it was not published.
    before: Vec<Cell>,
}

impl<'a> Comparison<'a> {
    /// `None` when nothing differs.
    fn new(
        pair: &'a Pair,
        (dataset, earlier): (&'a DatasetFigures, &DatasetFigures),
        code: &'a MemberCode,
        rules: Rules,
    ) -> Option<Self> {
        let (now, before) = (block::cells(dataset, code, &pair.now), block::cells(earlier, code, &pair.before));
        if now.is_none() && before.is_none() {
            return None;
        }
        let now = now.unwrap_or_else(|| vec![Cell::Value(0); pair.now.cells.len()]);
        let before = before.unwrap_or_else(|| vec![Cell::Value(0); pair.before.cells.len()]);
        let before: Vec<Cell> = pair.same.iter().map(|at| at.map_or(Cell::NotApplicable, |at| before[at])).collect();
        (now != before).then_some(Self { pair, dataset, code, rules, now, before })
    }

    fn findings(&self, publication: &str) -> Vec<AuditFinding> {
        let mut found: BTreeSet<(usize, FindingKind)> = BTreeSet::new();
        for (at, _) in self.pair.now.cells.iter().enumerate().filter(|(_, place)| !place.is_complement) {
            match (self.now[at], self.before[at]) {
                (Cell::Value(now), Cell::Value(before)) if self.is_small(i64::from(now) - i64::from(before)) => {
                    found.insert((at, FindingKind::SmallDifference));
                }
                (Cell::Suppressed, Cell::Value(1..)) => {
                    found.insert((at, FindingKind::ShownEarlier));
                }
                _ => {}
            }
        }
        if self.pair.is_same {
            found.extend(self.linked().into_iter().map(|at| (at, FindingKind::LinkedDifference)));
            found.extend(self.together().into_iter().map(|at| (at, FindingKind::LinkedVersions)));
        }
        let layout = &self.pair.now;
        let name = |(at, kind): (usize, FindingKind)| {
            finding(kind, (publication, self.dataset), &layout.cells[at], (self.code, layout.period))
        };
        found.into_iter().map(name).collect()
    }

    fn is_small(&self, difference: i64) -> bool {
        (1..u64::from(self.rules.threshold)).contains(&difference.unsigned_abs())
    }

    /// Cells withheld in one publication or both whose small difference is a combination of differences that are told.
    fn linked(&self) -> Vec<usize> {
        let layout = &self.pair.now;
        let is_told = |at: usize| {
            !layout.cells[at].is_complement
                && matches!((self.now[at], self.before[at]), (Cell::Value(_), Cell::Value(_)))
        };
        let is_zero = |at: usize| (self.now[at], self.before[at]) == (Cell::Value(0), Cell::Value(0));
        // Only which differences are told matters here, not what they are.
        let told = |at: usize| match at {
            at if !is_told(at) => Told::Between { lower: 0, upper: None },
            at if is_zero(at) => Told::Exactly(0),
            _ => Told::Exactly(1),
        };
        let told: Vec<Told> = (0..layout.cells.len()).map(told).collect();
        let combinations = block::table(layout, &told).combinations();
        let follows: Vec<usize> = (0..layout.cells.len()).filter(|&at| !is_told(at) && combinations[at]).collect();
        if follows.is_empty() {
            return follows;
        }
        let (Some(now), Some(before)) = (self.register(&self.now), self.register(&self.before)) else {
            return Vec::new();
        };
        let difference = |at: usize| -> i64 {
            let leaves = layout.cells[at].leaves.iter().filter_map(|leaf| usize::try_from(*leaf).ok());
            leaves.map(|leaf| now[leaf] - before[leaf]).sum()
        };
        follows.into_iter().filter(|&at| self.is_small(difference(at))).collect()
    }

    /// Some register that fits one of the publications.
    fn register(&self, cells: &[Cell]) -> Option<Vec<i64>> {
        let layout = &self.pair.now;
        let told = block::told(layout, cells, self.rules);
        let depth = Depth { rounds: 0, questions: 0, third_questions: 0, ..self.rules.depth };
        block::table(layout, &told).examine(depth).any_register().map(<[i64]>::to_vec)
    }

    /// Withheld cells that follow from both publications together; none when a figure that both show has changed.
    fn together(&self) -> Vec<usize> {
        let layout = &self.pair.now;
        let changed = |(now, before): (&Cell, &Cell)| match (now, before) {
            (Cell::Value(now), Cell::Value(before)) => now != before,
            _ => false,
        };
        if self.now.iter().zip(&self.before).any(changed) {
            return Vec::new();
        }
        let either = |(now, before): (&Cell, &Cell)| if now.value().is_some() { *now } else { *before };
        let cells: Vec<Cell> = self.now.iter().zip(&self.before).map(either).collect();
        let told = block::told(layout, &cells, self.rules);
        let examination = block::table(layout, &told).examine(self.rules.depth);
        let small = |answer: &Answer| match answer {
            Answer::Exact { value, .. } => self.is_small(*value),
            _ => false,
        };
        let exposed = examination.answers.iter().filter(|(_, answer)| small(answer));
        if examination.is_contradictory { Vec::new() } else { exposed.map(|(at, _)| *at).collect() }
    }
}
