//! The night as a whole.

use std::fmt::Write as _;

use naerblik_nightly::{night::NightError, query_command::OpenPublication, validate::ValidateError};
use naerblik_shared::{
    cell::Cell,
    manifest::Manifest,
    query::Query,
    schema::{DimensionId, MemberCode, level},
};
use naerblik_suppression::protect;

use crate::support::{Workplace, files_below, root};

fn code(text: &str) -> MemberCode {
    MemberCode::parse(text).unwrap()
}

#[test]
fn the_same_register_gives_the_same_bytes_and_a_readable_publication() {
    let place = Workplace::with_publication("first");
    place.night("second", protect).unwrap();
    assert!(files_below(&place.publication("first")) == files_below(&place.publication("second")));

    let again = place.night("first", protect).unwrap();
    assert!(again.is_unchanged);
    assert_eq!(again.files_new, 0);

    let publication = OpenPublication::open(place.publication("first")).unwrap();
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(root().join("tests/cases/snapshots"));
    settings.set_prepend_module_to_snapshot(false);
    settings.bind(|| {
        insta::assert_snapshot!("manifest", describe(&publication.manifest));
        insta::assert_snapshot!("cells", sample(&publication));
    });
}

#[test]
fn a_register_without_a_column_stops_the_night_with_code_3_and_says_which() {
    let place = Workplace::new();
    std::fs::copy(place.register().join("residences.parquet"), place.register().join("conditions.parquet")).unwrap();
    let error = place.night("out", protect).unwrap_err();
    assert_eq!(error.exit_code(), 3);
    let NightError::Validate(ValidateError::Column { table, column, expected, .. }) = error else {
        panic!("another error: {error}");
    };
    assert_eq!((table, column, expected), ("conditions", "code", "Utf8"));
    assert!(!place.publication("out").exists());
}

#[test]
fn a_missing_file_stops_the_night_with_code_3() {
    let place = Workplace::new();
    std::fs::remove_file(place.register().join("deliveries.parquet")).unwrap();
    let error = place.night("out", protect).unwrap_err();
    assert_eq!(error.exit_code(), 3);
    assert!(error.to_string().contains("deliveries.parquet"), "{error}");
}

#[test]
fn municipalities_that_did_not_deliver_are_not_reported_and_others_are() {
    let place = Workplace::with_publication("out");
    let publication = OpenPublication::open(place.publication("out")).unwrap();
    let areas = publication.manifest.dimension(DimensionId::Area).unwrap();
    let municipalities: Vec<MemberCode> = areas.at_level(level::MUNICIPALITY).map(|m| m.code.clone()).collect();
    let ask = |dataset: &str, code: Option<MemberCode>| {
        let query = Query::new(dataset).with(DimensionId::Period, crate::night::code("2022Q1"));
        let query = query.with_all(DimensionId::Area, municipalities.clone());
        let query = code.map_or(query.clone(), |code| query.with(DimensionId::Code, code));
        publication.ask(&query).unwrap().cells
    };
    let covered = ask("coverage", None);
    let counted = ask("conditions", Some(code("conditions")));
    let absent = covered.iter().filter(|cell| **cell == Cell::Value(0)).count();
    assert!((1..20).contains(&absent), "{absent} municipalities are missing in 2022Q1");
    for (coverage, cell) in covered.iter().zip(&counted) {
        assert_eq!(*coverage == Cell::Value(0), *cell == Cell::NotReported);
    }
}

fn describe(manifest: &Manifest) -> String {
    let mut text = String::new();
    for dimension in &manifest.dimensions {
        writeln!(text, "{}: {} members", dimension.id, dimension.members.len()).unwrap();
    }
    for dataset in &manifest.datasets {
        for cuboid in &dataset.cuboids {
            let axes: Vec<String> =
                cuboid.axes.iter().map(|axis| format!("{} {}", axis.dimension, axis.members.len())).collect();
            let rows: u64 = cuboid.shards.iter().map(|shard| shard.rows).sum();
            let shards = cuboid.shards.len();
            writeln!(text, "{} / {}: {}; {shards} shards, {rows} rows", dataset.id, cuboid.id, axes.join(" × "))
                .unwrap();
        }
    }
    text
}

fn sample(publication: &OpenPublication) -> String {
    let mut text = String::new();
    let questions: [(&str, &[(DimensionId, &str)]); 6] = [
        ("conditions", &[(DimensionId::Area, "dk"), (DimensionId::Period, "2025"), (DimensionId::Code, "conditions")]),
        ("conditions", &[(DimensionId::Area, "dk"), (DimensionId::Period, "2025"), (DimensionId::Code, "I4.4")]),
        ("conditions", &[(DimensionId::Area, "1084"), (DimensionId::Period, "2025Q2"), (DimensionId::Code, "I4.4")]),
        ("interventions", &[(DimensionId::Area, "0751"), (DimensionId::Period, "2025-04"), (DimensionId::Code, "G")]),
        ("population", &[(DimensionId::Area, "dk"), (DimensionId::Period, "2025"), (DimensionId::Age, "80-plus")]),
        ("coverage", &[(DimensionId::Area, "dk"), (DimensionId::Period, "2024")]),
    ];
    for (dataset, selections) in questions {
        let query = selections.iter().fold(Query::new(dataset), |query, (d, member)| query.with(*d, code(member)));
        let members: Vec<&str> = selections.iter().map(|(_, member)| *member).collect();
        writeln!(text, "{dataset} {}: {:?}", members.join(" "), publication.ask(&query).unwrap().cells).unwrap();
    }
    let by_sex = Query::new("conditions")
        .with(DimensionId::Period, code("2025"))
        .with(DimensionId::Code, code("I"))
        .with_all(DimensionId::Area, ["dk", "1081", "1084"].map(code).to_vec())
        .with_all(DimensionId::Sex, ["total", "K", "M"].map(code).to_vec());
    writeln!(text, "conditions I 2025 by area and sex: {:?}", publication.ask(&by_sex).unwrap().cells).unwrap();
    text
}
