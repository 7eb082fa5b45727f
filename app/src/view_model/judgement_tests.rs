//! What is said about the small publication.

use super::*;
use crate::testing;

fn judged(query: &str, language: Language) -> Judgements {
    let loaded = testing::loaded(query);
    let figures = Figures::new(&loaded, language).unwrap();
    judgements(&figures, &Topic::of(&loaded.view, figures.code, &loaded.manifest, language))
}

fn said(query: &str) -> Vec<String> {
    let shown = |own: &Judgement| format!("{} {} ({})", shape(own.verdict), own.words, own.figure);
    judged(query, Language::Danish).all.iter().map(shown).collect()
}

#[test]
fn every_yardstick_is_named_with_its_figure() {
    assert_eq!(
        said("area=0573"),
        [
            "● Ikke til at skelne fra hele landet (27,3)",
            "● Ikke til at skelne fra Region Syddanmark (27,3)",
            "● Ikke til at skelne fra Sundhedsråd Sydvestjylland (27,3)",
            "● Ikke til at skelne fra Klynge Sydvestjylland (27,3)",
            "– Kan ikke sammenlignes med de fem mest sammenlignelige kommuner (skjult)",
        ]
    );
    assert_eq!(
        judged("area=0573", Language::English).robustness.as_deref(),
        Some("Not distinguishable in 4 of 4 comparisons.")
    );
}

#[test]
fn a_hidden_figure_is_compared_with_nobody() {
    let judged = judged("area=0563", Language::Danish);
    assert!(judged.all.iter().all(|own| own.verdict.is_none()));
    assert_eq!((judged.robustness, judged.rank, judged.split), (None, None, None));
}

#[test]
fn a_yardstick_that_lacks_municipalities_says_so() {
    let cautions: Vec<Option<String>> =
        judged("area=0573", Language::Danish).all.into_iter().map(|own| own.caution).collect();
    assert_eq!(cautions[0].as_deref(), Some("2 af 3 kommuner har indberettet"));
    assert_eq!(cautions[3], None, "the whole cluster reported");
}

#[test]
fn the_country_is_measured_by_nobody() {
    assert_eq!(said(""), [""; 0]);
}

#[test]
fn a_difference_is_split_when_no_age_group_is_hidden() {
    let split = |query| judged(query, Language::Danish).split;
    assert_eq!(
        split("area=0573&tab=compare").as_deref(),
        Some("Forskellen til Klynge Sydvestjylland er −2,3 pr. 1.000. Borgernes alder står for 0,0, og forskelle ved samme alder for −2,3.").map(|text| text.replace("for 0,0", "for +0")).as_deref()
    );
    assert_eq!(
        split("area=klynge-sv&against=list&list=0563&tab=compare").as_deref(),
        Some("Forskellen kan ikke deles i alder og andet, for en af aldersgrupperne er skjult.")
    );
}
