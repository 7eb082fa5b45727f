//! The area among its siblings: ranking, sentence and table.

use naerblik_shared::{
    query::compare::{Comparison, compare},
    schema::{Member, level},
};

use super::{
    comparators::{self, Comparator, Yardstick},
    figures::{Figure, Figures},
    finding::YEARS_BACK,
    map::spread_of,
    page::Shown,
    table::{Row, RowRole, Table, TableCell},
    topic::Topic,
};
use crate::{
    charts::{
        Mark, Subject,
        ranking::{Bar, RankingInput},
    },
    i18n::{Language, Phrase, date, number, place},
    state::Unit,
};

/// The ranking for a view.
pub fn ranking(figures: &Figures, topic: &Topic) -> Shown<RankingInput> {
    let Figures { area, view, language, .. } = *figures;
    let chosen = comparators::chosen(figures);
    let siblings = chosen.as_ref().map_or_else(Vec::new, |chosen| chosen.peers.clone());
    let rows: Vec<(&Member, Figure)> =
        siblings.iter().map(|member| (*member, figures.figure(&member.code, view.period))).collect();
    let title = caption(figures, topic, &siblings);
    let bar = |(member, figure): &(&Member, Figure)| Bar {
        code: member.code.to_string(),
        label: language.of(&member.label).to_owned(),
        mark: figures.mark(*figure),
        is_chosen: member.code == area.code,
    };
    let chart = RankingInput {
        bars: rows.iter().map(bar).collect(),
        reference: chosen.as_ref().and_then(|chosen| reference(figures, chosen)),
        unit: topic.unit(view.unit, language),
        words: figures.words(title.clone()),
    };
    let marks: Vec<(String, Mark)> =
        rows.iter().map(|(member, figure)| (place::name(member, language), figures.mark(*figure))).collect();
    let level = siblings.first().map_or("", |first| first.level.as_str());
    Shown {
        sentence: spread_of(&marks, place::level_plural(level, language), language),
        table: table(figures, title, (&rows, chosen.as_ref())),
        chart,
    }
}

/// The change since three years before, as a cell: "↓ 16 %".
pub fn change_cell(figures: &Figures, area: &Member, now: Figure) -> TableCell {
    let language = figures.language;
    let before = figures.view.period.years_before(YEARS_BACK).map(|period| figures.figure(&area.code, period));
    let comparison = before.map_or(Comparison::Unknown, |before| compare(now.rate, before.rate));
    let said = |arrow: &str, percent: f64| {
        let percent = number::whole(percent, language);
        language.pick(format!("{arrow} {percent} %"), format!("{arrow} {percent}%"))
    };
    match comparison {
        Comparison::Higher(by) => TableCell::Text { text: said("↑", by), order: Some(by) },
        Comparison::Lower(by) => TableCell::Text { text: said("↓", by), order: Some(-by) },
        Comparison::Equal => {
            TableCell::Text { text: language.pick("→ uændret", "→ unchanged").to_owned(), order: Some(0.0) }
        }
        Comparison::Unknown => TableCell::text(Phrase::NoComparison.say(language)),
    }
}

/// The line to compare with: the chosen yardstick, or the whole country where it has no figure.
fn reference(figures: &Figures, chosen: &Comparator) -> Option<(String, f64, String)> {
    if figures.view.unit == Unit::Count {
        return None;
    }
    let label = date::capitalized(&comparators::name(chosen, figures.language));
    match figures.mark(comparators::yardstick(figures, chosen)) {
        Mark::Value { number, text } => Some((label, number, text)),
        Mark::Suppressed | Mark::NotReported | Mark::NotApplicable | Mark::NotPublished => None,
    }
}

fn caption(figures: &Figures, topic: &Topic, siblings: &[&Member]) -> String {
    let Figures { view, language, .. } = *figures;
    let what = language.of(&figures.code.label);
    let level = siblings.first().map_or("", |first| first.level.as_str());
    let who = place::level_plural(level, language);
    let period = date::period(view.period, language);
    format!("{what}, {}, {}, {period}", topic.unit(view.unit, language), who.to_lowercase())
}

fn table(figures: &Figures, caption: String, (rows, chosen): (&[(&Member, Figure)], Option<&Comparator>)) -> Table {
    let Figures { area, view, language, .. } = *figures;
    let is_standard = view.unit == Unit::Standard;
    let standard = is_standard.then_some(Phrase::ColumnStandard);
    let columns = standard.into_iter().chain([Phrase::ColumnRate, Phrase::ColumnCitizens, Phrase::ColumnChange]);
    let row = |(member, figure): &(&Member, Figure)| {
        let is_shown = member.code == area.code;
        Row {
            head: language.of(&member.label).to_owned(),
            area: (!is_shown).then(|| member.code.clone()),
            subject: Some(Subject::of_area(member.code.as_str())),
            role: if is_shown { RowRole::Chosen } else { RowRole::Usual },
            cells: cells(figures, *figure, change_cell(figures, member, *figure)),
        }
    };
    let mut rows: Vec<Row> = rows.iter().map(row).collect();
    rows.extend(chosen.and_then(|chosen| yardstick_row(figures, chosen)));
    rows.extend(country_row(figures));
    Table {
        caption,
        head: Phrase::FilterArea.say(language).to_owned(),
        columns: columns.map(|column| column_name(column, language)).collect(),
        rows,
    }
}

fn column_name(column: Phrase, language: Language) -> String {
    match column {
        Phrase::ColumnChange => language.pick("På tre år", "In three years").to_owned(),
        other => other.say(language).to_owned(),
    }
}

fn country_row(figures: &Figures) -> Option<Row> {
    let country = figures.country()?;
    let is_shown = country.code == figures.area.code;
    let figure = figures.figure(&country.code, figures.view.period);
    Some(Row {
        head: Phrase::WholeCountry.say(figures.language).to_owned(),
        area: (!is_shown).then(|| country.code.clone()),
        subject: Some(Subject::of_area(country.code.as_str())),
        role: RowRole::Reference,
        cells: cells(figures, figure, change_cell(figures, country, figure)),
    })
}

/// The yardstick's row, where it is neither the country nor the page's own area, which have rows already.
fn yardstick_row(figures: &Figures, chosen: &Comparator) -> Option<Row> {
    let language = figures.language;
    let figure = comparators::yardstick(figures, chosen);
    let (area, change) = match &chosen.yardstick {
        Yardstick::Area(own) if own.level == level::COUNTRY || own.code == figures.area.code => return None,
        Yardstick::Area(own) => (Some(own.code.clone()), change_cell(figures, own, figure)),
        Yardstick::Together(_) => (None, TableCell::text(Phrase::NoComparison.say(language))),
    };
    Some(Row {
        head: date::capitalized(&comparators::name(chosen, language)),
        subject: area.as_ref().map(|area| Subject::of_area(area.as_str())),
        area,
        role: RowRole::Reference,
        cells: cells(figures, figure, change),
    })
}

fn cells(figures: &Figures, figure: Figure, change: TableCell) -> Vec<TableCell> {
    let standard = (figures.view.unit == Unit::Standard).then(|| TableCell::Mark(figures.standard_mark(figure)));
    let crude = [TableCell::Mark(figures.rate_mark(figure)), TableCell::Mark(figures.count_mark(figure)), change];
    standard.into_iter().chain(crude).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    fn shown(query: &str) -> Shown<RankingInput> {
        let loaded = testing::loaded(query);
        let figures = Figures::new(&loaded, Language::Danish).unwrap();
        ranking(&figures, &Topic::of(&loaded.view, figures.code, &loaded.manifest, Language::Danish))
    }

    #[test]
    fn a_municipality_stands_among_its_siblings_with_the_country_beside() {
        let shown = shown("area=0573");
        let bars: Vec<_> = shown.chart.bars.iter().map(|bar| (bar.code.as_str(), bar.is_chosen)).collect();
        assert_eq!(bars, [("0573", true), ("0563", false)]);
        assert_eq!(
            shown.chart.reference.unwrap(),
            ("Klynge Sydvestjylland".to_owned(), 300.0 / 11.0, "27,3".to_owned())
        );
    }

    #[test]
    fn counts_have_no_reference() {
        assert_eq!(shown("area=0573&unit=count").chart.reference, None);
    }

    #[test]
    fn the_country_is_shown_by_its_regions_and_in_the_last_row() {
        let shown = shown("");
        let heads: Vec<_> = shown.table.rows.iter().map(|row| (row.head.as_str(), row.role)).collect();
        let expected = [
            ("Region Syddanmark", RowRole::Usual),
            ("Region Hovedstaden", RowRole::Usual),
            ("Hele landet", RowRole::Reference),
        ];
        assert_eq!(heads, expected);
    }

    #[test]
    fn a_change_has_an_arrow_and_a_number_to_sort_by() {
        let row = shown("area=0573").table.rows[0].clone();
        assert_eq!(row.cells[2], TableCell::Text { text: "↑ 25 %".to_owned(), order: Some(25.0) });
    }
}
