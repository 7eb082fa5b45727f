//! What every chart shares: the painted picture, the keyboard walk over its points, and the line that says them.

use std::sync::atomic::{AtomicU32, Ordering};

use crate::reactive::{Derived, part, part_when, told};
use leptos::html::Div;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::HtmlDivElement;

use super::Words;
use super::easel::{Content, Easel, Pointed};
use super::echarts::PaintError;
use super::linked::Linked;
use super::snapshot::Snapshot;
use super::walk::{self, Arrangement, Key, Stop};

/// How much width a picture has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Room {
    /// A phone.
    Narrow,
    /// Everything else.
    Wide,
}

impl Room {
    /// The room in so many pixels.
    pub(super) fn of_width(width_px: i32) -> Self {
        if width_px < 560 { Self::Narrow } else { Self::Wide }
    }
}

/// What a pointer means on a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pointer {
    /// A region of a map.
    Regions,
    /// A place between axes.
    Axes {
        /// The number of the vertical axis in which stops are placed.
        value_axis: u8,
    },
}

/// A finished picture and its points.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Drawing {
    /// What is drawn.
    pub(super) content: Content,
    /// Height in pixels.
    pub(super) height_px: u16,
    /// The points to walk.
    pub(super) stops: Vec<Stop>,
    /// How the points lie.
    pub(super) arrangement: Arrangement,
    /// Where a walk begins.
    pub(super) start: usize,
    /// What kind of picture it is, in the reader's language.
    pub(super) kind: String,
    /// The words around it.
    pub(super) words: Words,
}

/// Paints a drawing and lets the reader walk its points.
///
/// The picture itself is hidden from assistive technology: everything it says is said by the walk.
#[component]
pub(super) fn Plate(
    /// What is drawn; `None` until it is known.
    drawing: Derived<Option<Drawing>>,
    /// The words while there is no drawing.
    words: Derived<Words>,
    /// What the pointer means on it.
    pointer: Pointer,
    /// Told which room there is.
    room: RwSignal<Room>,
    /// Something outside went wrong, so that no drawing will come.
    is_broken: Derived<bool>,
    /// Told the code of the point that was chosen.
    on_select: Option<Callback<String>>,
) -> impl IntoView {
    let picture = NodeRef::<Div>::new();
    let here = RwSignal::new(None::<usize>);
    let failure = RwSignal::new(None::<PaintError>);
    let linked = use_context::<Linked>().unwrap_or_default();
    let surface = Surface { drawing, pointer, room, here, linked, failure, on_select };
    paint(picture, surface);

    let hint_id = format!("chart-hint-{}", next_number());
    let spoken = move || {
        let stop = here.get().and_then(|here| drawing.with(|drawing| drawing.as_ref()?.stops.get(here).cloned()));
        stop.map(|stop| stop.spoken)
    };
    let is_unpainted = move || is_broken.get() || failure.with(Option::is_some);
    let on_keydown = move |event: leptos::ev::KeyboardEvent| {
        let is_plain = !(event.ctrl_key() || event.alt_key() || event.meta_key());
        if is_plain && press(&event.key(), surface) {
            event.prevent_default();
        }
    };
    let on_focus = move |event: leptos::ev::FocusEvent| {
        if here.get_untracked().is_none() && is_by_keyboard(&event) {
            surface.stand(drawing.with_untracked(|drawing| drawing.as_ref().map(|drawing| drawing.start)));
        }
    };
    view! {
        <div
            class="chart-walk"
            role="application"
            tabindex="0"
            aria-label=told(move || words.with(|words| words.description.clone()))
            aria-roledescription=told(move || drawing.with(|drawing| drawing.as_ref().map(|it| it.kind.clone())))
            aria-describedby=hint_id.clone()
            on:keydown=on_keydown
            on:focus=on_focus
            on:blur=move |_| surface.stand(None)
            on:pointerleave=move |_| surface.stand(None)
        >
            <div class="chart-picture" aria-hidden="true" node_ref=picture></div>
        </div>
        <div class="chart-line">
            <p class="chart-hint" class:chart-hint-away=move || spoken().is_some() id=hint_id>
                <span class="hint-keys">{part(move || words.with(|words| hint(words, on_select)))}</span>
                <span class="hint-touch">{part(move || words.with(|words| touch_hint(words, on_select)))}</span>
            </p>
            <p class="chart-said" role="status">{part(spoken)}</p>
        </div>
        {part_when(is_unpainted, move || view! {
            <p class="chart-broken">{part(move || words.with(|words| words.not_painted.clone()))}</p>
        })}
    }
}

fn hint(words: &Words, on_select: Option<Callback<String>>) -> String {
    match on_select {
        Some(_) => format!("{} {}", words.walk_hint, words.select_hint),
        None => words.walk_hint.clone(),
    }
}

fn touch_hint(words: &Words, on_select: Option<Callback<String>>) -> String {
    if on_select.is_some() { words.touch_select_hint.clone() } else { words.touch_hint.clone() }
}

#[derive(Clone, Copy)]
struct Surface {
    drawing: Derived<Option<Drawing>>,
    pointer: Pointer,
    room: RwSignal<Room>,
    here: RwSignal<Option<usize>>,
    linked: Linked,
    failure: RwSignal<Option<PaintError>>,
    on_select: Option<Callback<String>>,
}

impl Surface {
    /// The reader stands on a point, or on none any more.
    fn stand(self, here: Option<usize>) {
        if self.here.get_untracked() != here {
            self.here.set(here);
        }
        let stop = |drawing: &Option<Drawing>| drawing.as_ref()?.stops.get(here?)?.subject.clone();
        self.linked.point_at(self.drawing.with_untracked(stop));
    }
}

/// Keeps the painter in step with the signals. Painting is the outside world, so these are effects.
fn paint(picture: NodeRef<Div>, surface: Surface) {
    let painter = StoredValue::new_local(None::<Easel>);
    let is_ready = RwSignal::new(false);
    let snapshot = use_context::<Snapshot>();
    Effect::new(move |_| {
        let Some(element) = picture.get() else { return };
        spawn_local(async move {
            match start(&element, surface).await {
                // The chart may have left the page while its bundle was on the way: then nobody takes the painter.
                Ok(started) => {
                    if painter.try_set_value(Some(started)).is_none() {
                        is_ready.set(true);
                        if let Some(snapshot) = snapshot {
                            snapshot.offer(painter);
                        }
                    }
                }
                Err(error) => drop(surface.failure.try_set(Some(error))),
            }
        });
    });
    Effect::new(move |_| {
        if is_ready.get() {
            let outcome = with_drawing(painter, surface, Easel::show);
            surface.failure.set(outcome.err());
        }
    });
    Effect::new(move |_| {
        let (here, pointed) = (surface.here.get(), surface.linked.subject());
        if is_ready.get() {
            let outcome = with_drawing(painter, surface, |painter, drawing| {
                let marked = walk::marked(&drawing.stops, here, pointed.as_ref());
                painter.point_out(drawing.arrangement, marked.and_then(|here| drawing.stops.get(here)))
            });
            if let Err(error) = outcome {
                surface.failure.set(Some(error));
            }
        }
    });
    on_cleanup(move || {
        if let Some(snapshot) = snapshot {
            snapshot.withdraw(painter);
        }
        drop(painter.try_set_value(None));
    });
}

async fn start(element: &HtmlDivElement, surface: Surface) -> Result<Easel, PaintError> {
    let on_width = move |width_px| {
        let room = Room::of_width(width_px);
        if width_px > 0 && surface.room.try_get_untracked().is_some_and(|known| known != room) {
            surface.room.set(room);
        }
    };
    Easel::start(element, surface.pointer, on_width, move |pointed| heard(&pointed, surface)).await
}

fn with_drawing(
    painter: StoredValue<Option<Easel>, LocalStorage>,
    surface: Surface,
    act: impl FnOnce(&Easel, &Drawing) -> Result<(), PaintError>,
) -> Result<(), PaintError> {
    surface.drawing.with(|drawing| {
        painter.with_value(|painter| match (painter, drawing) {
            (Some(painter), Some(drawing)) => act(painter, drawing),
            (None, _) | (_, None) => Ok(()),
        })
    })
}

fn heard(pointed: &Pointed, surface: Surface) {
    let found = surface.drawing.try_with_untracked(|drawing| {
        let stops = &drawing.as_ref()?.stops;
        let position = match pointed {
            Pointed::OverRegion(name) | Pointed::PressedRegion(name) => {
                stops.iter().position(|stop| stop.area() == Some(name))
            }
            Pointed::Over(place) | Pointed::Pressed(place) => walk::nearest(stops, *place),
        };
        position.and_then(|position| Some((position, stops.get(position)?.area().map(ToOwned::to_owned))))
    });
    let Some((position, code)) = found.flatten() else { return };
    surface.stand(Some(position));
    if let (Pointed::PressedRegion(_) | Pointed::Pressed(_), Some(code), Some(on_select)) =
        (pointed, code, surface.on_select)
    {
        on_select.run(code);
    }
}

/// Whether the focus came by keyboard: a press by mouse or finger says itself what it means.
fn is_by_keyboard(event: &leptos::ev::FocusEvent) -> bool {
    event_target::<web_sys::Element>(event).matches(":focus-visible").unwrap_or(true)
}

/// What a key does; true when it was ours.
fn press(key: &str, surface: Surface) -> bool {
    let here = surface.here.get_untracked();
    surface.drawing.with_untracked(|drawing| {
        let Some(drawing) = drawing else { return false };
        if let Some(direction) = Key::from_name(key) {
            let from = here.unwrap_or(drawing.start);
            surface.stand(walk::step(&drawing.stops, drawing.arrangement, from, direction));
            return true;
        }
        let code = here.and_then(|here| drawing.stops.get(here)?.area()).map(ToOwned::to_owned);
        match (key, code, surface.on_select) {
            ("Enter" | " ", Some(code), Some(on_select)) => {
                on_select.run(code);
                true
            }
            _ => false,
        }
    })
}

/// Distinguishes the charts of a page.
fn next_number() -> u32 {
    static LAST: AtomicU32 = AtomicU32::new(0);
    LAST.fetch_add(1, Ordering::Relaxed)
}
