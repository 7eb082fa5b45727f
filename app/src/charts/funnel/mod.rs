//! Figures against the size of their areas, with the limits of what chance makes.

mod option;
#[cfg(test)]
mod tests;

use crate::reactive::{Derived, part};
use leptos::prelude::*;

use super::easel::Content;
use super::linked::Subject;
use super::plate::{Drawing, Plate, Pointer, Room};
use super::walk::{Arrangement, Stop};
use super::{Mark, Words};

/// What the funnel shows.
#[derive(Debug, Clone, PartialEq)]
pub struct FunnelInput {
    /// The areas that have a figure and a population, smallest first.
    pub points: Vec<Point>,
    /// Population and the limits there: 99.8 % low, 95 % low, 95 % high, 99.8 % high, in the unit of the figures.
    pub limits: Vec<(f64, [f64; 4])>,
    /// The common figure that the limits are around, with its words.
    pub target: (f64, String),
    /// What the two axes are.
    pub axes: String,
    /// What the numbers count.
    pub unit: String,
    /// The words around the picture.
    pub words: Words,
}

/// One area.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// Official code.
    pub code: String,
    /// Name in the reader's language.
    pub label: String,
    /// Citizens, and the same in words.
    pub citizens: (f64, String),
    /// The figure.
    pub mark: Mark,
    /// Whether it lies outside the limits, in words.
    pub place: String,
    /// The area that the page is about.
    pub is_chosen: bool,
}

/// Draws the points within their limits and the walk over them; `on_select` hears the code of an area.
#[component]
pub fn FunnelChart(
    /// What is shown.
    input: Derived<FunnelInput>,
    /// Hears the code of the area that was chosen.
    #[prop(into)]
    on_select: Callback<String>,
) -> impl IntoView {
    let room = RwSignal::new(Room::Wide);
    let drawing = Derived::new(move || input.with(|input| Some(drawing(input, room.get()))));
    let words = Derived::fresh(move || input.with(|input| input.words.clone()));
    view! {
        <div class="chart chart-funnel">
            <Plate
                drawing=drawing
                words=words
                pointer=Pointer::Axes { value_axis: 0 }
                room=room
                is_broken=Derived::stored(false)
                on_select=Some(on_select)
            />
            <p class="chart-key-title">{part(move || input.with(|input| input.axes.clone()))}</p>
            <ul class="chart-key">
                <li><span class="chart-swatch chart-swatch-target" aria-hidden="true"></span>{part(move || input.with(|input| input.target.1.clone()))}</li>
                <li><span class="chart-swatch chart-swatch-p95" aria-hidden="true"></span>{part(move || words.with(|own| own.p95.clone()))}</li>
                <li><span class="chart-swatch chart-swatch-p998" aria-hidden="true"></span>{part(move || words.with(|own| own.p998.clone()))}</li>
            </ul>
        </div>
    }
}

fn drawing(input: &FunnelInput, room: Room) -> Drawing {
    Drawing {
        content: Content::Chart(option::option(input, room).to_string()),
        height_px: option::HEIGHT_PX,
        stops: stops(input),
        arrangement: Arrangement::Grid { columns: input.points.len() },
        start: input.points.iter().position(|point| point.is_chosen).unwrap_or(0),
        kind: input.words.funnel.clone(),
        words: input.words.clone(),
    }
}

fn stops(input: &FunnelInput) -> Vec<Stop> {
    let stop = |point: &Point| {
        let figure = point.mark.spoken(&input.unit, &input.words);
        Some(Stop {
            spoken: format!("{} ({}), {}: {figure}", point.label, point.citizens.1, point.place),
            subject: Some(Subject::of_area(&point.code)),
            at: (point.citizens.0, point.mark.number()?),
        })
    };
    input.points.iter().filter_map(stop).collect()
}
