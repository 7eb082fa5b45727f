//! `nightly query`: cells of a publication, read with the same code as the browser's.

use std::{collections::BTreeMap, fmt::Write as _, path::PathBuf};

use naerblik_shared::{
    cell::{Cell, Status},
    cube::Cube,
    manifest::{Latest, Manifest, ManifestError, Shard},
    period::Period,
    query::{Answer, Query, QueryError, population::Denominators, rate, route, run},
    schema::{DimensionId, MemberCode, MemberCodeError},
    wire::{self, WireError},
};

use crate::{
    cli::QueryArgs,
    publish::{FolderStore, Store as _, StoreError},
};

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum QueryCommandError {
    /// A file of the publication is missing.
    #[error("publication {folder} lacks {file}")]
    Missing {
        /// The folder.
        folder: PathBuf,
        /// The file.
        file: String,
    },
    /// The folder cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A file is not the one that was published.
    #[error(transparent)]
    Manifest(#[from] ManifestError),
    /// A shard cannot be decoded.
    #[error(transparent)]
    Wire(#[from] WireError),
    /// The question has no answer.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// An argument is no code.
    #[error(transparent)]
    Code(#[from] MemberCodeError),
}

/// A publication opened for questions.
pub struct OpenPublication {
    folder: PathBuf,
    store: FolderStore,
    /// Its table of contents.
    pub manifest: Manifest,
}

impl OpenPublication {
    /// Opens the newest publication in a folder.
    ///
    /// # Errors
    /// When the pointer or the manifest is missing or damaged.
    pub fn open(folder: PathBuf) -> Result<Self, QueryCommandError> {
        let store = FolderStore::new(&folder);
        let read = |file: &str| {
            let missing = || QueryCommandError::Missing { folder: folder.clone(), file: file.to_owned() };
            store.read(file)?.ok_or_else(missing)
        };
        let latest = Latest::parse(&read("latest.json")?)?;
        let manifest = Manifest::parse(&read(&latest.manifest)?, &latest)?;
        Ok(Self { folder, store, manifest })
    }

    /// Reads, checks and decodes a shard.
    ///
    /// # Errors
    /// When the file is missing, is not what was published, or cannot be decoded.
    pub fn load(&self, shard: &Shard) -> Result<Cube, QueryCommandError> {
        let missing = || QueryCommandError::Missing { folder: self.folder.clone(), file: shard.path.clone() };
        let bytes = self.store.read(&shard.path)?.ok_or_else(missing)?;
        cube(shard, &bytes)
    }

    /// Answers a question.
    ///
    /// # Errors
    /// When the combination is not published or a file is damaged.
    pub fn ask(&self, query: &Query) -> Result<Answer, QueryCommandError> {
        let route = route(&self.manifest, query)?;
        let cubes = route.shards.iter().map(|shard| self.load(shard)).collect::<Result<Vec<_>, _>>()?;
        Ok(run(&cubes.iter().collect::<Vec<_>>(), query)?)
    }

    fn only_cube(&self, dataset: &str) -> Result<Cube, QueryCommandError> {
        let shard = self.manifest.dataset(dataset).and_then(|d| d.cuboids.first()).and_then(|c| c.shards.first());
        let missing = || QueryCommandError::Missing { folder: self.folder.clone(), file: dataset.to_owned() };
        self.load(shard.ok_or_else(missing)?)
    }
}

/// Checks and decodes the bytes of a shard.
///
/// # Errors
/// When they are not what was published, or cannot be decoded.
pub fn cube(shard: &Shard, bytes: &[u8]) -> Result<Cube, QueryCommandError> {
    shard.check(bytes)?;
    Ok(wire::decode_dense(bytes, shard.rows)?)
}

/// Answers the command line's question as text, one line for each cell.
///
/// # Errors
/// When an argument is no code, the combination is not published, or a file is damaged.
pub fn answer(args: QueryArgs) -> Result<String, QueryCommandError> {
    let is_json = args.json;
    let publication = OpenPublication::open(args.publication.clone())?;
    let query = to_query(args)?;
    let answer = publication.ask(&query)?;
    let has_codes = publication.manifest.dataset(&query.dataset).is_some_and(|d| d.code_root.is_some());
    let rates =
        if has_codes { Some((publication.only_cube("population")?, publication.only_cube("coverage")?)) } else { None };
    let denominators = rates.as_ref().map(|(p, c)| Denominators::new(&publication.manifest, p, c));
    let mut text = String::new();
    for (row, cell) in answer.cells.iter().enumerate() {
        let members = members_of_row(&answer, row);
        let population = denominators.as_ref().and_then(|d| persons(d, &publication.manifest, &members));
        let line = Line { dataset: &query.dataset, members: &members, cell: *cell, population };
        // Writing to a `String` cannot fail.
        let _ = if is_json { writeln!(text, "{}", line.json()) } else { writeln!(text, "{}", line.text()) };
    }
    Ok(text)
}

fn to_query(args: QueryArgs) -> Result<Query, MemberCodeError> {
    let selections = [
        (DimensionId::Area, args.area),
        (DimensionId::Period, args.period),
        (DimensionId::Code, args.code),
        (DimensionId::Age, args.age),
        (DimensionId::Sex, args.sex),
        (DimensionId::CareHome, args.care_home),
        (DimensionId::Disease, args.disease),
    ];
    let mut query = Query::new(args.dataset);
    for (dimension, texts) in selections {
        let members = texts.iter().map(|text| MemberCode::parse(text)).collect::<Result<_, _>>()?;
        query = query.with_all(dimension, members);
    }
    Ok(query)
}

fn members_of_row(answer: &Answer, row: usize) -> BTreeMap<DimensionId, MemberCode> {
    let mut rest = row;
    let mut members = BTreeMap::new();
    for (dimension, codes) in answer.axes.iter().rev() {
        if let Some(code) = codes.get(rest % codes.len()) {
            members.insert(*dimension, code.clone());
        }
        rest /= codes.len();
    }
    members
}

fn persons(
    denominators: &Denominators<'_>,
    manifest: &Manifest,
    members: &BTreeMap<DimensionId, MemberCode>,
) -> Option<u64> {
    let of = |id: DimensionId| {
        let total = || manifest.dimension(id).and_then(|d| d.total()).map(|m| m.code.clone());
        members.get(&id).cloned().or_else(total)
    };
    let period = Period::parse(of(DimensionId::Period)?.as_str()).ok()?;
    denominators.persons(&of(DimensionId::Area)?, period, &of(DimensionId::Age)?, &of(DimensionId::Sex)?)
}

struct Line<'a> {
    dataset: &'a str,
    members: &'a BTreeMap<DimensionId, MemberCode>,
    cell: Cell,
    population: Option<u64>,
}

impl Line<'_> {
    fn text(&self) -> String {
        let place: Vec<String> = self.members.iter().map(|(d, member)| format!("{d}={member}")).collect();
        let number = self.cell.value().map_or_else(|| "-".to_owned(), |n| n.to_string());
        let rate = self.per_1000().map_or_else(String::new, |rate| format!("  {rate:.1} per 1000"));
        let status = self.cell.status();
        format!("{} {}: {number}  {}{rate}  ({})", self.dataset, place.join(" "), status.word(), reason(status))
    }

    fn json(&self) -> String {
        let mut fields = serde_json::Map::new();
        fields.insert("dataset".to_owned(), self.dataset.into());
        for (dimension, member) in self.members {
            fields.insert(dimension.as_str().to_owned(), member.as_str().into());
        }
        fields.insert("value".to_owned(), self.cell.value().into());
        fields.insert("status".to_owned(), self.cell.status().word().into());
        fields.insert("population".to_owned(), self.population.into());
        fields.insert("per_1000".to_owned(), self.per_1000().into());
        serde_json::Value::Object(fields).to_string()
    }

    fn per_1000(&self) -> Option<f64> {
        rate::rate(self.cell, self.population?).value()
    }
}

fn reason(status: Status) -> &'static str {
    match status {
        Status::Value => "published as counted",
        Status::Suppressed => "withheld so that nobody can be recognised",
        Status::NotReported => "not every month of the period was delivered",
        Status::NotApplicable => "the code was not in force in the period",
    }
}
