//! A citizen's life: birth, sex, residences, care homes, chronic diseases and death.

use super::calendar::{Day, FIRST_DAY, LAST_DAY, YEAR, whole_days};
use super::career::{Career, draw_age, draw_career};
use super::place::Place;
use super::population::PersonsOfYear;
use super::random::Stream;
use super::reference::{Reference, Sex};

/// A home address at municipality level.
#[derive(Debug, Clone, Copy)]
pub(super) struct Residence {
    pub(super) municipality: usize,
    pub(super) from: Day,
    /// Exclusive; absent when the citizen still lives there.
    pub(super) to: Option<Day>,
}

/// A stay in a care home.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stay {
    pub(super) municipality: usize,
    /// Number of the home within the municipality, from 1.
    pub(super) home: i32,
    pub(super) from: Day,
    /// Exclusive; absent when the stay goes on.
    pub(super) to: Option<Day>,
}

/// One fictitious citizen.
#[derive(Debug)]
pub(super) struct Citizen {
    pub(super) key: u64,
    pub(super) sex: Sex,
    pub(super) birth: Day,
    pub(super) death: Option<Day>,
    pub(super) residences: Vec<Residence>,
    pub(super) stay: Option<Stay>,
    /// Disease index and day of diagnosis.
    pub(super) diseases: Vec<(usize, Day)>,
    /// First and last day on which the citizen may receive care.
    pub(super) care: (Day, Day),
}

impl Citizen {
    /// Age in years on a day.
    pub(super) fn age_on(&self, day: Day) -> f64 {
        f64::from(day - self.birth) / YEAR
    }

    /// Whether the disease was diagnosed.
    pub(super) fn has(&self, disease: usize) -> bool {
        self.diseases.iter().any(|(known, _)| *known == disease)
    }
}

/// Draws citizens so that their places, ages and sexes follow the population and its need of care.
#[derive(Debug)]
pub(super) struct Cohort {
    cells: Vec<PersonsOfYear>,
    /// Running sum of weights, one per cell.
    cumulative: Vec<f64>,
    diseases: Vec<DiseaseShare>,
    provinces: Vec<Vec<usize>>,
}

impl Cohort {
    /// Weighs the population of 2024 by the need of care.
    pub(super) fn new(reference: &Reference, population: &[PersonsOfYear], places: &[Place]) -> Self {
        let cells: Vec<PersonsOfYear> = population.iter().filter(|cell| cell.year == 2024).copied().collect();
        let mut total = 0.0;
        let cumulative = cells
            .iter()
            .map(|cell| {
                let practice = places.get(cell.municipality).map_or(1.0, |place| place.practice[1]);
                total += f64::from(cell.persons) * care_share(cell.sex, cell.age_from) * (0.7 + 0.3 * practice);
                total
            })
            .collect();
        let province = |index: usize| reference.municipalities.get(index).map(|found| &found.province);
        let n = reference.municipalities.len();
        let provinces = (0..n)
            .map(|home| (0..n).filter(|other| *other != home && province(*other) == province(home)).collect())
            .collect();
        Self { cells, cumulative, diseases: disease_shares(reference), provinces }
    }

    /// Draws the citizen with this key.
    pub(super) fn citizen(&self, key: u64, places: &[Place], stream: &mut Stream) -> Citizen {
        let cell = self.draw_cell(stream);
        let age = draw_age(cell, stream);
        let career = draw_career(cell, places, age, stream);
        let birth = career.middle() - whole_days(age * YEAR);
        let start = career.start.max(birth);
        let mut citizen = Citizen {
            key,
            sex: cell.sex,
            birth,
            death: career.death(age, stream),
            residences: Vec::new(),
            stay: None,
            diseases: Vec::new(),
            care: (start, career.end),
        };
        self.settle(&mut citizen, cell.municipality, &career, stream);
        if let Some(from) = career.moves_in {
            citizen.stay = draw_stay(&citizen, from, places, stream);
        }
        self.diagnose(&mut citizen, age, stream);
        citizen
    }

    fn draw_cell(&self, stream: &mut Stream) -> PersonsOfYear {
        let total = self.cumulative.last().copied().unwrap_or_default();
        let wanted = stream.unit() * total;
        let index = self.cumulative.partition_point(|sum| *sum <= wanted);
        self.cells.get(index).or(self.cells.last()).copied().unwrap_or(NOBODY)
    }

    /// Lists the residences: a few moves while at home, and sometimes one into the care home.
    fn settle(&self, citizen: &mut Citizen, first: usize, career: &Career, stream: &mut Stream) {
        let home_end = career.moves_in.unwrap_or(career.end);
        let years = f64::from(home_end - citizen.care.0) / YEAR;
        let moves_a_year = if citizen.age_on(home_end) > 65.0 { 0.014 } else { 0.05 };
        let mut days: Vec<Day> = (0..stream.poisson(moves_a_year * years.max(0.0)))
            .map(|_| stream.between(citizen.care.0 + 30, home_end - 30))
            .collect();
        if career.moves_in.is_some() && stream.chance(0.08) {
            days.push(home_end);
        }
        let last = citizen.death.map_or(LAST_DAY, |death| LAST_DAY.min(death - 1));
        days.retain(|day| *day > citizen.care.0 + 1 && *day <= last);
        days.sort_unstable();
        days.dedup();
        let before = whole_days(stream.exponential(9.0 * YEAR));
        let mut from = (citizen.care.0.min(FIRST_DAY) - 60 - before).max(citizen.birth);
        let mut municipality = first;
        for day in days {
            citizen.residences.push(Residence { municipality, from, to: Some(day) });
            municipality = self.destination(municipality, stream);
            from = day;
        }
        let to = citizen.death.map(|death| death + 1);
        citizen.residences.push(Residence { municipality, from, to });
    }

    fn destination(&self, from: usize, stream: &mut Stream) -> usize {
        let near = self.provinces.get(from).map_or(&[][..], Vec::as_slice);
        if !near.is_empty() && stream.chance(0.6) {
            let index = whole_index(stream, near.len());
            return near.get(index).copied().unwrap_or(from);
        }
        let found = self.draw_cell(stream).municipality;
        if found == from { near.first().copied().unwrap_or(found) } else { found }
    }

    fn diagnose(&self, citizen: &mut Citizen, age: f64, stream: &mut Stream) {
        let dwelling = match citizen.stay {
            Some(_) => Dwelling::CareHome,
            None => Dwelling::OwnHome,
        };
        for (index, disease) in self.diseases.iter().enumerate() {
            if stream.chance(disease.share(citizen.sex, age, dwelling)) {
                let years = stream.exponential(disease.mean_years);
                let known = (citizen.care.0 + whole_days(200.0 - years * YEAR))
                    .max(citizen.birth + whole_days(disease.youngest * YEAR))
                    .min(LAST_DAY);
                if citizen.death.is_none_or(|death| known <= death) {
                    citizen.diseases.push((index, known));
                }
            }
        }
    }
}

const NOBODY: PersonsOfYear =
    PersonsOfYear { municipality: 0, year: 2024, sex: Sex::Woman, age_from: 80, age_to: 84, persons: 0 };

/// Citizens in the register over its almost five years, per resident of 2024, at the national size of 500,000.
/// Above one where so many reach the age during the years.
fn care_share(sex: Sex, age_from: i32) -> f64 {
    let share = match age_from {
        ..15 => 0.0008,
        15..20 => 0.002,
        20..40 => 0.008,
        40..50 => 0.015,
        50..60 => 0.028,
        60..65 => 0.05,
        65..70 => 0.085,
        70..75 => 0.14,
        75..80 => 0.28,
        80..85 => 0.62,
        85..90 => 1.0,
        90..95 => 1.45,
        _ => 1.7,
    };
    let by_sex = if age_from < 65 { [1.0, 1.0] } else { [1.08, 0.9] };
    share * sex.of(&by_sex)
}

fn draw_stay(citizen: &Citizen, from: Day, places: &[Place], stream: &mut Stream) -> Option<Stay> {
    let residence = citizen.residences.last()?;
    let homes = places.get(residence.municipality).map_or(1, |place| place.n_care_homes);
    let ended = citizen.death.map_or(citizen.care.1 + 1, |death| (death + 1).min(citizen.care.1 + 1));
    let stay = Stay {
        municipality: residence.municipality,
        home: stream.between(1, homes),
        from: from.max(residence.from),
        to: (ended <= LAST_DAY).then_some(ended),
    };
    (stay.from <= LAST_DAY && ended > FIRST_DAY).then_some(stay)
}

#[derive(Clone, Copy)]
enum Dwelling {
    OwnHome,
    CareHome,
}

/// How common a chronic disease is among citizens in care.
#[derive(Debug)]
struct DiseaseShare {
    at_65: f64,
    at_90: f64,
    by_sex: [f64; 2],
    in_care_home: f64,
    youngest: f64,
    mean_years: f64,
}

impl DiseaseShare {
    fn share(&self, sex: Sex, age: f64, dwelling: Dwelling) -> f64 {
        if age < self.youngest {
            return 0.0;
        }
        let along = ((age - 65.0) / 25.0).clamp(-0.6, 1.2);
        let share = (self.at_65 + (self.at_90 - self.at_65) * along).max(0.002) * sex.of(&self.by_sex);
        match dwelling {
            Dwelling::OwnHome => share,
            Dwelling::CareHome => (share * self.in_care_home).min(0.8),
        }
    }
}

/// Invented shares in the order of magnitude of the register of chronic diseases (RUKS); unknown diseases get two per cent.
fn disease_shares(reference: &Reference) -> Vec<DiseaseShare> {
    let share = |numbers: [f64; 7]| {
        let [at_65, at_90, women, men, in_care_home, youngest, mean_years] = numbers;
        DiseaseShare { at_65, at_90, by_sex: [women, men], in_care_home, youngest, mean_years }
    };
    let of = |disease: &String| match disease.as_str() {
        "t1d" => share([0.016, 0.008, 0.9, 1.1, 1.0, 2.0, 22.0]),
        "t2d" => share([0.20, 0.16, 0.85, 1.2, 1.0, 30.0, 9.0]),
        "kol" => share([0.17, 0.13, 1.0, 1.0, 0.9, 35.0, 8.0]),
        "astma" => share([0.10, 0.07, 1.2, 0.8, 0.8, 1.0, 18.0]),
        "osteoporose" => share([0.10, 0.24, 1.4, 0.4, 1.1, 45.0, 7.0]),
        "leddegigt" => share([0.026, 0.024, 1.3, 0.6, 1.0, 18.0, 12.0]),
        "skizofreni" => share([0.03, 0.006, 0.9, 1.1, 2.0, 17.0, 18.0]),
        "demens" => share([0.03, 0.17, 1.05, 0.95, 4.2, 60.0, 2.5]),
        _ => share([0.02, 0.02, 1.0, 1.0, 1.0, 18.0, 8.0]),
    };
    reference.diseases.iter().map(of).collect()
}

fn whole_index(stream: &mut Stream, length: usize) -> usize {
    let last = i32::try_from(length).unwrap_or(i32::MAX) - 1;
    usize::try_from(stream.between(0, last)).unwrap_or_default()
}
