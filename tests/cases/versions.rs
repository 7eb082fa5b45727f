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

const VERSIONS: [&str; 3] = ["lag_days = 5", r#"corrections = ["2026-10-30", "2026-11-15"]"#, "least_kept_percent = 0"];

/// A register of less than two years.
fn place() -> Workplace {
    let place = Workplace::new();
    place.begin_with("2025-01");
    place
}

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

/// What a reader keeps of a publication: the files of the datasets with codes, by name and first code.
struct Kept(BTreeMap<(String, MemberCode), Cube>);

fn keep(place: &Workplace) -> Kept {
    let publication = OpenPublication::open(place.publication("out")).unwrap();
    let mut kept = BTreeMap::new();
    for dataset in publication.manifest.datasets.iter().filter(|dataset| dataset.code_root.is_some()) {
        for cuboid in &dataset.cuboids {
            for shard in &cuboid.shards {
                let cube = publication.load(shard).unwrap();
                let first = cube.axes()[2].members[0].clone();
                kept.insert((format!("{} {}", dataset.id, cuboid.id), first), cube);
            }
        }
    }
    Kept(kept)
}

impl Kept {
    /// Calls `look` with each cell of this publication and the same cell of a later one.
    fn beside(&self, later: &Self, mut look: impl FnMut(Cell, Cell)) {
        for (name, cube) in &self.0 {
            let other = &later.0[name];
            // Axes are area, period, then the rest, which is the same in both.
            let (periods, inner) = (&cube.axes()[1].members, cube.stride(1).unwrap());
            for (at, period) in periods.iter().enumerate() {
                let there = other.position(DimensionId::Period, period).unwrap();
                for area in 0..cube.axes()[0].members.len() {
                    let here = (area * periods.len() + at) * inner;
                    let there = (area * other.axes()[1].members.len() + there) * inner;
                    for step in 0..inner {
                        look(cube.at(here + step).unwrap(), other.at(there + step).unwrap());
                    }
                }
            }
        }
    }

    /// Cells of areas that reported.
    fn reported(&self) -> usize {
        let cells = self.0.values().flat_map(|cube| (0..cube.n_cells()).map(|at| cube.at(at)));
        cells.filter(|cell| *cell != Some(Cell::NotReported)).count()
    }

    fn is_the_same_in(&self, later: &Self) -> bool {
        let mut is_same = true;
        self.beside(later, |before, now| is_same &= before == now);
        is_same
    }

    /// Cells that a reader has from both publications, and whose difference is one to four.
    fn small_differences(&self, later: &Self) -> usize {
        let mut found = 0;
        self.beside(later, |before, now| {
            let difference = before.value().zip(now.value()).map(|(before, now)| before.abs_diff(now));
            found += usize::from(matches!(difference, Some(1..5)));
        });
        found
    }

    /// Cells that were withheld and show a number above zero later.
    fn shown_again(&self, later: &Self) -> usize {
        let mut found = 0;
        self.beside(later, |before, now| {
            found += usize::from(before == Cell::Suppressed && matches!(now, Cell::Value(1..)));
        });
        found
    }

    /// Changes of one to four that follow by sums over areas, in the totals of each code and period.
    fn deduced_differences(&self, later: &Self, areas: &Areas) -> usize {
        let mut found = 0;
        for (name, cube) in self.0.iter().filter(|((name, _), _)| name.ends_with(" trend")) {
            let other = &later.0[name];
            for period in &cube.axes()[1].members {
                for code in &cube.axes()[2].members {
                    let (before, now) = (column(cube, period, code), column(other, period, code));
                    if before == now {
                        continue;
                    }
                    let pairs = areas.deduce(&before).into_iter().zip(areas.deduce(&now));
                    let exact = pairs.filter(|(then, now)| then.is_exact() && now.is_exact());
                    found += exact.filter(|(then, now)| (1..5).contains(&then.lower.abs_diff(now.lower))).count();
                }
            }
        }
        found
    }
}

/// The cells of all areas in one period and code of the totals.
fn column(cube: &Cube, period: &MemberCode, code: &MemberCode) -> Vec<Cell> {
    let period = cube.position(DimensionId::Period, period).unwrap();
    let code = cube.position(DimensionId::Code, code).unwrap();
    let first = period * cube.stride(1).unwrap() + code * cube.stride(2).unwrap();
    (0..cube.axes()[0].members.len()).map(|area| cube.at(first + area * cube.stride(0).unwrap()).unwrap()).collect()
}

/// The municipalities of each area, by position.
struct Areas {
    municipalities: usize,
    of_area: Vec<Vec<u32>>,
}

impl Areas {
    fn of(dimension: &Dimension) -> Self {
        let mut of_area: BTreeMap<&MemberCode, Vec<u32>> = BTreeMap::new();
        let mut municipalities = 0;
        for (leaf, municipality) in (0_u32..).zip(dimension.at_level(level::MUNICIPALITY)) {
            let mut above = BTreeSet::from([&municipality.code]);
            let mut open = vec![municipality];
            while let Some(member) = open.pop() {
                above.extend(&member.parents);
                open.extend(member.parents.iter().filter_map(|parent| dimension.member(parent)));
            }
            for area in above {
                of_area.entry(area).or_default().push(leaf);
            }
            municipalities += 1;
        }
        Self { municipalities, of_area: dimension.members.iter().map(|area| of_area[&area.code].clone()).collect() }
    }

    /// What a reader deduces of each area by sums over areas alone.
    fn deduce(&self, cells: &[Cell]) -> Vec<Deduced> {
        let mut table = PublicTable::new(self.municipalities);
        for (cell, leaves) in cells.iter().zip(&self.of_area) {
            let told = match cell {
                Cell::Value(citizens) => Told::Exactly(*citizens),
                Cell::Suppressed => Told::Between { lower: 1, upper: None },
                Cell::NotReported | Cell::NotApplicable => Told::Exactly(0),
            };
            table.push(leaves, told).unwrap();
        }
        table.deduce()
    }
}

#[test]
fn a_late_delivery_waits_for_the_day_of_correction() {
    let place = place();
    let catalogue = place.catalogue(&VERSIONS);
    let night = |as_of: &str| place.night_with("out", as_of, &catalogue, protect).unwrap();

    let areas = || Areas::of(manifest(&place).dimension(DimensionId::Area).unwrap());
    // By then some municipalities have delivered September, and others have not.
    night("2026-10-12");
    let first = (keep(&place), data_files(&place), manifest(&place));
    assert!(first.2.awaiting.is_none() && first.2.corrected.is_empty());
    assert!(night("2026-10-12").is_unchanged);

    let frozen = night("2026-10-25");
    assert_eq!(frozen.files_new, 1, "nothing but the manifest is new");
    assert_eq!(data_files(&place), first.1);
    assert!(first.0.is_the_same_in(&keep(&place)));
    let awaiting = manifest(&place).awaiting.unwrap();
    let periods: Vec<String> = awaiting.periods.iter().map(ToString::to_string).collect();
    assert_eq!(periods, ["2026Q3", "2026-09"]);
    assert_eq!(awaiting.correction.as_deref(), Some("2026-10-30"));
    assert!(night("2026-10-25").is_unchanged);

    night("2026-11-01");
    let now = keep(&place);
    assert_ne!(data_files(&place), first.1);
    let corrected: Vec<String> = manifest(&place).corrected.iter().map(|pointer| pointer.manifest.clone()).collect();
    assert_eq!(corrected, [format!("manifests/{}.json", manifest(&place).previous.unwrap())]);
    assert!(now.reported() > first.0.reported(), "the late municipalities are counted");
    assert_eq!(first.0.small_differences(&now), 0);
    assert_eq!(first.0.shown_again(&now), 0);
    assert_eq!(first.0.deduced_differences(&now, &areas()), 0);
    assert!(night("2026-11-01").is_unchanged);
}

#[test]
fn records_taken_out_and_put_back_give_away_no_small_change() {
    let place = place();
    let catalogue = place.catalogue(&VERSIONS);
    let night = |as_of: &str| place.night_with("out", as_of, &catalogue, protect).unwrap();
    let original = std::fs::read(place.register().join("conditions.parquet")).unwrap();

    night("2026-11-01");
    let first = (keep(&place), data_files(&place));
    let areas = Areas::of(manifest(&place).dimension(DimensionId::Area).unwrap());
    place.keep_rows("conditions", |citizen, municipality| citizen % 17 != 0 && municipality != "0751");

    night("2026-11-02");
    assert_eq!(data_files(&place), first.1);
    assert!(manifest(&place).awaiting.unwrap().periods.len() > 8);
    let versions = &ledger(&place)["suppression"]["versions"];
    assert!(versions["blocks_held"].as_u64().unwrap() > 100, "{versions}");
    assert_eq!(versions["blocks_replaced"], 0);

    night("2026-11-16");
    let second = keep(&place);
    let versions = ledger(&place)["suppression"]["versions"].clone();
    assert!(versions["blocks_replaced"].as_u64().unwrap() > 10, "{versions}");
    assert!(versions["blocks_held"].as_u64().unwrap() > 10, "{versions}");
    assert!(!first.0.is_the_same_in(&second));
    assert_eq!(first.0.small_differences(&second), 0);
    assert_eq!(first.0.shown_again(&second), 0);
    assert_eq!(first.0.deduced_differences(&second, &areas), 0);

    std::fs::write(place.register().join("conditions.parquet"), original).unwrap();
    let later =
        place.catalogue(&[VERSIONS[0], r#"corrections = ["2026-10-30", "2026-11-15", "2026-12-01"]"#, VERSIONS[2]]);
    place.night_with("out", "2026-12-01", &later, protect).unwrap();
    let third = keep(&place);
    assert_eq!(manifest(&place).corrected.len(), 2);
    for before in [&first.0, &second] {
        assert_eq!(before.small_differences(&third), 0);
        assert_eq!(before.deduced_differences(&third, &areas), 0);
    }
    assert_eq!(second.shown_again(&third), 0);
}

fn message(place: &Workplace, as_of: &str, catalogue: &Path) -> (u8, String) {
    let error = place.night_with("out", as_of, catalogue, protect).unwrap_err();
    (error.exit_code(), error.to_string())
}

#[test]
fn a_night_that_cannot_follow_the_one_before_stops_and_says_why() {
    let place = place();
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
    place.begin_with("2025-02");
    let (code, text) = message(&place, "2026-11-02", &catalogue);
    assert_eq!(code, 3);
    assert!(text.contains("the register has no 2025, which is published"), "{text}");
    place.begin_with("2025-01");

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
