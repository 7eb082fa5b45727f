//! Which lines, gaps and words a trend consists of. Plain data; gaps stay gaps.

use naerblik_shared::period::{Grain, Period};

use super::super::Locale;
use super::super::Mark;
use super::super::axis::{self, Tick};
use super::super::linked::Subject;
use super::super::walk::Stop;
use super::{Role, TrendInput, TrendSeries};
use crate::i18n::date;
use crate::order::by_key;

/// Everything that is drawn.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct TrendPicture {
    /// Start of the first and end of the last period, in years.
    pub(super) span: (f64, f64),
    /// Words along the time axis.
    pub(super) times: Vec<Tick>,
    /// Words along the value axis; the last is its end.
    pub(super) values: Vec<Tick>,
    /// Comparisons first, so that the chosen line lies on top.
    pub(super) lines: Vec<Line>,
    /// Stretches in which the chosen area delivered nothing.
    pub(super) missing: Vec<(f64, f64)>,
    /// Where figures before and after cannot be compared.
    pub(super) breaks: Vec<Tick>,
}

/// One line.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    /// The area's name.
    pub(super) label: String,
    /// Whether the page is about it.
    pub(super) role: Role,
    /// Time and number; `None` breaks the line.
    pub(super) points: Vec<(f64, Option<f64>)>,
    /// The times at which the figure is withheld.
    pub(super) withheld: Vec<f64>,
    /// The first of each run of them.
    pub(super) withheld_from: Vec<f64>,
    /// The height at which the line's name stands, and the name with the last figure or its absence.
    pub(super) end: Option<(f64, String)>,
}

/// Decides what is drawn.
pub(super) fn picture(input: &TrendInput) -> TrendPicture {
    let highest = input.series.iter().flat_map(|series| series.marks.iter().filter_map(Mark::number));
    let (chosen, compared): (Vec<&TrendSeries>, Vec<&TrendSeries>) =
        input.series.iter().partition(|series| series.role == Role::Chosen);
    TrendPicture {
        span: span(&input.points),
        times: times(&input.points, input.words.locale),
        values: axis::from_zero(highest.fold(0.0, f64::max), input.words.locale),
        missing: chosen.first().map_or_else(Vec::new, |series| missing(&input.points, &series.marks)),
        lines: compared.into_iter().rev().chain(chosen).map(|series| line(input, series)).collect(),
        breaks: breaks(input),
    }
}

/// The points to walk: the chosen area's first, each line from the oldest to the newest period.
pub(super) fn stops(input: &TrendInput) -> Vec<Stop> {
    let ordered = by_key(input.series.iter().collect(), |series| u64::from(series.role == Role::Comparison));
    let language = input.words.locale.language();
    let mut stops = Vec::with_capacity(ordered.len() * input.points.len());
    for series in ordered {
        for (position, point) in input.points.iter().enumerate() {
            let mark = series.marks.get(position).unwrap_or(&Mark::NotApplicable);
            let figure = mark.spoken(&input.unit, &input.words);
            let spoken = format!("{}, {}: {figure}", series.label, date::period(*point, language));
            let at = (point.middle(), mark.number().unwrap_or(0.0));
            stops.push(Stop { spoken, subject: Some(Subject::of_period(*point)), at });
        }
    }
    stops
}

fn span(points: &[Period]) -> (f64, f64) {
    let edge = |point: &Period, share: f64| point.middle() + share * f64::from(point.month_span().1) / 24.0;
    match (points.first(), points.last()) {
        (Some(first), Some(last)) => (edge(first, -1.0), edge(last, 1.0)),
        _ => (0.0, 1.0),
    }
}

/// Few periods are all named; of many only the turns of the year.
fn times(points: &[Period], locale: Locale) -> Vec<Tick> {
    let first_of_year = |point: &&Period| point.month_span().0.is_multiple_of(12);
    if points.iter().all(|point| point.grain() == Grain::Year) {
        return points.iter().map(|point| Tick { at: point.middle(), text: point.to_string() }).collect();
    }
    let years: Vec<&Period> = points.iter().filter(first_of_year).collect();
    if years.len() > 1 {
        return years
            .iter()
            .map(|point| Tick { at: f64::from(point.year()), text: point.year().to_string() })
            .collect();
    }
    let every = points.len().div_ceil(3).max(1);
    points.iter().step_by(every).map(|point| Tick { at: point.middle(), text: short(*point, locale) }).collect()
}

fn short(point: Period, locale: Locale) -> String {
    match (point, locale) {
        (Period::Quarter(year, quarter), Locale::Da) => format!("{quarter}. kv. {year}"),
        (Period::Quarter(..) | Period::Month(..) | Period::Year(_), _) => date::period(point, locale.language()),
    }
}

fn line(input: &TrendInput, series: &TrendSeries) -> Line {
    let timed = || input.points.iter().zip(&series.marks).map(|(point, mark)| (point.middle(), mark));
    let last_number = series.marks.iter().rev().find_map(Mark::number);
    let last_words = series.marks.last().map_or("", |mark| mark.short(&input.words));
    Line {
        label: series.label.clone(),
        role: series.role,
        points: timed().map(|(at, mark)| (at, mark.number())).collect(),
        withheld: timed().filter(|(_, mark)| **mark == Mark::Suppressed).map(|(at, _)| at).collect(),
        withheld_from: withheld_from(timed()),
        end: last_number.map(|height| (height, format!("{} {last_words}", series.label))),
    }
}

fn withheld_from<'a>(timed: impl Iterator<Item = (f64, &'a Mark)>) -> Vec<f64> {
    let mut firsts = Vec::new();
    let mut before = &Mark::NotApplicable;
    for (at, mark) in timed {
        if *mark == Mark::Suppressed && *before != Mark::Suppressed {
            firsts.push(at);
        }
        before = mark;
    }
    firsts
}

/// Runs of undelivered periods, from the start of the first to the end of the last.
fn missing(points: &[Period], marks: &[Mark]) -> Vec<(f64, f64)> {
    let mut runs: Vec<(f64, f64)> = Vec::new();
    let mut is_open = false;
    for (point, mark) in points.iter().zip(marks) {
        let is_missing = *mark == Mark::NotReported;
        let (from, to) = span(std::slice::from_ref(point));
        match (is_missing, is_open, runs.last_mut()) {
            (true, true, Some(run)) => run.1 = to,
            (true, _, _) => runs.push((from, to)),
            (false, _, _) => {}
        }
        is_open = is_missing;
    }
    runs
}

fn breaks(input: &TrendInput) -> Vec<Tick> {
    let (from, to) = span(&input.points);
    let start = |period: &Period| span(std::slice::from_ref(period)).0;
    let inside = input.breaks.iter().filter(|(period, _)| (from..=to).contains(&start(period)));
    inside.map(|(period, name)| Tick { at: start(period), text: name.clone() }).collect()
}
