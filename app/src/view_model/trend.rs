//! The area over time, its sentence and its table.

use naerblik_shared::{
    period::Period,
    query::compare::{Comparison, compare},
    schema::{Member, MemberCode, level},
};

use super::{
    comparators::{self, Yardstick},
    figures::Figures,
    finding::breaks,
    page::Shown,
    table::{Row, RowRole, Table, TableCell},
    topic::Topic,
};
use crate::{
    charts::{
        Mark, Subject,
        trend::{Role, TrendInput, TrendSeries},
    },
    i18n::{Language, Phrase, date, number, place},
    state::{Unit, resolve::periods},
};

/// The trend for a view, up to its period.
pub fn trend(figures: &Figures, topic: &Topic) -> Shown<TrendInput> {
    let Figures { area, view, language, .. } = *figures;
    let points = points(figures);
    let compared = compared(figures);
    let marks = |code: &MemberCode| -> Vec<Mark> {
        points.iter().map(|period| figures.mark(figures.figure(code, *period))).collect()
    };
    let own = TrendSeries { label: language.of(&area.label).to_owned(), marks: marks(&area.code), role: Role::Chosen };
    let mut series = vec![own];
    series.extend(compared.into_iter().map(|(code, label)| TrendSeries {
        label,
        marks: marks(&code),
        role: Role::Comparison,
    }));
    let title = caption(figures, topic, &points);
    let named = breaks(figures).into_iter().filter(|own| is_inside(own.month, &points));
    let chart = TrendInput {
        breaks: named.map(|own| (own.month, language.of(&own.label).to_owned())).collect(),
        unit: topic.unit(view.unit, language),
        words: figures.words(title.clone()),
        points: points.clone(),
        series,
    };
    let table = table(figures, title, &chart);
    Shown { sentence: sentence(figures, &points), chart, table }
}

/// The areas of the lines, the view's own first.
pub fn shown_areas(figures: &Figures) -> Vec<MemberCode> {
    std::iter::once(figures.view.area.clone()).chain(compared(figures).into_iter().map(|(code, _)| code)).collect()
}

/// The lines to compare with: the chosen yardstick, the members of a list or the neighbours, and the whole country.
/// Counts of areas of different size are not set beside each other.
fn compared(figures: &Figures) -> Vec<(MemberCode, String)> {
    let Figures { area, view, language, .. } = *figures;
    if view.unit == Unit::Count {
        return Vec::new();
    }
    let mut lines: Vec<(MemberCode, String)> = Vec::new();
    let mut add = |member: &Member| {
        let is_new = member.code != area.code && lines.iter().all(|(code, _)| *code != member.code);
        let label = if member.level == level::COUNTRY {
            Phrase::WholeCountry.say(language)
        } else {
            language.of(&member.label)
        };
        if is_new {
            lines.push((member.code.clone(), label.to_owned()));
        }
    };
    // Only a comparison that the reader chose: at first there is the country alone.
    let chosen = view.against.and_then(|against| comparators::of(figures, against));
    match chosen.map(|chosen| chosen.yardstick) {
        Some(Yardstick::Area(member)) => add(member),
        Some(Yardstick::Together(members)) => {
            for member in members {
                add(member);
            }
        }
        None => {}
    }
    if let Some(country) = figures.country() {
        add(country);
    }
    lines
}

/// The view's period and those before it, as far back as the span goes.
pub fn points(figures: &Figures) -> Vec<Period> {
    let Figures { view, dataset, .. } = *figures;
    let mut points = periods(dataset, view.period.grain());
    points.retain(|period| *period <= view.period);
    if let Some(first) = view.first_shown() {
        points.retain(|period| *period >= first);
    }
    points
}

fn is_inside(month: Period, points: &[Period]) -> bool {
    let (at, _) = month.month_span();
    let start = points.first().map_or(u32::MAX, |first| first.month_span().0);
    let end = points.last().map_or(0, |last| last.month_span().0 + last.month_span().1);
    (start..end).contains(&at)
}

fn caption(figures: &Figures, topic: &Topic, points: &[Period]) -> String {
    let Figures { area, view, language, .. } = *figures;
    let what = language.of(&figures.code.label);
    let inside = place::inside(area, language);
    let unit = topic.unit(view.unit, language);
    let name = |period: Option<&Period>| period.map_or_else(String::new, |own| date::period(*own, language));
    let (first, last) = (name(points.first()), name(points.last()));
    language.pick(
        format!("{what} {inside}, {unit}, {first} til {last}"),
        format!("{what} {inside}, {unit}, {first} to {last}"),
    )
}

fn table(figures: &Figures, caption: String, chart: &TrendInput) -> Table {
    let Figures { area, view, language, .. } = *figures;
    let mut columns: Vec<String> = chart.series.iter().map(|series| series.label.clone()).collect();
    if view.unit != Unit::Count {
        columns.push(Phrase::ColumnCitizens.say(language).to_owned());
    }
    let row = |(position, period): (usize, &Period)| {
        let marks = chart.series.iter().filter_map(|series| series.marks.get(position).cloned());
        let mut cells: Vec<TableCell> = marks.map(TableCell::Mark).collect();
        if view.unit != Unit::Count {
            cells.push(TableCell::Mark(figures.count_mark(figures.figure(&area.code, *period))));
        }
        let role = if *period == view.period { RowRole::Chosen } else { RowRole::Usual };
        let subject = Some(Subject::of_period(*period));
        Row { head: date::period_title(*period, language), area: None, subject, role, cells }
    };
    Table {
        caption,
        head: Phrase::ColumnPeriod.say(language).to_owned(),
        columns,
        // The newest period first: that is what readers look for.
        rows: chart.points.iter().enumerate().map(row).rev().collect(),
    }
}

fn sentence(figures: &Figures, points: &[Period]) -> String {
    let Figures { area, view, language, .. } = *figures;
    let known: Vec<(Period, f64, String)> = points
        .iter()
        .filter_map(|period| match figures.mark(figures.figure(&area.code, *period)) {
            Mark::Value { number, text } => Some((*period, number, text)),
            Mark::Suppressed | Mark::NotReported | Mark::NotApplicable | Mark::NotPublished => None,
        })
        .collect();
    let (Some((first, from, from_text)), Some((last, to, to_text))) = (known.first(), known.last()) else {
        return language
            .pick("Der er ingen tal at vise for perioden.", "There are no figures to show for these periods.")
            .to_owned();
    };
    if first == last {
        let period = date::period(*first, language);
        return language.pick(
            format!("Kun {period} har et tal: {from_text}."),
            format!("Only {period} has a figure: {from_text}."),
        );
    }
    let (start, end) = (date::period(*first, language), date::period(*last, language));
    let verb = movement(compare_plain(*to, *from), language);
    let missing = points.len() - known.len();
    let moved = if from_text == to_text {
        language.pick(
            format!("Tallet var {to_text} både i {start} og i {end}."),
            format!("The figure was {to_text} both in {start} and in {end}."),
        )
    } else {
        language.pick(
            format!("Fra {start} til {end} {verb} fra {from_text} til {to_text}."),
            format!("From {start} to {end}, {verb} from {from_text} to {to_text}."),
        )
    };
    if missing == 0 {
        return moved;
    }
    let grain = points_word(view.period, missing, language);
    language.pick(
        format!("{moved} Der er intet tal for {missing} {grain}."),
        format!("{moved} There is no figure for {missing} {grain}."),
    )
}

fn compare_plain(figure: f64, other: f64) -> Comparison {
    use naerblik_shared::query::rate::Rate;
    compare(Rate::Per1000(figure), Rate::Per1000(other))
}

fn movement(comparison: Comparison, language: Language) -> String {
    let percent = |percent: f64| number::whole(percent, language);
    match comparison {
        Comparison::Higher(by) => {
            language.pick(format!("er tallet steget {} %,", percent(by)), format!("the figure rose {}%,", percent(by)))
        }
        Comparison::Lower(by) => {
            language.pick(format!("er tallet faldet {} %,", percent(by)), format!("the figure fell {}%,", percent(by)))
        }
        Comparison::Equal => language.pick("er tallet næsten uændret,", "the figure hardly changed,").to_owned(),
        Comparison::Unknown => language.pick("er tallet gået", "the figure went").to_owned(),
    }
}

fn points_word(period: Period, count: usize, language: Language) -> &'static str {
    match (period, count) {
        (Period::Year(_), _) => language.pick("år", "years"),
        (Period::Quarter(..), 1) => language.pick("kvartal", "quarter"),
        (Period::Quarter(..), _) => language.pick("kvartaler", "quarters"),
        (Period::Month(..), 1) => language.pick("måned", "month"),
        (Period::Month(..), _) => language.pick("måneder", "months"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    fn shown(query: &str) -> Shown<TrendInput> {
        let loaded = testing::loaded(query);
        let figures = Figures::new(&loaded, Language::Danish).unwrap();
        trend(&figures, &Topic::of(&loaded.view, figures.code, &loaded.manifest, Language::Danish))
    }

    #[test]
    fn three_years_end_at_the_chosen_period() {
        let points: Vec<_> = shown("").chart.points.iter().map(ToString::to_string).collect();
        assert_eq!(points, ["2023Q2", "2026Q1", "2026Q2"]);
        let points: Vec<_> = shown("span=1").chart.points.iter().map(ToString::to_string).collect();
        assert_eq!(points, ["2026Q1", "2026Q2"]);
    }

    #[test]
    fn the_country_is_a_second_line_for_rates_only() {
        let roles = |query| shown(query).chart.series.iter().map(|series| series.role).collect::<Vec<_>>();
        assert_eq!(roles("area=0573"), [Role::Chosen, Role::Comparison]);
        assert_eq!(roles("area=0573&unit=count"), [Role::Chosen]);
        assert_eq!(roles("area=dk"), [Role::Chosen]);
    }

    #[test]
    fn a_gap_stays_a_gap_and_is_said() {
        let shown = shown("area=0101");
        assert_eq!(shown.chart.series[0].marks[2], Mark::NotReported);
        assert_eq!(
            shown.sentence,
            "Fra 2. kvartal 2023 til 1. kvartal 2026 er tallet gået fra 0 til 15,8. Der er intet tal for 1 kvartal."
        );
    }

    #[test]
    fn breaks_in_the_span_are_marked() {
        assert_eq!(shown("").chart.breaks, [(Period::Month(2024, 6), "Forenklet FSIII".to_owned())]);
        assert_eq!(shown("span=1").chart.breaks, []);
    }

    #[test]
    fn the_table_has_the_newest_period_first_and_the_numbers_of_the_chart() {
        let shown = shown("area=0573");
        let rows: Vec<_> = shown.table.rows.iter().map(|row| row.head.as_str()).collect();
        assert_eq!(rows, ["2. kvartal 2026", "1. kvartal 2026", "2. kvartal 2023"]);
        assert_eq!(shown.table.rows[0].cells[0], TableCell::Mark(shown.chart.series[0].marks[2].clone()));
    }
}
