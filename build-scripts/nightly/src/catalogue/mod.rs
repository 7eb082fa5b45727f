//! What is published, as data: the catalogue file and the official code lists behind the dimensions.

mod areas;
mod codes;
mod file;
mod others;
mod table;

pub use areas::{AreaTree, MunicipalityIdx};
pub use codes::{CodeIdx, CodeTree};
pub use file::{CatalogueFile, CuboidSpec, DatasetSpec, PublicTableSpec, VersionsSpec};
pub use others::{AGE_LEAVES, AgeLeaf, DISEASES_MAX, OtherDimensions};
pub use table::{ReferenceTable, TableError};

use std::path::{Path, PathBuf};

use naerblik_shared::period::Period;

/// The catalogue with everything it refers to, resolved and checked.
#[derive(Debug, Clone)]
pub struct Catalogue {
    /// The catalogue file.
    pub file: CatalogueFile,
    /// Municipalities and the areas above them.
    pub areas: AreaTree,
    /// Conditions and interventions of every dataset.
    pub codes: CodeTree,
    /// Age, sex, care home and chronic disease.
    pub others: OtherDimensions,
}

/// Why the catalogue cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum CatalogueError {
    /// The file cannot be read.
    #[error("catalogue {path} cannot be read")]
    Read {
        /// Where it was looked for.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The file is no valid catalogue.
    #[error("catalogue {path} is not valid")]
    Syntax {
        /// The file.
        path: PathBuf,
        /// Where and why.
        source: Box<toml::de::Error>,
    },
    /// A code list cannot be read.
    #[error(transparent)]
    Table(#[from] TableError),
    /// The catalogue asks for something that cannot be.
    #[error("catalogue: {what} is {found}, expected {expected}")]
    Value {
        /// Which setting.
        what: &'static str,
        /// What it is.
        found: String,
        /// What would be right.
        expected: &'static str,
    },
}

impl Catalogue {
    /// Reads the catalogue file and the code lists in `reference`.
    ///
    /// # Errors
    /// When a file is missing or contradicts another.
    pub fn load(file: &Path, reference: &Path) -> Result<Self, CatalogueError> {
        let path = file.to_path_buf();
        let text =
            std::fs::read_to_string(file).map_err(|source| CatalogueError::Read { path: path.clone(), source })?;
        let file: CatalogueFile =
            toml::from_str(&text).map_err(|source| CatalogueError::Syntax { path, source: Box::new(source) })?;
        file.check()?;
        let areas = AreaTree::load(reference)?;
        let codes = CodeTree::load(reference, &file.datasets)?.with_synonyms(&file.synonyms)?;
        let others = OtherDimensions::load(reference)?;
        Ok(Self { file, areas, codes, others })
    }

    /// For each area, whether the cuboid has it.
    pub fn areas_of(&self, cuboid: &CuboidSpec) -> Vec<bool> {
        self.areas.dimension.members.iter().map(|area| !cuboid.without_levels.contains(&area.level)).collect()
    }

    /// Years, quarters and months that lie within `months`, in order.
    ///
    /// `months` are the first and the last completed month of the register.
    pub fn complete_periods(months: (Period, Period)) -> Vec<Period> {
        let (first, last) = months;
        let mut periods = Vec::new();
        let mut month = first;
        while month <= last {
            for period in [
                month.widen(naerblik_shared::period::Grain::Year),
                month.widen(naerblik_shared::period::Grain::Quarter),
                month,
            ] {
                let starts_here = period.month_span().0 == month.month_span().0;
                let ends = period.months().last().unwrap_or(month);
                if starts_here && ends <= last {
                    periods.push(period);
                }
            }
            month = month.next();
        }
        periods.sort_unstable();
        periods
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_readers_reach_the_codes_and_unknown_codes_are_refused() {
        let reference = Path::new(env!("CARGO_MANIFEST_DIR")).join("../reference");
        let text = include_str!("../../../catalogue/catalogue.toml");
        let file: CatalogueFile = toml::from_str(text).unwrap();
        let codes = CodeTree::load(&reference, &file.datasets).unwrap();
        let sores = naerblik_shared::schema::MemberCode::parse("I4.4").unwrap();
        let with = codes.clone().with_synonyms(&file.synonyms).unwrap();
        assert!(with.dimension.member(&sores).unwrap().synonyms.contains(&"liggesår".to_owned()));
        let unknown = naerblik_shared::schema::MemberCode::parse("I4.44").unwrap();
        let error = codes.with_synonyms(&[(unknown, Vec::new())].into()).unwrap_err().to_string();
        assert!(error.contains("I4.44"), "{error}");
    }

    #[test]
    fn only_completed_periods_are_listed() {
        let periods = Catalogue::complete_periods((Period::Month(2024, 11), Period::Month(2025, 4)));
        let codes: Vec<String> = periods.iter().map(ToString::to_string).collect();
        assert_eq!(codes, ["2024-11", "2024-12", "2025Q1", "2025-01", "2025-02", "2025-03", "2025-04"]);
    }
}
