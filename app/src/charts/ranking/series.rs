//! The order of the bars, and the rows without a bar. Plain data.

use super::super::Mark;
use super::super::axis::{self, Tick};
use super::super::linked::Subject;
use super::super::walk::Stop;
use super::{Bar, RankingInput};
use crate::order;

/// From so many areas on, those without a figure are left to the table.
const LONG: usize = 24;

/// Everything that is drawn.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct RankingPicture {
    /// Rows with a figure, largest first, then those without, each group by name where figures are equal.
    pub(super) rows: Vec<Row>,
    /// The value axis.
    pub(super) values: Vec<Tick>,
    /// Where the line to compare with stands, and its words.
    pub(super) reference: Option<Tick>,
}

/// One row.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row {
    /// The area's name.
    pub(super) label: String,
    /// The figure, or why there is none.
    pub(super) mark: Mark,
    /// The page's own area.
    pub(super) is_chosen: bool,
}

/// Decides what is drawn.
pub(super) fn picture(input: &RankingInput) -> RankingPicture {
    let numbers = input.bars.iter().filter_map(|bar| bar.mark.number());
    let highest = numbers.chain(input.reference.iter().map(|(_, number, _)| *number)).fold(0.0, f64::max);
    let row = |bar: &Bar| Row { label: bar.label.clone(), mark: bar.mark.clone(), is_chosen: bar.is_chosen };
    RankingPicture {
        rows: in_order(&input.bars).into_iter().map(row).collect(),
        values: axis::from_zero(highest, input.words.locale),
        reference: input
            .reference
            .as_ref()
            .map(|(name, number, text)| Tick { at: *number, text: format!("{name} {text}") }),
    }
}

/// The rows to walk, from top to bottom.
pub(super) fn stops(input: &RankingInput) -> Vec<Stop> {
    let spoken = |bar: &Bar| format!("{}: {}", bar.label, bar.mark.spoken(&input.unit, &input.words));
    let mut row = 0.0;
    let mut stops = Vec::with_capacity(input.bars.len());
    for bar in in_order(&input.bars) {
        stops.push(Stop { spoken: spoken(bar), subject: Some(Subject::of_area(&bar.code)), at: (0.0, row) });
        row += 1.0;
    }
    stops
}

/// Of long lists only what has a figure, and the page's own: the others would fill the screen, and the table has them.
fn in_order(bars: &[Bar]) -> Vec<&Bar> {
    let is_long = bars.len() > LONG;
    let keep = |bar: &&Bar| !is_long || bar.is_chosen || bar.mark.number().is_some();
    order::by(bars.iter().filter(keep).collect(), |a, b| {
        let by_figure = match (a.mark.number(), b.mark.number()) {
            (Some(one), Some(other)) => other.total_cmp(&one),
            (one, other) => one.is_none().cmp(&other.is_none()),
        };
        by_figure.then_with(|| absence_rank(&a.mark).cmp(&absence_rank(&b.mark))).then_with(|| a.label.cmp(&b.label))
    })
}

/// Withheld figures before undelivered ones: they are known to be more than nobody.
fn absence_rank(mark: &Mark) -> u8 {
    match mark {
        Mark::Value { .. } => 0,
        Mark::Suppressed => 1,
        Mark::NotReported => 2,
        Mark::NotApplicable => 3,
        Mark::NotPublished => 4,
    }
}
