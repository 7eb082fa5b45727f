//! Everything that the explorer shows of a loaded view.

use std::sync::Arc;

use naerblik_shared::{
    cell::Cell,
    manifest::Manifest,
    query::compare::{Comparison, compare},
    schema::MemberCode,
};

use super::{
    about::About,
    choices::Choice,
    comparators,
    comparison::ranking,
    coverage::Coverage,
    distribution::distribution,
    figures::Figures,
    finding::{YEARS_BACK, finding},
    funnel::{self, funnel},
    heading::Heading,
    judgement::{Judgements, judgements},
    map::map as shown_map,
    nearest::{Nearest, nearest},
    overview::overview,
    pivot::{self, PivotChoices, pivot},
    table::Table,
    topic::Topic,
    trend::trend as shown_trend,
};
use crate::{
    charts::{
        KeyEntry,
        funnel::FunnelInput,
        map::{self, MapInput},
        pyramid::{self, PyramidInput},
        ranking::RankingInput,
        trend::{self, TrendInput},
    },
    data::Loaded,
    i18n::{Language, Saying, date, number},
    state::{Against, ResolvedView, Tab},
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
    /// Whether the own figure is withheld.
    pub is_withheld: bool,
    /// Instead of a hidden figure.
    pub nearest: Vec<Nearest>,
    /// The map.
    pub map: Shown<MapInput>,
    /// The trend.
    pub trend: Shown<TrendInput>,
    /// The ranking.
    pub ranking: Shown<RankingInput>,
    /// With whom the area can be compared.
    pub comparisons: Vec<Choice>,
    /// The reader's own list.
    pub list: Vec<(MemberCode, String)>,
    /// What can be said beside others.
    pub judgements: Judgements,
    /// Areas of all sizes within the limits of chance, with the sentence; only where that has a meaning.
    pub funnel: Option<(String, FunnelInput)>,
    /// Ages and sexes.
    pub distribution: Shown<PyramidInput>,
    /// What can be crossed in the table.
    pub pivots: PivotChoices,
    /// The cross table, or the table of everything below, with its sentence.
    pub overview: (String, Table),
    /// The foot.
    pub about: About,
    /// What the page was made from, for files.
    pub source: Source,
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

/// A loaded view; the same one or another.
#[derive(Debug, Clone)]
pub struct Source(pub Arc<Loaded>);

impl PartialEq for Source {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
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
            is_withheld: figures.own().count == Cell::Suppressed,
            nearest: nearest(&figures),
            map: shown_map(&figures, &topic),
            trend: shown_trend(&figures, &topic),
            ranking: ranking(&figures, &topic),
            comparisons: comparisons(&figures),
            list: list(&figures),
            judgements: judgements(&figures, &topic),
            funnel: funnel(&figures, &topic).map(|input| (funnel::sentence(&input, language), input)),
            distribution: distribution(&figures),
            pivots: pivot::choices(&figures),
            overview: pivot(&figures, &topic).unwrap_or_else(|| overview(&figures)),
            about: About::of(&figures),
            source: Source(Arc::new(loaded.clone())),
            manifest: Arc::clone(&loaded.manifest),
        })
    }

    /// The key of a tab's picture.
    pub fn key_of(&self, tab: Tab) -> Vec<KeyEntry> {
        match tab {
            Tab::Map => map::key(&self.map.chart),
            Tab::Trend => trend::key(&self.trend.chart),
            Tab::Distribution => pyramid::key(&self.distribution.chart),
            // The bars are named where they stand; a table has no picture.
            Tab::Compare | Tab::Table => Vec::new(),
        }
    }

    /// The sentence of a tab.
    pub fn sentence_of(&self, tab: Tab) -> &str {
        match tab {
            Tab::Map => &self.map.sentence,
            Tab::Trend => &self.trend.sentence,
            Tab::Compare => &self.ranking.sentence,
            Tab::Distribution => &self.distribution.sentence,
            Tab::Table => &self.overview.0,
        }
    }
}

/// What can be compared with; the own list is always offered, since choosing it is how one begins.
fn comparisons(figures: &Figures) -> Vec<Choice> {
    let language = figures.language;
    let usual = comparators::usual(figures);
    let shown = figures.view.against.or(usual);
    let choice = |against: Against, label: String| Choice {
        value: against.value().to_owned(),
        label: date::capitalized(&label),
        is_chosen: shown == Some(against),
        is_published: true,
    };
    let all = comparators::all(figures);
    let mut choices: Vec<Choice> = all
        .iter()
        .filter(|own| own.against != Against::List)
        .map(|own| choice(own.against, comparators::name(own, language)))
        .collect();
    choices.push(choice(Against::List, Saying::OwnList.say(language).to_owned()));
    choices
}

fn list(figures: &Figures) -> Vec<(MemberCode, String)> {
    let known = figures.view.list.iter().filter_map(|code| figures.areas.member(code));
    known.map(|member| (member.code.clone(), figures.language.of(&member.label).to_owned())).collect()
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
