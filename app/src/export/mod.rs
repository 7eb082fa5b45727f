//! A figure as a file: plain functions from an [`Extract`] to bytes, tested natively.
//!
//! Every format carries the same rows, a status for each, and the same notes: what is counted, which publication and
//! which data files it comes from, how to cite it, and a link that shows the figure again. Absent is empty plus its
//! status, and never zero. What an extract holds is decided in [`crate::view_model::extract`]; how the reader gets the
//! file in `crate::browser::download`. Start reading here, then at [`csv`].

pub mod arrow;
pub mod csv;
pub mod picture;
pub mod xlsx;
mod zip;

use naerblik_shared::cell::Status;

use crate::i18n::Language;

/// A figure's rows and notes, ready to be written.
#[derive(Debug, Clone, PartialEq)]
pub struct Extract {
    /// Name of the file without its ending.
    pub stem: String,
    /// The language of heads and notes.
    pub language: Language,
    /// What the figure is about.
    pub title: String,
    /// The columns, with the rows' fields in the same order.
    pub columns: Vec<Column>,
    /// One field for each column.
    pub rows: Vec<Vec<Field>>,
    /// The address that shows the figure again.
    pub link: String,
    /// How to cite the figure.
    pub citation: String,
    /// Heading and text: publication, declaration, link and so on.
    pub notes: Vec<(String, String)>,
}

/// A column of an extract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Stable English name, for programs.
    pub id: &'static str,
    /// The name in the reader's language.
    pub head: String,
}

/// One field of a row.
#[derive(Debug, Clone, PartialEq)]
pub enum Field {
    /// A name or a code.
    Text(String),
    /// A count; empty where the status says why.
    Count(Option<u64>),
    /// Any other number; empty where the status says why.
    Number(Option<f64>),
    /// Why there is a figure or none.
    Status(Availability),
}

/// Whether there is a figure, and why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Availability {
    /// The publication has the cell, with this status.
    Published(Status),
    /// The publication has no such cell.
    NotPublished,
}

/// The formats of figures as data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Text with separators, for spreadsheets in the reader's language.
    Csv,
    /// A workbook.
    Xlsx,
    /// Arrow IPC, for programs.
    Arrow,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 3] = [Self::Csv, Self::Xlsx, Self::Arrow];

    /// The ending of the file's name.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Arrow => "arrow",
        }
    }

    /// The media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv;charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Arrow => "application/vnd.apache.arrow.file",
        }
    }

    /// The file; `None` only if Arrow refuses what it was given.
    pub fn write(self, extract: &Extract) -> Option<Vec<u8>> {
        match self {
            Self::Csv => Some(csv::write(extract)),
            Self::Xlsx => Some(xlsx::write(extract)),
            Self::Arrow => arrow::write(extract),
        }
    }
}

impl Availability {
    /// The stable English word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Published(status) => status.word(),
            Self::NotPublished => "not-published",
        }
    }
}

#[cfg(test)]
mod tests;
