//! Links against a publication.

use super::*;
use crate::testing;

fn check(query: &str, expected: &str, issues: &[(Parameter, IssueReason)]) {
    let manifest = testing::manifest();
    let resolution = resolve(&ViewState::from_query(query).state, &manifest).unwrap();
    let ResolvedView { dataset, code, area, period, filters, .. } = &resolution.view;
    let filters: Vec<String> = filters.iter().map(|(_, member)| member.to_string()).collect();
    assert_eq!(format!("{dataset} {code} {area} {period} {}", filters.join(" ")).trim_end(), expected, "{query}");
    let found: Vec<_> = resolution.issues.iter().map(|issue| (issue.parameter, issue.reason)).collect();
    assert_eq!(found, issues, "{query}");
}

#[test]
fn an_empty_link_shows_pressure_sores_in_the_whole_country_in_the_latest_quarter() {
    check("", "conditions I4.4 dk 2026Q2", &[]);
}

#[test]
fn a_code_alone_finds_its_dataset() {
    check("code=G1", "interventions G1 dk 2026Q2", &[]);
}

#[test]
fn what_this_publication_lacks_is_dropped_and_named() {
    let unknown = |parameter| (parameter, IssueReason::Unknown);
    check("area=9999", "conditions I4.4 dk 2026Q2", &[unknown(Parameter::Area)]);
    check(
        "dataset=population&code=X9",
        "conditions I4.4 dk 2026Q2",
        &[unknown(Parameter::Dataset), unknown(Parameter::Code)],
    );
    check("period=1999&sex=X", "conditions I4.4 dk 2026Q2", &[unknown(Parameter::Period), unknown(Parameter::Sex)]);
}

#[test]
fn a_code_of_another_dataset_gives_the_default_of_the_named_one() {
    check(
        "dataset=interventions&code=I4.4",
        "interventions interventions dk 2026Q2",
        &[(Parameter::Code, IssueReason::Unknown)],
    );
}

#[test]
fn a_combination_that_is_not_published_loses_the_fewest_filters() {
    check("sex=K&age=80-plus", "conditions I4.4 dk 2026Q2 80-plus K", &[]);
    check("sex=K&disease=t2d", "conditions I4.4 dk 2026Q2 t2d", &[(Parameter::Sex, IssueReason::NotPublished)]);
    check("period=2026-06&sex=K", "conditions I4.4 dk 2026-06", &[(Parameter::Sex, IssueReason::NotPublished)]);
}

#[test]
fn a_council_sets_the_grouping() {
    let manifest = testing::manifest();
    assert_eq!(testing::view(&manifest, "area=raad-sv").via, Via::Council);
    assert_eq!(testing::view(&manifest, "area=klynge-sv&via=council").via, Via::Cluster);
}

#[test]
fn resolving_what_was_resolved_changes_nothing() {
    let manifest = testing::manifest();
    for query in ["", "area=9999&sex=K&disease=t2d", "code=G1", "period=2026-06&age=80-plus"] {
        let once = resolve(&ViewState::from_query(query).state, &manifest).unwrap().view;
        let mut state = ViewState {
            dataset: MemberCode::parse(&once.dataset).ok(),
            code: Some(once.code.clone()),
            area: Some(once.area.clone()),
            via: once.via,
            period: Some(once.period),
            ..ViewState::default()
        };
        for (dimension, member) in &once.filters {
            state.set_filter(*dimension, Some(member.clone()));
        }
        let twice = resolve(&state, &manifest).unwrap();
        assert_eq!((twice.view, twice.issues), (once, Vec::new()), "{query}");
    }
}
