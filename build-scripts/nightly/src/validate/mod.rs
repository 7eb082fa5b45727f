//! Second station: what can be counted.
//!
//! Odd data are data: rows that cannot be counted are left out and reported as findings with a rule and a number,
//! never corrected (K016, K141). The night stops only when a table has another layout than agreed, when nothing was
//! delivered, or when more rows are rejected than the catalogue allows.

mod coverage;
mod rules;
mod schema;
mod spells;

pub use coverage::{Coverage, PeriodSet};
pub use rules::{Finding, RULES, Rule, SmallCount};
pub(crate) use spells::{KnownCitizens, ValidSpell};

use std::collections::BTreeMap;

use datafusion::{error::DataFusionError, prelude::SessionContext};
use naerblik_shared::period::Period;

use crate::{
    catalogue::Catalogue,
    read::{Extract, FileReceipt, RegisterInfo},
};

/// A register whose rows are known to be countable.
pub struct ValidatedExtract {
    /// The tables.
    pub session: SessionContext,
    /// What the register says about itself.
    pub register: RegisterInfo,
    /// The files that were read.
    pub files: Vec<FileReceipt>,
    /// What was found, rule by rule.
    pub findings: Vec<Finding>,
    /// Which municipality is counted in which period.
    pub coverage: Coverage,
    pub(crate) citizens: KnownCitizens,
    /// The rows of each table of spells that count.
    pub(crate) spells: BTreeMap<String, Vec<ValidSpell>>,
}

/// Why a register cannot be counted.
#[derive(Debug, thiserror::Error)]
pub enum ValidateError {
    /// A column is missing or has another type.
    #[error("table `{table}`: column `{column}` is {found}, expected {expected}")]
    Column {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
        /// Its type, or `missing`.
        found: String,
        /// What would be right.
        expected: &'static str,
    },
    /// No municipality delivered a whole period.
    #[error("no municipality has delivered a completed month up to {as_of}, expected at least one")]
    NothingDelivered {
        /// The as-of date.
        as_of: String,
    },
    /// More rows were rejected than the catalogue allows.
    #[error(
        "table `{table}`: {rejected_percent:.1} % of the rows are rejected, expected at most {allowed_percent:.1} %"
    )]
    TooManyRejected {
        /// The table.
        table: String,
        /// Rejected rows in percent.
        rejected_percent: f64,
        /// What the catalogue allows, in percent.
        allowed_percent: f64,
    },
    /// The register spans more periods than can be counted at once.
    #[error("the register spans {found} periods, expected at most {max}")]
    TooManyPeriods {
        /// Years, quarters and months of the register.
        found: usize,
        /// The most there can be.
        max: usize,
    },
    /// A check could not be carried out.
    #[error("rule {rule} could not be checked")]
    Check {
        /// The rule or step.
        rule: &'static str,
        /// What DataFusion said.
        source: Box<DataFusionError>,
    },
}

/// Checks the register and leaves out what cannot be counted.
///
/// # Errors
/// See [`ValidateError`]; findings are no errors.
pub async fn validate(
    extract: Extract,
    catalogue: &Catalogue,
    as_of: chrono::NaiveDate,
) -> Result<ValidatedExtract, ValidateError> {
    let Extract { session, register, files } = extract;
    schema::check(&session).await?;
    let citizens = KnownCitizens::read(&session).await?;
    let (names, days) = (spells::Names::of(catalogue), rules::Days::of(as_of));
    let mut findings = Vec::new();
    let mut valid = BTreeMap::new();
    for dataset in &catalogue.file.datasets {
        let (counted, tally) = spells::read(&session, &dataset.table, (&names, &citizens), &days).await?;
        findings.extend(tally.findings(&dataset.table, catalogue.file.max_rejected_share)?);
        valid.insert(dataset.table.clone(), counted);
    }
    let last_complete = last_complete_month(as_of).min(register.last_month);
    let periods = Catalogue::complete_periods((register.first_month, last_complete));
    let coverage = coverage::read(&session, &catalogue.areas, periods, as_of).await?;
    findings.sort();
    Ok(ValidatedExtract { session, register, files, findings, coverage, citizens, spells: valid })
}

/// The last month that had ended on the as-of date.
fn last_complete_month(as_of: chrono::NaiveDate) -> Period {
    use chrono::Datelike as _;
    let year = u16::try_from(as_of.year()).unwrap_or(0);
    let month = u8::try_from(as_of.month()).unwrap_or(1);
    if month == 1 { Period::Month(year.saturating_sub(1), 12) } else { Period::Month(year, month - 1) }
}
