//! The front page: live key figures, what is new, how complete the figures are.

use naerblik_shared::{
    manifest::Manifest,
    query::Query,
    schema::{DimensionId, MemberCode, level},
};

use super::{
    coverage::Coverage,
    figures::Figures,
    headline::{Headline, TOPICS, headline, view_of},
    profile, release,
};
use crate::{
    data::Gathered,
    i18n::{Language, date},
    order::by_key,
    state::ViewState,
};

/// The front page in words and numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct Front {
    /// A key figure of the country for each topic.
    pub topics: Vec<Headline>,
    /// What is new, in sentences.
    pub news: Vec<String>,
    /// How complete the figures are, in sentences.
    pub completeness: Vec<String>,
}

/// A municipality to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AreaChoice {
    /// Its code.
    pub code: MemberCode,
    /// Its name.
    pub name: String,
}

/// The queries whose files the front page needs: the topics' first table.
pub fn queries(manifest: &Manifest) -> Vec<Query> {
    let country = country(manifest);
    let views = TOPICS.iter().filter_map(|(_, code)| view_of(manifest, code, country.as_ref()?, None));
    views.map(|view| view.own_query()).collect()
}

/// Every municipality by name, as in the Danish alphabet.
pub fn municipalities(manifest: &Manifest, language: Language) -> Vec<AreaChoice> {
    let Some(areas) = manifest.dimension(DimensionId::Area) else { return Vec::new() };
    let choice = |member: &naerblik_shared::schema::Member| AreaChoice {
        code: member.code.clone(),
        name: language.of(&member.label).to_owned(),
    };
    let choices: Vec<AreaChoice> = areas.at_level(level::MUNICIPALITY).map(choice).collect();
    by_key(choices, |choice| {
        // Twelve letters of five bits each tell every two names apart.
        let letters = super::table::danish_order(&choice.name).into_iter().chain(std::iter::repeat(0)).take(12);
        letters.fold(0, |key, letter| key << 5 | u64::from(letter.saturating_sub(u32::from('a') - 1).min(31)))
    })
}

impl Front {
    /// Presents the publication.
    pub fn present(gathered: &Gathered, language: Language) -> Option<Self> {
        let manifest = &gathered.manifest;
        let country = country(manifest)?;
        let topics = TOPICS.into_iter().filter_map(|topic| headline(gathered, topic, (&country, None), language));
        Some(Self {
            topics: topics.collect(),
            news: release::news(manifest, language),
            completeness: completeness(gathered, &country, language),
        })
    }
}

fn country(manifest: &Manifest) -> Option<MemberCode> {
    manifest.dimension(DimensionId::Area)?.total().map(|country| country.code.clone())
}

/// Who has reported in the newest quarter, and how much is hidden.
fn completeness(gathered: &Gathered, country: &MemberCode, language: Language) -> Vec<String> {
    let Some(view) = profile::view(&gathered.manifest, country, &ViewState::default()) else { return Vec::new() };
    let loaded = gathered.of_view(view);
    let Some(figures) = Figures::new(&loaded, language) else { return Vec::new() };
    let period = figures.view.period;
    let mut sentences = Vec::new();
    if let Some(coverage) = Coverage::of(&figures, figures.area, period) {
        let (parts, period) = (coverage.parts(language), date::period(period, language));
        sentences.push(
            language
                .pick(format!("{parts} har indberettet hele {period}."), format!("{parts} reported all of {period}.")),
        );
        if !coverage.is_whole() {
            let others = language.pick(
                "De andre indgår ikke i tallene for hele landet.",
                "The others are not part of the figures of the whole country.",
            );
            sentences.push(others.to_owned());
        }
    }
    sentences.extend(super::about::share_withheld(&figures.dataset.withheld, language));
    sentences.push(
        language
            .pick(
                "Skjulte tal, manglende indberetning og nul vises hver for sig.",
                "Withheld figures, missing reports and zero are shown apart.",
            )
            .to_owned(),
    );
    sentences
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    #[test]
    fn the_front_page_says_who_reported_and_how_much_is_hidden() {
        let front = Front::present(&testing::gathered(), Language::Danish).unwrap();
        assert_eq!(front.completeness[0], "2 af 3 kommuner har indberettet hele 2. kvartal 2026.");
        assert_eq!(front.completeness[1], "De andre indgår ikke i tallene for hele landet.");
        assert!(front.completeness[2].contains("70 % for kommuner"), "{:?}", front.completeness);
        assert!(front.news[0].starts_with("De nyeste tal"));
    }

    #[test]
    fn municipalities_stand_in_the_order_of_the_danish_alphabet() {
        let names: Vec<_> =
            municipalities(&testing::manifest(), Language::Danish).into_iter().map(|own| own.name).collect();
        assert_eq!(names, ["Fanø", "København", "Varde"]);
    }
}
