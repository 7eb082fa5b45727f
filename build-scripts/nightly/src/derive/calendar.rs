//! Days, ages and periods.

use chrono::{Datelike as _, NaiveDate};
use naerblik_shared::period::Period;

use crate::validate::PeriodSet;

/// Days from 1 January of year 1 to 1 January 1970.
const EPOCH: i32 = 719_163;

/// The last day of each period, in days since 1970.
pub(super) struct LastDays(Vec<i32>);

/// Which periods a span of days touches.
pub(super) struct Touching {
    /// The first day of each month of the register, and the day after the last.
    months: Vec<i32>,
    /// For each month the periods that begin in it or before.
    begun: Vec<PeriodSet>,
    /// For each month the periods that end in it or later.
    lasting: Vec<PeriodSet>,
    /// The month of each day of the register, by position.
    month_of_day: Vec<u16>,
}

impl LastDays {
    pub(super) fn of(periods: &[Period]) -> Self {
        let last_day = |period: &Period| {
            let (start, months) = period.month_span();
            first_of_month(start + months) - 1
        };
        Self(periods.iter().map(last_day).collect())
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = i32> {
        self.0.iter().copied()
    }
}

impl Touching {
    pub(super) fn new(periods: &[Period]) -> Self {
        let spans = periods.iter().map(|period| period.month_span());
        let first_month = spans.clone().map(|(start, _)| start).min().unwrap_or(0);
        let end = spans.clone().map(|(start, months)| start + months).max().unwrap_or(0);
        let such_that = |is_in: &dyn Fn(u32, u32) -> bool| {
            let mut set = PeriodSet::default();
            for (position, _) in spans.clone().enumerate().filter(|(_, (start, months))| is_in(*start, start + months))
            {
                set.insert(position);
            }
            set
        };
        let months: Vec<i32> = (first_month..=end).map(first_of_month).collect();
        let days = |(at, pair): (u16, &[i32])| {
            let length = pair.first().zip(pair.last()).map_or(0, |(first, next)| next - first);
            std::iter::repeat_n(at, usize::try_from(length).unwrap_or(0))
        };
        Self {
            begun: (first_month..end).map(|month| such_that(&|start, _| start <= month)).collect(),
            lasting: (first_month..end).map(|month| such_that(&|_, after| after > month)).collect(),
            month_of_day: (0..).zip(months.windows(2)).flat_map(days).collect(),
            months,
        }
    }

    /// Periods with at least one day from `start` to `end`, both included.
    pub(super) fn span(&self, start: i32, end: i32) -> PeriodSet {
        let (Some(first), Some(after)) = (self.months.first(), self.months.last()) else { return PeriodSet::default() };
        if end < *first || start >= *after || end < start {
            return PeriodSet::default();
        }
        let month = |day: i32| {
            let position = usize::try_from(i64::from(day) - i64::from(*first)).unwrap_or(0);
            self.month_of_day.get(position).or(self.month_of_day.last()).map_or(0, |month| usize::from(*month))
        };
        let lasting = self.lasting.get(month(start)).copied().unwrap_or_default();
        lasting.intersection(self.begun.get(month(end)).copied().unwrap_or_default())
    }
}

/// The days from which somebody is old enough for each age group but the youngest.
pub(super) struct Birthdays<const N: usize>([i32; N]);

impl<const N: usize> Birthdays<N> {
    /// The days on which somebody born on `birth` reaches some ages.
    pub(super) fn of(birth: i32, ages: [u32; N]) -> Self {
        Self(ages.map(|age| birthday(birth, age)))
    }

    /// How many of the ages are reached on `day`, when they rise.
    pub(super) fn reached(&self, day: i32) -> usize {
        self.0.iter().take_while(|birthday| **birthday <= day).count()
    }
}

/// The first day on which somebody is so many years old. Who was born on 29 February is older from 1 March on where
/// there is no such day.
fn birthday(birth: i32, age: u32) -> i32 {
    let Some(born) = date(birth) else { return i32::MAX };
    let Some(year) = i32::try_from(age).ok().and_then(|age| born.year().checked_add(age)) else { return i32::MAX };
    let same = NaiveDate::from_ymd_opt(year, born.month(), born.day());
    let day = same.or_else(|| NaiveDate::from_ymd_opt(year, 3, 1));
    day.map_or(i32::MAX, |day| day.num_days_from_ce() - EPOCH)
}

fn date(days: i32) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(days.checked_add(EPOCH)?)
}

fn first_of_month(month: u32) -> i32 {
    let year = i32::try_from(month / 12).unwrap_or(i32::MAX);
    NaiveDate::from_ymd_opt(year, month % 12 + 1, 1).map_or(0, |date| date.num_days_from_ce() - EPOCH)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> i32 {
        text.parse::<NaiveDate>().unwrap().num_days_from_ce() - EPOCH
    }

    #[test]
    fn a_birthday_counts_from_its_day() {
        assert_eq!(day("1970-01-01"), 0);
        let reached = |birth: &str, on: &str| Birthdays::of(day(birth), [65, 80, 90]).reached(day(on));
        assert_eq!(reached("1945-06-30", "2025-06-29"), 1);
        assert_eq!(reached("1945-06-30", "2025-06-30"), 2);
        assert_eq!(reached("2025-06-30", "2025-06-30"), 0);
        assert_eq!(reached("1925-06-30", "2015-06-30"), 3);
        assert_eq!((reached("1960-02-29", "2025-02-28"), reached("1960-02-29", "2025-03-01")), (0, 1));
        assert_eq!((reached("1944-02-29", "2024-02-28"), reached("1944-02-29", "2024-02-29")), (1, 2));
    }

    #[test]
    fn ages_are_those_that_the_calendar_gives() {
        for birth in (day("1930-01-01")..day("1932-12-31")).step_by(5) {
            let birthdays = Birthdays::of(birth, [65, 80, 90]);
            for on in (day("1995-01-01")..day("2024-12-31")).step_by(13) {
                let years = date(on).unwrap().years_since(date(birth).unwrap()).unwrap();
                let expected = [65, 80, 90].iter().filter(|age| years >= **age).count();
                assert_eq!(birthdays.reached(on), expected);
            }
        }
    }

    #[test]
    fn a_spell_touches_every_period_with_a_day_of_it() {
        let periods = [Period::Quarter(2025, 1), Period::Month(2025, 3), Period::Quarter(2025, 2)];
        let touching = Touching::new(&periods);
        let of = |from: &str, to: Option<&str>| {
            touching
                .span(day(from), to.map_or(i32::MAX, day))
                .iter()
                .map(|at| periods[at].to_string())
                .collect::<Vec<_>>()
        };
        assert_eq!(of("2025-03-31", Some("2025-04-01")), ["2025Q1", "2025-03", "2025Q2"]);
        assert_eq!(of("2020-01-01", Some("2025-01-01")), ["2025Q1"]);
        assert_eq!(of("2020-01-01", Some("2024-12-31")), Vec::<String>::new());
        assert_eq!(of("2025-05-01", None), ["2025Q2"]);
        assert_eq!(of("2026-05-01", None), Vec::<String>::new());
        assert_eq!(LastDays::of(&periods).iter().next(), Some(day("2025-03-31")));
    }
}
