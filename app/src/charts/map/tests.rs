use super::super::{Locale, Mark, Words, color};
use super::looks::{self, Filling, Look, Outline};
use super::series::{self, Absence};
use super::{MapArea, MapInput};

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

fn look(input: &MapInput, code: &str) -> Look {
    looks::looks(&series::picture(input), std::iter::once(code))[0]
}

fn outline(input: &MapInput, code: &str) -> Option<Outline> {
    looks::outlines(&series::picture(input)).into_iter().find(|outline| outline.code == code)
}

fn is_class(fill: Filling) -> bool {
    color::CLASSES.iter().chain(&color::DIMMED_CLASSES).any(|shade| fill == Filling::Plain(shade))
}

#[test]
fn an_absent_figure_has_no_class_and_its_own_pattern() {
    let input = map("0101=* 0147=? 0151=- 0153=0");
    assert_eq!(look(&input, "0101").fill, Filling::Hatched);
    assert_eq!(look(&input, "0147").fill, Filling::Plain(color::PAPER));
    assert_eq!(outline(&input, "0147").unwrap().dashes, "4 3");
    assert_eq!(look(&input, "0151").fill, Filling::Plain(color::GRID));
    assert!(is_class(look(&input, "0153").fill), "nobody is a figure");
    assert_eq!(look(&input, "0999").fill, Filling::Plain(color::PAPER), "no figure at all");
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
    let input = map("0573!=31.4 0561=35 0101~=12 0147~=*");
    assert_eq!(outline(&input, "0573").unwrap().ink, color::CHOSEN);
    assert_eq!(outline(&input, "0561"), None);
    let pale = look(&input, "0101");
    assert!(color::DIMMED_CLASSES.iter().any(|shade| pale.fill == Filling::Plain(shade)));
    assert_eq!((look(&input, "0147").fill, pale.border), (Filling::HatchedPale, color::BORDER_DIMMED));
}

#[test]
fn around_a_single_municipality_nothing_is_pale() {
    let input = map("0573!=31.4 0561~=35 0101~=12");
    let fill = look(&input, "0101").fill;
    assert!(color::CLASSES.iter().any(|shade| fill == Filling::Plain(shade)));
}

proptest::proptest! {
    #[test]
    fn no_municipality_has_a_colour_without_a_figure(kinds in proptest::collection::vec(0_u8..6, 1..99)) {
        let word = |kind: u8| ["*", "?", "-", "0", "7.5", "12"][usize::from(kind)];
        let entries: Vec<String> = kinds.iter().enumerate().map(|(at, kind)| format!("{at:04}={}", word(*kind))).collect();
        let input = map(&entries.join(" "));
        for area in &input.areas {
            let fill = look(&input, &area.code).fill;
            proptest::prop_assert_eq!(is_class(fill), area.mark.number().is_some(), "{} has {:?}", &area.code, fill);
        }
    }
}
