//! The catalogue file, `build-scripts/catalogue/catalogue.toml`.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use naerblik_shared::{
    manifest::{Contact, Declaration, SeriesBreak},
    period::{Grain, Period},
    schema::{DimensionId, MemberCode, Text},
};
use serde::{Deserialize, Deserializer};

use super::CatalogueError;

/// The catalogue as written.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CatalogueFile {
    /// Smallest number of citizens that is published, zero apart.
    pub threshold_citizens: u32,
    /// A larger share of rejected rows in a table stops the night.
    pub max_rejected_share: f64,
    /// Notice shown with made-up data.
    pub fictive_notice: Text,
    /// When periods are published and corrected.
    pub versions: VersionsSpec,
    /// Datasets of distinct citizens by code.
    pub datasets: Vec<DatasetSpec>,
    /// Published combinations of dimensions, smallest first.
    pub cuboids: Vec<CuboidSpec>,
    /// The population table.
    pub population: PublicTableSpec,
    /// The coverage table.
    pub coverage: PublicTableSpec,
    /// Dates at which the meaning of figures changed.
    pub series_breaks: Vec<SeriesBreak>,
    /// Who answers questions about the figures.
    #[serde(default)]
    pub contact: Option<Contact>,
    /// Words that readers use for a code and that its official name does not contain.
    #[serde(default)]
    pub synonyms: BTreeMap<MemberCode, Vec<String>>,
}

/// When periods are published and corrected.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VersionsSpec {
    /// Days between the end of a period and the first night that publishes it.
    pub lag_days: u32,
    /// Announced days from which on published periods are corrected, rising.
    #[serde(deserialize_with = "days")]
    pub corrections: Vec<NaiveDate>,
    /// The share of the shown figures of a block, in percent, that a correction must keep; else the block is held.
    pub least_kept_percent: u32,
}

/// A dataset of distinct citizens by code.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DatasetSpec {
    /// Stable name.
    pub id: String,
    /// Table of the register with the spells.
    pub table: String,
    /// Kind of the FSIII catalogues that belong to it.
    pub catalogue_kind: String,
    /// Name shown to readers.
    pub label: Text,
    /// Name of the measure.
    pub measure_label: Text,
    /// Name of the member above all codes.
    pub root_label: Text,
    /// How the figures came to be.
    pub declaration: Declaration,
}

/// A published combination of dimensions.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CuboidSpec {
    /// Stable name.
    pub id: String,
    /// Axes, slowest first; area, period and code come first.
    pub dimensions: Vec<DimensionId>,
    /// Grains of period.
    pub grains: Vec<Grain>,
    /// Levels of area that are left out; empty for none.
    #[serde(default)]
    pub without_levels: Vec<String>,
    /// How much readers miss a cell of it, for each citizen counted; where cells compete, heavier ones are shown.
    #[serde(default = "one")]
    pub weight: u32,
}

/// A table of public counts.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublicTableSpec {
    /// Name shown to readers.
    pub label: Text,
    /// Name of the measure.
    pub measure_label: Text,
    /// How the figures came to be.
    pub declaration: Declaration,
}

const MOST_WEIGHT: u32 = 1000;
const MOST_LAG_DAYS: u32 = 1000;

fn one() -> u32 {
    1
}

fn days<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<NaiveDate>, D::Error> {
    let texts: Vec<String> = Vec::deserialize(deserializer)?;
    let day = |text: &String| {
        let wrong = |_| serde::de::Error::custom(format!("`{text}` is no day, expected `YYYY-MM-DD`"));
        NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(wrong)
    };
    texts.iter().map(day).collect()
}

impl VersionsSpec {
    /// Whether the night of `as_of` may publish a period for the first time.
    pub fn is_ripe(&self, period: Period, as_of: NaiveDate) -> bool {
        self.first_day(period).is_some_and(|first| first <= as_of)
    }

    /// The first day on which a period may be published; `None` at the end of the calendar.
    pub fn first_day(&self, period: Period) -> Option<NaiveDate> {
        let after = period.next().months().next().and_then(|month| match month {
            Period::Month(year, month) => NaiveDate::from_ymd_opt(i32::from(year), u32::from(month), 1),
            Period::Year(_) | Period::Quarter(..) => None,
        });
        // The day after the period is one day after its end.
        after.and_then(|after| after.pred_opt()?.checked_add_days(Days::new(u64::from(self.lag_days))))
    }

    /// Whether a night of `as_of` after one of `before` is the first since an announced correction.
    pub fn is_correction(&self, before: NaiveDate, as_of: NaiveDate) -> bool {
        self.corrections.iter().any(|day| before < *day && *day <= as_of)
    }

    /// The first announced correction after `as_of`.
    pub fn next_correction(&self, as_of: NaiveDate) -> Option<NaiveDate> {
        self.corrections.iter().copied().find(|day| *day > as_of)
    }
}

impl CatalogueFile {
    /// Checks what the syntax cannot.
    ///
    /// # Errors
    /// Names the setting, what it is and what would be right.
    pub fn check(&self) -> Result<(), CatalogueError> {
        if self.threshold_citizens < 3 {
            return Err(CatalogueError::Value {
                what: "threshold_citizens",
                found: self.threshold_citizens.to_string(),
                expected: "at least 3",
            });
        }
        if !(0.0..=1.0).contains(&self.max_rejected_share) {
            return Err(CatalogueError::Value {
                what: "max_rejected_share",
                found: self.max_rejected_share.to_string(),
                expected: "a share between 0 and 1",
            });
        }
        if self.versions.lag_days > MOST_LAG_DAYS {
            return Err(CatalogueError::Value {
                what: "versions.lag_days",
                found: self.versions.lag_days.to_string(),
                expected: "0 to 1000 days",
            });
        }
        if self.versions.least_kept_percent > 100 {
            return Err(CatalogueError::Value {
                what: "versions.least_kept_percent",
                found: self.versions.least_kept_percent.to_string(),
                expected: "0 to 100",
            });
        }
        if let Some(pair) = self.versions.corrections.windows(2).find(|pair| pair.first() >= pair.last()) {
            return Err(CatalogueError::Value {
                what: "versions.corrections",
                found: pair.iter().map(ToString::to_string).collect::<Vec<_>>().join(" before "),
                expected: "rising days, each once",
            });
        }
        for cuboid in &self.cuboids {
            let first = [DimensionId::Area, DimensionId::Period, DimensionId::Code];
            let rest = cuboid.dimensions.get(3..).unwrap_or_default();
            let is_repeated =
                rest.iter().enumerate().any(|(at, d)| first.contains(d) || rest.iter().skip(at + 1).any(|e| e == d));
            if !(1..=MOST_WEIGHT).contains(&cuboid.weight) {
                return Err(CatalogueError::Value {
                    what: "weight of a cuboid",
                    found: cuboid.weight.to_string(),
                    expected: "1 to 1000",
                });
            }
            if !cuboid.dimensions.starts_with(&first) || is_repeated || rest.len() > 2 {
                return Err(CatalogueError::Value {
                    what: "dimensions of a cuboid",
                    found: cuboid.id.clone(),
                    expected: "area, period, code, then at most two others, each once",
                });
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cuboid_that_weighs_nothing_is_refused() {
        let text = include_str!("../../../catalogue/catalogue.toml");
        let check = |text: &str| toml::from_str::<CatalogueFile>(text).unwrap().check();
        assert!(check(text).is_ok());
        let message = check(&text.replacen("weight = 16", "weight = 0", 1)).unwrap_err().to_string();
        assert!(message.contains("weight of a cuboid"), "{message}");
    }
    fn day(text: &str) -> NaiveDate {
        NaiveDate::parse_from_str(text, "%Y-%m-%d").unwrap()
    }

    #[test]
    fn a_period_is_ripe_when_the_lag_has_passed_since_its_end() {
        let spec = VersionsSpec { lag_days: 30, corrections: Vec::new(), least_kept_percent: 0 };
        for (period, first) in [("2026-09", "2026-10-30"), ("2026Q3", "2026-10-30"), ("2025", "2026-01-30")] {
            let period = Period::parse(period).unwrap();
            assert!(spec.is_ripe(period, day(first)), "{period}");
            assert!(!spec.is_ripe(period, day(first).pred_opt().unwrap()), "{period}");
        }
        assert!(VersionsSpec { lag_days: 0, ..spec }.is_ripe(Period::Month(2026, 2), day("2026-02-28")));
    }

    #[test]
    fn the_first_night_from_a_day_of_correction_on_corrects() {
        let spec = VersionsSpec {
            lag_days: 0,
            corrections: vec![day("2027-02-15"), day("2027-08-16")],
            least_kept_percent: 0,
        };
        assert!(spec.is_correction(day("2027-02-14"), day("2027-02-15")));
        assert!(spec.is_correction(day("2027-02-10"), day("2027-03-01")));
        assert!(!spec.is_correction(day("2027-02-15"), day("2027-02-15")));
        assert!(!spec.is_correction(day("2027-02-16"), day("2027-08-15")));
        assert_eq!(spec.next_correction(day("2027-02-15")), Some(day("2027-08-16")));
        assert_eq!(spec.next_correction(day("2027-08-16")), None);
    }

    #[test]
    fn days_of_correction_that_are_no_days_or_do_not_rise_are_refused() {
        let text = include_str!("../../../catalogue/catalogue.toml");
        let line = text.lines().find(|line| line.starts_with("corrections = ")).unwrap();
        let with = |corrections: &str| text.replace(line, &format!("corrections = {corrections}"));
        let error = toml::from_str::<CatalogueFile>(&with(r#"["2027-02-30"]"#)).unwrap_err().to_string();
        assert!(error.contains("`2027-02-30` is no day"), "{error}");
        let twice = toml::from_str::<CatalogueFile>(&with(r#"["2027-02-15", "2027-02-15"]"#)).unwrap();
        let message = twice.check().unwrap_err().to_string();
        assert!(message.contains("versions.corrections"), "{message}");
    }
}
