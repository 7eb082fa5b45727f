//! The audit of a publication: what anybody can find out from the published files alone.
//!
//! Reads manifest and shards as a browser does, never a register. Each code in each period is one block
//! ([`layout`] says what its cells are sums of, [`block`] examines it), then blocks are compared along groups of codes
//! and along periods ([`relations`]) and with earlier publications ([`versions`]). The report names cells and what is
//! wrong with them, never a number that is not published.

mod block;
mod figures;
mod layout;
mod night;
mod population;
mod relations;
mod repair;
mod report;
mod versions;

pub use night::{Findings, NightAudit, Unpublished, audit_night};
pub use report::{AuditFinding, AuditReport, FindingKind, Relations, RelationsCount, SummaryRow};

use std::{collections::BTreeMap, path::PathBuf, time::Instant};

use naerblik_shared::{
    cell::Cell,
    period::{Period, PeriodError},
    schema::{Dimension, DimensionId, MemberCode},
};
use naerblik_suppression::verify::examine::Depth;
use rayon::prelude::*;

use crate::query_command::QueryCommandError;
use block::{BlockResult, Rules, Verdict};
use figures::{DatasetFigures, Figures};
use layout::{Geography, Layout, Place};

/// What is audited, and how.
#[derive(Debug, Clone)]
pub struct AuditConfig {
    /// Folder of the publication.
    pub publication: PathBuf,
    /// Folders of earlier publications.
    pub previous: Vec<PathBuf>,
    /// Whether every zero is published, so that a withheld cell has at least one citizen.
    pub are_zeros_public: bool,
    /// The periods to look at; empty for all.
    pub periods: Vec<Period>,
    /// How long to search.
    pub depth: SearchDepth,
    /// What counts as a finding of all that follows from comparing codes and periods.
    pub relations_count: RelationsCount,
}

/// How long to search for a second register of each withheld cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SearchDepth {
    /// Decides nearly every cell.
    Quick,
    /// Asks on where the quick search gives up.
    Full,
}

/// Why there is no report.
#[derive(Debug, thiserror::Error)]
pub enum AuditError {
    /// The publication cannot be read.
    #[error(transparent)]
    Publication(#[from] QueryCommandError),
    /// A period of the manifest is none.
    #[error(transparent)]
    Period(#[from] PeriodError),
    /// The publication lacks something that every publication has.
    #[error("the publication lacks {what}, expected one written by `nightly run`")]
    Lacks {
        /// What.
        what: String,
    },
    /// A shard has other axes than the manifest says.
    #[error("{path} has other axes than the manifest says, expected the same members in the same order")]
    Shard {
        /// The file.
        path: String,
    },
}

/// Audits the newest publication in a folder.
///
/// # Errors
/// When a file is missing, damaged or not the one that was published.
pub fn audit(config: &AuditConfig) -> Result<AuditReport, AuditError> {
    let figures = Figures::open(&config.publication)?;
    let manifest = figures.manifest();
    let (depth, word) = match config.depth {
        SearchDepth::Quick => (Depth::QUICK, "quick"),
        SearchDepth::Full => (Depth::FULL, "full"),
    };
    let rules = Rules { threshold: manifest.threshold_citizens, least: u32::from(config.are_zeros_public), depth };
    let mut report = AuditReport {
        publication: manifest.publication.clone(),
        previous: Vec::new(),
        threshold_citizens: rules.threshold,
        depth: word.to_owned(),
        blocks: 0,
        summary: Vec::new(),
        findings: Vec::new(),
        relations: Relations::default(),
        relations_count: config.relations_count,
    };
    for dataset in &figures.datasets {
        let geography = Geography::new(&figures, dataset);
        let study = Study::of(&figures, dataset, &geography, (rules, &config.periods));
        study.describe(&mut report);
        relations::compare(&study, &geography, &mut report.relations);
    }
    for folder in &config.previous {
        let before = Figures::open(folder)?;
        report.findings.extend(versions::compare(&figures, &before, (rules, &config.periods)));
        report.previous.push(before.manifest().publication.clone());
    }
    report.findings.sort();
    Ok(report)
}

/// A dataset with all its blocks examined.
struct Study<'a> {
    publication: &'a str,
    dataset: &'a DatasetFigures,
    rules: Rules,
    layouts: Vec<Layout>,
    /// For each layout and each code of the dataset what was found out; `None` where nobody is counted.
    blocks: Vec<Vec<Option<Block>>>,
    /// For each code the positions of the groups directly above it.
    parents: Vec<Vec<usize>>,
    codes: Option<&'a Dimension>,
}

/// One code in one period.
#[derive(Clone)]
struct Block {
    cells: Vec<Cell>,
    result: BlockResult,
}

impl<'a> Study<'a> {
    fn of(
        figures: &'a Figures,
        dataset: &'a DatasetFigures,
        geography: &Geography<'_>,
        (rules, only): (Rules, &[Period]),
    ) -> Self {
        let layouts = layouts(dataset, geography, only);
        let examined = |layout: &Layout, code: &MemberCode| {
            let cells = block::cells(dataset, code, layout)?;
            let clock = Instant::now();
            let result = block::examine(layout, &cells, rules);
            let (period, ms) = (layout.period.to_string(), clock.elapsed().as_millis());
            tracing::debug!(
                dataset = dataset.id,
                code = code.as_str(),
                period,
                ms,
                questions = result.questions,
                "block examined"
            );
            Some(Block { cells, result })
        };
        let blocks = layouts
            .par_iter()
            .map(|layout| dataset.codes.par_iter().map(|code| examined(layout, code)).collect())
            .collect();
        let dimension = figures.manifest().dimension(DimensionId::Code);
        let above = |code: &MemberCode| {
            let parents = dimension.and_then(|dimension| dimension.member(code)).map(|member| &member.parents);
            let position = |parent| dataset.codes.iter().position(|code| code == parent);
            parents.into_iter().flatten().filter_map(position).collect()
        };
        let parents = dataset.codes.iter().map(above).collect();
        let publication = &figures.manifest().publication;
        Self { publication, dataset, rules, layouts, blocks, parents, codes: dimension }
    }

    /// Whether a code is in force in any month of a period.
    fn is_in_force(&self, code: usize, period: Period) -> bool {
        let member = self.dataset.codes.get(code).zip(self.codes).and_then(|(code, codes)| codes.member(code));
        member.is_some_and(|member| member.is_in_force(period))
    }

    /// Every block with its layout and code.
    fn all(&self) -> impl Iterator<Item = (&Layout, &MemberCode, &Block)> {
        self.layouts.iter().zip(&self.blocks).flat_map(|(layout, blocks)| {
            let known = self.dataset.codes.iter().zip(blocks);
            known.filter_map(move |(code, block)| Some((layout, code, block.as_ref()?)))
        })
    }

    fn describe(&self, report: &mut AuditReport) {
        let mut summary: Vec<SummaryRow> = self.dataset.cuboids.iter().map(|cuboid| self.row(&cuboid.id)).collect();
        for (layout, code, block) in self.all() {
            report.blocks += 1;
            if block.result.is_contradictory {
                report.findings.push(self.contradiction(code, layout.period));
            }
            for ((place, verdict), cell) in layout.cells.iter().zip(&block.result.verdicts).zip(&block.cells) {
                if let Some(row) = summary.get_mut(place.cuboid).filter(|_| !place.is_complement) {
                    row.count(*verdict, *cell);
                }
                let kind = finding_kind(*verdict)
                    .filter(|kind| !(block.result.is_contradictory && *kind == FindingKind::Undecided));
                report.findings.extend(kind.map(|kind| self.finding(kind, place, code, layout.period)));
            }
        }
        report.summary.extend(summary);
    }

    fn row(&self, cuboid: &str) -> SummaryRow {
        SummaryRow { dataset: self.dataset.id.clone(), cuboid: cuboid.to_owned(), ..SummaryRow::default() }
    }

    fn contradiction(&self, code: &MemberCode, period: Period) -> AuditFinding {
        let cell = [(DimensionId::Period, MemberCode::from(period)), (DimensionId::Code, code.clone())];
        AuditFinding {
            kind: FindingKind::Contradiction,
            publication: self.publication.to_owned(),
            dataset: self.dataset.id.clone(),
            cuboid: None,
            cell: cell.into(),
        }
    }

    fn finding(&self, kind: FindingKind, place: &Place, code: &MemberCode, period: Period) -> AuditFinding {
        finding(kind, (self.publication, self.dataset), place, (code, period))
    }
}

/// The layouts of all periods, or of those named.
fn layouts(dataset: &DatasetFigures, geography: &Geography<'_>, only: &[Period]) -> Vec<Layout> {
    let mut periods: Vec<Period> = dataset.cuboids.iter().flat_map(|cuboid| cuboid.periods.iter().copied()).collect();
    periods.sort_unstable();
    periods.dedup();
    periods.retain(|period| only.is_empty() || only.contains(period));
    let layout = |period| {
        let mut layout = geography.layout(dataset, period);
        block::note_outnumbered(&mut layout, dataset);
        layout
    };
    periods.into_par_iter().map(layout).collect()
}

/// Names a cell.
fn finding(
    kind: FindingKind,
    (publication, dataset): (&str, &DatasetFigures),
    place: &Place,
    (code, period): (&MemberCode, Period),
) -> AuditFinding {
    let mut cell: BTreeMap<DimensionId, MemberCode> =
        [(DimensionId::Period, MemberCode::from(period)), (DimensionId::Code, code.clone())].into();
    let cuboid = dataset.cuboids.get(place.cuboid);
    if let Some(cuboid) = cuboid {
        cell.extend(cuboid.areas.get(place.area).map(|area| (DimensionId::Area, area.clone())));
        let further = cuboid.further.iter().zip(&place.further);
        cell.extend(further.filter_map(|((id, members), at)| Some((*id, members.get(*at)?.clone()))));
    }
    let (publication, dataset) = (publication.to_owned(), dataset.id.clone());
    AuditFinding { kind, publication, dataset, cuboid: cuboid.map(|cuboid| cuboid.id.clone()), cell }
}

fn finding_kind(verdict: Verdict) -> Option<FindingKind> {
    match verdict {
        Verdict::Exposed => Some(FindingKind::Exposed),
        Verdict::Undecided => Some(FindingKind::Undecided),
        Verdict::ShownSmall => Some(FindingKind::ShownSmall),
        Verdict::ShownSmallRest => Some(FindingKind::ShownSmallRest),
        Verdict::Nothing | Verdict::Shown | Verdict::Safe | Verdict::Narrow | Verdict::Needless => None,
    }
}

impl SummaryRow {
    fn count(&mut self, verdict: Verdict, cell: Cell) {
        self.cells += usize::from(verdict != Verdict::Nothing);
        self.withheld += usize::from(cell == Cell::Suppressed);
        let of = match verdict {
            Verdict::Safe => &mut self.safe,
            Verdict::Narrow => &mut self.narrow,
            Verdict::Needless => &mut self.needless,
            Verdict::Undecided => &mut self.undecided,
            Verdict::Exposed => &mut self.exposed,
            Verdict::Nothing | Verdict::Shown | Verdict::ShownSmall | Verdict::ShownSmallRest => return,
        };
        *of += 1;
    }
}
