//! Two figures against each other.

use super::rate::Rate;

/// How a figure lies to the one it is compared with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Comparison {
    /// Higher, by so many percent of the other.
    Higher(f64),
    /// Lower, by so many percent of the other.
    Lower(f64),
    /// The difference is under one percent.
    Equal,
    /// One of them is absent, or the other is zero.
    Unknown,
}

/// Compares `figure` with `other`.
pub fn compare(figure: Rate, other: Rate) -> Comparison {
    let (Some(figure), Some(other)) = (figure.value(), other.value()) else { return Comparison::Unknown };
    if other <= 0.0 {
        return Comparison::Unknown;
    }
    let percent = (figure - other) / other * 100.0;
    if percent >= 1.0 {
        Comparison::Higher(percent)
    } else if percent <= -1.0 {
        Comparison::Lower(-percent)
    } else {
        Comparison::Equal
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cell::Status;

    #[test]
    fn differences_are_in_percent_of_the_other() {
        assert_eq!(compare(Rate::Per1000(30.0), Rate::Per1000(20.0)), Comparison::Higher(50.0));
        assert_eq!(compare(Rate::Per1000(10.0), Rate::Per1000(20.0)), Comparison::Lower(50.0));
        assert_eq!(compare(Rate::Per1000(20.0), Rate::Per1000(20.1)), Comparison::Equal);
    }

    #[test]
    fn nothing_is_said_about_suppressed_figures() {
        let hidden = Rate::Absent(Status::Suppressed);
        assert_eq!(compare(hidden, Rate::Per1000(20.0)), Comparison::Unknown);
        assert_eq!(compare(Rate::Per1000(20.0), Rate::Per1000(0.0)), Comparison::Unknown);
    }
}
