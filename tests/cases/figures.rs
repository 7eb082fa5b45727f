//! Random figures of a publication: picture, table, every file that can be taken along, and `nightly query` agree.
//!
//! The app's own loading, view models and writers run here as they do in the browser; the files are read by other
//! people's readers, and the job's answer comes from its command.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::Cursor,
    path::{Path, PathBuf},
    rc::Rc,
    sync::Arc,
};

use arrow2::{
    array::{Array, PrimitiveArray, Utf8Array},
    io::ipc::read::{FileReader, read_file_metadata},
};
use calamine::{Data, Reader as _, Xlsx};
use futures::{FutureExt as _, executor::block_on, future::LocalBoxFuture};
use naerblik_app::{
    charts::{Mark, trend::Role},
    data::{Fetch, FetchError, Freshness, Loaded, Repository},
    export::{Extract, Format},
    i18n::Language,
    state::{Tab, Unit, ViewState, resolve::resolve},
    view_model::{
        Page,
        extract::extract,
        table::{RowRole, Table, TableCell},
    },
};
use naerblik_nightly::{cli::QueryArgs, query_command::answer};
use naerblik_shared::{manifest::Manifest, schema::DimensionId, testing::random::Random};
use serde_json::Value;

use crate::support::Workplace;

const FIGURES: usize = 200;
const TABS: [&str; 5] = ["map", "trend", "compare", "distribution", "table"];

#[test]
fn two_hundred_figures_agree_in_picture_table_files_and_query() {
    let place = Workplace::with_publication("out");
    let folder = place.publication("out");
    let repository = Repository::new("/data/", Rc::new(Folder(folder.clone())));
    let manifest = block_on(repository.manifest()).unwrap();
    let mut random = Random::new(5);
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for _ in 0..FIGURES {
        let link = link(&manifest, &mut random);
        let view = resolve(&ViewState::from_query(&link).state, &manifest).unwrap().view;
        let loaded = block_on(repository.load(Arc::clone(&manifest), view)).unwrap();
        let extract = extract(&loaded, Language::Danish, "https://naerblik.example/da/figure").unwrap();
        let rows = csv(&extract);
        assert_eq!(xlsx(&extract), rows, "{link}: XLSX");
        assert_eq!(arrow(&extract), rows, "{link}: Arrow");
        let figures =
            Figures { manifest: &manifest, rows: rows.iter().map(|row| Figure::new(&extract, row)).collect() };
        figures.assert_as_queried(&loaded, &folder, &link);
        figures.assert_as_shown(&loaded, &link);
        for figure in &figures.rows {
            *seen.entry(format!("{} {}", TABS[place_of_tab(&loaded)], figure.status)).or_default() += 1;
        }
    }
    for tab in TABS {
        for status in ["value", "suppressed"] {
            assert!(seen.contains_key(&format!("{tab} {status}")), "no figure of {tab} is {status}: {seen:?}");
        }
    }
}

/// The tab's place among all.
fn place_of_tab(loaded: &Loaded) -> usize {
    match loaded.view.tab {
        Tab::Map => 0,
        Tab::Trend => 1,
        Tab::Compare => 2,
        Tab::Distribution => 3,
        Tab::Table => 4,
    }
}

/// A publication's folder instead of a server.
struct Folder(PathBuf);

impl Fetch for Folder {
    fn fetch(&self, url: String, _: Freshness) -> LocalBoxFuture<'static, Result<Vec<u8>, FetchError>> {
        let found = std::fs::read(self.0.join(url.strip_prefix("/data/").unwrap()));
        async move { found.map_err(|_absent| FetchError::Status(404)) }.boxed_local()
    }

    fn pause(&self, _milliseconds: u32) -> LocalBoxFuture<'static, ()> {
        async {}.boxed_local()
    }
}

/// The address of a random figure.
fn link(manifest: &Manifest, random: &mut Random) -> String {
    let datasets: Vec<_> = manifest.datasets.iter().filter(|dataset| dataset.code_root.is_some()).collect();
    let dataset = datasets[random.below(datasets.len())];
    let cuboid = &dataset.cuboids[random.below(dataset.cuboids.len())];
    let mut link = format!("dataset={}&tab={}", dataset.id, TABS[random.below(TABS.len())]);
    for axis in &cuboid.axes {
        let member = &axis.members[random.below(axis.members.len())];
        let name = axis.dimension.as_str();
        link = format!("{link}&{name}={member}");
    }
    format!("{link}&unit={}&span=all", ["rate", "count"][random.below(2)])
}

/// One row of a file.
#[derive(Debug)]
struct Figure {
    area: String,
    period: String,
    /// Labels by dimension.
    labels: BTreeMap<DimensionId, String>,
    citizens: String,
    per_1000: String,
    status: String,
}

impl Figure {
    fn new(extract: &Extract, row: &[String]) -> Self {
        let of = |id: &str| row[extract.columns.iter().position(|column| column.id == id).unwrap()].clone();
        let dimensions = [
            (DimensionId::Age, "age"),
            (DimensionId::Sex, "sex"),
            (DimensionId::CareHome, "care_home"),
            (DimensionId::Disease, "disease"),
        ];
        Self {
            area: of("area_code"),
            period: of("period").replace('M', "-"),
            labels: dimensions.map(|(dimension, id)| (dimension, of(id))).into(),
            citizens: of("citizens"),
            per_1000: of("per_1000"),
            status: of("status"),
        }
    }
}

struct Figures<'a> {
    manifest: &'a Manifest,
    rows: Vec<Figure>,
}

impl Figures<'_> {
    /// Every row is what the job's command says about its cell.
    fn assert_as_queried(&self, loaded: &Loaded, folder: &Path, link: &str) {
        let mut groups: BTreeMap<&BTreeMap<DimensionId, String>, Vec<&Figure>> = BTreeMap::new();
        for row in &self.rows {
            groups.entry(&row.labels).or_default().push(row);
        }
        for rows in groups.into_values() {
            // The command refuses a question of which some cells are not published: then each is asked for by itself.
            if let Some(said) = self.ask(loaded, folder, &rows) {
                for row in rows {
                    assert_said(row, &said, link);
                }
                continue;
            }
            for row in rows {
                match self.ask(loaded, folder, &[row]) {
                    Some(said) => assert_said(row, &said, link),
                    None => assert_eq!(row.status, "not-published", "{link}: {row:?}"),
                }
            }
        }
    }

    /// What `nightly query` says about the cells of rows of one age, sex, home and disease.
    fn ask(&self, loaded: &Loaded, folder: &Path, rows: &[&Figure]) -> Option<Vec<Value>> {
        let one = |dimension| vec![self.code(dimension, &rows[0].labels[&dimension])];
        let said = answer(QueryArgs {
            publication: folder.to_owned(),
            dataset: loaded.view.dataset.clone(),
            area: distinct(rows.iter().map(|row| row.area.clone())),
            period: distinct(rows.iter().map(|row| row.period.clone())),
            code: vec![loaded.view.code.to_string()],
            age: one(DimensionId::Age),
            sex: one(DimensionId::Sex),
            care_home: one(DimensionId::CareHome),
            disease: one(DimensionId::Disease),
            json: true,
        });
        let lines = said.ok()?;
        Some(lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
    }

    fn code(&self, dimension: DimensionId, label: &str) -> String {
        let dimension = self.manifest.dimension(dimension).unwrap();
        let member = dimension.members.iter().find(|member| Language::Danish.of(&member.label) == label);
        member.unwrap_or_else(|| panic!("no member is called {label}")).code.to_string()
    }

    /// Every point of the picture and every cell of its table is what the file says.
    fn assert_as_shown(&self, loaded: &Loaded, link: &str) {
        let page = Page::present(loaded, Language::Danish).unwrap();
        let own = loaded.view.area.to_string();
        let at = |area: &str, period: &str| {
            let found = self.rows.iter().find(|row| row.area == area && row.period == period);
            found.unwrap_or_else(|| panic!("{link}: the files lack {area} in {period}"))
        };
        let now = loaded.view.period.to_string();
        let unit = loaded.view.unit;
        let table = match loaded.view.tab {
            Tab::Map => {
                for area in &page.map().chart.areas {
                    assert_mark(&area.mark, at(&area.code, &now), unit, link);
                }
                &page.map().table
            }
            Tab::Compare => {
                for bar in &page.ranking().chart.bars {
                    assert_mark(&bar.mark, at(&bar.code, &now), unit, link);
                }
                &page.ranking().table
            }
            Tab::Trend => {
                let series = page.trend().chart.series.iter().find(|series| series.role == Role::Chosen).unwrap();
                for (point, mark) in page.trend().chart.points.iter().zip(&series.marks) {
                    assert_mark(mark, at(&own, &point.to_string()), unit, link);
                }
                // The newest period comes first; the column of the area itself is in the page's unit.
                let shown = column(&page.trend().table, &series.label);
                for (point, row) in page.trend().chart.points.iter().rev().zip(&page.trend().table.rows) {
                    let TableCell::Mark(mark) = &row.cells[shown] else { panic!("{link}: no figure") };
                    assert_mark(mark, at(&own, &point.to_string()), unit, link);
                }
                return;
            }
            Tab::Distribution => {
                let chart = &page.distribution().chart;
                for band in &chart.bands {
                    let row = page.distribution().table.rows.iter().find(|row| row.head == band.label).unwrap();
                    for ((side, mark), cell) in chart.sides.iter().zip(&band.marks).zip(&row.cells) {
                        let is_it = |row: &&Figure| {
                            row.area == own
                                && row.labels[&DimensionId::Age] == band.label
                                && row.labels[&DimensionId::Sex] == *side
                        };
                        assert_mark(mark, self.rows.iter().find(is_it).unwrap(), unit, link);
                        assert_eq!(cell, &TableCell::Mark(mark.clone()), "{link}: {}, {side}", band.label);
                    }
                }
                return;
            }
            Tab::Table => &page.overview().1,
        };
        let citizens = column(table, "Borgere");
        // The one row without an area of its own is that of several areas taken together.
        for row in table.rows.iter().filter(|row| row.area.is_some() || row.role == RowRole::Chosen) {
            let area = row.area.as_ref().map_or_else(|| own.clone(), ToString::to_string);
            let TableCell::Mark(mark) = &row.cells[citizens] else { panic!("{link}: no figure") };
            assert_mark(mark, at(&area, &now), Unit::Count, link);
        }
    }
}

fn assert_said(row: &Figure, said: &[Value], link: &str) {
    let is_it = |cell: &&Value| cell["area"] == row.area.as_str() && cell["period"] == row.period.as_str();
    let cell = said.iter().find(is_it).unwrap();
    assert_eq!(cell["status"], row.status.as_str(), "{link}: {row:?}");
    assert_eq!(number(&row.citizens), cell["value"].as_f64(), "{link}: {row:?}");
    let is_same = match (number(&row.per_1000), cell["per_1000"].as_f64()) {
        (Some(own), Some(asked)) => (own - asked).abs() < 0.000_051,
        (own, asked) => own == asked,
    };
    assert!(is_same, "{link}: {row:?}, asked {}", cell["per_1000"]);
}

fn column(table: &Table, name: &str) -> usize {
    let found = table.columns.iter().position(|column| column == name);
    found.unwrap_or_else(|| panic!("no column {name} among {:?}", table.columns))
}

fn assert_mark(mark: &Mark, figure: &Figure, unit: Unit, link: &str) {
    let status = match mark {
        Mark::Value { .. } => "value",
        Mark::Suppressed => "suppressed",
        Mark::NotReported => "not-reported",
        Mark::NotApplicable => "not-applicable",
        Mark::NotPublished => "not-published",
    };
    assert_eq!(status, figure.status, "{link}: {figure:?}");
    let expected = number(if unit == Unit::Count { &figure.citizens } else { &figure.per_1000 });
    let is_same = match (mark.number(), expected) {
        (Some(drawn), Some(written)) => (drawn - written).abs() < 0.000_051,
        (drawn, written) => drawn == written,
    };
    assert!(is_same, "{link}: {mark:?} is {figure:?}");
}

fn number(text: &str) -> Option<f64> {
    (!text.is_empty()).then(|| text.replace(',', ".").parse().unwrap())
}

fn distinct(items: impl Iterator<Item = String>) -> Vec<String> {
    items.collect::<BTreeSet<String>>().into_iter().collect()
}

/// The rows of the file with separators, codes without the formula that keeps their zeros.
fn csv(extract: &Extract) -> Vec<Vec<String>> {
    let text = String::from_utf8(Format::Csv.write(extract).unwrap()).unwrap();
    let table = text.trim_start_matches('\u{feff}').split("\r\n\r\n").next().unwrap().to_owned();
    table.split("\r\n").skip(1).map(fields).collect()
}

fn fields(line: &str) -> Vec<String> {
    let (mut all, mut own, mut is_quoted) = (Vec::new(), String::new(), false);
    for c in line.chars() {
        match c {
            '"' => is_quoted = !is_quoted,
            ';' if !is_quoted => all.push(std::mem::take(&mut own)),
            c => own.push(c),
        }
    }
    all.push(own);
    all.into_iter().map(|field| field.strip_prefix('=').map_or(field.clone(), ToOwned::to_owned)).collect()
}

/// The rows of the workbook, written as the file with separators writes them.
fn xlsx(extract: &Extract) -> Vec<Vec<String>> {
    let mut book = Xlsx::new(Cursor::new(Format::Xlsx.write(extract).unwrap())).unwrap();
    let sheet = book.worksheet_range_at(0).unwrap().unwrap();
    let columns = extract.columns.len();
    let text = |(column, cell): (usize, &Data)| match cell {
        Data::Empty => String::new(),
        Data::String(text) => text.clone(),
        Data::Float(number) => decimal(extract.columns[column].id, *number),
        Data::Int(number) => decimal(extract.columns[column].id, f64::from(i32::try_from(*number).unwrap())),
        other => panic!("unexpected {other:?}"),
    };
    let rows = sheet.rows().skip(1).take(extract.rows.len());
    rows.map(|row| row.iter().take(columns).enumerate().map(text).collect()).collect()
}

/// The rows of the Arrow file, written in the same way.
fn arrow(extract: &Extract) -> Vec<Vec<String>> {
    let mut reader = Cursor::new(Format::Arrow.write(extract).unwrap());
    let file = read_file_metadata(&mut reader).unwrap();
    let names: Vec<String> = file.schema.fields.iter().map(|field| field.name.clone()).collect();
    let chunk = FileReader::new(reader, file, None, None).next().unwrap().unwrap();
    let text = |name: &str, array: &dyn Array, row: usize| {
        let any = array.as_any();
        if let Some(texts) = any.downcast_ref::<Utf8Array<i32>>() {
            return texts.value(row).to_owned();
        }
        if array.is_null(row) {
            return String::new();
        }
        let counts = any.downcast_ref::<PrimitiveArray<u64>>();
        counts.map_or_else(
            || decimal(name, any.downcast_ref::<PrimitiveArray<f64>>().unwrap().value(row)),
            |counts| counts.value(row).to_string(),
        )
    };
    (0..chunk.len())
        .map(|row| names.iter().zip(chunk.arrays()).map(|(name, array)| text(name, array.as_ref(), row)).collect())
        .collect()
}

/// Whole numbers for counts, four decimals for all others, as Danish files have them.
fn decimal(column: &str, number: f64) -> String {
    if matches!(column, "citizens" | "population") {
        format!("{number}")
    } else {
        format!("{number:.4}").replace('.', ",")
    }
}
