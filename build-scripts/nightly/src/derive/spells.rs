//! From spells to the codes of each citizen, and the periods in which they count.

use std::collections::BTreeMap;

use super::{CitizenPeriods, calendar::Touching};
use crate::{
    catalogue::{Catalogue, CodeIdx},
    validate::{Coverage, PeriodSet, ValidSpell},
};

/// Lifts spells to every code above them and joins spells of the same citizen and code. For each code its citizens rise.
pub(super) fn by_code(
    spells: &[ValidSpell],
    n_citizens: usize,
    (catalogue, in_force): (&Catalogue, &[PeriodSet]),
    coverage: &Coverage,
) -> BTreeMap<CodeIdx, Vec<CitizenPeriods>> {
    let touching = Touching::new(&coverage.periods);
    let mut by_code: Vec<Vec<CitizenPeriods>> = vec![Vec::new(); in_force.len()];
    // The periods of one citizen, by code; empty between two citizens.
    let mut active = vec![PeriodSet::default(); in_force.len()];
    let mut touched: Vec<CodeIdx> = Vec::new();
    let order = by_citizen(spells, n_citizens);
    let in_order = || order.iter().filter_map(|at| spells.get(usize::try_from(*at).ok()?));
    let mut next = in_order().skip(1);
    for spell in in_order() {
        let valid = in_force.get(usize::from(spell.code)).copied().unwrap_or_default();
        let periods = touching.span(spell.start, spell.end);
        let periods = periods.intersection(coverage.of(spell.municipality)).intersection(valid);
        for code in catalogue.codes.upwards(spell.code).iter().filter(|_| !periods.is_empty()) {
            let Some(set) = active.get_mut(usize::from(*code)) else { continue };
            if set.is_empty() {
                touched.push(*code);
            }
            *set = set.union(periods);
        }
        if next.next().is_none_or(|next| next.citizen != spell.citizen) {
            for code in touched.drain(..).map(usize::from) {
                if let Some((set, list)) = active.get_mut(code).zip(by_code.get_mut(code)) {
                    list.push((spell.citizen, std::mem::take(set)));
                }
            }
        }
    }
    let known = (0..).zip(by_code).filter(|(_, citizens)| !citizens.is_empty());
    known.collect()
}

/// Positions of spells by rising citizen.
fn by_citizen(spells: &[ValidSpell], n_citizens: usize) -> Vec<u32> {
    let position = |spell: &ValidSpell| usize::try_from(spell.citizen).unwrap_or(usize::MAX);
    let mut next = vec![0_u32; n_citizens + 1];
    for spell in spells {
        if let Some(after) = next.get_mut(position(spell).saturating_add(1)) {
            *after += 1;
        }
    }
    let mut sum = 0;
    for first in &mut next {
        sum += *first;
        *first = sum;
    }
    let mut order = vec![0; spells.len()];
    for (at, spell) in (0..).zip(spells) {
        let Some(place) = next.get_mut(position(spell)) else { continue };
        if let Some(entry) = usize::try_from(*place).ok().and_then(|place| order.get_mut(place)) {
            *entry = at;
        }
        *place += 1;
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spells_are_put_in_the_order_of_citizens_and_else_stay_in_theirs() {
        let spell = |citizen| ValidSpell { citizen, code: 0, municipality: 0, start: 0, end: ValidSpell::OPEN };
        let spells = [2, 0, 3, 0, 2].map(spell);
        assert_eq!(by_citizen(&spells, 4), [1, 3, 0, 4, 2]);
        assert_eq!(by_citizen(&[], 4), Vec::<u32>::new());
    }
}
