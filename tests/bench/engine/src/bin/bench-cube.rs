//! Writes the cube that all engines are measured with: `bench-cube FOLDER`.
//!
//! `cube.arrow` is a shard as the night publishes it. `published.arrows` has the same cells for the other engines as an
//! Arrow stream, with codes as dictionaries as in a shard: one row for every combination, the count (null where there
//! is none) and the status. `positions.arrows` has the members' positions instead of their codes, which is quicker for
//! engines that expand dictionaries to texts. `cube.json` names axes and members.

use std::{error::Error, fmt::Write as _, fs, path::Path};

use arrow2::{
    array::{Array, DictionaryArray, PrimitiveArray, Utf8Array},
    chunk::Chunk,
    datatypes::{DataType, Field, IntegerType, Schema},
    io::ipc::write::{StreamWriter, WriteOptions},
};
use naerblik_shared::{
    cube::{Axis, Cube},
    schema::MemberCode,
    testing::random::large_cube,
    wire,
};

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
    let (rows, shard) = (sparse.cells.len(), wire::encode(&sparse)?);
    fs::write(folder.join("cube.arrow"), &shard)?;
    let cube = Cube::scatter(sparse)?;
    fs::write(folder.join("cube.json"), description(&cube, rows, shard.len())?)?;
    fs::write(folder.join("published.arrows"), stream(&cube, Members::Codes)?)?;
    fs::write(folder.join("positions.arrows"), stream(&cube, Members::Positions)?)?;
    Ok(())
}

/// Names and members of the axes, and how many rows and bytes the shard has.
fn description(cube: &Cube, rows: usize, bytes: usize) -> Result<String, std::fmt::Error> {
    let mut text = format!("{{\"rows\":{rows},\"bytes\":{bytes},\"cells\":{},\"axes\":[", cube.n_cells());
    for (nth, axis) in cube.axes().iter().enumerate() {
        let members: Vec<String> = axis.members.iter().map(|member| format!("\"{member}\"")).collect();
        let comma = if nth == 0 { "" } else { "," };
        write!(text, "{comma}{{\"dimension\":\"{}\",\"members\":[{}]}}", axis.dimension, members.join(","))?;
    }
    text.push_str("]}\n");
    Ok(text)
}

/// How a row names the member of an axis.
#[derive(Debug, Clone, Copy)]
enum Members {
    /// By its code, in a dictionary.
    Codes,
    /// By its position on the axis.
    Positions,
}

impl Members {
    fn data_type(self) -> DataType {
        match self {
            Self::Codes => DataType::Dictionary(IntegerType::UInt8, Box::new(DataType::Utf8), true),
            Self::Positions => DataType::UInt8,
        }
    }

    fn column(self, axis: &Axis, keys: PrimitiveArray<u8>) -> Result<Box<dyn Array>, arrow2::error::Error> {
        let codes = Utf8Array::<i32>::from_iter_values(axis.members.iter().map(MemberCode::as_str));
        Ok(match self {
            Self::Codes => DictionaryArray::try_new(self.data_type(), keys, codes.boxed())?.boxed(),
            Self::Positions => keys.boxed(),
        })
    }
}

fn stream(cube: &Cube, members: Members) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut fields: Vec<Field> =
        cube.axes().iter().map(|axis| Field::new(axis.dimension.as_str(), members.data_type(), false)).collect();
    fields.push(Field::new("citizens", DataType::Int32, true));
    fields.push(Field::new("status", DataType::UInt8, false));
    let mut writer = StreamWriter::new(Vec::new(), WriteOptions { compression: None });
    writer.start(&Schema::from(fields), None)?;
    for first in (0..cube.n_cells()).step_by(BATCH) {
        let offsets = || first..(first + BATCH).min(cube.n_cells());
        let mut columns = Vec::new();
        for (nth, axis) in cube.axes().iter().enumerate() {
            let (stride, length) = (cube.stride(nth).unwrap_or(1), axis.members.len());
            let keys = offsets().map(|offset| u8::try_from(offset / stride % length).unwrap_or(u8::MAX));
            columns.push(members.column(axis, PrimitiveArray::from_values(keys))?);
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
