//! One published figure, and why it may be absent.

use serde::{Deserialize, Serialize};

/// A published count, or the reason why there is none.
///
/// Zero is a value: nobody was counted although everybody who should report did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "status", content = "value")]
pub enum Cell {
    /// The exact count in the measure's unit.
    Value(u32),
    /// Withheld so that nobody can be recognised. The true count is at least one.
    Suppressed,
    /// The municipality, or every municipality in the area, has not delivered every month of the period.
    NotReported,
    /// The figure has no meaning here, for example a code that was not in force in the period.
    NotApplicable,
}

/// The statuses in wire order; the `u8` on the wire is the position in this list.
pub const STATUSES: [Status; 4] = [Status::Value, Status::Suppressed, Status::NotReported, Status::NotApplicable];

/// The kind of a [`Cell`] without its count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// There is a count.
    Value,
    /// See [`Cell::Suppressed`].
    Suppressed,
    /// See [`Cell::NotReported`].
    NotReported,
    /// See [`Cell::NotApplicable`].
    NotApplicable,
}

impl Cell {
    /// The count, when there is one.
    pub fn value(self) -> Option<u32> {
        match self {
            Self::Value(n) => Some(n),
            Self::Suppressed | Self::NotReported | Self::NotApplicable => None,
        }
    }

    /// The kind of the cell.
    pub fn status(self) -> Status {
        match self {
            Self::Value(_) => Status::Value,
            Self::Suppressed => Status::Suppressed,
            Self::NotReported => Status::NotReported,
            Self::NotApplicable => Status::NotApplicable,
        }
    }
}

impl Status {
    /// The number that stands for the status on the wire.
    pub fn to_wire(self) -> u8 {
        match self {
            Self::Value => 0,
            Self::Suppressed => 1,
            Self::NotReported => 2,
            Self::NotApplicable => 3,
        }
    }

    /// Reads a wire number; `None` when no status has it.
    pub fn from_wire(byte: u8) -> Option<Self> {
        STATUSES.get(usize::from(byte)).copied()
    }

    /// The stable English word used in exports, logs and on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Value => "value",
            Self::Suppressed => "suppressed",
            Self::NotReported => "not-reported",
            Self::NotApplicable => "not-applicable",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_survives_the_wire() {
        for status in STATUSES {
            assert_eq!(Status::from_wire(status.to_wire()), Some(status));
        }
        assert_eq!(Status::from_wire(4), None);
    }

    #[test]
    fn zero_is_a_value_and_not_an_absence() {
        assert_eq!(Cell::Value(0).value(), Some(0));
        assert_eq!(Cell::Value(0).status(), Status::Value);
        assert_eq!(Cell::Suppressed.value(), None);
    }
}
