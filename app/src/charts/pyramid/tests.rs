use proptest::prelude::*;
use serde_json::{Value, json};

use super::super::plate::Room;
use super::super::{Locale, Mark, Words};
use super::{Band, PyramidInput, option, stops};

fn mark(word: &str) -> Mark {
    match word {
        "*" => Mark::Suppressed,
        "?" => Mark::NotReported,
        "-" => Mark::NotApplicable,
        number => Mark::Value { number: number.parse().unwrap(), text: number.replace('.', ",") },
    }
}

fn pyramid(rows: &[(&str, &str)]) -> PyramidInput {
    let band = |(label, marks): &(&str, &str)| Band {
        label: (*label).to_owned(),
        marks: marks.split(' ').map(mark).collect(),
        compared: Vec::new(),
    };
    PyramidInput {
        sides: vec!["Kvinder".to_owned(), "Mænd".to_owned()],
        bands: rows.iter().map(band).collect(),
        compared: None,
        unit: "pr. 1.000".to_owned(),
        words: Words::new(Locale::Da, "Tryksår".to_owned()),
    }
}

fn data(option: &Value, id: &str) -> Value {
    option["series"].as_array().unwrap().iter().find(|series| series["id"] == id).unwrap()["data"].clone()
}

#[test]
fn women_stand_to_the_left_and_absent_figures_have_no_bar() {
    let option = option::option(&pyramid(&[("80+", "31.5 *"), ("0–64", "0 ?")]), Room::Wide);
    assert_eq!(data(&option, "bars-0"), json!([-31.5, -0.0]));
    assert_eq!(data(&option, "bars-1"), json!([null, null]));
    assert_eq!(data(&option, "withheld-1"), json!([[0.0, 0.0]]));
    assert_eq!(data(&option, "undelivered-1"), json!([[0.0, 1.0]]));
}

#[test]
fn every_bar_can_be_walked() {
    let said: Vec<String> = stops(&pyramid(&[("80+", "31.5 *")])).into_iter().map(|stop| stop.spoken).collect();
    assert_eq!(said, ["80+, Kvinder: 31,5 pr. 1.000", "80+, Mænd: skjult af hensyn til anonymitet"]);
}

#[test]
fn the_yardstick_is_a_thin_line() {
    let mut input = pyramid(&[("80+", "31.5 20")]);
    input.compared = Some("hele landet".to_owned());
    input.bands[0].compared = vec![mark("25"), mark("*")];
    let option = option::option(&input, Room::Wide);
    assert_eq!(data(&option, "compared-0"), json!([[-25.0, 0.0]]));
    assert_eq!(data(&option, "compared-1"), json!([]));
    assert_eq!(stops(&input)[0].spoken, "80+, Kvinder: 31,5 pr. 1.000 (hele landet: 25)");
}

#[test]
fn no_yardstick_crosses_a_figure() {
    let mut input = pyramid(&[("80+", "31.5 20"), ("0–64", "30 *")]);
    input.compared = Some("hele landet".to_owned());
    input.bands[0].compared = vec![mark("33"), mark("31")];
    input.bands[1].compared = vec![mark("10"), mark("2")];
    let option = option::option(&input, Room::Wide);
    let places = |side: usize| -> Vec<f64> {
        let figures = data(&option, &format!("figures-{side}"));
        figures.as_array().unwrap().iter().map(|figure| figure["value"][0].as_f64().unwrap()).collect()
    };
    assert_eq!(places(0), [-33.0, -30.0], "beyond the line; at the end of the bar, when the line is within it");
    assert_eq!(places(1), [20.0, 2.0], "the line is far away; beyond the line");
}

#[test]
fn the_figure_of_the_longest_bar_has_room_before_the_names() {
    for highest in ["8.093", "9.99", "10", "31.5"] {
        let option = option::option(&pyramid(&[("90+", &format!("{highest} 2"))]), Room::Narrow);
        let end = option["xAxis"]["max"].as_f64().unwrap();
        let left = 1.0 - highest.parse::<f64>().unwrap() / end;
        assert!(left > option::FIGURE_NARROW - 1e-9, "{highest}: {left} of the half is left");
    }
}

proptest! {
    #[test]
    fn no_bar_or_yardstick_is_drawn_without_a_figure(words in proptest::collection::vec((0_u8..5, 0_u8..5), 1..6)) {
        let word = |kind: u8| ["*", "?", "-", "0", "7.5"][usize::from(kind)];
        let rows: Vec<String> = words.iter().map(|(one, two)| format!("{} {}", word(*one), word(*two))).collect();
        let mut input = pyramid(&rows.iter().map(|row| ("0–64", row.as_str())).collect::<Vec<_>>());
        // The yardstick lacks figures of its own, in other places than the area.
        input.compared = Some("hele landet".to_owned());
        let theirs: Vec<Vec<Mark>> = input.bands.iter().rev().map(|band| band.marks.iter().rev().cloned().collect()).collect();
        for (band, compared) in input.bands.iter_mut().zip(theirs) {
            band.compared = compared;
        }
        let option = option::option(&input, Room::Narrow);
        for side in 0..2 {
            let bars = data(&option, &format!("bars-{side}"));
            for (row, band) in input.bands.iter().enumerate() {
                prop_assert_eq!(bars[row].is_null(), band.marks[side].number().is_none());
            }
            let compared = data(&option, &format!("compared-{side}"));
            let expected = input.bands.iter().filter(|band| band.compared[side].number().is_some()).count();
            prop_assert_eq!(compared.as_array().unwrap().len(), expected);
        }
    }
}
