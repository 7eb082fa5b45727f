//! How sure a difference between two rates is.

use super::figures::Figure;

/// The standard normal deviate of an interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Certainty {
    /// 95 %: for describing.
    Describe,
    /// 99.8 %: for picking out among many, where 95 % would cry wolf in one case of twenty.
    Alarm,
}

/// One rate divided by another, with its interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ratio {
    /// The ratio.
    pub value: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end of the interval.
    pub high: f64,
}

/// What a ratio lets one say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// The interval lies above one.
    Higher,
    /// The interval lies below one.
    Lower,
    /// The interval holds one.
    Alike,
}

/// The ratio of two rates with the interval of its logarithm (Katz and others 1978, Biometrics 34, 469–474).
///
/// `None` when a figure is absent or nobody was counted: then there is no logarithm.
pub fn ratio(figure: Figure, other: Figure, certainty: Certainty) -> Option<Ratio> {
    let part = |figure: Figure| {
        let count = f64::from(figure.count.value().filter(|count| *count > 0)?);
        let persons = f64::from(u32::try_from(figure.persons?).ok()?);
        (persons > 0.0).then_some((count, persons))
    };
    let ((count, persons), (others, other_persons)) = (part(figure)?, part(other)?);
    let value = (count / persons) / (others / other_persons);
    // Citizens counted during a period can be more than those living there on 1 January.
    let variance = (1.0 / count - 1.0 / persons).max(0.0) + (1.0 / others - 1.0 / other_persons).max(0.0);
    let reach = (certainty.deviate() * variance.sqrt()).exp();
    Some(Ratio { value, low: value / reach, high: value * reach })
}

impl Certainty {
    fn deviate(self) -> f64 {
        match self {
            Self::Describe => 1.959_964,
            Self::Alarm => 3.090_232,
        }
    }
}

impl Ratio {
    /// Whether the rates differ.
    pub fn relation(self) -> Relation {
        match self {
            Self { low, .. } if low > 1.0 => Relation::Higher,
            Self { high, .. } if high < 1.0 => Relation::Lower,
            Self { .. } => Relation::Alike,
        }
    }
}

#[cfg(test)]
mod tests {
    use naerblik_shared::{
        cell::{Cell, Status},
        query::rate::rate,
    };

    use super::*;
    use crate::view_model::figures::Published;

    fn figure(count: Cell, persons: u64) -> Figure {
        let standard = Err(Status::NotApplicable);
        Figure { count, rate: rate(count, persons), published: Published::Yes, persons: Some(persons), standard }
    }

    /// Aspirin and heart attacks, 104 of 11,037 against 189 of 11,034 (Physicians' Health Study, New England Journal
    /// of Medicine 1989; 321:129): ratio 0.55, interval 0.43 to 0.70.
    #[test]
    fn a_published_example_comes_out_the_same() {
        let found =
            ratio(figure(Cell::Value(104), 11_037), figure(Cell::Value(189), 11_034), Certainty::Describe).unwrap();
        assert!((found.value - 0.55).abs() < 0.005, "{found:?}");
        assert!((found.low - 0.43).abs() < 0.005 && (found.high - 0.70).abs() < 0.005, "{found:?}");
        assert_eq!(found.relation(), Relation::Lower);
    }

    #[test]
    fn few_citizens_prove_nothing_and_an_alarm_asks_for_more() {
        let country = figure(Cell::Value(30_000), 1_000_000);
        let relation =
            |count, certainty| ratio(figure(Cell::Value(count), 1000), country, certainty).unwrap().relation();
        assert_eq!(relation(35, Certainty::Describe), Relation::Alike);
        assert_eq!(relation(43, Certainty::Describe), Relation::Higher);
        assert_eq!(relation(43, Certainty::Alarm), Relation::Alike);
        assert_eq!(relation(60, Certainty::Alarm), Relation::Higher);
    }

    #[test]
    fn absent_figures_and_nobody_have_no_ratio() {
        let some = figure(Cell::Value(10), 100);
        for other in [figure(Cell::Suppressed, 100), figure(Cell::Value(0), 100), figure(Cell::Value(5), 0)] {
            assert_eq!(ratio(some, other, Certainty::Describe), None);
            assert_eq!(ratio(other, some, Certainty::Describe), None);
        }
    }
}
