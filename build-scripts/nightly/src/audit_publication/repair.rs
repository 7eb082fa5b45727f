//! Holding figures back until nothing small follows from several of them.
//!
//! Who is told less knows less: a figure that is held back can end a disclosure and never begin one. So each small
//! number that follows is taken by itself. The figures around it are held back, of ever larger areas and groups, until
//! it does not follow any more; then all that need not be are shown again, those first that readers miss most. Where no
//! single figures help, whole blocks are withheld ([`withhold`]).
#![expect(clippy::indexing_slicing, reason = "layouts, codes and cells are numbered by the study")]

mod withhold;

use std::collections::{BTreeMap, BTreeSet};

use naerblik_shared::cell::Cell;
use rayon::prelude::*;

use super::{
    Study,
    block::{self, Verdict},
    layout::{Geography, Layout, Place},
    relations::{AlongCodes, AlongPeriods, is_small},
};

pub(super) use withhold::BlockAt;

/// A layout, a code and a cell, by position.
pub(super) type At = (usize, usize, usize);

/// A study of which figures are held back.
pub(super) struct Repair<'a> {
    pub(super) study: Study<'a>,
    along_codes: Vec<AlongCodes>,
    along_periods: AlongPeriods,
    /// Per layout and code whether its figures were decided tonight, and can be held back.
    is_fresh: Vec<Vec<bool>>,
    /// Per code the codes that say something about it: itself, its groups, its parts, and the other parts of its groups.
    relatives: Vec<Vec<usize>>,
    hidden: BTreeSet<At>,
    /// Blocks of which every cell is held back, zeros included.
    withheld: BTreeSet<BlockAt>,
    /// What was found out about blocks before anything of theirs was held back, and the last register that fitted.
    before: BTreeMap<(usize, usize), Before>,
    /// The codes that a search asks, so that it need not ask all of them each time.
    asked: Option<BTreeSet<usize>>,
    /// Periods that were compared along the asked codes only.
    partial: BTreeSet<usize>,
}

/// A block, and a register that fits it.
struct Before {
    block: super::Block,
    register: Option<Vec<i64>>,
}

/// How a repair went.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Outcome {
    /// Small numbers that followed at first.
    pub(super) followed: usize,
    /// Small numbers of tonight that follow still.
    pub(super) following: usize,
    /// Figures of tonight that contradict others still.
    pub(super) contradictions: usize,
    /// Numbers of tonight of which nobody can tell.
    pub(super) undecided: usize,
}

impl<'a> Repair<'a> {
    /// Looks at everything together.
    pub(super) fn new(study: Study<'a>, geography: &Geography<'_>, is_fresh: Vec<Vec<bool>>) -> Self {
        let along_periods = AlongPeriods::new(&study, geography);
        Self::comparing(study, along_periods, is_fresh)
    }

    fn comparing(study: Study<'a>, along_periods: AlongPeriods, is_fresh: Vec<Vec<bool>>) -> Self {
        Self {
            along_codes: AlongCodes::all(&study),
            relatives: relatives(&study.parents),
            study,
            along_periods,
            is_fresh,
            hidden: BTreeSet::new(),
            withheld: BTreeSet::new(),
            before: BTreeMap::new(),
            asked: None,
            partial: BTreeSet::new(),
        }
    }

    /// Holds figures back until nothing of tonight can be found out, or nothing is left to hold back.
    pub(super) fn run(&mut self) -> Outcome {
        let contradicted: Vec<At> =
            (0..self.study.layouts.len()).flat_map(|layout| self.contradicted(layout)).collect();
        for at in &contradicted {
            self.end(*at, Self::is_contradicted);
        }
        let within: Vec<At> = (0..self.study.layouts.len()).flat_map(|layout| self.found_in(layout)).collect();
        for at in &within {
            self.end(*at, Self::is_found);
        }
        let in_time = self.along_periods.determined(&self.study, &self.along_codes);
        for at in &in_time {
            self.end(*at, Self::is_found_in_time);
        }
        self.examine_anew();
        let followed: BTreeSet<At> = within.into_iter().chain(in_time).collect();
        // Of an earlier night's cell nothing follows from tonight any more: what does is public already.
        let is_left = |at: &&At| self.is_fresh[at.0][at.1] && self.is_found_in_time(**at);
        let left: Vec<At> = followed.iter().filter(is_left).copied().collect();
        let undecided = left.iter().filter(|at| self.is_undecided(**at)).count();
        let contradictions = contradicted.iter().filter(|at| self.is_contradicted(**at) && self.is_of_tonight(**at));
        Outcome {
            followed: followed.len(),
            following: left.len() - undecided,
            contradictions: contradictions.count(),
            undecided,
        }
    }

    /// Cells in which a group of codes and its codes contradict each other: an announced correction renewed some of
    /// them, and others stay as they were. How far they are apart would bound the change.
    fn contradicted(&self, layout: usize) -> Vec<At> {
        let contradictions = self.along_codes[layout].contradictions.iter();
        contradictions.map(|&(cell, code)| (layout, code, cell)).collect()
    }

    fn is_contradicted(&self, (layout, code, cell): At) -> bool {
        let contradictions = &self.along_codes[layout].contradictions;
        self.relatives[code].iter().any(|other| contradictions.contains(&(cell, *other)))
    }

    /// Whether figures of tonight say something about the cell.
    fn is_of_tonight(&self, at: At) -> bool {
        !self.blocks_around(at).is_empty()
    }

    /// Whether the search gave a cell up, and nothing else says that it follows; logged without its number.
    fn is_undecided(&self, at: At) -> bool {
        let (layout, code, cell) = at;
        let verdict = self.study.blocks[layout][code].as_ref().map(|block| block.result.verdicts[cell]);
        let period = self.study.layouts[layout].period.to_string();
        let (dataset, code) = (&self.study.dataset.id, self.study.dataset.codes[code].as_str());
        tracing::debug!(dataset, code, period, cell, ?verdict, "left by the repair");
        verdict == Some(Verdict::Undecided)
    }

    /// Examines the blocks of all that is held back once more, as if for the first time.
    fn examine_anew(&mut self) {
        let blocks: BTreeSet<(usize, usize)> = self.hidden.iter().map(|at| (at.0, at.1)).collect();
        for (layout, code) in &blocks {
            if let Some(block) = &mut self.study.blocks[*layout][*code] {
                block.result = block::examine(&self.study.layouts[*layout], &block.cells, self.study.rules);
            }
        }
        let layouts: BTreeSet<usize> = blocks.iter().map(|block| block.0).collect();
        for layout in layouts {
            self.look_along(layout);
        }
    }

    /// What is held back.
    pub(super) fn hidden(&self) -> impl Iterator<Item = At> {
        self.hidden.iter().copied()
    }

    /// Ends the disclosure of one number, if figures of tonight can: what only earlier nights give away is public.
    fn end(&mut self, at: At, is_found: fn(&Self, At) -> bool) {
        if !is_found(self, at) || self.blocks_around(at).is_empty() {
            return;
        }
        let near = self.relatives[at.1].iter().flat_map(|code| &self.relatives[*code]).copied();
        self.ask(at.0, Some(near.collect()));
        self.search(at, is_found);
        self.ask(at.0, None);
        self.search(at, is_found);
        self.withhold(at, is_found);
    }

    /// Compares periods along some codes from now on, or along all: then those are looked at again that were not.
    fn ask(&mut self, layout: usize, codes: Option<BTreeSet<usize>>) {
        self.asked = codes;
        let mut layouts = std::mem::take(&mut self.partial);
        layouts.insert(layout);
        for layout in layouts {
            self.look_along(layout);
        }
    }

    fn look_along(&mut self, layout: usize) {
        let is_asked = |code| self.asked.as_ref().is_none_or(|asked| asked.contains(&code));
        self.along_codes[layout] = AlongCodes::of(&self.study, layout, is_asked);
        if self.asked.is_some() {
            self.partial.insert(layout);
        }
    }

    /// Holds figures around a number back until it is not found; none of them when it is found all the same.
    fn search(&mut self, at: At, is_found: fn(&Self, At) -> bool) {
        if !is_found(self, at) {
            return;
        }
        let mut tried: Vec<At> = Vec::new();
        for mut wave in self.waves(at) {
            self.hide(&wave);
            if is_found(self, at) {
                tried.append(&mut wave);
                continue;
            }
            self.show_what_can_be(&wave, at, is_found);
            self.show_what_can_be(&tried, at, is_found);
            return;
        }
        self.show(&tried);
    }

    /// Shows figures again that need not be held back: all, or else one half after the other.
    fn show_what_can_be(&mut self, candidates: &[At], at: At, is_found: fn(&Self, At) -> bool) {
        self.show(candidates);
        if !is_found(self, at) {
            return;
        }
        self.hide(candidates);
        let (first, second) = candidates.split_at(candidates.len() / 2);
        if !first.is_empty() {
            self.show_what_can_be(first, at, is_found);
            self.show_what_can_be(second, at, is_found);
        }
    }

    /// Small numbers that follow within a period, from their own code or from several.
    fn found_in(&self, layout: usize) -> Vec<At> {
        let codes = self.study.blocks[layout].iter().enumerate();
        let own = codes.filter_map(|(code, block)| Some((code, block.as_ref()?)));
        let own = own.flat_map(|(code, block)| {
            let open = block.result.verdicts.iter().enumerate().filter(|(_, verdict)| is_open(**verdict));
            open.map(move |(cell, _)| (layout, code, cell))
        });
        let together = self.along_codes[layout].determined(&self.study, layout);
        let mut found: Vec<At> = own.chain(together.map(|(code, cell)| (layout, code, cell))).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    fn is_found(&self, at: At) -> bool {
        let (layout, code, cell) = at;
        let Some(block) = &self.study.blocks[layout][code] else { return false };
        is_open(block.result.verdicts[cell]) || is_small(&self.study, at, self.along_codes[layout].bounds[code][cell])
    }

    fn is_found_in_time(&self, at: At) -> bool {
        self.is_found(at) || self.along_periods.of_code(&self.study, &self.along_codes, at.1).contains(&at)
    }

    /// Figures of tonight around a cell, those first that readers miss most: of the smallest area and group around it,
    /// then of larger ones; each time of the cell's own code before those that say something about it, and of its own
    /// period before those that it is compared with.
    fn waves(&self, at: At) -> Vec<Vec<At>> {
        let (layout, code, cell) = at;
        let beside = self.along_periods.beside((layout, cell)).into_iter().map(|(layout, total)| (layout, code, total));
        let places: Vec<At> = std::iter::once(at).chain(beside).collect();
        let around: Vec<Vec<&Place>> = places.iter().map(|at| surroundings(&self.study.layouts[at.0], at.2)).collect();
        let mut known = BTreeSet::new();
        let mut waves = Vec::new();
        for ring in 0..around.iter().map(Vec::len).max().unwrap_or_default() {
            let near = places.iter().zip(&around).filter_map(|(at, places)| Some((at.0, *places.get(ring)?)));
            let near: Vec<(usize, &Place)> = near.collect();
            for is_own in [true, false] {
                for &(layout, place) in &near {
                    let codes = self.relatives[code].iter().filter(|other| (**other == code) == is_own);
                    let fresh = codes.filter(|code| self.is_fresh[layout][**code]);
                    let within = fresh.flat_map(|code| self.shown_within((layout, *code), place));
                    let mut wave: Vec<(u32, At)> = within.filter(|(_, at)| known.insert(*at)).collect();
                    wave.sort_unstable_by(|a, b| b.cmp(a));
                    waves.push(wave.into_iter().map(|(_, at)| at).collect());
                }
            }
        }
        waves
    }

    /// The figures of a block that count some of the citizens of a place, and no others.
    fn shown_within(&self, (layout, code): (usize, usize), place: &Place) -> Vec<(u32, At)> {
        let Some(block) = &self.study.blocks[layout][code] else { return Vec::new() };
        let figures = self.study.layouts[layout].cells.iter().zip(&block.cells).enumerate();
        let shown = figures.filter_map(|(cell, (other, figure))| Some((figure.value()?, cell, other)));
        let is_within = |other: &Place| !other.is_complement && is_subset(&other.leaves, &place.leaves);
        let some = shown.filter(|(count, _, other)| *count > 0 && is_within(other));
        some.map(|(count, cell, _)| (count, (layout, code, cell))).collect()
    }

    fn hide(&mut self, some: &[At]) {
        self.hidden.extend(some);
        self.renew(some);
    }

    fn show(&mut self, some: &[At]) {
        for at in some {
            self.hidden.remove(at);
        }
        self.renew(some);
    }

    /// Examines the blocks of some figures again.
    fn renew(&mut self, some: &[At]) {
        let blocks: BTreeSet<(usize, usize)> = some.iter().map(|at| (at.0, at.1)).collect();
        for &(layout, code) in &blocks {
            if let Some(block) =
                self.study.blocks[layout][code].as_ref().filter(|_| !self.before.contains_key(&(layout, code)))
            {
                self.before.insert((layout, code), Before { block: block.clone(), register: None });
            }
        }
        let (study, hidden, before) = (&self.study, &self.hidden, &self.before);
        let renewed: Vec<((usize, usize), Before)> = blocks
            .par_iter()
            .filter_map(|&(layout, code)| {
                let before = before.get(&(layout, code))?;
                let mut block = before.block.clone();
                let mut withheld = hidden.range((layout, code, 0)..=(layout, code, usize::MAX)).peekable();
                if withheld.peek().is_none() {
                    return Some(((layout, code), Before { block, register: None }));
                }
                withheld.for_each(|at| block.cells[at.2] = Cell::Suppressed);
                let known = (&before.block.result, before.register.as_deref());
                let (result, register) = block::examine_again(&study.layouts[layout], &block.cells, study.rules, known);
                block.result = result;
                Some(((layout, code), Before { block, register }))
            })
            .collect();
        for ((layout, code), Before { block, register }) in renewed {
            self.study.blocks[layout][code] = Some(block);
            if let Some(before) = self.before.get_mut(&(layout, code)).filter(|_| register.is_some()) {
                before.register = register;
            }
        }
        let layouts: BTreeSet<usize> = blocks.into_iter().map(|block| block.0).collect();
        for layout in layouts {
            self.look_along(layout);
        }
    }
}

fn is_open(verdict: Verdict) -> bool {
    matches!(verdict, Verdict::Exposed | Verdict::Undecided)
}

fn relatives(parents: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let of = |code: usize| {
        let groups = &parents[code];
        let beside =
            |(_, of): &(usize, &Vec<usize>)| of.contains(&code) || of.iter().any(|group| groups.contains(group));
        let others = parents.iter().enumerate().filter(beside).map(|(other, _)| other);
        let mut all: Vec<usize> = others.chain(groups.iter().copied()).chain([code]).collect();
        all.sort_unstable();
        all.dedup();
        all
    };
    (0..parents.len()).map(of).collect()
}

/// The cells that hold a cell, the smallest first; for a remainder those that hold the whole.
fn surroundings(layout: &Layout, cell: usize) -> Vec<&Place> {
    let place = &layout.cells[cell];
    let holds = |other: &&Place| !other.is_complement && is_subset(&place.leaves, &other.leaves);
    let whole = |other: &&Place| {
        !other.is_complement && (other.cuboid, other.area, &other.further) == (place.cuboid, place.area, &place.further)
    };
    let mut around: Vec<&Place> = layout.cells.iter().filter(|other| holds(other) || whole(other)).collect();
    around.sort_by_key(|place| place.leaves.len());
    around.dedup_by(|next, kept| next.leaves == kept.leaves);
    around
}

/// Whether all of some leaves are among others; both rise.
fn is_subset(some: &[u32], all: &[u32]) -> bool {
    some.len() <= all.len() && some.iter().all(|leaf| all.binary_search(leaf).is_ok())
}
