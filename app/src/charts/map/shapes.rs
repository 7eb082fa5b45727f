//! The outlines of the municipalities, with the capital area drawn a second time, enlarged. Plain data.

use std::fmt::Write as _;

use serde::Deserialize;

use crate::order::by_number;

/// The part of the country that is drawn twice, in the units of the file.
const CAPITAL: Rect = Rect { left: 1785.0, bottom: 765.0, right: 2023.0, top: 1050.0 };
/// Where it is drawn: the empty sea between Djursland, Zealand and Bornholm's own frame.
const INSET: Rect = Rect { left: 1560.0, bottom: 1237.0, right: 2190.0, top: 1992.0 };
/// The name of the enlarged part stands above its frame and ends with it, so that it is whole on a phone.
const NAME_ABOVE: f64 = 36.0;

/// The municipalities' outlines, in the units of the file: x grows eastwards, y northwards.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Shapes {
    /// Code and middle of each municipality, from west to east.
    pub(super) centres: Vec<(String, (f64, f64))>,
    /// Code and rings of each municipality, holes and the enlarged copy among them.
    outlines: Vec<(String, Vec<Ring>)>,
    /// What holds all of them.
    extent: Rect,
}

/// The outlines in pixels of a picture.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Fitted {
    /// For each municipality, in the order of [`Shapes::codes`], the commands of its path.
    pub(super) paths: Vec<String>,
    /// The line around the enlarged capital area.
    pub(super) frame: String,
    /// Where the name of that area ends above it, in the middle.
    pub(super) capital: (f64, f64),
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

#[derive(Debug, Clone, Deserialize)]
struct MultiPolygon {
    coordinates: Vec<Polygon>,
}

type Polygon = Vec<Ring>;
type Ring = Vec<(f64, f64)>;

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
    let rings = |shape: Feature| (shape.properties.kode, shape.geometry.coordinates.into_iter().flatten().collect());
    let outlines: Vec<(String, Vec<Ring>)> = collection.features.into_iter().map(rings).collect();
    let extent = bounds(outlines.iter().flat_map(|(_, rings)| rings).chain([&frame()]));
    Ok(Shapes { centres, outlines, extent })
}

impl Shapes {
    /// The municipalities, in the order of the file.
    pub(super) fn codes(&self) -> impl Iterator<Item = &str> {
        self.outlines.iter().map(|(code, _)| code.as_str())
    }

    /// The outlines as large as they can be in so many pixels, in the middle, north up.
    pub(super) fn fitted(&self, (width, height): (f64, f64)) -> Fitted {
        const MARGIN_PX: f64 = 2.0;
        let Rect { left, bottom, right, top } = self.extent;
        let room = |px: f64| (px - 2.0 * MARGIN_PX).max(1.0);
        let scale = (room(width) / (right - left)).min(room(height) / (top - bottom));
        let (x0, y0) = ((width - (right - left) * scale) / 2.0, (height - (top - bottom) * scale) / 2.0);
        let place = |&(x, y): &(f64, f64)| (x0 + (x - left) * scale, y0 + (top - y) * scale);
        let path = |rings: &[Ring]| rings.iter().map(|ring| commands(ring.iter().map(place))).collect::<String>();
        let (name_x, name_y) = place(&(INSET.right, INSET.top + NAME_ABOVE));
        Fitted {
            paths: self.outlines.iter().map(|(_, rings)| path(rings)).collect(),
            frame: path(&[frame()]),
            capital: (name_x.round(), name_y.round()),
        }
    }
}

/// A closed path through places, to a tenth of a pixel.
fn commands(places: impl Iterator<Item = (f64, f64)>) -> String {
    let mut path = String::new();
    for (x, y) in places {
        let command = if path.is_empty() { 'M' } else { 'L' };
        // Writing to a text cannot fail.
        let _written = write!(path, "{command}{x:.1},{y:.1}");
    }
    path.push('Z');
    path
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

fn bounds<'a>(rings: impl IntoIterator<Item = &'a Ring>) -> Rect {
    let empty = Rect { left: f64::MAX, bottom: f64::MAX, right: f64::MIN, top: f64::MIN };
    rings.into_iter().flatten().fold(empty, |rect, (x, y)| Rect {
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

/// A line around the enlarged part.
fn frame() -> Ring {
    const MARGIN: f64 = 14.0;
    let (left, right) = (INSET.left - MARGIN, INSET.right + MARGIN);
    let (bottom, top) = (INSET.bottom - MARGIN, INSET.top + MARGIN);
    vec![(left, bottom), (left, top), (right, top), (right, bottom)]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn published() -> Shapes {
        read(include_str!("../../../../public/municipality_shapes.geojson")).unwrap()
    }

    fn n_polygons(shapes: &Shapes, code: &str) -> usize {
        shapes.outlines.iter().find(|(own, _)| own == code).unwrap().1.len()
    }

    #[test]
    fn outlines_fill_the_picture_in_one_direction_and_stand_in_the_middle_of_the_other() {
        let shapes = published();
        for size in [(350.0, 400.0), (700.0, 600.0), (300.0, 2000.0)] {
            let fitted = shapes.fitted(size);
            let places = fitted.paths.iter().chain([&fitted.frame]).flat_map(|path| path.split(['M', 'L', 'Z']));
            let places = places.filter(|place| !place.is_empty()).map(|place| {
                let (x, y) = place.split_once(',').unwrap();
                (x.parse::<f64>().unwrap(), y.parse::<f64>().unwrap())
            });
            let all: Ring = places.collect();
            let Rect { left, right, bottom: least_y, top: greatest_y } = bounds([&all]);
            assert!(left >= 2.0 && right <= size.0 - 2.0 && least_y >= 2.0 && greatest_y <= size.1 - 2.0, "{size:?}");
            assert!((left + right - size.0).abs() < 0.3, "{left} and {right} in {size:?}");
            assert!(right - left > size.0 - 5.0 || greatest_y - least_y > size.1 - 5.0, "{size:?}");
            assert_eq!(fitted.paths.len(), shapes.codes().count());
        }
    }

    #[test]
    fn north_is_up_on_the_picture_too() {
        let shapes = published();
        let fitted = shapes.fitted((700.0, 600.0));
        let y = |code: &str| -> f64 {
            let at = shapes.codes().position(|own| own == code).unwrap();
            fitted.paths[at].split([',', 'L']).nth(1).unwrap().parse().unwrap()
        };
        assert!(y("0813") < y("0851") && y("0851") < y("0540"), "Frederikshavn, Aalborg, Sønderborg");
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
