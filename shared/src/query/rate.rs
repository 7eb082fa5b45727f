//! Counts per 1,000 citizens.

use crate::cell::{Cell, Status};

/// Counts per so many citizens of the population.
pub const PER: u32 = 1000;

/// A rate, or the reason why there is none.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Rate {
    /// Citizens per [`PER`] citizens of the population.
    Per1000(f64),
    /// The count has this status instead of a value, or there is no population.
    Absent(Status),
}

/// The rate of `count` in `population`, computed from what is published only.
///
/// `population` is the number of citizens in the municipalities that reported; zero gives
/// [`Status::NotApplicable`].
pub fn rate(count: Cell, population: u64) -> Rate {
    match count {
        Cell::Value(_) if population == 0 => Rate::Absent(Status::NotApplicable),
        Cell::Value(n) => Rate::Per1000(f64::from(n) * f64::from(PER) / to_f64(population)),
        other => Rate::Absent(other.status()),
    }
}

fn to_f64(population: u64) -> f64 {
    f64::from(u32::try_from(population).unwrap_or(u32::MAX))
}

impl Rate {
    /// The number, when there is one.
    pub fn value(self) -> Option<f64> {
        match self {
            Self::Per1000(rate) => Some(rate),
            Self::Absent(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_count_over_population() {
        assert_eq!(rate(Cell::Value(31), 1000), Rate::Per1000(31.0));
        assert_eq!(rate(Cell::Value(0), 50), Rate::Per1000(0.0));
    }

    #[test]
    fn a_suppressed_count_has_no_rate() {
        assert_eq!(rate(Cell::Suppressed, 1000), Rate::Absent(Status::Suppressed));
        assert_eq!(rate(Cell::Value(3), 0), Rate::Absent(Status::NotApplicable));
    }
}
