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
    first_month: u32,
    by_month: Vec<PeriodSet>,
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
        let by_month = (first_month..end)
            .map(|month| {
                let mut set = PeriodSet::default();
                for (position, (start, months)) in spans.clone().enumerate() {
                    if (start..start + months).contains(&month) {
                        set.insert(position);
                    }
                }
                set
            })
            .collect();
        Self { first_month, by_month }
    }

    /// Periods with at least one day from `start` to `end`, both included; open when `end` is `None`.
    pub(super) fn span(&self, start: i32, end: Option<i32>) -> PeriodSet {
        let from = month_of(start).saturating_sub(self.first_month);
        let to = end.map_or(u32::MAX, month_of);
        let Some(to) = to.checked_sub(self.first_month) else { return PeriodSet::default() };
        let position = |month: u32| usize::try_from(month).unwrap_or(usize::MAX);
        let months = self.by_month.iter().take(position(to).saturating_add(1)).skip(position(from));
        months.fold(PeriodSet::default(), |set, month| set.union(*month))
    }
}

/// Full years of age on `day`.
pub(super) fn full_years(birth: i32, day: i32) -> u32 {
    let (Some(birth), Some(day)) = (date(birth), date(day)) else { return 0 };
    day.years_since(birth).unwrap_or(0)
}

fn date(days: i32) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(days.checked_add(EPOCH)?)
}

/// Months since January of year 0.
fn month_of(days: i32) -> u32 {
    date(days).map_or(0, |date| u32::try_from(date.year()).unwrap_or(0) * 12 + date.month0())
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
        assert_eq!(full_years(day("1945-06-30"), day("2025-06-29")), 79);
        assert_eq!(full_years(day("1945-06-30"), day("2025-06-30")), 80);
    }

    #[test]
    fn a_spell_touches_every_period_with_a_day_of_it() {
        let periods = [Period::Quarter(2025, 1), Period::Month(2025, 3), Period::Quarter(2025, 2)];
        let touching = Touching::new(&periods);
        let of = |from: &str, to: Option<&str>| {
            touching.span(day(from), to.map(day)).iter().map(|at| periods[at].to_string()).collect::<Vec<_>>()
        };
        assert_eq!(of("2025-03-31", Some("2025-04-01")), ["2025Q1", "2025-03", "2025Q2"]);
        assert_eq!(of("2020-01-01", Some("2025-01-01")), ["2025Q1"]);
        assert_eq!(of("2020-01-01", Some("2024-12-31")), Vec::<String>::new());
        assert_eq!(of("2025-05-01", None), ["2025Q2"]);
        assert_eq!(of("2026-05-01", None), Vec::<String>::new());
        assert_eq!(LastDays::of(&periods).iter().next(), Some(day("2025-03-31")));
    }
}
