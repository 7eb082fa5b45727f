//! Everything about one area on one page.

mod places;
mod ranked;

pub use places::{PlaceLink, Places};
pub use ranked::{Lists, Ranked, RankedRow, StandsOut};

use naerblik_shared::{
    manifest::Manifest,
    period::{Grain, Period},
    query::Query,
    schema::{DimensionId, Member, MemberCode, level},
};

use super::{
    coverage::Coverage,
    figures::Figures,
    headline::{CONDITIONS, Headline, TOPICS, headline, view_of},
};
use crate::{
    data::Gathered,
    i18n::{Language, date, number, place},
    state::{
        ResolvedView, ViewState,
        resolve::{periods, resolve},
    },
};

/// An area in words and numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct Profile {
    /// The area.
    pub area: MemberCode,
    /// The word for its level.
    pub chip: &'static str,
    /// Its name.
    pub title: String,
    /// Population, period and coverage in a sentence or two.
    pub lead: String,
    /// The periods that a reader can choose between.
    pub periods: Vec<PeriodChoice>,
    /// Where it lies, and what lies in it.
    pub places: Places,
    /// Key figures.
    pub headlines: Vec<Headline>,
    /// Frequent codes and differences; `None` while their files load.
    pub lists: Option<Lists>,
    /// Who has reported, in sentences.
    pub coverage: Vec<String>,
    /// Source, as-of date and publication.
    pub source: String,
}

/// A period to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeriodChoice {
    /// Its name.
    pub label: String,
    /// What the link asks for.
    pub period: Period,
    /// Whether it is shown now.
    pub chosen: Chosen,
}

/// Whether a choice is the one that is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chosen {
    /// It is.
    Yes,
    /// Another is.
    No,
}

/// Makes the address of a profile right for the publication; `None` when it has no such area.
pub fn view(manifest: &Manifest, area: &MemberCode, asked: &ViewState) -> Option<ResolvedView> {
    manifest.dimension(DimensionId::Area)?.member(area)?;
    let root = manifest.datasets.iter().find_map(|dataset| dataset.code_root.clone());
    let state = ViewState {
        code: root,
        area: Some(area.clone()),
        period: asked.period,
        via: asked.via,
        ..ViewState::default()
    };
    resolve(&state, manifest).map(|resolution| resolution.view)
}

/// The queries whose files the key figures need.
pub fn first_queries(manifest: &Manifest, view: &ResolvedView) -> Vec<Query> {
    let codes = TOPICS.iter().chain(&CONDITIONS).map(|(_, code)| *code);
    let views = codes.filter_map(|code| view_of(manifest, code, &view.area, Some(view.period)));
    std::iter::once(view.own_query()).chain(views.map(|view| view.own_query())).collect()
}

/// The queries whose files the lists need: every code of every dataset.
pub fn all_queries(manifest: &Manifest, view: &ResolvedView) -> Vec<Query> {
    let with_codes = manifest.datasets.iter().filter(|dataset| dataset.code_root.is_some());
    let query = |dataset: &naerblik_shared::manifest::Dataset| {
        let codes = dataset.cuboids.first()?.members(DimensionId::Code)?.to_vec();
        let query = Query::new(dataset.id.clone()).with(DimensionId::Area, view.area.clone());
        Some(query.with(DimensionId::Period, view.period.into()).with_all(DimensionId::Code, codes))
    };
    with_codes.filter_map(query).collect()
}

/// Whether the lists' files are among what was gathered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// Only what the key figures need.
    Headlines,
    /// Everything.
    Everything,
}

impl Profile {
    /// Presents an area; `None` when the publication contradicts itself.
    pub fn present(gathered: &Gathered, view: &ResolvedView, extent: Extent, language: Language) -> Option<Self> {
        let loaded = gathered.of_view(view.clone());
        let figures = Figures::new(&loaded, language)?;
        let tiles = TOPICS.into_iter().chain(CONDITIONS);
        let at = (&view.area, Some(view.period));
        Some(Self {
            area: view.area.clone(),
            chip: place::level_word(&figures.area.level, language),
            title: place::name(figures.area, language),
            lead: lead(&figures),
            periods: period_choices(&figures),
            places: Places::of(&figures),
            headlines: tiles.filter_map(|tile| headline(gathered, tile, at, language)).collect(),
            lists: match extent {
                Extent::Headlines => None,
                Extent::Everything => Some(Lists::of(gathered, &figures)),
            },
            coverage: coverage(&figures),
            source: super::about::line(&figures),
        })
    }
}

fn lead(figures: &Figures) -> String {
    let Figures { language, view, area, .. } = *figures;
    let period = date::period(view.period, language);
    let coverage = Coverage::of(figures, area, view.period).map(|coverage| coverage.sentence(language));
    let persons = figures.own().persons.filter(|persons| *persons > 0);
    let persons = persons.map(|persons| number::count(persons, language));
    let mut sentences = vec![language.pick(format!("Tal for {period}."), format!("Figures for {period}."))];
    sentences.extend(persons.map(|persons| match area.level.as_str() {
        level::MUNICIPALITY => language.pick(
            format!("{persons} borgere bor i kommunen."),
            format!("{persons} citizens live in the municipality."),
        ),
        _ => language.pick(
            format!("{persons} borgere bor i de kommuner, der har indberettet."),
            format!("{persons} citizens live in the municipalities that reported."),
        ),
    }));
    sentences.extend(coverage.map(|coverage| format!("{coverage}.")));
    sentences.join(" ")
}

/// The newest period of each grain, and the shown one when it is another.
fn period_choices(figures: &Figures) -> Vec<PeriodChoice> {
    let Figures { language, view, dataset, .. } = *figures;
    let newest = |grain| periods(dataset, grain).last().copied();
    let mut offered: Vec<Period> = [Grain::Month, Grain::Quarter, Grain::Year].into_iter().filter_map(newest).collect();
    if !offered.contains(&view.period) {
        offered.push(view.period);
    }
    let choice = |period: Period| PeriodChoice {
        label: date::period_title(period, language),
        period,
        chosen: if period == view.period { Chosen::Yes } else { Chosen::No },
    };
    offered.into_iter().map(choice).collect()
}

/// Who has reported; municipalities that are missing are named.
fn coverage(figures: &Figures) -> Vec<String> {
    let Figures { language, view, area, areas, .. } = *figures;
    let Some(coverage) = Coverage::of(figures, area, view.period) else { return Vec::new() };
    let period = date::period(view.period, language);
    let mut sentences = vec![match area.level.as_str() {
        level::MUNICIPALITY => language.pick(
            format!("Kommunen har indberettet {} i {period}.", coverage.parts(language)),
            format!("The municipality reported {} of {period}.", coverage.parts(language)),
        ),
        _ => language.pick(
            format!("{} har indberettet hele {period}.", coverage.parts(language)),
            format!("{} reported all of {period}.", coverage.parts(language)),
        ),
    }];
    if area.level == level::MUNICIPALITY || coverage.is_whole() {
        return sentences;
    }
    let lacks = |member: &&Member| figures.counted(&member.code, view.period) == Some(0);
    let missing: Vec<&str> = crate::state::area_path::municipalities(areas, area)
        .into_iter()
        .filter(lacks)
        .map(|member| language.of(&member.label))
        .collect();
    let missing = missing.join(", ");
    sentences.push(language.pick(format!("Det mangler: {missing}."), format!("Missing: {missing}.")));
    sentences
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    fn profile(area: &str, extent: Extent) -> Profile {
        let gathered = testing::gathered();
        let view = view(&gathered.manifest, &testing::code(area), &ViewState::default()).unwrap();
        Profile::present(&gathered, &view, extent, Language::Danish).unwrap()
    }

    #[test]
    fn a_profile_names_area_period_population_and_coverage() {
        let profile = profile("0573", Extent::Headlines);
        assert_eq!((profile.chip, profile.title.as_str()), ("Kommune", "Varde Kommune"));
        assert_eq!(profile.lead, "Tal for 2. kvartal 2026. 1.000 borgere bor i kommunen. 3 af 3 måneder indberettet.");
        assert_eq!(profile.coverage, ["Kommunen har indberettet 3 af 3 måneder i 2. kvartal 2026."]);
        assert_eq!(profile.headlines.len(), 1, "the publication has one of the six codes");
        assert_eq!(profile.lists, None);
        assert!(profile.source.starts_with("Kilde: "));
    }

    #[test]
    fn municipalities_that_are_missing_are_named() {
        assert_eq!(
            profile("dk", Extent::Headlines).coverage,
            ["2 af 3 kommuner har indberettet hele 2. kvartal 2026.", "Det mangler: København."]
        );
    }

    #[test]
    fn the_newest_month_and_quarter_can_be_chosen() {
        let profile = profile("dk", Extent::Headlines);
        let labels: Vec<_> = profile.periods.iter().map(|choice| (choice.label.as_str(), choice.chosen)).collect();
        assert_eq!(labels, [("Juni 2026", Chosen::No), ("2. kvartal 2026", Chosen::Yes)]);
    }

    #[test]
    fn an_unknown_area_has_no_view_and_every_known_one_has_a_profile() {
        let gathered = testing::gathered();
        assert_eq!(view(&gathered.manifest, &testing::code("9999"), &ViewState::default()), None);
        for area in &gathered.manifest.dimension(DimensionId::Area).unwrap().members {
            let view = view(&gathered.manifest, &area.code, &ViewState::default()).unwrap();
            for language in Language::ALL {
                assert!(Profile::present(&gathered, &view, Extent::Everything, language).is_some(), "{}", area.code);
            }
        }
    }
}
