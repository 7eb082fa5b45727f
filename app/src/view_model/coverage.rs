//! Who reported, in words.

use naerblik_shared::{
    period::Period,
    schema::{Member, level},
};

use super::figures::Figures;
use crate::{i18n::Language, state::area_path};

/// How much of an area reported in a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coverage {
    /// Municipalities that delivered every month of the period, of all in the area.
    Municipalities {
        /// Counted in the period.
        counted: u32,
        /// In the area.
        all: u32,
    },
    /// Months of the period that the municipality delivered.
    Months {
        /// Delivered.
        delivered: u32,
        /// In the period.
        all: u32,
    },
}

impl Coverage {
    /// The coverage of an area in a period; `None` when it is not published.
    pub fn of(figures: &Figures, area: &Member, period: Period) -> Option<Self> {
        if area.level == level::MUNICIPALITY {
            let months = period.months().map(|month| figures.counted(&area.code, month).unwrap_or(0));
            let (delivered, all) = months.fold((0, 0), |(delivered, all), month| (delivered + month, all + 1));
            return Some(Self::Months { delivered, all });
        }
        let all = area_path::municipalities(figures.areas, area).len();
        let counted = figures.counted(&area.code, period)?;
        Some(Self::Municipalities { counted, all: u32::try_from(all).unwrap_or(u32::MAX) })
    }

    /// "11 af 11 kommuner har indberettet".
    pub fn sentence(self, language: Language) -> String {
        let parts = self.parts(language);
        match self {
            Self::Municipalities { .. } => {
                language.pick(format!("{parts} har indberettet"), format!("{parts} reported"))
            }
            Self::Months { .. } => language.pick(format!("{parts} indberettet"), format!("{parts} reported")),
        }
    }

    /// "11 af 11 kommuner".
    pub fn parts(self, language: Language) -> String {
        match (self, language) {
            (Self::Municipalities { counted, all }, Language::Danish) => {
                format!("{counted} af {all} {}", if all == 1 { "kommune" } else { "kommuner" })
            }
            (Self::Municipalities { counted, all }, Language::English) => {
                format!("{counted} of {all} {}", if all == 1 { "municipality" } else { "municipalities" })
            }
            (Self::Months { delivered, all }, Language::Danish) => {
                format!("{delivered} af {all} {}", if all == 1 { "måned" } else { "måneder" })
            }
            (Self::Months { delivered, all }, Language::English) => {
                format!("{delivered} of {all} {}", if all == 1 { "month" } else { "months" })
            }
        }
    }

    /// "11/11", for narrow columns.
    pub fn short(self, language: Language) -> String {
        let (part, all) = self.numbers();
        language.pick(format!("{part} af {all}"), format!("{part} of {all}"))
    }

    /// The reported part and the whole.
    pub fn numbers(self) -> (u32, u32) {
        match self {
            Self::Municipalities { counted, all } => (counted, all),
            Self::Months { delivered, all } => (delivered, all),
        }
    }

    /// Whether everything was reported.
    pub fn is_whole(self) -> bool {
        let (part, all) = self.numbers();
        part == all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    #[test]
    fn an_area_counts_municipalities_and_a_municipality_counts_months() {
        let check = |query: &str, expected: &str| {
            let loaded = testing::loaded(query);
            let figures = Figures::new(&loaded, Language::Danish).unwrap();
            let coverage = Coverage::of(&figures, figures.area, loaded.view.period).unwrap();
            assert_eq!(coverage.sentence(Language::Danish), expected);
        };
        check("area=dk", "2 af 3 kommuner har indberettet");
        check("area=0573", "3 af 3 måneder indberettet");
        check("area=0573&period=2026-06", "1 af 1 måned indberettet");
        check("area=0101", "0 af 3 måneder indberettet");
    }
}
