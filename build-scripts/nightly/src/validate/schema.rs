//! The agreed layout of the register's tables.

use datafusion::{arrow::datatypes::DataType, prelude::SessionContext};

use super::ValidateError;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Key,
    Code,
    Date,
    Number,
}

const COLUMNS: [(&str, &[(&str, Kind)]); 8] = [
    (
        "citizens",
        &[("citizen_key", Kind::Key), ("birth_date", Kind::Date), ("sex", Kind::Code), ("death_date", Kind::Date)],
    ),
    (
        "residences",
        &[("citizen_key", Kind::Key), ("municipality", Kind::Code), ("from_date", Kind::Date), ("to_date", Kind::Date)],
    ),
    (
        "care_home_stays",
        &[("citizen_key", Kind::Key), ("care_home", Kind::Code), ("from_date", Kind::Date), ("to_date", Kind::Date)],
    ),
    ("chronic_diseases", &[("citizen_key", Kind::Key), ("disease", Kind::Code), ("from_date", Kind::Date)]),
    (
        "conditions",
        &[
            ("citizen_key", Kind::Key),
            ("municipality", Kind::Code),
            ("code", Kind::Code),
            ("start_date", Kind::Date),
            ("end_date", Kind::Date),
        ],
    ),
    (
        "interventions",
        &[
            ("citizen_key", Kind::Key),
            ("municipality", Kind::Code),
            ("code", Kind::Code),
            ("legal_basis", Kind::Code),
            ("start_date", Kind::Date),
            ("end_date", Kind::Date),
        ],
    ),
    (
        "population",
        &[
            ("municipality", Kind::Code),
            ("year", Kind::Number),
            ("sex", Kind::Code),
            ("age_from", Kind::Number),
            ("age_to", Kind::Number),
            ("persons", Kind::Number),
        ],
    ),
    (
        "deliveries",
        &[
            ("municipality", Kind::Code),
            ("month", Kind::Code),
            ("delivered_on", Kind::Date),
            ("system", Kind::Code),
            ("kind", Kind::Code),
        ],
    ),
];

/// Checks that every table has the agreed columns; further columns are ignored.
pub(super) async fn check(session: &SessionContext) -> Result<(), ValidateError> {
    for (table, columns) in COLUMNS {
        let opened = session
            .table(table)
            .await
            .map_err(|source| ValidateError::Check { rule: "layout", source: Box::new(source) })?;
        for (column, kind) in columns {
            let found = opened.schema().field_with_unqualified_name(column).ok().map(|field| field.data_type().clone());
            if !found.as_ref().is_some_and(|found| fits(found, *kind)) {
                let found = found.map_or_else(|| "missing".to_owned(), |found| found.to_string());
                return Err(ValidateError::Column { table, column, found, expected: kind.expected() });
            }
        }
    }
    Ok(())
}

fn fits(found: &DataType, kind: Kind) -> bool {
    match kind {
        Kind::Key => *found == DataType::UInt64,
        Kind::Code => matches!(found, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View),
        Kind::Date => *found == DataType::Date32,
        Kind::Number => found.is_integer(),
    }
}

impl Kind {
    fn expected(self) -> &'static str {
        match self {
            Self::Key => "UInt64",
            Self::Code => "Utf8",
            Self::Date => "Date32",
            Self::Number => "an integer",
        }
    }
}
