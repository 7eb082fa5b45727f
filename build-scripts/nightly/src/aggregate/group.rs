//! The grouping of facts, a few codes at a time so that memory stays bounded.

use std::{collections::BTreeMap, sync::Arc};

use datafusion::{
    arrow::{
        array::{ArrayRef, AsArray as _, RecordBatch, UInt16Array, UInt32Array},
        compute::cast,
        datatypes::{DataType, UInt16Type, UInt32Type, UInt64Type},
    },
    datasource::MemTable,
    error::DataFusionError,
    prelude::{SessionConfig, SessionContext},
};

use super::{AggregateError, ConfidentialBlock};
use crate::{
    catalogue::CodeIdx,
    derive::{CitizenLeaves, DatasetFacts, Leaf, LeafDetail},
};

/// Facts handed to one query at most, unless a single code has more.
const CHUNK_ROWS: usize = 4_000_000;
const BATCH_ROWS: usize = 8192;
const PARTITIONS: usize = 2;

const SQL: &str = "SELECT code, period, leaf, COUNT(*) AS citizens FROM facts GROUP BY code, period, leaf";

/// Counts citizens by code, period and leaf.
pub(super) async fn count(
    dataset: &DatasetFacts,
    citizens: &CitizenLeaves,
    details: &[LeafDetail],
) -> Result<Vec<ConfidentialBlock>, AggregateError> {
    let mut blocks = Vec::new();
    let mut chunk = Chunk::default();
    for (code, active) in &dataset.by_code {
        for (citizen, periods) in active {
            for period in periods.iter() {
                let (Some(leaf), Some(detail)) = (citizens.get(*citizen, period), details.get(period)) else {
                    continue;
                };
                chunk.push(*code, period, leaf.at(*detail));
            }
        }
        if chunk.len() >= CHUNK_ROWS {
            blocks.extend(std::mem::take(&mut chunk).count(&dataset.id).await?);
        }
    }
    blocks.extend(chunk.count(&dataset.id).await?);
    blocks.sort_by_key(|block| (block.code, block.period));
    Ok(blocks)
}

#[derive(Default)]
struct Chunk {
    codes: Vec<u16>,
    periods: Vec<u16>,
    leaves: Vec<u32>,
}

impl Chunk {
    fn push(&mut self, code: CodeIdx, period: usize, leaf: Leaf) {
        self.codes.push(code);
        self.periods.push(u16::try_from(period).unwrap_or(u16::MAX));
        self.leaves.push(leaf.packed());
    }

    fn len(&self) -> usize {
        self.leaves.len()
    }

    async fn count(self, dataset: &str) -> Result<Vec<ConfidentialBlock>, AggregateError> {
        let facts = self.len();
        let wrong = |source| AggregateError::Query { dataset: dataset.to_owned(), source: Box::new(source) };
        let batches = self.group().await.map_err(wrong)?;
        let mut blocks: BTreeMap<(CodeIdx, usize), Vec<(Leaf, u32)>> = BTreeMap::new();
        let mut counted = 0_u64;
        for batch in &batches {
            let counts = cast(batch.column(3), &DataType::UInt64).map_err(|e| wrong(e.into()))?;
            let codes = batch.column(0).as_primitive::<UInt16Type>().values();
            let periods = batch.column(1).as_primitive::<UInt16Type>().values();
            let leaves = batch.column(2).as_primitive::<UInt32Type>().values();
            let counts = counts.as_primitive::<UInt64Type>().values();
            for (((code, period), leaf), count) in codes.iter().zip(periods).zip(leaves).zip(counts) {
                counted += count;
                let entry = blocks.entry((*code, usize::from(*period))).or_default();
                entry.push((Leaf::from_packed(*leaf), u32::try_from(*count).unwrap_or(u32::MAX)));
            }
        }
        if usize::try_from(counted) != Ok(facts) {
            return Err(AggregateError::Invariant { dataset: dataset.to_owned() });
        }
        let block = |((code, period), mut leaves): ((CodeIdx, usize), Vec<(Leaf, u32)>)| {
            leaves.sort_unstable_by_key(|(leaf, _)| *leaf);
            ConfidentialBlock { code, period, leaves }
        };
        Ok(blocks.into_iter().map(block).collect())
    }

    async fn group(self) -> Result<Vec<RecordBatch>, DataFusionError> {
        let columns: [(&str, ArrayRef); 3] = [
            ("code", Arc::new(UInt16Array::from(self.codes))),
            ("period", Arc::new(UInt16Array::from(self.periods))),
            ("leaf", Arc::new(UInt32Array::from(self.leaves))),
        ];
        let whole = RecordBatch::try_from_iter(columns)?;
        let mut partitions = vec![Vec::new(); PARTITIONS];
        for (batch, start) in (0..whole.num_rows()).step_by(BATCH_ROWS).enumerate() {
            let rows = BATCH_ROWS.min(whole.num_rows() - start);
            if let Some(partition) = partitions.get_mut(batch % PARTITIONS) {
                partition.push(whole.slice(start, rows));
            }
        }
        let config = SessionConfig::new().with_target_partitions(PARTITIONS).with_batch_size(BATCH_ROWS);
        let session = SessionContext::new_with_config(config);
        session.register_table("facts", Arc::new(MemTable::try_new(whole.schema(), partitions)?))?;
        session.sql(SQL).await?.collect().await
    }
}
