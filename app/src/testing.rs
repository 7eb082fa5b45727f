//! A small publication for tests: one condition branch, six municipalities' worth of structure, every kind of absence.

use std::{cell::RefCell, collections::BTreeMap, rc::Rc, sync::Arc};

use futures::{FutureExt as _, executor::block_on, future::LocalBoxFuture};
use naerblik_shared::{
    cube::SparseCube,
    digest::Digest,
    manifest::{
        Cuboid, Dataset, Declaration, FORMAT_VERSION, Latest, Manifest, ManifestAxis, SeriesBreak, Shard, Withheld,
    },
    period::{Grain, Period},
    schema::{Dimension, DimensionId, Measure, Member, MemberCode, Text, level},
    testing::sparse_cube,
    wire,
};

use crate::{
    data::{Fetch, FetchError, Freshness, Gathered, Loaded, Repository},
    state::{ResolvedView, ViewState, resolve::resolve},
};

const AREAS: [(&str, &str, &str, &str); 10] = [
    ("dk", "Hele landet", level::COUNTRY, ""),
    ("1083", "Region Syddanmark", level::REGION, "dk"),
    ("1084", "Region Hovedstaden", level::REGION, "dk"),
    ("r27-1083", "Region Syddanmark", level::REGION_2027, "dk"),
    ("raad-sv", "Sundhedsråd Sydvestjylland", level::HEALTH_COUNCIL, "r27-1083"),
    ("klynge-sv", "Klynge Sydvestjylland", level::HEALTH_CLUSTER, "1083"),
    ("klynge-by", "Klynge Byen", level::HEALTH_CLUSTER, "1084"),
    ("0573", "Varde", level::MUNICIPALITY, "klynge-sv raad-sv"),
    ("0563", "Fanø", level::MUNICIPALITY, "klynge-sv raad-sv"),
    ("0101", "København", level::MUNICIPALITY, "klynge-by"),
];

const CODES: [(&str, &str, &str, &str); 7] = [
    ("conditions", "Alle tilstande|All conditions", level::ALL_CODES, ""),
    ("I", "Sygeplejetilstande|Nursing conditions", level::DOMAIN, "conditions"),
    ("I4", "Hud|Skin", level::CODE_GROUP, "I"),
    ("I4.4", "Problemer med tryksår|Problems with pressure sores", level::CODE, "I4"),
    ("I4.9", "Gammel kode|Old code", level::CODE, "I4"),
    ("interventions", "Alle indsatser|All interventions", level::ALL_CODES, ""),
    ("G1", "Medicin|Medicine", level::CODE, "interventions"),
];

const AGES: [(&str, &str, &str, &str); 3] =
    [("total", "Alle|All", "", ""), ("0-64", "0-64", "", "total"), ("80-plus", "80+", "", "total")];
const SEXES: [(&str, &str, &str, &str); 3] =
    [("total", "Alle|All", "", ""), ("K", "Kvinder|Women", "", "total"), ("M", "Mænd|Men", "", "total")];
const HOMES: [(&str, &str, &str, &str); 2] =
    [("total", "Alle|All", "", ""), ("in-care-home", "I plejebolig|In care homes", "", "total")];
const DISEASES: [(&str, &str, &str, &str); 2] =
    [("total", "Alle|All", "", ""), ("t2d", "Type 2-diabetes|Type 2 diabetes", "", "total")];

/// Areas × quarters × codes; København has not reported the second quarter of 2026.
const TREND: &str = "area period code citizens
    dk 2023Q2 I4.4 40
    dk 2026Q1 I4.4 60
    dk 2026Q2 I4.4 30
    dk 2026-06 I4.4 20
    0573 2023Q2 I4.4 20
    0573 2026Q1 I4.4 28
    0573 2026Q2 I4.4 25
    0573 2026-06 I4.4 15
    0563 2026Q1 I4.4 *
    0563 2026Q2 I4.4 *
    0101 2026Q1 I4.4 30
    1083 2026Q2 I4.4 30
    1083 2026Q1 I4.4 30
    1084 2026Q1 I4.4 30
    r27-1083 2026Q2 I4.4 30
    raad-sv 2026Q2 I4.4 30
    klynge-sv 2026Q2 I4.4 30
    klynge-by 2026Q1 I4.4 30
    dk 2026Q2 conditions 90
    dk 2026Q2 I 80
    dk 2026Q2 I4 70
    dk 2026Q2 I4.9 0";

const AGE_SEX: &str = "area period code age sex citizens
    dk 2026Q2 I4.4 total total 30
    dk 2026Q2 I4.4 80-plus total 20
    dk 2026Q2 I4.4 80-plus K 12
    dk 2026Q2 I4.4 80-plus M 8
    dk 2026Q2 conditions 80-plus K 20
    dk 2026Q2 I4 80-plus K 15
    0573 2026Q2 I4.4 80-plus K 10
    dk 2026Q2 I4.4 0-64 total 10
    0573 2026Q2 I4.4 total total 25
    0573 2026Q2 I4.4 0-64 total 5
    0573 2026Q2 I4.4 80-plus total 20
    0563 2026Q2 I4.4 total total *
    0563 2026Q2 I4.4 80-plus total *
    klynge-sv 2026Q2 I4.4 total total 30
    klynge-sv 2026Q2 I4.4 0-64 total 7
    klynge-sv 2026Q2 I4.4 80-plus total 23";

const DISEASE: &str = "area period code disease citizens
    dk 2026Q2 I4.4 total 30
    dk 2026Q2 I4.4 t2d 9
    0573 2026Q2 I4.4 t2d 9
    0563 2026Q2 I4.4 t2d 0";

const CARE_HOME: &str = "area period code age care-home citizens
    dk 2026Q2 I4.4 total total 30
    dk 2026Q2 I4.4 80-plus in-care-home 9";

const POPULATION: &str = "area period age sex persons
    0573 2023 total total 1000
    0573 2026 total total 1000
    0563 2023 total total 100
    0563 2026 total total 100
    0101 2023 total total 1900
    0101 2026 total total 1900
    0573 2026 80-plus total 200
    0573 2026 0-64 total 800
    0563 2026 80-plus total 20
    0563 2026 0-64 total 80
    0101 2026 80-plus total 100
    0101 2026 0-64 total 1800
    0573 2026 80-plus K 120
    0573 2026 80-plus M 80";

const COVERAGE: &str = "area period municipalities
    dk 2023Q2 3
    dk 2026Q1 3
    dk 2026Q2 2
    dk 2026-04 2
    dk 2026-05 2
    dk 2026-06 2
    1083 2026Q2 2
    1084 2026Q2 0
    klynge-sv 2026Q2 2
    raad-sv 2026Q2 2
    r27-1083 2026Q2 2
    klynge-by 2026Q1 1
    0573 2023Q2 1
    0573 2026Q1 1
    0573 2026Q2 1
    0573 2026-04 1
    0573 2026-05 1
    0573 2026-06 1
    0563 2023Q2 1
    0563 2026Q1 1
    0563 2026Q2 1
    0101 2023Q2 1
    0101 2026Q1 1";

/// The code as a [`MemberCode`].
pub(crate) fn code(text: &str) -> MemberCode {
    MemberCode::parse(text).unwrap()
}

/// The publication's files by path.
pub(crate) fn files() -> BTreeMap<String, Vec<u8>> {
    build().1
}

/// The publication's table of contents.
pub(crate) fn manifest() -> Arc<Manifest> {
    Arc::new(build().0)
}

/// What a link shows in this publication.
pub(crate) fn view(manifest: &Manifest, query: &str) -> ResolvedView {
    resolve(&ViewState::from_query(query).state, manifest).unwrap().view
}

/// The loaded view of a link.
pub(crate) fn loaded(query: &str) -> Loaded {
    let repository = Repository::new("/data/", Rc::new(Folder::new(files())));
    let manifest = block_on(repository.manifest()).unwrap();
    let view = view(&manifest, query);
    block_on(repository.load(manifest, view)).unwrap()
}

/// Every shard of the datasets with codes.
pub(crate) fn gathered() -> Gathered {
    let repository = Repository::new("/data/", Rc::new(Folder::new(files())));
    let manifest = block_on(repository.manifest()).unwrap();
    let queries = ["conditions", "interventions"].map(|dataset| {
        let view = view(&manifest, &format!("code={dataset}"));
        view.own_query()
    });
    block_on(repository.gather(manifest, queries.to_vec())).unwrap()
}

/// Files in memory instead of a server.
pub(crate) struct Folder {
    /// The files by path below `/data/`.
    pub(crate) files: RefCell<BTreeMap<String, Vec<u8>>>,
    /// What was asked for, in order.
    pub(crate) asked: RefCell<Vec<(String, Freshness)>>,
}

impl Folder {
    /// Serves the files.
    pub(crate) fn new(files: BTreeMap<String, Vec<u8>>) -> Self {
        Self { files: RefCell::new(files), asked: RefCell::new(Vec::new()) }
    }
}

impl Fetch for Folder {
    fn fetch(&self, url: String, freshness: Freshness) -> LocalBoxFuture<'static, Result<Vec<u8>, FetchError>> {
        let path = url.strip_prefix("/data/").unwrap().to_owned();
        let found = self.files.borrow().get(&path).cloned().ok_or(FetchError::Status(404));
        self.asked.borrow_mut().push((path, freshness));
        async move { found }.boxed_local()
    }

    fn pause(&self, _milliseconds: u32) -> LocalBoxFuture<'static, ()> {
        async {}.boxed_local()
    }
}

fn build() -> (Manifest, BTreeMap<String, Vec<u8>>) {
    let mut files = BTreeMap::new();
    let mut trend = sparse_cube(TREND);
    trend.header.not_reported = vec![(code("0101"), code("2026Q2")), (code("1084"), code("2026Q2"))];
    trend.header.not_applicable = vec![(code("I4.9"), code("2026Q2"))];
    let conditions = vec![
        cuboid("trend", &trend, &mut files),
        cuboid("disease", &sparse_cube(DISEASE), &mut files),
        cuboid("care-home-age", &sparse_cube(CARE_HOME), &mut files),
        cuboid("age-sex", &sparse_cube(AGE_SEX), &mut files),
    ];
    let interventions = sparse_cube("area period code citizens\ndk 2026Q2 interventions 50\ndk 2026Q2 G1 40");
    let datasets = vec![
        dataset("conditions", "Tilstande|Conditions", Some("conditions"), conditions),
        dataset(
            "interventions",
            "Indsatser|Interventions",
            Some("interventions"),
            vec![cuboid("trend", &interventions, &mut files)],
        ),
        dataset(
            "population",
            "Folketal|Population",
            None,
            vec![cuboid("population", &sparse_cube(POPULATION), &mut files)],
        ),
        dataset("coverage", "Dækning|Coverage", None, vec![cuboid("coverage", &sparse_cube(COVERAGE), &mut files)]),
    ];
    let manifest = Manifest {
        format: FORMAT_VERSION,
        publication: "2026-11-12-abc".to_owned(),
        as_of: "2026-11-01".to_owned(),
        fictive: Some(Text::new("Tallene er opdigtede.", "The figures are made up.")),
        threshold_citizens: 5,
        dimensions: dimensions(),
        datasets,
        series_breaks: vec![SeriesBreak {
            month: Period::Month(2024, 6),
            label: Text::new("Forenklet FSIII", "Simplified FSIII"),
            explanation: Text::new("Koder blev slået sammen.", "Codes were merged."),
            codes: vec![code("conditions")],
            areas: Vec::new(),
        }],
        previous: None,
        corrected: Vec::new(),
        awaiting: None,
        next_release: None,
        contact: None,
    };
    let bytes = serde_json::to_vec(&manifest).unwrap();
    let latest = Latest { format: FORMAT_VERSION, manifest: "manifests/x.json".to_owned(), digest: Digest::of(&bytes) };
    files.insert("latest.json".to_owned(), serde_json::to_vec(&latest).unwrap());
    files.insert("manifests/x.json".to_owned(), bytes);
    (manifest, files)
}

fn dimensions() -> Vec<Dimension> {
    let mut periods = vec![("2026Q2", "", "quarter", "")];
    periods.extend([("2023Q2", "", "quarter", ""), ("2026Q1", "", "quarter", ""), ("2026-06", "", "month", "")]);
    periods.extend([("2026-04", "", "month", ""), ("2026-05", "", "month", "")]);
    periods.extend([("2023", "", "year", ""), ("2026", "", "year", "")]);
    vec![
        dimension(DimensionId::Area, &AREAS),
        dimension(DimensionId::Period, &periods),
        dimension(DimensionId::Code, &CODES),
        dimension(DimensionId::Age, &AGES),
        dimension(DimensionId::Sex, &SEXES),
        dimension(DimensionId::CareHome, &HOMES),
        dimension(DimensionId::Disease, &DISEASES),
    ]
}

fn dimension(id: DimensionId, rows: &[(&str, &str, &str, &str)]) -> Dimension {
    let member = |(own, label, level, parents): &(&str, &str, &str, &str)| Member {
        code: code(own),
        label: text(label),
        level: (*level).to_owned(),
        parents: parents.split_whitespace().map(code).collect(),
        legal_basis: (id == DimensionId::Code && own.starts_with('I')).then(|| "SUL §138".to_owned()),
        valid_from: None,
        valid_to: (*own == "I4.9").then_some(Period::Month(2024, 6)),
        synonyms: if *own == "I4.4" { vec!["liggesår".to_owned(), "siddesår".to_owned()] } else { Vec::new() },
    };
    Dimension { id, label: Text::new(id.as_str(), id.as_str()), members: rows.iter().map(member).collect() }
}

fn text(both: &str) -> Text {
    let (danish, english) = both.split_once('|').unwrap_or((both, both));
    Text::new(danish, english)
}

fn dataset(id: &str, label: &str, root: Option<&str>, cuboids: Vec<Cuboid>) -> Dataset {
    let citizens = Text::new("borgere", "citizens");
    Dataset {
        id: id.to_owned(),
        label: text(label),
        measure: Measure {
            id: "citizens".to_owned(),
            label: citizens.clone(),
            unit: citizens.clone(),
            sums_over: vec![DimensionId::Area, DimensionId::Age, DimensionId::Sex, DimensionId::CareHome],
        },
        declaration: Declaration {
            counted: citizens.clone(),
            area_rule: citizens.clone(),
            period_rule: citizens.clone(),
            left_out: citizens.clone(),
            source: citizens,
        },
        withheld: withheld(root),
        code_root: root.map(code),
        cuboids,
    }
}

/// Of datasets with codes two of ten figures of the country are withheld, and seven of those of municipalities.
fn withheld(root: Option<&str>) -> Vec<Withheld> {
    let of = |level: &str, withheld| Withheld { level: level.to_owned(), figures: 10, withheld };
    root.map_or_else(Vec::new, |_| vec![of(level::COUNTRY, 2), of(level::MUNICIPALITY, 7)])
}

fn cuboid(id: &str, cube: &SparseCube, files: &mut BTreeMap<String, Vec<u8>>) -> Cuboid {
    let axes: Vec<ManifestAxis> = cube
        .header
        .axes
        .iter()
        .map(|axis| ManifestAxis { dimension: axis.dimension, members: axis.members.clone() })
        .collect();
    let periods = axes.iter().find(|axis| axis.dimension == DimensionId::Period).unwrap();
    let mut grains: Vec<Grain> =
        periods.members.iter().map(|period| Period::parse(period.as_str()).unwrap().grain()).collect();
    grains.sort();
    grains.dedup();
    let rows = u64::try_from(cube.cells.len()).unwrap();
    let bytes = wire::encode(cube).unwrap();
    let digest = Digest::of(&bytes);
    let path = format!("data/{digest}.arrow");
    let shard =
        Shard { path: path.clone(), digest, bytes: u64::try_from(bytes.len()).unwrap(), rows, only: BTreeMap::new() };
    files.insert(path, bytes);
    Cuboid { id: id.to_owned(), grains, axes, shards: vec![shard] }
}
