//! Small cubes written as text, and large random ones, for tests here and in the crates that use this one.

pub mod random;

use crate::{
    cell::Cell,
    cube::{Axis, Cube, CubeHeader, SparseCube},
    schema::{DimensionId, MemberCode},
};

/// Reads a table whose head names dimensions and a measure and whose rows name members and a count.
///
/// `*` is a suppressed cell. Members come in order of first appearance; cells not named are zero.
///
/// ```
/// let cube = naerblik_shared::testing::cube("area sex citizens\n0101 M 12\n0101 K *");
/// assert_eq!(cube.n_cells(), 2);
/// ```
///
/// # Panics
/// When the text is no such table; it is for tests only.
#[expect(clippy::expect_used, reason = "test support: a mistyped table should stop the test with its place")]
pub fn cube(table: &str) -> Cube {
    Cube::scatter(sparse_cube(table)).expect("the table's cells fit its axes")
}

/// Like [`cube`], before scattering.
///
/// # Panics
/// When the text is no such table; it is for tests only.
#[expect(clippy::expect_used, reason = "test support: a mistyped table should stop the test with its place")]
pub fn sparse_cube(table: &str) -> SparseCube {
    let mut lines = table.lines().map(str::trim).filter(|line| !line.is_empty());
    let head: Vec<&str> = lines.next().expect("a head line").split_whitespace().collect();
    let (measure, names) = head.split_last().expect("a measure in the head");
    let mut axes: Vec<Axis> = names
        .iter()
        .map(|name| Axis { dimension: DimensionId::parse(name).expect("a dimension's name"), members: Vec::new() })
        .collect();
    let mut rows = Vec::new();
    for line in lines {
        let fields: Vec<&str> = line.split_whitespace().collect();
        let (count, codes) = fields.split_last().expect("a count in the row");
        let mut positions = Vec::new();
        for (axis, code) in axes.iter_mut().zip(codes) {
            let code = MemberCode::parse(code).expect("a member's code");
            let known = axis.members.iter().position(|member| *member == code);
            positions.push(known.unwrap_or(axis.members.len()));
            if known.is_none() {
                axis.members.push(code);
            }
        }
        let cell = if *count == "*" { Cell::Suppressed } else { Cell::Value(count.parse().expect("a count or `*`")) };
        rows.push((positions, cell));
    }
    let offset = |positions: &[usize]| {
        positions.iter().zip(&axes).fold(0, |sum, (position, axis)| sum * axis.members.len() + position)
    };
    let mut cells: Vec<(u32, Cell)> = rows
        .iter()
        .filter(|(_, cell)| *cell != Cell::Value(0))
        .map(|(positions, cell)| (u32::try_from(offset(positions)).expect("a small table"), *cell))
        .collect();
    cells.sort_by_key(|(offset, _)| *offset);
    SparseCube { header: sparse_header(axes, measure), cells }
}

fn sparse_header(axes: Vec<Axis>, measure: &str) -> CubeHeader {
    CubeHeader {
        dataset: "test".to_owned(),
        cuboid: "test".to_owned(),
        measure: measure.to_owned(),
        axes,
        not_reported: Vec::new(),
        not_applicable: Vec::new(),
        fictive: true,
    }
}
