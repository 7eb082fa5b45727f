//! The rules that decide whether a row counts, and how many rows break them.

use std::fmt;

use chrono::{Months, NaiveDate};
use datafusion::error::DataFusionError;
use serde::Serialize;

use super::ValidateError;
use crate::catalogue::{CodeIdx, MunicipalityIdx};

/// Numbers of rows below this are not named, so that no finding points at a person.
const SMALL_BELOW: u64 = 5;

/// What happens to a row that breaks a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Effect {
    /// The row is left out of every figure.
    LeftOut,
    /// The row counts; somebody should look.
    Noted,
}

/// A rule for spells of conditions and interventions.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Stable code of the rule.
    pub code: &'static str,
    /// What breaks it, for people.
    pub what: &'static str,
    /// What happens to such a row.
    pub effect: Effect,
    /// Whether a row breaks it.
    is_broken: fn(&SpellRow, &Days) -> bool,
}

/// A row of a table of spells, with what is known of its code, municipality and citizen; days are counted from 1970.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct SpellRow {
    pub(super) code: Option<CodeIdx>,
    pub(super) municipality: Option<MunicipalityIdx>,
    /// Position of the citizen in the register of citizens.
    pub(super) citizen: Option<u32>,
    pub(super) birth: Option<i32>,
    pub(super) start: Option<i32>,
    pub(super) end: Option<i32>,
}

/// The days that rules compare with, counted from 1970.
#[derive(Debug, Clone, Copy)]
pub(super) struct Days {
    as_of: i32,
    /// Nobody was born earlier.
    oldest_birth: i32,
    /// Earlier dates are probably a system's default.
    plausible: i32,
}

/// The rules, in the order in which they are reported. K numbers are the requirements behind them.
pub const RULES: [Rule; 9] = [
    Rule { code: "R01", what: "unknown code (K124)", effect: Effect::LeftOut, is_broken: |row, _| row.code.is_none() },
    Rule {
        code: "R02",
        what: "missing start date (K126)",
        effect: Effect::LeftOut,
        is_broken: |row, _| row.start.is_none(),
    },
    Rule {
        code: "R03",
        what: "end date before start date (K128)",
        effect: Effect::LeftOut,
        is_broken: |row, _| row.end.zip(row.start).is_some_and(|(end, start)| end < start),
    },
    Rule {
        code: "R04",
        what: "start date after the as-of date (K127)",
        effect: Effect::LeftOut,
        is_broken: |row, days| row.start.is_some_and(|start| start > days.as_of),
    },
    Rule {
        code: "R05",
        what: "unknown municipality",
        effect: Effect::LeftOut,
        is_broken: |row, _| row.municipality.is_none(),
    },
    Rule {
        code: "R06",
        what: "citizen not in the register of citizens",
        effect: Effect::LeftOut,
        is_broken: |row, _| row.citizen.is_none(),
    },
    Rule {
        code: "R07",
        what: "end date after the as-of date (K130)",
        effect: Effect::Noted,
        is_broken: |row, days| row.end.is_some_and(|end| end > days.as_of),
    },
    Rule {
        code: "R08",
        what: "start date before 1990, probably a system default (K136)",
        effect: Effect::Noted,
        is_broken: |row, days| row.start.is_some_and(|start| start < days.plausible),
    },
    Rule {
        code: "R09",
        what: "citizen born after the as-of date, or more than 125 years before it (K141)",
        effect: Effect::LeftOut,
        is_broken: |row, days| row.birth.is_some_and(|birth| birth > days.as_of || birth < days.oldest_birth),
    },
];

/// How many rows of a table there are, and how many break each rule.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Tally {
    rows: u64,
    rejected: u64,
    by_rule: [u64; RULES.len()],
}

/// A number of rows that is not named when it is small.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(into = "String")]
pub struct SmallCount(u64);

/// How many rows of a table break a rule.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Finding {
    /// The table.
    pub table: String,
    /// Code of the rule.
    pub rule: &'static str,
    /// What breaks it.
    pub what: &'static str,
    /// What happened to the rows.
    pub effect: Effect,
    /// How many rows.
    pub rows: SmallCount,
}

impl SmallCount {
    /// Wraps a number of rows, keeping only whether it is zero, small, or how large.
    pub fn of(rows: u64) -> Self {
        Self(if (1..SMALL_BELOW).contains(&rows) { 1 } else { rows })
    }

    /// Whether there are no rows at all.
    pub fn is_zero(self) -> bool {
        self.0 == 0
    }
}

impl fmt::Display for SmallCount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if (1..SMALL_BELOW).contains(&self.0) { write!(f, "<{SMALL_BELOW}") } else { write!(f, "{}", self.0) }
    }
}

impl From<SmallCount> for String {
    fn from(count: SmallCount) -> Self {
        count.to_string()
    }
}

impl Days {
    pub(super) fn of(as_of: NaiveDate) -> Self {
        let born = as_of.checked_sub_months(Months::new(125 * 12)).unwrap_or(NaiveDate::MIN);
        let plausible = NaiveDate::from_ymd_opt(1990, 1, 1).unwrap_or(NaiveDate::MIN);
        Self { as_of: since_1970(as_of), oldest_birth: since_1970(born), plausible: since_1970(plausible) }
    }
}

fn since_1970(day: NaiveDate) -> i32 {
    day.to_epoch_days()
}

impl Tally {
    /// Holds a row against the rules; whether it counts.
    pub(super) fn counts(&mut self, row: &SpellRow, days: &Days) -> bool {
        let mut is_rejected = false;
        for (rule, broken) in RULES.iter().zip(&mut self.by_rule) {
            if (rule.is_broken)(row, days) {
                *broken += 1;
                is_rejected |= rule.effect == Effect::LeftOut;
            }
        }
        self.rows += 1;
        self.rejected += u64::from(is_rejected);
        !is_rejected
    }

    /// What was found in a table.
    ///
    /// # Errors
    /// When too large a share of the rows is rejected.
    pub(super) fn findings(&self, table: &str, allowed_share: f64) -> Result<Vec<Finding>, ValidateError> {
        let to_f64 = |n: u64| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
        let share = if self.rows == 0 { 0.0 } else { to_f64(self.rejected) / to_f64(self.rows) };
        if share > allowed_share {
            return Err(ValidateError::TooManyRejected {
                table: table.to_owned(),
                rejected_percent: share * 100.0,
                allowed_percent: allowed_share * 100.0,
            });
        }
        let finding = |(rule, rows): (&Rule, &u64)| Finding {
            table: table.to_owned(),
            rule: rule.code,
            what: rule.what,
            effect: rule.effect,
            rows: SmallCount::of(*rows),
        };
        Ok(RULES.iter().zip(&self.by_rule).map(finding).collect())
    }
}

pub(super) fn wrong(rule: &'static str, source: DataFusionError) -> ValidateError {
    ValidateError::Check { rule, source: Box::new(source) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_number_of_rows_is_not_named() {
        let shown: Vec<String> = [0, 1, 4, 5, 12].map(|n| SmallCount::of(n).to_string()).to_vec();
        assert_eq!(shown, ["0", "<5", "<5", "5", "12"]);
        assert_eq!(SmallCount::of(2), SmallCount::of(4), "not even equality tells them apart");
    }

    #[test]
    fn each_rule_is_broken_by_its_own_row_alone() {
        let day = |text: &str| Some(since_1970(text.parse().unwrap()));
        let days = Days::of("2024-02-29".parse().unwrap());
        let good = SpellRow {
            code: Some(3),
            municipality: Some(4),
            citizen: Some(5),
            birth: day("1899-02-28"),
            start: day("2024-02-29"),
            end: day("2024-02-29"),
        };
        let rows = [
            SpellRow { code: None, ..good },
            SpellRow { start: None, ..good },
            SpellRow { end: day("2024-02-28"), ..good },
            SpellRow { start: day("2024-03-01"), end: None, ..good },
            SpellRow { municipality: None, ..good },
            SpellRow { citizen: None, birth: None, ..good },
            SpellRow { end: day("2024-03-01"), ..good },
            SpellRow { start: day("1989-12-31"), ..good },
            SpellRow { birth: day("1899-02-27"), ..good },
        ];
        for (rule, row) in RULES.iter().zip(&rows) {
            let mut tally = Tally::default();
            let counts = tally.counts(row, &days);
            assert_eq!(counts, rule.effect == Effect::Noted, "{}", rule.code);
            let broken: Vec<u64> = RULES.iter().map(|other| u64::from(other.code == rule.code)).collect();
            assert_eq!(tally.by_rule.to_vec(), broken, "{}", rule.code);
        }
        let born_later = SpellRow { birth: day("2024-03-01"), ..good };
        let mut tally = Tally::default();
        assert!(tally.counts(&good, &days) && !tally.counts(&born_later, &days));
        assert_eq!((tally.rows, tally.rejected), (2, 1));
        assert!(tally.findings("conditions", 0.5).is_ok());
        assert!(matches!(tally.findings("conditions", 0.49), Err(ValidateError::TooManyRejected { .. })));
    }
}
