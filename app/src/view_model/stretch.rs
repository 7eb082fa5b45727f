//! The stretch of time that the trend shows, on a scale of all published periods.

use naerblik_shared::{manifest::Manifest, period::Period};

use crate::state::{ResolvedView, Span, ViewState, resolve::periods};

/// All periods of the view's grain, and the first and the last that the trend shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    periods: Vec<Period>,
    first: usize,
    last: usize,
}

/// An end of a stretch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// The first period.
    First,
    /// The last period.
    Last,
}

impl Stretch {
    /// The stretch that a link asks for while a page is shown, which may lag behind; `None` when there is nothing to
    /// choose.
    pub fn of(state: &ViewState, page: &ResolvedView, manifest: &Manifest) -> Option<Self> {
        let wanted = state.period.unwrap_or(page.period);
        let periods = periods(manifest.dataset(&page.dataset)?, wanted.grain());
        let last = periods.iter().position(|period| *period == wanted)?;
        let from = state.span.first(wanted);
        let first = periods.iter().position(|period| from.is_none_or(|from| *period >= from))?;
        (periods.len() > 1).then_some(Self { periods, first: first.min(last), last })
    }

    /// The place of the last period on the scale; the first is at 0.
    pub fn highest(&self) -> usize {
        self.periods.len() - 1
    }

    /// The place of an end on the scale.
    pub fn place(&self, end: End) -> usize {
        match end {
            End::First => self.first,
            End::Last => self.last,
        }
    }

    /// The period at an end.
    pub fn period(&self, end: End) -> Option<Period> {
        self.periods.get(self.place(end)).copied()
    }

    /// The stretch with one end elsewhere; an end that meets the other stays there.
    #[must_use]
    pub fn moved(&self, end: End, place: usize) -> Self {
        let (first, last) = match end {
            End::First => (place.min(self.last), self.last),
            End::Last => (self.first, place.clamp(self.first, self.highest())),
        };
        Self { periods: self.periods.clone(), first, last }
    }

    /// What a link says to show this stretch: its last period is the page's own.
    pub fn write(&self, state: &mut ViewState) {
        let first = self.period(End::First).filter(|_| self.first > 0);
        state.span = first.map_or(Span::All, Span::Since);
        state.period = self.period(End::Last);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    fn stretch(query: &str) -> Stretch {
        let manifest = testing::manifest();
        Stretch::of(&ViewState::from_query(query).state, &testing::view(&manifest, ""), &manifest).unwrap()
    }

    fn ends(stretch: &Stretch) -> [String; 2] {
        [End::First, End::Last].map(|end| stretch.period(end).unwrap().to_string())
    }

    fn link(stretch: &Stretch) -> String {
        let mut state = ViewState::default();
        stretch.write(&mut state);
        state.to_query()
    }

    #[test]
    fn the_ends_are_those_of_the_trend() {
        assert_eq!(ends(&stretch("")), ["2023Q2", "2026Q2"]);
        assert_eq!(ends(&stretch("span=1")), ["2026Q1", "2026Q2"]);
        assert_eq!(ends(&stretch("span=2026Q1")), ["2026Q1", "2026Q2"]);
        assert_eq!(ends(&stretch("span=2026Q2&period=2023Q2")), ["2023Q2", "2023Q2"]);
    }

    #[test]
    fn no_end_passes_the_other() {
        let all = stretch("span=all");
        let short = all.moved(End::Last, 1);
        assert_eq!(ends(&short.moved(End::First, 2)), ["2026Q1", "2026Q1"]);
        assert_eq!(ends(&short.moved(End::First, 1).moved(End::Last, 0)), ["2026Q1", "2026Q1"]);
        assert_eq!(ends(&short.moved(End::Last, 99)), ["2023Q2", "2026Q2"]);
    }

    #[test]
    fn a_link_says_both_ends_and_everything_is_all() {
        let all = stretch("span=all");
        assert_eq!(link(&all.moved(End::First, 1)), "period=2026Q2&span=2026Q1");
        assert_eq!(link(&all.moved(End::First, 1).moved(End::Last, 1)), "period=2026Q1&span=2026Q1");
        assert_eq!(link(&all.moved(End::Last, 1)), "period=2026Q1&span=all");
    }
}
