//! Query results as plain columns of one type.

use datafusion::{
    arrow::{
        array::{Array, ArrayRef, AsArray as _, RecordBatch},
        compute::cast,
        datatypes::{DataType, Date32Type, UInt64Type},
    },
    prelude::SessionContext,
};

use super::DeriveError;

/// Runs a query and hands each batch to `each`.
pub(super) async fn for_each_batch(
    session: &SessionContext,
    table: &'static str,
    sql: &str,
    mut each: impl FnMut(&Batch) -> Result<(), DeriveError>,
) -> Result<(), DeriveError> {
    use futures::TryStreamExt as _;
    let wrong = |source| DeriveError::Query { table, source: Box::new(source) };
    let frame = session.sql(sql).await.map_err(wrong)?;
    let mut stream = frame.execute_stream().await.map_err(wrong)?;
    while let Some(batch) = stream.try_next().await.map_err(wrong)? {
        each(&Batch { table, batch })?;
    }
    Ok(())
}

/// One batch of a query's result.
pub(super) struct Batch {
    table: &'static str,
    batch: RecordBatch,
}

impl Batch {
    pub(super) fn keys(&self, at: usize) -> Result<Vec<u64>, DeriveError> {
        Ok(self.typed(at, &DataType::UInt64)?.as_primitive::<UInt64Type>().values().to_vec())
    }

    /// Days since 1970; `None` where the date is missing.
    pub(super) fn days(&self, at: usize) -> Result<Vec<Option<i32>>, DeriveError> {
        Ok(self.typed(at, &DataType::Date32)?.as_primitive::<Date32Type>().iter().collect())
    }

    pub(super) fn numbers(&self, at: usize) -> Result<Vec<u32>, DeriveError> {
        let array = self.typed(at, &DataType::UInt64)?;
        Ok(array.as_primitive::<UInt64Type>().values().iter().map(|n| u32::try_from(*n).unwrap_or(u32::MAX)).collect())
    }

    /// Each text mapped by `parse`.
    pub(super) fn texts<T>(&self, at: usize, parse: impl Fn(&str) -> Option<T>) -> Result<Vec<Option<T>>, DeriveError> {
        let array = self.typed(at, &DataType::Utf8)?;
        Ok(array.as_string::<i32>().iter().map(|text| text.and_then(&parse)).collect())
    }

    fn typed(&self, at: usize, data_type: &DataType) -> Result<ArrayRef, DeriveError> {
        let wrong = |source: datafusion::error::DataFusionError| DeriveError::Query {
            table: self.table,
            source: Box::new(source),
        };
        let column =
            self.batch.columns().get(at).cloned().ok_or(DeriveError::Column { table: self.table, column: at })?;
        if column.data_type() == data_type {
            return Ok(column);
        }
        cast(&column, data_type).map_err(|source| wrong(source.into()))
    }
}
