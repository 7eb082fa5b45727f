//! What the demo register promises about its contents.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::blemish::{Row, RowCode};
use super::calendar::{AELDRELOV, Day, FIRST_DAY, LAST_DAY, SIMPLIFICATION, day, month_index};
use super::count;
use super::delivery::{Delivery, DeliveryKind, Tally, deliveries};
use super::reference::{Reference, Sex, read_rows};
use super::spell::PENSION_AGE;
use super::world::{CitizenRecords, World};

#[test]
fn a_citizen_does_not_depend_on_the_others() {
    let world = world(7);
    let keys = world.keys(50);
    let alone = world.records(keys[30]);
    let among: Vec<CitizenRecords> = keys.iter().map(|key| world.records(*key)).collect();
    assert_eq!(alone.conditions, among[30].conditions);
    assert_eq!(alone.interventions, among[30].interventions);
}

#[test]
fn keys_rise_without_repeating_and_are_no_running_numbers() {
    let keys = world(7).keys(1_000);
    assert!(keys.windows(2).all(|pair| pair[0] < pair[1]));
    assert!(keys.windows(2).all(|pair| pair[1] - pair[0] > 1_000));
}

#[test]
fn codes_are_known_and_in_force_except_in_a_few_flawed_rows() {
    let world = world(7);
    let all = records(&world, 2_000);
    let rows = all.iter().flat_map(|one| one.conditions.iter().chain(&one.interventions));
    let (mut n_rows, mut n_flawed) = (0_u32, 0_u32);
    for row in rows {
        n_rows += 1;
        n_flawed += u32::from(!is_in_force(&world.reference, row));
    }
    let share = f64::from(n_flawed) / f64::from(n_rows);
    assert!(n_rows > 50_000, "{n_rows} rows");
    assert!((0.000_1..0.001).contains(&share), "share of flawed rows {share}");
}

#[test]
fn spells_lie_within_life_and_residence() {
    let world = world(7);
    for one in records(&world, 2_000) {
        let died = one.citizen.death.unwrap_or(Day::MAX);
        for row in one.conditions.iter().chain(&one.interventions).filter(|row| is_plain(row)) {
            let (start, end) = (row.start.unwrap(), row.end.unwrap_or(LAST_DAY));
            assert!(one.citizen.birth <= start && end.max(start) <= died);
            assert!(one.citizen.residences.iter().any(|home| home.municipality == row.municipality
                && home.from <= start
                && home.to.is_none_or(|to| end < to)));
        }
        for stay in one.citizen.stay.iter().filter(|stay| stay.from < LAST_DAY) {
            let residence = one.citizen.residences.iter().rfind(|home| home.from <= stay.from).unwrap();
            assert_eq!(residence.municipality, stay.municipality);
        }
    }
}

#[test]
fn every_citizen_has_at_least_one_registration() {
    let world = world(7);
    assert!(records(&world, 1_000).iter().all(|one| one.conditions.len() + one.interventions.len() > 0));
}

#[test]
fn each_residence_begins_where_the_last_one_ends() {
    let world = world(7);
    let mut n_moved = 0;
    for one in records(&world, 2_000) {
        let homes = &one.citizen.residences;
        n_moved += usize::from(homes.len() > 1);
        assert!(homes.windows(2).all(|pair| pair[0].to == Some(pair[1].from)));
        assert_eq!(homes.last().unwrap().to, one.citizen.death.map(|death| death + 1));
    }
    assert!(n_moved > 20);
}

#[test]
fn retired_codes_give_way_to_their_successors_on_the_day_of_the_simplification() {
    let world = world(7);
    let all = records(&world, 2_000);
    let wound = world.reference.code("Problemer_med_andre_saar").unwrap();
    let starts = |day: Day| {
        let rows = all.iter().flat_map(|one| &one.conditions);
        rows.filter(|row| row.code == RowCode::Known(wound) && row.start == Some(day)).count()
    };
    assert_eq!(starts(SIMPLIFICATION - 1), 0);
    assert!(starts(SIMPLIFICATION) > 10 * starts(SIMPLIFICATION + 1).max(1));
}

#[test]
fn from_july_2025_citizens_of_pension_age_get_no_new_grants_under_serviceloven_83() {
    let world = world(7);
    let law = |row: &Row| match row.code {
        RowCode::Known(code) => world.reference.codes[code].law.clone(),
        RowCode::Unknown(_) => String::new(),
    };
    let (mut n_old_law, mut n_new_law) = (0, 0);
    for one in records(&world, 1_500) {
        for row in one.interventions.iter().filter(|row| is_plain(row)) {
            let start = row.start.unwrap();
            if start >= AELDRELOV && one.citizen.age_on(start) >= PENSION_AGE {
                n_old_law += usize::from(["SEL §83", "SEL §83a", "SEL §84", "SEL §86"].contains(&law(row).as_str()));
                n_new_law += usize::from(law(row) == "Ældreloven");
            }
        }
    }
    assert_eq!(n_old_law, 0);
    assert!(n_new_law > 500);
}

#[test]
fn two_municipalities_start_late_and_one_pauses_for_four_months() {
    let world = world(7);
    let list = deliveries_of(&world, &records(&world, 200));
    let months = |code: &str, kind: DeliveryKind| -> Vec<i32> {
        list.iter()
            .filter(|row| world.reference.municipalities[row.municipality].code == code && row.kind == kind)
            .map(|row| row.month)
            .collect()
    };
    assert_eq!(months("0376", DeliveryKind::Production), (8..58).collect::<Vec<_>>());
    assert_eq!(months("0376", DeliveryKind::Test), [5, 6, 7]);
    assert_eq!(months("0787", DeliveryKind::Production), (15..58).collect::<Vec<_>>());
    assert_eq!(months("0550", DeliveryKind::Production), (0..31).chain(35..58).collect::<Vec<_>>());
    assert_eq!(months("0101", DeliveryKind::Production).len(), 58);
}

#[test]
fn every_row_was_active_in_a_delivered_month() {
    let world = world(7);
    for one in records(&world, 2_000) {
        for row in one.conditions.iter().filter(|row| is_plain(row)) {
            let first = month_index(row.start.unwrap().max(FIRST_DAY));
            let last = month_index(row.end.unwrap_or(LAST_DAY));
            let event = world.places[row.municipality].event;
            assert!((first..=last).any(|month| event.is_delivered(month)));
        }
    }
}

#[test]
fn a_change_of_system_starts_records_again_on_the_day() {
    let world = world(7);
    let place = world.reference.municipalities.iter().position(|found| found.code == "0630").unwrap();
    let mut starts: BTreeMap<Day, usize> = BTreeMap::new();
    for row in records(&world, 4_000).iter().flat_map(|one| &one.interventions) {
        if let (true, Some(start)) = (row.municipality == place, row.start) {
            *starts.entry(start).or_default() += 1;
        }
    }
    let on_the_day = starts[&day(2025, 3, 1)];
    let others = starts.iter().filter(|(start, _)| (20_000..20_140).contains(*start));
    assert!(on_the_day > 4 * others.map(|(_, n)| *n).max().unwrap());
}

#[test]
fn deliveries_state_the_rows_that_were_active() {
    let world = world(7);
    let all = records(&world, 300);
    let months = deliveries_of(&world, &all);
    let delivered = months.iter().find(|row| row.municipality == 0 && row.month == 24).unwrap();
    let (first, last) = (day(2024, 1, 1), day(2024, 1, 31));
    let active = all
        .iter()
        .flat_map(|one| &one.conditions)
        .filter(|row| row.municipality == 0 && row.start.is_some_and(|start| start <= last))
        .filter(|row| row.end.is_none_or(|end| end >= first && Some(end) >= row.start));
    assert_eq!(delivered.conditions, u32::try_from(active.count()).unwrap());
}

#[test]
fn citizens_have_plausible_ages_sexes_and_amounts_of_care() {
    let world = world(7);
    let all = records(&world, 4_000);
    let on = day(2024, 1, 1);
    let share = |matches: &dyn Fn(&CitizenRecords) -> bool| {
        f64::from(u32::try_from(all.iter().filter(|one| matches(one)).count()).unwrap()) / 4_000.0
    };
    let mean = |rows: usize| f64::from(u32::try_from(rows).unwrap()) / 4_000.0;
    assert!((0.52..0.68).contains(&share(&|one| one.citizen.sex == Sex::Woman)));
    assert!((0.75..0.93).contains(&share(&|one| one.citizen.age_on(on) >= 65.0)));
    assert!((0.12..0.35).contains(&share(&|one| one.citizen.stay.is_some())));
    assert!((8.0..14.0).contains(&mean(all.iter().map(|one| one.conditions.len()).sum())));
    assert!((32.0..50.0).contains(&mean(all.iter().map(|one| one.interventions.len()).sum())));
    let sore = RowCode::Known(world.reference.code("I4.4").unwrap());
    let sores = share(&|one| one.conditions.iter().any(|row| row.code == sore));
    assert!((0.04..0.20).contains(&sores), "pressure sores {sores}");
}

#[test]
fn the_population_grows_to_six_million_and_its_oldest_faster() {
    let world = world(7);
    let persons = |year, from| -> u32 {
        let cells = world.population.iter().filter(|cell| cell.year == year && cell.age_from >= from);
        cells.map(|cell| cell.persons).sum()
    };
    assert!((5_950_000..6_100_000).contains(&persons(2026, 0)));
    assert!(persons(2022, 80) > 250_000);
    assert!(f64::from(persons(2026, 80)) > 1.15 * f64::from(persons(2022, 80)));
}

#[test]
fn a_successor_is_in_force_when_a_code_is_retired() {
    let reference = Reference::read(&reference_folder()).unwrap();
    let retired = reference.codes.iter().filter(|code| code.valid_to < Day::MAX);
    assert!(retired.clone().count() > 100);
    for (code, successor) in retired.filter_map(|code| Some((code, code.successor?))) {
        let successor = &reference.codes[successor];
        let in_force = successor.valid_from..successor.valid_to;
        assert!(in_force.contains(&code.valid_to), "{}", code.legacy);
    }
}

#[test]
fn every_condition_and_intervention_has_one_english_label() {
    #[derive(serde::Deserialize)]
    struct LabelRow {
        legacy_code: String,
        label_en: String,
    }
    #[derive(serde::Deserialize)]
    struct KindRow {
        legacy_code: String,
        kind: String,
    }
    let folder = reference_folder();
    let labels: Vec<LabelRow> = read_rows(&folder.join("fsiii_labels_en.csv")).unwrap();
    assert!(labels.iter().all(|row| !row.label_en.trim().is_empty()));
    let labelled: BTreeSet<String> = labels.iter().map(|row| row.legacy_code.clone()).collect();
    assert_eq!(labelled.len(), labels.len());
    let codes: Vec<KindRow> = read_rows(&folder.join("fsiii_codes.csv")).unwrap();
    let is_labelled = |kind: &str| ["tilstand", "omraade", "indsats"].iter().any(|stem| kind.starts_with(stem));
    let codes = codes.into_iter().filter(|row| is_labelled(&row.kind));
    assert_eq!(labelled, codes.map(|row| row.legacy_code).collect());
}

pub(super) fn world(seed: u64) -> World {
    World::new(Reference::read(&reference_folder()).unwrap(), seed).unwrap()
}

fn records(world: &World, citizens: u32) -> Vec<CitizenRecords> {
    world.keys(citizens).iter().map(|key| world.records(*key)).collect()
}

fn deliveries_of(world: &World, all: &[CitizenRecords]) -> Vec<Delivery> {
    let mut tallies = (Tally::new(world.places.len()), Tally::new(world.places.len()));
    count(all, &mut tallies);
    deliveries(&world.places, &tallies.0, &tallies.1, 7)
}

/// Rows whose dates are as the spell had them.
fn is_plain(row: &Row) -> bool {
    let is_dated = row.start.is_some_and(|start| start > day(1901, 1, 1));
    is_dated && row.end.is_none_or(|end| Some(end) >= row.start && end <= LAST_DAY)
}

fn is_in_force(reference: &Reference, row: &Row) -> bool {
    let RowCode::Known(code) = row.code else {
        return false;
    };
    let code = &reference.codes[code];
    is_plain(row)
        && row.start.is_some_and(|start| (code.valid_from..code.valid_to).contains(&start))
        && row.end.is_none_or(|end| end < code.valid_to)
}

pub(super) fn reference_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../reference")
}
