//! Years, quarters and months as members of the period dimension.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A calendar period: `2025`, `2025Q2` or `2025-04`.
///
/// Ordered by first month, then longest first, so that a year comes before its quarters and months.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Period {
    /// A calendar year.
    Year(u16),
    /// A quarter, 1 to 4.
    Quarter(u16, u8),
    /// A month, 1 to 12.
    Month(u16, u8),
}

/// How long a period is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Grain {
    /// Calendar years.
    Year,
    /// Calendar quarters.
    Quarter,
    /// Calendar months.
    Month,
}

/// A text that names no period.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{found}` is no period, expected a year `2025`, a quarter `2025Q2` or a month `2025-04`")]
pub struct PeriodError {
    /// The text.
    pub found: String,
}

impl Period {
    /// Reads `2025`, `2025Q2` or `2025-04`.
    ///
    /// # Errors
    /// When the text has another form, or a quarter or month that does not exist.
    pub fn parse(text: &str) -> Result<Self, PeriodError> {
        parse_parts(text).ok_or_else(|| PeriodError { found: text.chars().take(40).collect() })
    }

    /// The grain of the period.
    pub fn grain(self) -> Grain {
        match self {
            Self::Year(_) => Grain::Year,
            Self::Quarter(..) => Grain::Quarter,
            Self::Month(..) => Grain::Month,
        }
    }

    /// The calendar year.
    pub fn year(self) -> u16 {
        match self {
            Self::Year(year) | Self::Quarter(year, _) | Self::Month(year, _) => year,
        }
    }

    /// The months of the period, first to last.
    pub fn months(self) -> impl Iterator<Item = Self> {
        let (first, count) = match self {
            Self::Year(_) => (1, 12),
            Self::Quarter(_, quarter) => (quarter * 3 - 2, 3),
            Self::Month(_, month) => (month, 1),
        };
        let year = self.year();
        (first..first + count).map(move |month| Self::Month(year, month))
    }

    /// Months since January of year 0 at the start of the period, and how many months it lasts.
    pub fn month_span(self) -> (u32, u32) {
        let base = u32::from(self.year()) * 12;
        match self {
            Self::Year(_) => (base, 12),
            Self::Quarter(_, quarter) => (base + u32::from(quarter - 1) * 3, 3),
            Self::Month(_, month) => (base + u32::from(month - 1), 1),
        }
    }

    /// The period's middle in years, for time axes: July 2025 lies at about 2025.54.
    pub fn middle(self) -> f64 {
        let (start, months) = self.month_span();
        (f64::from(start) + f64::from(months) / 2.0) / 12.0
    }

    /// The period of the given grain that holds the first month of this one.
    #[must_use]
    pub fn widen(self, grain: Grain) -> Self {
        let (start, _) = self.month_span();
        let month = u8::try_from(start % 12 + 1).unwrap_or(1);
        match grain {
            Grain::Year => Self::Year(self.year()),
            Grain::Quarter => Self::Quarter(self.year(), month.div_ceil(3)),
            Grain::Month => Self::Month(self.year(), month),
        }
    }

    /// The same period `years` earlier; `None` before year 0.
    pub fn years_before(self, years: u16) -> Option<Self> {
        let year = self.year().checked_sub(years)?;
        Some(match self {
            Self::Year(_) => Self::Year(year),
            Self::Quarter(_, quarter) => Self::Quarter(year, quarter),
            Self::Month(_, month) => Self::Month(year, month),
        })
    }

    /// The following period of the same grain.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::Year(year) => Self::Year(year + 1),
            Self::Quarter(year, 4) => Self::Quarter(year + 1, 1),
            Self::Quarter(year, quarter) => Self::Quarter(year, quarter + 1),
            Self::Month(year, 12) => Self::Month(year + 1, 1),
            Self::Month(year, month) => Self::Month(year, month + 1),
        }
    }
}

impl PartialOrd for Period {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Period {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let key = |period: &Self| (period.month_span().0, period.grain());
        key(self).cmp(&key(other))
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year(year) => write!(f, "{year:04}"),
            Self::Quarter(year, quarter) => write!(f, "{year:04}Q{quarter}"),
            Self::Month(year, month) => write!(f, "{year:04}-{month:02}"),
        }
    }
}

impl TryFrom<String> for Period {
    type Error = PeriodError;

    fn try_from(text: String) -> Result<Self, PeriodError> {
        Self::parse(&text)
    }
}

impl From<Period> for String {
    fn from(period: Period) -> Self {
        period.to_string()
    }
}

fn parse_parts(text: &str) -> Option<Period> {
    let year_text = text.get(..4)?;
    if !text.is_ascii() || !year_text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let year = year_text.parse().ok()?;
    if text.len() == 4 {
        return Some(Period::Year(year));
    }
    match (text.as_bytes().get(4), text.get(5..)?) {
        (Some(b'Q'), quarter @ ("1" | "2" | "3" | "4")) => Some(Period::Quarter(year, quarter.parse().ok()?)),
        (Some(b'-'), month) if month.len() == 2 => {
            let month = month.parse().ok()?;
            (1..=12).contains(&month).then_some(Period::Month(year, month))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_read_and_write_their_codes() {
        for text in ["2025", "2025Q1", "2025Q4", "2025-01", "2025-12"] {
            assert_eq!(Period::parse(text).map(|p| p.to_string()), Ok(text.to_owned()));
        }
    }

    #[test]
    fn other_texts_are_no_periods() {
        for text in ["", "25", "2025Q5", "2025Q", "2025-13", "2025-00", "2025-1", "2025x", "20250", "år25", "2025-é"]
        {
            assert!(Period::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_year_has_twelve_months_and_a_quarter_three() {
        let months: Vec<_> = Period::Quarter(2025, 2).months().map(|m| m.to_string()).collect();
        assert_eq!(months, ["2025-04", "2025-05", "2025-06"]);
        assert_eq!(Period::Year(2025).months().count(), 12);
    }

    #[test]
    fn a_year_sorts_before_its_quarter_and_its_month() {
        let mut periods =
            [Period::Month(2025, 1), Period::Quarter(2025, 1), Period::Year(2025), Period::Month(2024, 12)];
        periods.sort();
        assert_eq!(periods.map(|p| p.to_string()), ["2024-12", "2025", "2025Q1", "2025-01"]);
    }

    #[test]
    fn widening_finds_the_quarter_of_a_month() {
        assert_eq!(Period::Month(2025, 7).widen(Grain::Quarter), Period::Quarter(2025, 3));
        assert_eq!(Period::Month(2025, 12).next(), Period::Month(2026, 1));
    }
}
