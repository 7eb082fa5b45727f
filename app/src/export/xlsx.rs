//! A workbook: the rows on the first sheet, the notes on the second (ECMA-376, Office Open XML).
//!
//! Written by hand because the general crates are larger than half of the app (ADR 0018). Only what we need: text,
//! numbers, a bold head that stays in sight, widths, filters.

use super::{
    Extract, Field,
    zip::{Entry, archive},
};

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
/// Positions in the list of cell formats below.
const BOLD: u8 = 1;
const DECIMALS: u8 = 2;
const WRAPPED: u8 = 3;

/// Writes the file.
pub fn write(extract: &Extract) -> Vec<u8> {
    let (figures, notes) = (figures_sheet(extract), notes_sheet(extract));
    let (types, relations, workbook, parts, styles) =
        (content_types(), package_relations(), workbook(extract), workbook_relations(), styles());
    archive(&[
        Entry { path: "[Content_Types].xml", bytes: types.as_bytes() },
        Entry { path: "_rels/.rels", bytes: relations.as_bytes() },
        Entry { path: "xl/workbook.xml", bytes: workbook.as_bytes() },
        Entry { path: "xl/_rels/workbook.xml.rels", bytes: parts.as_bytes() },
        Entry { path: "xl/styles.xml", bytes: styles.as_bytes() },
        Entry { path: "xl/worksheets/sheet1.xml", bytes: figures.as_bytes() },
        Entry { path: "xl/worksheets/sheet2.xml", bytes: notes.as_bytes() },
    ])
}

fn figures_sheet(extract: &Extract) -> String {
    let head = extract.columns.iter().map(|column| text_cell(&column.head, BOLD));
    let rows = std::iter::once(row(head));
    let rows: String = rows.chain(extract.rows.iter().map(|fields| row(fields.iter().map(cell)))).collect();
    let wide = |column: usize| {
        let longest = extract.rows.iter().filter_map(|row| row.get(column)).map(length).max().unwrap_or(0);
        let head = extract.columns.get(column).map_or(0, |column| column.head.chars().count());
        longest.max(head + 2).clamp(8, 48) + 1
    };
    let widths: String = (0..extract.columns.len()).map(|column| width(column + 1, wide(column))).collect();
    let last = letters(extract.columns.len().saturating_sub(1));
    let bottom = extract.rows.len() + 1;
    let view = r#"<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>"#;
    format!(
        r#"{HEAD}<worksheet xmlns="{MAIN}">{view}<cols>{widths}</cols><sheetData>{rows}</sheetData><autoFilter ref="A1:{last}{bottom}"/></worksheet>"#
    )
}

fn notes_sheet(extract: &Extract) -> String {
    let note = |(head, text): &(String, String)| row([text_cell(head, BOLD), text_cell(text, WRAPPED)].into_iter());
    let rows: String = extract.notes.iter().map(note).collect();
    let widths = format!("{}{}", width(1, 28), width(2, 100));
    format!(r#"{HEAD}<worksheet xmlns="{MAIN}"><cols>{widths}</cols><sheetData>{rows}</sheetData></worksheet>"#)
}

fn row(cells: impl Iterator<Item = String>) -> String {
    format!("<row>{}</row>", cells.collect::<String>())
}

fn cell(field: &Field) -> String {
    match field {
        Field::Text(text) => text_cell(text, 0),
        Field::Count(Some(count)) => format!("<c><v>{count}</v></c>"),
        Field::Number(Some(number)) => format!(r#"<c s="{DECIMALS}"><v>{number}</v></c>"#),
        Field::Count(None) | Field::Number(None) => "<c/>".to_owned(),
        Field::Status(availability) => text_cell(availability.word(), 0),
    }
}

fn text_cell(text: &str, style: u8) -> String {
    format!(r#"<c s="{style}" t="inlineStr"><is><t xml:space="preserve">{}</t></is></c>"#, escaped(text))
}

fn length(field: &Field) -> usize {
    match field {
        Field::Text(text) => text.chars().count(),
        Field::Status(availability) => availability.word().len(),
        Field::Count(_) | Field::Number(_) => 10,
    }
}

fn width(column: usize, characters: usize) -> String {
    format!(r#"<col min="{column}" max="{column}" width="{characters}" customWidth="1"/>"#)
}

/// A column's letters: `A` to `Z`, then `AA`.
fn letters(column: usize) -> String {
    let letter = |position: usize| u8::try_from(position % 26).map_or('A', |offset| char::from(b'A' + offset));
    if column < 26 { letter(column).into() } else { format!("{}{}", letters(column / 26 - 1), letter(column)) }
}

/// Text inside XML; characters that XML cannot hold are left out.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '\t' | '\n' | '\r' => safe.push(c),
            c if c < ' ' => {}
            c => safe.push(c),
        }
    }
    safe
}

fn content_types() -> String {
    let part = |path: &str, kind: &str| {
        format!(
            r#"<Override PartName="{path}" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.{kind}+xml"/>"#
        )
    };
    format!(
        r#"{HEAD}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>{}{}{}{}</Types>"#,
        part("/xl/workbook.xml", "sheet.main"),
        part("/xl/styles.xml", "styles"),
        part("/xl/worksheets/sheet1.xml", "worksheet"),
        part("/xl/worksheets/sheet2.xml", "worksheet"),
    )
}

fn package_relations() -> String {
    format!(
        r#"{HEAD}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
    )
}

fn workbook(extract: &Extract) -> String {
    let (figures, notes) = extract.language.pick(("Tal", "Om tallene"), ("Figures", "About the figures"));
    format!(
        r#"{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets><sheet name="{figures}" sheetId="1" r:id="rId1"/><sheet name="{notes}" sheetId="2" r:id="rId2"/></sheets></workbook>"#
    )
}

fn workbook_relations() -> String {
    let part = |id: u8, kind: &str, target: &str| {
        format!(r#"<Relationship Id="rId{id}" Type="{RELATIONS}/{kind}" Target="{target}"/>"#)
    };
    format!(
        r#"{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{}{}{}</Relationships>"#,
        part(1, "worksheet", "worksheets/sheet1.xml"),
        part(2, "worksheet", "worksheets/sheet2.xml"),
        part(3, "styles", "styles.xml"),
    )
}

/// Formats by position: usual, bold, one decimal, wrapped.
fn styles() -> String {
    format!(
        r##"{HEAD}<styleSheet xmlns="{MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="#,##0.0"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/><xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf></cellXfs></styleSheet>"##
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_letters_beyond_the_alphabet() {
        assert_eq!([0, 25, 26, 51, 52, 701].map(letters), ["A", "Z", "AA", "AZ", "BA", "ZZ"].map(str::to_owned));
    }

    #[test]
    fn what_xml_cannot_hold_is_left_out() {
        assert_eq!(escaped("<Hud & \u{1}krop>"), "&lt;Hud &amp; krop&gt;");
    }
}
