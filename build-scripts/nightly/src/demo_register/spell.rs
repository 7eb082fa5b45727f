//! Conditions and the interventions that follow from them, as spells of days.

use super::calendar::{AELDRELOV, Day, FIRST_DAY, LAST_DAY, whole_days, year_month};
use super::pathway::{Pathway, Programme};
use super::person::Citizen;
use super::profile::{ConditionProfile, Profile};
use super::random::{Stream, exp};
use super::reference::{Catalogue, Reference};

/// Age from which Ældreloven applies: the state pension age of 2025.
pub(super) const PENSION_AGE: f64 = 67.0;

/// One registration in one municipality. Both days are included; an end after the register's last day is still open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Spell {
    pub(super) code: usize,
    pub(super) municipality: usize,
    /// Functioning level 0–4, or 9 for "not relevant"; absent for health conditions and interventions.
    pub(super) severity: Option<u8>,
    pub(super) start: Day,
    pub(super) end: Day,
}

/// All spells of one kind of a citizen in one municipality.
pub(super) type Spells = Vec<Spell>;

/// Writes the registrations of one citizen in one municipality.
#[derive(Debug)]
pub(super) struct Recorder<'a> {
    pub(super) reference: &'a Reference,
    pub(super) profile: &'a Profile,
    pub(super) citizen: &'a Citizen,
    pub(super) municipality: usize,
    /// Registrations relative to the country by catalogue, and by code.
    pub(super) practice: (&'a [f64; 5], &'a [f64]),
    /// General level of functioning, 0 (fine) to 4 (fully dependent).
    pub(super) frailty: f64,
    pub(super) conditions: Spells,
    pub(super) interventions: Spells,
}

impl Recorder<'_> {
    /// Records one pathway.
    pub(super) fn record(&mut self, pathway: Pathway, stream: &mut Stream) {
        let pace = pathway.programme.pace();
        let practice = self.practice.0.get(pace.catalogue.index()).copied().unwrap_or(1.0);
        let level = pathway.intensity * practice;
        let profiles = self.profile.conditions(pace.catalogue);
        let weights: Vec<f64> = profiles.iter().map(|profile| self.weight(profile)).collect();
        for _ in 0..=stream.poisson(pace.more_at_start * level) {
            let start = pathway.start + stream.between(0, 12);
            self.record_condition(&pathway, (profiles, &weights), start, stream);
        }
        let years = f64::from(pathway.end - pathway.start) / super::calendar::YEAR;
        for _ in 0..stream.poisson((pace.new_a_year * level * years).min(60.0)) {
            let start = stream.between(pathway.start, pathway.end);
            self.record_condition(&pathway, (profiles, &weights), start, stream);
        }
        if pathway.programme == Programme::Training {
            let [regain, maintain] = self.profile.training;
            let code = if stream.chance(0.6) { regain } else { maintain };
            self.record_intervention(code, (pathway.start, pathway.end), pace.grant_days, stream);
        }
    }

    /// Weight of a condition for this citizen in this municipality, before validity and season.
    fn weight(&self, profile: &ConditionProfile) -> f64 {
        let age = self.citizen.age_on(self.citizen.care.0.max(FIRST_DAY));
        let practice = self.practice.1.get(profile.code).copied().unwrap_or(1.0);
        let disease = match profile.disease {
            Some((disease, factor)) if self.citizen.has(disease) => factor,
            _ => 1.0,
        };
        let by_sex = *self.citizen.sex.of(&[profile.women, 1.0]);
        let tilt = exp(profile.age_tilt * ((age - 75.0) / 10.0).clamp(-4.0, 2.0));
        profile.weight * practice * disease * by_sex * tilt
    }

    fn record_condition(
        &mut self,
        pathway: &Pathway,
        (profiles, weights): (&[ConditionProfile], &[f64]),
        start: Day,
        stream: &mut Stream,
    ) {
        let allowed: Vec<f64> = profiles
            .iter()
            .zip(weights)
            .map(|(profile, weight)| {
                let is_open = (profile.valid_from..profile.valid_to).contains(&start)
                    && !is_active(&self.conditions, profile.code, start);
                if is_open { *weight } else { 0.0 }
            })
            .collect();
        let Some(profile) = stream.pick(&allowed).and_then(|index| profiles.get(index)) else {
            return;
        };
        let (_, month) = year_month(start);
        if start > pathway.end || !stream.chance(profile.season.intensity(month)) {
            return;
        }
        let end = match profile.median_days {
            Some(median) => start + whole_days(stream.log_normal(median, 0.75)).max(2),
            None => pathway.end,
        };
        let days = (start, end.min(pathway.end));
        self.push_condition(profile.code, pathway.programme.pace().catalogue, days, stream);
        self.follow_up(pathway.programme, profile, days, stream);
    }

    /// Functioning is assessed again and again: each assessment ends the spell and starts the next.
    fn push_condition(&mut self, code: usize, catalogue: Catalogue, (start, end): (Day, Day), stream: &mut Stream) {
        let spell = |severity, start, end| Spell { code, municipality: self.municipality, severity, start, end };
        let reassessed_after = match catalogue {
            Catalogue::HomeCare => 430.0,
            Catalogue::Rehabilitation => 90.0,
            _ => {
                self.conditions.push(spell(None, start, end));
                return;
            }
        };
        let mut level = self.frailty + 0.7 * stream.normal();
        let mut from = start;
        let mut spells = Vec::new();
        while from <= end {
            let to = end.min(from + whole_days(stream.log_normal(reassessed_after, 0.4)).max(14));
            spells.push(spell(Some(severity(level, stream)), from, to));
            level += match catalogue {
                Catalogue::Rehabilitation => -0.8,
                _ => 0.25 + 0.4 * stream.normal(),
            };
            from = to + 1;
        }
        self.conditions.extend(spells);
    }

    fn follow_up(&mut self, programme: Programme, profile: &ConditionProfile, days: (Day, Day), stream: &mut Stream) {
        if programme == Programme::Training {
            return;
        }
        for (code, probability) in &profile.interventions {
            let code = match programme {
                Programme::Reablement => self.profile.reablement(*code),
                _ => Some(*code),
            };
            let wanted = stream.chance(*probability);
            if let (Some(code), true) = (code, wanted) {
                self.record_intervention(code, days, programme.pace().grant_days, stream);
            }
        }
    }

    /// Grants the intervention until the condition ends, renewing it now and then.
    fn record_intervention(&mut self, code: usize, (start, end): (Day, Day), median: f64, stream: &mut Stream) {
        let mut from = start + stream.between(0, 5);
        while from <= end && from <= LAST_DAY {
            let to = end.min(from + whole_days(stream.log_normal(median, 0.55)).max(5));
            let code = self.code_on(code, from);
            if let Some(code) = code
                && to >= FIRST_DAY
                && !is_active(&self.interventions, code, from)
            {
                self.interventions.push(Spell {
                    code,
                    municipality: self.municipality,
                    severity: None,
                    start: from,
                    end: to,
                });
            }
            from = to + 1;
            if stream.chance(0.2) {
                from += stream.between(3, 30);
            }
        }
    }

    /// The code that is in force for this intervention on a day; `None` when there is none.
    fn code_on(&self, code: usize, day: Day) -> Option<usize> {
        let known = self.reference.codes.get(code)?;
        if day < known.valid_from {
            return None;
        }
        if day >= known.valid_to {
            return self.code_on(known.successor?, day);
        }
        if day >= AELDRELOV && self.citizen.age_on(day) >= PENSION_AGE {
            return self.profile.aeldrelov(code).or(Some(code));
        }
        Some(code)
    }
}

/// Whether the code is open on the day.
pub(super) fn is_active(spells: &[Spell], code: usize, day: Day) -> bool {
    spells.iter().any(|spell| spell.code == code && spell.start <= day && day <= spell.end)
}

fn severity(level: f64, stream: &mut Stream) -> u8 {
    match (stream.unit(), level) {
        (..0.02, _) => 9,
        (0.02..0.05, _) | (_, ..0.5) => 0,
        (_, ..1.5) => 1,
        (_, ..2.5) => 2,
        (_, ..3.5) => 3,
        _ => 4,
    }
}
