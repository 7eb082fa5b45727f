use serde_json::{Value, json};

use super::super::plate::Room;
use super::super::{Locale, Mark, Words};
use super::{Bar, RankingInput, option, series};

/// `Varde!` is the chosen area; `*` is withheld, `?` undelivered.
fn ranking(text: &str) -> RankingInput {
    let bar = |entry: &str| {
        let (label, figure) = entry.split_once('=').unwrap();
        let mark = match figure {
            "*" => Mark::Suppressed,
            "?" => Mark::NotReported,
            number => Mark::Value { number: number.parse().unwrap(), text: number.replace('.', ",") },
        };
        let label_text = label.trim_end_matches('!').to_owned();
        Bar { code: format!("code-{label_text}"), label: label_text, mark, is_chosen: label.ends_with('!') }
    };
    RankingInput {
        bars: text.split(' ').map(bar).collect(),
        reference: Some(("Danmark".to_owned(), 32.1, "32,1".to_owned())),
        unit: "pr. 1.000".to_owned(),
        words: Words::new(Locale::Da, "Tryksår".to_owned()),
    }
}

fn painted(input: &RankingInput) -> Value {
    option::option(&series::picture(input), &input.words, Room::Wide).unwrap()
}

fn series_of<'a>(option: &'a Value, id: &str) -> &'a Value {
    option["series"].as_array().unwrap().iter().find(|series| series["id"] == id).unwrap()
}

fn names(series: &Value) -> Vec<&str> {
    series["data"].as_array().unwrap().iter().map(|point| point["name"].as_str().unwrap()).collect()
}

#[test]
fn the_largest_figure_comes_first_and_absent_ones_last() {
    let picture = series::picture(&ranking("Fanø=* Esbjerg=35.8 Billund=? Varde!=31.4 Vejen=40 Ribe=*"));
    let labels: Vec<&str> = picture.rows.iter().map(|row| row.label.as_str()).collect();
    assert_eq!(labels, ["Vejen", "Esbjerg", "Varde", "Fanø", "Ribe", "Billund"]);
}

#[test]
fn an_absent_figure_has_no_bar_but_a_pattern_and_words() {
    let option = painted(&ranking("Fanø=* Esbjerg=0 Billund=?"));
    let bars: Vec<&Value> =
        series_of(&option, "bars")["data"].as_array().unwrap().iter().map(|bar| &bar["value"]).collect();
    assert_eq!(bars, [&json!(0.0), &Value::Null, &Value::Null]);
    assert_eq!(series_of(&option, "withheld")["data"], json!([[0.0, 1.0]]));
    assert_eq!(series_of(&option, "undelivered")["data"], json!([[0.0, 2.0]]));
    assert_eq!(names(series_of(&option, "figures")), ["0"]);
    assert_eq!(names(series_of(&option, "reasons")), ["skjult", "ikke indberettet"]);
}

#[test]
fn the_reference_line_is_named_with_its_figure() {
    let option = painted(&ranking("Esbjerg=35.8 Varde!=31.4"));
    assert_eq!(series_of(&option, "reference")["markLine"]["data"], json!([{"name": "Danmark 32,1", "xAxis": 32.1}]));
    assert_eq!(names(series_of(&option, "chosen-name")), ["Varde"]);
    assert_eq!(names(series_of(&option, "names")), ["Esbjerg"]);
}

#[test]
fn ninety_eight_rows_get_the_height_they_need() {
    let rows: Vec<String> = (0..98).map(|row| format!("A{row}={row}")).collect();
    let picture = series::picture(&ranking(&rows.join(" ")));
    assert!(option::height_px(&picture) > 98 * 24);
}

#[test]
fn long_lists_leave_absent_figures_to_the_table_but_never_the_pages_own() {
    let rows: Vec<String> = (0..40).map(|row| format!("A{row}={}", if row < 3 { "7" } else { "*" })).collect();
    let picture = series::picture(&ranking(&format!("{} Varde!=*", rows.join(" "))));
    let labels: Vec<&str> = picture.rows.iter().map(|row| row.label.as_str()).collect();
    assert_eq!(labels, ["A0", "A1", "A2", "Varde"]);
}

#[test]
fn rows_are_walked_as_they_stand_and_name_their_area() {
    let stops = series::stops(&ranking("Fanø=* Esbjerg=35.8"));
    let said: Vec<(&str, &str)> = stops.iter().map(|stop| (stop.area().unwrap(), stop.spoken.as_str())).collect();
    assert_eq!(
        said,
        [("code-Esbjerg", "Esbjerg: 35,8 pr. 1.000"), ("code-Fanø", "Fanø: skjult af hensyn til anonymitet"),]
    );
}

#[test]
fn no_function_crosses_over_to_the_painter() {
    let text = painted(&ranking("Fanø=* Esbjerg=35.8")).to_string();
    assert!(!text.contains("function") && !text.contains("=>") && !text.contains("#*#"));
}

proptest::proptest! {
    #[test]
    fn no_bar_is_drawn_without_a_figure(kinds in proptest::collection::vec(0_u8..4, 1..60)) {
        let word = |kind: u8| ["*", "?", "0", "7.5"][usize::from(kind)];
        let rows: Vec<String> = kinds.iter().enumerate().map(|(at, kind)| format!("A{at}={}", word(*kind))).collect();
        let input = ranking(&rows.join(" "));
        let picture = series::picture(&input);
        let bars = series_of(&painted(&input), "bars")["data"].clone();
        for (bar, row) in bars.as_array().unwrap().iter().zip(&picture.rows) {
            proptest::prop_assert_eq!(bar["value"].as_f64(), row.mark.number());
        }
        let n_figures = kinds.iter().filter(|kind| **kind > 1).count();
        proptest::prop_assert_eq!(picture.rows.iter().filter(|row| row.mark.number().is_some()).count(), n_figures);
    }
}
