//! Comma-separated values as spreadsheets of the reader's language open them.
//!
//! Danish: `;` between fields and a comma in decimals. English: `,` and a point. A byte order mark makes Excel read
//! UTF-8. The table comes first, so that programs find its head in the first line; the notes follow after an empty one.

use super::{Extract, Field};
use crate::i18n::Language;

const BYTE_ORDER_MARK: &str = "\u{feff}";
/// Decimals of numbers that are no counts.
const DECIMALS: usize = 4;

/// Writes the file.
pub fn write(extract: &Extract) -> Vec<u8> {
    let language = extract.language;
    let mut lines = vec![line(extract.columns.iter().map(|column| quoted(&column.head, language)), language)];
    lines.extend(extract.rows.iter().map(|row| line(row.iter().map(|own| field(own, language)), language)));
    lines.push(String::new());
    lines.extend(extract.notes.iter().map(|(head, text)| {
        let text = text.replace(['\r', '\n'], " ");
        line([quoted(head, language), quoted(&text, language)].into_iter(), language)
    }));
    format!("{BYTE_ORDER_MARK}{}\r\n", lines.join("\r\n")).into_bytes()
}

fn line(fields: impl Iterator<Item = String>, language: Language) -> String {
    fields.collect::<Vec<_>>().join(language.pick(";", ","))
}

fn field(field: &Field, language: Language) -> String {
    match field {
        Field::Text(text) => guarded(text, language),
        Field::Count(count) => count.map_or_else(String::new, |count| count.to_string()),
        Field::Number(number) => number.map_or_else(String::new, |number| {
            let text = format!("{number:.DECIMALS$}");
            language.pick(text.replace('.', ","), text)
        }),
        Field::Status(availability) => availability.word().to_owned(),
    }
}

/// A text that a spreadsheet would take for a number, a date or a formula (`0101`, `2026-06`, `1/2`) is written as a
/// formula that yields the text.
fn guarded(text: &str, language: Language) -> String {
    if is_taken_for_something_else(text) {
        return quoted(&format!("=\"{}\"", text.replace('"', "\"\"")), language);
    }
    quoted(text, language)
}

/// Letters and an en dash keep a text a text; digits with signs alone do not.
fn is_taken_for_something_else(text: &str) -> bool {
    let begins_a_formula = text.starts_with(['=', '+', '-', '@', '\t']);
    let is_numeric = text.starts_with(|c: char| c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '/' | ':' | ' ' | 'e' | 'E'));
    begins_a_formula || is_numeric
}

fn quoted(text: &str, language: Language) -> String {
    if text.contains(['"', '\r', '\n', ';', ',', language.pick(';', ',')]) || text.starts_with(' ') {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}
