//! Whom an area is compared with.

use naerblik_shared::{
    cell::{Cell, Status},
    query::rate::rate,
    schema::{DimensionId, Member, MemberCode, level},
    stats::{
        neighbours::{self, Traits},
        standard::{Stratum, standardised},
    },
};

use super::figures::{Figure, Figures, Published};
use crate::{
    i18n::Language,
    state::{Against, Unit, Via, area_path, sides::broad_ages},
};

/// How many neighbours are computed.
pub const N_NEIGHBOURS: usize = 5;

/// A comparison of the view's area.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparator<'a> {
    /// Which one.
    pub against: Against,
    /// Areas of the same kind to stand beside, the view's own among them.
    pub peers: Vec<&'a Member>,
    /// Whose figure is the yardstick.
    pub yardstick: Yardstick<'a>,
}

/// Whose figure an area is measured by.
#[derive(Debug, Clone, PartialEq)]
pub enum Yardstick<'a> {
    /// A published area.
    Area(&'a Member),
    /// Several areas together, without the view's own.
    Together(Vec<&'a Member>),
}

/// The comparisons that the view's area has, widest first; a list only when the reader made one.
pub fn all<'a>(figures: &Figures<'a>) -> Vec<Comparator<'a>> {
    Against::ALL.into_iter().filter_map(|against| of(figures, against)).collect()
}

/// The comparison that the view shows: the chosen one, or those around the area.
pub fn chosen<'a>(figures: &Figures<'a>) -> Option<Comparator<'a>> {
    figures.view.against.and_then(|against| of(figures, against)).or_else(|| around(figures))
}

/// The comparison that is shown when nothing is chosen.
pub fn usual(figures: &Figures) -> Option<Against> {
    around(figures).map(|own| own.against)
}

/// One comparison; `None` where the area has no such one, or nobody to stand beside.
pub fn of<'a>(figures: &Figures<'a>, against: Against) -> Option<Comparator<'a>> {
    let Figures { areas, area, view, .. } = *figures;
    let of_area = |above: &'a Member| {
        let peers: Vec<&Member> =
            areas.at_level(&area.level).filter(|member| areas.is_within(&member.code, &above.code)).collect();
        (above.code != area.code && peers.len() > 1).then_some(Comparator {
            against,
            peers,
            yardstick: Yardstick::Area(above),
        })
    };
    let is_level = |wanted: &'static str| above(figures, wanted).and_then(of_area);
    match against {
        Against::Country => figures.country().and_then(of_area).or_else(|| below(figures)),
        Against::Region if view.via == Via::Council => is_level(level::REGION_2027),
        Against::Region => is_level(level::REGION),
        Against::Council => is_level(level::HEALTH_COUNCIL),
        Against::Cluster => is_level(level::HEALTH_CLUSTER),
        Against::Group => is_level(level::MUNICIPALITY_GROUP),
        Against::Neighbours => together(figures, against, nearest(figures)),
        Against::List => together(figures, against, view.list.iter().filter_map(|code| areas.member(code)).collect()),
    }
}

/// The figure of the yardstick in the view's period; several areas have one only when every one of them has.
pub fn yardstick(figures: &Figures, comparator: &Comparator) -> Figure {
    figure(figures, &comparator.yardstick)
}

/// The figure of a yardstick, as for [`yardstick`].
pub fn figure(figures: &Figures, yardstick: &Yardstick) -> Figure {
    match yardstick {
        Yardstick::Area(area) => figures.figure(&area.code, figures.view.period),
        Yardstick::Together(areas) => sum(figures, areas),
    }
}

/// The name of a yardstick inside a sentence: "hele landet", "Region Syddanmark", "de fem nærmeste kommuner".
pub fn name(comparator: &Comparator, language: Language) -> String {
    match (&comparator.yardstick, comparator.against) {
        (Yardstick::Area(area), _) => area_name(area, language),
        (Yardstick::Together(_), Against::List) => language.pick("din egen liste", "your own list").to_owned(),
        (Yardstick::Together(_), _) => {
            language.pick("de fem mest sammenlignelige kommuner", "the five most comparable municipalities").to_owned()
        }
    }
}

/// The name of an area as a yardstick.
pub fn area_name(area: &Member, language: Language) -> String {
    let label = language.of(&area.label);
    match area.level.as_str() {
        level::COUNTRY => language.pick("hele landet", "the whole country").to_owned(),
        level::MUNICIPALITY_GROUP => {
            language.pick(format!("kommunegruppen {label}"), format!("the municipality group {label}"))
        }
        _ => label.to_owned(),
    }
}

/// The broad strata of a yardstick, for standardising and for splitting a difference.
///
/// # Errors
/// The status of the first age group that is absent.
pub fn strata(figures: &Figures, yardstick: &Yardstick) -> Result<Vec<Stratum>, Status> {
    match yardstick {
        Yardstick::Area(area) => figures.strata(&area.code, figures.view.period),
        Yardstick::Together(areas) => strata_of(figures, areas),
    }
}

/// The municipalities that are most like the view's, the most alike first; empty for other areas.
///
/// Traits: population (logarithm), shares of the older age groups, and the position of the municipality group from the
/// capital to the country. The same for every figure of a year, so that the neighbours do not move with the topic.
pub fn nearest<'a>(figures: &Figures<'a>) -> Vec<&'a Member> {
    let municipalities: Vec<&Member> = figures.areas.at_level(level::MUNICIPALITY).collect();
    let Some(own) = municipalities.iter().position(|member| member.code == figures.area.code) else {
        return Vec::new();
    };
    let traits: Vec<Traits> = municipalities.iter().map(|member| traits(figures, member)).collect();
    let nearest = neighbours::nearest(own, &traits, N_NEIGHBOURS);
    nearest.into_iter().filter_map(|position| municipalities.get(position).copied()).collect()
}

fn traits(figures: &Figures, member: &Member) -> Traits {
    let ages = broad_ages(figures.manifest);
    let living = |age: &MemberCode| figures.living(&member.code, figures.view.period, age).map(to_number);
    let all = living(&MemberCode::total()).filter(|all| *all > 0.0);
    let (Some(all), Some(groups)) = (all, ages.iter().map(living).collect::<Option<Vec<f64>>>()) else {
        return Vec::new();
    };
    let older = (1..groups.len()).map(|from| groups.iter().skip(from).sum::<f64>() / all);
    let groups_of_municipalities: Vec<&Member> = figures.areas.at_level(level::MUNICIPALITY_GROUP).collect();
    let urbanity = groups_of_municipalities.iter().position(|group| member.parents.contains(&group.code));
    let urbanity = urbanity.and_then(|position| u32::try_from(position).ok()).map_or(0.0, f64::from);
    std::iter::once(all.log10()).chain(older).chain([urbanity]).collect()
}

fn to_number(citizens: u64) -> f64 {
    f64::from(u32::try_from(citizens).unwrap_or(u32::MAX))
}

/// The country has nobody beside it: what is below stands there instead.
fn below<'a>(figures: &Figures<'a>) -> Option<Comparator<'a>> {
    let Figures { areas, area, view, .. } = *figures;
    let peers = area_path::children(areas, area, view.via);
    let is_country = area.level == level::COUNTRY && !peers.is_empty();
    is_country.then_some(Comparator { against: Against::Country, peers, yardstick: Yardstick::Area(area) })
}

fn around<'a>(figures: &Figures<'a>) -> Option<Comparator<'a>> {
    let first = match (figures.area.level.as_str(), figures.view.via) {
        (level::MUNICIPALITY, Via::Cluster) => Against::Cluster,
        (level::MUNICIPALITY, Via::Council) => Against::Council,
        (level::HEALTH_CLUSTER | level::HEALTH_COUNCIL, _) => Against::Region,
        _ => Against::Country,
    };
    // A municipality that is alone in its cluster or council is compared with its municipality group.
    [first, Against::Group, Against::Country].into_iter().find_map(|against| of(figures, against))
}

fn above<'a>(figures: &Figures<'a>, wanted: &'static str) -> Option<&'a Member> {
    let Figures { areas, area, .. } = *figures;
    areas.at_level(wanted).find(|member| areas.is_within(&area.code, &member.code))
}

fn together<'a>(figures: &Figures<'a>, against: Against, others: Vec<&'a Member>) -> Option<Comparator<'a>> {
    let peers: Vec<&Member> = std::iter::once(figures.area).chain(others.iter().copied()).collect();
    (peers.len() > 1).then_some(Comparator { against, peers, yardstick: Yardstick::Together(others) })
}

fn sum(figures: &Figures, areas: &[&Member]) -> Figure {
    let period = figures.view.period;
    let mut whole = Figure {
        count: Cell::Value(0),
        rate: rate(Cell::NotApplicable, 0),
        published: Published::Yes,
        persons: Some(0),
        standard: Err(Status::NotApplicable),
    };
    for area in disjoint(figures, areas) {
        let part = figures.figure(&area.code, period);
        whole.count = match (whole.count, part.count) {
            (Cell::Value(one), Cell::Value(two)) => Cell::Value(one.saturating_add(two)),
            (Cell::Value(_), absent) | (absent, _) => absent,
        };
        whole.persons = whole.persons.zip(part.persons).map(|(one, two)| one + two);
    }
    whole.rate = rate(whole.count, whole.persons.unwrap_or(0));
    if figures.view.unit == Unit::Standard {
        let strata = strata_of(figures, areas);
        whole.standard = strata.and_then(|strata| standardised(&strata).ok_or(Status::NotApplicable));
    }
    whole
}

fn strata_of(figures: &Figures, areas: &[&Member]) -> Result<Vec<Stratum>, Status> {
    let mut whole: Vec<Stratum> = Vec::new();
    for area in disjoint(figures, areas) {
        let part = figures.strata(&area.code, figures.view.period)?;
        if whole.is_empty() {
            whole = part;
        } else {
            for (all, one) in whole.iter_mut().zip(part) {
                (all.events, all.population) = (all.events + one.events, all.population + one.population);
            }
        }
    }
    Ok(whole)
}

/// Areas of which none lies in another: a citizen counts once.
fn disjoint<'a>(figures: &Figures, areas: &[&'a Member]) -> Vec<&'a Member> {
    let is_inside =
        |one: &Member, other: &Member| one.code != other.code && figures.areas.is_within(&one.code, &other.code);
    areas.iter().filter(|one| !areas.iter().any(|other| is_inside(one, other))).copied().collect()
}

/// Whether counts of areas may be added at all for the view's measure.
pub fn can_be_added(figures: &Figures) -> bool {
    figures.dataset.measure.sums_over.contains(&DimensionId::Area)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    fn with<T>(query: &str, look: impl Fn(&Figures) -> T) -> T {
        let loaded = testing::loaded(query);
        look(&Figures::new(&loaded, Language::Danish).unwrap())
    }

    fn peers(query: &str) -> String {
        with(query, |figures| {
            let own = chosen(figures).unwrap();
            let codes: Vec<&str> = own.peers.iter().map(|member| member.code.as_str()).collect();
            format!("{} {}", own.against.value(), codes.join(" "))
        })
    }

    #[test]
    fn a_municipality_stands_in_its_cluster_unless_the_link_says_otherwise() {
        assert_eq!(peers("area=0573"), "cluster 0573 0563");
        assert_eq!(peers("area=0573&via=council"), "council 0573 0563");
        assert_eq!(peers("area=0573&against=country"), "country 0573 0563 0101");
        assert_eq!(peers("area=0573&against=region"), "region 0573 0563");
        assert_eq!(peers("area=0573&against=list&list=0101"), "list 0573 0101");
        assert_eq!(peers("area=0573&against=neighbours"), "neighbours 0573 0563 0101");
    }

    #[test]
    fn what_an_area_lacks_falls_back_to_those_around_it() {
        assert_eq!(peers("area=0573&against=list"), "cluster 0573 0563");
        assert_eq!(peers("area=klynge-sv&against=neighbours"), "country klynge-sv klynge-by");
        assert_eq!(peers(""), "country 1083 1084");
    }

    #[test]
    fn several_areas_have_a_figure_only_when_each_has_one() {
        let count = |query| with(query, |figures| yardstick(figures, &of(figures, Against::List).unwrap()).count);
        assert_eq!(count("area=dk&list=0573&against=list"), Cell::Value(25));
        assert_eq!(count("area=dk&list=0573,0563&against=list"), Cell::Suppressed);
        assert_eq!(count("area=dk&list=klynge-sv,0573&against=list"), Cell::Value(30), "a citizen counts once");
    }
}
