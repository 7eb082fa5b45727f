//! A key figure as a tile: number, sentence, small trend, verdicts.

use naerblik_shared::{
    manifest::Manifest,
    period::{Grain, Period},
    query::compare::{Comparison, compare},
    schema::{DimensionId, Member, MemberCode, level},
    stats::Verdict,
};

use super::{
    beside::verdict_beside,
    comparators::{self, Yardstick},
    coverage::Coverage,
    figures::{Figure, Figures},
    finding::{YEARS_BACK, breaks},
    judgement,
    topic::Topic,
};
use crate::{
    charts::Mark,
    data::Gathered,
    i18n::{Language, PageText, Phrase, date, number},
    state::{ResolvedView, Unit, ViewState, area_path, resolve::resolve},
};

/// The four topics of the site: interventions by the part of the law that they are granted under.
pub const TOPICS: [(PageText, &str); 4] = [
    (PageText::TopicNursing, "G"),
    (PageText::TopicCare, "H"),
    (PageText::TopicTraining, "7deb81de_12c0_4a49_bd5b_72ea6fe89d83"),
    (PageText::TopicPrevention, "102ea764_d2cf_4a24_979d_68c2e8d638cf"),
];

/// What an area profile adds to [`TOPICS`]: the conditions behind nursing and care.
pub const CONDITIONS: [(PageText, &str); 2] =
    [(PageText::TopicNursingConditions, "I"), (PageText::TopicCareConditions, "J")];

/// A key figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Headline {
    /// What it is about: "Hjemmesygepleje".
    pub name: &'static str,
    /// The figure page that shows more.
    pub state: ViewState,
    /// Citizens per 1,000.
    pub rate: Mark,
    /// The unit of the rate.
    pub unit: String,
    /// Number of citizens, and how it changed.
    pub sentence: String,
    /// The last three years, first to last.
    pub trend: Vec<Mark>,
    /// The periods of the trend, in words.
    pub trend_periods: Vec<String>,
    /// What the trend shows, in words.
    pub trend_name: String,
    /// How it lies to the region and the country.
    pub verdicts: Vec<Said>,
}

/// How a figure lies to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The verdict, with regard to chance; `None` when it cannot be said.
    pub verdict: Option<Verdict>,
    /// The same in words.
    pub text: String,
}

/// What a link to a code shows in an area and a period.
pub fn view_of(manifest: &Manifest, code: &str, area: &MemberCode, period: Option<Period>) -> Option<ResolvedView> {
    let code = MemberCode::parse(code).ok()?;
    manifest.dimension(DimensionId::Code)?.member(&code)?;
    let state = ViewState { code: Some(code), area: Some(area.clone()), period, ..ViewState::default() };
    resolve(&state, manifest).map(|resolution| resolution.view)
}

/// The tile of a code; `None` when the publication lacks the code.
pub fn headline(
    gathered: &Gathered,
    (name, code): (PageText, &str),
    (area, period): (&MemberCode, Option<Period>),
    language: Language,
) -> Option<Headline> {
    let view = view_of(&gathered.manifest, code, area, period)?;
    let loaded = gathered.of_view(view);
    let figures = Figures::new(&loaded, language)?;
    let topic = Topic::of(&loaded.view, figures.code, &loaded.manifest, language);
    let own = figures.own();
    let periods = trend_periods(&figures);
    Some(Headline {
        name: name.say(language),
        state: permanent(&loaded.view),
        rate: figures.rate_mark(own),
        unit: topic.unit(Unit::Rate, language),
        sentence: sentence(&figures, own),
        trend: periods.iter().map(|at| figures.rate_mark(figures.figure(&loaded.view.area, *at))).collect(),
        trend_periods: periods.iter().map(|at| date::period(*at, language)).collect(),
        trend_name: trend_name(&figures, name.say(language), &periods),
        verdicts: verdicts(&figures, own),
    })
}

/// The state that shows a view for as long as the publication's periods exist: nothing in it is left to a default.
pub fn permanent(view: &ResolvedView) -> ViewState {
    let mut state = ViewState {
        code: Some(view.code.clone()),
        area: Some(view.area.clone()),
        via: view.via,
        period: Some(view.period),
        unit: view.unit,
        tab: view.tab,
        span: view.span,
        ..ViewState::default()
    };
    for (dimension, member) in &view.filters {
        state.set_filter(*dimension, Some(member.clone()));
    }
    state
}

/// The periods of the last three years, at the view's grain; of all years when they are years.
fn trend_periods(figures: &Figures) -> Vec<Period> {
    let last = figures.view.period;
    let mut periods = crate::state::resolve::periods(figures.dataset, last.grain());
    let first = last.years_before(YEARS_BACK).filter(|_| last.grain() != Grain::Year);
    periods.retain(|period| *period <= last && first.is_none_or(|first| *period >= first));
    periods
}

fn trend_name(figures: &Figures, name: &str, periods: &[Period]) -> String {
    let Figures { language, .. } = *figures;
    let said = |period: Option<&Period>| {
        let period = *period?;
        let mark = figures.rate_mark(figures.figure(&figures.view.area, period));
        let words = figures.words(String::new());
        Some(format!("{}: {}", date::period(period, language), mark.text(&words)))
    };
    let ends: Vec<String> = [said(periods.first()), said(periods.last())].into_iter().flatten().collect();
    format!("{name}, {}. {}", Phrase::TabTrend.say(language).to_lowercase(), ends.join(", "))
}

fn sentence(figures: &Figures, own: Figure) -> String {
    let Figures { language, view, .. } = *figures;
    let period = date::period(view.period, language);
    let Some(count) = own.count.value() else { return absence(figures, &figures.rate_mark(own)) };
    let count = number::count(u64::from(count), language);
    let counted = language.pick(format!("{count} borgere i {period}."), format!("{count} citizens in {period}."));
    match change(figures, own) {
        Some(change) => format!("{counted} {change}"),
        None => counted,
    }
}

fn absence(figures: &Figures, mark: &Mark) -> String {
    let Figures { language, view, .. } = *figures;
    let period = date::period(view.period, language);
    match mark {
        Mark::Suppressed => language.pick(
            format!("Tallet for {period} er skjult af hensyn til anonymitet."),
            format!("The figure for {period} is withheld to protect anonymity."),
        ),
        Mark::NotReported => {
            let coverage = Coverage::of(figures, figures.area, view.period);
            let coverage = coverage.map(|coverage| coverage.sentence(language)).unwrap_or_default();
            language
                .pick(format!("Intet tal for {period}: {coverage}."), format!("No figure for {period}: {coverage}."))
        }
        _ => language.pick(format!("Intet tal for {period}."), format!("No figure for {period}.")),
    }
}

/// The change in three years, with what must be known before believing it.
fn change(figures: &Figures, own: Figure) -> Option<String> {
    let Figures { language, view, .. } = *figures;
    let before = view.period.years_before(YEARS_BACK)?;
    let comparison = compare(own.rate, figures.figure(&view.area, before).rate);
    let said = match comparison {
        Comparison::Higher(by) => {
            let by = number::whole(by, language);
            language.pick(format!("Steget {by} % på tre år"), format!("Up {by}% in three years"))
        }
        Comparison::Lower(by) => {
            let by = number::whole(by, language);
            language.pick(format!("Faldet {by} % på tre år"), format!("Down {by}% in three years"))
        }
        Comparison::Equal => language.pick("Næsten uændret på tre år", "Hardly changed in three years").to_owned(),
        Comparison::Unknown => return None,
    };
    let (start, _) = before.month_span();
    let (end, _) = view.period.month_span();
    let is_broken = breaks(figures).iter().any(|own| (start + 1..=end).contains(&own.month.month_span().0));
    let reservation = language.pick(", men et databrud ligger imellem.", ", but a series break lies in between.");
    Some(format!("{said}{}", if is_broken { reservation } else { "." }))
}

/// Against the region, or what else lies between, and the country.
fn verdicts(figures: &Figures, own: Figure) -> Vec<Said> {
    let Figures { areas, area, view, .. } = *figures;
    let path = area_path::path(areas, area, view.via);
    let is_region = |member: &&&Member| matches!(member.level.as_str(), level::REGION | level::REGION_2027);
    let region = path.iter().filter(|member| member.code != area.code).find(is_region).copied();
    let country = figures.country().filter(|country| country.code != area.code);
    [region, country].into_iter().flatten().filter_map(|other| verdict(figures, own, other)).collect()
}

fn verdict(figures: &Figures, own: Figure, other: &Member) -> Option<Said> {
    let Figures { language, view, .. } = *figures;
    own.rate.value()?;
    let words = figures.words(String::new());
    let theirs = figures.rate_mark(figures.figure(&other.code, view.period));
    let verdict = verdict_beside(figures, &own, &Yardstick::Area(other));
    let said = judgement::said(verdict, &comparators::area_name(other, language), language);
    Some(Said { verdict, text: format!("{said} ({})", theirs.short(&words)) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{testing, view_model::Page};

    fn tile(area: &str, language: Language) -> Headline {
        let gathered = testing::gathered();
        headline(&gathered, (PageText::TopicNursing, "I4.4"), (&testing::code(area), None), language).unwrap()
    }

    #[test]
    fn a_tile_says_number_change_break_and_verdicts() {
        let tile = tile("0573", Language::Danish);
        assert_eq!(tile.rate.number(), Some(25.0));
        assert_eq!(tile.unit, "pr. 1.000 borgere");
        assert_eq!(
            tile.sentence,
            "25 borgere i 2. kvartal 2026. Steget 25 % på tre år, men et databrud ligger imellem."
        );
        let verdicts: Vec<_> = tile.verdicts.iter().map(|own| own.text.as_str()).collect();
        let expected = ["Ikke til at skelne fra Region Syddanmark (27,3)", "Ikke til at skelne fra hele landet (27,3)"];
        assert_eq!(verdicts, expected);
        assert_eq!(tile.state.to_query(), "code=I4.4&area=0573&period=2026Q2");
        assert_eq!(tile.trend_name, "Hjemmesygepleje, udvikling. 2. kvartal 2023: 20,0, 2. kvartal 2026: 25,0");
    }

    #[test]
    fn what_is_hidden_or_not_reported_is_said_and_not_judged() {
        let hidden = tile("0563", Language::Danish);
        assert_eq!(hidden.rate, Mark::Suppressed);
        assert_eq!(hidden.sentence, "Tallet for 2. kvartal 2026 er skjult af hensyn til anonymitet.");
        assert_eq!(hidden.verdicts, []);
        let missing = tile("0101", Language::English);
        assert_eq!(missing.sentence, "No figure for Q2 2026: 0 of 3 months reported.");
    }

    /// The profile and the figure page that it leads to judge by one method, in the same words.
    #[test]
    fn a_tile_says_what_its_figure_page_says() {
        let mut said = 0;
        for area in ["0573", "1083"] {
            for language in Language::ALL {
                let tile = tile(area, language);
                let page = Page::present(&testing::loaded(&tile.state.to_query()), language).unwrap();
                let all: Vec<String> =
                    page.judgements().all.iter().map(|own| format!("{} ({})", own.words, own.figure)).collect();
                for own in &tile.verdicts {
                    assert!(all.contains(&own.text), "{area}: {all:?} lacks {own:?}");
                    said += 1;
                }
            }
        }
        assert_eq!(said, 6);
    }

    #[test]
    fn the_country_is_compared_with_nothing() {
        assert_eq!(tile("dk", Language::Danish).verdicts, []);
    }

    #[test]
    fn a_code_that_is_not_published_has_no_tile() {
        let gathered = testing::gathered();
        let missing = headline(&gathered, TOPICS[2], (&testing::code("dk"), None), Language::Danish);
        assert_eq!(missing, None);
    }
}
