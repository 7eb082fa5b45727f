//! A plain table as an Arrow IPC file, for readers who take a figure along. Not a shard: nothing here is read back.

use arrow_format::ipc::{
    Block, Buffer, Endianness, Field, FieldNode, FloatingPoint, Footer, Int, KeyValue, Message, MessageHeader,
    MetadataVersion, Precision, RecordBatch, Schema, Type, Utf8,
    planus::{Builder, Offset, UnionOffset},
};

use super::file::{CONTINUATION, MAGIC};

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

/// Columns that make no table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("columns have {found} and {expected} values, expected the same number in each")]
pub struct RaggedTable {
    /// Values of the first column.
    pub expected: usize,
    /// Values of another.
    pub found: usize,
}

/// Writes the table; `metadata` becomes the schema's.
///
/// # Errors
/// When the columns differ in length.
pub fn encode(columns: &[TableColumn], metadata: &[(String, String)]) -> Result<Vec<u8>, RaggedTable> {
    let expected = columns.first().map_or(0, |column| column.values.len());
    if let Some(column) = columns.iter().find(|column| column.values.len() != expected) {
        return Err(RaggedTable { expected, found: column.values.len() });
    }
    let mut body = Body::default();
    for column in columns {
        body.push(&column.values);
    }
    let mut bytes = MAGIC.to_vec();
    bytes.resize(8, 0);
    let mut builder = Builder::new();
    let header = schema(&mut builder, columns, metadata);
    let header = MessageHeader::create_schema(&mut builder, header);
    bytes.extend(message(builder, header, 0));
    let offset = number(bytes.len());
    let mut builder = Builder::new();
    let batch = RecordBatch::create(&mut builder, number(expected), &body.nodes, &body.buffers, ());
    let header = MessageHeader::create_record_batch(&mut builder, batch);
    let head = message(builder, header, body.bytes.len());
    let block = Block {
        offset,
        meta_data_length: i32::try_from(head.len()).unwrap_or(i32::MAX),
        body_length: number(body.bytes.len()),
    };
    bytes.extend(head);
    bytes.append(&mut body.bytes);
    bytes.extend(CONTINUATION);
    bytes.extend([0; 4]);
    let mut builder = Builder::new();
    let schema = schema(&mut builder, columns, metadata);
    let footer = Footer::create(&mut builder, MetadataVersion::V5, schema, (), [block], ());
    let footer = builder.finish(footer, None);
    bytes.extend(footer);
    bytes.extend(i32::try_from(footer.len()).unwrap_or(i32::MAX).to_le_bytes());
    bytes.extend(MAGIC);
    Ok(bytes)
}

impl Values {
    fn len(&self) -> usize {
        match self {
            Self::Texts(texts) => texts.len(),
            Self::Counts(counts) => counts.len(),
            Self::Numbers(numbers) => numbers.len(),
        }
    }
}

fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// A message before its body: its length, then its header, up to a multiple of eight bytes.
fn message(mut builder: Builder, header: UnionOffset<MessageHeader>, body: usize) -> Vec<u8> {
    let message = Message::create(&mut builder, MetadataVersion::V5, header, number(body), ());
    let header = builder.finish(message, None);
    let length = header.len().next_multiple_of(8);
    let mut bytes = CONTINUATION.to_vec();
    bytes.extend(i32::try_from(length).unwrap_or(i32::MAX).to_le_bytes());
    bytes.extend(header);
    bytes.resize(8 + length, 0);
    bytes
}

/// Put together piece by piece: a whole `Schema` would bring the code for every type that Arrow knows.
fn schema(builder: &mut Builder, columns: &[TableColumn], metadata: &[(String, String)]) -> Offset<Schema> {
    let mut fields = Vec::with_capacity(columns.len());
    for column in columns {
        let (type_, nullable) = match column.values {
            Values::Texts(_) => (Type::create_utf8(builder, Utf8 {}), false),
            Values::Counts(_) => (Type::create_int(builder, Int { bit_width: 64, is_signed: false }), true),
            Values::Numbers(_) => {
                (Type::create_floating_point(builder, FloatingPoint { precision: Precision::Double }), true)
            }
        };
        // Readers such as pyarrow expect the list of a type's parts even where there are none.
        let children: &[Offset<Field>] = &[];
        fields.push(Field::create(builder, column.name, nullable, type_, (), children, ()));
    }
    let pairs: Vec<_> =
        metadata.iter().map(|(key, value)| KeyValue::create(builder, key.as_str(), value.as_str())).collect();
    Schema::create(builder, Endianness::Little, fields.as_slice(), pairs.as_slice(), ())
}

/// The columns' values, buffer after buffer, each up to a multiple of eight bytes.
#[derive(Default)]
struct Body {
    nodes: Vec<FieldNode>,
    buffers: Vec<Buffer>,
    bytes: Vec<u8>,
}

impl Body {
    fn push(&mut self, values: &Values) {
        match values {
            Values::Texts(texts) => {
                self.valid(texts.len(), std::iter::repeat_n(true, texts.len()));
                let mut end = 0;
                let ends = texts.iter().map(|text| {
                    end += text.len();
                    i32::try_from(end).unwrap_or(i32::MAX)
                });
                let offsets: Vec<u8> = std::iter::once(0).chain(ends).flat_map(i32::to_le_bytes).collect();
                self.buffer(offsets);
                self.buffer(texts.concat().into_bytes());
            }
            Values::Counts(counts) => {
                self.valid(counts.len(), counts.iter().map(Option::is_some));
                self.buffer(counts.iter().flat_map(|count| count.unwrap_or_default().to_le_bytes()).collect());
            }
            Values::Numbers(numbers) => {
                self.valid(numbers.len(), numbers.iter().map(Option::is_some));
                self.buffer(numbers.iter().flat_map(|number| number.unwrap_or_default().to_le_bytes()).collect());
            }
        }
    }

    /// A column's node, and the bits that say which of its values are there; no bits when all are.
    fn valid(&mut self, length: usize, is_there: impl Iterator<Item = bool>) {
        let mut bits = vec![0_u8; length.div_ceil(8)];
        let mut nulls = length;
        for at in (0..length).zip(is_there).filter(|(_, is_there)| *is_there).map(|(at, _)| at) {
            nulls -= 1;
            if let Some(byte) = bits.get_mut(at / 8) {
                *byte |= 1 << (at % 8);
            }
        }
        self.nodes.push(FieldNode { length: number(length), null_count: number(nulls) });
        self.buffer(if nulls == 0 { Vec::new() } else { bits });
    }

    fn buffer(&mut self, bytes: Vec<u8>) {
        self.buffers.push(Buffer { offset: number(self.bytes.len()), length: number(bytes.len()) });
        self.bytes.extend(bytes);
        self.bytes.resize(self.bytes.len().next_multiple_of(8), 0);
    }
}

#[cfg(test)]
mod tests {
    use arrow2::{
        array::{PrimitiveArray, Utf8Array},
        io::ipc::read::{FileReader, read_file_metadata},
    };

    use super::*;

    #[test]
    fn a_table_reads_back_with_its_nulls_and_metadata() {
        let columns = [
            TableColumn { name: "area", values: Values::Texts(vec!["0101".to_owned(), "0147".to_owned()]) },
            TableColumn { name: "citizens", values: Values::Counts(vec![Some(12), None]) },
            TableColumn { name: "rate", values: Values::Numbers(vec![Some(1.5), None]) },
        ];
        let bytes = encode(&columns, &[("title".to_owned(), "Hud".to_owned())]).unwrap();
        let mut reader = std::io::Cursor::new(bytes);
        let file = read_file_metadata(&mut reader).unwrap();
        assert_eq!(file.schema.metadata["title"], "Hud");
        let chunk = FileReader::new(reader, file, None, None).next().unwrap().unwrap();
        assert_eq!(chunk.len(), 2);
        assert_eq!(chunk.arrays().iter().map(|array| array.null_count()).collect::<Vec<_>>(), [0, 1, 1]);
        let texts = chunk.arrays()[0].as_any().downcast_ref::<Utf8Array<i32>>().unwrap();
        assert_eq!(texts.iter().collect::<Vec<_>>(), [Some("0101"), Some("0147")]);
        let counts = chunk.arrays()[1].as_any().downcast_ref::<PrimitiveArray<u64>>().unwrap();
        assert_eq!(counts.iter().collect::<Vec<_>>(), [Some(&12), None]);
        let numbers = chunk.arrays()[2].as_any().downcast_ref::<PrimitiveArray<f64>>().unwrap();
        assert_eq!(numbers.iter().collect::<Vec<_>>(), [Some(&1.5), None]);
    }

    #[test]
    fn a_table_without_rows_reads_back() {
        let columns = [TableColumn { name: "area", values: Values::Texts(Vec::new()) }];
        let mut reader = std::io::Cursor::new(encode(&columns, &[]).unwrap());
        let file = read_file_metadata(&mut reader).unwrap();
        assert_eq!(FileReader::new(reader, file, None, None).next().unwrap().unwrap().len(), 0);
    }

    #[test]
    fn columns_of_different_length_are_refused() {
        let columns = [
            TableColumn { name: "a", values: Values::Counts(vec![]) },
            TableColumn { name: "b", values: Values::Counts(vec![None]) },
        ];
        assert_eq!(encode(&columns, &[]), Err(RaggedTable { expected: 0, found: 1 }));
    }
}
