//! The series breaks: the simplified FSIII of 2024, Ældreloven of 2025, a change of care system, and months that were not delivered.

use super::calendar::{AELDRELOV, Day, FIRST_DAY, LAST_DAY, SIMPLIFICATION, month_index};
use super::person::Citizen;
use super::place::DeliveryEvent;
use super::profile::Profile;
use super::random::Stream;
use super::reference::Reference;
use super::spell::{PENSION_AGE, Spell, Spells, is_active};

/// Retired codes end on the day before the simplification; their successors start on it, once each. Without a successor nothing starts.
pub(super) fn simplify(spells: &mut Spells, reference: &Reference) {
    let retired = |spell: &Spell| {
        let code = reference.codes.get(spell.code)?;
        (code.valid_to == SIMPLIFICATION && spell.end >= SIMPLIFICATION).then_some(code.successor)
    };
    let mut started: Spells = Vec::new();
    let (outdated, mut kept): (Spells, Spells) = spells.drain(..).partition(|spell| retired(spell).is_some());
    for spell in outdated {
        let start = spell.start.max(SIMPLIFICATION);
        if spell.start < SIMPLIFICATION {
            kept.push(Spell { end: SIMPLIFICATION - 1, ..spell });
        }
        if let Some(code) = retired(&spell).flatten()
            && !is_active(&kept, code, start)
            && !is_active(&started, code, start)
        {
            started.push(Spell { code, start, ..spell });
        }
    }
    kept.extend(started);
    *spells = kept;
}

/// Grants to citizens of pension age go over to Ældreloven: most on the day itself, the rest at their next renewal, a few lapse.
pub(super) fn go_over_to_aeldrelov(spells: &mut Spells, profile: &Profile, citizen: &Citizen, stream: &mut Stream) {
    if citizen.age_on(AELDRELOV) < PENSION_AGE {
        return;
    }
    let mut started: Spells = Vec::new();
    for spell in spells.iter_mut() {
        let Some(code) = profile.aeldrelov(spell.code).filter(|_| crosses(spell, AELDRELOV)) else {
            continue;
        };
        let fate = stream.unit();
        if fate >= 0.9 {
            continue;
        }
        let whole = *spell;
        spell.end = AELDRELOV - 1;
        if fate >= 0.06 && !is_active(&started, code, AELDRELOV) {
            started.push(Spell { code, start: AELDRELOV, ..whole });
        }
    }
    spells.extend(started);
}

/// On the change date open records are closed and started again; some are lost, a few old ones stay open beside the new.
pub(super) fn change_system(spells: &mut Spells, event: DeliveryEvent, stream: &mut Stream) {
    let DeliveryEvent::ChangesSystem { on } = event else {
        return;
    };
    let lost_around = |day: Day, stream: &mut Stream| (day - on).abs() <= 14 && stream.chance(0.5);
    spells.retain(|spell| !lost_around(spell.start, stream) && !lost_around(spell.end, stream));
    let mut started: Spells = Vec::new();
    for spell in spells.iter_mut().filter(|spell| crosses(spell, on)) {
        let whole = *spell;
        let fate = stream.unit();
        if fate >= 0.03 {
            spell.end = on - 1;
        }
        if fate < 0.82 {
            started.push(Spell { start: on, ..whole });
        }
    }
    spells.extend(started);
}

/// Keeps what at least one production delivery can have shown.
pub(super) fn keep_delivered(spells: &mut Spells, event: DeliveryEvent) {
    spells.retain(|spell| {
        let first = month_index(spell.start.max(FIRST_DAY));
        let last = month_index(spell.end.min(LAST_DAY));
        spell.start <= spell.end && (first..=last).any(|month| event.is_delivered(month))
    });
}

fn crosses(spell: &Spell, day: Day) -> bool {
    spell.start < day && day <= spell.end
}
