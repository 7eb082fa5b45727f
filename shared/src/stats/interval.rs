//! How sure a figure is.
//!
//! A count of one period is one draw of what could have happened in a population; the interval says which underlying
//! levels it is compatible with. It says nothing about errors of recording.

use super::number;

/// How many of a hundred intervals hold what they are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Confidence {
    /// 95 %: to describe.
    P95,
    /// 99.8 %: to sound an alarm; one of 500 areas is outside by chance.
    P998,
}

/// The ends of an interval, in the unit of its estimate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Range {
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// A figure with its two intervals.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The figure itself.
    pub value: f64,
    /// For descriptions.
    pub p95: Range,
    /// For alarms.
    pub p998: Range,
}

/// The share of a population, between 0 and 1, with Wilson's score intervals; `None` without population, or when more
/// are counted than there are citizens.
///
/// Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927).
/// It never leaves 0 to 1 and has a width where nobody or everybody is counted.
pub fn share(events: u64, population: u64) -> Option<Estimate> {
    if population == 0 || events > population {
        return None;
    }
    let (events, population) = (number(events), number(population));
    Some(Estimate::of(events / population, |confidence| wilson(events / population, population, confidence)))
}

/// A count of independent events with Byar's approximation to the exact Poisson interval.
///
/// Source: N. E. Breslow and N. E. Day, "Statistical Methods in Cancer Research II", IARC (1987), formula 2.10.
/// Within one percent of the exact ends from five events on.
pub fn count(events: u64) -> Estimate {
    let events = number(events);
    Estimate::of(events, |confidence| byar(events, confidence))
}

/// Events for each person, with Byar's interval of the count; `None` without persons. For figures that may exceed 1.
pub fn per_person(events: u64, persons: u64) -> Option<Estimate> {
    (persons > 0).then(|| count(events).times(1.0 / number(persons)))
}

/// Citizens counted for each citizen of the population: a [`share`], or, where moves within a period make the count
/// exceed the population, [`per_person`].
pub fn prevalence(events: u64, population: u64) -> Option<Estimate> {
    share(events, population).or_else(|| per_person(events, population))
}

/// Wilson's interval around a share in so many citizens; the share may be a target that nobody counted.
pub(super) fn wilson(share: f64, population: f64, confidence: Confidence) -> Range {
    let z = confidence.z();
    let middle = 2.0 * population * share + z * z;
    let half = z * (z * z + 4.0 * population * share * (1.0 - share)).max(0.0).sqrt();
    let whole = 2.0 * (population + z * z);
    Range { low: ((middle - half) / whole).max(0.0), high: ((middle + half) / whole).min(1.0) }
}

/// Byar's interval of a count.
pub(super) fn byar(events: f64, confidence: Confidence) -> Range {
    let z = confidence.z();
    let end = |count: f64, sign: f64| count * (1.0 - 1.0 / (9.0 * count) + sign * z / (3.0 * count.sqrt())).powi(3);
    let low = if events > 0.0 { end(events, -1.0).max(0.0) } else { 0.0 };
    Range { low, high: end(events + 1.0, 1.0) }
}

impl Confidence {
    /// The quantile of the normal distribution that belongs to a two-sided interval.
    pub fn z(self) -> f64 {
        match self {
            Self::P95 => 1.959_963_984_540_054,
            Self::P998 => 3.090_232_306_167_813_5,
        }
    }
}

impl Range {
    /// Whether the value lies inside, ends included.
    pub fn holds(self, value: f64) -> bool {
        (self.low..=self.high).contains(&value)
    }
}

impl Estimate {
    /// Builds both intervals in the same way.
    pub(super) fn of(value: f64, range: impl Fn(Confidence) -> Range) -> Self {
        Self { value, p95: range(Confidence::P95), p998: range(Confidence::P998) }
    }

    /// The interval of a confidence.
    pub fn range(&self, confidence: Confidence) -> Range {
        match confidence {
            Confidence::P95 => self.p95,
            Confidence::P998 => self.p998,
        }
    }

    /// The same in another unit, for example 1,000 for "per 1,000 citizens"; the factor must not be negative.
    #[must_use]
    pub fn times(self, factor: f64) -> Self {
        let scale = |range: Range| Range { low: range.low * factor, high: range.high * factor };
        Self { value: self.value * factor, p95: scale(self.p95), p998: scale(self.p998) }
    }
}
