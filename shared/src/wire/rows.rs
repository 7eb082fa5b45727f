//! The rows of a record batch as offsets, counts and statuses, with every rule checked on the way.

use arrow2::{
    array::{Array, DictionaryArray, PrimitiveArray},
    bitmap::Bitmap,
    chunk::Chunk,
};

use super::WireError;
use crate::{cell::Status, cube::CubeHeader};

/// Rows whose offsets are computed together: a few kilobytes that stay near, column by column, so that the compiler
/// takes several rows at once.
const BLOCK: usize = 1024;

/// The columns of a record batch.
pub(super) struct Rows<'a> {
    /// For each axis its number of members and the rows' keys.
    axes: Vec<(u32, &'a [u16])>,
    values: &'a [u32],
    /// Where there is a count; everywhere when absent.
    validity: Option<&'a Bitmap>,
    statuses: &'a [u8],
}

/// Takes the columns apart; the header was read from the same batch.
pub(super) fn of<'a>(header: &CubeHeader, batch: &'a Chunk<Box<dyn Array>>) -> Result<Rows<'a>, WireError> {
    let mut axes = Vec::with_capacity(header.axes.len());
    for (axis, array) in header.axes.iter().zip(batch.arrays()) {
        let members = u32::try_from(axis.members.len()).unwrap_or(u32::MAX);
        let keys = array.as_any().downcast_ref::<DictionaryArray<u16>>().map(DictionaryArray::keys);
        let keys = keys.filter(|keys| keys.null_count() == 0).ok_or(OUTSIDE)?;
        axes.push((members, keys.values().as_slice()));
    }
    let n_axes = axes.len();
    let column = |at: usize, expected| WireError::Column { column: at, name: String::new(), expected };
    let values = batch.arrays().get(n_axes).and_then(|a| a.as_any().downcast_ref::<PrimitiveArray<u32>>());
    let values = values.ok_or_else(|| column(n_axes, "counts as u32"))?;
    let statuses = batch.arrays().get(n_axes + 1).and_then(|a| a.as_any().downcast_ref::<PrimitiveArray<u8>>());
    let statuses = statuses.filter(|statuses| statuses.null_count() == 0);
    let statuses = statuses.ok_or_else(|| column(n_axes + 1, "statuses as u8"))?;
    Ok(Rows { axes, values: values.values(), validity: values.validity(), statuses: statuses.values() })
}

const OUTSIDE: WireError = WireError::Row { row: 0, reason: "a key outside its dictionary" };

impl Rows<'_> {
    /// Gives each row's offset, count and status to `take`, which says whether the row lies behind the one before it.
    pub(super) fn visit(&self, mut take: impl FnMut(u32, u32, Status) -> bool) -> Result<(), WireError> {
        let mut offsets = [0_u32; BLOCK];
        for (block, (values, statuses)) in self.values.chunks(BLOCK).zip(self.statuses.chunks(BLOCK)).enumerate() {
            let first = block * BLOCK;
            self.offsets(first, &mut offsets)?;
            for (at, ((&offset, &value), &status)) in offsets.iter().zip(values).zip(statuses).enumerate() {
                let row = first + at;
                let has_count = self.validity.is_none_or(|bits| bits.get_bit(row));
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
            let keys = keys.get(first..).unwrap_or_default();
            let mut highest = 0;
            for (offset, &key) in offsets.iter_mut().zip(keys) {
                *offset = offset.wrapping_mul(*members).wrapping_add(u32::from(key));
                highest = highest.max(key);
            }
            if u32::from(highest) >= *members {
                let wrong = keys.iter().position(|key| u32::from(*key) >= *members).unwrap_or_default();
                return Err(WireError::Row { row: first + wrong, reason: "a key outside its dictionary" });
            }
        }
        Ok(())
    }
}
