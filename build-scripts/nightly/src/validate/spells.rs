//! The rows of the tables of spells: read once, held against the rules, and kept as positions.
//!
//! This is where nearly all rows of a register are. Joining them in SQL, once to count what breaks the rules and once
//! to derive facts, took more than half of a night in which little is new.

use datafusion::{
    arrow::{
        array::{Array as _, ArrayRef, AsArray as _, RecordBatch},
        compute::cast,
        datatypes::{DataType, Date32Type, UInt64Type},
    },
    error::DataFusionError,
    prelude::SessionContext,
};
use futures::TryStreamExt as _;
use rustc_hash::FxHashMap;

use super::{
    ValidateError,
    rules::{Days, SpellRow, Tally, wrong},
};
use crate::catalogue::{Catalogue, CodeIdx, MunicipalityIdx};

/// A spell that counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ValidSpell {
    /// Position of the citizen in [`KnownCitizens`].
    pub(crate) citizen: u32,
    pub(crate) code: CodeIdx,
    pub(crate) municipality: MunicipalityIdx,
    /// First day, counted from 1970.
    pub(crate) start: i32,
    /// Last day; [`ValidSpell::OPEN`] while there is none.
    pub(crate) end: i32,
}

impl ValidSpell {
    /// The end of a spell that goes on.
    pub(crate) const OPEN: i32 = i32::MAX;
}

/// The citizens of the register; a citizen's position is by rising pseudonymous key.
pub(crate) struct KnownCitizens {
    keys: Vec<u64>,
    births: Vec<Option<i32>>,
}

impl KnownCitizens {
    /// Reads keys and dates of birth.
    pub(super) async fn read(session: &SessionContext) -> Result<Self, ValidateError> {
        let mut citizens: Vec<(u64, Option<i32>)> = Vec::new();
        for_each_batch(session, "SELECT citizen_key, birth_date FROM citizens", |batch| {
            let (keys, births) = (typed(batch, 0, &DataType::UInt64)?, typed(batch, 1, &DataType::Date32)?);
            let keys = keys.as_primitive::<UInt64Type>().iter();
            let births = births.as_primitive::<Date32Type>().iter();
            citizens.extend(keys.zip(births).filter_map(|(key, birth)| Some((key?, birth))));
            Ok(())
        })
        .await?;
        citizens.sort_by_key(|(key, _)| *key);
        citizens.dedup_by_key(|(key, _)| *key);
        let (keys, births) = citizens.into_iter().unzip();
        Ok(Self { keys, births })
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.keys.len()
    }

    /// The position of a citizen.
    pub(crate) fn position(&self, key: u64) -> Option<u32> {
        self.keys.binary_search(&key).ok().and_then(|at| u32::try_from(at).ok())
    }
}

/// What rows of spells name, by text.
pub(super) struct Names<'a> {
    codes: FxHashMap<&'a str, CodeIdx>,
    municipalities: FxHashMap<&'a str, MunicipalityIdx>,
}

impl<'a> Names<'a> {
    pub(super) fn of(catalogue: &'a Catalogue) -> Self {
        let municipalities = catalogue.areas.municipality_codes().zip(0..=MunicipalityIdx::MAX);
        Self { codes: catalogue.codes.register_codes().collect(), municipalities: municipalities.collect() }
    }
}

/// Reads a table of spells: the rows that count, and how many break each rule.
///
/// # Errors
/// When the table cannot be read.
pub(super) async fn read(
    session: &SessionContext,
    table: &str,
    (names, citizens): (&Names<'_>, &KnownCitizens),
    days: &Days,
) -> Result<(Vec<ValidSpell>, Tally), ValidateError> {
    let mut tally = Tally::default();
    let mut spells = Vec::new();
    // Rows of one citizen mostly follow each other.
    let mut last: Option<(u64, Option<u32>)> = None;
    let sql = format!("SELECT citizen_key, code, municipality, start_date, end_date FROM {table}");
    for_each_batch(session, &sql, |batch| {
        let keys = typed(batch, 0, &DataType::UInt64)?;
        let (codes, places) = (typed(batch, 1, &DataType::Utf8)?, typed(batch, 2, &DataType::Utf8)?);
        let (starts, ends) = (typed(batch, 3, &DataType::Date32)?, typed(batch, 4, &DataType::Date32)?);
        let labels = codes.as_string::<i32>().iter().zip(places.as_string::<i32>());
        let span = starts.as_primitive::<Date32Type>().iter().zip(ends.as_primitive::<Date32Type>());
        for ((key, (code, place)), (start, end)) in keys.as_primitive::<UInt64Type>().iter().zip(labels).zip(span) {
            let known = |key: u64| match last {
                Some((same, citizen)) if same == key => citizen,
                _ => citizens.position(key),
            };
            let citizen = key.and_then(known);
            last = key.map(|key| (key, citizen));
            let birth = citizen.and_then(|at| citizens.births.get(usize::try_from(at).ok()?).copied().flatten());
            let row = SpellRow {
                code: code.and_then(|code| names.codes.get(code).copied()),
                municipality: place.and_then(|place| names.municipalities.get(place).copied()),
                citizen,
                birth,
                start,
                end,
            };
            if tally.counts(&row, days) {
                spells.extend(ValidSpell::of(&row));
            }
        }
        Ok(())
    })
    .await?;
    Ok((spells, tally))
}

impl ValidSpell {
    /// `None` for a row that lacks something; the rules leave such rows out.
    fn of(row: &SpellRow) -> Option<Self> {
        let SpellRow { code, municipality, citizen, start, end, .. } = *row;
        let end = end.unwrap_or(Self::OPEN);
        Some(Self { citizen: citizen?, code: code?, municipality: municipality?, start: start?, end })
    }
}

/// Runs a query and hands each batch to `each`.
async fn for_each_batch(
    session: &SessionContext,
    sql: &str,
    mut each: impl FnMut(&RecordBatch) -> Result<(), DataFusionError>,
) -> Result<(), ValidateError> {
    let failed = |source| wrong("row rules", source);
    let frame = session.sql(sql).await.map_err(failed)?;
    let mut stream = frame.execute_stream().await.map_err(failed)?;
    while let Some(batch) = stream.try_next().await.map_err(failed)? {
        each(&batch).map_err(failed)?;
    }
    Ok(())
}

/// A column of a batch, as the type asked for.
fn typed(batch: &RecordBatch, at: usize, data_type: &DataType) -> Result<ArrayRef, DataFusionError> {
    let column = batch.column(at);
    if column.data_type() == data_type { Ok(column.clone()) } else { Ok(cast(column, data_type)?) }
}
