//! Which programmes a citizen takes part in, and when.

use super::calendar::{Day, YEAR, whole_days};
use super::person::Citizen;
use super::random::Stream;
use super::reference::Catalogue;

/// A programme of municipal care under one section of a law.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Programme {
    /// Help at home or in a care home, serviceloven § 83 (and § 84), later Ældreloven.
    HomeCare,
    /// Reablement, serviceloven § 83 a.
    Reablement,
    /// Training, serviceloven § 86.
    Training,
    /// Nursing, sundhedsloven § 138.
    Nursing,
    /// Rehabilitation after hospital, sundhedsloven § 140.
    Rehabilitation,
    /// Health promotion and prevention, sundhedsloven § 119.
    Prevention,
    /// Aids and home adaptations, serviceloven § 112–116.
    Aids,
}

/// How much a programme records.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pace {
    pub(super) catalogue: Catalogue,
    /// Mean number of conditions at the start beyond the first.
    pub(super) more_at_start: f64,
    /// Mean number of new conditions a year.
    pub(super) new_a_year: f64,
    /// Median length of one grant in days, before it is renewed.
    pub(super) grant_days: f64,
}

impl Programme {
    /// The pace of the programme.
    pub(super) fn pace(self) -> Pace {
        let (catalogue, more_at_start, new_a_year, grant_days) = match self {
            Self::HomeCare => (Catalogue::HomeCare, 2.8, 0.5, 86.0),
            Self::Reablement => (Catalogue::HomeCare, 1.4, 0.0, 60.0),
            Self::Training => (Catalogue::HomeCare, 0.6, 0.0, 60.0),
            Self::Nursing => (Catalogue::Nursing, 1.8, 1.8, 42.0),
            Self::Rehabilitation => (Catalogue::Rehabilitation, 2.2, 0.0, 40.0),
            Self::Prevention => (Catalogue::Prevention, 1.7, 0.0, 60.0),
            Self::Aids => (Catalogue::Aids, 0.6, 0.1, 500.0),
        };
        Pace { catalogue, more_at_start, new_a_year, grant_days }
    }
}

/// A citizen's time in one programme, both days included.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pathway {
    pub(super) programme: Programme,
    pub(super) start: Day,
    pub(super) end: Day,
    /// Registrations relative to an ordinary pathway.
    pub(super) intensity: f64,
}

/// Draws the pathways of a citizen; at least one.
pub(super) fn pathways(citizen: &Citizen, stream: &mut Stream) -> Vec<Pathway> {
    let (start, end) = citizen.care;
    let mut drawn = Vec::with_capacity(8);
    let moves_in = citizen.stay.map(|stay| stay.from.clamp(start, end));
    if let Some(from) = moves_in {
        drawn.push(Pathway { programme: Programme::HomeCare, start: from, end, intensity: 1.25 });
        drawn.push(Pathway { programme: Programme::Nursing, start: from, end, intensity: 1.15 });
    }
    let home_end = moves_in.map_or(end, |from| from - 1);
    if home_end > start {
        at_home(citizen, (start, home_end), &mut drawn, stream);
    }
    if drawn.is_empty() {
        let programme = if citizen.age_on(start) < 65.0 { Programme::Rehabilitation } else { Programme::Nursing };
        let end = end.min(start + 90);
        drawn.push(Pathway { programme, start, end, intensity: 0.8 });
    }
    drawn
}

fn at_home(citizen: &Citizen, (start, end): (Day, Day), drawn: &mut Vec<Pathway>, stream: &mut Stream) {
    let chances = Chances::at(citizen.age_on(start), end - start);
    let mut add = |programme, start: Day, to: Day| {
        let end = to.min(end);
        if start < end {
            drawn.push(Pathway { programme, start, end, intensity: 1.0 });
        }
    };
    if stream.chance(chances.home_care) {
        let from = start + whole_days(stream.exponential(60.0)).min((end - start) / 2);
        let to = if stream.chance(0.3) { stream.between(from + 30, end) } else { end };
        add(Programme::HomeCare, from, to);
    }
    if stream.chance(chances.reablement) {
        add(Programme::Reablement, start, start + stream.between(45, 95));
    }
    if stream.chance(chances.nursing) {
        for (from, to) in nursing_episodes((start, end), stream) {
            add(Programme::Nursing, from, to);
        }
    }
    let years = f64::from(end - start) / YEAR;
    for (programme, chance, (shortest, longest)) in chances.courses() {
        for _ in 0..=stream.poisson(0.12 * years) {
            if stream.chance(chance) {
                let from = stream.between(start, (end - 30).max(start));
                add(programme, from, from + stream.between(shortest, longest));
            }
        }
    }
    if stream.chance(chances.aids) {
        add(Programme::Aids, stream.between(start, end), end);
    }
}

/// Chances that a citizen at home takes part in each programme.
struct Chances {
    home_care: f64,
    nursing: f64,
    reablement: f64,
    training: f64,
    rehabilitation: f64,
    prevention: f64,
    aids: f64,
}

impl Chances {
    /// By age and days in care; short times in care are mostly one thing.
    fn at(age: f64, days: Day) -> Self {
        let is_brief = days < 200;
        let [home_care, nursing, reablement, training, rehabilitation, prevention, aids] = match age {
            ..65.0 if is_brief => [0.04, 0.22, 0.02, 0.06, 0.55, 0.25, 0.05],
            ..65.0 => [0.30, 0.55, 0.03, 0.15, 0.35, 0.22, 0.2],
            _ if is_brief => [0.15, 0.45, 0.12, 0.15, 0.38, 0.12, 0.1],
            ..80.0 => [0.62, 0.75, 0.15, 0.20, 0.30, 0.12, 0.3],
            _ => [0.80, 0.80, 0.18, 0.20, 0.25, 0.05, 0.4],
        };
        Self { home_care, nursing, reablement, training, rehabilitation, prevention, aids }
    }

    /// Programmes of some weeks, with their chance and their shortest and longest length in days.
    fn courses(&self) -> [(Programme, f64, (i32, i32)); 3] {
        [
            (Programme::Training, self.training, (60, 130)),
            (Programme::Rehabilitation, self.rehabilitation, (35, 120)),
            (Programme::Prevention, self.prevention, (80, 240)),
        ]
    }
}

/// Either nursing for the rest of the time at home, or separate episodes.
fn nursing_episodes((start, end): (Day, Day), stream: &mut Stream) -> Vec<(Day, Day)> {
    if stream.chance(0.6) {
        let from = start + whole_days(stream.exponential(120.0));
        return vec![(from, end)];
    }
    let mut episodes = Vec::new();
    let mut from = start + whole_days(stream.exponential(150.0));
    while from < end && episodes.len() < 8 {
        let to = end.min(from + whole_days(stream.log_normal(75.0, 0.7)));
        episodes.push((from, to));
        from = to + 20 + whole_days(stream.exponential(320.0));
    }
    episodes
}
