//! A plain table as an Arrow IPC file, for readers who take a figure along. Not a shard: nothing here is read back.

use arrow2::{
    array::{Array, PrimitiveArray, Utf8Array},
    chunk::Chunk,
    datatypes::{DataType, Field, Schema},
    io::ipc::write::{FileWriter, WriteOptions},
};

use super::{WireError, encode::arrow_error};

/// A column with its name.
#[derive(Debug, Clone, PartialEq)]
pub struct TableColumn<'a> {
    /// Name of the column.
    pub name: &'a str,
    /// Its values; every column has as many.
    pub values: Values,
}

/// The values of a column, by kind.
#[derive(Debug, Clone, PartialEq)]
pub enum Values {
    /// Texts, never null.
    Texts(Vec<String>),
    /// Counts; null where there is none.
    Counts(Vec<Option<u64>>),
    /// Numbers; null where there is none.
    Numbers(Vec<Option<f64>>),
}

/// Writes the table; `metadata` becomes the schema's, of two equal keys the last one counts.
///
/// # Errors
/// When the columns differ in length.
pub fn encode(columns: &[TableColumn], metadata: Vec<(String, String)>) -> Result<Vec<u8>, WireError> {
    let fields = columns.iter().map(|column| match column.values {
        Values::Texts(_) => Field::new(column.name, DataType::Utf8, false),
        Values::Counts(_) => Field::new(column.name, DataType::UInt64, true),
        Values::Numbers(_) => Field::new(column.name, DataType::Float64, true),
    });
    let schema = Schema { fields: fields.collect(), metadata: metadata.into_iter().collect() };
    let arrays = columns.iter().map(|column| match &column.values {
        Values::Texts(texts) => Utf8Array::<i32>::from_iter_values(texts.iter()).boxed(),
        Values::Counts(counts) => PrimitiveArray::<u64>::from(counts.as_slice()).boxed(),
        Values::Numbers(numbers) => PrimitiveArray::<f64>::from(numbers.as_slice()).boxed(),
    });
    let chunk = Chunk::try_new(arrays.collect::<Vec<Box<dyn Array>>>()).map_err(|e| arrow_error(&e))?;
    let options = WriteOptions { compression: None };
    let mut writer = FileWriter::try_new(Vec::new(), schema, None, options).map_err(|e| arrow_error(&e))?;
    writer.write(&chunk, None).map_err(|e| arrow_error(&e))?;
    writer.finish().map_err(|e| arrow_error(&e))?;
    Ok(writer.into_inner())
}

#[cfg(test)]
mod tests {
    use arrow2::io::ipc::read::{FileReader, read_file_metadata};

    use super::*;

    #[test]
    fn a_table_reads_back_with_its_nulls_and_metadata() {
        let columns = [
            TableColumn { name: "area", values: Values::Texts(vec!["0101".to_owned(), "0147".to_owned()]) },
            TableColumn { name: "citizens", values: Values::Counts(vec![Some(12), None]) },
            TableColumn { name: "rate", values: Values::Numbers(vec![Some(1.5), None]) },
        ];
        let bytes = encode(&columns, vec![("title".to_owned(), "Hud".to_owned())]).unwrap();
        let mut reader = std::io::Cursor::new(bytes);
        let file = read_file_metadata(&mut reader).unwrap();
        assert_eq!(file.schema.metadata["title"], "Hud");
        let chunk = FileReader::new(reader, file, None, None).next().unwrap().unwrap();
        assert_eq!(chunk.len(), 2);
        assert_eq!(chunk.arrays().iter().map(|array| array.null_count()).collect::<Vec<_>>(), [0, 1, 1]);
    }

    #[test]
    fn columns_of_different_length_are_refused() {
        let columns = [
            TableColumn { name: "a", values: Values::Counts(vec![]) },
            TableColumn { name: "b", values: Values::Counts(vec![None]) },
        ];
        assert!(encode(&columns, Vec::new()).is_err());
    }
}
