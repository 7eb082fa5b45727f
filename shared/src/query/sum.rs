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
    fn overlapping_members_are_never_added() {
        let error = sum(&citizens(), DimensionId::Disease, &[Cell::Value(7)]).unwrap_err();
        assert_eq!(error, NotAdditive { dimension: DimensionId::Disease });
    }
}
