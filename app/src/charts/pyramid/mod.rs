//! Ages on both sides of a middle: one sex to the left, one to the right.

mod option;
#[cfg(test)]
mod tests;

use crate::reactive::{Derived, part};
use leptos::prelude::*;

use super::easel::Content;
use super::plate::{Drawing, Plate, Pointer, Room};
use super::walk::{Arrangement, Stop};
use super::{KeyEntry, Mark, Swatch, Words, frame};

/// What the pyramid shows.
#[derive(Debug, Clone, PartialEq)]
pub struct PyramidInput {
    /// Names of the two sides, left first.
    pub sides: Vec<String>,
    /// Age groups from top to bottom.
    pub bands: Vec<Band>,
    /// Whose figures the thin lines are; `None` without any.
    pub compared: Option<String>,
    /// What the numbers count.
    pub unit: String,
    /// The words around the picture.
    pub words: Words,
}

/// One age group.
#[derive(Debug, Clone, PartialEq)]
pub struct Band {
    /// Its name.
    pub label: String,
    /// The area's figures, one for each side.
    pub marks: Vec<Mark>,
    /// The figures to compare with, one for each side; empty without any.
    pub compared: Vec<Mark>,
}

/// Draws the bars and the walk over them.
#[component]
pub fn PyramidChart(
    /// What is shown.
    input: Derived<PyramidInput>,
) -> impl IntoView {
    let room = RwSignal::new(Room::Wide);
    let drawing = Derived::new(move || input.with(|input| Some(drawing(input, room.get()))));
    let key = move || input.with(|input| input.compared.clone());
    view! {
        <div class="chart chart-pyramid">
            <Plate
                drawing=drawing
                words=Derived::fresh(move || input.with(|input| input.words.clone()))
                pointer=Pointer::Axes { value_axis: 1 }
                room=room
                is_broken=Derived::stored(false)
                on_select=None
            />
            {part(move || {
                key().map(|name| {
                    view! {
                        <ul class="chart-key">
                            <li><span class="chart-swatch chart-swatch-compared" aria-hidden="true"></span>{name}</li>
                        </ul>
                    }
                })
            })}
        </div>
    }
}

/// The key of a pyramid as data: the thin lines, where there are any.
pub fn key(input: &PyramidInput) -> Vec<KeyEntry> {
    input.compared.iter().map(|name| KeyEntry { swatch: Swatch::Line, text: name.clone() }).collect()
}

fn drawing(input: &PyramidInput, room: Room) -> Drawing {
    Drawing {
        content: Content::Chart(option::option(input, room).to_string()),
        height_px: option::height_px(input),
        stops: stops(input),
        arrangement: Arrangement::Bands { columns: input.sides.len() },
        start: 0,
        kind: input.words.pyramid.clone(),
        words: input.words.clone(),
    }
}

/// Band by band, each from left to right.
fn stops(input: &PyramidInput) -> Vec<Stop> {
    let mut stops = Vec::new();
    for (row, band) in input.bands.iter().enumerate() {
        for (side, (mark, name)) in band.marks.iter().zip(&input.sides).enumerate() {
            let own = mark.spoken(&input.unit, &input.words);
            let compared = band.compared.get(side).zip(input.compared.as_ref());
            let other =
                compared.map_or_else(String::new, |(mark, name)| format!(" ({name}: {})", mark.text(&input.words)));
            stops.push(Stop {
                spoken: format!("{}, {name}: {own}{other}", band.label),
                subject: None,
                at: (option::sign(side), frame::row_at(row)),
            });
        }
    }
    stops
}
