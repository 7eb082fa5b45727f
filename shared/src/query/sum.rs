//! Adding cells where that is meaningful.

use crate::{
    cell::Cell,
    schema::{Additivity, DimensionId, Measure},
};

/// The sum of several cells, as exactly as what is published allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sum {
    /// Every part is published.
    Exact(u32),
    /// Some parts are suppressed: the true sum is at least this. A suppressed part adds nothing, since where a whole
    /// table is withheld it may be zero.
    AtLeast {
        /// Sum of the published parts.
        low: u32,
        /// How many parts are suppressed.
        suppressed: u32,
    },
    /// Some parts are suppressed, and a published total leaves them only so much: the true sum lies within these
    /// bounds.
    Between {
        /// Sum of the published parts.
        low: u32,
        /// What the total leaves.
        high: u32,
        /// How many parts are suppressed.
        suppressed: u32,
    },
    /// A part is not reported or not applicable, so there is no sum.
    Incomplete,
}

/// A sum over a dimension in which members overlap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("counts do not add up over `{dimension}`: a citizen may be counted under several members")]
pub struct NotAdditive {
    /// The dimension.
    pub dimension: DimensionId,
}

/// Adds cells of members of `dimension` that exclude each other.
///
/// # Errors
/// When the measure does not add up over the dimension.
pub fn sum(measure: &Measure, dimension: DimensionId, cells: &[Cell]) -> Result<Sum, NotAdditive> {
    if measure.additivity(dimension) == Additivity::Never {
        return Err(NotAdditive { dimension });
    }
    let mut low = 0_u32;
    let mut suppressed = 0_u32;
    for cell in cells {
        match cell {
            Cell::Value(n) => low = low.saturating_add(*n),
            Cell::Suppressed => suppressed += 1,
            Cell::NotReported | Cell::NotApplicable => return Ok(Sum::Incomplete),
        }
    }
    Ok(if suppressed == 0 { Sum::Exact(low) } else { Sum::AtLeast { low, suppressed } })
}

/// Like [`sum`], with what a total of these parts and the remaining ones leaves for those that are suppressed.
///
/// `rest` are the members of the total that are no part: together with `cells` they make up all of `total`. What is
/// not published among them may be zero.
///
/// # Errors
/// When the measure does not add up over the dimension.
pub fn sum_within(
    measure: &Measure,
    dimension: DimensionId,
    cells: &[Cell],
    (total, rest): (Cell, &[Cell]),
) -> Result<Sum, NotAdditive> {
    let sum = sum(measure, dimension, cells)?;
    let (Sum::AtLeast { low, suppressed }, Cell::Value(total)) = (sum, total) else { return Ok(sum) };
    let elsewhere = rest.iter().filter_map(|cell| cell.value()).fold(0, u32::saturating_add);
    Ok(match total.checked_sub(elsewhere) {
        Some(high) if high > low => Sum::Between { low, high, suppressed },
        Some(high) if high == low => Sum::Exact(low),
        // The total is of other people than its parts, as when figures of different days meet: it bounds nothing.
        _ => sum,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::Text;

    fn citizens() -> Measure {
        let text = Text::new("borgere", "citizens");
        Measure { id: "citizens".into(), label: text.clone(), unit: text, sums_over: vec![DimensionId::Area] }
    }

    #[test]
    fn a_suppressed_part_makes_a_lower_bound_and_an_absent_part_no_sum() {
        let add = |cells: &[Cell]| sum(&citizens(), DimensionId::Area, cells).unwrap();
        assert_eq!(add(&[Cell::Value(7), Cell::Value(0)]), Sum::Exact(7));
        assert_eq!(add(&[Cell::Value(7), Cell::Suppressed]), Sum::AtLeast { low: 7, suppressed: 1 });
        assert_eq!(add(&[Cell::Value(7), Cell::NotReported]), Sum::Incomplete);
    }

    #[test]
    fn a_published_total_bounds_what_is_suppressed() {
        let within = |cells: &[Cell], total, rest: &[Cell]| {
            sum_within(&citizens(), DimensionId::Area, cells, (total, rest)).unwrap()
        };
        let parts = [Cell::Value(100), Cell::Suppressed, Cell::Suppressed];
        let rest = [Cell::Value(20), Cell::Suppressed, Cell::NotReported];
        assert_eq!(within(&parts, Cell::Value(152), &rest), Sum::Between { low: 100, high: 132, suppressed: 2 });
        assert_eq!(within(&parts, Cell::Suppressed, &rest), Sum::AtLeast { low: 100, suppressed: 2 });
        assert_eq!(within(&parts, Cell::Value(120), &rest), Sum::Exact(100), "nothing is left for them");
        assert_eq!(within(&parts, Cell::Value(90), &rest), Sum::AtLeast { low: 100, suppressed: 2 });
        assert_eq!(within(&[Cell::Value(7)], Cell::Value(30), &rest), Sum::Exact(7));
    }

    #[test]
    fn overlapping_members_are_never_added() {
        let error = sum(&citizens(), DimensionId::Disease, &[Cell::Value(7)]).unwrap_err();
        assert_eq!(error, NotAdditive { dimension: DimensionId::Disease });
    }
}
