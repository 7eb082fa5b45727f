//! Withholding whole blocks, where holding single figures back does not help.
//!
//! Zeros are public, so a withheld cell has at least one citizen, and that alone can give a number away: two withheld
//! parts of a total make it at least two. Only a block that is withheld throughout, zeros included, says nothing.

use naerblik_shared::cell::Cell;

use super::{super::layout::Place, At, Repair};

/// A layout and a code, by position: a block.
pub(in super::super) type BlockAt = (usize, usize);

impl Repair<'_> {
    /// The blocks that are withheld throughout.
    pub(in super::super) fn withheld(&self) -> impl Iterator<Item = BlockAt> {
        self.withheld.iter().copied()
    }

    /// Withholds blocks of tonight around a number until it is not found; none of them when it is found all the same:
    /// then earlier nights give it away.
    pub(super) fn withhold(&mut self, at: At, is_found: fn(&Self, At) -> bool) {
        let mut taken: Vec<(BlockAt, Vec<At>)> = Vec::new();
        for block in self.blocks_around(at) {
            if !is_found(self, at) {
                break;
            }
            let cells = self.to_withhold(block);
            self.hide(&cells);
            taken.push((block, cells));
        }
        let helped = !is_found(self, at);
        for (block, cells) in taken {
            self.show(&cells);
            if helped && is_found(self, at) {
                self.hide(&cells);
                self.withheld.insert(block);
            }
        }
    }

    /// The blocks of tonight that say something about a cell: of its own code first, then of those that say something
    /// about it, then of those that say something about these; each time those with the fewest figures first.
    pub(super) fn blocks_around(&self, at: At) -> Vec<BlockAt> {
        let beside = self.along_periods.beside((at.0, at.2));
        let layouts: Vec<usize> = std::iter::once(at.0).chain(beside.into_iter().map(|(layout, _)| layout)).collect();
        let nearness = |code: usize| match self.relatives[at.1].contains(&code) {
            _ if code == at.1 => 0,
            near => 2 - usize::from(near),
        };
        let near = self.relatives[at.1].iter().flat_map(|code| &self.relatives[*code]).copied();
        let blocks = near.flat_map(|code| layouts.iter().map(move |layout| (*layout, code)));
        let mut ordered: Vec<_> = blocks
            .filter(|&(layout, code)| self.is_fresh[layout][code] && self.study.blocks[layout][code].is_some())
            .map(|block| (nearness(block.1), self.shown_in(block), block))
            .collect();
        ordered.sort_unstable();
        ordered.dedup();
        ordered.into_iter().map(|(_, _, block)| block).collect()
    }

    fn shown_in(&self, (layout, code): BlockAt) -> usize {
        let cells = self.study.blocks[layout][code].iter().flat_map(|block| &block.cells);
        cells.filter(|cell| cell.value().is_some_and(|count| count > 0)).count()
    }

    /// The cells of a block that readers are told something of.
    fn to_withhold(&self, (layout, code): BlockAt) -> Vec<At> {
        let Some(block) = &self.study.blocks[layout][code] else { return Vec::new() };
        let places = self.study.layouts[layout].cells.iter().zip(&block.cells).enumerate();
        let is_told = |(_, (place, cell)): &(usize, (&Place, &Cell))| !place.is_complement && cell.value().is_some();
        places.filter(is_told).map(|(cell, _)| (layout, code, cell)).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use naerblik_shared::{period::Period, schema::MemberCode};
    use naerblik_suppression::verify::examine::Depth;

    use super::{
        super::super::{
            Block, Study,
            block::{self, Rules},
            figures::DatasetFigures,
            layout::{Layout, Place},
            relations::AlongPeriods,
            repair::Outcome,
        },
        *,
    };

    const RULES: Rules = Rules { threshold: 5, least: 1, depth: Depth::QUICK };

    /// A layout of cells that are sums of leaves; cell 0 is the total that periods have in common.
    fn layout(period: Period, cells: &[&[u32]]) -> Layout {
        let place = |leaves: &&[u32]| Place {
            cuboid: 0,
            area: 0,
            further: Vec::new(),
            is_complement: false,
            denominator: None,
            limit: None,
            leaves: leaves.to_vec(),
        };
        Layout { period, leaves: 5, cells: cells.iter().map(place).collect(), links: Vec::new() }
    }

    fn block(layout: &Layout, cells: Vec<Cell>) -> Block {
        let result = block::examine(layout, &cells, RULES);
        Block { cells, result }
    }

    /// A quarter whose total is withheld in two parts, so at least two, beside somebody elsewhere; January at most two, because a group of three
    /// is shown and its other municipality is withheld; in February and March nobody, beside somebody elsewhere.
    fn repair(dataset: &DatasetFigures, is_fresh: [bool; 4]) -> Repair<'_> {
        let quarter = layout(Period::Quarter(2026, 1), &[&[0, 1], &[0], &[1], &[2], &[3]]);
        let january = layout(Period::Month(2026, 1), &[&[0], &[1], &[0, 1]]);
        let [february, march] = [2, 3].map(|month| layout(Period::Month(2026, month), &[&[0], &[1]]));
        let (hidden, nobody) = (Cell::Suppressed, Cell::Value(0));
        let blocks = vec![
            vec![Some(block(&quarter, vec![hidden, hidden, hidden, Cell::Value(17), nobody]))],
            vec![Some(block(&january, vec![hidden, hidden, Cell::Value(3)]))],
            vec![Some(block(&february, vec![nobody, Cell::Value(9)]))],
            vec![Some(block(&march, vec![nobody, Cell::Value(8)]))],
        ];
        let study = Study {
            publication: "night",
            dataset,
            rules: RULES,
            layouts: vec![quarter, january, february, march],
            blocks,
            parents: vec![Vec::new()],
            codes: None,
        };
        let is_fresh = is_fresh.map(|is_fresh| vec![is_fresh]).to_vec();
        let covers = AlongPeriods::one((0, 0), vec![(1, 0), (2, 0), (3, 0)]);
        Repair::comparing(study, covers, is_fresh)
    }

    fn dataset() -> DatasetFigures {
        DatasetFigures {
            id: "conditions".to_owned(),
            codes: vec![MemberCode::parse("a").unwrap()],
            cuboids: Vec::new(),
        }
    }

    #[test]
    fn a_number_that_zeros_give_away_is_ended_by_withholding_one_block() {
        let dataset = dataset();
        for is_fresh in [[true, false, false, true], [true, false, false, false], [false, false, false, true]] {
            let mut repair = repair(&dataset, is_fresh);
            assert!(repair.is_found_in_time((0, 0, 0)), "two parts, and at most two in January");
            let outcome = repair.run();
            assert_eq!(outcome, Outcome { followed: 2, ..Outcome::default() });
            let withheld: BTreeSet<BlockAt> = repair.withheld().collect();
            assert_eq!(withheld.len(), 1, "one block is enough");
            assert!(withheld.iter().all(|block| is_fresh[block.0]), "and it is tonight's");
            assert!(!repair.is_found_in_time((0, 0, 0)) && !repair.is_found_in_time((1, 0, 0)));
        }
    }

    #[test]
    fn what_earlier_nights_give_away_stops_no_night_and_costs_nothing() {
        let dataset = dataset();
        let mut repair = repair(&dataset, [false; 4]);
        let outcome = repair.run();
        assert_eq!(outcome, Outcome { followed: 2, ..Outcome::default() });
        assert_eq!((repair.withheld().count(), repair.hidden().count()), (0, 0));
    }

    /// A group that was held, and its code that was corrected to more than the group has.
    fn corrected(dataset: &DatasetFigures, is_fresh: [bool; 2]) -> Repair<'_> {
        let year = layout(Period::Year(2025), &[&[0, 1], &[0], &[1]]);
        let figures = |cells: [u32; 3]| Some(block(&year, cells.map(Cell::Value).to_vec()));
        let blocks = vec![vec![figures([12, 5, 7]), figures([15, 5, 10])]];
        let study = Study {
            publication: "night",
            dataset,
            rules: RULES,
            layouts: vec![year],
            blocks,
            parents: vec![Vec::new(), vec![0]],
            codes: None,
        };
        Repair::comparing(study, AlongPeriods::one((0, 0), Vec::new()), vec![is_fresh.to_vec()])
    }

    #[test]
    fn what_a_correction_makes_contradict_is_held_back_until_it_fits() {
        let codes = ["group", "code"].map(|code| MemberCode::parse(code).unwrap());
        let dataset = DatasetFigures { codes: codes.to_vec(), ..dataset() };
        let mut repair = corrected(&dataset, [false, true]);
        assert!(repair.is_contradicted((0, 1, 0)) && repair.is_contradicted((0, 1, 2)));
        assert_eq!(repair.run(), Outcome::default());
        let hidden: Vec<At> = repair.hidden().collect();
        assert_eq!(hidden, [(0, 1, 0), (0, 1, 2)], "the five stays, which fits");
        assert!(!repair.is_contradicted((0, 1, 0)) && !repair.is_contradicted((0, 1, 2)));

        let mut public = corrected(&dataset, [false, false]);
        assert_eq!(public.run(), Outcome::default(), "what readers have contradicts itself whatever tonight does");
        assert_eq!(public.hidden().count(), 0);
    }
}
