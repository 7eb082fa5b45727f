//! Several nights over a register that changes: what is carried over, what is corrected, and what a reader who keeps
//! every publication learns.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use naerblik_nightly::query_command::OpenPublication;
use naerblik_shared::{
    cell::Cell,
    cube::Cube,
    manifest::Manifest,
    schema::{Dimension, DimensionId, MemberCode, level},
};
use naerblik_suppression::{
    protect,
    verify::{Deduced, PublicTable, Told},
};

use crate::support::{Workplace, files_below};

const VERSIONS: [&str; 2] = ["lag_days = 5", r#"corrections = ["2026-10-30", "2026-11-15"]"#];

fn data_files(place: &Workplace) -> BTreeSet<String> {
    files_below(&place.publication("out")).into_keys().filter(|path| path.starts_with("data/")).collect()
}

fn manifest(place: &Workplace) -> Manifest {
    OpenPublication::open(place.publication("out")).unwrap().manifest
}

fn ledger(place: &Workplace) -> serde_json::Value {
    let folder = place.publication("out.ledger");
    let path = folder.join(format!("{}.json", manifest(place).publication));
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

/// Every published cell of the datasets with codes.
fn cells(place: &Workplace) -> BTreeMap<(String, Vec<MemberCode>), Cell> {
    let publication = OpenPublication::open(place.publication("out")).unwrap();
    let mut cells = BTreeMap::new();
    for dataset in publication.manifest.datasets.iter().filter(|dataset| dataset.code_root.is_some()) {
        for cuboid in &dataset.cuboids {
            for shard in &cuboid.shards {
                let cube = publication.load(shard).unwrap();
                let name = format!("{} {}", dataset.id, cuboid.id);
                cells.extend((0..cube.n_cells()).map(|at| ((name.clone(), members(&cube, at)), cube.at(at).unwrap())));
            }
        }
    }
    cells
}

fn members(cube: &Cube, at: usize) -> Vec<MemberCode> {
    let axes = cube.axes().iter().enumerate();
    axes.map(|(axis, own)| own.members[at / cube.stride(axis).unwrap() % own.members.len()].clone()).collect()
}

type Cells = BTreeMap<(String, Vec<MemberCode>), Cell>;

/// Cells that a reader has from both publications, and whose difference is one to four.
fn small_differences(before: &Cells, now: &Cells) -> usize {
    let both = before.iter().filter_map(|(key, before)| Some((before.value()?, now.get(key)?.value()?)));
    both.filter(|(before, now)| (1..5).contains(&before.abs_diff(*now))).count()
}

/// Cells that were withheld and show a number above zero now.
fn shown_again(before: &Cells, now: &Cells) -> usize {
    let withheld = before.iter().filter(|(_, cell)| **cell == Cell::Suppressed);
    withheld.filter(|(key, _)| matches!(now.get(*key), Some(Cell::Value(1..)))).count()
}

/// The municipalities of every area, by position.
fn leaves_of_areas(areas: &Dimension) -> (usize, BTreeMap<MemberCode, Vec<u32>>) {
    let mut of_area: BTreeMap<MemberCode, Vec<u32>> = BTreeMap::new();
    let mut municipalities = 0;
    for (leaf, municipality) in (0_u32..).zip(areas.at_level(level::MUNICIPALITY)) {
        let mut above = BTreeSet::from([municipality.code.clone()]);
        let mut open = vec![municipality];
        while let Some(member) = open.pop() {
            above.extend(member.parents.iter().cloned());
            open.extend(member.parents.iter().filter_map(|parent| areas.member(parent)));
        }
        for area in above {
            of_area.entry(area).or_default().push(leaf);
        }
        municipalities += 1;
    }
    (municipalities, of_area)
}

/// What a reader deduces of each area in one code and month of the totals, by areas alone.
fn deduce(cells: &[(&MemberCode, Cell)], (n, of_area): &(usize, BTreeMap<MemberCode, Vec<u32>>)) -> Vec<Deduced> {
    let mut table = PublicTable::new(*n);
    for (area, cell) in cells {
        let told = match cell {
            Cell::Value(citizens) => Told::Exactly(*citizens),
            Cell::Suppressed => Told::Between { lower: 1, upper: None },
            Cell::NotReported | Cell::NotApplicable => Told::Exactly(0),
        };
        table.push(&of_area[*area], told).unwrap();
    }
    table.deduce()
}

/// Changes of one to four that follow by sums over areas, in the totals of each code and period.
fn deduced_differences(place: &Workplace, before: &Cells, now: &Cells) -> usize {
    let manifest = manifest(place);
    let areas = leaves_of_areas(manifest.dimension(DimensionId::Area).unwrap());
    let blocks = |cells: &Cells| {
        let mut blocks: BTreeMap<(String, MemberCode, MemberCode), Vec<(MemberCode, Cell)>> = BTreeMap::new();
        for ((name, members), cell) in cells.iter().filter(|((name, _), _)| name.ends_with(" trend")) {
            let block = (name.clone(), members[1].clone(), members[2].clone());
            blocks.entry(block).or_default().push((members[0].clone(), *cell));
        }
        blocks
    };
    let (before, now) = (blocks(before), blocks(now));
    let mut found = 0;
    for (block, then) in before.iter().filter(|(block, cells)| now.get(*block) != Some(*cells)) {
        let deduced = |cells: &[(MemberCode, Cell)]| {
            deduce(&cells.iter().map(|(area, cell)| (area, *cell)).collect::<Vec<_>>(), &areas)
        };
        let pairs = deduced(then).into_iter().zip(deduced(&now[block]));
        let exact = pairs.filter(|(then, now)| then.is_exact() && now.is_exact());
        found += exact.filter(|(then, now)| (1..5).contains(&then.lower.abs_diff(now.lower))).count();
    }
    found
}

#[test]
fn a_late_delivery_waits_for_the_day_of_correction() {
    let place = Workplace::new();
    let catalogue = place.catalogue(&VERSIONS);
    let night = |as_of: &str| place.night_with("out", as_of, &catalogue, protect).unwrap();

    // By then some municipalities have delivered September, and others have not.
    night("2026-10-12");
    let first = (cells(&place), data_files(&place), manifest(&place));
    assert!(first.2.awaiting.is_none() && first.2.corrected.is_empty());
    assert!(night("2026-10-12").is_unchanged);

    let frozen = night("2026-10-25");
    assert_eq!(frozen.files_new, 1, "nothing but the manifest is new");
    assert_eq!(data_files(&place), first.1);
    assert!(cells(&place) == first.0);
    let awaiting = manifest(&place).awaiting.unwrap();
    let periods: Vec<String> = awaiting.periods.iter().map(ToString::to_string).collect();
    assert_eq!(periods, ["2026Q3", "2026-09"]);
    assert_eq!(awaiting.correction.as_deref(), Some("2026-10-30"));
    assert!(night("2026-10-25").is_unchanged);

    night("2026-11-01");
    let now = cells(&place);
    assert_ne!(data_files(&place), first.1);
    let corrected: Vec<String> = manifest(&place).corrected.iter().map(|pointer| pointer.manifest.clone()).collect();
    assert_eq!(corrected, [format!("manifests/{}.json", manifest(&place).previous.unwrap())]);
    assert!(reported(&now) > reported(&first.0), "the late municipalities are counted");
    assert_eq!(small_differences(&first.0, &now), 0);
    assert_eq!(shown_again(&first.0, &now), 0);
    assert_eq!(deduced_differences(&place, &first.0, &now), 0);
    assert!(night("2026-11-01").is_unchanged);
}

/// Cells of areas that reported.
fn reported(cells: &Cells) -> usize {
    cells.values().filter(|cell| **cell != Cell::NotReported).count()
}

#[test]
fn records_taken_out_and_put_back_give_away_no_small_change() {
    let place = Workplace::new();
    let catalogue = place.catalogue(&VERSIONS);
    let night = |as_of: &str| place.night_with("out", as_of, &catalogue, protect).unwrap();
    let original = std::fs::read(place.register().join("conditions.parquet")).unwrap();

    night("2026-11-01");
    let first = (cells(&place), data_files(&place));
    place.keep_rows("conditions", |citizen, municipality| citizen % 17 != 0 && municipality != "0751");

    night("2026-11-02");
    assert_eq!(data_files(&place), first.1);
    assert!(manifest(&place).awaiting.unwrap().periods.len() > 20);
    let versions = &ledger(&place)["suppression"]["versions"];
    assert!(versions["blocks_held"].as_u64().unwrap() > 100, "{versions}");
    assert_eq!(versions["blocks_replaced"], 0);

    night("2026-11-16");
    let second = cells(&place);
    let versions = ledger(&place)["suppression"]["versions"].clone();
    assert!(versions["blocks_replaced"].as_u64().unwrap() > 10, "{versions}");
    assert!(versions["blocks_held"].as_u64().unwrap() > 10, "{versions}");
    assert!(second != first.0);
    for (before, now) in [(&first.0, &second)] {
        assert_eq!(small_differences(before, now), 0);
        assert_eq!(shown_again(before, now), 0);
        assert_eq!(deduced_differences(&place, before, now), 0);
    }

    std::fs::write(place.register().join("conditions.parquet"), original).unwrap();
    let later = place.catalogue(&["lag_days = 5", r#"corrections = ["2026-10-30", "2026-11-15", "2026-12-01"]"#]);
    place.night_with("out", "2026-12-01", &later, protect).unwrap();
    let third = cells(&place);
    assert_eq!(manifest(&place).corrected.len(), 2);
    for before in [&first.0, &second] {
        assert_eq!(small_differences(before, &third), 0);
        assert_eq!(deduced_differences(&place, before, &third), 0);
    }
    assert_eq!(shown_again(&second, &third), 0);
}

fn message(place: &Workplace, as_of: &str, catalogue: &Path) -> (u8, String) {
    let error = place.night_with("out", as_of, catalogue, protect).unwrap_err();
    (error.exit_code(), error.to_string())
}

#[test]
fn a_night_that_cannot_follow_the_one_before_stops_and_says_why() {
    let place = Workplace::new();
    let catalogue = place.catalogue(&VERSIONS);
    place.night_with("out", "2026-11-01", &catalogue, protect).unwrap();
    let before = files_below(&place.publication("out"));

    let (code, text) = message(&place, "2026-10-31", &catalogue);
    assert_eq!(code, 2);
    assert!(text.contains("2026-10-31, expected 2026-11-01 or later"), "{text}");

    let threshold = place.catalogue(&[VERSIONS[0], VERSIONS[1], "threshold_citizens = 10"]);
    let (code, text) = message(&place, "2026-11-02", &threshold);
    assert_eq!(code, 2);
    assert!(text.contains("threshold_citizens is 10, but 5 in publication"), "{text}");

    let catalogue = place.catalogue(&VERSIONS);
    let register = place.register().join("register.json");
    let info = std::fs::read_to_string(&register).unwrap();
    std::fs::write(&register, info.replace("2022-01", "2022-02")).unwrap();
    let (code, text) = message(&place, "2026-11-02", &catalogue);
    assert_eq!(code, 3);
    assert!(text.contains("the register has no 2022"), "{text}");
    std::fs::write(&register, info).unwrap();

    let shard = place.publication("out").join(&manifest(&place).datasets[0].cuboids[0].shards[0].path);
    let bytes = std::fs::read(&shard).unwrap();
    std::fs::remove_file(&shard).unwrap();
    let (code, text) = message(&place, "2026-11-02", &catalogue);
    assert_eq!(code, 6);
    assert!(text.contains("is missing, expected a file of an earlier publication"), "{text}");
    std::fs::write(&shard, bytes).unwrap();

    assert!(files_below(&place.publication("out")) == before, "nothing was written");
    std::fs::remove_file(place.publication("out").join("latest.json")).unwrap();
    let (code, text) = message(&place, "2026-11-02", &catalogue);
    assert_eq!(code, 6);
    assert!(text.contains("is the ledger of an earlier night, but the output holds no publication"), "{text}");
}
