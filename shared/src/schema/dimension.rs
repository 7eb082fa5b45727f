//! Dimensions and their members.

use std::{fmt, sync::Arc};

use serde::{Deserialize, Serialize};

use super::Text;
use crate::period::Period;

/// The member that stands for everything in a dimension where it has no code of its own.
pub const TOTAL: &str = "total";

/// The dimensions of Nærblik's datasets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DimensionId {
    /// Residence of the citizen on the period's last day.
    Area,
    /// Year, quarter or month.
    Period,
    /// FSIII condition or intervention.
    Code,
    /// Age on the period's last day.
    Age,
    /// Sex in the civil registration system.
    Sex,
    /// Whether the citizen lived in a care home on the period's last day.
    CareHome,
    /// Chronic disease (RUKS) known on the period's last day.
    Disease,
}

/// Names of levels, from the widest to the finest; [`Member::level`] holds one of them.
pub mod level {
    /// The whole country.
    pub const COUNTRY: &str = "country";
    /// One of the five regions until 31 December 2026.
    pub const REGION: &str = "region";
    /// One of the four regions from 1 January 2027.
    pub const REGION_2027: &str = "region-2027";
    /// One of the 17 health councils from 1 January 2027.
    pub const HEALTH_COUNCIL: &str = "health-council";
    /// One of the 22 health clusters.
    pub const HEALTH_CLUSTER: &str = "health-cluster";
    /// One of the 11 provinces (NUTS 3).
    pub const PROVINCE: &str = "province";
    /// One of Danmarks Statistik's five municipality groups.
    pub const MUNICIPALITY_GROUP: &str = "municipality-group";
    /// One of the 98 municipalities.
    pub const MUNICIPALITY: &str = "municipality";
    /// Every condition or every intervention.
    pub const ALL_CODES: &str = "all";
    /// A domain: home nursing, home care, rehabilitation training, prevention, assistive devices.
    pub const DOMAIN: &str = "domain";
    /// A condition area or a group of interventions (FSIII level 1).
    pub const CODE_GROUP: &str = "group";
    /// A condition or an intervention (FSIII level 2).
    pub const CODE: &str = "code";
}

/// The code of a member: official where there is an official one.
///
/// 1 to 64 ASCII letters, digits, `.`, `-` or `_`. Codes are text even when they look like numbers (`0101`).
/// The text is shared: cloning a code, as every answer does for each member, copies no text.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct MemberCode(Arc<str>);

/// A text that cannot be a member's code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{found}` is no code, expected 1 to 64 letters, digits, `.`, `-` or `_`")]
pub struct MemberCodeError {
    /// The beginning of the text.
    pub found: String,
}

/// One member of a dimension, for example a municipality.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// The code used in files, links and on the command line.
    pub code: MemberCode,
    /// The name shown to readers.
    pub label: Text,
    /// The level in the hierarchy, one of [`level`] for areas and codes; the grain for periods.
    pub level: String,
    /// The members directly above, one for each grouping the member takes part in; empty at the top.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parents: Vec<MemberCode>,
    /// The law or rule behind the member, for example `SUL §138`; absent where none applies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub legal_basis: Option<String>,
    /// First month in which the member was in force; absent when it always was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<Period>,
    /// First month in which the member was no longer in force; absent when it still is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<Period>,
    /// Words that readers use for the member and that its official name does not contain, Danish and English mixed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub synonyms: Vec<String>,
}

/// A dimension with all its members; the first member is the total.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dimension {
    /// Which dimension.
    pub id: DimensionId,
    /// The name shown to readers.
    pub label: Text,
    /// Members in the order in which they are shown; parents before children.
    pub members: Vec<Member>,
}

impl DimensionId {
    /// Every dimension, in the order of cube axes.
    pub const ALL: [Self; 7] =
        [Self::Area, Self::Period, Self::Code, Self::Age, Self::Sex, Self::CareHome, Self::Disease];

    /// The position in [`DimensionId::ALL`].
    pub fn ordinal(self) -> usize {
        match self {
            Self::Area => 0,
            Self::Period => 1,
            Self::Code => 2,
            Self::Age => 3,
            Self::Sex => 4,
            Self::CareHome => 5,
            Self::Disease => 6,
        }
    }

    /// The name in files, links and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Area => "area",
            Self::Period => "period",
            Self::Code => "code",
            Self::Age => "age",
            Self::Sex => "sex",
            Self::CareHome => "care-home",
            Self::Disease => "disease",
        }
    }

    /// Finds a dimension by [`DimensionId::as_str`].
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|id| id.as_str() == name)
    }
}

impl fmt::Display for DimensionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl MemberCode {
    /// Reads a code.
    ///
    /// # Errors
    /// When the text is empty, too long or has other characters than [`MemberCode`] allows.
    pub fn parse(text: &str) -> Result<Self, MemberCodeError> {
        let allowed = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_');
        if (1..=64).contains(&text.len()) && text.bytes().all(allowed) {
            Ok(Self(text.into()))
        } else {
            Err(MemberCodeError { found: text.chars().take(40).collect() })
        }
    }

    /// The code of the total where it has no official one.
    pub fn total() -> Self {
        Self(TOTAL.into())
    }

    /// The code as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for MemberCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for MemberCode {
    type Error = MemberCodeError;

    fn try_from(text: String) -> Result<Self, MemberCodeError> {
        Self::parse(&text)
    }
}

impl From<MemberCode> for String {
    fn from(code: MemberCode) -> Self {
        code.0.as_ref().to_owned()
    }
}

impl From<Period> for MemberCode {
    fn from(period: Period) -> Self {
        Self(period.to_string().into())
    }
}

impl Member {
    /// Whether the member was in force during any month of `period`.
    pub fn is_in_force(&self, period: Period) -> bool {
        let (start, months) = period.month_span();
        let begins = self.valid_from.map_or(0, |from| from.month_span().0);
        let ends = self.valid_to.map_or(u32::MAX, |to| to.month_span().0);
        begins < start + months && start < ends
    }
}

impl Dimension {
    /// The member with the given code.
    pub fn member(&self, code: &MemberCode) -> Option<&Member> {
        self.members.iter().find(|member| member.code == *code)
    }

    /// The total: the first member.
    pub fn total(&self) -> Option<&Member> {
        self.members.first()
    }

    /// Members directly below `code`, in order.
    pub fn children<'a>(&'a self, code: &'a MemberCode) -> impl Iterator<Item = &'a Member> {
        self.members.iter().filter(move |member| member.parents.contains(code))
    }

    /// Members of the given level, in order.
    pub fn at_level<'a>(&'a self, level: &'a str) -> impl Iterator<Item = &'a Member> {
        self.members.iter().filter(move |member| member.level == level)
    }

    /// Members without children below (and including) `code`, each once, in the order of the dimension.
    pub fn leaves_below(&self, code: &MemberCode) -> Vec<&Member> {
        let is_leaf = |member: &&Member| self.children(&member.code).next().is_none();
        self.members.iter().filter(is_leaf).filter(|member| self.is_within(&member.code, code)).collect()
    }

    /// Whether `code` is `ancestor` or lies below it in any grouping.
    pub fn is_within(&self, code: &MemberCode, ancestor: &MemberCode) -> bool {
        if code == ancestor {
            return true;
        }
        let Some(member) = self.member(code) else { return false };
        member.parents.iter().any(|parent| self.is_within(parent, ancestor))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member(code: &str, parents: &[&str]) -> Member {
        Member {
            code: MemberCode::parse(code).unwrap(),
            label: Text::new(code, code),
            level: String::new(),
            parents: parents.iter().map(|p| MemberCode::parse(p).unwrap()).collect(),
            legal_basis: None,
            valid_from: None,
            valid_to: None,
            synonyms: Vec::new(),
        }
    }

    #[test]
    fn ordinals_are_positions_in_the_list_of_all() {
        for (position, id) in DimensionId::ALL.into_iter().enumerate() {
            assert_eq!(id.ordinal(), position);
        }
    }

    #[test]
    fn a_leaf_in_two_groupings_is_found_once_below_the_total() {
        let members =
            vec![member("dk", &[]), member("r1", &["dk"]), member("g1", &["dk"]), member("0101", &["r1", "g1"])];
        let area = Dimension { id: DimensionId::Area, label: Text::new("", ""), members };
        let dk = MemberCode::parse("dk").unwrap();
        let leaves: Vec<_> = area.leaves_below(&dk).iter().map(|m| m.code.as_str()).collect();
        assert_eq!(leaves, ["0101"]);
    }

    #[test]
    fn a_code_outside_the_alphabet_is_refused() {
        for text in ["", "å", "a b", "../x", &"x".repeat(65)] {
            assert!(MemberCode::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_code_is_in_force_in_a_quarter_that_it_only_begins_in() {
        let mut new = member("x", &[]);
        new.valid_from = Some(Period::Month(2024, 6));
        assert!(new.is_in_force(Period::Quarter(2024, 2)));
        assert!(!new.is_in_force(Period::Month(2024, 5)));
        let mut old = member("y", &[]);
        old.valid_to = Some(Period::Month(2024, 6));
        assert!(old.is_in_force(Period::Year(2024)));
        assert!(!old.is_in_force(Period::Month(2024, 6)));
    }
}
