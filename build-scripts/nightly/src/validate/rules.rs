//! The rules that decide whether a row counts, and how many rows break them.

use std::{fmt, sync::Arc};

use datafusion::{
    arrow::{
        array::{Array as _, ArrayRef, Int64Array, RecordBatch, StringArray, UInt16Array},
        compute::cast,
        datatypes::DataType,
    },
    error::DataFusionError,
    prelude::SessionContext,
};
use serde::Serialize;

use super::ValidateError;
use crate::catalogue::Catalogue;

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
    /// SQL condition over [`joined`] that is true for a row that breaks it; `{as_of}` is the as-of date.
    condition: &'static str,
}

/// The rules, in the order in which they are reported. K numbers are the requirements behind them.
pub const RULES: [Rule; 9] = [
    Rule { code: "R01", what: "unknown code (K124)", effect: Effect::LeftOut, condition: "k.code_idx IS NULL" },
    Rule { code: "R02", what: "missing start date (K126)", effect: Effect::LeftOut, condition: "t.start_date IS NULL" },
    Rule {
        code: "R03",
        what: "end date before start date (K128)",
        effect: Effect::LeftOut,
        condition: "t.end_date < t.start_date",
    },
    Rule {
        code: "R04",
        what: "start date after the as-of date (K127)",
        effect: Effect::LeftOut,
        condition: "t.start_date > DATE '{as_of}'",
    },
    Rule {
        code: "R05",
        what: "unknown municipality",
        effect: Effect::LeftOut,
        condition: "m.municipality_idx IS NULL",
    },
    Rule {
        code: "R06",
        what: "citizen not in the register of citizens",
        effect: Effect::LeftOut,
        condition: "c.citizen_key IS NULL",
    },
    Rule {
        code: "R07",
        what: "end date after the as-of date (K130)",
        effect: Effect::Noted,
        condition: "t.end_date > DATE '{as_of}'",
    },
    Rule {
        code: "R08",
        what: "start date before 1990, probably a system default (K136)",
        effect: Effect::Noted,
        condition: "t.start_date < DATE '1990-01-01'",
    },
    Rule {
        code: "R09",
        what: "citizen born after the as-of date, or more than 125 years before it (K141)",
        effect: Effect::LeftOut,
        condition: "c.birth_date > DATE '{as_of}' OR c.birth_date < DATE '{as_of}' - INTERVAL '125 years'",
    },
];

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

/// Makes the known codes and municipalities available to SQL.
pub(super) fn register_reference(session: &SessionContext, catalogue: &Catalogue) -> Result<(), ValidateError> {
    let (texts, positions): (Vec<&str>, Vec<u16>) = catalogue.codes.register_codes().unzip();
    let columns: [(&str, ArrayRef); 2] =
        [("register_code", Arc::new(StringArray::from(texts))), ("code_idx", Arc::new(UInt16Array::from(positions)))];
    register_batch(session, "known_codes", columns.to_vec())?;
    let (codes, positions): (Vec<&str>, Vec<u16>) = catalogue.areas.municipality_codes().zip(0..).unzip();
    let columns: [(&str, ArrayRef); 2] = [
        ("municipality", Arc::new(StringArray::from(codes))),
        ("municipality_idx", Arc::new(UInt16Array::from(positions))),
    ];
    register_batch(session, "known_municipalities", columns.to_vec())
}

/// Counts the rows that break each rule in one pass, stops the night when too large a share is rejected, and makes
/// the view `valid_<table>` of the rows that count.
pub(super) async fn check_spells(
    session: &SessionContext,
    table: &str,
    as_of: chrono::NaiveDate,
    allowed_share: f64,
) -> Result<Vec<Finding>, ValidateError> {
    let condition = |rule: &Rule| format!("COALESCE({}, FALSE)", rule.condition.replace("{as_of}", &as_of.to_string()));
    let rejected: Vec<String> = RULES.iter().filter(|rule| rule.effect == Effect::LeftOut).map(condition).collect();
    let rejected = rejected.join(" OR ");
    let conditions = RULES.iter().map(condition).chain(["TRUE".to_owned(), rejected.clone()]);
    let sums: Vec<String> =
        conditions.zip(0..).map(|(c, at)| format!("SUM(CASE WHEN {c} THEN 1 ELSE 0 END) AS n{at}")).collect();
    let counts = count(session, &format!("SELECT {} FROM {}", sums.join(", "), joined(table))).await?;
    let (by_rule, totals) = counts.split_at(RULES.len().min(counts.len()));
    check_share(table, totals, allowed_share)?;
    let view = format!(
        "CREATE VIEW valid_{table} AS \
         SELECT t.citizen_key, m.municipality_idx, k.code_idx, t.start_date, t.end_date \
         FROM {} WHERE NOT ({rejected})",
        joined(table)
    );
    session.sql(&view).await.map_err(|source| wrong("valid rows", source))?;
    let finding = |(rule, rows): (&Rule, &u64)| Finding {
        table: table.to_owned(),
        rule: rule.code,
        what: rule.what,
        effect: rule.effect,
        rows: SmallCount::of(*rows),
    };
    Ok(RULES.iter().zip(by_rule).map(finding).collect())
}

/// A table with what is known about its codes, municipalities and citizens.
fn joined(table: &str) -> String {
    format!(
        "{table} t LEFT JOIN known_codes k ON t.code = k.register_code \
         LEFT JOIN known_municipalities m ON t.municipality = m.municipality \
         LEFT JOIN citizens c ON t.citizen_key = c.citizen_key"
    )
}

fn check_share(table: &str, totals: &[u64], allowed: f64) -> Result<(), ValidateError> {
    let [all, rejected] = totals else { return Ok(()) };
    let to_f64 = |n: u64| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    let share = if *all == 0 { 0.0 } else { to_f64(*rejected) / to_f64(*all) };
    if share > allowed {
        return Err(ValidateError::TooManyRejected {
            table: table.to_owned(),
            rejected_percent: share * 100.0,
            allowed_percent: allowed * 100.0,
        });
    }
    Ok(())
}

pub(super) fn wrong(rule: &'static str, source: DataFusionError) -> ValidateError {
    ValidateError::Check { rule, source: Box::new(source) }
}

fn register_batch(
    session: &SessionContext,
    table: &'static str,
    columns: Vec<(&str, ArrayRef)>,
) -> Result<(), ValidateError> {
    let batch = RecordBatch::try_from_iter(columns).map_err(|source| wrong(table, source.into()))?;
    session.register_batch(table, batch).map_err(|source| wrong(table, source))?;
    Ok(())
}

/// The numbers in the one row of a query.
async fn count(session: &SessionContext, sql: &str) -> Result<Vec<u64>, ValidateError> {
    let frame = session.sql(sql).await.map_err(|source| wrong("row rules", source))?;
    let batches = frame.collect().await.map_err(|source| wrong("row rules", source))?;
    let mut numbers = Vec::new();
    for column in batches.iter().flat_map(RecordBatch::columns) {
        let column = cast(column, &DataType::Int64).map_err(|source| wrong("row rules", source.into()))?;
        let counts = column.as_any().downcast_ref::<Int64Array>();
        numbers.extend(counts.into_iter().flat_map(Int64Array::iter).map(|n| n.unwrap_or(0).unsigned_abs()));
    }
    Ok(numbers)
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
}
