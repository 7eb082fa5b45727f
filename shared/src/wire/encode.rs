//! Cube to bytes.

use arrow2::{
    array::{Array, DictionaryArray, DictionaryKey, PrimitiveArray, Utf8Array},
    chunk::Chunk,
    datatypes::{DataType, Field, Metadata, Schema},
    io::ipc::write::{FileWriter, WriteOptions},
};

use super::{STATUS_COLUMN, WireError, key};
use crate::{
    cell::Cell,
    cube::{Axis, CubeHeader, SparseCube},
    manifest::FORMAT_VERSION,
    schema::MemberCode,
};

/// Writes a cube as an Arrow IPC file.
///
/// # Errors
/// When the axes are unusable, or a cell lies outside them, out of order, or is a zero or an absence (which are
/// written by leaving them out and by the header).
pub fn encode(cube: &SparseCube) -> Result<Vec<u8>, WireError> {
    check_cells(cube)?;
    let mut columns = axis_columns(cube)?;
    let axes = cube.header.axes.iter().zip(&columns);
    let mut fields: Vec<Field> =
        axes.map(|(axis, keys)| Field::new(axis.dimension.as_str(), keys.data_type().clone(), false)).collect();
    fields.push(Field::new(&cube.header.measure, DataType::UInt32, true));
    fields.push(Field::new(STATUS_COLUMN, DataType::UInt8, false));
    let schema = Schema { fields, metadata: metadata(&cube.header) };

    columns.push(cube.cells.iter().map(|(_, cell)| cell.value()).collect::<PrimitiveArray<u32>>().boxed());
    let statuses = cube.cells.iter().map(|(_, cell)| cell.status().to_wire());
    columns.push(PrimitiveArray::<u8>::from_values(statuses).boxed());

    let options = WriteOptions { compression: None };
    let mut writer = FileWriter::try_new(Vec::new(), schema, None, options).map_err(|e| arrow_error(&e))?;
    let chunk = Chunk::try_new(columns).map_err(|e| arrow_error(&e))?;
    writer.write(&chunk, None).map_err(|e| arrow_error(&e))?;
    writer.finish().map_err(|e| arrow_error(&e))?;
    Ok(writer.into_inner())
}

pub(super) fn arrow_error(error: &arrow2::error::Error) -> WireError {
    WireError::Arrow { reason: error.to_string().chars().take(120).collect() }
}

fn check_cells(cube: &SparseCube) -> Result<(), WireError> {
    let n_cells = cube.header.n_cells()?;
    let mut next = 0;
    for (row, (offset, cell)) in cube.cells.iter().enumerate() {
        let at = usize::try_from(*offset).unwrap_or(usize::MAX);
        if at < next || at >= n_cells {
            return Err(WireError::Row { row, reason: "outside the axes or out of order" });
        }
        next = at + 1;
        if !matches!(cell, Cell::Value(1..) | Cell::Suppressed) {
            return Err(WireError::Row { row, reason: "neither a positive count nor suppressed" });
        }
    }
    Ok(())
}

fn metadata(header: &CubeHeader) -> Metadata {
    let pairs = |pairs: &[(MemberCode, MemberCode)]| {
        let listed: Vec<String> = pairs.iter().map(|(a, b)| format!("[\"{a}\",\"{b}\"]")).collect();
        format!("[{}]", listed.join(","))
    };
    [
        (key::FORMAT, FORMAT_VERSION.to_string()),
        (key::DATASET, header.dataset.clone()),
        (key::CUBOID, header.cuboid.clone()),
        (key::MEASURE, header.measure.clone()),
        (key::ABSENT, "zero".to_owned()),
        (key::NOT_REPORTED, pairs(&header.not_reported)),
        (key::NOT_APPLICABLE, pairs(&header.not_applicable)),
        (key::FICTIVE, header.fictive.to_string()),
    ]
    .into_iter()
    .map(|(key, value)| (key.to_owned(), value))
    .collect()
}

fn axis_columns(cube: &SparseCube) -> Result<Vec<Box<dyn Array>>, WireError> {
    let mut columns = Vec::new();
    let mut stride = cube.header.n_cells()?;
    for axis in &cube.header.axes {
        let members = axis.members.len();
        stride /= members;
        let keys = cube.cells.iter().map(|(offset, _)| usize::try_from(*offset).unwrap_or(0) / stride % members);
        let is_narrow = members <= NARROW_MEMBERS;
        columns.push(if is_narrow { keys_of::<u8>(axis, keys)? } else { keys_of::<u16>(axis, keys)? });
    }
    Ok(columns)
}

/// As many members as keys of one byte can name.
const NARROW_MEMBERS: usize = 256;

/// The keys of the rows; `K` holds every position on the axis.
fn keys_of<K: DictionaryKey>(axis: &Axis, keys: impl Iterator<Item = usize>) -> Result<Box<dyn Array>, WireError> {
    let keys = PrimitiveArray::<K>::from_values(keys.map(|key| K::try_from(key).unwrap_or_default()));
    let dictionary = Utf8Array::<i32>::from_iter_values(axis.members.iter().map(MemberCode::as_str));
    let data_type = DataType::Dictionary(K::KEY_TYPE, Box::new(DataType::Utf8), true);
    let column = DictionaryArray::try_new(data_type, keys, dictionary.boxed()).map_err(|e| arrow_error(&e))?;
    Ok(column.boxed())
}
