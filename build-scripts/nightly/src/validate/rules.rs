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
    /// SQL condition that is true for a row that breaks it; `{as_of}` is the as-of date.
    condition: &'static str,
}

/// The rules, in the order in which they are reported. K numbers are the requirements behind them.
pub const RULES: [Rule; 8] = [
    Rule {
        code: "R01",
        what: "unknown code (K124)",
        effect: Effect::LeftOut,
        condition: "code IS NULL OR code NOT IN (SELECT register_code FROM known_codes)",
    },
    Rule { code: "R02", what: "missing start date (K126)", effect: Effect::LeftOut, condition: "start_date IS NULL" },
    Rule {
        code: "R03",
        what: "end date before start date (K128)",
        effect: Effect::LeftOut,
        condition: "end_date < start_date",
    },
    Rule {
        code: "R04",
        what: "start date after the as-of date (K127)",
        effect: Effect::LeftOut,
        condition: "start_date > DATE '{as_of}'",
    },
    Rule {
        code: "R05",
        what: "unknown municipality",
        effect: Effect::LeftOut,
        condition: "municipality IS NULL OR municipality NOT IN (SELECT municipality FROM known_municipalities)",
    },
    Rule {
        code: "R06",
        what: "citizen not in the register of citizens",
        effect: Effect::LeftOut,
        condition: "citizen_key IS NULL OR citizen_key NOT IN (SELECT citizen_key FROM citizens)",
    },
    Rule {
        code: "R07",
        what: "end date after the as-of date (K130)",
        effect: Effect::Noted,
        condition: "end_date > DATE '{as_of}'",
    },
    Rule {
        code: "R08",
        what: "start date before 1990, probably a system default (K136)",
        effect: Effect::Noted,
        condition: "start_date < DATE '1990-01-01'",
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
    let columns: [(&str, ArrayRef); 2] = [
        ("register_code", Arc::new(StringArray::from(texts))),
        ("code_idx", Arc::new(UInt16Array::from(positions))),
    ];
    register_batch(session, "known_codes", columns.to_vec())?;
    let (codes, positions): (Vec<&str>, Vec<u16>) = catalogue.areas.municipality_codes().zip(0..).unzip();
    let columns: [(&str, ArrayRef); 2] = [
        ("municipality", Arc::new(StringArray::from(codes))),
        ("municipality_idx", Arc::new(UInt16Array::from(positions))),
    ];
    register_batch(session, "known_municipalities", columns.to_vec())
}

/// Counts the rows that break each rule and makes the view `valid_<table>` of the rows that count.
pub(super) async fn check_spells(
    session: &SessionContext,
    table: &str,
    as_of: chrono::NaiveDate,
) -> Result<Vec<Finding>, ValidateError> {
    let condition = |rule: &Rule| rule.condition.replace("{as_of}", &as_of.to_string());
    let mut findings = Vec::new();
    for rule in &RULES {
        let rows = count(session, rule.code, &format!("SELECT COUNT(*) FROM {table} WHERE {}", condition(rule))).await?;
        findings.push(Finding {
            table: table.to_owned(),
            rule: rule.code,
            what: rule.what,
            effect: rule.effect,
            rows: SmallCount::of(rows),
        });
    }
    let rejected: Vec<String> = RULES
        .iter()
        .filter(|rule| rule.effect == Effect::LeftOut)
        .map(|rule| format!("COALESCE({}, FALSE)", condition(rule)))
        .collect();
    let view = format!(
        "CREATE VIEW valid_{table} AS SELECT t.citizen_key, t.municipality, k.code_idx, t.start_date, t.end_date \
         FROM {table} t JOIN known_codes k ON t.code = k.register_code WHERE NOT ({})",
        rejected.join(" OR ")
    );
    session.sql(&view).await.map_err(|source| wrong("valid rows", source))?;
    Ok(findings)
}

/// Stops the night when too large a share of a table's rows is rejected.
pub(super) async fn check_share(session: &SessionContext, table: &str, allowed: f64) -> Result<(), ValidateError> {
    let all = count(session, "all rows", &format!("SELECT COUNT(*) FROM {table}")).await?;
    let valid = count(session, "valid rows", &format!("SELECT COUNT(*) FROM valid_{table}")).await?;
    let to_f64 = |n: u64| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    let share = if all == 0 { 0.0 } else { 1.0 - to_f64(valid) / to_f64(all) };
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

async fn count(session: &SessionContext, rule: &'static str, sql: &str) -> Result<u64, ValidateError> {
    let frame = session.sql(sql).await.map_err(|source| wrong(rule, source))?;
    let batches = frame.collect().await.map_err(|source| wrong(rule, source))?;
    let mut total = 0;
    for batch in batches {
        let column = cast(batch.column(0), &DataType::Int64).map_err(|source| wrong(rule, source.into()))?;
        let counts = column.as_any().downcast_ref::<Int64Array>();
        total += counts.into_iter().flat_map(Int64Array::values).copied().map(i64::unsigned_abs).sum::<u64>();
    }
    Ok(total)
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
