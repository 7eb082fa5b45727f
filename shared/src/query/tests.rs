//! Laws of the query engine.

use proptest::prelude::*;

use super::*;
use crate::{
    cell::Cell,
    cube::Cube,
    testing::{cube, sparse_cube},
};

fn code(text: &str) -> MemberCode {
    MemberCode::parse(text).unwrap()
}

const TABLE: &str = "area period sex citizens
    dk 2024 total 30
    dk 2024 K 18
    dk 2024 M 12
    dk 2025 total 41
    dk 2025 K 20
    dk 2025 M 21
    0101 2024 total 6
    0101 2025 K *
    0101 2025 M *
    0101 2025 total 7";

#[test]
fn a_dimension_left_out_is_answered_at_its_total() {
    let cube = cube(TABLE);
    let query = Query::new("test").with(DimensionId::Period, code("2025"));
    assert_eq!(run(&[&cube], &query).unwrap().cells, [Cell::Value(41)]);
}

#[test]
fn a_cross_table_has_a_cell_for_each_combination() {
    let cube = cube(TABLE);
    let query = Query::new("test")
        .with_all(DimensionId::Area, vec![code("0101"), code("dk")])
        .with_all(DimensionId::Sex, vec![code("K"), code("M")])
        .with(DimensionId::Period, code("2025"));
    let answer = run(&[&cube], &query).unwrap();
    assert_eq!(answer.cells, [Cell::Suppressed, Cell::Suppressed, Cell::Value(20), Cell::Value(21)]);
    assert_eq!(answer.cell(&[1, 0, 1]), Some(Cell::Value(21)));
    assert_eq!(answer.cell(&[1, 0, 2]), None);
}

#[test]
fn a_member_that_is_not_loaded_is_named() {
    let cube = cube(TABLE);
    let query = Query::new("test").with(DimensionId::Area, code("0999"));
    let error = run(&[&cube], &query).unwrap_err();
    assert_eq!(error, QueryError::NotLoaded { dimension: DimensionId::Area, member: code("0999") });
}

fn naive(sparse: &crate::cube::SparseCube, wanted: &[(DimensionId, MemberCode)]) -> Cell {
    let axes = &sparse.header.axes;
    let offset = axes.iter().fold(0, |offset, axis| {
        let asked = wanted.iter().find(|(dimension, _)| *dimension == axis.dimension);
        let position = asked.and_then(|(_, member)| axis.members.iter().position(|m| m == member)).unwrap_or(0);
        offset * axis.members.len() + position
    });
    sparse.cells.iter().find(|(at, _)| usize::try_from(*at) == Ok(offset)).map_or(Cell::Value(0), |(_, cell)| *cell)
}

proptest! {
    #[test]
    fn the_engine_equals_a_naive_implementation(
        counts in proptest::collection::vec(0_u32..40, 24),
        areas in proptest::sample::subsequence(vec!["a0", "a1", "a2"], 1..=3),
        periods in proptest::sample::subsequence(vec!["2024", "2025"], 1..=2),
    ) {
        let mut table = "area period sex citizens\n".to_owned();
        for (n, count) in counts.iter().enumerate() {
            let cell = if (1..5).contains(count) { "*".to_owned() } else { count.to_string() };
            let row = format!("a{} {} s{} {cell}\n", n / 8, 2024 + n / 4 % 2, n % 4);
            table.push_str(&row);
        }
        let sparse = sparse_cube(&table);
        let cube = Cube::scatter(sparse.clone()).unwrap();
        let codes = |texts: &[&str]| texts.iter().map(|t| code(t)).collect::<Vec<_>>();
        let query = Query::new("test")
            .with_all(DimensionId::Area, codes(&areas))
            .with_all(DimensionId::Period, codes(&periods));
        let answer = run(&[&cube], &query).unwrap();
        for (i, area) in areas.iter().enumerate() {
            for (j, period) in periods.iter().enumerate() {
                let wanted = [(DimensionId::Area, code(area)), (DimensionId::Period, code(period))];
                prop_assert_eq!(answer.cell(&[i, j]), Some(naive(&sparse, &wanted)));
            }
        }
    }
}
