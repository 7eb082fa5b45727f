//! Writes the cube that all engines are measured with: `bench-cube FOLDER`.
//!
//! `cube.arrow` is a shard as the night publishes it. `rows.arrows` has the same cells for the other engines as an
//! Arrow stream: one row for every combination, members by their position (numbers are quicker for them than texts),
//! the count (null where there is none) and the status. `cube.json` names axes and members.

use std::{error::Error, fmt::Write as _, fs, path::Path};

use arrow2::{
    array::PrimitiveArray,
    chunk::Chunk,
    datatypes::{DataType, Field, Schema},
    io::ipc::write::{StreamWriter, WriteOptions},
};
use naerblik_shared::{cube::Cube, testing::random::large_cube, wire};

/// 121 areas, 51 months, 8 codes, 6 ages and 3 sexes: 888,624 cells.
const LENGTHS: [usize; 5] = [121, 51, 8, 6, 3];
const SEED: u64 = 20_261_122;

/// Rows of one record batch of the stream; the engines read them batch by batch.
const BATCH: usize = 122_880;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args_os().nth(1).ok_or("expected the folder to write to")?;
    let folder = Path::new(&folder);
    fs::create_dir_all(folder)?;
    let sparse = large_cube(LENGTHS, SEED);
    let rows = sparse.cells.len();
    fs::write(folder.join("cube.arrow"), wire::encode(&sparse)?)?;
    let cube = Cube::scatter(sparse)?;
    fs::write(folder.join("cube.json"), description(&cube, rows)?)?;
    fs::write(folder.join("rows.arrows"), stream(&cube)?)?;
    Ok(())
}

/// Names and members of the axes, and how many rows the shard has.
fn description(cube: &Cube, rows: usize) -> Result<String, std::fmt::Error> {
    let mut text = format!("{{\"rows\":{rows},\"cells\":{},\"axes\":[", cube.n_cells());
    for (nth, axis) in cube.axes().iter().enumerate() {
        let members: Vec<String> = axis.members.iter().map(|member| format!("\"{member}\"")).collect();
        let comma = if nth == 0 { "" } else { "," };
        write!(text, "{comma}{{\"dimension\":\"{}\",\"members\":[{}]}}", axis.dimension, members.join(","))?;
    }
    text.push_str("]}\n");
    Ok(text)
}

fn stream(cube: &Cube) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut fields: Vec<Field> =
        cube.axes().iter().map(|axis| Field::new(axis.dimension.as_str(), DataType::UInt8, false)).collect();
    fields.push(Field::new("citizens", DataType::Int32, true));
    fields.push(Field::new("status", DataType::UInt8, false));
    let mut writer = StreamWriter::new(Vec::new(), WriteOptions { compression: None });
    writer.start(&Schema::from(fields), None)?;
    for first in (0..cube.n_cells()).step_by(BATCH) {
        let offsets = || first..(first + BATCH).min(cube.n_cells());
        let mut columns = Vec::new();
        for (nth, axis) in cube.axes().iter().enumerate() {
            let (stride, members) = (cube.stride(nth).unwrap_or(1), axis.members.len());
            let keys = offsets().map(|offset| u8::try_from(offset / stride % members).unwrap_or(u8::MAX));
            columns.push(PrimitiveArray::<u8>::from_values(keys).boxed());
        }
        let cells = || offsets().filter_map(|offset| cube.at(offset));
        let counts = cells().map(|cell| cell.value().and_then(|count| i32::try_from(count).ok()));
        columns.push(counts.collect::<PrimitiveArray<i32>>().boxed());
        columns.push(PrimitiveArray::<u8>::from_values(cells().map(|cell| cell.status().to_wire())).boxed());
        writer.write(&Chunk::try_new(columns)?, None)?;
    }
    writer.finish()?;
    Ok(writer.into_inner())
}
