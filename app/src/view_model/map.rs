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
        Mark, Subject,
        map::{MapArea, MapInput},
    },
    i18n::{Language, Phrase, date, place},
    order::by_number,
    state::area_path,
};

/// The map for a view.
pub fn map(figures: &Figures, topic: &Topic) -> Shown<MapInput> {
    let Figures { areas, view, language, .. } = *figures;
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
    Shown { sentence: spread_of(&marks, municipalities, language), chart, table }
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
        subject: Some(Subject::of_area(member.code.as_str())),
        role: if is_shown { RowRole::Chosen } else { RowRole::Usual },
        cells: vec![TableCell::Mark(figures.rate_mark(figure)), TableCell::Mark(figures.count_mark(figure))],
    }
}

/// "Tallet går fra 12,1 i Fanø Kommune til 55,3 i Lolland Kommune. Tallet er skjult for 7 af 98 kommuner."
///
/// `areas` is the plural of what is compared, as a title: `Kommuner`.
pub fn spread_of(marks: &[(String, Mark)], areas: &str, language: Language) -> String {
    let areas = areas.to_lowercase();
    let values: Vec<(&str, f64, &str)> = marks
        .iter()
        .filter_map(|(name, mark)| match mark {
            Mark::Value { number, text } => Some((name.as_str(), *number, text.as_str())),
            Mark::Suppressed | Mark::NotReported | Mark::NotApplicable | Mark::NotPublished => None,
        })
        .collect();
    let values = by_number(values, |(_, number, _)| *number);
    // Many areas may share the lowest figure, zero above all; then none of them is singled out.
    let holders = |text: &str| {
        let mut names = values.iter().filter(|own| own.2 == text).map(|own| own.0);
        match (names.next(), names.count()) {
            (Some(name), 0) => name.to_owned(),
            (_, others) => format!("{} {areas}", others + 1),
        }
    };
    let spread = match (values.first(), values.last()) {
        (Some((_, _, low)), Some((_, _, high))) if low != high => Some(language.pick(
            format!("Tallet går fra {low} i {} til {high} i {}.", holders(low), holders(high)),
            format!("The figure goes from {low} in {} to {high} in {}.", holders(low), holders(high)),
        )),
        (Some((name, _, only)), _) if values.len() == 1 => {
            Some(language.pick(format!("Kun {name} har et tal: {only}."), format!("Only {name} has a figure: {only}.")))
        }
        (Some((_, _, same)), _) => Some(language.pick(
            format!("Tallet er {same} i {}.", holders(same)),
            format!("The figure is {same} in {}.", holders(same)),
        )),
        _ => None,
    };
    let said: Vec<String> = spread.into_iter().chain(absences(marks, &areas, language)).collect();
    said.join(" ")
}

/// "Tallet er skjult for 7 af 98 kommuner. 2 af 98 kommuner har ikke indberettet."
fn absences(marks: &[(String, Mark)], areas: &str, language: Language) -> Vec<String> {
    let count = |wanted: Mark| marks.iter().filter(|(_, mark)| *mark == wanted).count();
    let all = marks.len();
    let hidden =
        match count(Mark::Suppressed) {
            0 => None,
            2 if all == 2 => Some(language.pick(
                format!("Tallet er skjult for begge {areas}."),
                format!("The figure is withheld for both {areas}."),
            )),
            some if some == all => Some(language.pick(
                format!("Tallet er skjult for alle {all} {areas}."),
                format!("The figure is withheld for all {all} {areas}."),
            )),
            some => Some(language.pick(
                format!("Tallet er skjult for {some} af {all} {areas}."),
                format!("The figure is withheld for {some} of {all} {areas}."),
            )),
        };
    let silent = match count(Mark::NotReported) {
        0 => None,
        some => Some(language.pick(
            format!("{some} af {all} {areas} har ikke indberettet hele perioden."),
            format!("{some} of {all} {areas} did not report the whole period."),
        )),
    };
    let is_all = |wanted| all > 0 && count(wanted) == all;
    let unused = is_all(Mark::NotApplicable)
        .then(|| language.pick("Koden var ikke i brug.", "The code was not in use.").to_owned());
    let unpublished = is_all(Mark::NotPublished).then(|| {
        language.pick(
            format!("For {areas} er tallet ikke offentliggjort med disse filtre."),
            format!("The figure is not published for {areas} with these filters."),
        )
    });
    [hidden, silent, unused, unpublished].into_iter().flatten().collect()
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
            "Kun Varde Kommune har et tal: 25,0. Tallet er skjult for 1 af 3 kommuner. \
             1 af 3 kommuner har ikke indberettet hele perioden."
        );
    }

    #[test]
    fn a_figure_that_many_share_singles_nobody_out() {
        let said = |texts: &[(&str, Mark)]| {
            let marks: Vec<_> = texts.iter().map(|(name, mark)| ((*name).to_owned(), mark.clone())).collect();
            spread_of(&marks, "Kommuner", Language::Danish)
        };
        let value = |number: f64, text: &str| Mark::Value { number, text: text.to_owned() };
        let (none, some) = (value(0.0, "0"), value(0.5, "0,50"));
        assert_eq!(
            said(&[("Fanø", none.clone()), ("Læsø", none.clone()), ("Varde", some)]),
            "Tallet går fra 0 i 2 kommuner til 0,50 i Varde."
        );
        assert_eq!(said(&[("Fanø", none.clone()), ("Læsø", none)]), "Tallet er 0 i 2 kommuner.");
        assert_eq!(
            said(&[("Fanø", Mark::Suppressed), ("Læsø", Mark::Suppressed)]),
            "Tallet er skjult for begge kommuner."
        );
    }

    #[test]
    fn what_is_not_published_for_municipalities_is_not_called_out_of_use() {
        let shown = shown("home=in-care-home");
        assert!(shown.chart.areas.iter().all(|area| area.mark == Mark::NotPublished));
        assert_eq!(shown.sentence, "For kommuner er tallet ikke offentliggjort med disse filtre.");
    }

    #[test]
    fn a_municipality_is_shown_among_its_siblings_and_leads_nowhere_itself() {
        let shown = shown("area=0573");
        let rows: Vec<_> = shown.table.rows.iter().map(|row| (row.head.as_str(), row.area.is_some())).collect();
        assert_eq!(rows, [("Varde", false), ("Fanø", true)]);
    }
}
