//! The catalogue file, `build-scripts/catalogue/catalogue.toml`.

use naerblik_shared::{
    manifest::{Declaration, SeriesBreak},
    period::Grain,
    schema::{DimensionId, Text},
};
use serde::Deserialize;

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

fn one() -> u32 {
    1
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
}
