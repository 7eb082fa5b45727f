//! A figure over time, for the chosen area and those it is compared with.

mod end;
mod option;
mod series;
#[cfg(test)]
mod tests;

use crate::reactive::{Derived, part};
use leptos::prelude::*;
use naerblik_shared::period::Period;

use super::easel::Content;
use super::plate::{Drawing, Plate, Pointer, Room};
use super::walk::Arrangement;
use super::{KeyEntry, Mark, Swatch, Words};

/// What the trend shows.
#[derive(Debug, Clone, PartialEq)]
pub struct TrendInput {
    /// The periods in order, all of one grain.
    pub points: Vec<Period>,
    /// The lines; each has one mark for each point.
    pub series: Vec<TrendSeries>,
    /// Where figures before and after cannot be compared, and why, in few words.
    pub breaks: Vec<(Period, String)>,
    /// What the numbers count, for example `pr. 1.000 borgere`.
    pub unit: String,
    /// The words around the picture.
    pub words: Words,
}

/// One line.
#[derive(Debug, Clone, PartialEq)]
pub struct TrendSeries {
    /// The area's name.
    pub label: String,
    /// One for each point; a shorter list ends early.
    pub marks: Vec<Mark>,
    /// Whether the page is about it.
    pub role: Role,
}

/// Whether a line is the page's own or context.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The chosen area.
    Chosen,
    /// An area it is compared with.
    Comparison,
}

/// Draws the lines and the walk over their points.
#[component]
pub fn TrendChart(
    /// What is shown.
    input: Derived<TrendInput>,
) -> impl IntoView {
    let room = RwSignal::new(Room::Wide);
    let drawing = Derived::new(move || input.with(|input| drawing(input, room.get())));
    let withheld = move || {
        let is_withheld = |series: &TrendSeries| series.marks.contains(&Mark::Suppressed);
        input.with(|input| input.series.iter().any(is_withheld).then(|| input.words.suppressed.clone()))
    };
    view! {
        <div class="chart chart-trend">
            <Plate
                drawing=drawing
                words=Derived::fresh(move || input.with(|input| input.words.clone()))
                pointer=Pointer::Axes { value_axis: 0 }
                room=room
                is_broken=Derived::stored(false)
                on_select=None
            />
            {part(move || {
                withheld().map(|words| {
                    view! {
                        <ul class="chart-key">
                            <li><span class="chart-swatch chart-swatch-suppressed" aria-hidden="true"></span>{words}</li>
                        </ul>
                    }
                })
            })}
        </div>
    }
}

/// The key of a trend as data: the hatching, where a figure is withheld.
pub fn key(input: &TrendInput) -> Vec<KeyEntry> {
    let is_withheld = input.series.iter().any(|series| series.marks.contains(&Mark::Suppressed));
    let entry = KeyEntry { swatch: Swatch::Hatched, text: input.words.suppressed.clone() };
    is_withheld.then_some(entry).into_iter().collect()
}

fn drawing(input: &TrendInput, room: Room) -> Option<Drawing> {
    let picture = series::picture(input);
    Some(Drawing {
        content: Content::Chart(option::option(&picture, &input.words, room)?.to_string()),
        height_px: option::HEIGHT_PX,
        stops: series::stops(input),
        arrangement: Arrangement::Grid { columns: input.points.len() },
        start: input.points.len().saturating_sub(1),
        kind: input.words.trend.clone(),
        words: input.words.clone(),
    })
}
