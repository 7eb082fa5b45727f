//! Age, sex, care home and chronic disease.

use std::path::Path;

use naerblik_shared::schema::{Dimension, DimensionId, Member, MemberCode, TOTAL, Text};

use super::{ReferenceTable, TableError};

/// An age group without finer groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AgeLeaf {
    /// First age.
    pub from: u32,
    /// Last age.
    pub to: u32,
    /// Position in the age dimension.
    pub member: u8,
    /// Positions of the wider groups above, the total excluded.
    pub above: &'static [u8],
}

/// The finest age groups, by rising age. Positions refer to [`OtherDimensions::age`].
pub const AGE_LEAVES: [AgeLeaf; 4] = [
    AgeLeaf { from: 0, to: 64, member: 1, above: &[] },
    AgeLeaf { from: 65, to: 79, member: 2, above: &[] },
    AgeLeaf { from: 80, to: 89, member: 4, above: &[3] },
    AgeLeaf { from: 90, to: 150, member: 5, above: &[3] },
];

/// The most diseases that fit into a citizen's flags.
pub const DISEASES_MAX: usize = 8;

/// The dimensions besides area, period and code.
#[derive(Debug, Clone)]
pub struct OtherDimensions {
    /// Total, 0–64, 65–79, 80+, 80–89, 90+.
    pub age: Dimension,
    /// Total, women, men.
    pub sex: Dimension,
    /// Total, in a care home, in the own home.
    pub care_home: Dimension,
    /// Total, then the RUKS diseases, which overlap.
    pub disease: Dimension,
}

impl OtherDimensions {
    /// Reads `ruks.csv`; the others are fixed by the code that counts them.
    ///
    /// # Errors
    /// When the file is missing, holds a text that is no code, or more than [`DISEASES_MAX`] diseases.
    pub fn load(reference: &Path) -> Result<Self, TableError> {
        let table = ReferenceTable::read(reference, "ruks.csv", &["ruks_id", "navn"])?;
        let mut diseases = vec![member(TOTAL, "Alle", "All", &[])];
        for row in 0..table.n_rows() {
            let fits = |text: &str| MemberCode::parse(text).ok().filter(|_| row < DISEASES_MAX);
            let code = table.parse(row, "ruks_id", ("the code of one of at most 8 diseases", fits))?;
            let name = table.field(row, "navn");
            diseases.push(member(code.as_str(), name, english_disease(code.as_str()).unwrap_or(name), &[TOTAL]));
        }
        let age = vec![
            member(TOTAL, "Alle aldre", "All ages", &[]),
            member("0-64", "0–64 år", "0–64 years", &[TOTAL]),
            member("65-79", "65–79 år", "65–79 years", &[TOTAL]),
            member("80-plus", "80+", "80+", &[TOTAL]),
            member("80-89", "80–89 år", "80–89 years", &["80-plus"]),
            member("90-plus", "90+", "90+", &["80-plus"]),
        ];
        let sex = vec![
            member(TOTAL, "Begge køn", "Both sexes", &[]),
            member("K", "Kvinder", "Women", &[TOTAL]),
            member("M", "Mænd", "Men", &[TOTAL]),
        ];
        let care_home = vec![
            member(TOTAL, "Alle boliger", "All homes", &[]),
            member("in-care-home", "Bor på plejehjem", "Lives in a care home", &[TOTAL]),
            member("own-home", "Bor i eget hjem", "Lives in own home", &[TOTAL]),
        ];
        let dimension = |id, da: &str, en: &str, members| Dimension { id, label: Text::new(da, en), members };
        Ok(Self {
            age: dimension(DimensionId::Age, "Alder", "Age", age),
            sex: dimension(DimensionId::Sex, "Køn", "Sex", sex),
            care_home: dimension(DimensionId::CareHome, "Bolig", "Home", care_home),
            disease: dimension(DimensionId::Disease, "Kronisk sygdom", "Chronic disease", diseases),
        })
    }

    /// The dimension, when it is one of these.
    pub fn get(&self, id: DimensionId) -> Option<&Dimension> {
        match id {
            DimensionId::Age => Some(&self.age),
            DimensionId::Sex => Some(&self.sex),
            DimensionId::CareHome => Some(&self.care_home),
            DimensionId::Disease => Some(&self.disease),
            DimensionId::Area | DimensionId::Period | DimensionId::Code => None,
        }
    }
}

fn member(code: &str, da: &str, en: &str, parents: &[&str]) -> Member {
    let parse = |text: &str| MemberCode::parse(text).unwrap_or_else(|_| MemberCode::total());
    Member {
        code: parse(code),
        label: Text::new(da, en),
        level: if parents.is_empty() { "all" } else { "group" }.to_owned(),
        parents: parents.iter().map(|parent| parse(parent)).collect(),
        legal_basis: None,
        valid_from: None,
        valid_to: None,
        synonyms: Vec::new(),
    }
}

fn english_disease(code: &str) -> Option<&'static str> {
    Some(match code {
        "t1d" => "Type 1 diabetes",
        "t2d" => "Type 2 diabetes",
        "kol" => "Chronic obstructive pulmonary disease (COPD)",
        "astma" => "Asthma",
        "osteoporose" => "Osteoporosis",
        "leddegigt" => "Rheumatoid arthritis",
        "skizofreni" => "Schizophrenia",
        "demens" => "Dementia",
        _ => return None,
    })
}
