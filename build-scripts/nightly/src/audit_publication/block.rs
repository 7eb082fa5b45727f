//! One code in one period: what anybody can find out of its withheld cells.

use naerblik_shared::{cell::Cell, schema::MemberCode};
use naerblik_suppression::verify::{
    PublicTable, Told,
    examine::{Answer, Depth, Examination, Known},
};

use super::{
    figures::{DatasetFigures, Slice},
    layout::{Layout, Place},
};

/// What the publication says about suppression.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rules {
    /// Smallest number of citizens that is shown, zero apart.
    pub(super) threshold: u32,
    /// The least number that readers know a withheld cell to have: 1 where every zero is published.
    pub(super) least: u32,
    pub(super) depth: Depth,
}

/// What was found out about one cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Zero, or not reported, or not applicable: there is nothing to find out.
    Nothing,
    /// The number is there.
    Shown,
    /// Withheld; three numbers or more are possible, or no small one.
    Safe,
    /// Withheld; a small number is possible, and fewer than three numbers were found to be.
    Narrow,
    /// Withheld, and its number follows, but is not small.
    Needless,
    /// Withheld; the work allowed did not decide.
    Undecided,
    /// Withheld, and its small number (or that of the others of a public group) follows.
    Exposed,
    /// A small number is there.
    ShownSmall,
    /// The number is there, and that of the others of a public group is small.
    ShownSmallRest,
}

/// What was found out about a block.
#[derive(Clone)]
pub(super) struct BlockResult {
    /// Per cell of the layout.
    pub(super) verdicts: Vec<Verdict>,
    /// Per cell of the layout the least and greatest number that readers know it can have.
    pub(super) bounds: Vec<Bound>,
    /// No register has all that is published.
    pub(super) is_contradictory: bool,
    /// Readers were not told of public groups, because more is counted than live there.
    is_unbounded: bool,
    /// Questions that the solver was asked.
    pub(super) questions: u32,
}

/// The least and greatest number of a cell; [`Bound::OPEN`] where nothing limits it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Bound {
    pub(super) lower: u32,
    pub(super) upper: u32,
}

impl Bound {
    /// Anything.
    pub(super) const OPEN: Self = Self { lower: 0, upper: u32::MAX };

    /// A number that is known.
    pub(super) fn exactly(count: u32) -> Self {
        Self { lower: count, upper: count }
    }
}

/// The cells of a block as published; `None` when the code does not apply.
pub(super) fn cells(dataset: &DatasetFigures, code: &MemberCode, layout: &Layout) -> Option<Vec<Cell>> {
    let slices: Vec<Option<Slice<'_>>> =
        dataset.cuboids.iter().map(|cuboid| cuboid.slice(code, layout.period)).collect();
    let cell = |place: &Place| {
        let slice = slices.get(place.cuboid)?.as_ref()?;
        slice.at(place.area, &place.further)
    };
    let cells: Vec<Cell> = layout.cells.iter().map(|place| cell(place).unwrap_or(Cell::NotApplicable)).collect();
    cells.iter().any(|cell| !matches!(cell, Cell::NotApplicable | Cell::Value(0))).then_some(cells)
}

/// Takes the public number of citizens away as a limit of each cell that some code counts more of.
///
/// A group of 33 on 1 January can have 39 citizens with home help in a quarter: some moved there, some died. Readers see
/// that figure, and so know that the number limits no code there; with it they would find out what is not true.
pub(super) fn note_outnumbered(layout: &mut Layout, dataset: &DatasetFigures) {
    for code in &dataset.codes {
        if let Some(cells) = cells(dataset, code, layout) {
            keep_limits(&mut layout.cells, &cells);
        }
    }
}

/// Keeps the limits that the figures of a code keep to.
fn keep_limits(places: &mut [Place], cells: &[Cell]) {
    for (place, cell) in places.iter_mut().zip(cells).filter(|(place, _)| !place.is_complement) {
        place.limit = place.limit.filter(|limit| cell.value().is_none_or(|count| count <= *limit));
    }
}

/// Examines a block.
pub(super) fn examine(layout: &Layout, cells: &[Cell], rules: Rules) -> BlockResult {
    let told = told(layout, cells, rules);
    let mut examination = table(layout, &told).examine(rules.depth);
    let is_unbounded = examination.is_contradictory;
    if is_unbounded {
        // Citizens who moved or died since 1 January may outnumber the population: it is not held against the block.
        examination = table(layout, &without_upper(&told)).examine(rules.depth);
    }
    BlockResult { is_unbounded, ..judge(layout, cells, rules, &examination) }
}

/// Examines a block again of which less is told than when `before` was found out, and returns a register as well.
///
/// Who is told less knows less: only numbers that followed, and those that are withheld since, are asked about.
pub(super) fn examine_again(
    layout: &Layout,
    cells: &[Cell],
    rules: Rules,
    (before, register): (&BlockResult, Option<&[i64]>),
) -> (BlockResult, Option<Vec<i64>>) {
    let told = told(layout, cells, rules);
    let told = if before.is_unbounded { without_upper(&told) } else { told };
    let is_asked = |at: &usize| {
        let followed = before.bounds.get(*at).is_none_or(|bound| bound.lower == bound.upper);
        let undecided = before.verdicts.get(*at) == Some(&Verdict::Undecided);
        !matches!(told.get(*at), Some(Told::Exactly(_))) && (followed || undecided)
    };
    let asked: Vec<usize> = (0..cells.len()).filter(is_asked).collect();
    let examination = table(layout, &told).examine_some(rules.depth, Known { asked: &asked, register });
    let mut result = BlockResult { is_unbounded: before.is_unbounded, ..judge(layout, cells, rules, &examination) };
    let kept = result.verdicts.iter_mut().zip(&before.verdicts).enumerate();
    for (_, (verdict, before)) in kept.filter(|(at, _)| asked.binary_search(at).is_err()) {
        *verdict = *before;
    }
    (result, examination.any_register().map(<[i64]>::to_vec))
}

/// What readers are told of each cell of the layout.
pub(super) fn told(layout: &Layout, cells: &[Cell], rules: Rules) -> Vec<Told> {
    let withheld = withheld_cuboids(layout, cells);
    let told = |(place, cell): (&Place, &Cell)| match cell {
        _ if place.is_complement => Told::Between { lower: 0, upper: None },
        Cell::Value(count) => Told::Exactly(*count),
        Cell::Suppressed => {
            let lower = if withheld.get(place.cuboid) == Some(&true) { 0 } else { rules.least };
            Told::Between { lower, upper: place.limit }
        }
        Cell::NotReported | Cell::NotApplicable => Told::Between { lower: 0, upper: None },
    };
    layout.cells.iter().zip(cells).map(told).collect()
}

fn without_upper(told: &[Told]) -> Vec<Told> {
    let without = |told: &Told| match *told {
        Told::Between { lower, .. } => Told::Between { lower, upper: None },
        exact @ Told::Exactly(_) => exact,
    };
    told.iter().map(without).collect()
}

pub(super) fn table(layout: &Layout, told: &[Told]) -> PublicTable {
    let mut table = PublicTable::new(layout.leaves);
    for (place, told) in layout.cells.iter().zip(told) {
        // Leaves of a layout are numbered below its size and increase.
        let _ = table.push(&place.leaves, *told);
    }
    for (left, right) in &layout.links {
        let _ = table.link(left, right);
    }
    table
}

/// Per cuboid whether it belongs to a part that is withheld whole: then zeros may be among its cells. Cuboids with
/// members that overlap are parts of their own, all others make one.
fn withheld_cuboids(layout: &Layout, cells: &[Cell]) -> Vec<bool> {
    let cuboids = layout.cells.iter().map(|place| place.cuboid + 1).max().unwrap_or_default();
    let (mut is_apart, mut all_withheld) = (vec![false; cuboids], vec![true; cuboids]);
    for (place, cell) in layout.cells.iter().zip(cells) {
        if let (Some(is_apart), Some(withheld)) = (is_apart.get_mut(place.cuboid), all_withheld.get_mut(place.cuboid)) {
            *is_apart |= place.is_complement;
            *withheld &= cell.value().is_none();
        }
    }
    let main = is_apart.iter().zip(&all_withheld).all(|(is_apart, withheld)| *is_apart || *withheld);
    is_apart.into_iter().zip(all_withheld).map(|(is_apart, own)| if is_apart { own } else { main }).collect()
}

fn judge(layout: &Layout, cells: &[Cell], rules: Rules, examination: &Examination) -> BlockResult {
    let mut answers = examination.answers.iter().peekable();
    let mut verdicts = Vec::with_capacity(cells.len());
    let mut bounds = Vec::with_capacity(cells.len());
    for (at, (place, cell)) in layout.cells.iter().zip(cells).enumerate() {
        let answer = answers.next_if(|(cell, _)| *cell == at).map(|(_, answer)| *answer);
        verdicts.push(verdict(place, *cell, answer, rules));
        bounds.push(match (cell, answer) {
            (_, Some(answer)) => bound(answer),
            (Cell::Value(count), None) => Bound::exactly(*count),
            _ => Bound::OPEN,
        });
    }
    let Examination { is_contradictory, questions, .. } = *examination;
    BlockResult { verdicts, bounds, is_contradictory, is_unbounded: false, questions }
}

fn bound(answer: Answer) -> Bound {
    let count = |number: i64| u32::try_from(number).unwrap_or_default();
    match answer {
        Answer::Exact { value, .. } => Bound::exactly(count(value)),
        Answer::Several { lower, upper, .. } | Answer::Undecided { lower, upper } => {
            Bound { lower: count(lower), upper: upper.map_or(u32::MAX, count) }
        }
    }
}

fn verdict(place: &Place, cell: Cell, answer: Option<Answer>, rules: Rules) -> Verdict {
    let is_small = |count: u32| (1..rules.threshold).contains(&count);
    let rest = |count: u32| place.denominator.and_then(|all| all.checked_sub(count));
    match (cell, answer) {
        (Cell::NotReported | Cell::NotApplicable, _) => Verdict::Nothing,
        (_, Some(answer)) if place.is_complement => match answer {
            Answer::Exact { .. } if is_small(bound(answer).lower) => Verdict::Exposed,
            _ => Verdict::Nothing,
        },
        (Cell::Value(_), _) if place.is_complement => Verdict::Nothing,
        (Cell::Value(0), _) => Verdict::Nothing,
        (Cell::Value(count), _) if is_small(count) => Verdict::ShownSmall,
        (Cell::Value(count), _) if rest(count).is_some_and(is_small) => Verdict::ShownSmallRest,
        (Cell::Value(_), _) => Verdict::Shown,
        (Cell::Suppressed, None) => Verdict::Undecided,
        (Cell::Suppressed, Some(answer)) => {
            let Bound { lower, upper } = bound(answer);
            let may_be_small = lower < rules.threshold
                || place
                    .denominator
                    .is_some_and(|all| upper != u32::MAX && all.saturating_sub(upper) < rules.threshold);
            match answer {
                Answer::Exact { .. } if is_small(lower) || rest(lower).is_some_and(is_small) => Verdict::Exposed,
                Answer::Exact { .. } => Verdict::Needless,
                Answer::Several { values, .. } if values < 3 && may_be_small => Verdict::Narrow,
                Answer::Undecided { .. } if may_be_small => Verdict::Undecided,
                Answer::Several { .. } | Answer::Undecided { .. } => Verdict::Safe,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use naerblik_shared::period::Period;

    use super::*;

    fn place(limit: u32, leaf: u32) -> Place {
        Place {
            cuboid: 0,
            area: 0,
            further: Vec::new(),
            is_complement: false,
            denominator: Some(limit),
            limit: Some(limit),
            leaves: vec![leaf],
        }
    }

    #[test]
    fn a_group_that_a_figure_exceeds_limits_no_code() {
        let mut places = vec![place(33, 0), place(33, 1), place(33, 2)];
        keep_limits(&mut places, &[Cell::Value(39), Cell::Value(33), Cell::Suppressed]);
        assert_eq!(places.iter().map(|place| place.limit).collect::<Vec<_>>(), [None, Some(33), Some(33)]);
        assert!(
            places.iter().all(|place| place.denominator == Some(33)),
            "what is left over is looked at all the same"
        );
        let layout = Layout { period: Period::Quarter(2025, 3), leaves: 3, cells: places, links: Vec::new() };
        let rules = Rules { threshold: 5, least: 1, depth: Depth::QUICK };
        let told = told(&layout, &[Cell::Suppressed; 3], Rules { least: 0, ..rules });
        let upper = |told: &Told| matches!(told, Told::Between { upper: Some(33), .. });
        assert_eq!(told.iter().map(upper).collect::<Vec<_>>(), [false, true, true]);
    }
}
