//! The rows of a record batch as offsets, counts and statuses, with every rule checked on the way.

use super::{
    WireError,
    file::{File, Keys, Values},
};
use crate::{cell::Status, cube::CubeHeader};

/// Rows whose offsets are computed together: a few kilobytes that stay near, column by column, so that the compiler
/// takes several rows at once.
const BLOCK: usize = 1024;

/// The columns of a record batch.
pub(super) struct Rows<'a> {
    /// For each axis its number of members and the rows' keys.
    axes: Vec<(u32, Keys<'a>)>,
    counts: &'a [[u8; 4]],
    /// A bit for each row that has a count; all have when absent.
    validity: Option<&'a [u8]>,
    statuses: &'a [u8],
}

/// Takes the columns apart; the header was read from the same file.
pub(super) fn of<'a>(header: &CubeHeader, file: &File<'a>) -> Result<Rows<'a>, WireError> {
    let mut axes = Vec::with_capacity(header.axes.len());
    for (axis, column) in header.axes.iter().zip(&file.columns) {
        let members = u32::try_from(axis.members.len()).unwrap_or(u32::MAX);
        let Values::Texts { keys, .. } = column.values else { return Err(OUTSIDE) };
        axes.push((members, keys));
    }
    let n_axes = axes.len();
    let column = |at: usize, expected| WireError::Column { column: at, name: String::new(), expected };
    let values = |at: usize| file.columns.get(at).map(|column| &column.values);
    let Some(&Values::Counts { counts, validity }) = values(n_axes) else {
        return Err(column(n_axes, "counts as u32"));
    };
    let Some(&Values::Bytes(statuses)) = values(n_axes + 1) else {
        return Err(column(n_axes + 1, "statuses as u8"));
    };
    Ok(Rows { axes, counts, validity, statuses })
}

const OUTSIDE: WireError = WireError::Row { row: 0, reason: "a key outside its dictionary" };

impl Rows<'_> {
    /// Gives each row's offset, count and status to `take`, which says whether the row lies behind the one before it.
    pub(super) fn visit(&self, mut take: impl FnMut(u32, u32, Status) -> bool) -> Result<(), WireError> {
        let mut offsets = [0_u32; BLOCK];
        for (block, (counts, statuses)) in self.counts.chunks(BLOCK).zip(self.statuses.chunks(BLOCK)).enumerate() {
            let first = block * BLOCK;
            self.offsets(first, &mut offsets)?;
            for (at, ((&offset, &count), &status)) in offsets.iter().zip(counts).zip(statuses).enumerate() {
                let row = first + at;
                let has_count = self.validity.is_none_or(|bits| has_bit(bits, row));
                let value = u32::from_le_bytes(count);
                let (value, status) = match (Status::from_wire(status), has_count) {
                    (Some(Status::Value), true) if value > 0 => (value, Status::Value),
                    (Some(Status::Suppressed), false) => (0, Status::Suppressed),
                    _ => return Err(WireError::Row { row, reason: "status and count contradict each other" }),
                };
                if !take(offset, value, status) {
                    return Err(WireError::Row { row, reason: "out of order or repeated" });
                }
            }
        }
        Ok(())
    }

    /// The offsets of a block of rows. They fit in 32 bits, since the header was checked.
    fn offsets(&self, first: usize, offsets: &mut [u32; BLOCK]) -> Result<(), WireError> {
        offsets.fill(0);
        for (members, keys) in &self.axes {
            let wrong = match keys {
                Keys::Narrow(keys) => {
                    let keys = keys.get(first..).unwrap_or_default();
                    add(offsets, *members, keys.iter().map(|key| u32::from(*key)))
                }
                Keys::Wide(keys) => {
                    let keys = keys.get(first..).unwrap_or_default();
                    add(offsets, *members, keys.iter().map(|key| u32::from(u16::from_le_bytes(*key))))
                }
            };
            if let Some(wrong) = wrong {
                return Err(WireError::Row { row: first + wrong, reason: "a key outside its dictionary" });
            }
        }
        Ok(())
    }
}

/// Steps from offsets on the axes before to offsets on this one as well; the first row whose key is no member's.
#[inline]
fn add(offsets: &mut [u32; BLOCK], members: u32, keys: impl Iterator<Item = u32> + Clone) -> Option<usize> {
    let mut highest = 0;
    for (offset, key) in offsets.iter_mut().zip(keys.clone()) {
        *offset = offset.wrapping_mul(members).wrapping_add(key);
        highest = highest.max(key);
    }
    if highest < members { None } else { keys.take(BLOCK).position(|key| key >= members) }
}

/// The bit of a row, the lowest first.
fn has_bit(bits: &[u8], row: usize) -> bool {
    bits.get(row / 8).is_some_and(|byte| byte >> (row % 8) & 1 == 1)
}
