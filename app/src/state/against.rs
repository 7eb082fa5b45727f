//! With whom a figure is compared, and which two dimensions a table crosses: parts of a link with rules of their own.

use naerblik_shared::schema::{DimensionId, MemberCode};

/// At most so many areas in a reader's own list.
pub const LIST_MOST: usize = 12;

/// With whom the area is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Against {
    /// The whole country.
    Country,
    /// The area's region.
    Region,
    /// The area's health council from 2027.
    Council,
    /// The area's health cluster.
    Cluster,
    /// The area's municipality group.
    Group,
    /// The five municipalities that are most alike.
    Neighbours,
    /// Areas that the reader chose.
    List,
}

/// The dimensions of a cross table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pivot {
    /// Whose members are the rows.
    pub rows: DimensionId,
    /// Whose members are the columns; another dimension.
    pub columns: DimensionId,
}

impl Against {
    /// Every comparison, widest first.
    pub const ALL: [Self; 7] =
        [Self::Country, Self::Region, Self::Council, Self::Cluster, Self::Group, Self::Neighbours, Self::List];

    /// The value in links.
    pub fn value(self) -> &'static str {
        match self {
            Self::Country => "country",
            Self::Region => "region",
            Self::Council => "council",
            Self::Cluster => "cluster",
            Self::Group => "group",
            Self::Neighbours => "neighbours",
            Self::List => "list",
        }
    }

    /// Finds a comparison by [`Against::value`].
    pub fn parse(value: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|against| against.value() == value)
    }
}

impl Pivot {
    /// The dimensions that may head rows or columns.
    pub const DIMENSIONS: [DimensionId; 7] = [
        DimensionId::Area,
        DimensionId::Period,
        DimensionId::Code,
        DimensionId::Age,
        DimensionId::Sex,
        DimensionId::CareHome,
        DimensionId::Disease,
    ];

    /// The value in links: `area.age`.
    pub fn value(self) -> String {
        format!("{}.{}", self.rows, self.columns)
    }

    /// Reads [`Pivot::value`]; a dimension cannot be crossed with itself.
    pub fn parse(value: &str) -> Option<Self> {
        let (rows, columns) = value.split_once('.')?;
        let pivot = Self { rows: DimensionId::parse(rows)?, columns: DimensionId::parse(columns)? };
        (pivot.rows != pivot.columns).then_some(pivot)
    }
}

/// Writes a list of areas: `0573,0561`.
pub fn write_list(list: &[MemberCode]) -> Option<String> {
    let codes: Vec<&str> = list.iter().map(MemberCode::as_str).collect();
    (!codes.is_empty()).then(|| codes.join(","))
}

/// Reads a list of areas, each once; `None` when one is no code or there are more than [`LIST_MOST`].
pub fn read_list(value: &str) -> Option<Vec<MemberCode>> {
    let mut list = Vec::new();
    for code in value.split(',') {
        let code = MemberCode::parse(code).ok()?;
        if !list.contains(&code) {
            list.push(code);
        }
    }
    (list.len() <= LIST_MOST).then_some(list)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_names_each_area_once_and_has_an_end() {
        let codes = |value: &str| read_list(value).map(|list| write_list(&list).unwrap());
        assert_eq!(codes("0573,0561,0573").as_deref(), Some("0573,0561"));
        assert_eq!(codes("0573,"), None);
        let long: Vec<String> = (0..=LIST_MOST).map(|n| n.to_string()).collect();
        assert_eq!(codes(&long.join(",")), None);
        assert_eq!(write_list(&[]), None);
    }

    #[test]
    fn a_dimension_is_not_crossed_with_itself() {
        assert_eq!(Pivot::parse("age.age"), None);
        assert_eq!(Pivot::parse("area.colour"), None);
        for rows in Pivot::DIMENSIONS {
            for columns in Pivot::DIMENSIONS.into_iter().filter(|columns| *columns != rows) {
                let pivot = Pivot { rows, columns };
                assert_eq!(Pivot::parse(&pivot.value()), Some(pivot));
            }
        }
    }
}
