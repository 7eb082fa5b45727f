//! The pictures: map, trend, ranking, funnel and pyramid.
//!
//! Each chart is three layers: `series.rs` (plain data: what is drawn, and what is absent and why), `option.rs`
//! (the painter's option as data) and a Leptos component. The painter only paints. Name, description, keyboard walk and
//! live region are ours, so nothing that a picture says is said by the picture alone. The map is painted by us, too:
//! `looks.rs` says how, `sheet.rs` draws it.
//! Start reading in [`map`], [`trend`] or [`ranking`]. Fetching, queries and number formats are not here.

mod amend;
mod axis;
mod color;
mod drawing;
mod easel;
mod echarts;
mod focus;
mod frame;
pub mod funnel;
pub mod key;
mod linked;
pub mod map;
mod plate;
pub mod pyramid;
pub mod ranking;
mod snapshot;
pub mod trend;
mod walk;
mod words;

pub use funnel::FunnelChart;
pub use key::{KeyEntry, Swatch};
pub use linked::{Linked, Subject};
pub use map::MapChart;
pub use pyramid::PyramidChart;
pub use ranking::RankingChart;
pub use snapshot::Snapshot;
pub use trend::TrendChart;
pub use words::{Locale, Words};

/// What a chart shows for one figure: the number and its words, or the reason why there is none.
#[derive(Debug, Clone, PartialEq)]
pub enum Mark {
    /// A figure, zero included.
    Value {
        /// The figure in the chart's unit.
        number: f64,
        /// The same figure in the reader's language, without unit: `31,4`.
        text: String,
    },
    /// Withheld so that nobody can be recognised.
    Suppressed,
    /// Nobody, or not everybody who should, has delivered.
    NotReported,
    /// The figure has no meaning here.
    NotApplicable,
    /// The publication has no figure for this combination.
    NotPublished,
}

impl Mark {
    /// The number, when there is one.
    pub fn number(&self) -> Option<f64> {
        match self {
            Self::Value { number, .. } => Some(*number),
            Self::Suppressed | Self::NotReported | Self::NotApplicable | Self::NotPublished => None,
        }
    }

    /// The figure's text, or the words for its absence.
    pub fn text<'a>(&'a self, words: &'a Words) -> &'a str {
        match self {
            Self::Value { text, .. } => text,
            Self::Suppressed => &words.suppressed,
            Self::NotReported => &words.not_reported,
            Self::NotApplicable => &words.not_applicable,
            Self::NotPublished => &words.not_published,
        }
    }

    /// As [`Mark::text`], with one word where there is no room for more.
    pub fn short<'a>(&'a self, words: &'a Words) -> &'a str {
        match self {
            Self::Suppressed => &words.suppressed_short,
            Self::Value { .. } | Self::NotReported | Self::NotApplicable | Self::NotPublished => self.text(words),
        }
    }

    /// The figure with its unit, or the words for its absence.
    fn spoken(&self, unit: &str, words: &Words) -> String {
        match self {
            Self::Value { text, .. } => format!("{text} {unit}").trim_end().to_owned(),
            Self::Suppressed | Self::NotReported | Self::NotApplicable | Self::NotPublished => {
                self.text(words).to_owned()
            }
        }
    }
}
