//! The public reference data the demo register is built from: codes, municipalities, population, diseases.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::calendar::{Day, parse_day};
use super::error::DemoRegisterError;

/// The FSIII catalogue a condition belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Catalogue {
    Nursing,
    HomeCare,
    Rehabilitation,
    Prevention,
    Aids,
}

impl Catalogue {
    /// Position in lists that hold one entry per catalogue.
    pub(super) fn index(self) -> usize {
        match self {
            Self::Nursing => 0,
            Self::HomeCare => 1,
            Self::Rehabilitation => 2,
            Self::Prevention => 3,
            Self::Aids => 4,
        }
    }

    fn parse(domain: &str) -> Option<Self> {
        match domain {
            "sygepleje" => Some(Self::Nursing),
            "pleje_omsorg" => Some(Self::HomeCare),
            "genoptraening" => Some(Self::Rehabilitation),
            "forebyggelse" => Some(Self::Prevention),
            "hjaelpemidler" => Some(Self::Aids),
            _ => None,
        }
    }
}

/// Sex as in the civil registration system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sex {
    Woman,
    Man,
}

impl Sex {
    /// `K` (kvinde) or `M` (mand).
    pub(super) fn letter(self) -> &'static str {
        match self {
            Self::Woman => "K",
            Self::Man => "M",
        }
    }

    /// The value for this sex out of women's and men's.
    pub(super) fn of<T>(self, [women, men]: &[T; 2]) -> &T {
        match self {
            Self::Woman => women,
            Self::Man => men,
        }
    }
}

/// One FSIII code with the days on which it may be used.
#[derive(Debug)]
pub(super) struct Code {
    pub(super) uuid: String,
    pub(super) legacy: String,
    /// Short name of the law, `SUL §138`; empty for codes without one.
    pub(super) law: String,
    /// Absent for codes across catalogues, which the demo register does not use.
    pub(super) catalogue: Option<Catalogue>,
    pub(super) valid_from: Day,
    /// Exclusive.
    pub(super) valid_to: Day,
    /// Index of the code that takes over when this one is retired.
    pub(super) successor: Option<usize>,
}

/// A municipality and where it lies.
#[derive(Debug)]
pub(super) struct Municipality {
    pub(super) code: String,
    pub(super) region: String,
    pub(super) province: String,
}

/// Persons of one municipality, sex and five-year band on 1 July 2020.
#[derive(Debug, Clone, Copy)]
pub(super) struct PopulationCell {
    pub(super) municipality: usize,
    pub(super) sex: Sex,
    pub(super) age_from: i32,
    pub(super) age_to: i32,
    pub(super) persons: f64,
}

/// Everything read from the reference folder, checked once.
#[derive(Debug)]
pub(super) struct Reference {
    pub(super) codes: Vec<Code>,
    pub(super) municipalities: Vec<Municipality>,
    pub(super) population: Vec<PopulationCell>,
    /// Persons by single year of age in the second quarter of 2021: women, men.
    pub(super) national: [Vec<f64>; 2],
    pub(super) diseases: Vec<String>,
    by_legacy: BTreeMap<String, usize>,
}

impl Reference {
    /// Reads the folder.
    pub(super) fn read(folder: &Path) -> Result<Self, DemoRegisterError> {
        let codes = read_codes(folder)?;
        let municipalities = read_municipalities(folder)?;
        let population = read_population(folder, &municipalities)?;
        let by_legacy = codes.iter().enumerate().map(|(index, code)| (code.legacy.clone(), index)).collect();
        let mut reference = Self {
            codes,
            municipalities,
            population,
            national: read_national(folder)?,
            diseases: read_diseases(folder)?,
            by_legacy,
        };
        reference.read_validity(folder)?;
        Ok(reference)
    }

    /// Index of a code by its legacy key.
    pub(super) fn code(&self, legacy: &str) -> Option<usize> {
        self.by_legacy.get(legacy).copied()
    }

    fn read_validity(&mut self, folder: &Path) -> Result<(), DemoRegisterError> {
        let path = folder.join("fsiii_validity.csv");
        for row in read_rows::<ValidityRow>(&path)? {
            let successor = self.code(&row.successor_legacy_code);
            let day = |text: &str, open: Day| match text {
                "" => Ok(open),
                _ => parse_day(text).ok_or_else(|| value(&path, "valid_from/valid_to", "a date", text)),
            };
            let (from, to) = (day(&row.valid_from, Day::MIN)?, day(&row.valid_to, Day::MAX)?);
            let code = self
                .code(&row.legacy_code)
                .and_then(|index| self.codes.get_mut(index))
                .ok_or_else(|| value(&path, "legacy_code", "a known code", &row.legacy_code))?;
            (code.valid_from, code.valid_to, code.successor) = (from, to, successor);
        }
        Ok(())
    }
}

#[derive(Deserialize)]
struct CodeRow {
    code: String,
    legacy_code: String,
    domain: String,
    law: String,
}

#[derive(Deserialize)]
struct ValidityRow {
    legacy_code: String,
    valid_from: String,
    valid_to: String,
    successor_legacy_code: String,
}

#[derive(Deserialize)]
struct MunicipalityRow {
    #[serde(rename = "kommune_kode")]
    code: String,
    #[serde(rename = "region_kode")]
    region: String,
    #[serde(rename = "landsdel_kode")]
    province: String,
}

#[derive(Deserialize)]
struct PopulationRow {
    kommune_kode: String,
    koen: String,
    alder_fra: i32,
    alder_til: i32,
    antal: f64,
}

#[derive(Deserialize)]
struct NationalRow {
    alder: usize,
    koen: String,
    antal: f64,
}

#[derive(Deserialize)]
struct DiseaseRow {
    ruks_id: String,
}

fn read_codes(folder: &Path) -> Result<Vec<Code>, DemoRegisterError> {
    let rows = read_rows::<CodeRow>(&folder.join("fsiii_codes.csv"))?;
    Ok(rows
        .into_iter()
        .map(|row| Code {
            uuid: row.code,
            legacy: row.legacy_code,
            law: short_law(&row.law),
            catalogue: Catalogue::parse(&row.domain),
            valid_from: Day::MIN,
            valid_to: Day::MAX,
            successor: None,
        })
        .collect())
}

/// `SUL §138 (0-ydelse)` becomes `SUL §138`; services without a law have none.
fn short_law(law: &str) -> String {
    law.split('(').next().unwrap_or_default().trim().to_owned()
}

fn read_municipalities(folder: &Path) -> Result<Vec<Municipality>, DemoRegisterError> {
    let rows = read_rows::<MunicipalityRow>(&folder.join("kommuner.csv"))?;
    let mut municipalities: Vec<Municipality> = rows
        .into_iter()
        .map(|row| Municipality { code: row.code, region: row.region, province: row.province })
        .collect();
    municipalities.sort_by(|left, right| left.code.cmp(&right.code));
    Ok(municipalities)
}

fn read_population(folder: &Path, municipalities: &[Municipality]) -> Result<Vec<PopulationCell>, DemoRegisterError> {
    let path = folder.join("befolkning_kommune_alder_koen_2020k3_syntetisk.csv");
    let mut cells = Vec::new();
    for row in read_rows::<PopulationRow>(&path)? {
        let municipality = municipalities
            .binary_search_by(|known| known.code.as_str().cmp(&row.kommune_kode))
            .ok()
            .ok_or_else(|| value(&path, "kommune_kode", "a code of kommuner.csv", &row.kommune_kode))?;
        cells.push(PopulationCell {
            municipality,
            sex: sex(&path, &row.koen)?,
            age_from: row.alder_fra,
            age_to: row.alder_til,
            persons: row.antal,
        });
    }
    cells.sort_by_key(|cell| (cell.municipality, cell.sex, cell.age_from));
    Ok(cells)
}

fn read_national(folder: &Path) -> Result<[Vec<f64>; 2], DemoRegisterError> {
    let path = folder.join("befolkning_landet_alder_koen_2021k2.csv");
    let (mut women, mut men) = (vec![0.0; 111], vec![0.0; 111]);
    for row in read_rows::<NationalRow>(&path)? {
        let side = match sex(&path, &row.koen)? {
            Sex::Woman => &mut women,
            Sex::Man => &mut men,
        };
        let cell = side
            .get_mut(row.alder)
            .ok_or_else(|| value(&path, "alder", "an age from 0 to 110", &row.alder.to_string()))?;
        *cell += row.antal;
    }
    Ok([women, men])
}

fn read_diseases(folder: &Path) -> Result<Vec<String>, DemoRegisterError> {
    let rows = read_rows::<DiseaseRow>(&folder.join("ruks.csv"))?;
    Ok(rows.into_iter().map(|row| row.ruks_id).collect())
}

fn sex(path: &Path, letter: &str) -> Result<Sex, DemoRegisterError> {
    match letter {
        "K" => Ok(Sex::Woman),
        "M" => Ok(Sex::Man),
        other => Err(value(path, "koen", "K or M", other)),
    }
}

pub(super) fn read_rows<Row: DeserializeOwned>(path: &Path) -> Result<Vec<Row>, DemoRegisterError> {
    let unreadable = |source| DemoRegisterError::Reference { path: PathBuf::from(path), source };
    csv::Reader::from_path(path).map_err(unreadable)?.deserialize().collect::<Result<_, _>>().map_err(unreadable)
}

fn value(path: &Path, column: &'static str, expected: &'static str, found: &str) -> DemoRegisterError {
    DemoRegisterError::ReferenceValue { path: PathBuf::from(path), column, expected, found: found.to_owned() }
}
