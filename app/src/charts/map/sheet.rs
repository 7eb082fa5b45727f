//! The drawing in the page: one path for each municipality, of which a change of figures changes only the colours.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;

use wasm_bindgen::JsValue;
use web_sys::{Element, HtmlElement};

use super::super::color;
use super::super::easel::Pointed;
use super::looks::{self, Filling, Look, Outline};
use super::series::MapPicture;
use super::shapes::{Fitted, Shapes};
use crate::browser::svg::{Listener, draw};
use crate::browser::width::WidthWatch;

/// The attribute that says which municipality a path is.
const CODE: &str = "data-code";

/// A map as it is to be drawn.
#[derive(Debug, Clone)]
pub(in super::super) struct Plan {
    /// The outlines.
    pub(super) shapes: Arc<Shapes>,
    /// What is known of each municipality.
    pub(super) picture: MapPicture,
    /// The name of the enlarged part.
    pub(super) capital: String,
}

impl PartialEq for Plan {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.shapes, &other.shapes) && self.picture == other.picture && self.capital == other.capital
    }
}

/// One map in the page.
pub(in super::super) struct Sheet {
    drawn: Rc<Drawn>,
    _watch: WidthWatch,
    listeners: Vec<Listener>,
}

impl Sheet {
    /// Prepares an element; `on_width` hears the element's width now and whenever it changes.
    ///
    /// # Errors
    /// What the browser says.
    pub(in super::super) fn start(place: &HtmlElement, on_width: impl Fn(i32) + 'static) -> Result<Self, JsValue> {
        let root = draw(place, "svg", &[("class", "map-sheet"), ("xmlns", "http://www.w3.org/2000/svg")])?;
        let definitions = draw(&root, "defs", &[])?;
        for (id, ink) in [(HATCHING, color::OUTLINE), (HATCHING_PALE, color::GRID)] {
            let size = [("id", id), ("width", "6"), ("height", "6"), ("patternUnits", "userSpaceOnUse")];
            let pattern = draw(&definitions, "pattern", &size)?;
            let lines = [("d", color::HATCHING_LINES), ("stroke", ink), ("stroke-width", "1.3"), ("fill", "none")];
            draw(&pattern, "path", &lines)?;
        }
        let drawn = Drawn {
            areas: draw(&root, "g", &[("stroke-width", "0.7"), ("fill-rule", "evenodd"), ("cursor", "pointer")])?,
            above: draw(&root, "g", &[("fill", "none"), ("pointer-events", "none")])?,
            here: draw(&root, "path", &[("fill", "none"), ("pointer-events", "none")])?,
            width_px: Cell::new(place.client_width()),
            root,
            state: RefCell::default(),
        };
        on_width(drawn.width_px.get());
        let drawn = Rc::new(drawn);
        let resized = Rc::clone(&drawn);
        let watch = WidthWatch::start(place, move |width_px| {
            on_width(width_px);
            resized.width_px.set(width_px);
            // A picture that is gone by now needs no new size.
            let _gone = resized.fit();
        })?;
        Ok(Self { drawn, _watch: watch, listeners: Vec::new() })
    }

    /// Draws a map, as far as it is another one than before.
    ///
    /// # Errors
    /// What the browser says.
    pub(in super::super) fn paint(&self, plan: &Plan, height_px: u16) -> Result<(), JsValue> {
        let before = self.drawn.state.borrow_mut().plan.replace(plan.clone());
        let height_before = std::mem::replace(&mut self.drawn.state.borrow_mut().height_px, height_px);
        let has_outlines = before.is_some_and(|before| Arc::ptr_eq(&before.shapes, &plan.shapes));
        if !has_outlines || height_before != height_px {
            self.drawn.fit()?;
        }
        self.drawn.fill(plan)
    }

    /// Shows one municipality as the one the reader stands on.
    ///
    /// # Errors
    /// What the browser says.
    pub(in super::super) fn point_out(&self, code: Option<&str>) -> Result<(), JsValue> {
        self.drawn.state.borrow_mut().here = code.map(ToOwned::to_owned);
        self.drawn.mark()
    }

    /// Hears which municipality the pointer means.
    ///
    /// # Errors
    /// What the browser says.
    pub(in super::super) fn on_region(&mut self, heard: impl Fn(Pointed) + Clone + 'static) -> Result<(), JsValue> {
        let areas = &self.drawn.areas;
        let (over, pressed) = (heard.clone(), heard);
        self.listeners.push(Listener::on(areas, "pointerover", CODE, move |code| over(Pointed::OverRegion(code)))?);
        self.listeners.push(Listener::on(areas, "click", CODE, move |code| pressed(Pointed::PressedRegion(code)))?);
        Ok(())
    }

    /// The map as it stands, as a text of its own.
    pub(in super::super) fn svg(&self) -> String {
        self.drawn.root.outer_html()
    }
}

impl Drop for Sheet {
    fn drop(&mut self) {
        self.drawn.root.remove();
    }
}

const HATCHING: &str = "map-withheld";
const HATCHING_PALE: &str = "map-withheld-pale";

/// What the page has of a map.
struct Drawn {
    root: Element,
    /// One path for each municipality, the frame and its name.
    areas: Element,
    /// Outlines above all fills.
    above: Element,
    /// The municipality that the reader stands on.
    here: Element,
    width_px: Cell<i32>,
    state: RefCell<State>,
}

#[derive(Default)]
struct State {
    plan: Option<Plan>,
    height_px: u16,
    fitted: Option<Fitted>,
    paths: Vec<(Element, Option<Look>)>,
    outlines: Vec<Outline>,
    here: Option<String>,
}

impl Drawn {
    /// Makes all paths anew for the size of the picture.
    fn fit(&self) -> Result<(), JsValue> {
        let plan = self.state.borrow().plan.clone();
        let Some(plan) = plan else { return Ok(()) };
        let (width_px, height_px) = (self.width_px.get(), self.state.borrow().height_px);
        self.root.set_attribute("width", &width_px.to_string())?;
        self.root.set_attribute("height", &height_px.to_string())?;
        let fitted = plan.shapes.fitted((f64::from(width_px), f64::from(height_px)));
        self.areas.set_text_content(None);
        let areas = plan.shapes.codes().zip(&fitted.paths);
        let path = |(code, path): (&str, &String)| Ok((draw(&self.areas, "path", &[(CODE, code), ("d", path)])?, None));
        let paths = areas.map(path).collect::<Result<_, JsValue>>()?;
        let line = [("d", fitted.frame.as_str()), ("fill", "none"), ("stroke", color::OUTLINE), ("stroke-width", "1")];
        draw(&self.areas, "path", &[line.as_slice(), &[("pointer-events", "none")]].concat())?;
        let (x, y) = (fitted.capital.0.to_string(), (fitted.capital.1 - NAME_ABOVE_PX).to_string());
        let place = [("x", x.as_str()), ("y", &y), ("text-anchor", "end"), ("font-size", "13"), ("stroke", "none")];
        let look = [("fill", color::QUIET_INK), ("font-family", color::FONT), ("pointer-events", "none")];
        draw(&self.areas, "text", &[place.as_slice(), &look].concat())?.set_text_content(Some(&plan.capital));
        {
            let mut state = self.state.borrow_mut();
            (state.fitted, state.paths) = (Some(fitted), paths);
            state.outlines.clear();
        }
        self.fill(&plan)
    }

    /// Changes the colours that are others than before, then the outlines above them.
    fn fill(&self, plan: &Plan) -> Result<(), JsValue> {
        {
            let mut state = self.state.borrow_mut();
            let looks = looks::looks(&plan.picture, plan.shapes.codes());
            for ((path, before), look) in state.paths.iter_mut().zip(looks) {
                if before.replace(look) != Some(look) {
                    path.set_attribute("fill", &paint(look.fill))?;
                    path.set_attribute("stroke", look.border)?;
                }
            }
            let outlines = looks::outlines(&plan.picture);
            if state.outlines != outlines || outlines.is_empty() {
                self.above.set_text_content(None);
                for Outline { code, ink, width, dashes } in &outlines {
                    let d = state.path(plan, code).unwrap_or_default();
                    let look = [("d", d), ("stroke", *ink), ("stroke-width", *width), ("stroke-dasharray", *dashes)];
                    draw(&self.above, "path", &look)?;
                }
                state.outlines = outlines;
            }
        }
        self.mark()
    }

    /// Draws the border of where the reader stands, or takes it away.
    fn mark(&self) -> Result<(), JsValue> {
        let state = self.state.borrow();
        let code = state.plan.as_ref().zip(state.here.as_deref());
        match code.and_then(|(plan, code)| state.path(plan, code)) {
            Some(path) => {
                self.here.set_attribute("d", path)?;
                self.here.set_attribute("stroke", color::INK)?;
                self.here.set_attribute("stroke-width", "2.5")
            }
            None => self.here.remove_attribute("d"),
        }
    }
}

impl State {
    /// The commands of a municipality's path.
    fn path<'a>(&'a self, plan: &Plan, code: &str) -> Option<&'a str> {
        let at = plan.shapes.codes().position(|own| own == code)?;
        self.fitted.as_ref()?.paths.get(at).map(String::as_str)
    }
}

fn paint(fill: Filling) -> String {
    match fill {
        Filling::Plain(color) => color.to_owned(),
        Filling::Hatched => format!("url(#{HATCHING})"),
        Filling::HatchedPale => format!("url(#{HATCHING_PALE})"),
    }
}

/// Between the name of the enlarged part and the place it is for.
const NAME_ABOVE_PX: f64 = 4.0;
