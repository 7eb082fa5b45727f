use serde_json::{Value, json};

use super::super::plate::Room;
use super::super::{Locale, Mark, Words};
use super::{FunnelInput, Point, option, stops};

fn funnel(rows: &[(&str, f64, Mark)]) -> FunnelInput {
    let point = |(label, citizens, mark): &(&str, f64, Mark)| Point {
        code: (*label).to_owned(),
        label: (*label).to_owned(),
        citizens: (*citizens, format!("{citizens} borgere")),
        mark: mark.clone(),
        place: "inden for".to_owned(),
        is_chosen: *label == "Varde",
    };
    FunnelInput {
        points: rows.iter().map(point).collect(),
        limits: vec![(100.0, [1.0, 2.0, 90.0, 200.0]), (1000.0, [10.0, 15.0, 25.0, 30.0])],
        target: (20.0, "hele landet".to_owned()),
        axes: String::new(),
        unit: "pr. 1.000".to_owned(),
        words: Words::new(Locale::Da, "Tryksår".to_owned()),
    }
}

fn data(option: &Value, id: &str) -> Value {
    option["series"].as_array().unwrap().iter().find(|series| series["id"] == id).unwrap()["data"].clone()
}

fn value(number: f64) -> Mark {
    Mark::Value { number, text: number.to_string() }
}

#[test]
fn areas_without_a_figure_are_no_points() {
    let input =
        funnel(&[("Fanø", 100.0, Mark::Suppressed), ("Varde", 900.0, value(22.0)), ("Vejen", 800.0, value(0.0))]);
    let option = option::option(&input, Room::Wide);
    assert_eq!(data(&option, "points"), json!([{"name": "Vejen", "value": [800.0, 0.0]}]));
    assert_eq!(data(&option, "chosen"), json!([{"name": "Varde", "value": [900.0, 22.0]}]));
    assert_eq!(stops(&input).len(), 2);
}

#[test]
fn limits_beyond_the_picture_are_cut_off() {
    let option = option::option(&funnel(&[("Varde", 900.0, value(22.0))]), Room::Narrow);
    assert_eq!(data(&option, "limit-3"), json!([[100.0, null], [1000.0, null]]));
    assert_eq!(data(&option, "limit-1"), json!([[100.0, 2.0], [1000.0, 15.0]]));
}

#[test]
fn a_point_says_its_size_and_place() {
    let said = stops(&funnel(&[("Varde", 900.0, value(22.0))])).remove(0).spoken;
    assert_eq!(said, "Varde (900 borgere), inden for: 22 pr. 1.000");
}

proptest::proptest! {
    #[test]
    fn no_point_is_drawn_without_a_figure(kinds in proptest::collection::vec((0_u8..6, 50.0_f64..5e4), 1..40)) {
        let mark = |kind: u8| match kind {
            0 => Mark::Suppressed,
            1 => Mark::NotReported,
            2 => Mark::NotApplicable,
            3 => Mark::NotPublished,
            4 => value(0.0),
            _ => value(7.5),
        };
        let names: Vec<String> = (0..kinds.len()).map(|at| if at == 0 { "Varde".to_owned() } else { format!("A{at}") }).collect();
        let rows: Vec<(&str, f64, Mark)> =
            names.iter().zip(&kinds).map(|(name, (kind, citizens))| (name.as_str(), *citizens, mark(*kind))).collect();
        let input = funnel(&rows);
        let option = option::option(&input, Room::Narrow);
        let drawn: Vec<Value> =
            ["points", "chosen"].iter().flat_map(|id| data(&option, id).as_array().unwrap().clone()).collect();
        for point in &input.points {
            let own: Vec<&Value> = drawn.iter().filter(|own| own["name"] == point.label).collect();
            let expected = point.mark.number();
            proptest::prop_assert_eq!(own.len(), usize::from(expected.is_some()), "{}", &point.label);
            proptest::prop_assert_eq!(own.first().and_then(|own| own["value"][1].as_f64()), expected);
        }
        proptest::prop_assert_eq!(stops(&input).len(), drawn.len());
    }
}
