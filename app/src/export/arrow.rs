//! An extract as an Arrow IPC file, through the one module that knows Arrow.

use naerblik_shared::wire::table::{TableColumn, Values, encode};

use super::{Extract, Field};

/// Writes the file; the notes are the schema's metadata. `None` only if Arrow refuses what it was given.
pub fn write(extract: &Extract) -> Option<Vec<u8>> {
    let columns: Vec<TableColumn> = extract
        .columns
        .iter()
        .enumerate()
        .map(|(position, column)| TableColumn { name: column.id, values: values(extract, position) })
        .collect();
    let mut metadata = vec![("naerblik.title".to_owned(), extract.title.clone())];
    metadata.extend(extract.notes.iter().cloned());
    encode(&columns, &metadata).ok()
}

fn values(extract: &Extract, position: usize) -> Values {
    let fields = || extract.rows.iter().filter_map(|row| row.get(position));
    match fields().next() {
        Some(Field::Count(_)) => {
            Values::Counts(fields().map(|field| if let Field::Count(count) = field { *count } else { None }).collect())
        }
        Some(Field::Number(_)) => Values::Numbers(
            fields().map(|field| if let Field::Number(number) = field { *number } else { None }).collect(),
        ),
        Some(Field::Text(_) | Field::Status(_)) | None => Values::Texts(fields().map(text).collect()),
    }
}

fn text(field: &Field) -> String {
    match field {
        Field::Text(text) => text.clone(),
        Field::Status(availability) => availability.word().to_owned(),
        Field::Count(_) | Field::Number(_) => String::new(),
    }
}
