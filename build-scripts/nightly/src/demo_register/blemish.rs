//! From spells to register rows, a few of which carry the mistakes real deliveries carry.

use super::calendar::{Day, FIRST_DAY, LAST_DAY, SIMPLIFICATION, day};
use super::error::DemoRegisterError;
use super::random::Stream;
use super::reference::Reference;
use super::spell::{Spell, Spells};

/// One row of conditions or interventions as delivered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) code: RowCode,
    pub(super) municipality: usize,
    pub(super) severity: Option<u8>,
    /// Absent by mistake.
    pub(super) start: Option<Day>,
    /// Last day; absent while the spell is open.
    pub(super) end: Option<Day>,
}

/// A code of the catalogue, or text that is no code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum RowCode {
    Known(usize),
    Unknown(&'static str),
}

/// Share of rows that carry a mistake: one in two thousand.
pub(super) const FLAWED_SHARE: f64 = 0.0005;

const UNKNOWN_CODES: [&str; 3] = ["I99.9", "LOKAL-17", "00000000-0000-4000-8000-000000000000"];

/// Codes that may stand in as "retired code still in use".
#[derive(Debug)]
pub(super) struct Flaws {
    retired_condition: usize,
    retired_intervention: usize,
}

impl Flaws {
    pub(super) fn new(reference: &Reference) -> Result<Self, DemoRegisterError> {
        let code = |legacy: &str| {
            reference.code(legacy).ok_or_else(|| DemoRegisterError::ReferenceValue {
                path: "fsiii_codes.csv".into(),
                column: "legacy_code",
                expected: "all codes the demo register uses",
                found: format!("no {legacy}"),
            })
        };
        Ok(Self { retired_condition: code("I9.3")?, retired_intervention: code("G1.42")? })
    }

    pub(super) fn conditions(&self) -> usize {
        self.retired_condition
    }

    pub(super) fn interventions(&self) -> usize {
        self.retired_intervention
    }
}

/// Rows in order of start and code; `retired` is the code that is wrongly used after its retirement.
pub(super) fn rows(spells: Spells, retired: usize, stream: &mut Stream) -> Vec<Row> {
    let mut rows: Vec<Row> = spells
        .into_iter()
        .filter(|spell| spell.end >= FIRST_DAY && spell.start <= LAST_DAY)
        .map(|spell| {
            let row = clean(spell);
            if stream.chance(FLAWED_SHARE) { flawed(row, spell, retired, stream) } else { row }
        })
        .collect();
    rows.sort_by_key(|row| (row.start, row.code, row.end));
    rows
}

fn clean(spell: Spell) -> Row {
    Row {
        code: RowCode::Known(spell.code),
        municipality: spell.municipality,
        severity: spell.severity,
        start: Some(spell.start),
        end: (spell.end <= LAST_DAY).then_some(spell.end),
    }
}

/// Six mistakes, equally common: unknown code, retired code, end before start, no start, impossible start, end far ahead.
fn flawed(row: Row, spell: Spell, retired: usize, stream: &mut Stream) -> Row {
    match stream.between(0, 5) {
        0 => {
            let index = stream.between(0, 2);
            let found = usize::try_from(index).ok().and_then(|index| UNKNOWN_CODES.get(index));
            Row { code: RowCode::Unknown(found.copied().unwrap_or("I99.9")), ..row }
        }
        1 if spell.start >= SIMPLIFICATION => Row { code: RowCode::Known(retired), ..row },
        2 => Row { end: Some(spell.start - stream.between(1, 400)), ..row },
        3 => Row { start: None, ..row },
        4 => Row { start: Some(day(1900, 1, 1)), ..row },
        _ => Row { end: Some(LAST_DAY + stream.between(400, 30_000)), ..row },
    }
}
