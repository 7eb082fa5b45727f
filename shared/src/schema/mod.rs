//! What figures are counted by: dimensions with their members, and measures with their rules of addition.

mod dimension;
mod measure;

pub use dimension::{Dimension, DimensionId, Member, MemberCode, MemberCodeError, TOTAL, level};
pub use measure::{Additivity, Measure};

use serde::{Deserialize, Serialize};

/// A text in both languages of the site.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Text {
    /// Danish; official where an official name exists.
    pub da: String,
    /// English; a translation, never official.
    pub en: String,
}

impl Text {
    /// Builds a text from both languages.
    pub fn new(da: impl Into<String>, en: impl Into<String>) -> Self {
        Self { da: da.into(), en: en.into() }
    }
}
