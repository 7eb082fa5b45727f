//! `nightly audit`: what a reader of the files finds out, on nights as they are and on files that somebody changed.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use naerblik_nightly::{
    audit_command::{AuditOutput, run},
    audit_publication::{Findings, NightAudit, Unpublished, audit_night},
    cli::{AuditArgs, DepthArg, RelationsArg, ZerosArg},
    progress::Progress,
    query_command::OpenPublication,
    suppress::{FreshBlocks, HeldBack},
};
use naerblik_shared::{
    cell::Cell,
    cube::Cube,
    digest::Digest,
    manifest::{Latest, Manifest},
    schema::{DimensionId, MemberCode},
    wire,
};
use serde_json::Value;

use crate::support::{Workplace, copy, files_below};

/// One year with one of its quarters and two of its months: as many kinds of block as a whole publication has.
const PERIODS: [&str; 4] = ["2025", "2025Q4", "2025-10", "2025-12"];

fn args(publication: PathBuf) -> AuditArgs {
    AuditArgs {
        publication,
        previous: Vec::new(),
        period: PERIODS.map(str::to_owned).to_vec(),
        json: Some("-".into()),
        relations: RelationsArg::All,
        zeros: ZerosArg::Public,
        depth: DepthArg::Quick,
    }
}

fn audit(args: AuditArgs) -> (AuditOutput, Value) {
    let output = run(args).unwrap();
    let json = serde_json::from_str(&output.text).unwrap();
    (output, json)
}

fn findings<'a>(report: &'a Value, kind: &str) -> Vec<&'a Value> {
    report["findings"].as_array().unwrap().iter().filter(|finding| finding["kind"] == kind).collect()
}

#[test]
fn a_night_withstands_the_audit_and_an_earlier_publication_is_held_against_it() {
    let place = Workplace::with_publication("out");
    let folder = place.publication("out");
    let earlier = place.publication("earlier");
    copy(&folder, &earlier);
    let (output, report) = audit(AuditArgs { previous: vec![earlier.clone()], ..args(folder.clone()) });
    assert_eq!(output.exit_code(), 0, "{}", report["findings"]);
    assert_eq!(report["threshold_citizens"], 5);
    assert_eq!(report["previous"].as_array().unwrap().len(), 1);
    let total = |column: &str| -> u64 {
        report["summary"].as_array().unwrap().iter().map(|row| row[column].as_u64().unwrap()).sum()
    };
    assert!(total("withheld") > 1_000, "only {} cells are withheld: the audit has nothing to do", total("withheld"));
    assert_eq!((total("exposed"), total("undecided")), (0, 0));
    let judged = total("safe") + total("narrow") + total("needless");
    assert_eq!(judged, total("withheld"), "every withheld cell has a verdict");
    assert!(total("safe") > judged / 4, "many cells can have three numbers or more");
    assert_eq!(report["relations"]["contradictions"], 0, "groups and their codes fit each other");

    let (hidden, changed) = (hidden_pairs(&earlier), shown_totals(&earlier));
    tamper(&earlier, &hidden[..1]);
    let (_, report) = audit(AuditArgs { previous: vec![earlier.clone()], ..args(folder.clone()) });
    assert!(!findings(&report, "shown-earlier").is_empty(), "noted");
    tamper(&earlier, &changed[..1]);
    let (output, report) = audit(AuditArgs { previous: vec![earlier], ..args(folder) });
    assert_eq!(output.exit_code(), 4);
    let named = |kind: &str, pair: &Pair| {
        findings(&report, kind).iter().any(|finding| {
            finding["cell"]["area"] == pair.area.as_str()
                && finding["cell"]["code"] == pair.code.as_str()
                && finding["cell"]["period"] == pair.period.as_str()
        })
    };
    assert!(named("shown-earlier", &hidden[0]), "a cell that was shown and is withheld now");
    assert!(named("small-difference", &changed[0]), "a figure that changed by two");
}

#[test]
fn a_cell_that_gives_its_neighbour_away_is_named_and_so_is_a_damaged_file() {
    let place = Workplace::with_publication("out");
    let folder = place.publication("out");
    let pairs = hidden_pairs(&folder);
    assert!(pairs.len() >= 5, "only {} places to tamper with", pairs.len());
    tamper(&folder, &pairs);
    let (output, report) = audit(args(folder.clone()));
    assert_eq!(output.exit_code(), 4);
    let mut exposed = 0;
    for pair in &pairs {
        let is_block = |finding: &&&Value| {
            finding["dataset"] == pair.dataset
                && finding["cell"]["code"] == pair.code.as_str()
                && finding["cell"]["period"] == pair.period.as_str()
        };
        let is_named = |finding: &&Value| finding["cell"]["area"] == pair.other.as_str();
        let found = findings(&report, "exposed").iter().filter(is_block).any(is_named);
        let does_not_add_up = findings(&report, "contradiction").iter().filter(is_block).count() > 0;
        assert!(found || does_not_add_up, "nothing is said about {} {}", pair.code, pair.period);
        exposed += usize::from(found);
    }
    assert!(exposed > 0, "no pair was consistent with the other figures");
    assert!(report["findings"].as_array().unwrap().iter().all(has_no_number), "a report names cells, never numbers");
    a_damaged_file_is_named(&folder);
}

#[test]
fn the_night_holds_back_what_gives_something_away_and_nothing_that_is_public_already() {
    let place = Workplace::with_publication("out");
    let folder = place.publication("out");
    let probe = place.publication("probe");
    copy(&folder, &probe);
    let pairs = hidden_pairs(&probe);
    tamper(&probe, &pairs);
    let is_exposed = |report: &Value, pair: &Pair| {
        let cell = [("area", &pair.other), ("code", &pair.code), ("period", &pair.period)];
        let is_named = |finding: &&Value| cell.iter().all(|(name, code)| finding["cell"][name] == code.as_str());
        findings(report, "exposed").into_iter().any(|finding| is_named(&finding))
    };
    let (_, report) = audit(args(probe));
    let exposed = pairs.iter().filter(|pair| is_exposed(&report, pair));
    let is_ended = |(number, pair): (usize, &Pair)| {
        let tampered = place.publication(&format!("tampered-{number}"));
        copy(&folder, &tampered);
        tamper(&tampered, std::slice::from_ref(pair));
        let found = night_of(&tampered, pair);
        assert_eq!(found.findings, Findings::default(), "all that is tonight's could be healed");
        assert!(!found.held_back.is_empty() || !found.withheld.is_empty(), "something of tonight's is given up");
        // Where the figure contradicts other codes, that is ended first, and nothing follows any more.
        if found.followed == 0 || !found.withheld.is_empty() {
            return false;
        }
        suppress(&tampered, &found.held_back);
        let (_, report) = audit(AuditArgs { period: vec![pair.period.to_string()], ..args(tampered) });
        assert!(!is_exposed(&report, pair), "what is held back was needed for it");
        true
    };
    assert!(exposed.enumerate().any(is_ended), "no number followed");
}

/// The night's audit with one block of it as tonight's; what it holds back is of that block.
fn night_of(folder: &Path, pair: &Pair) -> NightAudit {
    let publication = OpenPublication::open(folder.to_path_buf()).unwrap();
    let manifest = &publication.manifest;
    let position = |id: DimensionId, code: &MemberCode| {
        let members = &manifest.dimension(id).unwrap().members;
        u16::try_from(members.iter().position(|member| member.code == *code).unwrap()).unwrap()
    };
    let block = (position(DimensionId::Code, &pair.code), position(DimensionId::Period, &pair.period));
    let files = files_below(folder);
    let night = |fresh: FreshBlocks| {
        let unpublished = Unpublished { manifest, files: &files };
        audit_night(unpublished, &[(pair.dataset.clone(), fresh)].into(), Progress::Silent).unwrap()
    };
    assert_eq!(night(FreshBlocks::new()), NightAudit::default(), "nothing is new, so nothing is examined");
    let found = night([block].into());
    let is_own = |figure: &HeldBack| (figure.cell.code, figure.cell.period) == block;
    assert!(found.held_back.iter().all(is_own), "figures of other blocks are public already");
    found
}

fn has_no_number(finding: &Value) -> bool {
    let texts = finding.as_object().unwrap().values().chain(finding["cell"].as_object().unwrap().values());
    texts.into_iter().all(|value| value.is_string() || value.is_object())
}

fn a_damaged_file_is_named(folder: &Path) {
    let publication = OpenPublication::open(folder.to_path_buf()).unwrap();
    let shard = &publication.manifest.datasets[1].cuboids[1].shards[2];
    let path = folder.join(&shard.path);
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[200] ^= 1;
    std::fs::write(&path, &bytes).unwrap();
    let message = run(args(folder.to_path_buf())).unwrap_err().to_string();
    assert!(message.contains(&shard.path) && message.contains("expected"), "{message}");
    std::fs::remove_file(&path).unwrap();
    let message = run(args(folder.to_path_buf())).unwrap_err().to_string();
    assert!(message.contains(&shard.path) && message.contains("lacks"), "{message}");
}

/// A cell of the cuboid `trend` to write a number into (or none), and the cell that follows from it.
struct Pair {
    dataset: String,
    code: MemberCode,
    period: MemberCode,
    area: MemberCode,
    other: MemberCode,
    cell: Cell,
}

/// One for each code and period where a group of municipalities shows its total and withholds exactly two of them:
/// if the one is shown to be all but two, the other counts two.
fn hidden_pairs(folder: &Path) -> Vec<Pair> {
    let mut pairs: BTreeMap<(MemberCode, MemberCode), Pair> = BTreeMap::new();
    each_trend_cube(folder, |manifest, dataset, cube| {
        let area = manifest.dimension(DimensionId::Area).unwrap();
        let groups = ["health-cluster", "province"].iter().flat_map(|level| area.at_level(level));
        for group in groups {
            let parts: Vec<&MemberCode> = area.leaves_below(&group.code).iter().map(|member| &member.code).collect();
            for (period, code) in periods_and_codes(cube) {
                let at = |area: &MemberCode| cell(cube, area, &period, &code);
                let hidden: Vec<&MemberCode> =
                    parts.iter().copied().filter(|part| at(part) == Cell::Suppressed).collect();
                let shown: u32 = parts.iter().filter_map(|part| at(part).value()).sum();
                if let (Cell::Value(total), [first, second]) = (at(&group.code), hidden.as_slice())
                    && total >= shown + 7
                {
                    let pair = Pair {
                        dataset: dataset.to_owned(),
                        code: code.clone(),
                        period: period.clone(),
                        area: (*first).clone(),
                        other: (*second).clone(),
                        cell: Cell::Value(total - shown - 2),
                    };
                    pairs.insert((code, period), pair);
                }
            }
        }
    });
    pairs.into_values().collect()
}

/// Shown totals of the country, to be changed by two.
fn shown_totals(folder: &Path) -> Vec<Pair> {
    let mut pairs = Vec::new();
    each_trend_cube(folder, |manifest, dataset, cube| {
        let country = &manifest.dimension(DimensionId::Area).unwrap().total().unwrap().code;
        for (period, code) in periods_and_codes(cube) {
            if let Cell::Value(count @ 10..) = cell(cube, country, &period, &code) {
                let (area, other) = (country.clone(), country.clone());
                pairs.push(Pair {
                    dataset: dataset.to_owned(),
                    code,
                    period,
                    area,
                    other,
                    cell: Cell::Value(count + 2),
                });
            }
        }
    });
    pairs
}

fn each_trend_cube(folder: &Path, mut look: impl FnMut(&Manifest, &str, &Cube)) {
    let publication = OpenPublication::open(folder.to_path_buf()).unwrap();
    for dataset in publication.manifest.datasets.iter().filter(|dataset| dataset.code_root.is_some()) {
        for shard in &dataset.cuboid("trend").unwrap().shards {
            look(&publication.manifest, &dataset.id, &publication.load(shard).unwrap());
        }
    }
}

fn periods_and_codes(cube: &Cube) -> Vec<(MemberCode, MemberCode)> {
    let members = |id| cube.axes()[cube.axis(id).unwrap()].members.clone();
    let codes = members(DimensionId::Code);
    let pairs = members(DimensionId::Period).into_iter();
    let pairs = pairs.filter(|period| PERIODS.contains(&period.as_str()));
    pairs.flat_map(|period| codes.iter().map(move |code| (period.clone(), code.clone()))).collect()
}

fn offset(cube: &Cube, area: &MemberCode, period: &MemberCode, code: &MemberCode) -> usize {
    let place = [(DimensionId::Area, area), (DimensionId::Period, period), (DimensionId::Code, code)];
    let step = |(id, member)| cube.position(id, member).unwrap() * cube.stride(cube.axis(id).unwrap()).unwrap();
    place.into_iter().map(step).sum()
}

fn cell(cube: &Cube, area: &MemberCode, period: &MemberCode, code: &MemberCode) -> Cell {
    cube.at(offset(cube, area, period, code)).unwrap()
}

/// Writes the numbers into the files: a publication as a careless publisher could have made it.
fn tamper(folder: &Path, pairs: &[Pair]) {
    rewrite(folder, |_, (dataset, cuboid), cube| {
        let own = pairs.iter().filter(|pair| {
            let is_held = cube.position(DimensionId::Code, &pair.code).is_some();
            cuboid == "trend" && pair.dataset == dataset && is_held
        });
        own.map(|pair| (offset(cube, &pair.area, &pair.period, &pair.code), pair.cell)).collect()
    });
}

/// Suppresses figures, as the night does with those that its audit wants held back.
fn suppress(folder: &Path, figures: &[HeldBack]) {
    rewrite(folder, |manifest, (dataset, cuboid), cube| {
        let own = figures.iter().filter(|figure| figure.dataset == dataset && figure.cuboid == cuboid);
        let at = |id: DimensionId, position: usize| {
            let member = &manifest.dimension(id).unwrap().members[position].code;
            Some(cube.position(id, member)? * cube.stride(cube.axis(id)?)?)
        };
        let offset = |figure: &HeldBack| {
            let cell = figure.cell;
            let mut offset = at(DimensionId::Area, cell.area.into())?
                + at(DimensionId::Period, cell.period.into())?
                + at(DimensionId::Code, cell.code.into())?;
            for (axis, position) in (3..cube.axes().len()).zip(cell.further) {
                offset += usize::from(position) * cube.stride(axis)?;
            }
            Some(offset)
        };
        own.filter_map(|figure| Some((offset(figure)?, Cell::Suppressed))).collect()
    });
}

/// Changes cells of shards, with digests that fit. `changes` gives the cells of a shard by offset.
fn rewrite(folder: &Path, changes: impl Fn(&Manifest, (&str, &str), &Cube) -> Vec<(usize, Cell)>) {
    let publication = OpenPublication::open(folder.to_path_buf()).unwrap();
    let mut manifest = publication.manifest.clone();
    for dataset in manifest.datasets.iter_mut().filter(|dataset| dataset.code_root.is_some()) {
        for cuboid in &mut dataset.cuboids {
            for shard in &mut cuboid.shards {
                let cube = publication.load(shard).unwrap();
                let changes = changes(&publication.manifest, (&dataset.id, &cuboid.id), &cube);
                if changes.is_empty() {
                    continue;
                }
                let bytes = std::fs::read(folder.join(&shard.path)).unwrap();
                let mut sparse = wire::decode(&bytes, shard.rows).unwrap();
                for (at, cell) in changes {
                    let at = u32::try_from(at).unwrap();
                    sparse.cells.iter_mut().find(|(offset, _)| *offset == at).unwrap().1 = cell;
                }
                let bytes = wire::encode(&sparse).unwrap();
                shard.digest = Digest::of(&bytes);
                shard.bytes = u64::try_from(bytes.len()).unwrap();
                shard.path = format!("data/{}.arrow", shard.digest);
                std::fs::write(folder.join(&shard.path), bytes).unwrap();
            }
        }
    }
    let bytes = serde_json::to_vec(&manifest).unwrap();
    let path = "manifests/tampered.json";
    let latest = Latest { format: manifest.format, manifest: path.to_owned(), digest: Digest::of(&bytes) };
    std::fs::write(folder.join(path), bytes).unwrap();
    std::fs::write(folder.join("latest.json"), serde_json::to_vec(&latest).unwrap()).unwrap();
    assert!(files_below(folder).contains_key(path));
}
