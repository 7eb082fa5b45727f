//! What the page is about: chip, heading, line under it, way from the country.

use naerblik_shared::schema::{Member, MemberCode};

use super::{
    figures::Figures,
    topic::{Topic, title},
};
use crate::{
    i18n::{Language, Phrase, date, place},
    state::{Unit, area_path},
};

/// The head of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// The level of the area: "Kommune".
    pub chip: &'static str,
    /// Code and area: "Problemer med tryksår i Varde Kommune".
    pub title: String,
    /// What is counted, per what, when.
    pub line: String,
    /// The areas from the country to this one.
    pub crumbs: Vec<Crumb>,
    /// The areas directly below, to go on to.
    pub below: Vec<Crumb>,
    /// The word for what lies below: "Regioner".
    pub below_label: &'static str,
}

/// A step of the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crumb {
    /// The area.
    pub area: MemberCode,
    /// Its name.
    pub name: String,
}

impl Heading {
    /// The head for a loaded view.
    pub fn of(figures: &Figures, topic: &Topic) -> Self {
        let Figures { areas, area, view, language, .. } = *figures;
        let crumb = |member: &Member| Crumb { area: member.code.clone(), name: place::name(member, language) };
        let below = area_path::children(areas, area, view.via);
        Self {
            chip: place::level_word(&area.level, language),
            title: title(figures.code, area, language),
            line: line(figures, topic),
            crumbs: area_path::path(areas, area, view.via).into_iter().map(crumb).collect(),
            below_label: below.first().map_or("", |first| place::level_plural(&first.level, language)),
            below: below.into_iter().map(crumb).collect(),
        }
    }

    /// The title of the browser's window.
    pub fn document_title(&self, language: Language) -> String {
        format!("{} – {}", self.title, Phrase::SiteName.say(language))
    }
}

fn line(figures: &Figures, topic: &Topic) -> String {
    let Figures { view, language, .. } = *figures;
    let period = date::period(view.period, language);
    match (view.unit, language) {
        (Unit::Rate | Unit::Standard, _) => {
            format!("{}, {} · {period}", topic.counted, topic.unit(view.unit, language))
        }
        (Unit::Count, Language::Danish) => format!("{}, antal · {period}", topic.counted),
        (Unit::Count, Language::English) => format!("{}, number · {period}", topic.counted),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    fn heading(query: &str, language: Language) -> Heading {
        let loaded = testing::loaded(query);
        let figures = Figures::new(&loaded, language).unwrap();
        Heading::of(&figures, &Topic::of(&loaded.view, figures.code, &loaded.manifest, language))
    }

    #[test]
    fn the_heading_names_code_area_level_unit_and_period() {
        let head = heading("area=0573&age=80-plus", Language::Danish);
        assert_eq!(head.chip, "Kommune");
        assert_eq!(head.title, "Problemer med tryksår i Varde Kommune");
        assert_eq!(head.line, "Borgere på 80+ med tilstanden, pr. 1.000 borgere på 80+ · 2. kvartal 2026");
        assert_eq!(head.document_title(Language::Danish), "Problemer med tryksår i Varde Kommune – Nærblik");
    }

    #[test]
    fn the_way_leads_over_the_chosen_grouping() {
        let names = |query| {
            let head = heading(query, Language::English);
            head.crumbs.iter().map(|crumb| crumb.name.clone()).collect::<Vec<_>>().join(" › ")
        };
        assert_eq!(
            names("area=0573&via=council"),
            "Denmark › Region Syddanmark › Sundhedsråd Sydvestjylland › Varde Municipality"
        );
        assert_eq!(names("area=0573"), "Denmark › Region Syddanmark › Klynge Sydvestjylland › Varde Municipality");
    }

    #[test]
    fn below_the_country_are_regions() {
        let head = heading("", Language::Danish);
        assert_eq!((head.below_label, head.below.len()), ("Regioner", 2));
        assert_eq!(heading("area=0573", Language::Danish).below.len(), 0);
    }
}
