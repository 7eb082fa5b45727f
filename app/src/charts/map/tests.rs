use serde_json::{Value, json};

use super::super::{Locale, Mark, Words, color};
use super::series::{self, Absence};
use super::{MapArea, MapInput, option};

/// Figures by code: `0573!` is selected, `0563~` lies outside; `*` is withheld, `?` undelivered, `-` without meaning.
fn map(text: &str) -> MapInput {
    let area = |entry: &str| {
        let (code, figure) = entry.split_once('=').unwrap();
        let mark = match figure {
            "*" => Mark::Suppressed,
            "?" => Mark::NotReported,
            "-" => Mark::NotApplicable,
            number => Mark::Value { number: number.parse().unwrap(), text: number.replace('.', ",") },
        };
        MapArea {
            code: code[..4].to_owned(),
            label: format!("Kommune {}", &code[..4]),
            mark,
            is_selected: code.ends_with('!'),
            is_within: !code.ends_with('~'),
        }
    };
    MapInput {
        areas: text.split(' ').map(area).collect(),
        unit: "pr. 1.000".to_owned(),
        words: Words::new(Locale::Da, "Tryksår".to_owned()),
    }
}

fn painted(input: &MapInput) -> Value {
    option::option(&series::picture(input), &input.words)
}

fn region<'a>(option: &'a Value, series: usize, code: &str) -> Option<&'a Value> {
    option["series"][series]["data"].as_array().unwrap().iter().find(|region| region["name"] == code)
}

#[test]
fn an_absent_figure_has_no_value_and_its_own_pattern() {
    let option = painted(&map("0101=* 0147=? 0151=- 0153=0"));
    for code in ["0101", "0147", "0151"] {
        assert_eq!(region(&option, 0, code).unwrap()["value"], Value::Null, "{code}");
    }
    assert!(region(&option, 0, "0101").unwrap()["itemStyle"]["areaColor"]["svgElement"].is_object());
    assert_eq!(region(&option, 1, "0147").unwrap()["itemStyle"]["borderType"], "dashed");
    assert!(region(&option, 0, "0153").unwrap()["value"].is_number());
}

#[test]
fn classes_are_fifths_and_named_by_their_own_figures() {
    let picture = series::picture(&map("0101=1 0147=2 0151=3 0153=4 0155=5 0157=6 0159=7 0161=8 0163=9 0165=10.5"));
    let keys: Vec<(usize, &str)> = picture.classes.iter().map(|class| (class.shade, class.text.as_str())).collect();
    assert_eq!(keys, [(0, "1–2"), (1, "3–4"), (2, "5–6"), (3, "7–8"), (4, "9–10,5")]);
}

#[test]
fn equal_figures_share_a_class_however_many_they_are() {
    let picture = series::picture(&map("0101=0 0147=0 0151=0 0153=0 0155=7"));
    let keys: Vec<(usize, &str)> = picture.classes.iter().map(|class| (class.shade, class.text.as_str())).collect();
    assert_eq!(keys, [(0, "0"), (4, "7")]);
    assert_eq!(picture.regions[0].fill, picture.regions[3].fill);
}

#[test]
fn the_key_lists_only_absences_that_occur() {
    assert_eq!(
        series::picture(&map("0101=1 0147=? 0151=* 0153=*")).absences,
        [Absence::Suppressed, Absence::NotReported]
    );
    assert!(series::picture(&map("0101=1")).absences.is_empty());
}

#[test]
fn the_selected_municipality_is_outlined_and_those_outside_are_pale() {
    let option = painted(&map("0573!=31.4 0561=35 0101~=12"));
    assert_eq!(region(&option, 1, "0573").unwrap()["itemStyle"]["borderColor"], color::CHOSEN);
    assert_eq!(region(&option, 1, "0561"), None);
    let pale = &region(&option, 0, "0101").unwrap()["itemStyle"]["areaColor"];
    assert!(color::DIMMED_CLASSES.iter().any(|shade| pale == shade));
}

#[test]
fn around_a_single_municipality_nothing_is_pale() {
    let option = painted(&map("0573!=31.4 0561~=35 0101~=12"));
    let fill = &region(&option, 0, "0101").unwrap()["itemStyle"]["areaColor"];
    assert!(color::CLASSES.iter().any(|shade| fill == shade));
}

#[test]
fn squares_of_the_file_stay_squares_and_nothing_zooms() {
    let option = painted(&map("0573=31.4"));
    for series in option["series"].as_array().unwrap() {
        assert_eq!((&series["aspectScale"], &series["roam"]), (&json!(1), &json!(false)));
    }
}

proptest::proptest! {
    #[test]
    fn no_municipality_has_a_colour_without_a_figure(kinds in proptest::collection::vec(0_u8..6, 1..99)) {
        let word = |kind: u8| ["*", "?", "-", "0", "7.5", "12"][usize::from(kind)];
        let entries: Vec<String> = kinds.iter().enumerate().map(|(at, kind)| format!("{at:04}={}", word(*kind))).collect();
        let input = map(&entries.join(" "));
        let option = painted(&input);
        for area in &input.areas {
            let own = region(&option, 0, &area.code).unwrap();
            proptest::prop_assert_eq!(own["value"].is_number(), area.mark.number().is_some(), "{}", &area.code);
            let fill = &own["itemStyle"]["areaColor"];
            let is_class = color::CLASSES.iter().chain(&color::DIMMED_CLASSES).any(|shade| fill == shade);
            proptest::prop_assert_eq!(is_class, area.mark.number().is_some(), "{} has {}", &area.code, fill);
        }
    }
}
