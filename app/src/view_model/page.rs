//! Everything that the explorer shows of a loaded view.

use std::sync::Arc;

use naerblik_shared::{
    cell::Cell,
    manifest::Manifest,
    query::compare::{Comparison, compare},
};

use super::{
    about::About,
    comparison::ranking,
    coverage::Coverage,
    figures::Figures,
    finding::{YEARS_BACK, finding},
    heading::Heading,
    map::map,
    nearest::{Nearest, nearest},
    overview::overview,
    table::Table,
    topic::Topic,
    trend::trend,
};
use crate::{
    charts::{map::MapInput, ranking::RankingInput, trend::TrendInput},
    data::Loaded,
    i18n::{Language, number},
    state::ResolvedView,
};

/// A chart with its sentence and its table.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown<T> {
    /// The finding of the chart.
    pub sentence: String,
    /// What the chart draws.
    pub chart: T,
    /// The same figures as a table.
    pub table: Table,
}

/// A loaded view in words and numbers; everything on the page belongs to the same view.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// The view that is shown; it may lag behind the link while figures load.
    pub view: ResolvedView,
    /// What the page is about.
    pub heading: Heading,
    /// The finding.
    pub finding: String,
    /// Short facts beside the finding.
    pub chips: Vec<Chip>,
    /// Instead of a hidden figure.
    pub nearest: Vec<Nearest>,
    /// The map.
    pub map: Shown<MapInput>,
    /// The trend.
    pub trend: Shown<TrendInput>,
    /// The ranking.
    pub ranking: Shown<RankingInput>,
    /// The table of everything below, with its sentence.
    pub overview: (String, Table),
    /// The foot.
    pub about: About,
    /// The publication that the figures are from.
    pub manifest: Arc<Manifest>,
}

/// A short fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chip {
    /// The fact.
    pub text: String,
    /// Whether the reader should beware.
    pub tone: Tone,
}

/// How a chip is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// A fact.
    Plain,
    /// A reservation.
    Caution,
}

impl Page {
    /// Presents a loaded view; `None` when the publication contradicts itself.
    pub fn present(loaded: &Loaded, language: Language) -> Option<Self> {
        let figures = Figures::new(loaded, language)?;
        let topic = Topic::of(&loaded.view, figures.code, &loaded.manifest, language);
        Some(Self {
            view: loaded.view.clone(),
            heading: Heading::of(&figures, &topic),
            finding: finding(&figures, &topic),
            chips: chips(&figures, &topic),
            nearest: nearest(&figures),
            map: map(&figures, &topic),
            trend: trend(&figures, &topic),
            ranking: ranking(&figures, &topic),
            overview: overview(&figures),
            about: About::of(&figures),
            manifest: Arc::clone(&loaded.manifest),
        })
    }
}

fn chips(figures: &Figures, topic: &Topic) -> Vec<Chip> {
    let Figures { area, view, language, .. } = *figures;
    let mut chips = Vec::new();
    let own = figures.own();
    if let Cell::Value(count) = own.count {
        let count = number::count(u64::from(count), language);
        chips.push(Chip { text: format!("{count} {}", topic.citizens), tone: Tone::Plain });
    }
    let before = view.period.years_before(YEARS_BACK).map(|period| figures.figure(&view.area, period).rate);
    chips.extend(before.and_then(|before| movement(compare(own.rate, before), language)));
    if let Some(coverage) = Coverage::of(figures, area, view.period) {
        let tone = if coverage.is_whole() { Tone::Plain } else { Tone::Caution };
        chips.push(Chip { text: coverage.sentence(language), tone });
    }
    chips
}

fn movement(comparison: Comparison, language: Language) -> Option<Chip> {
    let text = match comparison {
        Comparison::Higher(by) => language.pick(
            format!("↑ Steget {} % på tre år", number::whole(by, language)),
            format!("↑ Up {}% in three years", number::whole(by, language)),
        ),
        Comparison::Lower(by) => language.pick(
            format!("↓ Faldet {} % på tre år", number::whole(by, language)),
            format!("↓ Down {}% in three years", number::whole(by, language)),
        ),
        Comparison::Equal => language.pick("→ Næsten uændret på tre år", "→ Hardly changed in three years").to_owned(),
        Comparison::Unknown => return None,
    };
    Some(Chip { text, tone: Tone::Plain })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    fn chips_of(query: &str) -> Vec<(String, Tone)> {
        let page = Page::present(&testing::loaded(query), Language::Danish).unwrap();
        page.chips.into_iter().map(|chip| (chip.text, chip.tone)).collect()
    }

    #[test]
    fn chips_say_count_change_and_coverage() {
        let expected = [
            ("25 borgere".to_owned(), Tone::Plain),
            ("↑ Steget 25 % på tre år".to_owned(), Tone::Plain),
            ("3 af 3 måneder indberettet".to_owned(), Tone::Plain),
        ];
        assert_eq!(chips_of("area=0573"), expected);
    }

    #[test]
    fn an_absent_figure_has_its_coverage_as_a_caution() {
        assert_eq!(chips_of("area=0101"), [("0 af 3 måneder indberettet".to_owned(), Tone::Caution)]);
    }

    #[test]
    fn every_link_gives_a_page_in_both_languages() {
        for query in ["", "area=0563&tab=table", "code=interventions", "period=2026-06", "sex=K&age=80-plus&unit=count"]
        {
            for language in Language::ALL {
                assert!(Page::present(&testing::loaded(query), language).is_some(), "{query}");
            }
        }
    }
}
