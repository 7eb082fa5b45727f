//! The map as an option for the painter, by hand: charming's map series has no fields.

use serde_json::{Value, json};

use super::super::{Words, color};
use super::series::{Absence, Emphasis, Fill, MapPicture, Region};
use super::shapes::CAPITAL_FRAME;

/// The name under which the outlines are registered with the painter.
pub(super) const OUTLINES: &str = "naerblik-municipalities";
/// The same outlines again: a map series of its own, drawn above the first.
pub(super) const OUTLINES_ABOVE: &str = "naerblik-municipalities-above";

/// The option.
pub(super) fn option(picture: &MapPicture, words: &Words) -> Value {
    let frame = json!({
        "name": CAPITAL_FRAME, "value": null, "silent": true,
        "itemStyle": {"borderColor": color::OUTLINE, "borderWidth": 1},
        "label": {"show": true, "formatter": words.capital, "color": color::QUIET_INK, "fontSize": 13,
            "position": "top", "distance": 4},
    });
    let regions: Vec<Value> = picture.regions.iter().map(region).chain([frame]).collect();
    json!({
        "animation": false,
        "textStyle": {"fontFamily": color::FONT},
        "series": [
            map("areas", OUTLINES, &regions, &json!({"areaColor": color::PAPER, "borderColor": color::OUTLINE})),
            map("outlines", OUTLINES_ABOVE, &outlines(picture), &json!({"areaColor": "none", "borderWidth": 0})),
        ],
    })
}

fn map(id: &str, outlines: &str, regions: &[Value], style: &Value) -> Value {
    json!({
        "id": id,
        "type": "map",
        "map": outlines,
        "nameProperty": "name",
        "roam": false,
        "selectedMode": false,
        "silent": id == "outlines",
        "aspectScale": 1,
        "left": 2, "right": 2, "top": 2, "bottom": 2,
        "preserveAspect": "contain",
        "label": {"show": false},
        "itemStyle": style,
        "emphasis": {
            "label": {"show": false},
            "itemStyle": {"borderColor": color::INK, "borderWidth": 2.5},
        },
        "data": regions,
    })
}

/// A withheld or undelivered figure gets no value, not zero.
fn region(region: &Region) -> Value {
    let is_dimmed = region.emphasis == Emphasis::Dimmed;
    let shades = if is_dimmed { color::DIMMED_CLASSES } else { color::CLASSES };
    let (value, fill) = match region.fill {
        Fill::Class(shade) => (json!(shade), json!(shades.get(shade))),
        Fill::Absent(Absence::Suppressed) => {
            (Value::Null, color::hatching(if is_dimmed { color::GRID } else { color::OUTLINE }))
        }
        Fill::Absent(Absence::NotReported | Absence::NotPublished) => (Value::Null, json!(color::PAPER)),
        Fill::Absent(Absence::NotApplicable) => (Value::Null, json!(color::GRID)),
    };
    let border = if is_dimmed { color::BORDER_DIMMED } else { color::BORDER };
    json!({
        "name": region.code,
        "value": value,
        "itemStyle": {"areaColor": fill, "borderColor": border, "borderWidth": 0.7},
        "emphasis": {"itemStyle": {"areaColor": fill}},
    })
}

/// Dashes around municipalities that delivered nothing, and the strong line around the chosen one above them.
fn outlines(picture: &MapPicture) -> Vec<Value> {
    let outline = |region: &Region, ink: &str, width: f64, dash: &str| {
        json!({
            "name": region.code, "value": null,
            "itemStyle": {"areaColor": "none", "borderColor": ink, "borderWidth": width, "borderType": dash},
        })
    };
    picture
        .regions
        .iter()
        .filter_map(|region| match (region.emphasis, region.fill) {
            (Emphasis::Selected, _) => Some(outline(region, color::CHOSEN, 2.8, "solid")),
            (Emphasis::Within, Fill::Absent(Absence::NotReported)) => {
                Some(outline(region, color::OUTLINE, 1.4, "dashed"))
            }
            (Emphasis::Within | Emphasis::Dimmed, _) => None,
        })
        .collect()
}
