//! The area dimension: 98 municipalities and every grouping of them.

use std::{collections::BTreeMap, path::Path};

use naerblik_shared::schema::{Dimension, DimensionId, Member, MemberCode, Text, level};

use super::{ReferenceTable, TableError};

/// Position of a municipality among the municipalities, by rising official code.
pub type MunicipalityIdx = u8;

/// The area dimension, and which areas each municipality belongs to.
#[derive(Debug, Clone)]
pub struct AreaTree {
    /// The dimension: country first, municipalities last.
    pub dimension: Dimension,
    municipalities: BTreeMap<String, MunicipalityIdx>,
    containing: Vec<Vec<u16>>,
}

/// The levels between country and municipality, with the columns of `kommuner.csv` that name them.
struct Grouping {
    level: &'static str,
    prefix: &'static str,
    code: &'static str,
    name: &'static str,
    parent: Option<(&'static str, &'static str)>,
}

const GROUPINGS: [Grouping; 6] = [
    Grouping { level: level::REGION, prefix: "", code: "region_kode", name: "region_navn", parent: None },
    Grouping {
        level: level::REGION_2027,
        prefix: "r27-",
        code: "region2027_id",
        name: "region2027_navn",
        parent: None,
    },
    Grouping {
        level: level::HEALTH_CLUSTER,
        prefix: "klynge-",
        code: "sundhedsklynge_id",
        name: "sundhedsklynge_navn",
        parent: Some(("", "region_kode")),
    },
    Grouping {
        level: level::HEALTH_COUNCIL,
        prefix: "raad-",
        code: "sundhedsraad_id",
        name: "sundhedsraad_navn",
        parent: Some(("r27-", "region2027_id")),
    },
    Grouping {
        level: level::PROVINCE,
        prefix: "",
        code: "landsdel_nuts3",
        name: "landsdel_navn",
        parent: Some(("", "region_kode")),
    },
    Grouping {
        level: level::MUNICIPALITY_GROUP,
        prefix: "gruppe-",
        code: "kommunegruppe_kode",
        name: "kommunegruppe_navn",
        parent: None,
    },
];

impl AreaTree {
    /// Reads `kommuner.csv`.
    ///
    /// # Errors
    /// When the file is missing, lacks a column, or holds a text that is no code.
    pub fn load(reference: &Path) -> Result<Self, TableError> {
        let mut columns = vec!["kommune_kode", "kommune_navn"];
        columns.extend(GROUPINGS.iter().flat_map(|grouping| [grouping.code, grouping.name]));
        let table = ReferenceTable::read(reference, "kommuner.csv", &columns)?;
        let mut rows: Vec<usize> = (0..table.n_rows()).collect();
        rows.sort_by_key(|row| table.field(*row, "kommune_kode").to_owned());

        let country = MemberCode::parse("dk").unwrap_or_else(|_| MemberCode::total());
        let mut members = vec![member(country.clone(), Text::new("Danmark", "Denmark"), level::COUNTRY, Vec::new())];
        for grouping in &GROUPINGS {
            members.extend(group_members(&table, grouping, &country)?);
        }
        let mut municipalities = BTreeMap::new();
        for row in rows {
            let code = table.parse(row, "kommune_kode", ("a municipality code", |t| MemberCode::parse(t).ok()))?;
            let parents = [2, 3, 4, 5].iter().filter_map(|at| GROUPINGS.get(*at));
            let parents = parents.map(|g| prefixed(&table, row, g.prefix, g.code)).collect::<Result<_, _>>()?;
            let idx = MunicipalityIdx::try_from(municipalities.len()).unwrap_or(MunicipalityIdx::MAX);
            municipalities.insert(code.as_str().to_owned(), idx);
            let name = table.field(row, "kommune_navn");
            members.push(member(code, Text::new(name, name), level::MUNICIPALITY, parents));
        }
        let dimension = Dimension { id: DimensionId::Area, label: Text::new("Område", "Area"), members };
        let containing = containing(&dimension);
        Ok(Self { dimension, municipalities, containing })
    }

    /// The municipality with an official code.
    pub fn municipality(&self, code: &str) -> Option<MunicipalityIdx> {
        self.municipalities.get(code).copied()
    }

    /// Official codes by rising position.
    pub fn municipality_codes(&self) -> impl Iterator<Item = &str> {
        self.municipalities.keys().map(String::as_str)
    }

    /// Positions (in the dimension) of every area that contains the municipality, itself included; rising.
    pub fn containing(&self, municipality: MunicipalityIdx) -> &[u16] {
        self.containing.get(usize::from(municipality)).map_or(&[], Vec::as_slice)
    }
}

fn group_members(table: &ReferenceTable, grouping: &Grouping, country: &MemberCode) -> Result<Vec<Member>, TableError> {
    let mut groups = BTreeMap::new();
    for row in 0..table.n_rows() {
        let code = prefixed(table, row, grouping.prefix, grouping.code)?;
        let parent = match grouping.parent {
            Some((prefix, column)) => prefixed(table, row, prefix, column)?,
            None => country.clone(),
        };
        let name = table.field(row, grouping.name);
        groups.insert(code.clone(), member(code, Text::new(name, name), grouping.level, vec![parent]));
    }
    Ok(groups.into_values().collect())
}

fn prefixed(table: &ReferenceTable, row: usize, prefix: &str, column: &str) -> Result<MemberCode, TableError> {
    table.parse(row, column, ("the code of an area", |text| MemberCode::parse(&format!("{prefix}{text}")).ok()))
}

fn member(code: MemberCode, label: Text, level: &str, parents: Vec<MemberCode>) -> Member {
    Member {
        code,
        label,
        level: level.to_owned(),
        parents,
        legal_basis: None,
        valid_from: None,
        valid_to: None,
        synonyms: Vec::new(),
    }
}

fn containing(dimension: &Dimension) -> Vec<Vec<u16>> {
    let positions: BTreeMap<&MemberCode, u16> = dimension.members.iter().map(|m| &m.code).zip(0..).collect();
    dimension
        .at_level(level::MUNICIPALITY)
        .map(|municipality| {
            let mut above = vec![&municipality.code];
            let mut at = 0;
            while let Some(code) = above.get(at).copied() {
                above.extend(dimension.member(code).into_iter().flat_map(|m| &m.parents));
                at += 1;
            }
            let mut found: Vec<u16> = above.iter().filter_map(|code| positions.get(code).copied()).collect();
            found.sort_unstable();
            found.dedup();
            found
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_municipality_lies_in_eight_areas_and_the_country_holds_all() {
        let reference = Path::new(env!("CARGO_MANIFEST_DIR")).join("../reference");
        let areas = AreaTree::load(&reference).unwrap();
        assert_eq!(areas.municipality_codes().count(), 98);
        for code in areas.municipality_codes() {
            let containing = areas.containing(areas.municipality(code).unwrap());
            assert_eq!(containing.len(), 8, "{code}");
            assert_eq!(containing[0], 0, "{code}");
        }
        let levels = |level: &str| areas.dimension.at_level(level).count();
        assert_eq!((levels(level::REGION), levels(level::REGION_2027)), (5, 4));
        assert_eq!((levels(level::HEALTH_COUNCIL), levels(level::HEALTH_CLUSTER)), (17, 22));
        assert_eq!((levels(level::PROVINCE), levels(level::MUNICIPALITY_GROUP)), (11, 5));
    }
}
