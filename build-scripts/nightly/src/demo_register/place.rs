//! What makes municipalities differ: weight, registration practice, systems, care homes and delivery history.
//!
//! Names and populations are real; practice, systems and every event below are invented.

use std::collections::BTreeMap;

use super::calendar::{Day, day};
use super::population::PersonsOfYear;
use super::random::Stream;
use super::reference::Reference;

/// What happened to a municipality's deliveries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DeliveryEvent {
    None,
    /// First month of production, after three months of test deliveries.
    StartsLate {
        first_month: i32,
    },
    /// Months without delivery, both included.
    Pauses {
        from_month: i32,
        to_month: i32,
    },
    /// A new care system from this day on: records are started again.
    ChangesSystem {
        on: Day,
    },
}

impl DeliveryEvent {
    /// Whether the municipality delivers this month to production.
    pub(super) fn is_delivered(self, month_index: i32) -> bool {
        match self {
            Self::None | Self::ChangesSystem { .. } => true,
            Self::StartsLate { first_month } => month_index >= first_month,
            Self::Pauses { from_month, to_month } => !(from_month..=to_month).contains(&month_index),
        }
    }
}

/// One municipality as the demo register sees it.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) event: DeliveryEvent,
    /// Care system before and after a change; equal without one.
    pub(super) systems: [&'static str; 2],
    pub(super) codes: CodeStyle,
    pub(super) n_care_homes: i32,
    /// Care-home residents relative to the country.
    pub(super) care_home_factor: f64,
    /// Registrations relative to the country, by catalogue.
    pub(super) practice: [f64; 5],
    /// Use of each code relative to the country.
    pub(super) code_practice: Vec<f64>,
}

/// Which of the two keys of a code a municipality writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CodeStyle {
    Uuid,
    Legacy,
}

/// Municipalities that still write the older short keys.
const LEGACY_WRITERS: [&str; 5] = ["0306", "0420", "0573", "0671", "0813"];

const CARE_HOMES_IN_THE_COUNTRY: f64 = 930.0;

/// Builds all municipalities, in the order of the reference.
pub(super) fn places(reference: &Reference, population: &[PersonsOfYear], seed: u64) -> Vec<Place> {
    let old = persons_over_80(population);
    let all_old: f64 = old.values().sum();
    let place = |(index, municipality): (usize, &super::reference::Municipality)| {
        let purpose = u64::try_from(index).unwrap_or_default();
        let mut stream = Stream::new(seed ^ 0x506C_6163, purpose);
        let share = old.get(&index).copied().unwrap_or_default() / all_old.max(1.0);
        let code = municipality.code.as_str();
        Place {
            event: delivery_event(code),
            systems: systems(code, &mut Stream::new(0, purpose)),
            codes: if LEGACY_WRITERS.contains(&code) { CodeStyle::Legacy } else { CodeStyle::Uuid },
            n_care_homes: super::calendar::whole_days((share * CARE_HOMES_IN_THE_COUNTRY).round()).max(1),
            care_home_factor: region_factor(&municipality.region),
            practice: std::array::from_fn(|_| stream.log_normal(1.0, 0.18)),
            code_practice: reference.codes.iter().map(|_| stream.log_normal(1.0, 0.28)).collect(),
        }
    };
    reference.municipalities.iter().enumerate().map(place).collect()
}

fn persons_over_80(population: &[PersonsOfYear]) -> BTreeMap<usize, f64> {
    let mut old = BTreeMap::new();
    for cell in population.iter().filter(|cell| cell.year == 2024 && cell.age_from >= 80) {
        *old.entry(cell.municipality).or_insert(0.0) += f64::from(cell.persons);
    }
    old
}

fn delivery_event(code: &str) -> DeliveryEvent {
    match code {
        "0376" => DeliveryEvent::StartsLate { first_month: 8 },
        "0787" => DeliveryEvent::StartsLate { first_month: 15 },
        "0550" => DeliveryEvent::Pauses { from_month: 31, to_month: 34 },
        "0630" => DeliveryEvent::ChangesSystem { on: day(2025, 3, 1) },
        _ => DeliveryEvent::None,
    }
}

/// Systems do not depend on the seed: the same municipality keeps its system in every demo.
fn systems(code: &str, stream: &mut Stream) -> [&'static str; 2] {
    if LEGACY_WRITERS.contains(&code) {
        return ["Vitae"; 2];
    }
    if matches!(delivery_event(code), DeliveryEvent::ChangesSystem { .. }) {
        return ["Sensum", "Nexus"];
    }
    match stream.pick(&[0.6, 0.32, 0.05, 0.03]) {
        Some(1) => ["Cura"; 2],
        Some(2) => ["Vitae"; 2],
        Some(3) => ["Sensum"; 2],
        _ => ["Nexus"; 2],
    }
}

/// More care homes around the capital, fewer on the rest of Sjælland.
fn region_factor(region: &str) -> f64 {
    match region {
        "1084" => 1.12,
        "1085" => 0.82,
        _ => 1.0,
    }
}
