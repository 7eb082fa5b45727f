//! Everything that the explorer shows of a loaded view.

use std::sync::{Arc, OnceLock};

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
///
/// What stands above the tabs is worked out at once; the parts that a single tab shows, when they are first asked for.
#[derive(Debug)]
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
    /// The reader's own list.
    pub list: Vec<(MemberCode, String)>,
    /// The foot.
    pub about: About,
    /// What the page was made from, for files.
    pub source: Source,
    /// The publication that the figures are from.
    pub manifest: Arc<Manifest>,
    language: Language,
    map: OnceLock<Shown<MapInput>>,
    trend: OnceLock<Shown<TrendInput>>,
    ranking: OnceLock<Shown<RankingInput>>,
    comparisons: OnceLock<Vec<Choice>>,
    judgements: OnceLock<Judgements>,
    funnel: OnceLock<Option<(String, FunnelInput)>>,
    distribution: OnceLock<Shown<PyramidInput>>,
    pivots: OnceLock<PivotChoices>,
    overview: OnceLock<(String, Table)>,
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

impl PartialEq for Page {
    fn eq(&self, other: &Self) -> bool {
        self.source == other.source
    }
}

impl Page {
    /// Presents a loaded view; `None` when the publication contradicts itself.
    pub fn present(loaded: &Loaded, language: Language) -> Option<Self> {
        let source = Source(Arc::new(loaded.clone()));
        let figures = Figures::new(loaded, language)?;
        let topic = topic(&figures, loaded);
        Some(Self {
            view: loaded.view.clone(),
            heading: Heading::of(&figures, &topic),
            finding: finding(&figures, &topic),
            chips: chips(&figures, &topic),
            is_withheld: figures.own().count == Cell::Suppressed,
            nearest: nearest(&figures),
            list: list(&figures),
            about: About::of(&figures),
            source,
            manifest: Arc::clone(&loaded.manifest),
            language,
            map: OnceLock::new(),
            trend: OnceLock::new(),
            ranking: OnceLock::new(),
            comparisons: OnceLock::new(),
            judgements: OnceLock::new(),
            funnel: OnceLock::new(),
            distribution: OnceLock::new(),
            pivots: OnceLock::new(),
            overview: OnceLock::new(),
        })
    }

    /// The map.
    pub fn map(&self) -> &Shown<MapInput> {
        self.map.get_or_init(|| self.look(shown_map))
    }

    /// The trend.
    pub fn trend(&self) -> &Shown<TrendInput> {
        self.trend.get_or_init(|| self.look(shown_trend))
    }

    /// The ranking.
    pub fn ranking(&self) -> &Shown<RankingInput> {
        self.ranking.get_or_init(|| self.look(ranking))
    }

    /// With whom the area can be compared.
    pub fn comparisons(&self) -> &[Choice] {
        self.comparisons.get_or_init(|| self.look(|figures, _| comparisons(figures)))
    }

    /// What can be said beside others.
    pub fn judgements(&self) -> &Judgements {
        self.judgements.get_or_init(|| self.look(judgements))
    }

    /// Areas of all sizes within the limits of chance, with the sentence; only where that has a meaning.
    pub fn funnel(&self) -> Option<&(String, FunnelInput)> {
        let said = |input| (funnel::sentence(&input, self.language), input);
        self.funnel.get_or_init(|| self.look(funnel).map(said)).as_ref()
    }

    /// Ages and sexes.
    pub fn distribution(&self) -> &Shown<PyramidInput> {
        self.distribution.get_or_init(|| self.look(|figures, _| distribution(figures)))
    }

    /// What can be crossed in the table.
    pub fn pivots(&self) -> &PivotChoices {
        self.pivots.get_or_init(|| self.look(|figures, _| pivot::choices(figures)))
    }

    /// The cross table, or the table of everything below, with its sentence.
    pub fn overview(&self) -> &(String, Table) {
        self.overview
            .get_or_init(|| self.look(|figures, topic| pivot(figures, topic).unwrap_or_else(|| overview(figures))))
    }

    #[expect(clippy::expect_used, reason = "`present` has looked at the same view")]
    fn look<T>(&self, show: impl Fn(&Figures, &Topic) -> T) -> T {
        let mut shown = None;
        self.look_with(&mut |figures, topic| shown = Some(show(figures, topic)));
        shown.expect("a page is of a view that can be shown")
    }

    /// Apart from [`Self::look`], so that it is written once.
    fn look_with(&self, show: &mut dyn FnMut(&Figures, &Topic)) {
        let loaded = &self.source.0;
        if let Some(figures) = Figures::new(loaded, self.language) {
            show(&figures, &topic(&figures, loaded));
        }
    }

    /// The key of a tab's picture.
    pub fn key_of(&self, tab: Tab) -> Vec<KeyEntry> {
        match tab {
            Tab::Map => map::key(&self.map().chart),
            Tab::Trend => trend::key(&self.trend().chart),
            Tab::Distribution => pyramid::key(&self.distribution().chart),
            // The bars are named where they stand; a table has no picture.
            Tab::Compare | Tab::Table => Vec::new(),
        }
    }

    /// The sentence of a tab.
    pub fn sentence_of(&self, tab: Tab) -> &str {
        match tab {
            Tab::Map => &self.map().sentence,
            Tab::Trend => &self.trend().sentence,
            Tab::Compare => &self.ranking().sentence,
            Tab::Distribution => &self.distribution().sentence,
            Tab::Table => &self.overview().0,
        }
    }
}

fn topic(figures: &Figures, loaded: &Loaded) -> Topic {
    Topic::of(&loaded.view, figures.code, &loaded.manifest, figures.language)
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
