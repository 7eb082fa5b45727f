//! What the files hold, against the engine and the tables.

use naerblik_shared::{cell::Status, query::run};
use proptest::{prelude::*, sample::select};

use super::*;
use crate::{
    charts::Mark,
    export::Format,
    testing,
    view_model::{Page, table::TableCell},
};

const ADDRESS: &str = "https://naerblik.example/da/";

fn taken(query: &str, language: Language) -> Extract {
    extract(&testing::loaded(query), language, ADDRESS).unwrap()
}

fn field<'a>(extract: &'a Extract, row: usize, id: &str) -> &'a Field {
    let column = extract.columns.iter().position(|column| column.id == id).unwrap();
    &extract.rows[row][column]
}

fn note<'a>(extract: &'a Extract, head: &str) -> &'a str {
    &extract.notes.iter().find(|(own, _)| own == head).unwrap().1
}

#[test]
fn every_absence_keeps_its_status_and_no_number() {
    let extract = taken("", Language::Danish);
    let row = |row| (field(&extract, row, "citizens").clone(), field(&extract, row, "status").clone());
    let status = |status| Field::Status(Availability::Published(status));
    assert_eq!(row(0), (Field::Count(Some(25)), status(Status::Value)));
    assert_eq!(row(1), (Field::Count(None), status(Status::Suppressed)));
    assert_eq!(row(2), (Field::Count(None), status(Status::NotReported)));
    assert_eq!(field(&extract, 1, "per_1000"), &Field::Number(None));
}

#[test]
fn version_digests_link_and_declaration_travel_along() {
    let extract = taken("area=0573&tab=compare", Language::Danish);
    assert_eq!(note(&extract, "Udgivelse"), "2026-11-12-abc");
    assert_eq!(
        note(&extract, "Link"),
        "https://naerblik.example/da/?dataset=conditions&code=I4.4&area=0573&period=2026Q2&tab=compare"
    );
    let manifest = testing::manifest();
    let shard = &manifest.dataset("conditions").unwrap().cuboids[0].shards[0];
    assert!(note(&extract, "Datafiler (SHA-256)").contains(shard.digest.as_str()));
    for head in ["Fiktive data", "Hvad der tælles", "Skjulte tal", "Databrud", "Henvisning", "Status"] {
        assert!(!note(&extract, head).is_empty(), "{head}");
    }
}

#[test]
fn the_link_of_a_file_reopens_the_same_view() {
    let manifest = testing::manifest();
    for query in ["", "area=0573&tab=trend&span=all&against=region", "sex=K&age=80-plus&unit=count&tab=table"] {
        let loaded = testing::loaded(query);
        let figures = Figures::new(&loaded, Language::Danish).unwrap();
        let link = link(&figures, ADDRESS);
        let (_, asked) = link.split_once('?').unwrap();
        assert_eq!(testing::view(&manifest, asked), loaded.view, "{query}");
    }
}

#[test]
fn a_file_that_is_standardised_says_why_it_is_not() {
    let extract = taken("area=0573&unit=standard&tab=compare", Language::English);
    assert!(matches!(field(&extract, 0, "standardised"), Field::Number(Some(_))));
    assert_eq!(field(&extract, 1, "standardised_status"), &Field::Status(Availability::Published(Status::Suppressed)));
}

/// A text as it is read back from the CSV, by status word and number.
fn csv_rows(extract: &Extract) -> Vec<Vec<String>> {
    let text = String::from_utf8(Format::Csv.write(extract).unwrap()).unwrap();
    let separator = extract.language.pick(';', ',');
    let table = text.trim_start_matches('\u{feff}').split("\r\n\r\n").next().unwrap().to_owned();
    table.split("\r\n").skip(1).map(|line| fields(line, separator)).collect()
}

fn fields(line: &str, separator: char) -> Vec<String> {
    let (mut all, mut own, mut is_quoted) = (Vec::new(), String::new(), false);
    for c in line.chars() {
        match c {
            '"' => is_quoted = !is_quoted,
            c if c == separator && !is_quoted => all.push(std::mem::take(&mut own)),
            c => own.push(c),
        }
    }
    all.push(own);
    all
}

#[test]
fn danish_files_have_commas_and_texts_stay_texts() {
    let extract = taken("area=0573", Language::Danish);
    let row = &csv_rows(&extract)[0];
    assert_eq!(row[0], "=0573", "written as a formula, its inner quotes doubled");
    assert_eq!(row[11], "25,0000");
    assert_eq!(row[8], "Alle");
    let month = csv_rows(&taken("period=2026-06", Language::Danish));
    assert_eq!(month[0][2], "2026M06");
    let text = String::from_utf8(Format::Csv.write(&extract).unwrap()).unwrap();
    assert!(text.starts_with("\u{feff}Områdekode;") && text.contains("\"=\"\"0573\"\"\";"));
    assert!(csv_rows(&taken("", Language::English))[0][11].starts_with("25.0"));
}

fn queries() -> impl Strategy<Value = String> {
    let area = select(vec!["dk", "0573", "0563", "0101", "1083", "klynge-sv", "raad-sv"]);
    let period = select(vec!["2026Q2", "2026Q1", "2023Q2", "2026-06"]);
    let tab = select(vec!["map", "trend", "compare", "table"]);
    let code = select(vec!["I4.4", "I4", "I4.9", "conditions"]);
    let unit = select(vec!["rate", "count", "standard"]);
    let more =
        select(vec!["", "&sex=K&age=80-plus", "&disease=t2d", "&pivot=area.age", "&against=country", "&age=80-plus"]);
    (area, period, tab, code, unit, more).prop_map(|(area, period, tab, code, unit, more)| {
        format!("area={area}&period={period}&tab={tab}&code={code}&unit={unit}{more}&span=all")
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn files_tables_and_the_engine_agree_status_by_status(query in queries()) {
        let loaded = testing::loaded(&query);
        let extract = extract(&loaded, Language::Danish, ADDRESS).unwrap();
        let csv = csv_rows(&extract);
        prop_assert_eq!(csv.len(), extract.rows.len());
        let figures = Figures::new(&loaded, Language::Danish).unwrap();
        for (record, (row, written)) in records(&figures).iter().zip(extract.rows.iter().zip(&csv)) {
            // A table that lacks a dimension answers with its total, so each question goes to its own table.
            let is_crossed = loaded.view.tab == Tab::Table && loaded.view.pivot.is_some();
            let crossed = figures.side(sides::Side::Pivot);
            let cubes: Vec<_> = if is_crossed { crossed } else { loaded.cubes.iter().map(AsRef::as_ref).collect() };
            let period = record.0.period().unwrap();
            let asked = loaded.view.query(vec![record.0.member(DimensionId::Area)], &[period]);
            let asked = [DimensionId::Age, DimensionId::Sex, DimensionId::Disease, DimensionId::CareHome]
                .into_iter()
                .fold(asked, |asked, dimension| asked.with(dimension, record.0.member(dimension)));
            let found = run(&cubes, &asked).ok().map(|answer| answer.cells[0]);
            let status = found.map_or("not-published", |cell| cell.status().word());
            let count = found.and_then(Cell::value).map_or_else(String::new, |count| count.to_string());
            prop_assert_eq!(written.last().unwrap(), status);
            prop_assert_eq!(&written[9], &count);
            prop_assert_eq!(&row[9], &Field::Count(found.and_then(Cell::value).map(u64::from)));
        }
        prop_assert!(Format::Xlsx.write(&extract).unwrap().starts_with(b"PK"));
        prop_assert!(Format::Arrow.write(&extract).unwrap().starts_with(b"ARROW1"));
    }

    #[test]
    fn the_table_of_the_comparison_has_the_statuses_of_its_file(query in queries()) {
        let query = query.replace("tab=map", "tab=compare").replace("tab=trend", "tab=compare").replace("tab=table", "tab=compare");
        let loaded = testing::loaded(&query);
        let page = Page::present(&loaded, Language::Danish).unwrap();
        let extract = extract(&loaded, Language::Danish, ADDRESS).unwrap();
        let at = page.ranking().table.columns.iter().position(|column| column == "Borgere").unwrap();
        for (row, fields) in page.ranking().table.rows.iter().zip(&extract.rows) {
            let status = match &row.cells[at] {
                TableCell::Mark(Mark::Value { .. }) => "value",
                TableCell::Mark(Mark::Suppressed) => "suppressed",
                TableCell::Mark(Mark::NotReported) => "not-reported",
                TableCell::Mark(Mark::NotApplicable) => "not-applicable",
                TableCell::Mark(Mark::NotPublished) => "not-published",
                TableCell::Text { .. } => "text",
            };
            let Some(Field::Status(availability)) = fields.last() else { panic!("no status") };
            prop_assert_eq!(availability.word(), status);
        }
    }
}
