//! Areas beside each other, largest figure first.

mod option;
mod series;
#[cfg(test)]
mod tests;

use crate::reactive::Derived;
use leptos::prelude::*;

use super::easel::Content;
use super::plate::{Drawing, Plate, Pointer, Room};
use super::walk::Arrangement;
use super::{Mark, Words};

/// What the ranking shows.
#[derive(Debug, Clone, PartialEq)]
pub struct RankingInput {
    /// The areas in any order.
    pub bars: Vec<Bar>,
    /// A figure to compare with: name, number, and the number in the reader's language.
    pub reference: Option<(String, f64, String)>,
    /// What the numbers count, for example `pr. 1.000 borgere`.
    pub unit: String,
    /// The words around the picture.
    pub words: Words,
}

/// One area.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// Official code.
    pub code: String,
    /// Name in the reader's language.
    pub label: String,
    /// Its figure.
    pub mark: Mark,
    /// The area that the page is about.
    pub is_chosen: bool,
}

/// Draws the bars and the walk over them; `on_select` hears the code of an area.
#[component]
pub fn RankingChart(
    /// What is shown.
    input: Derived<RankingInput>,
    /// Hears the code of the area that was chosen.
    #[prop(into)]
    on_select: Callback<String>,
) -> impl IntoView {
    let room = RwSignal::new(Room::Wide);
    let drawing = Derived::new(move || input.with(|input| drawing(input, room.get())));
    view! {
        <div class="chart chart-ranking">
            <Plate
                drawing=drawing
                words=Derived::fresh(move || input.with(|input| input.words.clone()))
                pointer=Pointer::Axes { value_axis: 1 }
                room=room
                is_broken=Derived::stored(false)
                on_select=Some(on_select)
            />
        </div>
    }
}

fn drawing(input: &RankingInput, room: Room) -> Option<Drawing> {
    let picture = series::picture(input);
    Some(Drawing {
        content: Content::Chart(option::option(&picture, &input.words, room)?.to_string()),
        height_px: option::height_px(&picture),
        stops: series::stops(input),
        arrangement: Arrangement::List,
        start: picture.rows.iter().position(|row| row.is_chosen).unwrap_or(0),
        kind: input.words.ranking.clone(),
        words: input.words.clone(),
    })
}
