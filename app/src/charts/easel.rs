//! What a picture is drawn with: the chart library for everything between axes, our own paths for the map.

use web_sys::HtmlElement;

use super::echarts::{self, PaintError, Painter, refusal};
use super::focus;
use super::map::{Plan, Sheet};
use super::plate::{Drawing, Pointer};
use super::walk::{Arrangement, Stop};

/// What is drawn.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Content {
    /// A chart: the chart library's option as JSON.
    Chart(String),
    /// The municipalities.
    Map(Plan),
}

/// What the pointer did on a picture.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Pointed {
    /// It moved over a region of a map.
    OverRegion(String),
    /// It pressed a region of a map.
    PressedRegion(String),
    /// It moved to a place, in the units of the axes.
    Over((f64, f64)),
    /// It pressed a place.
    Pressed((f64, f64)),
}

/// One picture in the page. Dropping it frees what it holds.
pub(super) enum Easel {
    /// The chart library's.
    Chart(Painter),
    /// The map's.
    Map(Sheet),
}

impl Easel {
    /// Prepares an element; `on_width` hears its width now and whenever it changes, `heard` what the pointer does.
    pub(super) async fn start(
        element: &HtmlElement,
        pointer: Pointer,
        on_width: impl Fn(i32) + 'static,
        heard: impl Fn(Pointed) + Clone + 'static,
    ) -> Result<Self, PaintError> {
        match pointer {
            Pointer::Regions => {
                let mut sheet = Sheet::start(element, on_width).map_err(refusal)?;
                sheet.on_region(heard).map_err(refusal)?;
                Ok(Self::Map(sheet))
            }
            Pointer::Axes { value_axis } => {
                echarts::load().await?;
                let mut chart = Painter::start(element, on_width)?;
                chart.on_place(value_axis, heard)?;
                Ok(Self::Chart(chart))
            }
        }
    }

    /// Replaces the whole picture.
    pub(super) fn show(&self, drawing: &Drawing) -> Result<(), PaintError> {
        match (self, &drawing.content) {
            (Self::Chart(painter), Content::Chart(option)) => painter.paint(option, drawing.height_px),
            (Self::Map(sheet), Content::Map(plan)) => sheet.paint(plan, drawing.height_px).map_err(refusal),
            (Self::Chart(_) | Self::Map(_), _) => Err(PaintError::PartMissing { part: "the other kind of picture" }),
        }
    }

    /// Shows where the reader stands, here or in another picture.
    pub(super) fn point_out(&self, arrangement: Arrangement, stop: Option<&Stop>) -> Result<(), PaintError> {
        match (self, arrangement) {
            (Self::Map(sheet), _) => sheet.point_out(stop.and_then(Stop::area)).map_err(refusal),
            (Self::Chart(painter), Arrangement::Grid { .. }) => painter.repaint(&focus::on_point(stop).to_string()),
            (Self::Chart(painter), _) => painter.repaint(&focus::on_row(stop).to_string()),
        }
    }

    /// The picture as it stands, as a text of its own.
    pub(super) fn svg(&self) -> Result<String, PaintError> {
        match self {
            Self::Chart(painter) => painter.svg(),
            Self::Map(sheet) => Ok(sheet.svg()),
        }
    }
}
