//! Where an area lies, and what lies in it.

use naerblik_shared::schema::{Member, MemberCode, level};

use crate::{
    i18n::{Language, place},
    view_model::figures::Figures,
};

/// The areas around and in an area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    /// Every area that it belongs to, the country first.
    pub around: Vec<PlaceLink>,
    /// What is directly below in each grouping: the plural of the level, and the areas.
    pub below: Vec<(&'static str, Vec<PlaceLink>)>,
}

/// An area to go to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceLink {
    /// Its code.
    pub area: MemberCode,
    /// Its name.
    pub name: String,
}

impl Places {
    /// The places of the shown area.
    pub fn of(figures: &Figures) -> Self {
        let Figures { areas, area, language, .. } = *figures;
        let around = areas.members.iter().filter(|member| {
            member.code != area.code && member.level != level::MUNICIPALITY && areas.is_within(&area.code, &member.code)
        });
        let levels: &[&str] = match area.level.as_str() {
            level::COUNTRY => &[
                level::REGION,
                level::HEALTH_COUNCIL,
                level::HEALTH_CLUSTER,
                level::MUNICIPALITY_GROUP,
                level::PROVINCE,
            ],
            level::REGION => &[level::HEALTH_CLUSTER],
            level::REGION_2027 => &[level::HEALTH_COUNCIL],
            level::MUNICIPALITY => &[],
            _ => &[level::MUNICIPALITY],
        };
        let below = levels.iter().map(|wanted| {
            let inside = areas.at_level(wanted).filter(|member| areas.is_within(&member.code, &area.code));
            (place::level_plural(wanted, language), inside.map(|member| link(member, language)).collect())
        });
        Self {
            around: around.map(|member| link(member, language)).collect(),
            below: below.filter(|(_, areas): &(_, Vec<_>)| !areas.is_empty()).collect(),
        }
    }
}

fn link(member: &Member, language: Language) -> PlaceLink {
    // Two regions can have the same name, one until 2026 and one from 2027.
    let name = match member.level.as_str() {
        level::MUNICIPALITY => language.of(&member.label).to_owned(),
        level::REGION_2027 => {
            let name = place::name(member, language);
            language.pick(format!("{name} (fra 2027)"), format!("{name} (from 2027)"))
        }
        _ => place::name(member, language),
    };
    PlaceLink { area: member.code.clone(), name }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{state::ViewState, testing, view_model::profile};

    fn places(area: &str) -> Places {
        let gathered = testing::gathered();
        let view = profile::view(&gathered.manifest, &testing::code(area), &ViewState::default()).unwrap();
        let loaded = gathered.of_view(view);
        Places::of(&Figures::new(&loaded, Language::Danish).unwrap())
    }

    fn names(links: &[PlaceLink]) -> String {
        links.iter().map(|link| link.name.as_str()).collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn a_municipality_lies_in_every_grouping_and_has_nothing_below() {
        let places = places("0573");
        let expected = "Danmark, Region Syddanmark, Region Syddanmark (fra 2027), Sundhedsråd Sydvestjylland, \
                        Klynge Sydvestjylland";
        assert_eq!(names(&places.around), expected);
        assert_eq!(places.below, []);
    }

    #[test]
    fn a_council_has_its_municipalities_and_the_country_its_groupings() {
        let places_of_council = places("raad-sv");
        let (label, below) = &places_of_council.below[0];
        assert_eq!((*label, names(below).as_str()), ("Kommuner", "Varde, Fanø"));
        let labels: Vec<_> = places("dk").below.into_iter().map(|(label, _)| label).collect();
        assert_eq!(labels, ["Regioner", "Sundhedsråd", "Sundhedsklynger"]);
    }
}
