//! Which municipality delivered which month, and how many active rows it delivered.

use super::blemish::Row;
use super::calendar::{Day, FIRST_DAY, LAST_DAY, N_MONTHS, month_index, month_start};
use super::place::{DeliveryEvent, Place};
use super::random::Stream;

/// Whether a delivery counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DeliveryKind {
    Production,
    Test,
}

impl DeliveryKind {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Production => "production",
            Self::Test => "test",
        }
    }
}

/// One delivery of one municipality for one month.
#[derive(Debug)]
pub(super) struct Delivery {
    pub(super) municipality: usize,
    pub(super) month: i32,
    pub(super) delivered_on: Day,
    pub(super) system: &'static str,
    pub(super) kind: DeliveryKind,
    pub(super) conditions: u32,
    pub(super) interventions: u32,
}

/// Months of the register as a length; equals [`N_MONTHS`].
const MONTHS: usize = 58;
const _: () = assert!(N_MONTHS == 58, "both lengths must agree");

/// Active rows by municipality and month, kept as changes from month to month.
#[derive(Debug)]
pub(super) struct Tally {
    changes: Vec<i64>,
}

impl Tally {
    pub(super) fn new(n_places: usize) -> Self {
        let n_months = MONTHS + 1;
        Self { changes: vec![0; n_places * n_months] }
    }

    /// Counts a row in every month it is active in; rows without a start or with an end before it are active in none.
    pub(super) fn add(&mut self, row: &Row) {
        let Some(start) = row.start else { return };
        let (start, end) = (start.max(FIRST_DAY), row.end.unwrap_or(LAST_DAY).min(LAST_DAY));
        if start <= end {
            self.change(row.municipality, month_index(start), 1);
            self.change(row.municipality, month_index(end) + 1, -1);
        }
    }

    fn change(&mut self, place: usize, month: i32, by: i64) {
        let index = usize::try_from(month).ok().map(|month| place * (MONTHS + 1) + month);
        if let Some(cell) = index.and_then(|index| self.changes.get_mut(index)) {
            *cell += by;
        }
    }

    /// Active rows of each month of one municipality.
    fn active(&self, place: usize) -> impl Iterator<Item = u32> {
        let from = place * (MONTHS + 1);
        let changes = self.changes.get(from..from + MONTHS).unwrap_or_default();
        changes.iter().scan(0_i64, |sum, change| {
            *sum += change;
            Some(u32::try_from(*sum).unwrap_or_default())
        })
    }
}

/// Lists all deliveries by municipality and month. A month without a row was not delivered.
pub(super) fn deliveries(places: &[Place], conditions: &Tally, interventions: &Tally, seed: u64) -> Vec<Delivery> {
    let mut list = Vec::new();
    for (municipality, place) in places.iter().enumerate() {
        let purpose = u64::try_from(municipality).unwrap_or_default();
        let mut stream = Stream::new(seed ^ 0x4465_6C69, purpose);
        let counts = conditions.active(municipality).zip(interventions.active(municipality));
        for (month, (conditions, interventions)) in (0..N_MONTHS).zip(counts) {
            let delivered_on = delivered_on(month, &mut stream);
            let Some(kind) = kind(place.event, month) else {
                continue;
            };
            let (conditions, interventions) = match kind {
                DeliveryKind::Production => (conditions, interventions),
                DeliveryKind::Test => (conditions / 10, interventions / 10),
            };
            list.push(Delivery {
                municipality,
                month,
                delivered_on,
                system: system(place, month),
                kind,
                conditions,
                interventions,
            });
        }
    }
    list
}

fn kind(event: DeliveryEvent, month: i32) -> Option<DeliveryKind> {
    match event {
        _ if event.is_delivered(month) => Some(DeliveryKind::Production),
        DeliveryEvent::StartsLate { first_month } if (first_month - 3..first_month).contains(&month) => {
            Some(DeliveryKind::Test)
        }
        _ => None,
    }
}

/// The ninth to sixteenth of the month after, sometimes a week later.
fn delivered_on(month: i32, stream: &mut Stream) -> Day {
    let late = if stream.chance(0.04) { stream.between(3, 7) } else { 0 };
    month_start(month + 1) + 8 + stream.between(0, 5) + late
}

fn system(place: &Place, month: i32) -> &'static str {
    let [before, after] = place.systems;
    match place.event {
        DeliveryEvent::ChangesSystem { on } if month >= month_index(on) => after,
        _ => before,
    }
}
