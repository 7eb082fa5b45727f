//! The relations between the blocks of a dataset: codes in the same period, periods of the same code.

use std::collections::BTreeMap;

use naerblik_shared::period::Grain;
use naerblik_suppression::{
    linked::{Cover, Linked, Points, Refinement, Space},
    verify::LinkedAttacker,
};

use super::{
    block::{CellKey, Part},
    context::BlockContext,
    part::ProtectedPart,
    universe::Universe,
};
use crate::{aggregate::ConfidentialBlock, catalogue::CodeIdx, derive::LeafDetail};

/// A part of a block: positions of the block and of its universe.
pub(super) type Place = (usize, usize);

/// The universes of a dataset and how they refine each other.
pub(super) struct Universes {
    pub(super) all: Vec<Universe>,
    refinements: Vec<Refinement>,
    attacker: LinkedAttacker,
    /// Refinement by finer and coarser universe.
    refinement_of: BTreeMap<(usize, usize), usize>,
}

impl Universes {
    /// The universes of a dataset's blocks: one for each part and grain.
    pub(super) fn of(blocks: &[ConfidentialBlock], context: &BlockContext<'_>) -> Self {
        let grains = [Grain::Year, Grain::Quarter, Grain::Month];
        let kinds = grains.into_iter().flat_map(|grain| [(Part::Main, grain), (Part::Disease, grain)]);
        let of_kind = |kind: (Part, Grain)| {
            let blocks = blocks.iter().filter(move |block| context.period(block.period).grain() == kind.1);
            Universe::new(context, kind, blocks.flat_map(|block| block.leaves.iter().map(|(leaf, _)| *leaf)))
        };
        Self::new(kinds.filter_map(of_kind).collect(), |grain| context.detail_at(grain))
    }

    fn new(all: Vec<Universe>, detail: impl Fn(Grain) -> LeafDetail) -> Self {
        let spaces: Vec<Space> = all.iter().map(Universe::space).collect();
        let attacker = LinkedAttacker::new(&spaces);
        let mut universes = Self { all, refinements: Vec::new(), attacker, refinement_of: BTreeMap::new() };
        for (fine_at, fine) in universes.all.iter().enumerate() {
            for (coarse_at, coarse) in universes.all.iter().enumerate() {
                let is_next = matches!(
                    (fine.grain, coarse.grain),
                    (Grain::Year, Grain::Quarter) | (Grain::Quarter, Grain::Month)
                );
                if is_next && fine.part == coarse.part {
                    universes.refinement_of.insert((fine_at, coarse_at), universes.refinements.len());
                    universes.refinements.push(fine.refinement(coarse, detail(coarse.grain)));
                }
            }
        }
        universes
    }

    /// Who attacks linked parts.
    pub(super) fn attacker(&self) -> &LinkedAttacker {
        &self.attacker
    }

    /// The universe of a part at a grain.
    pub(super) fn universe(&self, part: Part, grain: Grain) -> Option<&Universe> {
        self.all.iter().find(|universe| universe.part == part && universe.grain == grain)
    }

    /// Which part of the dataset's blocks it is.
    pub(super) fn part(&self, part: &ProtectedPart) -> Part {
        self.all.get(part.universe).map_or(Part::Main, |universe| universe.part)
    }

    /// Areas whose total is a cell of the part, with whether it is shown.
    pub(super) fn shown_totals(&self, part: &ProtectedPart) -> BTreeMap<u16, bool> {
        let key = |cell: u32| self.all.get(part.universe).map_or_else(CellKey::default, |universe| universe.key(cell));
        let cells = part.table.cells.iter().map(|cell| (key(cell.cell), cell.is_published));
        let totals = cells.filter(|(key, _)| CellKey { area: 0, ..*key } == CellKey::default());
        totals.map(|(key, is_published)| (key.area, is_published)).collect()
    }

    /// Every part of every block: block and universe.
    pub(super) fn parts_of(&self, blocks: &[ConfidentialBlock], context: &BlockContext<'_>) -> Vec<Place> {
        let mut parts = Vec::new();
        for (at, block) in blocks.iter().enumerate() {
            let grain = context.period(block.period).grain();
            let universes = self.all.iter().enumerate().filter(|(_, universe)| universe.grain == grain);
            parts.extend(universes.map(|(universe, _)| (at, universe)));
        }
        parts
    }

    /// Links parts of blocks of one group of periods. Readers of every municipality in an area miss its figures.
    pub(super) fn link(
        &self,
        blocks: &[ConfidentialBlock],
        parts: &mut [ProtectedPart],
        context: &BlockContext<'_>,
    ) -> Linked {
        let spaces = self.all.iter().map(Universe::space).collect();
        let covers = self.covers(blocks, parts, context);
        let municipalities = context.municipalities_in_areas();
        let weighed = |part: &mut ProtectedPart| {
            let mut table = std::mem::take(&mut part.table);
            for cell in &mut table.cells {
                let area = self.all.get(part.universe).map_or(0, |universe| universe.key(cell.cell).area);
                let readers = municipalities.get(usize::from(area)).copied().unwrap_or(1);
                cell.weight = cell.weight.saturating_mul(readers.max(1));
            }
            table
        };
        let tables = parts.iter_mut().map(weighed).collect();
        Linked::new(spaces, self.refinements.clone(), tables, covers)
    }

    fn covers(&self, blocks: &[ConfidentialBlock], parts: &[ProtectedPart], context: &BlockContext<'_>) -> Vec<Cover> {
        let block_of = |part: &ProtectedPart| blocks.get(part.block);
        let place = |part: &ProtectedPart| Some((self.part(part), block_of(part)?.code, block_of(part)?.period));
        let position: BTreeMap<_, usize> =
            parts.iter().enumerate().filter_map(|(at, part)| Some((place(part)?, at))).collect();
        let below: BTreeMap<CodeIdx, Vec<CodeIdx>> = context.codes_below();
        let mut covers = Vec::new();
        for (whole, part) in parts.iter().enumerate() {
            let Some((kind, code, period)) = place(part) else { continue };
            let codes = below.get(&code).into_iter().flatten();
            let of_codes: Vec<usize> = codes.filter_map(|code| position.get(&(kind, *code, period)).copied()).collect();
            covers.push(Cover { whole, parts: of_codes, points: Points::Leaves });
            let Some((_, periods)) = context.periods_inside(period) else { continue };
            let of_periods: Vec<usize> =
                periods.iter().filter_map(|period| position.get(&(kind, code, *period)).copied()).collect();
            let coarser = of_periods.first().and_then(|at| parts.get(*at)).map(|part| part.universe);
            let refinement = coarser.and_then(|coarser| self.refinement_of.get(&(part.universe, coarser)));
            if let Some(&refinement) = refinement {
                covers.push(Cover { whole, parts: of_periods, points: Points::Cells { refinement } });
            }
        }
        covers.retain(|cover| !cover.parts.is_empty());
        covers
    }
}
