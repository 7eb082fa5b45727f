use super::*;
use crate::{testing, view_model::profile};

fn lists(area: &str) -> Lists {
    let gathered = testing::gathered();
    let view = profile::view(&gathered.manifest, &testing::code(area), &ViewState::default()).unwrap();
    let loaded = gathered.of_view(view);
    let figures = Figures::new(&loaded, Language::Danish).unwrap();
    Lists::of(&gathered, &figures)
}

#[test]
fn frequent_codes_lead_to_their_figures() {
    let lists = lists("dk");
    let names: Vec<_> = lists.interventions.rows.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(names, ["Medicin"]);
    assert_eq!(lists.interventions.rows[0].state.to_query(), "code=G1&area=dk&period=2026Q2");
    assert_eq!(lists.conditions.rows[0].count.number(), Some(30.0));
    assert_eq!(lists.conditions.sentence, "Alle 1 har et tal, der kan vises.", "the old code is no longer in force");
}

#[test]
fn a_hidden_figure_is_counted_and_not_listed() {
    let lists = lists("0563");
    assert_eq!(lists.conditions.rows, []);
    assert!(lists.conditions.sentence.starts_with("1 af 1 har et tal, der er skjult"), "{}", lists.conditions.sentence);
}

#[test]
fn an_area_that_did_not_report_has_no_list_and_says_why() {
    let lists = lists("0101");
    assert_eq!(lists.conditions.rows, []);
    assert_eq!(
        lists.conditions.sentence,
        "Der er ikke indberettet for hele 2. kvartal 2026. Derfor er der ingen liste."
    );
}

#[test]
fn small_differences_do_not_stand_out() {
    let lists = lists("0573");
    assert_eq!((lists.stands_out.higher.len(), lists.stands_out.lower.len()), (0, 0));
    assert!(lists.stands_out.sentence.starts_with("Ingen af 1 tal er klart forskellige fra hele landet."));
    assert_eq!(lists.stands_out.other, "Hele landet");
}

#[test]
fn the_country_is_compared_with_the_year_before() {
    assert_eq!(lists("dk").stands_out.other, "2. kvartal 2025");
}
