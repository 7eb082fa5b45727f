//! What the small publication's filters offer.

use super::*;
use crate::testing;

fn choices(query: &str) -> Choices {
    let manifest = testing::manifest();
    Choices::of(&testing::view(&manifest, query), &manifest, Language::Danish).unwrap()
}

fn off(choices: &Choices) -> String {
    let all = choices.filters.iter().flat_map(|filter| &filter.choices).chain(&choices.grains);
    let off: Vec<&str> = all.filter(|choice| !choice.is_published).map(|choice| choice.value.as_str()).collect();
    off.join(" ")
}

#[test]
fn everything_can_be_chosen_first() {
    assert_eq!(off(&choices("")), "");
    assert_eq!(choices("").reasons, Vec::<String>::new());
}

#[test]
fn a_disease_switches_the_other_filters_off_and_says_why() {
    let choices = choices("disease=t2d");
    assert_eq!(off(&choices), "0-64 80-plus K M in-care-home month");
    assert_eq!(
        choices.reasons,
        [
            "Alder, køn, bolig og måned kan ikke kombineres med kronisk sygdom: tabellen er ikke offentliggjort.",
            "»Pr. 1.000, som om aldrene var ens« kan ikke vælges: \
             tallene er ikke offentliggjort efter alder sammen med de andre valg."
        ]
    );
}

#[test]
fn months_have_no_filters() {
    let choices = choices("period=2026-06");
    assert_eq!(
        choices.reasons,
        [
            "Alder, køn, bolig og kronisk sygdom kan ikke vælges for måneder: \
             tabellen er kun offentliggjort for år og kvartaler.",
            "»Pr. 1.000, som om aldrene var ens« kan ikke vælges: \
             tallene er ikke offentliggjort efter alder sammen med de andre valg."
        ]
    );
}

#[test]
fn equal_ages_cannot_be_chosen_where_ages_stand_apart_and_the_reason_is_said() {
    let standard = |query| {
        let choices = choices(query);
        let unit = choices.units.into_iter().find(|unit| unit.value == "standard").unwrap();
        (unit.is_published, choices.reasons.last().cloned().unwrap_or_default())
    };
    let beside = "»Pr. 1.000, som om aldrene var ens« kan ikke vælges: her står aldrene allerede hver for sig.";
    assert_eq!(standard("tab=distribution"), (false, beside.to_owned()));
    assert_eq!(standard("tab=table&pivot=sex.age"), (false, beside.to_owned()));
    assert_eq!(standard("tab=table&pivot=area.sex"), (true, String::new()));
    let one = "»Pr. 1.000, som om aldrene var ens« kan ikke vælges: der er kun valgt én aldersgruppe.";
    assert_eq!(standard("age=80-plus"), (false, one.to_owned()));
}

#[test]
fn another_grain_starts_at_the_closest_period() {
    let manifest = testing::manifest();
    let view = testing::view(&manifest, "period=2026Q2");
    let dataset = manifest.dataset("conditions").unwrap();
    assert_eq!(period_at(&view, dataset, Grain::Month), Some(Period::Month(2026, 6)));
}
