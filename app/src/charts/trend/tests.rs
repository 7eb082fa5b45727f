use naerblik_shared::period::Period;
use serde_json::{Value, json};

use super::super::plate::Room;
use super::super::{Locale, Mark, Words};
use super::{Role, TrendInput, TrendSeries, option, series};

fn marks(text: &str) -> Vec<Mark> {
    text.split(' ').map(mark).collect()
}

fn mark(word: &str) -> Mark {
    match word {
        "*" => Mark::Suppressed,
        "?" => Mark::NotReported,
        "-" => Mark::NotApplicable,
        number => Mark::Value { number: number.parse().unwrap(), text: number.replace('.', ",") },
    }
}

/// Quarters from 2024 on; the first line is the chosen one.
fn trend(lines: &[(&str, &str)]) -> TrendInput {
    let longest = lines.iter().map(|(_, text)| text.split(' ').count()).max().unwrap();
    let points = std::iter::successors(Some(Period::Quarter(2024, 1)), |last| Some(last.next())).take(longest);
    let line = |(position, (label, text)): (usize, &(&str, &str))| TrendSeries {
        label: (*label).to_owned(),
        marks: marks(text),
        role: if position == 0 { Role::Chosen } else { Role::Comparison },
    };
    TrendInput {
        points: points.collect(),
        series: lines.iter().enumerate().map(line).collect(),
        breaks: Vec::new(),
        unit: "pr. 1.000".to_owned(),
        words: Words::new(Locale::Da, "Tryksår i Varde".to_owned()),
    }
}

fn painted(input: &TrendInput) -> Value {
    option::option(&series::picture(input), &input.words, Room::Wide).unwrap()
}

fn series_of<'a>(option: &'a Value, id: &str) -> &'a Value {
    option["series"].as_array().unwrap().iter().find(|series| series["id"] == id).unwrap()
}

#[test]
fn absent_figures_break_the_line_and_are_never_zero() {
    let option = painted(&trend(&[("Varde", "31.4 * ? - 0")]));
    let heights: Vec<Value> =
        series_of(&option, "line-0")["data"].as_array().unwrap().iter().map(|point| point[1].clone()).collect();
    assert_eq!(heights, [json!(31.4), Value::Null, Value::Null, Value::Null, json!(0.0)]);
    assert_eq!(series_of(&option, "line-0")["connectNulls"], json!(false));
}

#[test]
fn only_withheld_figures_get_a_hatched_marker() {
    let option = painted(&trend(&[("Varde", "31.4 * ? - 0")]));
    let markers = series_of(&option, "withheld-0");
    assert_eq!(markers["data"], json!([[2024.375, 0.0]]));
    assert!(markers["itemStyle"]["color"]["svgElement"].is_object());
}

#[test]
fn undelivered_stretches_of_the_chosen_area_are_outlined_and_named() {
    let option = painted(&trend(&[("Varde", "? 3 ? ? 4"), ("Danmark", "1 ? 1 1 1")]));
    let areas = series_of(&option, "missing")["markArea"]["data"].clone();
    assert_eq!(
        areas,
        json!([
            [{"name": "ikke indberettet", "xAxis": "2024"}, {"xAxis": "2024.25"}],
            [{"name": "ikke indberettet", "xAxis": "2024.5"}, {"xAxis": "2025"}],
        ])
    );
}

#[test]
fn the_chosen_line_is_drawn_last_and_named_with_its_last_figure() {
    let picture = series::picture(&trend(&[("Varde", "3 4.5"), ("Danmark", "2 2"), ("Region", "1 *")]));
    let names: Vec<&str> =
        picture.lines.iter().filter_map(|line| line.end.as_ref().map(|(_, words)| words.as_str())).collect();
    assert_eq!(names, ["Region skjult", "Danmark 2", "Varde 4,5"]);
}

#[test]
fn a_series_break_stands_where_its_period_begins() {
    let mut input = trend(&[("Varde", "3 4 5 6")]);
    input.breaks = vec![
        (Period::Month(2024, 6), "Forenklet FSIII".to_owned()),
        (Period::Month(2020, 1), "før vinduet".to_owned()),
    ];
    let lines = series_of(&painted(&input), "breaks")["markLine"]["data"].clone();
    assert_eq!(lines.as_array().unwrap().len(), 1);
    assert_eq!(lines[0]["name"], "Forenklet FSIII");
    assert!((lines[0]["xAxis"].as_f64().unwrap() - (2024.0 + 5.0 / 12.0)).abs() < 1e-9);
}

#[test]
fn the_value_axis_starts_at_zero_and_speaks_danish() {
    let option = painted(&trend(&[("Varde", "0.3 1234.5")]));
    assert_eq!(option["yAxis"]["min"], json!(0.0));
    let names: Vec<&Value> =
        series_of(&option, "values")["data"].as_array().unwrap().iter().map(|point| &point["name"]).collect();
    assert_eq!(names, ["0", "500", "1.000", "1.500"]);
}

#[test]
fn long_stretches_name_years_and_short_ones_periods() {
    let texts = |input: &TrendInput| -> Vec<String> {
        series::picture(input).times.into_iter().map(|tick| tick.text).collect()
    };
    assert_eq!(texts(&trend(&[("Varde", "1 1 1 1 1 1")])), ["2024", "2025"]);
    assert_eq!(texts(&trend(&[("Varde", "1 1 1")])), ["1. kv. 2024", "2. kv. 2024", "3. kv. 2024"]);
}

#[test]
fn every_point_can_be_walked_and_says_its_figure_or_why_there_is_none() {
    let spoken: Vec<String> =
        series::stops(&trend(&[("Varde", "31.4 *"), ("Danmark", "? 0")])).into_iter().map(|stop| stop.spoken).collect();
    assert_eq!(
        spoken,
        [
            "Varde, 1. kvartal 2024: 31,4 pr. 1.000",
            "Varde, 2. kvartal 2024: skjult af hensyn til anonymitet",
            "Danmark, 1. kvartal 2024: ikke indberettet",
            "Danmark, 2. kvartal 2024: 0 pr. 1.000",
        ]
    );
}

#[test]
fn no_function_crosses_over_to_the_painter() {
    let text = painted(&trend(&[("Varde", "31.4 * ? - 0"), ("Danmark", "2 2 2 2 2")])).to_string();
    assert!(!text.contains("function") && !text.contains("=>") && !text.contains("#*#"));
}

proptest::proptest! {
    #[test]
    fn no_line_is_drawn_through_an_absent_figure(kinds in proptest::collection::vec((0_u8..5, 0_u8..5), 1..20)) {
        let word = |kind: u8| ["*", "?", "-", "0", "7.5"][usize::from(kind)];
        let line = |pick: fn(&(u8, u8)) -> u8| kinds.iter().map(|own| word(pick(own))).collect::<Vec<_>>().join(" ");
        let (own, other) = (line(|own| own.0), line(|own| own.1));
        let input = trend(&[("Varde", &own), ("Danmark", &other)]);
        let option = painted(&input);
        for (id, series) in [("line-1", &input.series[0]), ("line-0", &input.series[1])] {
            let drawn = series_of(&option, id);
            proptest::prop_assert_eq!(&drawn["connectNulls"], &json!(false));
            for (point, mark) in drawn["data"].as_array().unwrap().iter().zip(&series.marks) {
                proptest::prop_assert_eq!(point[1].as_f64(), mark.number());
            }
        }
    }
}
