//! The code dimension: FSIII conditions and interventions.

use std::{collections::BTreeMap, path::Path};

use naerblik_shared::{
    period::Period,
    schema::{Dimension, DimensionId, Member, MemberCode, Text, level},
};

use super::{CatalogueError, DatasetSpec, ReferenceTable, TableError};

/// Position of a code in the dimension.
pub type CodeIdx = u16;

/// The code dimension, with the roots of the datasets and the lookup of register codes.
#[derive(Debug, Clone)]
pub struct CodeTree {
    /// The dimension: for each dataset its root, then catalogues, groups and codes in official order.
    pub dimension: Dimension,
    by_register_code: BTreeMap<String, CodeIdx>,
    upwards: Vec<Vec<CodeIdx>>,
}

impl CodeTree {
    /// Reads `fsiii_codes.csv`, `fsiii_labels_en.csv` and `fsiii_validity.csv`.
    ///
    /// # Errors
    /// When a file is missing, lacks a column, or holds a text that is no code or month.
    pub fn load(reference: &Path, datasets: &[DatasetSpec]) -> Result<Self, TableError> {
        let columns = ["code", "legacy_code", "display", "parent_legacy_code", "kind", "law"];
        let table = ReferenceTable::read(reference, "fsiii_codes.csv", &columns)?;
        let labels = Labels::load(reference)?;
        let mut tree = Builder { table, labels, members: Vec::new(), by_register_code: BTreeMap::new() };
        for dataset in datasets {
            tree.add_dataset(dataset)?;
        }
        let Builder { members, by_register_code, .. } = tree;
        let dimension = Dimension {
            id: DimensionId::Code,
            label: Text::new("Tilstand eller indsats", "Condition or intervention"),
            members,
        };
        let upwards = upwards(&dimension);
        Ok(Self { dimension, by_register_code, upwards })
    }

    /// Adds the words by which readers look for codes.
    ///
    /// # Errors
    /// When there is no such code.
    pub(super) fn with_synonyms(
        mut self,
        synonyms: &BTreeMap<MemberCode, Vec<String>>,
    ) -> Result<Self, CatalogueError> {
        for (code, words) in synonyms {
            let member = self.dimension.members.iter_mut().find(|member| member.code == *code);
            let unknown = || CatalogueError::Value {
                what: "a code of `synonyms`",
                found: code.to_string(),
                expected: "a code of build-scripts/reference/fsiii_codes.csv or the name of a dataset",
            };
            member.ok_or_else(unknown)?.synonyms.clone_from(words);
        }
        Ok(self)
    }

    /// The code that a register calls by its UUID or its legacy key.
    pub fn find(&self, register_code: &str) -> Option<CodeIdx> {
        self.by_register_code.get(register_code).copied()
    }

    /// Every register code that is known.
    pub fn register_codes(&self) -> impl Iterator<Item = (&str, CodeIdx)> {
        self.by_register_code.iter().map(|(code, idx)| (code.as_str(), *idx))
    }

    /// The code itself and every member above it.
    pub fn upwards(&self, code: CodeIdx) -> &[CodeIdx] {
        self.upwards.get(usize::from(code)).map_or(&[], Vec::as_slice)
    }

    /// The member at a position.
    pub fn member(&self, code: CodeIdx) -> Option<&Member> {
        self.dimension.members.get(usize::from(code))
    }

    /// Positions of a dataset's members: its root, and everything below.
    pub fn of_dataset(&self, dataset: &str) -> Vec<CodeIdx> {
        let Ok(root) = MemberCode::parse(dataset) else { return Vec::new() };
        let positions = (0..).zip(&self.dimension.members);
        positions.filter(|(_, m)| self.dimension.is_within(&m.code, &root)).map(|(idx, _)| idx).collect()
    }
}

struct Labels {
    english: BTreeMap<String, String>,
    validity: BTreeMap<String, (Option<Period>, Option<Period>)>,
}

impl Labels {
    fn load(reference: &Path) -> Result<Self, TableError> {
        let table = ReferenceTable::read(reference, "fsiii_labels_en.csv", &["legacy_code", "label_en"])?;
        let english = (0..table.n_rows())
            .map(|row| (table.field(row, "legacy_code").to_owned(), table.field(row, "label_en").to_owned()))
            .collect();
        let columns = ["legacy_code", "valid_from", "valid_to"];
        let table = ReferenceTable::read(reference, "fsiii_validity.csv", &columns)?;
        let mut validity = BTreeMap::new();
        for row in 0..table.n_rows() {
            let from = table.parse(row, "valid_from", ("a first day of a month or nothing", month))?;
            let to = table.parse(row, "valid_to", ("a first day of a month or nothing", month))?;
            validity.insert(table.field(row, "legacy_code").to_owned(), (from, to));
        }
        Ok(Self { english, validity })
    }
}

/// Reads `2024-06-01`, `2024-06` or nothing.
#[expect(clippy::option_option, reason = "outer: is the text valid; inner: is there a date")]
fn month(text: &str) -> Option<Option<Period>> {
    if text.is_empty() {
        return Some(None);
    }
    let month = text.strip_suffix("-01").filter(|_| text.len() == 10).unwrap_or(text);
    Period::parse(month).ok().map(Some)
}

struct Builder {
    table: ReferenceTable,
    labels: Labels,
    members: Vec<Member>,
    by_register_code: BTreeMap<String, CodeIdx>,
}

impl Builder {
    fn add_dataset(&mut self, dataset: &DatasetSpec) -> Result<(), TableError> {
        let root = MemberCode::parse(&dataset.id).unwrap_or_else(|_| MemberCode::total());
        self.members.push(Member {
            code: root.clone(),
            label: dataset.root_label.clone(),
            level: level::ALL_CODES.to_owned(),
            parents: Vec::new(),
            legal_basis: None,
            valid_from: None,
            valid_to: None,
            synonyms: Vec::new(),
        });
        let rows = 0..self.table.n_rows();
        for row in rows.filter(|row| self.table.field(*row, "kind") == dataset.catalogue_kind).collect::<Vec<_>>() {
            self.add_with_children(row, &root)?;
        }
        Ok(())
    }

    fn add_with_children(&mut self, row: usize, parent: &MemberCode) -> Result<(), TableError> {
        let legacy = self.table.field(row, "legacy_code").to_owned();
        let code = self.table.parse(row, "legacy_code", ("a code", |text| MemberCode::parse(text).ok()))?;
        let display = self.table.field(row, "display");
        let english = self.labels.english.get(&legacy).map_or(display, String::as_str);
        let kind = self.table.field(row, "kind");
        let level = match kind {
            "tilstand" | "indsats" => level::CODE,
            "omraade" | "indsats_gruppe" => level::CODE_GROUP,
            _ => level::DOMAIN,
        };
        let (valid_from, valid_to) = self.labels.validity.get(&legacy).copied().unwrap_or_default();
        let law = Some(self.table.field(row, "law").to_owned()).filter(|law| !law.is_empty());
        let idx = CodeIdx::try_from(self.members.len()).unwrap_or(CodeIdx::MAX);
        for register_code in [legacy.clone(), self.table.field(row, "code").to_owned()] {
            self.by_register_code.insert(register_code, idx);
        }
        self.members.push(Member {
            code: code.clone(),
            label: Text::new(display, english),
            level: level.to_owned(),
            parents: vec![parent.clone()],
            legal_basis: law,
            valid_from,
            valid_to,
            synonyms: Vec::new(),
        });
        let below = (0..self.table.n_rows()).filter(|below| self.table.field(*below, "parent_legacy_code") == legacy);
        let (leaves, groups): (Vec<usize>, Vec<usize>) =
            below.partition(|below| matches!(self.table.field(*below, "kind"), "tilstand" | "indsats"));
        for child in leaves.into_iter().chain(groups) {
            self.add_with_children(child, &code)?;
        }
        Ok(())
    }
}

fn upwards(dimension: &Dimension) -> Vec<Vec<CodeIdx>> {
    let positions: BTreeMap<&MemberCode, CodeIdx> = dimension.members.iter().map(|m| &m.code).zip(0..).collect();
    let mut upwards: Vec<Vec<CodeIdx>> = Vec::new();
    for (idx, member) in (0..).zip(&dimension.members) {
        let mut own = vec![idx];
        for parent in member.parents.iter().filter_map(|parent| positions.get(parent)) {
            own.extend(upwards.get(usize::from(*parent)).into_iter().flatten());
        }
        upwards.push(own);
    }
    upwards
}
