//! How each municipality looks on the picture. Plain data.

use super::super::color;
use super::series::{Absence, Emphasis, Fill, MapPicture, Region};

/// Fill and border of a municipality.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Look {
    /// What it is filled with.
    pub(super) fill: Filling,
    /// Colour of the border.
    pub(super) border: &'static str,
}

/// What a municipality is filled with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Filling {
    /// A colour.
    Plain(&'static str),
    /// The hatching of what is withheld.
    Hatched,
    /// The same outside the chosen area.
    HatchedPale,
}

/// An outline above all fills.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Outline {
    /// The municipality.
    pub(super) code: String,
    /// Its colour.
    pub(super) ink: &'static str,
    /// Pixels.
    pub(super) width: &'static str,
    /// Pattern of dashes; empty for none.
    pub(super) dashes: &'static str,
}

/// A municipality that the figures do not know.
const UNKNOWN: Look = Look { fill: Filling::Plain(color::PAPER), border: color::OUTLINE };

/// The look of each municipality, in the order of `codes`.
pub(super) fn looks<'a>(picture: &MapPicture, codes: impl Iterator<Item = &'a str>) -> Vec<Look> {
    let own = |code: &str| picture.regions.iter().find(|region| region.code == code);
    codes.map(|code| own(code).map_or(UNKNOWN, look)).collect()
}

/// The outlines of what is chosen, and of what has not been delivered.
pub(super) fn outlines(picture: &MapPicture) -> Vec<Outline> {
    let outline = |region: &Region, ink, width, dashes| Outline { code: region.code.clone(), ink, width, dashes };
    let own = |region: &Region| match (region.emphasis, region.fill) {
        (Emphasis::Selected, _) => Some(outline(region, color::CHOSEN, "2.8", "")),
        (Emphasis::Within, Fill::Absent(Absence::NotReported)) => Some(outline(region, color::OUTLINE, "1.4", "4 3")),
        (Emphasis::Within | Emphasis::Dimmed, _) => None,
    };
    picture.regions.iter().filter_map(own).collect()
}

fn look(region: &Region) -> Look {
    let is_dimmed = region.emphasis == Emphasis::Dimmed;
    let shades = if is_dimmed { color::DIMMED_CLASSES } else { color::CLASSES };
    let fill = match region.fill {
        Fill::Class(shade) => Filling::Plain(shades.get(shade).copied().unwrap_or(color::PAPER)),
        Fill::Absent(Absence::Suppressed) if is_dimmed => Filling::HatchedPale,
        Fill::Absent(Absence::Suppressed) => Filling::Hatched,
        Fill::Absent(Absence::NotReported | Absence::NotPublished) => Filling::Plain(color::PAPER),
        Fill::Absent(Absence::NotApplicable) => Filling::Plain(color::GRID),
    };
    Look { fill, border: if is_dimmed { color::BORDER_DIMMED } else { color::BORDER } }
}
