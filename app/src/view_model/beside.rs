//! One figure beside another: the one way in which every page finds out whether a figure is higher or lower.
//!
//! A figure that is part of the other is compared with the rest: what both have in common cannot make them differ. An
//! area is higher than the whole exactly when it is higher than the rest of it.

use naerblik_shared::{
    cell::{Cell, Status},
    query::rate::rate,
    schema::Member,
    stats::{
        Verdict,
        standard::{Stratum, standardised},
        verdict::verdict,
    },
};

use super::{
    comparators::{self, Yardstick},
    figures::{Figure, Figures},
};
use crate::state::Unit;

/// What two figures have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overlap {
    /// Nothing, or nothing that could be taken out: both are taken as independent.
    Nothing,
    /// The first is part of the second.
    Within,
    /// The second is part of the first.
    Around,
}

/// What can be said of the view's own figure beside a yardstick; `None` where a figure is absent, or where there is
/// nobody to compare with.
pub fn verdict_beside(figures: &Figures, own: &Figure, yardstick: &Yardstick) -> Option<Verdict> {
    let overlap = overlap(figures, yardstick);
    if figures.view.unit == Unit::Standard {
        let own = figures.strata(&figures.area.code, figures.view.period).ok()?;
        let other = comparators::strata(figures, yardstick).ok()?;
        let (own, other) = match overlap {
            Overlap::Nothing => (own, other),
            Overlap::Within => (own.clone(), rest_of_strata(&other, &own)?),
            Overlap::Around => (rest_of_strata(&own, &other)?, other),
        };
        return Some(verdict(&standardised(&own)?, &standardised(&other)?));
    }
    let (own, other) = apart(*own, comparators::figure(figures, yardstick), overlap)?;
    Some(verdict(&figures.estimate(&own)?, &figures.estimate(&other)?))
}

/// Two figures without what they have in common; `None` where that is not known. Only their counts and populations are
/// meant then, not their standardised rates.
pub fn apart(own: Figure, other: Figure, overlap: Overlap) -> Option<(Figure, Figure)> {
    Some(match overlap {
        Overlap::Nothing => (own, other),
        Overlap::Within => (own, rest(&other, &own)?),
        Overlap::Around => (rest(&own, &other)?, other),
    })
}

/// Where the view's area lies to a yardstick. Areas that lie partly inside are not taken apart.
fn overlap(figures: &Figures, yardstick: &Yardstick) -> Overlap {
    let (areas, area) = (figures.areas, figures.area);
    if !comparators::can_be_added(figures) {
        return Overlap::Nothing;
    }
    let holds = |whole: &Member| areas.is_within(&area.code, &whole.code);
    let is_inside = |part: &Member| areas.is_within(&part.code, &area.code);
    let others = match yardstick {
        Yardstick::Area(other) => std::slice::from_ref(other),
        Yardstick::Together(others) => others.as_slice(),
    };
    if others.iter().any(|other| holds(other)) {
        Overlap::Within
    } else if others.iter().all(|other| is_inside(other)) {
        Overlap::Around
    } else {
        Overlap::Nothing
    }
}

fn rest(whole: &Figure, part: &Figure) -> Option<Figure> {
    let count = Cell::Value(whole.count.value()?.checked_sub(part.count.value()?)?);
    let persons = whole.persons?.checked_sub(part.persons?)?;
    let standard = Err(Status::NotApplicable);
    Some(Figure { count, rate: rate(count, persons), persons: Some(persons), standard, ..*whole })
}

fn rest_of_strata(whole: &[Stratum], part: &[Stratum]) -> Option<Vec<Stratum>> {
    let rest = |(whole, part): (&Stratum, &Stratum)| {
        let events = whole.events.checked_sub(part.events)?;
        Some(Stratum { events, population: whole.population.checked_sub(part.population)?, ..*whole })
    };
    whole.iter().zip(part).map(rest).collect()
}

#[cfg(test)]
mod tests {
    use naerblik_shared::stats::Strength;

    use super::*;
    use crate::{i18n::Language, testing, view_model::figures::Published};

    fn figure(count: u32, persons: u64) -> Figure {
        let count = Cell::Value(count);
        let standard = Err(Status::NotApplicable);
        Figure { count, rate: rate(count, persons), published: Published::Yes, persons: Some(persons), standard }
    }

    fn judged(own: Figure, other: Figure, overlap: Overlap) -> Verdict {
        let loaded = testing::loaded("area=0573");
        let figures = Figures::new(&loaded, Language::Danish).unwrap();
        let (own, other) = apart(own, other, overlap).unwrap();
        verdict(&figures.estimate(&own).unwrap(), &figures.estimate(&other).unwrap())
    }

    /// Half of a country of 2,000 lies in one area: taken as independent, its own citizens on the other side would hide
    /// the difference.
    #[test]
    fn a_part_is_compared_with_the_rest() {
        let (own, whole) = (figure(60, 1_000), figure(95, 2_000));
        assert_eq!(judged(own, whole, Overlap::Nothing), Verdict::Alike);
        assert_eq!(judged(own, whole, Overlap::Within), Verdict::Higher(Strength::Clear));
        assert_eq!(judged(whole, own, Overlap::Around), Verdict::Lower(Strength::Clear));
    }

    #[test]
    fn few_citizens_prove_nothing_and_a_strong_difference_asks_for_more() {
        let country = figure(30_000, 1_000_000);
        let of = |count| judged(figure(count, 1_000), country, Overlap::Within);
        assert_eq!(of(35), Verdict::Alike);
        assert_eq!(of(43), Verdict::Higher(Strength::Clear));
        assert_eq!(of(60), Verdict::Higher(Strength::Strong));
        assert_eq!(of(0), Verdict::Lower(Strength::Strong), "nobody is a figure, too");
    }

    #[test]
    fn what_is_all_there_is_has_nobody_beside_it() {
        let (_, rest) = apart(figure(60, 1_000), figure(60, 1_000), Overlap::Within).unwrap();
        assert_eq!(rest.persons, Some(0));
        let absent = Figure { count: Cell::Suppressed, ..figure(0, 1_000) };
        assert_eq!(apart(figure(60, 1_000), absent, Overlap::Within), None);
        assert_eq!(apart(figure(60, 1_000), figure(50, 2_000), Overlap::Within), None, "a part is not more than all");
    }

    #[test]
    fn areas_around_and_inside_overlap_and_others_do_not() {
        let of = |query: &str, codes: &[&str]| {
            let loaded = testing::loaded(query);
            let figures = Figures::new(&loaded, Language::Danish).unwrap();
            let areas = codes.iter().map(|own| figures.areas.member(&testing::code(own)).unwrap()).collect();
            overlap(&figures, &Yardstick::Together(areas))
        };
        assert_eq!(of("area=0573", &["dk"]), Overlap::Within);
        assert_eq!(of("area=0573", &["0101", "raad-sv"]), Overlap::Within);
        assert_eq!(of("area=klynge-sv", &["0573", "0563"]), Overlap::Around);
        assert_eq!(of("area=klynge-sv", &["0573", "0101"]), Overlap::Nothing);
        assert_eq!(of("area=0573", &["0563", "0101"]), Overlap::Nothing);
    }

    #[test]
    fn standardised_figures_are_compared_with_the_rest_of_each_age() {
        let stratum = |events, population| Stratum { events, population, standard: 1_000 };
        let rest = rest_of_strata(&[stratum(30, 900), stratum(20, 100)], &[stratum(10, 400), stratum(20, 90)]);
        assert_eq!(rest, Some(vec![stratum(20, 500), stratum(0, 10)]));
        assert_eq!(rest_of_strata(&[stratum(5, 900)], &[stratum(6, 400)]), None);
    }
}
