//! The rules a publication promises to keep.

/// The settings of a dataset's disclosure control.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// The smallest group of citizens that may be shown; groups of 1 to `threshold - 1` are sensitive.
    pub threshold: u32,
    /// Whether readers know which cells are zero.
    pub zeros: ZeroPolicy,
    /// Whether the one citizen in a cell is held off other cells.
    pub insiders: Insiders,
    /// How much time to spend on publishing more.
    pub effort: Effort,
}

/// Whether readers know which cells are zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ZeroPolicy {
    /// Every zero is published, so a suppressed cell is known to count at least one citizen.
    Public,
    /// Empty leaves named in the block may hide among the suppressed, so a suppressed cell may be zero.
    MayHide,
}

/// Whether a citizen who knows to be the only one in a cell is held off other sensitive cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Insiders {
    /// Not looked at.
    Ignore,
    /// Counted in the statistics, not acted on.
    Report,
    /// Each sensitive cell stays undetermined also for the one citizen of any other cell.
    Protect,
}

/// How much time to spend on publishing more. Safety is the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effort {
    /// For nights of thousands of blocks: the search for certificates gives up early, and the first pattern is kept.
    Quick,
    /// For single tables: seconds are spent on patterns with fewer secondaries, except on large blocks.
    Balanced,
    /// Minutes are spent on patterns with fewer secondaries, whatever the size.
    Thorough,
}

impl Default for Policy {
    /// Groups under five are sensitive, zeros are public, insiders are reported, and seconds are spent.
    fn default() -> Self {
        Self { threshold: 5, zeros: ZeroPolicy::Public, insiders: Insiders::Report, effort: Effort::Balanced }
    }
}

impl Policy {
    /// Whether a count, or what a public denominator leaves of it, is a group too small to show.
    pub fn is_sensitive(self, count: u32, denominator: Option<u32>) -> bool {
        let small = |group: u32| 0 < group && group < self.threshold;
        small(count) || denominator.is_some_and(|all| small(all.saturating_sub(count)))
    }
}
