//! Findings word for word.

use super::*;
use crate::testing;

fn check(query: &str, danish: &str) {
    let loaded = testing::loaded(query);
    let figures = Figures::new(&loaded, Language::Danish).unwrap();
    let topic = Topic::of(&loaded.view, figures.code, &loaded.manifest, Language::Danish);
    assert_eq!(finding(&figures, &topic), danish, "{query}");
}

#[test]
fn a_figure_is_said_and_compared() {
    check(
        "area=0573",
        "I 2. kvartal 2026 havde 25,0 ud af 1.000 borgere i Varde Kommune tilstanden »Problemer med tryksår«. \
         Det er flere end tre år før (20,0) og færre end i hele landet (27,3). \
         Forskellen til hele landet kan være tilfældig. \
         Imellem ligger et databrud: Forenklet FSIII.",
    );
}

#[test]
fn a_count_is_compared_with_the_past_only() {
    check(
        "area=0573&unit=count",
        "I 2. kvartal 2026 havde 25 borgere i Varde Kommune tilstanden »Problemer med tryksår«. \
         Det er flere end tre år før (20). Imellem ligger et databrud: Forenklet FSIII.",
    );
}

#[test]
fn a_changed_coverage_is_said() {
    check(
        "unit=count",
        "I 2. kvartal 2026 havde 30 borgere i hele landet tilstanden »Problemer med tryksår«. \
         Det er færre end tre år før (40). De to år dækker ikke lige mange kommuner. \
         Imellem ligger et databrud: Forenklet FSIII.",
    );
}

#[test]
fn a_suppressed_figure_says_why() {
    check(
        "area=0563",
        "Tallet for Fanø Kommune i 2. kvartal 2026 er skjult af hensyn til anonymitet. \
         Tal fra 1 til 4 borgere vises ikke, og heller ikke tal, som de kan regnes ud fra.",
    );
}

#[test]
fn a_missing_delivery_is_not_zero() {
    check(
        "area=0101",
        "Københavns Kommune har indberettet 0 af 3 måneder i 2. kvartal 2026. \
         Derfor er der intet tal. Det betyder ikke, at tallet er nul.",
    );
    check(
        "area=1084",
        "Ingen kommuner i Region Hovedstaden har indberettet hele 2. kvartal 2026. \
         Derfor er der intet tal. Det betyder ikke, at tallet er nul.",
    );
}

#[test]
fn zero_is_said_as_a_figure() {
    check(
        "area=0563&disease=t2d",
        "I 2. kvartal 2026 havde ingen borgere med type 2-diabetes i Fanø Kommune tilstanden \
         »Problemer med tryksår«. Det er færre end i hele landet (8,2). Forskellen til hele landet kan være tilfældig.",
    );
}

#[test]
fn a_code_out_of_use_is_no_zero_either() {
    check(
        "code=I4.9",
        "I 2. kvartal 2026 kunne kommunerne ikke registrere tilstanden »Gammel kode«: koden var ikke i brug. \
         Derfor er der intet tal.",
    );
}

#[test]
fn a_part_of_the_citizens_is_said_per_whole_population() {
    check(
        "area=0573&disease=t2d",
        "I 2. kvartal 2026 havde 9,0 borgere med type 2-diabetes tilstanden »Problemer med tryksår« \
         pr. 1.000 borgere i Varde Kommune. Det er flere end i hele landet (8,2). Forskellen til hele landet kan være tilfældig.",
    );
}
