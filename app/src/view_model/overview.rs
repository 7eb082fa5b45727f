//! Everything directly below the area in one table.

use naerblik_shared::schema::{Member, level};

use super::{
    comparison::change_cell,
    coverage::Coverage,
    figures::Figures,
    finding::YEARS_BACK,
    map::spread_of,
    table::{Row, RowRole, Table, TableCell},
};
use crate::{
    charts::Mark,
    i18n::{Phrase, date, place},
    state::{Unit, area_path},
};

/// The table of the areas below, or beside for a municipality, with its sentence.
pub fn overview(figures: &Figures) -> (String, Table) {
    let Figures { areas, area, view, language, .. } = *figures;
    let shown: Vec<&Member> = if area.level == level::MUNICIPALITY {
        area_path::siblings(areas, area, view.via)
    } else {
        area_path::children(areas, area, view.via)
    };
    let standard = (view.unit == Unit::Standard).then_some(Phrase::ColumnStandard);
    let columns = standard.into_iter().chain([
        Phrase::ColumnCitizens,
        Phrase::ColumnPopulation,
        Phrase::ColumnRate,
        Phrase::ColumnBefore,
        Phrase::ColumnChange,
        Phrase::ColumnReported,
    ]);
    let mut rows: Vec<Row> = shown.iter().map(|member| row(figures, member)).collect();
    let above = if area.level == level::MUNICIPALITY { figures.country() } else { Some(area) };
    rows.extend(above.map(|above| Row { role: RowRole::Reference, ..row(figures, above) }));
    let level = shown.first().map_or("", |first| first.level.as_str());
    let plural = place::level_plural(level, language);
    let what = language.of(&figures.code.label);
    let period = date::period(view.period, language);
    let table = Table {
        caption: format!("{what}, {}, {period}", plural.to_lowercase()),
        head: place::level_word(level, language).to_owned(),
        columns: columns.map(|column| column.say(language).to_owned()).collect(),
        rows,
    };
    (format!("{} {}", sentence(figures, &shown), spread(figures, &shown)), table)
}

fn row(figures: &Figures, member: &Member) -> Row {
    let Figures { area, view, .. } = *figures;
    let now = figures.figure(&member.code, view.period);
    let before = view.period.years_before(YEARS_BACK).filter(|period| figures.covers(*period));
    let before = before.map(|period| TableCell::Mark(figures.rate_mark(figures.figure(&member.code, period))));
    let is_shown = member.code == area.code;
    let standard = (view.unit == Unit::Standard).then(|| TableCell::Mark(figures.standard_mark(now)));
    let cells = [
        TableCell::Mark(figures.count_mark(now)),
        TableCell::Mark(figures.number_mark(now.persons)),
        TableCell::Mark(figures.rate_mark(now)),
        before.unwrap_or_else(|| TableCell::text(Phrase::NoComparison.say(figures.language))),
        change_cell(figures, member, now),
        reported(figures, member),
    ];
    Row {
        head: name(figures, member),
        area: (!is_shown).then(|| member.code.clone()),
        subject: None,
        role: if is_shown { RowRole::Chosen } else { RowRole::Usual },
        cells: standard.into_iter().chain(cells).collect(),
    }
}

/// The column's head says what kind of areas they are, so the rows do not.
fn name(figures: &Figures, member: &Member) -> String {
    let language = figures.language;
    if member.level == level::COUNTRY {
        return Phrase::WholeCountry.say(language).to_owned();
    }
    language.of(&member.label).to_owned()
}

fn reported(figures: &Figures, member: &Member) -> TableCell {
    let language = figures.language;
    match Coverage::of(figures, member, figures.view.period) {
        Some(coverage) => {
            let (part, all) = coverage.numbers();
            let order = if all == 0 { None } else { Some(f64::from(part) / f64::from(all)) };
            TableCell::Text { text: coverage.parts(language), order }
        }
        None => TableCell::text(Phrase::NoComparison.say(language)),
    }
}

fn spread(figures: &Figures, shown: &[&Member]) -> String {
    let Figures { view, language, .. } = *figures;
    let mark =
        |member: &&Member| (place::name(member, language), figures.mark(figures.figure(&member.code, view.period)));
    let marks: Vec<(String, Mark)> = shown.iter().map(mark).collect();
    let level = shown.first().map_or("", |first| first.level.as_str());
    spread_of(&marks, place::level_plural(level, language), language)
}

fn sentence(figures: &Figures, shown: &[&Member]) -> String {
    let Figures { area, language, .. } = *figures;
    let count = shown.len();
    let level = shown.first().map_or("", |first| first.level.as_str());
    let plural = place::level_plural(level, language).to_lowercase();
    let inside = place::inside(area, language);
    if area.level == level::MUNICIPALITY {
        return language.pick(
            format!("Tabellen viser {} blandt {count} {plural}.", place::name(area, language)),
            format!("The table shows {} among {count} {plural}.", place::name(area, language)),
        );
    }
    language.pick(
        format!("Tabellen viser {count} {plural} {inside}."),
        format!("The table shows {count} {plural} {inside}."),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{i18n::Language, testing};

    fn texts(query: &str) -> Vec<String> {
        let loaded = testing::loaded(query);
        let figures = Figures::new(&loaded, Language::Danish).unwrap();
        let words = figures.words(String::new());
        let (_, table) = overview(&figures);
        let cell = |cell: &TableCell| match cell {
            TableCell::Mark(mark) => mark.text(&words).to_owned(),
            TableCell::Text { text, .. } => text.clone(),
        };
        let line = |row: &Row| row.cells.iter().map(cell).collect::<Vec<_>>().join(" | ");
        table.rows.iter().map(|row| format!("{}: {}", row.head, line(row))).collect()
    }

    #[test]
    fn each_area_below_has_its_figures_and_coverage() {
        let rows = texts("area=klynge-sv");
        assert_eq!(rows[0], "Varde: 25 | 1.000 | 25,0 | 20,0 | ↑ 25 % | 3 af 3 måneder");
        assert_eq!(
            rows[1],
            "Fanø: skjult af hensyn til anonymitet | 100 | skjult af hensyn til anonymitet | 0 | – | 0 af 3 måneder"
        );
        assert_eq!(rows.len(), 3, "the area itself comes last");
    }

    /// 320 of the country's 3,000 citizens are 80 or older: 320 ÷ 3,000 × 20 ÷ 200 and 2,680 ÷ 3,000 × 5 ÷ 800.
    #[test]
    fn with_equal_ages_that_figure_stands_first() {
        assert_eq!(
            texts("area=klynge-sv&unit=standard")[0],
            "Varde: 16,2 | 25 | 1.000 | 25,0 | 20,0 | ↑ 25 % | 3 af 3 måneder"
        );
    }

    #[test]
    fn before_the_first_period_there_is_nothing_to_compare_with() {
        assert_eq!(texts("area=klynge-sv&period=2023Q2")[0], "Varde: 20 | 1.000 | 20,0 | – | – | 0 af 3 måneder");
    }
}
