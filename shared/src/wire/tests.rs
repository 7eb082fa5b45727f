//! Laws of the wire format.

use proptest::prelude::*;

use super::*;
use crate::{cell::Cell, cube::SparseCube, schema::MemberCode, testing::sparse_cube};

fn example() -> SparseCube {
    let table = "area period sex citizens
        0101 2024 K 12
        0101 2024 M *
        0101 2025 K 9
        0147 2025 M 6";
    let mut cube = sparse_cube(table);
    let code = |text: &str| MemberCode::parse(text).unwrap();
    cube.header.not_reported = vec![(code("0147"), code("2024"))];
    cube
}

fn rows(cube: &SparseCube) -> u64 {
    cube.cells.len().try_into().unwrap()
}

#[test]
fn what_is_decoded_is_what_was_encoded() {
    let cube = example();
    let bytes = encode(&cube).unwrap();
    assert_eq!(decode(&bytes, rows(&cube)), Ok(cube));
}

#[test]
fn the_same_cube_gives_the_same_bytes() {
    assert_eq!(encode(&example()), encode(&example()));
}

#[test]
fn a_cube_without_cells_survives() {
    let mut cube = example();
    cube.cells.clear();
    let bytes = encode(&cube).unwrap();
    assert_eq!(decode(&bytes, 0), Ok(cube));
}

#[test]
fn a_zero_or_an_absence_cannot_be_written_as_a_row() {
    for cell in [Cell::Value(0), Cell::NotReported, Cell::NotApplicable] {
        let mut cube = example();
        cube.cells = vec![(0, cell)];
        assert!(matches!(encode(&cube), Err(WireError::Row { row: 0, .. })));
    }
}

#[test]
fn another_row_count_than_promised_is_refused() {
    let bytes = encode(&example()).unwrap();
    assert!(matches!(decode(&bytes, 5), Err(WireError::Row { row: 4, .. })));
}

#[test]
fn bytes_that_are_no_arrow_file_are_an_error() {
    assert!(matches!(decode(b"", 0), Err(WireError::Arrow { .. })));
    assert!(matches!(decode(b"<html>not found</html>", 0), Err(WireError::Arrow { .. })));
}

proptest! {
    #[test]
    fn damaged_or_cut_files_give_a_cube_or_an_error_but_no_panic(
        at in 0_usize..4000, byte in any::<u8>(), keep in 0_usize..4000,
    ) {
        let mut bytes = encode(&example()).unwrap();
        let at = at % bytes.len();
        bytes[at] = byte;
        let _ = decode(&bytes, 4);
        bytes.truncate(keep % bytes.len());
        let _ = decode(&bytes, 4);
    }

    #[test]
    fn random_cells_survive_the_wire(cells in proptest::collection::btree_map(0_u32..8, 0_u32..50, 0..8)) {
        let mut cube = example();
        let cell = |n: u32| if n == 0 { Cell::Suppressed } else { Cell::Value(n) };
        cube.header.not_reported.clear();
        cube.cells = cells.into_iter().map(|(offset, n)| (offset, cell(n))).collect();
        let bytes = encode(&cube).unwrap();
        prop_assert_eq!(decode(&bytes, rows(&cube)), Ok(cube));
    }
}
