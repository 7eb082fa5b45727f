//! What an audit says: figures about cells, and findings that name a cell and never its number.

use std::{collections::BTreeMap, fmt::Write as _};

use naerblik_shared::schema::{DimensionId, MemberCode};
use serde::Serialize;

/// What was found out about a publication.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AuditReport {
    /// Name of the publication.
    pub publication: String,
    /// Names of the earlier publications that it was compared with.
    pub previous: Vec<String>,
    /// Smallest number of citizens that is shown, zero apart.
    pub threshold_citizens: u32,
    /// How long was searched: `quick` or `full`.
    pub depth: String,
    /// Codes and periods with at least one figure.
    pub blocks: usize,
    /// Figures by dataset and cuboid.
    pub summary: Vec<SummaryRow>,
    /// Everything that should not be, and what is noted.
    pub findings: Vec<AuditFinding>,
    /// What follows from comparing codes and periods.
    pub relations: Relations,
    /// What of it counts as a finding.
    pub relations_count: RelationsCount,
}

/// What counts as a finding of all that follows from comparing codes and periods.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RelationsCount {
    /// Nothing.
    Nothing,
    /// What follows from comparing codes: that is certain.
    Codes,
    /// What follows from comparing periods as well: that holds if nobody moved.
    All,
}

/// Figures about the cells of a cuboid; a cell that several cuboids have counts in each.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct SummaryRow {
    /// The dataset.
    pub dataset: String,
    /// The cuboid.
    pub cuboid: String,
    /// Cells that are withheld or show a number above zero.
    pub cells: usize,
    /// Cells that are withheld.
    pub withheld: usize,
    /// Withheld cells that can have three numbers or more, or no small one.
    pub safe: usize,
    /// Withheld cells of which fewer than three numbers were found to be possible.
    pub narrow: usize,
    /// Withheld cells whose number follows and is not small.
    pub needless: usize,
    /// Withheld cells for which the work allowed did not decide.
    pub undecided: usize,
    /// Withheld cells whose small number follows.
    pub exposed: usize,
}

/// Something that should not be.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct AuditFinding {
    /// What is wrong.
    pub kind: FindingKind,
    /// The publication, or the earlier one that it was compared with.
    pub publication: String,
    /// The dataset.
    pub dataset: String,
    /// The cuboid; absent when the finding is about a code and a period as a whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cuboid: Option<String>,
    /// The cell's members.
    pub cell: BTreeMap<DimensionId, MemberCode>,
}

/// What is wrong with a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FindingKind {
    /// A small number is published.
    ShownSmall,
    /// The rest of a public group is small.
    ShownSmallRest,
    /// A withheld small number follows from what is published.
    Exposed,
    /// The search did not decide.
    Undecided,
    /// The figures of a code and a period do not add up.
    Contradiction,
    /// The figure differs from an earlier one by a small number.
    SmallDifference,
    /// The difference from an earlier publication follows, and is small.
    LinkedDifference,
    /// Withheld now, but an earlier publication shows it: noted, and no reason to stop.
    ShownEarlier,
    /// A small number follows from two publications together.
    LinkedVersions,
    /// A small number follows from a group of codes and its codes.
    BetweenCodes,
    /// A small total follows from months, quarters and years, if nobody moved.
    BetweenPeriods,
}

/// What follows from comparing codes and periods.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Relations {
    /// Withheld small cells that follow from groups of codes and their codes.
    pub between_codes: usize,
    /// Withheld small totals that follow from months, quarters and years, if nobody moved.
    pub between_periods: usize,
    /// Cells in which a group of codes and its codes contradict each other.
    pub contradictions: usize,
    /// Some of these cells, the first ones.
    pub examples: Vec<AuditFinding>,
}

/// Findings that the text names; the JSON has all.
const NAMED: usize = 50;

impl AuditReport {
    /// Whether there is nothing to stop for. That a figure is withheld now, and was not before, is none: what was
    /// published is known, and a correction withholds figures by rule.
    pub fn is_clean(&self) -> bool {
        self.serious().next().is_none() && self.relations.counted(self.relations_count) == 0
    }

    fn serious(&self) -> impl Iterator<Item = &AuditFinding> {
        self.findings.iter().filter(|finding| finding.kind != FindingKind::ShownEarlier)
    }

    /// The report for a terminal.
    pub fn text(&self) -> String {
        let mut text = format!("publication {}: {} blocks\n", self.publication, self.blocks);
        // Writing to a `String` cannot fail.
        let _ = self.write(&mut text);
        text
    }

    fn write(&self, text: &mut String) -> std::fmt::Result {
        for previous in &self.previous {
            writeln!(text, "compared with {previous}")?;
        }
        writeln!(text, "threshold {}, depth {}\n", self.threshold_citizens, self.depth)?;
        let heads = ["cells", "withheld", "safe", "narrow", "needless", "undecided", "exposed"];
        write!(text, "{:<30}", "dataset/cuboid")?;
        heads.iter().try_for_each(|head| write!(text, "{head:>11}"))?;
        writeln!(text)?;
        for row in &self.summary {
            write!(text, "{:<30}", format!("{}/{}", row.dataset, row.cuboid))?;
            let figures = [row.cells, row.withheld, row.safe, row.narrow, row.needless, row.undecided, row.exposed];
            figures.iter().try_for_each(|figure| write!(text, "{figure:>11}"))?;
            writeln!(text)?;
        }
        self.write_findings(text)?;
        self.write_relations(text)
    }

    fn write_findings(&self, text: &mut String) -> std::fmt::Result {
        let serious: Vec<&AuditFinding> = self.serious().collect();
        match serious.len() {
            0 => writeln!(text, "\nno findings")?,
            findings => writeln!(text, "\n{findings} findings")?,
        }
        list(text, &serious, serious.len())?;
        match self.findings.len() - serious.len() {
            0 => Ok(()),
            noted => {
                writeln!(text, "\nnoted: {noted} figures of earlier publications are withheld now; they stay known")
            }
        }
    }

    fn write_relations(&self, text: &mut String) -> std::fmt::Result {
        let Relations { between_codes, between_periods, contradictions, examples } = &self.relations;
        let weight = match self.relations_count {
            RelationsCount::Nothing => "reported only",
            RelationsCount::Codes => "codes count as findings, periods are reported",
            RelationsCount::All => "counted as findings",
        };
        writeln!(text, "\nbetween codes and periods ({weight})")?;
        writeln!(text, "  {between_codes} small cells follow from groups of codes and their codes")?;
        writeln!(text, "  {between_periods} small totals follow from months, quarters and years, if nobody moved")?;
        writeln!(text, "  {contradictions} cells in which a group and its codes contradict each other")?;
        let examples: Vec<&AuditFinding> = examples.iter().collect();
        list(text, &examples, between_codes + between_periods + contradictions)
    }
}

fn list(text: &mut String, findings: &[&AuditFinding], all: usize) -> std::fmt::Result {
    let named = findings.len().min(NAMED);
    for finding in findings.iter().take(named) {
        writeln!(text, "  {finding}")?;
    }
    if all > named {
        writeln!(text, "  and {} more", all - named)?;
    }
    Ok(())
}

impl Relations {
    fn counted(&self, count: RelationsCount) -> usize {
        match count {
            RelationsCount::Nothing => 0,
            RelationsCount::Codes => self.between_codes + self.contradictions,
            RelationsCount::All => self.between_codes + self.between_periods + self.contradictions,
        }
    }
}

impl std::fmt::Display for AuditFinding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let cuboid = self.cuboid.as_deref().unwrap_or("*");
        write!(f, "{} {} {}/{cuboid}", self.kind.word(), self.publication, self.dataset)?;
        self.cell.iter().try_for_each(|(dimension, member)| write!(f, " {dimension}={member}"))
    }
}

impl FindingKind {
    /// The word in reports.
    pub fn word(self) -> &'static str {
        match self {
            Self::ShownSmall => "shown-small",
            Self::ShownSmallRest => "shown-small-rest",
            Self::Exposed => "exposed",
            Self::Undecided => "undecided",
            Self::Contradiction => "contradiction",
            Self::SmallDifference => "small-difference",
            Self::LinkedDifference => "linked-difference",
            Self::ShownEarlier => "shown-earlier",
            Self::LinkedVersions => "linked-versions",
            Self::BetweenCodes => "between-codes",
            Self::BetweenPeriods => "between-periods",
        }
    }
}
