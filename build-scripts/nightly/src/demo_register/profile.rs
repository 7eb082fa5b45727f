//! How common each condition is, how long it lasts and which interventions follow from it.
//!
//! The figures in `conditions.csv` beside this file are invented to be plausible; they are no findings.

use std::path::PathBuf;

use serde::Deserialize;

use super::calendar::Day;
use super::error::DemoRegisterError;
use super::reference::{Catalogue, Reference};

/// When in the year a condition tends to be recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Season {
    None,
    Winter,
    Summer,
    /// Planned services that pause in July and at Christmas.
    Holiday,
}

impl Season {
    /// Share of the highest month's recordings, by month 1–12.
    pub(super) fn intensity(self, month: i32) -> f64 {
        match (self, month) {
            (Self::None, _) => 0.75,
            (Self::Winter, 12 | 1 | 2) | (Self::Summer, 6..=8) => 1.0,
            (Self::Winter, 3 | 11) | (Self::Summer, 5) => 0.8,
            (Self::Holiday, 7) => 0.4,
            (Self::Holiday, 1..=6 | 8..=11) => 0.82,
            (Self::Winter | Self::Summer | Self::Holiday, _) => 0.55,
        }
    }
}

/// One condition as the demo register draws it.
#[derive(Debug)]
pub(super) struct ConditionProfile {
    pub(super) code: usize,
    pub(super) valid_from: Day,
    pub(super) valid_to: Day,
    pub(super) weight: f64,
    /// Median length in days; `None` lasts as long as the pathway.
    pub(super) median_days: Option<f64>,
    /// Change of the logarithm of the weight per ten years of age above 75.
    pub(super) age_tilt: f64,
    /// Weight of women relative to men.
    pub(super) women: f64,
    /// Index of a chronic disease that makes the condition more common, and how much.
    pub(super) disease: Option<(usize, f64)>,
    pub(super) season: Season,
    /// Interventions with the probability that one follows.
    pub(super) interventions: Vec<(usize, f64)>,
}

/// All conditions by catalogue, and how codes translate between laws.
#[derive(Debug)]
pub(super) struct Profile {
    catalogues: [Vec<ConditionProfile>; 5],
    /// From a home-care code to the reablement code (§ 83 a) for the same help.
    reablement: Vec<Option<usize>>,
    /// From a code of serviceloven to the code of Ældreloven for the same help.
    aeldrelov: Vec<Option<usize>>,
    /// Training under § 86: regaining and maintaining functions.
    pub(super) training: [usize; 2],
}

impl Profile {
    /// Reads the profile; every code must be known to the reference.
    pub(super) fn read(reference: &Reference) -> Result<Self, DemoRegisterError> {
        let mut catalogues: [Vec<ConditionProfile>; 5] = Default::default();
        let unreadable = |source| DemoRegisterError::Reference { path: path(), source };
        for row in csv::Reader::from_reader(CONDITIONS.as_bytes()).deserialize() {
            let row: ConditionRow = row.map_err(unreadable)?;
            let profile = condition_profile(reference, &row)?;
            let catalogue = reference.codes.get(profile.code).and_then(|code| code.catalogue);
            if let Some(list) = catalogue.and_then(|found| catalogues.get_mut(found.index())) {
                list.push(profile);
            }
        }
        Ok(Self {
            catalogues,
            reablement: translation(reference, &REABLEMENT)?,
            aeldrelov: translation(reference, &AELDRELOV_CODES)?,
            training: [known(reference, "H5.1")?, known(reference, "H6.1")?],
        })
    }

    /// The conditions of a catalogue.
    pub(super) fn conditions(&self, catalogue: Catalogue) -> &[ConditionProfile] {
        self.catalogues.get(catalogue.index()).map_or(&[], Vec::as_slice)
    }

    /// The § 83 a code for a home-care code; `None` where reablement has no such help.
    pub(super) fn reablement(&self, code: usize) -> Option<usize> {
        self.reablement.get(code).copied().flatten()
    }

    /// The code of Ældreloven that replaces a code of serviceloven; `None` for other laws.
    pub(super) fn aeldrelov(&self, code: usize) -> Option<usize> {
        self.aeldrelov.get(code).copied().flatten()
    }
}

const CONDITIONS: &str = include_str!("conditions.csv");

const REABLEMENT: [(&str, &str); 11] = [
    ("H1.1", "H2.5"),
    ("H1.2", "H2.10"),
    ("H1.3", "H2.1"),
    ("H1.4", "H2.4"),
    ("H1.5", "H2.2"),
    ("H1.6", "H2.8"),
    ("H1.7", "H2.3"),
    ("H1.8", "H2.6"),
    ("H1.9", "H2.9"),
    ("H1.10", "H2.7"),
    ("H1.12", "H2.11"),
];

const AELDRELOV_CODES: [(&str, &str); 28] = [
    ("H1.1", "Personlig_hjaelp_og_pleje"),
    ("H1.2", "Personlig_hjaelp_og_pleje"),
    ("H1.3", "Personlig_hjaelp_og_pleje"),
    ("H1.4", "Personlig_hjaelp_og_pleje"),
    ("H1.5", "Personlig_hjaelp_og_pleje"),
    ("H1.6", "Personlig_hjaelp_og_pleje"),
    ("H1.7", "Praktisk_hjaelp_i_hjemmet"),
    ("H1.8", "Praktisk_hjaelp_i_hjemmet"),
    ("H1.9", "Praktisk_hjaelp_i_hjemmet"),
    ("H1.10", "Praktisk_hjaelp_i_hjemmet"),
    ("H1.12", "Praktisk_hjaelp_i_hjemmet"),
    ("H1.11", "Madservice"),
    ("H2.1", "Personlig_hjaelp_og_pleje"),
    ("H2.2", "Personlig_hjaelp_og_pleje"),
    ("H2.4", "Personlig_hjaelp_og_pleje"),
    ("H2.5", "Personlig_hjaelp_og_pleje"),
    ("H2.8", "Personlig_hjaelp_og_pleje"),
    ("H2.10", "Personlig_hjaelp_og_pleje"),
    ("H2.3", "Praktisk_hjaelp_i_hjemmet"),
    ("H2.6", "Praktisk_hjaelp_i_hjemmet"),
    ("H2.7", "Praktisk_hjaelp_i_hjemmet"),
    ("H2.9", "Praktisk_hjaelp_i_hjemmet"),
    ("H2.11", "Praktisk_hjaelp_i_hjemmet"),
    ("H3.1", "Aflastningsophold_uden_for_hjemmet"),
    ("H3.2", "Afloesning_i_hjemmet"),
    ("H4.1", "Midlertidigt_ophold"),
    ("H5.1", "Genoptraening"),
    ("H6.1", "Genoptraening"),
];

#[derive(Deserialize)]
struct ConditionRow {
    legacy_code: String,
    weight: f64,
    median_days: u32,
    age_tilt: f64,
    women: f64,
    disease: String,
    disease_factor: f64,
    season: Season,
    interventions: String,
}

fn condition_profile(reference: &Reference, row: &ConditionRow) -> Result<ConditionProfile, DemoRegisterError> {
    let code = known(reference, &row.legacy_code)?;
    let validity = reference.codes.get(code).map(|code| (code.valid_from, code.valid_to));
    let (valid_from, valid_to) = validity.unwrap_or((Day::MIN, Day::MAX));
    let disease = reference.diseases.iter().position(|known| *known == row.disease);
    let interventions = row
        .interventions
        .split_whitespace()
        .map(|link| intervention_link(reference, link))
        .collect::<Result<_, _>>()?;
    Ok(ConditionProfile {
        code,
        valid_from,
        valid_to,
        weight: row.weight,
        median_days: (row.median_days > 0).then(|| f64::from(row.median_days)),
        age_tilt: row.age_tilt,
        women: row.women,
        disease: disease.map(|disease| (disease, row.disease_factor)),
        season: row.season,
        interventions,
    })
}

fn intervention_link(reference: &Reference, link: &str) -> Result<(usize, f64), DemoRegisterError> {
    let (code, probability) = link.split_once(':').unwrap_or((link, ""));
    let probability =
        probability.parse().ok().ok_or_else(|| wrong("interventions", "a probability after the colon", link))?;
    Ok((known(reference, code)?, probability))
}

fn translation(reference: &Reference, pairs: &[(&str, &str)]) -> Result<Vec<Option<usize>>, DemoRegisterError> {
    let mut codes = vec![None; reference.codes.len()];
    for (from, to) in pairs {
        let (from, to) = (known(reference, from)?, known(reference, to)?);
        if let Some(entry) = codes.get_mut(from) {
            *entry = Some(to);
        }
    }
    Ok(codes)
}

fn known(reference: &Reference, legacy: &str) -> Result<usize, DemoRegisterError> {
    reference.code(legacy).ok_or_else(|| wrong("legacy_code", "a code of fsiii_codes.csv", legacy))
}

fn wrong(column: &'static str, expected: &'static str, found: &str) -> DemoRegisterError {
    DemoRegisterError::ReferenceValue { path: path(), column, expected, found: found.to_owned() }
}

fn path() -> PathBuf {
    PathBuf::from("demo_register/conditions.csv")
}
