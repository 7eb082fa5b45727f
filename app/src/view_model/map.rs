//! The map of municipalities, its sentence and its table.

use naerblik_shared::schema::{Member, level};

use super::{
    figures::{Figure, Figures},
    page::Shown,
    table::{Row, RowRole, Table, TableCell},
    topic::Topic,
};
use crate::{
    charts::{
        Mark,
        map::{MapArea, MapInput},
    },
    i18n::{Language, Phrase, date, place},
    state::area_path,
};

/// The map for a view.
pub fn map(figures: &Figures, topic: &Topic) -> Shown<MapInput> {
    let Figures { areas, area, view, language, .. } = *figures;
    let rows: Vec<(&Member, Figure)> = areas
        .at_level(level::MUNICIPALITY)
        .map(|municipality| (municipality, figures.figure(&municipality.code, view.period)))
        .collect();
    let within: Vec<(&Member, Figure)> = frame(figures, &rows);
    let title = caption(figures, topic);
    let chart = MapInput {
        areas: rows.iter().map(|(member, figure)| map_area(figures, member, *figure)).collect(),
        unit: topic.unit(view.unit, language),
        words: figures.words(title.clone()),
    };
    let table = Table {
        caption: title,
        head: place::level_word(level::MUNICIPALITY, language).to_owned(),
        columns: vec![Phrase::ColumnRate.say(language).to_owned(), Phrase::ColumnCitizens.say(language).to_owned()],
        rows: within.iter().map(|(member, figure)| row(figures, member, *figure)).collect(),
    };
    let marks: Vec<(String, Mark)> =
        within.iter().map(|(member, figure)| (place::name(member, language), figures.mark(*figure))).collect();
    let municipalities = place::level_plural(level::MUNICIPALITY, language);
    Shown {
        sentence: spread_of(&marks, municipalities, language),
        chart,
        table,
        is_lone: area.level == level::MUNICIPALITY,
    }
}

/// The municipalities that the sentence and the table are about: those inside the shown area, and for a municipality
/// those beside it.
fn frame<'a>(figures: &Figures<'a>, rows: &[(&'a Member, Figure)]) -> Vec<(&'a Member, Figure)> {
    let Figures { areas, area, view, .. } = *figures;
    let inside: Vec<&Member> = if area.level == level::MUNICIPALITY {
        area_path::siblings(areas, area, view.via)
    } else {
        area_path::municipalities(areas, area)
    };
    rows.iter().filter(|(member, _)| inside.iter().any(|own| own.code == member.code)).copied().collect()
}

fn frame_place(figures: &Figures) -> String {
    let Figures { areas, area, view, language, .. } = *figures;
    let around = if area.level == level::MUNICIPALITY { area_path::parent(areas, area, view.via) } else { Some(area) };
    around.map_or_else(String::new, |around| place::inside(around, language))
}

fn caption(figures: &Figures, topic: &Topic) -> String {
    let Figures { view, language, .. } = *figures;
    let what = language.of(&figures.code.label);
    let period = date::period(view.period, language);
    let unit = topic.unit(view.unit, language);
    let inside = frame_place(figures);
    language.pick(
        format!("{what}, {unit}, kommuner {inside}, {period}"),
        format!("{what}, {unit}, municipalities {inside}, {period}"),
    )
}

fn map_area(figures: &Figures, member: &Member, figure: Figure) -> MapArea {
    let Figures { areas, area, language, .. } = *figures;
    MapArea {
        code: member.code.to_string(),
        label: place::name(member, language),
        mark: figures.mark(figure),
        is_selected: member.code == area.code,
        is_within: areas.is_within(&member.code, &area.code),
    }
}

fn row(figures: &Figures, member: &Member, figure: Figure) -> Row {
    let is_shown = member.code == figures.area.code;
    Row {
        head: figures.language.of(&member.label).to_owned(),
        area: (!is_shown).then(|| member.code.clone()),
        role: if is_shown { RowRole::Chosen } else { RowRole::Usual },
        cells: vec![TableCell::Mark(figures.rate_mark(figure)), TableCell::Mark(figures.count_mark(figure))],
    }
}

/// "Tallet går fra 12,1 i Fanø Kommune til 55,3 i Lolland Kommune. 7 af 98 kommuner er skjult."
///
/// `areas` is the plural of what is compared, as a title: `Kommuner`.
pub fn spread_of(marks: &[(String, Mark)], areas: &str, language: Language) -> String {
    let areas = areas.to_lowercase();
    let mut values: Vec<(&str, f64, &str)> = marks
        .iter()
        .filter_map(|(name, mark)| match mark {
            Mark::Value { number, text } => Some((name.as_str(), *number, text.as_str())),
            Mark::Suppressed | Mark::NotReported | Mark::NotApplicable => None,
        })
        .collect();
    values.sort_by(|a, b| a.1.total_cmp(&b.1));
    let all = marks.len();
    let mut said = Vec::new();
    match (values.first(), values.last()) {
        (Some((low_name, _, low)), Some((high_name, _, high))) if values.len() > 1 => said.push(language.pick(
            format!("Tallet går fra {low} i {low_name} til {high} i {high_name}."),
            format!("The figure goes from {low} in {low_name} to {high} in {high_name}."),
        )),
        (Some((name, _, only)), _) => said.push(
            language.pick(format!("Kun {name} har et tal: {only}."), format!("Only {name} has a figure: {only}.")),
        ),
        _ => said.push(language.pick(
            format!("Ingen af de {all} {areas} har et tal."),
            format!("None of the {all} {areas} has a figure."),
        )),
    }
    said.extend(absences(marks, &areas, language));
    said.join(" ")
}

/// "7 af 98 kommuner er skjult. 2 af 98 har ikke indberettet."
fn absences(marks: &[(String, Mark)], areas: &str, language: Language) -> Vec<String> {
    let count = |wanted: fn(&Mark) -> bool| marks.iter().filter(|(_, mark)| wanted(mark)).count();
    let all = marks.len();
    let hidden = count(|mark| *mark == Mark::Suppressed);
    let silent = count(|mark| *mark == Mark::NotReported);
    let mut said = Vec::new();
    if hidden > 0 {
        said.push(
            language
                .pick(format!("{hidden} af {all} {areas} er skjult."), format!("{hidden} of {all} {areas} withheld.")),
        );
    }
    if silent > 0 {
        said.push(language.pick(
            format!("{silent} af {all} {areas} har ikke indberettet."),
            format!("{silent} of {all} {areas} did not report."),
        ));
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    fn shown(query: &str) -> Shown<MapInput> {
        let loaded = testing::loaded(query);
        let figures = Figures::new(&loaded, Language::Danish).unwrap();
        map(&figures, &Topic::of(&loaded.view, figures.code, &loaded.manifest, Language::Danish))
    }

    #[test]
    fn the_map_keeps_the_absences_apart() {
        let marks: Vec<_> = shown("").chart.areas.into_iter().map(|area| (area.code, area.mark)).collect();
        let value = |number: f64, text: &str| Mark::Value { number, text: text.to_owned() };
        let expected = [("0573", value(25.0, "25,0")), ("0563", Mark::Suppressed), ("0101", Mark::NotReported)];
        assert_eq!(marks, expected.map(|(code, mark)| (code.to_owned(), mark)));
    }

    #[test]
    fn the_table_under_the_map_has_the_same_texts() {
        let shown = shown("unit=count");
        for (area, row) in shown.chart.areas.iter().zip(&shown.table.rows) {
            assert_eq!(row.cells[1], TableCell::Mark(area.mark.clone()));
        }
        assert_eq!(shown.table.rows.len(), 3);
    }

    #[test]
    fn the_sentence_counts_what_is_absent() {
        assert_eq!(
            shown("").sentence,
            "Kun Varde Kommune har et tal: 25,0. 1 af 3 kommuner er skjult. 1 af 3 kommuner har ikke indberettet."
        );
    }

    #[test]
    fn a_municipality_is_shown_among_its_siblings_and_leads_nowhere_itself() {
        let shown = shown("area=0573");
        let rows: Vec<_> = shown.table.rows.iter().map(|row| (row.head.as_str(), row.area.is_some())).collect();
        assert_eq!(rows, [("Varde", false), ("Fanø", true)]);
    }
}
