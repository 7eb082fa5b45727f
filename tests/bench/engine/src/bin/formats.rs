//! Ways to write the same cells, measured: `formats PUBLICATION` prints the tables of `docs/adr/0017-rows-and-shards.md`.
//!
//! For the made-up cube and for the largest shard of a publication: bytes, bytes after brotli at its strongest,
//! milliseconds: of our own format into a dense cube with every rule checked, of the others to read the columns.
#![expect(clippy::print_stdout, reason = "the table that this program is for")]

use std::{
    error::Error,
    fs,
    hint::black_box,
    io::Write as _,
    path::Path,
    time::{Duration, Instant},
};

use arrow2::{
    array::{Array, DictionaryArray, PrimitiveArray, Utf8Array},
    chunk::Chunk,
    datatypes::{Field, Schema},
    io::ipc::{
        read::{FileReader, read_file_metadata},
        write::{FileWriter, WriteOptions},
    },
};
use naerblik_shared::{
    cell::Cell,
    cube::{Cube, SparseCube},
    manifest::{Latest, Manifest},
    schema::MemberCode,
    testing::random::large_cube,
    wire,
};

type Columns = Vec<(String, Box<dyn Array>)>;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args_os().nth(1).ok_or("expected the folder of a publication")?;
    let made = large_cube([121, 51, 8, 6, 3], 20_261_122);
    compare("Made-up cube of 888,624 cells", &made)?;
    let (title, published) = largest_shard(Path::new(&folder))?;
    compare(&title, &published)?;
    println!("\nThe made-up cube in several files\n\n| cut by | files | bytes | brotli | brotli, largest file |");
    println!("| --- | --- | --- | --- | --- |");
    for (name, axis) in [("nothing", None), ("code", Some(2)), ("period", Some(1)), ("area", Some(0))] {
        let files = axis.map_or_else(|| vec![made.clone()], |axis| cut(&made, axis));
        let files = files.iter().map(wire::encode).collect::<Result<Vec<_>, _>>()?;
        let packed = files.iter().map(|bytes| brotli(bytes)).collect::<Result<Vec<_>, _>>()?;
        let bytes: usize = files.iter().map(Vec::len).sum();
        let (all, largest) = (packed.iter().sum::<usize>(), packed.iter().max().copied().unwrap_or(0));
        println!("| {name} | {} | {bytes} | {all} | {largest} |", files.len());
    }
    Ok(())
}

/// One cube for each member of an axis.
fn cut(cube: &SparseCube, axis: usize) -> Vec<SparseCube> {
    let lengths: Vec<usize> = cube.header.axes.iter().map(|axis| axis.members.len()).collect();
    let inner: usize = lengths.iter().skip(axis + 1).product();
    let Some(cut) = cube.header.axes.get(axis) else { return Vec::new() };
    let of = |(nth, member): (usize, &MemberCode)| {
        let mut header = cube.header.clone();
        if let Some(axis) = header.axes.get_mut(axis) {
            axis.members = vec![member.clone()];
        }
        let is_on_axes = |pair: &(MemberCode, MemberCode)| {
            let is_other = |code: &MemberCode| code != member && cut.members.contains(code);
            !is_other(&pair.0) && !is_other(&pair.1)
        };
        header.not_reported.retain(is_on_axes);
        header.not_applicable.retain(is_on_axes);
        let place = |(offset, cell): &(u32, Cell)| {
            let offset = usize::try_from(*offset).ok()?;
            let (outer, at) = (offset / inner / cut.members.len(), offset / inner % cut.members.len());
            let offset = u32::try_from(outer * inner + offset % inner).ok()?;
            (at == nth).then_some((offset, *cell))
        };
        SparseCube { header, cells: cube.cells.iter().filter_map(place).collect() }
    };
    cut.members.iter().enumerate().map(of).collect()
}

/// The file with most bytes.
fn largest_shard(folder: &Path) -> Result<(String, SparseCube), Box<dyn Error>> {
    let latest = Latest::parse(&fs::read(folder.join("latest.json"))?)?;
    let manifest = Manifest::parse(&fs::read(folder.join(&latest.manifest))?, &latest)?;
    let cuboids = manifest.datasets.iter().flat_map(|dataset| &dataset.cuboids);
    let shard = cuboids.flat_map(|cuboid| &cuboid.shards).max_by_key(|shard| shard.bytes).ok_or("no shard")?;
    let cube = wire::decode(&fs::read(folder.join(&shard.path))?, shard.rows)?;
    let (dataset, cuboid, rows) = (&cube.header.dataset, &cube.header.cuboid, cube.cells.len());
    let title = format!("Largest shard, of `{dataset}` `{cuboid}`: {} cells, {rows} rows", cube.header.n_cells()?);
    Ok((title, cube))
}

fn compare(title: &str, cube: &SparseCube) -> Result<(), Box<dyn Error>> {
    println!("\n{title}\n\n| format | bytes | brotli | ms |\n| --- | --- | --- | --- |");
    measure(
        "rows, keys of 8 bits where they fit (ours)",
        cube,
        |cube| Ok(wire::encode(cube)?),
        |bytes, cube| {
            let rows = u64::try_from(cube.cells.len()).unwrap_or_default();
            black_box(wire::decode_dense(bytes, rows)?);
            Ok(())
        },
    )?;
    let sound = |columns: fn(&SparseCube) -> Result<Columns, Box<dyn Error>>| {
        move |cube: &SparseCube| file(cube, columns(cube)?)
    };
    measure("rows, keys of 16 bits", cube, sound(wide_rows), read_columns)?;
    measure("rows, one offset of 32 bits", cube, sound(offset_rows), read_columns)?;
    measure("every cell, counts and statuses", cube, sound(dense), read_columns)?;
    measure("every cell but those of absent pairs", cube, sound(dense_reported), read_columns)
}

/// Sizes, and the median time of nine.
fn measure(
    name: &str,
    cube: &SparseCube,
    encode: impl Fn(&SparseCube) -> Result<Vec<u8>, Box<dyn Error>>,
    decode: impl Fn(&[u8], &SparseCube) -> Result<(), Box<dyn Error>>,
) -> Result<(), Box<dyn Error>> {
    let bytes = encode(cube)?;
    let packed = brotli(&bytes)?;
    let mut times = Vec::new();
    for _ in 0..9 {
        let before = Instant::now();
        decode(&bytes, cube)?;
        times.push(before.elapsed());
    }
    times.sort();
    let median = times.get(times.len() / 2).map_or(0.0, Duration::as_secs_f64) * 1000.0;
    println!("| {name} | {} | {packed} | {median:.1} |", bytes.len());
    Ok(())
}

fn brotli(bytes: &[u8]) -> Result<usize, std::io::Error> {
    let mut packed = Vec::new();
    let mut writer = brotli::CompressorWriter::new(&mut packed, 1 << 16, 11, 24);
    writer.write_all(bytes)?;
    drop(writer);
    Ok(packed.len())
}

fn file(cube: &SparseCube, columns: Columns) -> Result<Vec<u8>, Box<dyn Error>> {
    let fields: Vec<Field> =
        columns.iter().map(|(name, column)| Field::new(name, column.data_type().clone(), true)).collect();
    let schema = Schema { fields, metadata: [("naerblik.cuboid".to_owned(), cube.header.cuboid.clone())].into() };
    let mut writer = FileWriter::try_new(Vec::new(), schema, None, WriteOptions { compression: None })?;
    writer.write(&Chunk::try_new(columns.into_iter().map(|(_, column)| column).collect())?, None)?;
    writer.finish()?;
    Ok(writer.into_inner())
}

/// What any reader has to do before it places a cell; an alternative that loses already here has lost.
fn read_columns(bytes: &[u8], _: &SparseCube) -> Result<(), Box<dyn Error>> {
    let mut reader = std::io::Cursor::new(bytes);
    let metadata = read_file_metadata(&mut reader)?;
    for batch in FileReader::new(reader, metadata, None, None) {
        black_box(batch?);
    }
    Ok(())
}

fn counts(cube: &SparseCube) -> Columns {
    let values: PrimitiveArray<u32> = cube.cells.iter().map(|(_, cell)| cell.value()).collect();
    let statuses = PrimitiveArray::<u8>::from_values(cube.cells.iter().map(|(_, cell)| cell.status().to_wire()));
    vec![("citizens".to_owned(), values.boxed()), ("status".to_owned(), statuses.boxed())]
}

fn wide_rows(cube: &SparseCube) -> Result<Columns, Box<dyn Error>> {
    let mut columns = Columns::new();
    let mut stride = cube.header.n_cells()?;
    for axis in &cube.header.axes {
        let length = axis.members.len();
        stride /= length;
        let keys = cube.cells.iter().map(|(offset, _)| usize::try_from(*offset).unwrap_or(0) / stride % length);
        let codes = Utf8Array::<i32>::from_iter_values(axis.members.iter().map(MemberCode::as_str)).boxed();
        let keys = PrimitiveArray::<u16>::from_values(keys.map(|key| u16::try_from(key).unwrap_or(0)));
        columns.push((axis.dimension.to_string(), DictionaryArray::try_from_keys(keys, codes)?.boxed()));
    }
    columns.extend(counts(cube));
    Ok(columns)
}

fn offset_rows(cube: &SparseCube) -> Result<Columns, Box<dyn Error>> {
    cube.header.n_cells()?;
    let offsets = PrimitiveArray::<u32>::from_values(cube.cells.iter().map(|(offset, _)| *offset));
    Ok([vec![("offset".to_owned(), offsets.boxed())], counts(cube)].concat())
}

fn dense(cube: &SparseCube) -> Result<Columns, Box<dyn Error>> {
    planes(cube, |_| true)
}

/// Not reported pairs have no cells; the metadata tell them.
fn dense_reported(cube: &SparseCube) -> Result<Columns, Box<dyn Error>> {
    planes(cube, |status| status < 2)
}

fn planes(cube: &SparseCube, has: impl Fn(u8) -> bool) -> Result<Columns, Box<dyn Error>> {
    let cube = Cube::scatter(cube.clone())?;
    let cells = || cube.values().iter().zip(cube.statuses()).filter(|(_, status)| has(status.to_wire()));
    let values = PrimitiveArray::<u32>::from_values(cells().map(|(value, _)| *value));
    let statuses = PrimitiveArray::<u8>::from_values(cells().map(|(_, status)| status.to_wire()));
    Ok(vec![("citizens".to_owned(), values.boxed()), ("status".to_owned(), statuses.boxed())])
}
