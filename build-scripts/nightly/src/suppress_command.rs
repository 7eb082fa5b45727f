//! `nightly suppress`: disclosure control for a table from elsewhere, so that others can compare it with their own.

use std::{
    collections::BTreeMap,
    fs::File,
    path::{Path, PathBuf},
};

use csv::StringRecord;
use naerblik_suppression::{
    Effort, Insiders, Mark, Policy, ProtectError, Protection, Statistics, ZeroPolicy, protect,
    table::{CrossBlock, HierarchyLine, Table, TableError},
    verify,
};

use crate::cli::{EffortArg, SuppressArgs, ZerosArg};

/// Why a table is not protected; nothing is written then.
#[derive(Debug, thiserror::Error)]
pub enum SuppressCommandError {
    /// A file cannot be read or written.
    #[error("{path} cannot be read or written as CSV")]
    File {
        /// The file.
        path: PathBuf,
        /// What went wrong.
        source: csv::Error,
    },
    /// A column is missing.
    #[error("{path} has no column `{column}`, expected {expected}")]
    Column {
        /// The file.
        path: PathBuf,
        /// The column.
        column: String,
        /// What the file should have.
        expected: &'static str,
    },
    /// A count is no whole number.
    #[error("{path}, row {row}: `n` is no whole number from 0 to 1,073,741,824")]
    Count {
        /// The file.
        path: PathBuf,
        /// The row, the first below the heads being 1.
        row: usize,
    },
    /// Two rows are about the same cell.
    #[error("{path}, row {row}: the cell stands there twice, expected once")]
    Twice {
        /// The file.
        path: PathBuf,
        /// The second row.
        row: usize,
    },
    /// A total is not the sum of its parts.
    #[error("{path}, row {row}: `n` is not the sum of the finest cells in it, expected an additive table")]
    NotAdditive {
        /// The file.
        path: PathBuf,
        /// The row.
        row: usize,
    },
    /// The hierarchy or a code is wrong.
    #[error(transparent)]
    Table(#[from] TableError),
    /// The settings make no sense.
    #[error(transparent)]
    Policy(#[from] ProtectError),
    /// The pattern that was found is not safe.
    #[error("the attack on the result succeeded; nothing was written")]
    Exposed,
}

impl SuppressCommandError {
    /// The exit code; `docs/runbook.md` has a section for each.
    pub fn exit_code(&self) -> u8 {
        if matches!(self, Self::Exposed) { 4 } else { 2 }
    }
}

/// Protects a table, attacks the result and writes it; says how much is suppressed.
///
/// # Errors
/// When the table is not additive or malformed, or the attack succeeds.
pub fn run(args: &SuppressArgs) -> Result<String, SuppressCommandError> {
    let hierarchy = Csv::read(&args.hier)?;
    let cells = Csv::read(&args.cells)?;
    let input = Input::of(&hierarchy, &cells)?;
    let CrossBlock { block, labels } = input.table.block(zeros(args))?;
    let policy = policy(args, block.cells().len());
    let protection = protect(&block, &policy)?;
    let is_published: Vec<bool> = (0..block.cells().len()).map(|cell| protection.is_published(cell)).collect();
    let is_exposed = !protection.is_withheld()
        && (!verify::verify(&block, &policy, &protection).is_empty()
            || verify::attack(&block, &policy, &is_published).exposed().next().is_some());
    if is_exposed {
        return Err(SuppressCommandError::Exposed);
    }
    let cell_of: BTreeMap<&[usize], usize> = labels.iter().map(Vec::as_slice).zip(0..).collect();
    input.check_sums(&cells, |members| cell_of.get(members).map_or(0, |cell| block.count(*cell)))?;
    let mark = |members: &[usize]| cell_of.get(members).and_then(|cell| protection.marks.get(*cell).copied());
    let is_suppressed =
        |members: &[usize]| mark(members).map_or(protection.is_withheld(), |mark| mark != Mark::Published);
    write(&args.out, &cells, &input.members, is_suppressed)?;
    Ok(summary(&protection, input.members.len(), &args.out))
}

fn zeros(args: &SuppressArgs) -> ZeroPolicy {
    match args.zeros {
        ZerosArg::Public => ZeroPolicy::Public,
        ZerosArg::MayHide => ZeroPolicy::MayHide,
    }
}

fn policy(args: &SuppressArgs, cells: usize) -> Policy {
    let effort = match args.effort {
        None if cells > BALANCED_CELLS => Effort::Quick,
        None | Some(EffortArg::Balanced) => Effort::Balanced,
        Some(EffortArg::Quick) => Effort::Quick,
        Some(EffortArg::Thorough) => Effort::Thorough,
    };
    let insiders = if args.ignore_insiders { Insiders::Ignore } else { Insiders::Protect };
    Policy { threshold: args.threshold, zeros: zeros(args), insiders, effort }
}

/// Above this many cells balanced effort takes more than a few seconds.
const BALANCED_CELLS: usize = 30_000;

fn summary(protection: &Protection, rows: usize, out: &Path) -> String {
    let Statistics { primaries, secondaries, .. } = protection.statistics;
    let whole = if protection.is_withheld() { "; nothing less than the whole table is safe" } else { "" };
    format!(
        "{}: {rows} cells, {primaries} suppressed as too small, {secondaries} to protect them{whole}\n",
        out.display()
    )
}

/// A file of comma-separated values.
struct Csv {
    path: PathBuf,
    heads: StringRecord,
    rows: Vec<StringRecord>,
}

impl Csv {
    fn read(path: &Path) -> Result<Self, SuppressCommandError> {
        let failed = |source| SuppressCommandError::File { path: path.to_owned(), source };
        let mut reader = csv::Reader::from_path(path).map_err(failed)?;
        let heads = reader.headers().map_err(failed)?.clone();
        let rows = reader.records().collect::<Result<Vec<_>, _>>().map_err(failed)?;
        Ok(Self { path: path.to_owned(), heads, rows })
    }

    fn column(&self, name: &str, expected: &'static str) -> Result<usize, SuppressCommandError> {
        let missing = || SuppressCommandError::Column { path: self.path.clone(), column: name.to_owned(), expected };
        self.heads.iter().position(|head| head == name).ok_or_else(missing)
    }
}

/// A table, and for each row of its file the cell it is about.
struct Input {
    table: Table,
    members: Vec<Vec<usize>>,
    counts: Vec<u32>,
}

impl Input {
    fn of(hierarchy: &Csv, cells: &Csv) -> Result<Self, SuppressCommandError> {
        let heads = ["dim", "code", "parent"].map(|name| hierarchy.column(name, "the columns dim, code and parent"));
        let [dim, code, parent] = heads;
        let (dim, code, parent) = (dim?, code?, parent?);
        let field = |row: &'_ StringRecord, at: usize| row.get(at).unwrap_or_default().to_owned();
        let texts: Vec<[String; 3]> =
            hierarchy.rows.iter().map(|row| [field(row, dim), field(row, code), field(row, parent)]).collect();
        let lines: Vec<HierarchyLine<'_>> = texts
            .iter()
            .map(|[dim, code, parent]| HierarchyLine {
                dim,
                code,
                parent: Some(parent.as_str()).filter(|p| !p.is_empty()),
            })
            .collect();
        let mut table = Table::new(&lines)?;
        let expected = "a column for each dimension, and n";
        let columns = table.dimensions().iter().map(|dimension| cells.column(&dimension.name, expected));
        let columns = columns.collect::<Result<Vec<_>, _>>()?;
        let count = cells.column("n", expected)?;
        let mut input = Self { table: table.clone(), members: Vec::new(), counts: Vec::new() };
        let mut known: BTreeMap<Vec<usize>, usize> = BTreeMap::new();
        for (row, record) in (1..).zip(&cells.rows) {
            let codes: Vec<&str> = columns.iter().map(|at| record.get(*at).unwrap_or_default()).collect();
            let members = table.members(&codes)?;
            if known.insert(members.clone(), row).is_some() {
                return Err(SuppressCommandError::Twice { path: cells.path.clone(), row });
            }
            let wrong = || SuppressCommandError::Count { path: cells.path.clone(), row };
            let citizens = record.get(count).and_then(|n| n.parse().ok()).ok_or_else(wrong)?;
            if table.is_finest(&members) {
                table.add(&codes, citizens)?;
            }
            input.members.push(members);
            input.counts.push(citizens);
        }
        input.table = table;
        Ok(input)
    }

    fn check_sums(&self, cells: &Csv, sum: impl Fn(&[usize]) -> u32) -> Result<(), SuppressCommandError> {
        for ((row, members), count) in (1..).zip(&self.members).zip(&self.counts) {
            if sum(members) != *count {
                return Err(SuppressCommandError::NotAdditive { path: cells.path.clone(), row });
            }
        }
        Ok(())
    }
}

fn write(
    out: &Path,
    cells: &Csv,
    members: &[Vec<usize>],
    is_suppressed: impl Fn(&[usize]) -> bool,
) -> Result<(), SuppressCommandError> {
    let failed = |source| SuppressCommandError::File { path: out.to_owned(), source };
    let file = File::create(out).map_err(|error| failed(error.into()))?;
    let mut writer = csv::Writer::from_writer(file);
    writer.write_record(cells.heads.iter().chain(["suppressed"])).map_err(failed)?;
    for (row, members) in cells.rows.iter().zip(members) {
        let flag = if is_suppressed(members) { "1" } else { "0" };
        writer.write_record(row.iter().chain([flag])).map_err(failed)?;
    }
    writer.flush().map_err(|error| failed(error.into()))
}
