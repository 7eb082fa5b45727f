//! The only place of the demo register that knows Arrow and Parquet.
//!
//! Files are uncompressed with plain UTF-8 strings, so that every reader can open them; each says in its metadata that it is fictitious.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use datafusion::arrow::array::{
    ArrayRef, Date32Array, Int32Array, RecordBatch, StringBuilder, UInt8Array, UInt32Array, UInt64Array,
};
use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use datafusion::parquet::arrow::ArrowWriter;
use datafusion::parquet::file::metadata::KeyValue;
use datafusion::parquet::file::properties::{EnabledStatistics, WriterProperties};

use super::error::DemoRegisterError;

/// Type of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    Key,
    Text,
    Date,
    OptionalDate,
    Level,
    Number,
    Count,
}

/// Values of a column.
#[derive(Debug)]
pub(super) enum Values<'a> {
    Keys(Vec<u64>),
    Texts(Vec<&'a str>),
    Dates(Vec<Option<i32>>),
    Levels(Vec<Option<u8>>),
    Numbers(Vec<i32>),
    Counts(Vec<u32>),
}

/// A Parquet file that grows batch by batch; row groups are written as they fill.
pub(super) struct TableWriter {
    path: PathBuf,
    schema: SchemaRef,
    writer: ArrowWriter<File>,
    n_rows: u64,
}

impl TableWriter {
    /// Creates the file `name` in `folder`.
    pub(super) fn create(folder: &Path, name: &str, columns: &[(&str, Column)]) -> Result<Self, DemoRegisterError> {
        let path = folder.join(name);
        let fields: Vec<Field> = columns.iter().map(|(name, column)| field(name, *column)).collect();
        let schema = Arc::new(Schema::new(fields));
        let file = File::create(&path).map_err(|source| DemoRegisterError::Write { path: path.clone(), source })?;
        let fictive = KeyValue::new("naerblik.fictive".to_owned(), "true".to_owned());
        let properties = WriterProperties::builder()
            .set_created_by("naerblik demo register 1".to_owned())
            .set_statistics_enabled(EnabledStatistics::None)
            .set_max_row_group_row_count(Some(ROWS_IN_GROUP))
            .set_key_value_metadata(Some(vec![fictive]))
            .build();
        let writer = ArrowWriter::try_new(file, Arc::clone(&schema), Some(properties))
            .map_err(|source| encoding(&path, source))?;
        Ok(Self { path, schema, writer, n_rows: 0 })
    }

    /// Adds rows, one list of values per column.
    pub(super) fn write(&mut self, columns: Vec<Values<'_>>) -> Result<(), DemoRegisterError> {
        let arrays = columns.into_iter().map(array).collect();
        let batch =
            RecordBatch::try_new(Arc::clone(&self.schema), arrays).map_err(|source| encoding(&self.path, source))?;
        self.n_rows += u64::try_from(batch.num_rows()).unwrap_or_default();
        self.writer.write(&batch).map_err(|source| encoding(&self.path, source))
    }

    /// Ends the file and tells how many rows it holds.
    pub(super) fn close(self) -> Result<u64, DemoRegisterError> {
        let Self { path, writer, n_rows, .. } = self;
        writer.close().map_err(|source| encoding(&path, source))?;
        Ok(n_rows)
    }
}

const ROWS_IN_GROUP: usize = 1 << 19;

fn field(name: &str, column: Column) -> Field {
    let (data_type, is_nullable) = match column {
        Column::Key => (DataType::UInt64, false),
        Column::Text => (DataType::Utf8, false),
        Column::Date => (DataType::Date32, false),
        Column::OptionalDate => (DataType::Date32, true),
        Column::Level => (DataType::UInt8, true),
        Column::Number => (DataType::Int32, false),
        Column::Count => (DataType::UInt32, false),
    };
    Field::new(name, data_type, is_nullable)
}

fn array(values: Values<'_>) -> ArrayRef {
    match values {
        Values::Keys(values) => Arc::new(UInt64Array::from(values)),
        Values::Texts(values) => {
            let bytes = values.iter().map(|text| text.len()).sum();
            let mut builder = StringBuilder::with_capacity(values.len(), bytes);
            for value in values {
                builder.append_value(value);
            }
            Arc::new(builder.finish())
        }
        Values::Dates(values) => Arc::new(Date32Array::from(values)),
        Values::Levels(values) => Arc::new(UInt8Array::from(values)),
        Values::Numbers(values) => Arc::new(Int32Array::from(values)),
        Values::Counts(values) => Arc::new(UInt32Array::from(values)),
    }
}

fn encoding(path: &Path, source: impl std::error::Error + Send + Sync + 'static) -> DemoRegisterError {
    DemoRegisterError::Parquet { path: path.to_owned(), source: Box::new(source) }
}
