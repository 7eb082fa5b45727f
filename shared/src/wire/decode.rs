//! Bytes to cube; every rule of the format is checked here, and nowhere after.

use std::io::Cursor;

use arrow2::{
    array::{Array, DictionaryArray, Utf8Array},
    chunk::Chunk,
    datatypes::{Metadata, Schema},
    io::ipc::read::{FileReader, read_file_metadata},
};

use super::{STATUS_COLUMN, WireError, encode::arrow_error, key, rows};
use crate::{
    cell::{Cell, Status},
    cube::{Axis, Cube, CubeHeader, Scatter, SparseCube},
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
    let (header, batch) = read(bytes, max_rows)?;
    let mut cells = Vec::with_capacity(batch.len());
    let mut next = 0;
    rows::of(&header, &batch)?.visit(|offset, value, status| {
        let is_behind = offset >= next;
        next = offset + 1;
        cells.push((offset, if status == Status::Value { Cell::Value(value) } else { Cell::Suppressed }));
        is_behind
    })?;
    Ok(SparseCube { header, cells })
}

/// Reads an Arrow IPC file straight into a dense cube, without a list of its cells in between.
///
/// The same as [`decode`] and [`Cube::scatter`], sparing the memory of the list.
///
/// # Errors
/// As for [`decode`], and when an absence names members that the axes lack.
#[inline(never)] // into callers that are compiled for size
pub fn decode_dense(bytes: &[u8], max_rows: u64) -> Result<Cube, WireError> {
    let (header, batch) = read(bytes, max_rows)?;
    let mut scatter = Scatter::new(header.clone())?;
    rows::of(&header, &batch)?.visit(|offset, value, status| {
        usize::try_from(offset).is_ok_and(|at| scatter.place(at, value, status).is_ok())
    })?;
    drop(batch);
    Ok(scatter.finish()?)
}

/// The header and the one record batch.
fn read(bytes: &[u8], max_rows: u64) -> Result<(CubeHeader, Chunk<Box<dyn Array>>), WireError> {
    let mut reader = Cursor::new(bytes);
    let file = read_file_metadata(&mut reader).map_err(|e| arrow_error(&e))?;
    let schema = file.schema.clone();
    check_text(&schema.metadata, key::FORMAT, &FORMAT_VERSION.to_string(), "the format version that this app reads")?;
    check_text(&schema.metadata, key::ABSENT, "zero", "`zero`")?;
    let mut chunks = FileReader::new(reader, file, None, None);
    let (Some(chunk), None) = (chunks.next(), chunks.next()) else {
        return Err(WireError::Row { row: 0, reason: "a shard has exactly one record batch" });
    };
    let chunk = chunk.map_err(|e| arrow_error(&e))?;
    if u64::try_from(chunk.len()) != Ok(max_rows) {
        return Err(WireError::Row { row: chunk.len(), reason: "not the number of rows that the manifest promises" });
    }
    let header = header(&schema, &chunk)?;
    header.n_cells()?;
    Ok((header, chunk))
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
