//! Bytes to cube; every rule of the format is checked here, and nowhere after.

use std::io::Cursor;

use arrow2::{
    array::{Array, DictionaryArray, PrimitiveArray, Utf8Array},
    chunk::Chunk,
    datatypes::{Metadata, Schema},
    io::ipc::read::{FileReader, read_file_metadata},
};

use super::{STATUS_COLUMN, WireError, encode::arrow_error, key};
use crate::{
    cell::{Cell, Status},
    cube::{Axis, CubeHeader, SparseCube},
    manifest::FORMAT_VERSION,
    schema::{DimensionId, MemberCode},
};

/// Reads an Arrow IPC file written by [`super::encode`].
///
/// Check the file's digest first: a damaged file can decode to other numbers. `max_rows` is the row count that the
/// manifest promises; a file that holds another number is refused.
///
/// # Errors
/// When the file is damaged, of another format, or breaks a rule of the format.
pub fn decode(bytes: &[u8], max_rows: u64) -> Result<SparseCube, WireError> {
    let mut reader = Cursor::new(bytes);
    let file = read_file_metadata(&mut reader).map_err(|e| arrow_error(&e))?;
    let schema = file.schema.clone();
    check_text(&schema.metadata, key::FORMAT, &FORMAT_VERSION.to_string(), "the format version that this app reads")?;
    check_text(&schema.metadata, key::ABSENT, "zero", "`zero`")?;
    let chunks: Vec<_> =
        FileReader::new(reader, file, None, None).collect::<Result<_, _>>().map_err(|e| arrow_error(&e))?;
    let [chunk] = chunks.as_slice() else {
        return Err(WireError::Row { row: 0, reason: "a shard has exactly one record batch" });
    };
    if u64::try_from(chunk.len()) != Ok(max_rows) {
        return Err(WireError::Row { row: chunk.len(), reason: "not the number of rows that the manifest promises" });
    }
    let header = header(&schema, chunk)?;
    let cells = cells(&header, chunk)?;
    Ok(SparseCube { header, cells })
}

fn header(schema: &Schema, chunk: &Chunk<Box<dyn Array>>) -> Result<CubeHeader, WireError> {
    let measure = text(&schema.metadata, key::MEASURE, "the name of the measure")?;
    let n_axes = schema.fields.len().saturating_sub(2);
    let mut axes = Vec::with_capacity(n_axes);
    for (column, (field, array)) in schema.fields.iter().zip(chunk.arrays()).enumerate().take(n_axes) {
        let wrong = |expected| WireError::Column { column, name: field.name.clone(), expected };
        let dimension = DimensionId::parse(&field.name).ok_or_else(|| wrong("the name of a dimension"))?;
        let members = dictionary_members(array.as_ref()).ok_or_else(|| wrong("a dictionary of member codes"))?;
        axes.push(Axis { dimension, members });
    }
    for (column, name) in [(n_axes, measure.as_str()), (n_axes + 1, STATUS_COLUMN)] {
        if schema.fields.get(column).is_none_or(|field| field.name != name) {
            let found = schema.fields.get(column).map_or_else(String::new, |field| field.name.clone());
            return Err(WireError::Column { column, name: found, expected: "the measure, then `status`" });
        }
    }
    Ok(CubeHeader {
        dataset: text(&schema.metadata, key::DATASET, "the name of the dataset")?,
        cuboid: text(&schema.metadata, key::CUBOID, "the name of the cuboid")?,
        measure,
        axes,
        not_reported: pairs(&schema.metadata, key::NOT_REPORTED)?,
        not_applicable: pairs(&schema.metadata, key::NOT_APPLICABLE)?,
        fictive: text(&schema.metadata, key::FICTIVE, "`true` or `false`")? == "true",
    })
}

fn dictionary_members(array: &dyn Array) -> Option<Vec<MemberCode>> {
    let dictionary = array.as_any().downcast_ref::<DictionaryArray<u16>>()?;
    let values = dictionary.values().as_any().downcast_ref::<Utf8Array<i32>>()?;
    values.iter().map(|value| MemberCode::parse(value?).ok()).collect()
}

fn cells(header: &CubeHeader, chunk: &Chunk<Box<dyn Array>>) -> Result<Vec<(u32, Cell)>, WireError> {
    header.n_cells()?;
    let n_axes = header.axes.len();
    let mut offsets = vec![0_u32; chunk.len()];
    for (axis, array) in header.axes.iter().zip(chunk.arrays()) {
        let members = u32::try_from(axis.members.len()).unwrap_or(u32::MAX);
        let keys = array.as_any().downcast_ref::<DictionaryArray<u16>>().map(DictionaryArray::keys);
        for (row, (offset, position)) in offsets.iter_mut().zip(keys.into_iter().flat_map(|k| k.iter())).enumerate() {
            let position = position.map(|p| u32::from(*p)).filter(|p| *p < members);
            let position = position.ok_or(WireError::Row { row, reason: "a key outside its dictionary" })?;
            *offset = *offset * members + position;
        }
    }
    let column = |at: usize, expected| WireError::Column { column: at, name: String::new(), expected };
    let values = chunk.arrays().get(n_axes).and_then(|a| a.as_any().downcast_ref::<PrimitiveArray<u32>>());
    let values = values.ok_or_else(|| column(n_axes, "counts as u32"))?;
    let statuses = chunk.arrays().get(n_axes + 1).and_then(|a| a.as_any().downcast_ref::<PrimitiveArray<u8>>());
    let statuses = statuses.ok_or_else(|| column(n_axes + 1, "statuses as u8"))?;

    let mut cells = Vec::with_capacity(chunk.len());
    let mut next = 0;
    for (row, ((offset, value), status)) in offsets.into_iter().zip(values.iter()).zip(statuses.iter()).enumerate() {
        if offset < next {
            return Err(WireError::Row { row, reason: "out of order or repeated" });
        }
        next = offset + 1;
        let status = status.and_then(|byte| Status::from_wire(*byte));
        let cell = match (status, value.copied()) {
            (Some(Status::Value), Some(n)) if n > 0 => Cell::Value(n),
            (Some(Status::Suppressed), None) => Cell::Suppressed,
            _ => return Err(WireError::Row { row, reason: "status and count contradict each other" }),
        };
        cells.push((offset, cell));
    }
    Ok(cells)
}

fn text(metadata: &Metadata, key: &'static str, expected: &'static str) -> Result<String, WireError> {
    metadata.get(key).cloned().ok_or(WireError::Metadata { key, found: None, expected })
}

fn check_text(metadata: &Metadata, key: &'static str, value: &str, expected: &'static str) -> Result<(), WireError> {
    let found = text(metadata, key, expected)?;
    if found == value {
        return Ok(());
    }
    Err(WireError::Metadata { key, found: Some(found.chars().take(40).collect()), expected })
}

fn pairs(metadata: &Metadata, key: &'static str) -> Result<Vec<(MemberCode, MemberCode)>, WireError> {
    let expected = "a JSON list of pairs of codes";
    let listed = text(metadata, key, expected)?;
    serde_json::from_str(&listed).ok().ok_or_else(|| WireError::Metadata {
        key,
        found: Some(listed.chars().take(40).collect()),
        expected,
    })
}
