//! An Arrow IPC file read where it lies: its one record batch as byte ranges, nothing copied.
//!
//! Reads what [`super::encode`] writes and no more of Arrow: dictionaries of text with keys of one or two bytes, `u32`
//! and `u8` columns, one record batch, no compression. The whole reader of `arrow2` knows every type there is and would be a
//! sixth of what the browser downloads; tests hold the two against each other.

use std::{collections::BTreeMap, str};

use arrow_format::ipc::{
    BlockRef, FieldRef, FooterRef, IntRef, MessageHeaderRef, MessageRef, RecordBatchRef, SchemaRef, TypeRef,
    planus::{self, ReadAsRoot},
};

use super::WireError;

/// A file with its one record batch.
#[derive(Debug)]
pub(super) struct File<'a> {
    /// The schema's metadata.
    pub(super) metadata: BTreeMap<String, String>,
    pub(super) columns: Vec<Column<'a>>,
    /// Number of rows; every column has as many.
    pub(super) rows: usize,
}

/// A column with its name.
#[derive(Debug)]
pub(super) struct Column<'a> {
    pub(super) name: &'a str,
    pub(super) values: Values<'a>,
}

/// The values of a column, little-endian.
#[derive(Debug)]
pub(super) enum Values<'a> {
    /// Keys (none null) of a dictionary of texts.
    Texts { dictionary: Vec<&'a str>, keys: Keys<'a> },
    /// `u32`, with a bit for each row that has one; all have when absent.
    Counts { counts: &'a [[u8; 4]], validity: Option<&'a [u8]> },
    /// `u8`, none null.
    Bytes(&'a [u8]),
    /// Something that shards have not.
    Other,
}

/// A key for each row.
#[derive(Debug, Clone, Copy)]
pub(super) enum Keys<'a> {
    /// `u8`.
    Narrow(&'a [u8]),
    /// `u16`, little-endian.
    Wide(&'a [[u8; 2]]),
}

/// What precedes the schema, and ends the file.
pub(super) const MAGIC: &[u8; 6] = b"ARROW1";
/// What precedes the length of a message.
pub(super) const CONTINUATION: [u8; 4] = [0xff; 4];

impl<'a> File<'a> {
    /// Finds the parts of a file; `Arrow` when they are not there, `Row` when there is not one record batch.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, WireError> {
        let footer = footer(bytes)?;
        let schema = footer.schema()?.ok_or_else(|| damaged("it has no schema"))?;
        let dictionaries = dictionaries(bytes, &footer)?;
        let mut blocks = footer.record_batches()?.into_iter().flatten();
        let (Some(block), None) = (blocks.next(), blocks.next()) else {
            return Err(WireError::Row { row: 0, reason: "a shard has exactly one record batch" });
        };
        let (header, body) = message(bytes, block)?;
        let MessageHeaderRef::RecordBatch(batch) = header else { return Err(damaged("a batch of another kind")) };
        let mut batch = Batch::new(&batch, body)?;
        let mut columns = Vec::new();
        for field in schema.fields()?.into_iter().flatten() {
            let field = field?;
            columns
                .push(Column { name: field.name()?.unwrap_or_default(), values: batch.column(&field, &dictionaries)? });
        }
        Ok(Self { metadata: metadata(&schema)?, columns, rows: batch.rows })
    }
}

impl From<planus::Error> for WireError {
    fn from(error: planus::Error) -> Self {
        Self::Arrow { reason: error.to_string().chars().take(120).collect() }
    }
}

fn damaged(reason: &str) -> WireError {
    WireError::Arrow { reason: reason.to_owned() }
}

fn footer(bytes: &[u8]) -> Result<FooterRef<'_>, WireError> {
    let rest = bytes.strip_prefix(MAGIC).and_then(|bytes| bytes.strip_suffix(MAGIC));
    let rest = rest.ok_or_else(|| damaged("it does not begin and end with `ARROW1`"))?;
    let (rest, length) = rest.split_last_chunk().ok_or_else(|| damaged("it is cut"))?;
    let length = usize::try_from(i32::from_le_bytes(*length)).ok();
    let footer = length.and_then(|length| rest.get(rest.len().checked_sub(length)?..));
    Ok(FooterRef::read_as_root(footer.ok_or_else(|| damaged("its footer is cut"))?)?)
}

fn metadata(schema: &SchemaRef<'_>) -> Result<BTreeMap<String, String>, WireError> {
    let mut all = BTreeMap::new();
    for pair in schema.custom_metadata()?.into_iter().flatten() {
        let pair = pair?;
        if let (Some(key), Some(value)) = (pair.key()?, pair.value()?) {
            all.insert(key.to_owned(), value.to_owned());
        }
    }
    Ok(all)
}

/// The texts of each dictionary by its number.
fn dictionaries<'a>(bytes: &'a [u8], footer: &FooterRef<'a>) -> Result<BTreeMap<i64, Vec<&'a str>>, WireError> {
    let mut all = BTreeMap::new();
    for block in footer.dictionaries()?.into_iter().flatten() {
        let (header, body) = message(bytes, block)?;
        let MessageHeaderRef::DictionaryBatch(batch) = header else {
            return Err(damaged("a dictionary of another kind"));
        };
        let data = batch.data()?.ok_or_else(|| damaged("a dictionary without values"))?;
        all.insert(batch.id()?, Batch::new(&data, body)?.texts()?);
    }
    Ok(all)
}

/// A message's header and body.
fn message<'a>(bytes: &'a [u8], block: BlockRef<'_>) -> Result<(MessageHeaderRef<'a>, &'a [u8]), WireError> {
    let cut = || damaged("a message is cut");
    let length = usize::try_from(block.meta_data_length()).ok().ok_or_else(cut)?;
    let start = usize::try_from(block.offset()).ok().ok_or_else(cut)?;
    let (head, body) = bytes.get(start..).and_then(|rest| rest.split_at_checked(length)).ok_or_else(cut)?;
    let head = head.strip_prefix(&CONTINUATION).and_then(|head| head.get(4..)).ok_or_else(cut)?;
    let body = usize::try_from(block.body_length()).ok().and_then(|length| body.get(..length)).ok_or_else(cut)?;
    let header = MessageRef::read_as_root(head)?.header()?;
    Ok((header.ok_or_else(cut)?, body))
}

/// A record batch whose columns are taken one after the other.
struct Batch<'a> {
    rows: usize,
    /// Number of nulls of each column to come.
    nulls: std::vec::IntoIter<i64>,
    /// Offset and length of each buffer to come.
    buffers: std::vec::IntoIter<(i64, i64)>,
    body: &'a [u8],
}

impl<'a> Batch<'a> {
    fn new(batch: &RecordBatchRef<'a>, body: &'a [u8]) -> Result<Self, WireError> {
        if batch.compression()?.is_some() {
            return Err(damaged("its batch is compressed"));
        }
        let rows = usize::try_from(batch.length()?).ok().ok_or_else(|| damaged("a negative number of rows"))?;
        let nulls: Vec<i64> = batch.nodes()?.into_iter().flatten().map(|node| node.null_count()).collect();
        let buffers = batch.buffers()?.into_iter().flatten();
        let buffers: Vec<(i64, i64)> = buffers.map(|buffer| (buffer.offset(), buffer.length())).collect();
        Ok(Self { rows, nulls: nulls.into_iter(), buffers: buffers.into_iter(), body })
    }

    fn column(
        &mut self,
        field: &FieldRef<'a>,
        dictionaries: &BTreeMap<i64, Vec<&'a str>>,
    ) -> Result<Values<'a>, WireError> {
        let validity = self.validity()?;
        if let Some(encoding) = field.dictionary()? {
            let key = encoding.index_type()?;
            let is_of = |bits| key.as_ref().is_some_and(|key| is_unsigned(key, bits));
            let keys = match (is_of(8), is_of(16)) {
                (true, _) => Keys::Narrow(self.numbers::<1>()?.as_flattened()),
                (_, true) => Keys::Wide(self.numbers()?),
                _ => return Ok(Values::Other),
            };
            let dictionary = dictionaries.get(&encoding.id()?).filter(|_| validity.is_none());
            return Ok(match dictionary {
                Some(dictionary) => Values::Texts { dictionary: dictionary.clone(), keys },
                None => Values::Other,
            });
        }
        Ok(match field.type_()? {
            Some(TypeRef::Int(number)) if is_unsigned(&number, 32) => {
                Values::Counts { counts: self.numbers()?, validity }
            }
            Some(TypeRef::Int(number)) if is_unsigned(&number, 8) && validity.is_none() => {
                Values::Bytes(self.numbers::<1>()?.as_flattened())
            }
            _ => Values::Other,
        })
    }

    /// The next buffer as a bit for each row; `None` when none is null.
    fn validity(&mut self) -> Result<Option<&'a [u8]>, WireError> {
        let nulls = self.nulls.next().ok_or_else(|| damaged("a column is missing"))?;
        let bits = self.buffer()?;
        if nulls == 0 {
            return Ok(None);
        }
        Ok(Some(bits.get(..self.rows.div_ceil(8)).ok_or_else(|| damaged("a column is cut"))?))
    }

    /// The next buffer as a number for each row.
    fn numbers<const WIDTH: usize>(&mut self) -> Result<&'a [[u8; WIDTH]], WireError> {
        let (numbers, _) = self.buffer()?.as_chunks();
        numbers.get(..self.rows).ok_or_else(|| damaged("a column is cut"))
    }

    fn buffer(&mut self) -> Result<&'a [u8], WireError> {
        let (offset, length) = self.buffers.next().ok_or_else(|| damaged("a buffer is missing"))?;
        let place = usize::try_from(offset).ok().zip(usize::try_from(length).ok());
        let buffer = place.and_then(|(offset, length)| self.body.get(offset..)?.get(..length));
        buffer.ok_or_else(|| damaged("a buffer is cut"))
    }

    /// The batch as one column of texts.
    fn texts(mut self) -> Result<Vec<&'a str>, WireError> {
        if self.validity()?.is_some() {
            return Err(damaged("a dictionary has nulls"));
        }
        let cut = || damaged("a dictionary is cut");
        let (offsets, _) = self.buffer()?.as_chunks();
        let offsets = offsets.get(..=self.rows).ok_or_else(cut)?;
        let bytes = self.buffer()?;
        let at = |offset: &[u8; 4]| usize::try_from(i32::from_le_bytes(*offset)).ok();
        let text = |pair: &[[u8; 4]]| {
            let [start, end] = pair else { return None };
            str::from_utf8(bytes.get(at(start)?..at(end)?)?).ok()
        };
        offsets.windows(2).map(|pair| text(pair).ok_or_else(cut)).collect()
    }
}

fn is_unsigned(number: &IntRef<'_>, bits: i32) -> bool {
    matches!((number.bit_width(), number.is_signed()), (Ok(width), Ok(false)) if width == bits)
}
