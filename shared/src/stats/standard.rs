//! Figures with the age taken out: direct standardisation.

use super::{
    interval::{Estimate, Range, byar},
    number,
};

/// One age group of an area.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stratum {
    /// Citizens counted.
    pub events: u64,
    /// Citizens living there.
    pub population: u64,
    /// Citizens of the group in the standard population.
    pub standard: u64,
}

/// What the figure for each citizen would be if the area had the ages of the standard population.
///
/// `None` when there is no stratum, a stratum with citizens in the standard has none in the area, or nobody lives in
/// the standard. Every stratum must be a published count: a suppressed one makes the result impossible.
///
/// Interval: A. J. Dobson et al., "Confidence intervals for weighted sums of Poisson parameters", Statistics in
/// Medicine 10 (1991), around Byar's interval of the count, as England's Office for Health Improvement and Disparities
/// does. Where nobody is counted there is no variance to scale by, and the upper end is that of the crude figure.
pub fn standardised(strata: &[Stratum]) -> Option<Estimate> {
    let used: Vec<&Stratum> = strata.iter().filter(|stratum| stratum.standard > 0).collect();
    let whole: f64 = used.iter().map(|stratum| number(stratum.standard)).sum();
    if whole <= 0.0 || used.iter().any(|stratum| stratum.population == 0) {
        return None;
    }
    let weight = |stratum: &Stratum| number(stratum.standard) / whole / number(stratum.population);
    let value: f64 = used.iter().map(|stratum| weight(stratum) * number(stratum.events)).sum();
    let variance: f64 = used.iter().map(|stratum| weight(stratum).powi(2) * number(stratum.events)).sum();
    let events: f64 = used.iter().map(|stratum| number(stratum.events)).sum();
    let population: f64 = used.iter().map(|stratum| number(stratum.population)).sum();
    let scale = if events > 0.0 { (variance / events).sqrt() } else { 1.0 / population };
    Some(Estimate::of(value, |confidence| {
        let counted = byar(events, confidence);
        Range { low: (value + scale * (counted.low - events)).max(0.0), high: value + scale * (counted.high - events) }
    }))
}
