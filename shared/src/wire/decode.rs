//! Bytes to cube; every rule of the format is checked here, and nowhere after.

use std::collections::BTreeMap;

use super::{
    STATUS_COLUMN, WireError,
    file::{File, Values},
    key, rows,
};
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
    let (header, file) = read(bytes, max_rows)?;
    let mut cells = Vec::with_capacity(file.rows);
    let mut next = 0;
    rows::of(&header, &file)?.visit(|offset, value, status| {
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
    let (header, file) = read(bytes, max_rows)?;
    let mut scatter = Scatter::new(header.clone())?;
    rows::of(&header, &file)?.visit(|offset, value, status| {
        usize::try_from(offset).is_ok_and(|at| scatter.place(at, value, status).is_ok())
    })?;
    Ok(scatter.finish()?)
}

/// The header, and the file with its rows.
fn read(bytes: &[u8], max_rows: u64) -> Result<(CubeHeader, File<'_>), WireError> {
    let file = File::open(bytes)?;
    check_text(&file.metadata, key::FORMAT, &FORMAT_VERSION.to_string(), "the format version that this app reads")?;
    check_text(&file.metadata, key::ABSENT, "zero", "`zero`")?;
    if u64::try_from(file.rows) != Ok(max_rows) {
        return Err(WireError::Row { row: file.rows, reason: "not the number of rows that the manifest promises" });
    }
    let header = header(&file)?;
    header.n_cells()?;
    Ok((header, file))
}

fn header(file: &File<'_>) -> Result<CubeHeader, WireError> {
    let metadata = &file.metadata;
    let measure = text(metadata, key::MEASURE, "the name of the measure")?;
    let n_axes = file.columns.len().saturating_sub(2);
    let mut axes = Vec::with_capacity(n_axes);
    for (at, column) in file.columns.iter().enumerate().take(n_axes) {
        let wrong = |expected| WireError::Column { column: at, name: column.name.to_owned(), expected };
        let dimension = DimensionId::parse(column.name).ok_or_else(|| wrong("the name of a dimension"))?;
        let Values::Texts { dictionary, .. } = &column.values else {
            return Err(wrong("a dictionary of member codes"));
        };
        let members = dictionary.iter().map(|code| MemberCode::parse(code).ok()).collect::<Option<_>>();
        axes.push(Axis { dimension, members: members.ok_or_else(|| wrong("a dictionary of member codes"))? });
    }
    for (at, name) in [(n_axes, measure.as_str()), (n_axes + 1, STATUS_COLUMN)] {
        let column = file.columns.get(at).map_or("", |column| column.name);
        if column != name {
            return Err(WireError::Column {
                column: at,
                name: column.to_owned(),
                expected: "the measure, then `status`",
            });
        }
    }
    Ok(CubeHeader {
        dataset: text(metadata, key::DATASET, "the name of the dataset")?,
        cuboid: text(metadata, key::CUBOID, "the name of the cuboid")?,
        measure,
        axes,
        not_reported: pairs(metadata, key::NOT_REPORTED)?,
        not_applicable: pairs(metadata, key::NOT_APPLICABLE)?,
        fictive: text(metadata, key::FICTIVE, "`true` or `false`")? == "true",
    })
}

fn text(metadata: &BTreeMap<String, String>, key: &'static str, expected: &'static str) -> Result<String, WireError> {
    metadata.get(key).cloned().ok_or(WireError::Metadata { key, found: None, expected })
}

fn check_text(
    metadata: &BTreeMap<String, String>,
    key: &'static str,
    value: &str,
    expected: &'static str,
) -> Result<(), WireError> {
    let found = text(metadata, key, expected)?;
    if found == value {
        return Ok(());
    }
    Err(WireError::Metadata { key, found: Some(found.chars().take(40).collect()), expected })
}

fn pairs(metadata: &BTreeMap<String, String>, key: &'static str) -> Result<Vec<(MemberCode, MemberCode)>, WireError> {
    let expected = "a JSON list of pairs of codes";
    let listed = text(metadata, key, expected)?;
    serde_json::from_slice(listed.as_bytes()).ok().ok_or_else(|| WireError::Metadata {
        key,
        found: Some(listed.chars().take(40).collect()),
        expected,
    })
}
