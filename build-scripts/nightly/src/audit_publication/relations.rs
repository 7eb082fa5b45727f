//! What follows from comparing blocks: a group of codes counts at least each of its codes and at most their sum, and
//! so does a year of its quarters and months.
//!
//! Between codes this is certain: everybody's place is that of the period's last day, the same for all codes. Bounds
//! go back and forth between such cells and the sums inside blocks. Between periods it holds for totals of areas in
//! which the same municipalities were counted, and only if nobody moved: one pass, at the end.
#![expect(clippy::indexing_slicing, reason = "codes, layouts and cells are numbered by the study")]

use std::collections::{BTreeMap, BTreeSet};

use naerblik_shared::{
    cell::Cell,
    period::{Grain, Period},
    schema::MemberCode,
};
use naerblik_suppression::verify::Told;
use rayon::prelude::*;

use super::{
    AuditFinding, FindingKind, Relations, Study,
    block::{self, Bound, Verdict},
    layout::{Geography, Layout},
};

/// Bounds go along codes and back into blocks so many times; each time they can only become closer.
const ROUNDS: usize = 3;
/// As many examples are named for each dataset.
const EXAMPLES: usize = 50;

/// Compares the blocks of a dataset along codes, then along periods.
pub(super) fn compare(study: &Study<'_>, geography: &Geography<'_>, relations: &mut Relations) {
    let along_codes = AlongCodes::all(study);
    let mut found = Vec::new();
    let is_known = |layout: usize, code: usize, cell: usize| {
        study.blocks[layout][code].as_ref().is_none_or(|block| block.result.verdicts[cell] == Verdict::Exposed)
    };
    for (layout, along_codes) in along_codes.iter().enumerate() {
        relations.contradictions += along_codes.contradictions.len();
        for (code, cell) in along_codes.determined(study, layout) {
            if !is_known(layout, code, cell) {
                relations.between_codes += 1;
                found.push(name(study, FindingKind::BetweenCodes, (layout, code, cell)));
            }
        }
    }
    for (layout, code, cell) in AlongPeriods::new(study, geography).determined(study, &along_codes) {
        if !is_known(layout, code, cell) {
            relations.between_periods += 1;
            found.push(name(study, FindingKind::BetweenPeriods, (layout, code, cell)));
        }
    }
    relations.examples.extend(found.into_iter().take(EXAMPLES));
}

fn name(study: &Study<'_>, kind: FindingKind, (layout, code, cell): (usize, usize, usize)) -> AuditFinding {
    let layout = &study.layouts[layout];
    study.finding(kind, &layout.cells[cell], &study.dataset.codes[code], layout.period)
}

/// The bounds of all codes in one period.
pub(super) struct AlongCodes {
    /// Per code and cell of the layout; empty for a code that counts nobody.
    pub(super) bounds: Vec<Vec<Bound>>,
    /// Cells and codes of which no number fits, and the codes whose sums leave none, with their greatest cell.
    pub(super) contradictions: BTreeSet<(usize, usize)>,
}

impl AlongCodes {
    /// The bounds of all periods.
    pub(super) fn all(study: &Study<'_>) -> Vec<Self> {
        (0..study.layouts.len()).into_par_iter().map(|layout| Self::of(study, layout, |_| true)).collect()
    }

    /// The bounds of a period, as far as the codes named tell: all others tell nothing.
    pub(super) fn of(study: &Study<'_>, at: usize, is_asked: impl Fn(usize) -> bool) -> Self {
        let (layout, blocks) = (&study.layouts[at], &study.blocks[at]);
        let own = |(code, block): (usize, &Option<super::Block>)| match block {
            _ if !is_asked(code) => vec![Bound::OPEN; layout.cells.len()],
            Some(block) => block.result.bounds.clone(),
            None if study.is_in_force(code, layout.period) => vec![Bound::exactly(0); layout.cells.len()],
            // What is counted under a code that is out of force is not published, but its group may count it.
            None => vec![Bound::OPEN; layout.cells.len()],
        };
        let mut all = Self { bounds: blocks.iter().enumerate().map(own).collect(), contradictions: BTreeSet::new() };
        let mut children = vec![Vec::new(); blocks.len()];
        for (code, parents) in study.parents.iter().enumerate() {
            for &parent in parents.iter().filter(|parent| is_asked(**parent)) {
                children[parent].push(code);
            }
        }
        for round in 0..ROUNDS {
            let changed = all.cover(&children, layout.cells.len());
            if round + 1 == ROUNDS || !changed.contains(&true) {
                break;
            }
            let changed = |code: &usize| changed[*code] && is_asked(*code);
            let renewed: Vec<(usize, Option<Vec<Bound>>)> = (0..blocks.len())
                .filter(changed)
                .collect::<Vec<_>>()
                .into_par_iter()
                .filter_map(|code| Some((code, all.added_up(layout, &blocks[code].as_ref()?.cells, code))))
                .collect();
            for (code, bounds) in renewed {
                match bounds {
                    Some(bounds) => all.bounds[code] = bounds,
                    None => {
                        all.contradictions.insert((greatest(layout), code));
                    }
                }
            }
        }
        all
    }

    /// Passes bounds between groups and their codes, cell by cell; says which codes have closer bounds now.
    fn cover(&mut self, children: &[Vec<usize>], cells: usize) -> Vec<bool> {
        let mut changed = vec![false; self.bounds.len()];
        for cell in 0..cells {
            let before: Vec<Bound> = self.bounds.iter().map(|bounds| bounds[cell]).collect();
            let mut now = before.clone();
            while cover_once(&mut now, children) {}
            if let Some(code) = now.iter().position(|bound| bound.lower > bound.upper) {
                self.contradictions.insert((cell, code));
                continue;
            }
            for (code, bound) in now.into_iter().enumerate().filter(|(code, bound)| before[*code] != *bound) {
                self.bounds[code][cell] = bound;
                changed[code] = true;
            }
        }
        changed
    }

    /// The bounds of a code passed along the sums inside its block; `None` where they contradict each other.
    fn added_up(&self, layout: &Layout, cells: &[Cell], code: usize) -> Option<Vec<Bound>> {
        let told = |(bound, (place, cell)): (&Bound, (&super::Place, &Cell))| match cell {
            Cell::Value(count) if !place.is_complement => Told::Exactly(*count),
            _ => Told::Between { lower: bound.lower, upper: Some(bound.upper).filter(|upper| *upper != u32::MAX) },
        };
        let told: Vec<Told> = self.bounds[code].iter().zip(layout.cells.iter().zip(cells)).map(told).collect();
        let closer = block::table(layout, &told).bounds()?;
        let tighten = |(bound, (lower, upper)): (&Bound, (i64, Option<i64>))| Bound {
            lower: bound.lower.max(u32::try_from(lower).unwrap_or_default()),
            upper: bound.upper.min(upper.and_then(|upper| u32::try_from(upper).ok()).unwrap_or(u32::MAX)),
        };
        Some(self.bounds[code].iter().zip(closer).map(tighten).collect())
    }

    /// Small numbers that follow, by code and cell.
    pub(super) fn determined<'a>(
        &'a self,
        study: &'a Study<'_>,
        layout: usize,
    ) -> impl Iterator<Item = (usize, usize)> + 'a {
        let small = move |code: usize, cell: usize| is_small(study, (layout, code, cell), self.bounds[code][cell]);
        (0..self.bounds.len()).flat_map(move |code| {
            (0..self.bounds[code].len()).filter(move |&cell| small(code, cell)).map(move |cell| (code, cell))
        })
    }
}

/// The cell that counts most groups of citizens.
fn greatest(layout: &Layout) -> usize {
    let cells = layout.cells.iter().enumerate().filter(|(_, place)| !place.is_complement);
    cells.max_by_key(|(_, place)| place.leaves.len()).map_or(0, |(at, _)| at)
}

/// One pass over all groups; says whether anything changed. Stops where bounds cross.
fn cover_once(bounds: &mut [Bound], children: &[Vec<usize>]) -> bool {
    let mut changed = false;
    let mut tighten = |bounds: &mut [Bound], at: usize, lower: u32, upper: u32| {
        let bound = &mut bounds[at];
        if lower > bound.lower || upper < bound.upper {
            *bound = Bound { lower: bound.lower.max(lower), upper: bound.upper.min(upper) };
            changed = true;
        }
    };
    for (group, codes) in children.iter().enumerate().filter(|(_, codes)| !codes.is_empty()) {
        let most = codes.iter().fold(0, |sum: u32, &code| sum.saturating_add(bounds[code].upper));
        let least = codes.iter().map(|&code| bounds[code].lower).max().unwrap_or_default();
        tighten(bounds, group, least, most);
        let of_group = bounds[group];
        for &code in codes {
            let others = if most == u32::MAX { u32::MAX } else { most - bounds[code].upper };
            tighten(bounds, code, of_group.lower.saturating_sub(others), of_group.upper);
        }
    }
    changed && bounds.iter().all(|bound| bound.lower <= bound.upper)
}

/// Whether a withheld cell can have one number only, and that, or the rest of its public group, is small.
pub(super) fn is_small(study: &Study<'_>, (layout, code, cell): (usize, usize, usize), bound: Bound) -> bool {
    let Some(block) = &study.blocks[layout][code] else { return false };
    let place = &study.layouts[layout].cells[cell];
    let is_open = place.is_complement || block.cells[cell] == Cell::Suppressed;
    let small = 1..study.rules.threshold;
    let rest = place.denominator.and_then(|all| all.checked_sub(bound.lower));
    is_open
        && bound.lower == bound.upper
        && (small.contains(&bound.lower) || rest.is_some_and(|rest| small.contains(&rest)))
}

/// Totals of areas and the longer period that each is part of.
pub(super) struct AlongPeriods {
    /// A layout and its cell, the layouts and cells of its parts, and whether these make up the whole.
    covers: Vec<Cover>,
}

struct Cover {
    whole: (usize, usize),
    parts: Vec<(usize, usize)>,
    is_complete: bool,
}

impl AlongPeriods {
    pub(super) fn new(study: &Study<'_>, geography: &Geography<'_>) -> Self {
        let totals: Vec<BTreeMap<&MemberCode, usize>> =
            study.layouts.iter().map(|layout| totals(study, layout)).collect();
        let at = |period: Period| study.layouts.iter().position(|layout| layout.period == period);
        let mut covers = Vec::new();
        for (whole, layout) in study.layouts.iter().enumerate() {
            for grain in [Grain::Quarter, Grain::Month].into_iter().filter(|grain| *grain > layout.period.grain()) {
                let mut shorter: Vec<Period> = layout.period.months().map(|month| month.widen(grain)).collect();
                shorter.dedup();
                let published: Vec<usize> = shorter.iter().filter_map(|period| at(*period)).collect();
                for (area, &cell) in &totals[whole] {
                    let members = geography.members(area, layout.period);
                    let is_same = |part: &usize| geography.members(area, study.layouts[*part].period) == members;
                    let same = published.iter().copied().filter(is_same);
                    let parts: Vec<(usize, usize)> =
                        same.filter_map(|part| Some((part, *totals[part].get(area)?))).collect();
                    let is_complete = parts.len() == shorter.len();
                    covers.push(Cover { whole: (whole, cell), parts, is_complete });
                }
            }
        }
        Self { covers }
    }

    /// One total of a longer period and those of all its parts.
    #[cfg(test)]
    pub(super) fn one(whole: (usize, usize), parts: Vec<(usize, usize)>) -> Self {
        Self { covers: vec![Cover { whole, parts, is_complete: true }] }
    }

    /// The cells that follow, by layout, code and cell.
    pub(super) fn determined(&self, study: &Study<'_>, bounds: &[AlongCodes]) -> Vec<(usize, usize, usize)> {
        let mut found: Vec<(usize, usize, usize)> = (0..study.dataset.codes.len())
            .into_par_iter()
            .flat_map_iter(|code| self.of_code(study, bounds, code))
            .collect();
        found.sort_unstable();
        found
    }

    /// The totals that a total is compared with, directly or through the longer period that both are part of.
    pub(super) fn beside(&self, total: (usize, usize)) -> BTreeSet<(usize, usize)> {
        let all = self.covers.iter().filter(|cover| cover.whole == total || cover.parts.contains(&total));
        let beside = all.flat_map(|cover| cover.parts.iter().copied().chain([cover.whole]));
        beside.filter(|other| *other != total).collect()
    }

    /// The cells of a code that follow.
    pub(super) fn of_code(&self, study: &Study<'_>, bounds: &[AlongCodes], code: usize) -> Vec<(usize, usize, usize)> {
        let mut closer: BTreeMap<(usize, usize), Bound> = BTreeMap::new();
        let known = |closer: &BTreeMap<(usize, usize), Bound>, at: (usize, usize)| {
            closer.get(&at).copied().unwrap_or(bounds[at.0].bounds[code][at.1])
        };
        for _ in 0..2 {
            for Cover { whole, parts, is_complete } in &self.covers {
                let of_parts: Vec<Bound> = parts.iter().map(|part| known(&closer, *part)).collect();
                let sum = of_parts.iter().fold(0, |sum: u32, bound| sum.saturating_add(bound.upper));
                let most = if *is_complete { sum } else { u32::MAX };
                let least = of_parts.iter().map(|bound| bound.lower).max().unwrap_or_default();
                let before = known(&closer, *whole);
                let of_whole = tighten(&mut closer, (*whole, before), least, most);
                for (part, bound) in parts.iter().zip(of_parts) {
                    let others = if most == u32::MAX { u32::MAX } else { most - bound.upper };
                    let least = of_whole.lower.saturating_sub(others);
                    tighten(&mut closer, (*part, bound), least, of_whole.upper);
                }
            }
        }
        let is_new = |(at, bound): &(&(usize, usize), &Bound)| {
            let before = bounds[at.0].bounds[code][at.1];
            before.lower < before.upper && is_small(study, (at.0, code, at.1), **bound)
        };
        closer.iter().filter(is_new).map(|(at, _)| (at.0, code, at.1)).collect()
    }
}

/// Makes bounds closer unless that crosses them: then somebody moved.
fn tighten(
    closer: &mut BTreeMap<(usize, usize), Bound>,
    (at, bound): ((usize, usize), Bound),
    least: u32,
    most: u32,
) -> Bound {
    let tight = Bound { lower: bound.lower.max(least), upper: bound.upper.min(most) };
    if tight == bound || tight.lower > tight.upper {
        return bound;
    }
    closer.insert(at, tight);
    tight
}

/// Per area the cell that is its total.
fn totals<'a>(study: &'a Study<'_>, layout: &Layout) -> BTreeMap<&'a MemberCode, usize> {
    let mut totals = BTreeMap::new();
    for (at, place) in layout.cells.iter().enumerate() {
        if place.further.iter().all(|position| *position == 0) && !place.is_complement {
            totals.entry(&study.dataset.cuboids[place.cuboid].areas[place.area]).or_insert(at);
        }
    }
    totals
}
