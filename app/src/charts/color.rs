//! The colours of all pictures. Each line and outline has at least 3:1 to white; no meaning rests on colour alone.
//!
//! Pictures are painted in these colours only: where the reader's system asks for a dark page, `app/style/dark.css`
//! shows each of them as another, and knows them by these values.

use serde_json::{Value, json};

/// The page's own area.
pub(super) const CHOSEN: &str = "#b3123d";
/// Areas to compare with, most important first; told apart by their dash and label as well.
pub(super) const COMPARISON: &str = "#46505c";
/// Bars of other areas.
pub(super) const BAR: &str = "#6d8fc0";
/// Bars of the other sex; told apart by side and name as well.
pub(super) const DARK_BAR: &str = "#3d5c8a";
/// Text on white.
pub(super) const INK: &str = "#1a1a1a";
/// Less important text on white, 5.9:1.
pub(super) const QUIET_INK: &str = "#5c6470";
/// Grid lines: decoration.
pub(super) const GRID: &str = "#dfe3e8";
/// Outlines of gaps and of municipalities without a figure, 4.6:1.
pub(super) const OUTLINE: &str = "#757575";
/// Borders between municipalities, 4.5:1.
pub(super) const BORDER: &str = "#5f7896";
/// The same outside the chosen area.
pub(super) const BORDER_DIMMED: &str = "#c3ccd6";
/// The paper.
pub(super) const PAPER: &str = "#ffffff";
/// Nothing.
pub(super) const CLEAR: &str = "rgba(255,255,255,0)";
/// The classes of the map, low to high.
pub(super) const CLASSES: [&str; 5] = ["#dbe6f5", "#b3cae8", "#84a8d6", "#4f7fbc", "#1f4f8f"];
/// The same, outside the chosen area.
pub(super) const DIMMED_CLASSES: [&str; 5] = ["#f7f9fc", "#f0f4f9", "#e6edf6", "#dbe5f1", "#d1dbe8"];
/// Letters in pictures.
pub(super) const FONT: &str = "'IBM Plex Sans', system-ui, sans-serif";

/// The lines of the hatching of a withheld figure, in a square of six pixels.
pub(super) const HATCHING_LINES: &str = "M-1,1L1,-1M0,6L6,0M5,7L7,5";

/// The hatching as a pattern that the chart library draws without an image, for a symbol of that size in pixels, whose
/// pattern is scaled with it from a square of two.
pub(super) fn hatching_in_symbol(ink: &str, size_px: (u16, u16)) -> Value {
    hatching_scaled(ink, (2.0 / f64::from(size_px.0), 2.0 / f64::from(size_px.1)))
}

fn hatching_scaled(ink: &str, scale: (f64, f64)) -> Value {
    json!({
        "repeat": "repeat",
        "scaleX": scale.0,
        "scaleY": scale.1,
        "svgElement": {
            "tag": "path",
            "key": "hatching",
            "attrs": {"d": HATCHING_LINES, "stroke": ink, "stroke-width": "1.3", "fill": "none"},
        },
        "svgWidth": 6,
        "svgHeight": 6,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_colour_has_its_counterpart_on_a_dark_page() {
        let dark = include_str!("../../style/dark.css");
        let single = [CHOSEN, COMPARISON, BAR, DARK_BAR, INK, QUIET_INK, GRID, OUTLINE, BORDER, BORDER_DIMMED, PAPER];
        for color in single.into_iter().chain(CLASSES).chain(DIMMED_CLASSES) {
            for attribute in ["fill", "stroke"] {
                let selector = format!("[{attribute}=\"{color}\"]");
                assert!(dark.contains(&selector), "{selector} is missing in app/style/dark.css");
            }
        }
    }
}
