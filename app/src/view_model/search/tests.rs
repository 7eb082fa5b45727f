use super::*;
use crate::{
    state::{Place, ViewState},
    testing,
};

fn index() -> Index {
    Index::new(&testing::manifest(), Language::Danish)
}

/// What the hits lead to, in one line.
fn found(typed: &str) -> String {
    let said = |hit: Hit| match hit.target {
        Target::Figure(state) => state.to_query(),
        Target::Place(place) => place.path(Language::Danish),
    };
    index().search(typed, 3, Language::Danish).into_iter().map(said).collect::<Vec<_>>().join(" ")
}

fn first(typed: &str) -> String {
    found(typed).split(' ').next().unwrap_or_default().to_owned()
}

#[test]
fn names_codes_english_and_words_of_readers_find_the_same() {
    for typed in
        ["tryksår", "TRYKSAAR", "i4.4", "I4.4", "pressure sores", "liggesår", "liggesaar", "problemer med tryksår"]
    {
        assert_eq!(first(typed), "code=I4.4", "{typed}");
    }
    assert_eq!(found("findes ikke"), "");
    assert_eq!(found("  "), "");
}

#[test]
fn one_slip_is_forgiven_and_two_in_long_words() {
    for typed in ["tryksar", "trykssår", "tyrksår", "trygsår", "ligesår", "lidgesår", "pressur sorse"] {
        assert_eq!(first(typed), "code=I4.4", "{typed}");
    }
    for typed in ["kobenhavn", "Köbenhavn", "københvan"] {
        assert_eq!(first(typed), "da/area/0101", "{typed}");
    }
}

#[test]
fn a_short_word_must_be_right() {
    assert_eq!(found("hod"), "");
    assert_eq!(first("hud"), "code=I4");
}

#[test]
fn a_section_finds_the_broadest_first() {
    for typed in ["§138", "§ 138", "138", "sul § 138"] {
        assert_eq!(found(typed), "code=I code=I4 code=I4.4", "{typed}");
    }
}

#[test]
fn the_exact_code_comes_before_what_begins_with_it() {
    assert_eq!(found("i4"), "code=I4 code=I4.4 code=I4.9&period=2023");
    assert_eq!(first("0573"), "da/area/0573");
}

#[test]
fn places_are_found_by_every_name_they_have() {
    for (typed, area) in [
        ("varde", "0573"),
        ("Varde Kommune", "0573"),
        ("københavns", "0101"),
        ("fanoe", "0563"),
        ("fano", "0563"),
        ("danmark", "dk"),
        ("hele landet", "dk"),
    ] {
        assert_eq!(first(typed), format!("da/area/{area}"), "{typed}");
    }
}

#[test]
fn a_topic_and_a_place_find_the_figure_of_both() {
    for typed in ["tryksår varde", "varde liggesår", "tryksår i Varde Kommune", "tryksar varde"] {
        assert_eq!(first(typed), "code=I4.4&area=0573", "{typed}");
    }
    let hit = index().search("tryksår varde", 1, Language::Danish).remove(0);
    assert_eq!(hit.label, "Problemer med tryksår i Varde Kommune");
}

#[test]
fn a_withdrawn_code_opens_where_it_was_in_use() {
    let hits = index().search("kode", 5, Language::Danish);
    let old = hits.first().unwrap();
    assert_eq!(old.label, "Gammel kode");
    assert!(old.note.ends_with("udgået juni 2024"), "{}", old.note);
    let state = ViewState::from_query("code=I4.9&period=2023").state;
    assert_eq!(old.target, Target::Figure(state));
}

#[test]
fn pages_and_diseases_are_found() {
    assert_eq!(first("skærmlæser"), "da/accessibility");
    assert_eq!(first("metode"), Place::Method.path(Language::Danish));
    assert!(first("type 2").contains("disease=t2d"));
}

#[test]
fn a_hit_says_what_it_is() {
    let note = |typed: &str| index().search(typed, 1, Language::Danish).remove(0).note;
    assert_eq!(note("tryksår"), "Tilstand · I4.4 · SUL §138");
    assert_eq!(note("varde"), "Kommune 0573");
}
