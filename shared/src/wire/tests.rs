//! Laws of the wire format.

use arrow2::{
    array::{DictionaryArray, PrimitiveArray, Utf8Array},
    io::ipc::read::{FileReader, read_file_metadata},
};
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

/// The reader of `arrow2` knows all of Arrow; ours what shards have.
#[test]
fn our_reader_finds_what_the_reader_of_arrow2_finds() {
    both_readers_agree(&example());
    both_readers_agree(&with_many_areas());
}

#[test]
fn keys_have_one_byte_up_to_256_members_and_two_beyond() {
    let kinds = |cube: &SparseCube| {
        let bytes = encode(cube).unwrap();
        let columns = file::File::open(&bytes).unwrap().columns;
        let is_wide =
            |column: &file::Column| matches!(column.values, file::Values::Texts { keys: file::Keys::Wide(_), .. });
        columns.iter().map(is_wide).collect::<Vec<_>>()
    };
    let mut cube = with_many_areas();
    assert_eq!(kinds(&cube), [true, false, false, false, false]);
    assert_eq!(decode(&encode(&cube).unwrap(), 3), Ok(cube.clone()));
    cube.header.axes[0].members.pop();
    cube.cells.pop();
    assert_eq!(kinds(&cube), [false; 5]);
    assert_eq!(decode(&encode(&cube).unwrap(), 2), Ok(cube));
}

/// 257 areas, two periods, two sexes; cells of the first area, the last but one and the last.
fn with_many_areas() -> SparseCube {
    let mut cube = example();
    cube.header.not_reported.clear();
    cube.header.axes[0].members = (0..257).map(|area| MemberCode::parse(&format!("a{area}")).unwrap()).collect();
    cube.cells = vec![(0, Cell::Value(12)), (255 * 4 + 3, Cell::Suppressed), (256 * 4 + 1, Cell::Value(7))];
    cube
}

fn texts(dictionary: &dyn arrow2::array::Array) -> Vec<&str> {
    dictionary.as_any().downcast_ref::<Utf8Array<i32>>().unwrap().values_iter().collect()
}

fn both_readers_agree(cube: &SparseCube) {
    let bytes = encode(cube).unwrap();
    let mut reader = std::io::Cursor::new(&bytes);
    let known = read_file_metadata(&mut reader).unwrap();
    let fields = known.schema.fields.clone();
    let metadata = known.schema.metadata.clone();
    let chunk = FileReader::new(reader, known, None, None).next().unwrap().unwrap();
    let file = file::File::open(&bytes).unwrap();
    assert_eq!((&file.metadata, file.rows), (&metadata, chunk.len()));
    for ((field, array), column) in fields.iter().zip(chunk.arrays()).zip(&file.columns) {
        assert_eq!(field.name, column.name);
        match &column.values {
            file::Values::Texts { dictionary, keys: file::Keys::Narrow(keys) } => {
                let theirs = array.as_any().downcast_ref::<DictionaryArray<u8>>().unwrap();
                assert_eq!(
                    (texts(theirs.values().as_ref()), theirs.keys().values().as_slice()),
                    (dictionary.clone(), *keys)
                );
            }
            file::Values::Texts { dictionary, keys: file::Keys::Wide(keys) } => {
                let theirs = array.as_any().downcast_ref::<DictionaryArray<u16>>().unwrap();
                let keys: Vec<u16> = keys.iter().map(|key| u16::from_le_bytes(*key)).collect();
                assert_eq!(
                    (texts(theirs.values().as_ref()), theirs.keys().values().as_slice()),
                    (dictionary.clone(), &*keys)
                );
            }
            file::Values::Counts { counts, validity } => {
                let theirs = array.as_any().downcast_ref::<PrimitiveArray<u32>>().unwrap();
                let has = |row: usize| validity.is_none_or(|bits| bits[row / 8] >> (row % 8) & 1 == 1);
                let ours = counts.iter().enumerate().map(|(row, n)| has(row).then(|| u32::from_le_bytes(*n)));
                assert_eq!(theirs.iter().map(Option::<&u32>::copied).collect::<Vec<_>>(), ours.collect::<Vec<_>>());
            }
            file::Values::Bytes(bytes) => {
                let theirs = array.as_any().downcast_ref::<PrimitiveArray<u8>>().unwrap();
                assert_eq!(theirs.values().as_slice(), *bytes);
            }
            file::Values::Other => panic!("{} has another type", column.name),
        }
    }
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
