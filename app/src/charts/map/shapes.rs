//! The outlines of the municipalities, with the capital area drawn a second time, enlarged. Plain data.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::order::by_number;

/// The name under which the frame of the enlarged capital area is drawn.
pub(super) const CAPITAL_FRAME: &str = "capital-frame";

/// The part of the country that is drawn twice, in the units of the file.
const CAPITAL: Rect = Rect { left: 1785.0, bottom: 765.0, right: 2023.0, top: 1050.0 };
/// Where it is drawn: the empty sea between Djursland, Zealand and Bornholm's own frame.
const INSET: Rect = Rect { left: 1560.0, bottom: 1237.0, right: 2190.0, top: 1992.0 };

/// What the map needs to know about the outlines.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Shapes {
    /// Code and middle of each municipality, from west to east.
    pub(super) centres: Vec<(String, (f64, f64))>,
    /// The outlines for the painter, joined by code.
    pub(super) outlines: Arc<str>,
}

/// The file of outlines is not what the map can draw.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the municipality outlines cannot be read: {reason}")]
pub(super) struct ShapesError {
    /// What the reader of JSON says.
    pub(super) reason: String,
}

#[derive(Debug, Clone, Deserialize)]
struct Collection {
    features: Vec<Feature>,
}

#[derive(Debug, Clone, Deserialize)]
struct Feature {
    properties: Properties,
    geometry: MultiPolygon,
}

#[derive(Debug, Clone, Deserialize)]
struct Properties {
    kode: String,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct MultiPolygon {
    #[serde(rename = "type")]
    kind: String,
    coordinates: Vec<Polygon>,
}

type Polygon = Vec<Vec<(f64, f64)>>;

#[derive(Debug, Clone, Copy, PartialEq)]
struct Rect {
    left: f64,
    bottom: f64,
    right: f64,
    top: f64,
}

/// Reads the file and adds the enlarged capital area.
///
/// # Errors
/// When the text is no collection of multi-polygons with the property `kode`.
pub(super) fn read(geo_json: &str) -> Result<Shapes, ShapesError> {
    let mut collection: Collection =
        serde_json::from_slice(geo_json.as_bytes()).map_err(|error| ShapesError { reason: error.to_string() })?;
    let centres: Vec<(String, (f64, f64))> =
        collection.features.iter().map(|shape| (shape.properties.kode.clone(), centre(&shape.geometry))).collect();
    let centres = by_number(centres, |(_, (x, _))| *x);
    for feature in &mut collection.features {
        enlarge(&mut feature.geometry);
    }
    let features: Vec<Value> = collection
        .features
        .iter()
        .map(|shape| {
            json!({
                "type": "Feature",
                "properties": {"name": shape.properties.kode},
                "geometry": {"type": shape.geometry.kind, "coordinates": shape.geometry.coordinates},
            })
        })
        .chain([frame()])
        .collect();
    Ok(Shapes { centres, outlines: json!({"type": "FeatureCollection", "features": features}).to_string().into() })
}

/// The middle of the largest part, so that an island far away does not move a municipality.
fn centre(shape: &MultiPolygon) -> (f64, f64) {
    let parts = shape.coordinates.iter().map(bounds);
    let largest = parts.max_by(|a, b| area(*a).total_cmp(&area(*b)));
    largest.map_or((0.0, 0.0), |part| (f64::midpoint(part.left, part.right), f64::midpoint(part.bottom, part.top)))
}

fn area(rect: Rect) -> f64 {
    (rect.right - rect.left) * (rect.top - rect.bottom)
}

fn bounds(polygon: &Polygon) -> Rect {
    let empty = Rect { left: f64::MAX, bottom: f64::MAX, right: f64::MIN, top: f64::MIN };
    polygon.iter().flatten().fold(empty, |rect, (x, y)| Rect {
        left: rect.left.min(*x),
        bottom: rect.bottom.min(*y),
        right: rect.right.max(*x),
        top: rect.top.max(*y),
    })
}

/// Adds a second, enlarged copy when the whole municipality lies in the capital area.
fn enlarge(shape: &mut MultiPolygon) {
    let is_inside = |polygon: &Polygon| {
        let own = bounds(polygon);
        own.left >= CAPITAL.left && own.right <= CAPITAL.right && own.bottom >= CAPITAL.bottom && own.top <= CAPITAL.top
    };
    if shape.coordinates.iter().all(is_inside) {
        let copies: Vec<Polygon> = shape.coordinates.iter().map(enlarged).collect();
        shape.coordinates.extend(copies);
    }
}

fn enlarged(polygon: &Polygon) -> Polygon {
    let scale = scale();
    let moved = |(x, y): &(f64, f64)| {
        ((INSET.left + (x - CAPITAL.left) * scale).round(), (INSET.bottom + (y - CAPITAL.bottom) * scale).round())
    };
    polygon.iter().map(|ring| ring.iter().map(moved).collect()).collect()
}

fn scale() -> f64 {
    ((INSET.right - INSET.left) / (CAPITAL.right - CAPITAL.left))
        .min((INSET.top - INSET.bottom) / (CAPITAL.top - CAPITAL.bottom))
}

/// A line around the enlarged part. Its name stands above it, far enough left to be whole on a phone.
fn frame() -> Value {
    const MARGIN: f64 = 14.0;
    const NAME_ABOVE: f64 = 36.0;
    const NAME_FROM_RIGHT: f64 = 390.0;
    let (left, right) = (INSET.left - MARGIN, INSET.right + MARGIN);
    let (bottom, top) = (INSET.bottom - MARGIN, INSET.top + MARGIN);
    json!({
        "type": "Feature",
        "properties": {"name": CAPITAL_FRAME, "cp": [right - NAME_FROM_RIGHT, top + NAME_ABOVE]},
        "geometry": {
            "type": "LineString",
            "coordinates": [[left, bottom], [left, top], [right, top], [right, bottom], [left, bottom]],
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn published() -> Shapes {
        read(include_str!("../../../../public/municipality_shapes.geojson")).unwrap()
    }

    fn n_polygons(shapes: &Shapes, code: &str) -> usize {
        let all: Value = serde_json::from_str(&shapes.outlines).unwrap();
        let features = all["features"].as_array().unwrap();
        let own = features.iter().find(|feature| feature["properties"]["name"] == code).unwrap();
        own["geometry"]["coordinates"].as_array().unwrap().len()
    }

    #[test]
    fn the_published_outlines_are_the_98_municipalities() {
        let shapes = published();
        assert_eq!(shapes.centres.len(), 98);
        assert!(shapes.centres.iter().all(|(code, _)| code.len() == 4));
    }

    #[test]
    fn only_municipalities_of_the_capital_area_are_drawn_twice() {
        let shapes = published();
        let twice = |code: &str| n_polygons(&shapes, code);
        assert_eq!((twice("0147"), twice("0573")), (2, 1));
        assert_eq!(twice("0101") % 2, 0);
    }

    #[test]
    fn north_is_up() {
        let shapes = published();
        let y = |code: &str| shapes.centres.iter().find(|(own, _)| own == code).unwrap().1.1;
        assert!(y("0813") > y("0851") && y("0851") > y("0540"), "Frederikshavn, Aalborg, Sønderborg");
    }

    #[test]
    fn a_text_that_is_no_map_is_an_error() {
        assert!(read("{\"features\": [{}]}").unwrap_err().to_string().contains("cannot be read"));
    }
}
