//! The register as it was known on a day: what had happened by then, and of that, what had been recorded and delivered.
//!
//! Registers grow, and mistakes are corrected: some rows are recorded weeks or months late, some stand under another
//! code at first, and now and then a municipality delivers a month late. A later day knows all that an earlier one
//! knew, except what was corrected.

use super::blemish::{Row, RowCode};
use super::calendar::{Day, month_index, month_start};
use super::delivery::Delivery;
use super::random::{Stream, scramble};
use super::world::CitizenRecords;

/// A day on which the register is looked at.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known {
    /// The day; what happened or was recorded on it is known.
    day: Day,
    seed: u64,
}

/// Share of rows that are recorded one to five months after they begin.
const RECORDED_LATE: f64 = 0.01;
/// Share of rows that stand under another code until they are corrected.
const MISCODED: f64 = 0.002;
/// Share of ends that are recorded one to five months late.
const ENDED_LATE: f64 = 0.01;
/// Share of months that a municipality delivers one to three months late.
const DELIVERED_LATE: f64 = 0.004;

impl Known {
    pub(super) fn new(day: Day, seed: u64) -> Self {
        Self { day, seed: seed ^ 0x4B6E_6F77 }
    }

    /// The number of months of which anything is known: those that are over.
    pub(super) fn months(self) -> i32 {
        month_index(self.day)
    }

    /// Forgets what came after the day.
    pub(super) fn look_back(self, records: &mut CitizenRecords) {
        let day = self.day;
        let until = |to: Option<Day>| to.filter(|to| *to <= day);
        let citizen = &mut records.citizen;
        citizen.death = until(citizen.death);
        citizen.residences.retain(|residence| residence.from <= day);
        citizen.residences.iter_mut().for_each(|residence| residence.to = until(residence.to));
        citizen.stay = citizen.stay.filter(|stay| stay.from <= day);
        citizen.stay.iter_mut().for_each(|stay| stay.to = until(stay.to));
        citizen.diseases.retain(|(_, from)| *from <= day);
        let key = citizen.key;
        for (kind, rows) in [&mut records.conditions, &mut records.interventions].into_iter().enumerate() {
            let codes: Vec<RowCode> = rows.iter().map(|row| row.code).collect();
            let mut at = 0_u64;
            rows.retain_mut(|row| {
                at += 1;
                let purpose = scramble(key ^ at) ^ u64::try_from(kind).unwrap_or_default();
                self.look_back_on(row, &codes, &mut Stream::new(self.seed, purpose))
            });
        }
    }

    /// Makes the row what it was on the day; whether there was one.
    fn look_back_on(self, row: &mut Row, codes: &[RowCode], stream: &mut Stream) -> bool {
        let late = |share: f64, stream: &mut Stream| {
            let days = stream.between(30, 150);
            if stream.chance(share) { days } else { 0 }
        };
        let (recorded, ended) = (late(RECORDED_LATE, stream), late(ENDED_LATE, stream));
        let corrected = late(MISCODED, stream);
        let other = usize::try_from(stream.between(0, 7)).ok().and_then(|at| codes.get(at));
        let start = row.start.unwrap_or_default();
        if start + recorded > self.day {
            return false;
        }
        // A mistake in the end stays, as long as it is one.
        row.end = row.end.filter(|end| *end < start || *end + ended <= self.day);
        if corrected > 0 && start + recorded + corrected > self.day {
            row.code = other.copied().unwrap_or(row.code);
        }
        true
    }

    /// Which deliveries had arrived.
    pub(super) fn arrived(self, deliveries: &mut Vec<Delivery>) {
        for delivery in deliveries.iter_mut() {
            let purpose = u64::try_from(delivery.municipality * 1_000).unwrap_or_default()
                + u64::try_from(delivery.month).unwrap_or_default();
            let mut stream = Stream::new(self.seed, purpose);
            let days = stream.between(20, 90);
            delivery.delivered_on += if stream.chance(DELIVERED_LATE) { days } else { 0 };
        }
        deliveries.retain(|delivery| month_start(delivery.month + 1) <= self.day && delivery.delivered_on <= self.day);
    }
}
