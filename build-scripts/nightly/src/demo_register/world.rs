//! One citizen after another: from a key to finished register rows.

use super::blemish::{Flaws, Row, rows};
use super::breaks::{change_system, go_over_to_aeldrelov, keep_delivered, simplify};
use super::calendar::Day;
use super::error::DemoRegisterError;
use super::pathway::{Pathway, pathways};
use super::person::{Citizen, Cohort, Residence};
use super::place::{Place, places};
use super::population::{PersonsOfYear, population};
use super::profile::Profile;
use super::random::{Stream, scramble};
use super::reference::Reference;
use super::spell::{Recorder, Spells};

/// A life in which nothing was registered during the register's years is drawn anew, at most this often.
const MOST_REDRAWS: u32 = 12;

/// Everything that is the same for all citizens.
#[derive(Debug)]
pub(super) struct World {
    pub(super) reference: Reference,
    pub(super) places: Vec<Place>,
    pub(super) population: Vec<PersonsOfYear>,
    pub(super) flaws: Flaws,
    profile: Profile,
    cohort: Cohort,
    seed: u64,
}

/// A citizen with all rows of the register.
#[derive(Debug)]
pub(super) struct CitizenRecords {
    pub(super) citizen: Citizen,
    pub(super) conditions: Vec<Row>,
    pub(super) interventions: Vec<Row>,
}

impl World {
    /// Prepares the world of a seed.
    pub(super) fn new(reference: Reference, seed: u64) -> Result<Self, DemoRegisterError> {
        let profile = Profile::read(&reference)?;
        let population = population(&reference);
        let places = places(&reference, &population, seed);
        let cohort = Cohort::new(&reference, &population, &places);
        let flaws = Flaws::new(&reference)?;
        Ok(Self { reference, places, population, flaws, profile, cohort, seed })
    }

    /// Keys of `citizens` citizens in rising order: scrambled numbers that say nothing about the citizen.
    pub(super) fn keys(&self, citizens: u32) -> Vec<u64> {
        let salt = scramble(self.seed ^ 0x4B65_7973);
        let mut keys: Vec<u64> = (0..u64::from(citizens)).map(|number| scramble(number.wrapping_add(salt))).collect();
        keys.sort_unstable();
        keys
    }

    /// All records of the citizen with this key; the same whenever and in whatever order it is asked.
    pub(super) fn records(&self, key: u64) -> CitizenRecords {
        let mut stream = Stream::new(self.seed, key);
        let mut records = self.draw(key, &mut stream);
        for _ in 0..MOST_REDRAWS {
            if !(records.conditions.is_empty() && records.interventions.is_empty()) {
                break;
            }
            records = self.draw(key, &mut stream);
        }
        records
    }

    fn draw(&self, key: u64, stream: &mut Stream) -> CitizenRecords {
        let citizen = self.cohort.citizen(key, &self.places, stream);
        let pathways = pathways(&citizen, stream);
        let frailty = 1.2 + 0.7 * stream.normal() + (citizen.age_on(citizen.care.0) - 75.0) / 30.0;
        let (mut conditions, mut interventions) = (Spells::new(), Spells::new());
        for residence in &citizen.residences {
            let within: Vec<Pathway> = pathways.iter().filter_map(|pathway| clip(*pathway, residence)).collect();
            if let Some(place) = self.places.get(residence.municipality)
                && !within.is_empty()
            {
                let place = (residence.municipality, place);
                let (found, followed) = self.record((&citizen, frailty), place, &within, stream);
                conditions.extend(found);
                interventions.extend(followed);
            }
        }
        CitizenRecords {
            conditions: rows(conditions, self.flaws.conditions(), stream),
            interventions: rows(interventions, self.flaws.interventions(), stream),
            citizen,
        }
    }

    fn record(
        &self,
        (citizen, frailty): (&Citizen, f64),
        (municipality, place): (usize, &Place),
        pathways: &[Pathway],
        stream: &mut Stream,
    ) -> (Spells, Spells) {
        let mut recorder = Recorder {
            reference: &self.reference,
            profile: &self.profile,
            citizen,
            municipality,
            practice: (&place.practice, &place.code_practice),
            frailty,
            conditions: Spells::new(),
            interventions: Spells::new(),
        };
        for pathway in pathways {
            recorder.record(*pathway, stream);
        }
        let Recorder { mut conditions, mut interventions, .. } = recorder;
        simplify(&mut conditions, &self.reference);
        simplify(&mut interventions, &self.reference);
        go_over_to_aeldrelov(&mut interventions, &self.profile, citizen, stream);
        for spells in [&mut conditions, &mut interventions] {
            change_system(spells, place.event, stream);
            keep_delivered(spells, place.event);
        }
        (conditions, interventions)
    }
}

/// The part of a pathway that falls within a residence.
fn clip(pathway: Pathway, residence: &Residence) -> Option<Pathway> {
    let start = pathway.start.max(residence.from);
    let end = pathway.end.min(residence.to.map_or(Day::MAX, |to| to - 1));
    (start <= end).then_some(Pathway { start, end, ..pathway })
}
