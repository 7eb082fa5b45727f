//! The time a citizen receives care: when it starts, when it moves into a care home, how it ends.

use super::calendar::{Day, FIRST_DAY, LAST_DAY, YEAR, whole_days};
use super::place::Place;
use super::population::PersonsOfYear;
use super::random::Stream;
use super::reference::Sex;

/// Nobody in the register grows much older.
const OLDEST: f64 = 109.0;

/// An age within the cell's band; beyond 95 ever fewer reach each further year.
pub(super) fn draw_age(cell: PersonsOfYear, stream: &mut Stream) -> f64 {
    if cell.age_from >= 95 {
        return (95.0 + stream.exponential(2.2)).min(108.0);
    }
    (f64::from(cell.age_from) + 5.0 * stream.unit()).max(0.5)
}

/// The years in care, from the first to the last day, and when the citizen moved into a care home.
#[derive(Debug)]
pub(super) struct Career {
    pub(super) start: Day,
    pub(super) end: Day,
    pub(super) moves_in: Option<Day>,
    ends_by_death: bool,
}

impl Career {
    /// The day on which the citizen has the drawn age. Not cut to the register's years, so that ages stay the same over the years.
    pub(super) fn middle(&self) -> Day {
        i32::midpoint(self.start, self.end)
    }

    /// Day of death: the end of care, or some years after it for old citizens.
    pub(super) fn death(&self, age: f64, stream: &mut Stream) -> Option<Day> {
        let years = match age {
            90.0.. => 2.0,
            75.0.. => 6.0,
            _ => 25.0,
        };
        let later = whole_days(stream.exponential(years * YEAR));
        let death = if self.ends_by_death { self.end } else { self.end + 1 + later };
        (death <= LAST_DAY).then_some(death)
    }
}

/// Draws how long the citizen receives care, at home and in a care home, and when.
pub(super) fn draw_career(cell: PersonsOfYear, places: &[Place], age: f64, stream: &mut Stream) -> Career {
    let factor = places.get(cell.municipality).map_or(1.0, |place| place.care_home_factor);
    let stay = stream.chance(care_home_share(cell.sex, age) * factor).then(|| {
        20.0 + stream.exponential(if age < 90.0 { 3.1 } else { 2.5 } * YEAR).min((OLDEST - age).min(9.0) * YEAR)
    });
    let at_home = match (stay, age) {
        (Some(_), _) => 20.0 + stream.exponential(1.8 * YEAR),
        (None, 90.0..) => 60.0 + stream.exponential(3.2 * YEAR),
        (None, 80.0..) => 60.0 + stream.exponential(4.8 * YEAR),
        (None, 65.0..) if stream.chance(0.55) => 90.0 + stream.exponential(3.2 * YEAR),
        (None, ..65.0) if stream.chance(0.25) => 90.0 + stream.exponential(3.0 * YEAR),
        _ => 40.0 + stream.exponential(110.0),
    };
    let longest = (2.0 * age).min(OLDEST - age).min(11.0) * YEAR - 2.0;
    let at_home = whole_days(at_home.min(longest));
    let length = at_home + stay.map_or(0, whole_days);
    let start = draw_start(length, stream);
    let dies = match (stay, age) {
        (Some(_), _) => 0.97,
        (None, 80.0..) => 0.6,
        (None, 65.0..) => 0.3,
        (None, 40.0..) => 0.08,
        _ => 0.01,
    };
    Career { start, end: start + length, moves_in: stay.map(|_| start + at_home), ends_by_death: stream.chance(dies) }
}

/// Any day that brings the time in care into the register's years; a little more often a late one, as the old grow in number.
fn draw_start(length: Day, stream: &mut Stream) -> Day {
    let (earliest, latest) = (FIRST_DAY - length, LAST_DAY);
    let start = stream.between(earliest, latest);
    let is_early = start < i32::midpoint(earliest, latest);
    if is_early && stream.chance(0.06) { earliest + (latest - start) } else { start }
}

/// Share of citizens in care of this age who come to live in a care home.
fn care_home_share(sex: Sex, age: f64) -> f64 {
    let share = match age {
        ..20.0 => 0.0,
        ..50.0 => 0.002,
        ..65.0 => 0.02,
        ..70.0 => 0.10,
        ..75.0 => 0.16,
        ..80.0 => 0.23,
        ..85.0 => 0.33,
        ..90.0 => 0.44,
        ..95.0 => 0.62,
        _ => 0.72,
    };
    share * sex.of(&[0.98, 0.89])
}
