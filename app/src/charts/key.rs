//! The key of a picture as data, for pictures that stand alone.

/// One entry: how something is drawn, and what that means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyEntry {
    /// How it is drawn.
    pub swatch: Swatch,
    /// What it means.
    pub text: String,
}

/// How something is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Swatch {
    /// Filled with a colour.
    Fill(&'static str),
    /// Hatched: withheld.
    Hatched,
    /// White with a dashed outline: not reported.
    Dashed,
    /// A thin upright line.
    Line,
}
