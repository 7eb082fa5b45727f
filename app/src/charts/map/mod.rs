//! The map of the 98 municipalities.

mod load;
mod looks;
mod series;
mod shapes;
mod sheet;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use crate::reactive::Derived;
use leptos::prelude::*;
use leptos::task::spawn_local;

use self::series::{Absence, MapPicture};
use self::shapes::Shapes;
pub(super) use self::sheet::{Plan, Sheet};
use super::easel::Content;
use super::linked::Subject;
use super::plate::{Drawing, Plate, Pointer, Room};
use super::walk::{Arrangement, Stop};
use super::{KeyEntry, Mark, Swatch, Words, color};

const HEIGHT_PX: (u16, u16) = (400, 600);

/// What the map shows.
#[derive(Debug, Clone, PartialEq)]
pub struct MapInput {
    /// The municipalities; one that is absent here is drawn empty.
    pub areas: Vec<MapArea>,
    /// What the numbers count, for example `pr. 1.000 borgere`.
    pub unit: String,
    /// The words around the picture.
    pub words: Words,
}

/// One municipality on the map.
#[derive(Debug, Clone, PartialEq)]
pub struct MapArea {
    /// Official four-character code.
    pub code: String,
    /// Name in the reader's language.
    pub label: String,
    /// Its figure.
    pub mark: Mark,
    /// The area that the page is about; outlined.
    pub is_selected: bool,
    /// Inside the area that the page is about; others are dimmed. With the whole country, all are.
    pub is_within: bool,
}

/// Draws the map, its key, and the walk over it; `on_select` hears the code of a municipality.
#[component]
pub fn MapChart(
    /// What is shown.
    input: Derived<MapInput>,
    /// Hears the code of the municipality that was chosen.
    #[prop(into)]
    on_select: Callback<String>,
) -> impl IntoView {
    let room = RwSignal::new(Room::Wide);
    let shapes = RwSignal::new(None::<Option<Arc<Shapes>>>);
    spawn_local(async move {
        let loaded = load::shapes().await;
        shapes.try_set(Some(loaded.ok()));
    });
    let picture = Derived::new(move || input.with(series::picture));
    let drawing = Derived::new(move || {
        let shapes = shapes.get()??;
        Some(input.with(|input| picture.with(|picture| drawing(input, picture, &shapes, room.get()))))
    });
    view! {
        <div class="chart chart-map">
            <Plate
                drawing=drawing
                words=Derived::fresh(move || input.with(|input| input.words.clone()))
                pointer=Pointer::Regions
                room=room
                is_broken=Derived::fresh(move || shapes.with(|shapes| matches!(shapes, Some(None))))
                on_select=Some(on_select)
            />
            <Key input=input picture=picture/>
        </div>
    }
}

/// The key of a map as data: the ranges, then the absences that occur.
pub fn key(input: &MapInput) -> Vec<KeyEntry> {
    let MapPicture { classes, absences, .. } = series::picture(input);
    let range = |class: series::Class| KeyEntry {
        swatch: Swatch::Fill(color::CLASSES.get(class.shade).copied().unwrap_or(color::PAPER)),
        text: class.text,
    };
    let absence = |absence| {
        let (swatch, text) = match absence {
            Absence::Suppressed => (Swatch::Hatched, &input.words.suppressed),
            Absence::NotReported => (Swatch::Dashed, &input.words.not_reported),
            Absence::NotApplicable => (Swatch::Fill("#e9ecef"), &input.words.not_applicable),
            Absence::NotPublished => (Swatch::Fill(color::PAPER), &input.words.not_published),
        };
        KeyEntry { swatch, text: text.clone() }
    };
    classes.into_iter().map(range).chain(absences.into_iter().map(absence)).collect()
}

/// The key: a colour for each range, a pattern for each absence that occurs.
#[component]
fn Key(input: Derived<MapInput>, picture: Derived<MapPicture>) -> impl IntoView {
    let title = move || input.with(|input| input.words.legend_title.clone());
    move || {
        let (unit, words) = input.with(|input| (input.unit.clone(), input.words.clone()));
        let MapPicture { classes, absences, .. } = picture.get();
        let ranges = classes.into_iter().map(|class| (format!("chart-swatch-{}", class.shade), class.text));
        let patterns = absences.into_iter().map(|absence| match absence {
            Absence::Suppressed => ("chart-swatch-suppressed".to_owned(), words.suppressed.clone()),
            Absence::NotReported => ("chart-swatch-not-reported".to_owned(), words.not_reported.clone()),
            Absence::NotApplicable => ("chart-swatch-not-applicable".to_owned(), words.not_applicable.clone()),
            Absence::NotPublished => ("chart-swatch-not-published".to_owned(), words.not_published.clone()),
        });
        let entry = |(swatch, text)| {
            view! { <li><span class=format!("chart-swatch {swatch}") aria-hidden="true"></span>{text}</li> }
        };
        let caption =
            view! { <p class="chart-key-title">{title()}{(!unit.is_empty()).then(|| format!(", {unit}"))}</p> };
        (caption, view! { <ul class="chart-key">{ranges.chain(patterns).map(entry).collect_view()}</ul> })
    }
}

fn drawing(input: &MapInput, picture: &MapPicture, shapes: &Arc<Shapes>, room: Room) -> Drawing {
    let stops: Vec<Stop> = shapes.centres.iter().filter_map(|(code, at)| stop(input, code, *at)).collect();
    let selected = input.areas.iter().find(|area| area.is_selected).map(|area| area.code.as_str());
    Drawing {
        content: Content::Map(Plan {
            shapes: Arc::clone(shapes),
            picture: picture.clone(),
            capital: input.words.capital.clone(),
        }),
        height_px: match room {
            Room::Narrow => HEIGHT_PX.0,
            Room::Wide => HEIGHT_PX.1,
        },
        start: stops.iter().position(|stop| stop.area() == selected).unwrap_or(0),
        stops,
        arrangement: Arrangement::Plane,
        kind: input.words.map.clone(),
        words: input.words.clone(),
    }
}

fn stop(input: &MapInput, code: &str, at: (f64, f64)) -> Option<Stop> {
    let area = input.areas.iter().find(|area| area.code == code)?;
    Some(Stop { spoken: series::spoken(area, &input.unit, &input.words), subject: Some(Subject::of_area(code)), at })
}
