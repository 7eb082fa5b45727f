//! Days and months of the register, as whole numbers: day 0 is 1 January 1970, month 0 is January 2022.

/// Days since 1 January 1970, as in Arrow's `Date32`.
pub(super) type Day = i32;

/// First day the register covers.
pub(super) const FIRST_DAY: Day = day(2022, 1, 1);
/// Last day the register covers.
pub(super) const LAST_DAY: Day = day(2026, 10, 31);
/// First day of the simplified FSIII catalogue; the date is assumed for the demo.
pub(super) const SIMPLIFICATION: Day = day(2024, 6, 1);
/// The day on which Ældreloven took effect.
pub(super) const AELDRELOV: Day = day(2025, 7, 1);
/// Months from January 2022 to October 2026.
pub(super) const N_MONTHS: i32 = 58;

/// Length of a year in days, for ages and rates.
pub(super) const YEAR: f64 = 365.25;

/// The day of a Gregorian date (counted from a March-based year, so that leap days fall at its end).
pub(super) const fn day(year: i32, month: i32, day_of_month: i32) -> Day {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year - era * 400;
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day_of_month - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// Year and month (1–12) of a day.
pub(super) const fn year_month(day: Day) -> (i32, i32) {
    let shifted = day + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted - era * 146_097;
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400;
    (if month <= 2 { year + 1 } else { year }, month)
}

/// Month number of a day, counted from January 2022; negative before.
pub(super) const fn month_index(day: Day) -> i32 {
    let (year, month) = year_month(day);
    (year - 2022) * 12 + month - 1
}

/// First day of a month number.
pub(super) const fn month_start(month_index: i32) -> Day {
    day(2022 + month_index.div_euclid(12), month_index.rem_euclid(12) + 1, 1)
}

/// `2022-01` of a month number.
pub(super) fn month_name(month_index: i32) -> String {
    let year = 2022 + month_index.div_euclid(12);
    let month = month_index.rem_euclid(12) + 1;
    format!("{year:04}-{month:02}")
}

/// Whole days of a length; lengths beyond three hundred years are cut.
#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    reason = "the value is cut to a range that fits first"
)]
pub(super) fn whole_days(days: f64) -> Day {
    days.clamp(-110_000.0, 110_000.0) as Day
}

/// Reads `2024-06-01`; `None` when it is not a date of that form.
pub(super) fn parse_day(text: &str) -> Option<Day> {
    let mut parts = text.splitn(3, '-').map(str::parse::<i32>);
    let (year, month, day_of_month) = (parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?);
    ((1..=12).contains(&month) && (1..=31).contains(&day_of_month)).then(|| day(year, month, day_of_month))
}

#[cfg(test)]
mod tests {
    use super::{AELDRELOV, LAST_DAY, day, month_index, month_name, month_start, parse_day, year_month};

    #[test]
    fn dates_and_day_numbers_agree_across_leap_years() {
        assert_eq!(day(1970, 1, 1), 0);
        assert_eq!(day(2024, 3, 1) - day(2024, 2, 28), 2);
        assert_eq!(year_month(day(2024, 2, 29)), (2024, 2));
        assert_eq!(year_month(day(1899, 12, 31)), (1899, 12));
        assert_eq!(parse_day("2025-07-01"), Some(AELDRELOV));
        assert_eq!(parse_day("2025-13-01"), None);
    }

    #[test]
    fn the_last_month_is_number_fifty_seven() {
        assert_eq!(month_index(LAST_DAY), 57);
        assert_eq!(month_name(57), "2026-10");
        assert_eq!(month_start(58), LAST_DAY + 1);
    }
}
