//! A small line without axes: the shape of a trend beside its figure. Gaps stay gaps.

use crate::{
    charts::Mark,
    markup::html::{Html, el},
};

const WIDTH: f64 = 120.0;
const HEIGHT: f64 = 32.0;
const MARGIN: f64 = 4.0;

/// The line of the marks, first to last, named for those who do not see it; nothing when no mark has a number.
pub fn sparkline(marks: &[Mark], name: &str) -> Html {
    let places = places(marks);
    if places.iter().all(Option::is_none) {
        return Html::default();
    }
    let view_box = format!("0 0 {WIDTH} {HEIGHT}");
    let attributes = [("class", "spark"), ("viewBox", view_box.as_str()), ("role", "img"), ("aria-label", name)];
    let dot = |class, (x, y): (f64, f64)| {
        let (x, y) = (format!("{x:.1}"), format!("{y:.1}"));
        el("circle", &[("class", class), ("cx", &x), ("cy", &y), ("r", "3")], [])
    };
    // The dot is the newest figure; without one there is no dot. The other one goes where the reader goes.
    let newest = places.last().copied().flatten().map(|place| dot("spark-end", place));
    let lines = places.split(Option::is_none).filter(|run| !run.is_empty());
    let lines = lines.map(|run| el("path", &[("class", "spark-line"), ("d", &path(run))], []));
    el("svg", &attributes, lines.chain(newest).chain([dot("spark-here", (0.0, 0.0))]))
}

/// Where each mark lies in the drawing, in its units; none without a number. The scale begins at zero, so that small
/// changes look small.
pub fn places(marks: &[Mark]) -> Vec<Option<(f64, f64)>> {
    let highest = marks.iter().filter_map(Mark::number).fold(0.0_f64, f64::max);
    let step = (WIDTH - 2.0 * MARGIN) / f64::from(u32::try_from(marks.len().saturating_sub(1)).unwrap_or(1).max(1));
    let mut next_x = MARGIN;
    let place = |mark: &Mark| {
        let x = next_x;
        next_x += step;
        let share = mark.number()? / highest.max(f64::MIN_POSITIVE);
        Some((x, HEIGHT - MARGIN - share * (HEIGHT - 2.0 * MARGIN)))
    };
    marks.iter().map(place).collect()
}

/// A single point becomes a stroke of no length, which round ends make a dot.
fn path(run: &[Option<(f64, f64)>]) -> String {
    let points: Vec<String> = run.iter().flatten().map(|(x, y)| format!("{x:.1} {y:.1}")).collect();
    let end = if points.len() == 1 { "h0" } else { "" };
    format!("M{}{end}", points.join("L"))
}

#[cfg(test)]
mod tests {
    use proptest::{collection, option, prelude::*};

    use super::*;

    fn mark(number: Option<f64>) -> Mark {
        number.map_or(Mark::Suppressed, |number| Mark::Value { number, text: number.to_string() })
    }

    #[test]
    fn nothing_is_drawn_where_there_is_no_number() {
        let marks: Vec<Mark> = [Some(4.0), Some(2.0), None, Some(4.0)].into_iter().map(mark).collect();
        let html = sparkline(&marks, "navn");
        assert_eq!(html.as_str().matches("spark-line").count(), 2);
        assert!(html.as_str().contains("h0"), "a lone point is a dot");
        let old = sparkline(&[mark(Some(4.0)), Mark::Suppressed], "navn");
        assert!(html.as_str().contains("spark-end") && !old.as_str().contains("spark-end"));
        assert!(sparkline(&[Mark::NotReported], "").is_empty());
    }

    proptest! {
        #[test]
        fn there_are_as_many_points_as_numbers_and_none_leaves_the_frame(
            numbers in collection::vec(option::of(0.0_f64..1e6), 0..40)
        ) {
            let marks: Vec<Mark> = numbers.iter().copied().map(mark).collect();
            let places = places(&marks);
            prop_assert_eq!(places.len(), numbers.len());
            for (number, place) in numbers.iter().zip(&places) {
                prop_assert_eq!(number.is_some(), place.is_some());
                prop_assert!(place.is_none_or(|(x, y)| (0.0..=WIDTH + 0.1).contains(&x) && (0.0..=HEIGHT).contains(&y)));
            }
            let html = sparkline(&marks, "");
            let runs = numbers.split(Option::is_none).filter(|run| !run.is_empty()).count();
            prop_assert_eq!(html.as_str().matches("spark-line").count(), runs);
        }
    }
}
