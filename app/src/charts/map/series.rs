//! How each municipality is filled and what the key says. Plain data.

use super::super::{Mark, Words};
use super::{MapArea, MapInput};
use crate::order::{self, by_number};

/// Everything that is drawn.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct MapPicture {
    /// One for each municipality with an entry.
    pub(super) regions: Vec<Region>,
    /// The key of the colours, low to high; fewer than five when figures are equal.
    pub(super) classes: Vec<Class>,
    /// Withheld figures occur.
    pub(super) absences: Vec<Absence>,
}

/// One municipality.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Region {
    /// Official code.
    pub(super) code: String,
    /// What fills it.
    pub(super) fill: Fill,
    /// How strongly it is drawn.
    pub(super) emphasis: Emphasis,
}

/// What fills a municipality.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fill {
    /// The colour of a class, counted from the lowest.
    Class(usize),
    /// A pattern instead of a colour.
    Absent(Absence),
}

/// Why a municipality has no colour, in the order of the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Absence {
    /// Hatched.
    Suppressed,
    /// White with a dashed outline.
    NotReported,
    /// Grey.
    NotApplicable,
    /// White.
    NotPublished,
}

/// How strongly a municipality is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Emphasis {
    /// Outlined: the page is about it.
    Selected,
    /// Inside the area that the page is about.
    Within,
    /// Outside.
    Dimmed,
}

/// A range of figures with one colour.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Class {
    /// The colour, counted from the lowest of five.
    pub(super) shade: usize,
    /// The smallest and the largest figure in it, in the reader's language.
    pub(super) text: String,
}

const CLASSES: usize = 5;

/// Decides what is drawn.
pub(super) fn picture(input: &MapInput) -> MapPicture {
    let bounds = upper_bounds(&input.areas);
    // Around a single municipality everything stays in colour: it is read among all the others.
    let is_lone = input.areas.iter().all(|area| area.is_within == area.is_selected);
    let regions: Vec<Region> = input
        .areas
        .iter()
        .map(|area| Region {
            code: area.code.clone(),
            fill: fill(&area.mark, &bounds),
            emphasis: match (area.is_selected, area.is_within || is_lone) {
                (true, _) => Emphasis::Selected,
                (false, true) => Emphasis::Within,
                (false, false) => Emphasis::Dimmed,
            },
        })
        .collect();
    let absences: Vec<Absence> = regions
        .iter()
        .filter_map(|region| match region.fill {
            Fill::Absent(absence) => Some(absence),
            Fill::Class(_) => None,
        })
        .collect();
    let mut absences = order::by(absences, Absence::cmp);
    absences.dedup();
    MapPicture { regions, classes: classes(&input.areas, &bounds), absences }
}

/// What is read out for a municipality.
pub(super) fn spoken(area: &MapArea, unit: &str, words: &Words) -> String {
    format!("{}: {}", area.label, area.mark.spoken(unit, words))
}

/// The largest figure of each class: fifths of the municipalities, equal figures always in the same class.
fn upper_bounds(areas: &[MapArea]) -> Vec<f64> {
    let numbers: Vec<f64> = areas.iter().filter_map(|area| area.mark.number()).collect();
    let numbers = by_number(numbers, |number| *number);
    let mut bounds: Vec<f64> = (1..=CLASSES)
        .filter_map(|fifth| (numbers.len() * fifth).div_ceil(CLASSES).checked_sub(1))
        .filter_map(|position| numbers.get(position).copied())
        .collect();
    bounds.dedup_by(|one, other| one.total_cmp(other).is_eq());
    bounds
}

fn fill(mark: &Mark, bounds: &[f64]) -> Fill {
    match mark {
        Mark::Value { number, .. } => Fill::Class(shade(class_of(*number, bounds), bounds.len())),
        Mark::Suppressed => Fill::Absent(Absence::Suppressed),
        Mark::NotReported => Fill::Absent(Absence::NotReported),
        Mark::NotApplicable => Fill::Absent(Absence::NotApplicable),
        Mark::NotPublished => Fill::Absent(Absence::NotPublished),
    }
}

fn class_of(number: f64, bounds: &[f64]) -> usize {
    bounds.iter().take_while(|bound| **bound < number).count()
}

/// Spreads fewer than five classes over the five shades.
fn shade(class: usize, n_classes: usize) -> usize {
    match n_classes {
        0 | 1 => CLASSES / 2,
        more => class * (CLASSES - 1) / (more - 1),
    }
}

fn classes(areas: &[MapArea], bounds: &[f64]) -> Vec<Class> {
    let figures: Vec<(f64, &str)> = areas
        .iter()
        .filter_map(|area| match &area.mark {
            Mark::Value { number, text } => Some((*number, text.as_str())),
            Mark::Suppressed | Mark::NotReported | Mark::NotApplicable | Mark::NotPublished => None,
        })
        .collect();
    let figures = by_number(figures, |(number, _)| *number);
    (0..bounds.len())
        .filter_map(|class| {
            let mut inside = figures.iter().filter(|(number, _)| class_of(*number, bounds) == class);
            let lowest = inside.next()?.1;
            let highest = inside.next_back().map_or(lowest, |(_, text)| text);
            let text = if lowest == highest { lowest.to_owned() } else { format!("{lowest}–{highest}") };
            Some(Class { shade: shade(class, bounds.len()), text })
        })
        .collect()
}
