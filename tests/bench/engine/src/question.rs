//! Questions as lines of text, so that every engine can be given the same ones.

use naerblik_shared::{
    query::{Query, scan::Grouping},
    schema::{DimensionId, MemberCode, MemberCodeError},
};

/// A question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// Some cells.
    Cells(Query),
    /// The whole cube in groups.
    Groups(Grouping),
}

/// Why a line is no question.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QuestionError {
    /// No dimension has the name.
    #[error("no dimension `{found}`")]
    Dimension {
        /// The word.
        found: String,
    },
    /// A member's code is none.
    #[error(transparent)]
    Member(#[from] MemberCodeError),
}

/// Reads `area=a001,a002 code=I1.003` or `keep area code`.
///
/// # Errors
/// When a word is neither a dimension's name nor a selection of its members.
pub fn parse(line: &str) -> Result<Asked, QuestionError> {
    let dimension = |name: &str| DimensionId::parse(name).ok_or(QuestionError::Dimension { found: name.to_owned() });
    if let Some(names) = line.strip_prefix("keep") {
        let keep = names.split_whitespace().map(dimension).collect::<Result<_, _>>()?;
        return Ok(Asked::Groups(Grouping { keep, ..Grouping::default() }));
    }
    let mut query = Query::new("test");
    for word in line.split_whitespace() {
        let (name, members) = word.split_once('=').unwrap_or((word, ""));
        let members = members.split(',').map(MemberCode::parse).collect::<Result<_, _>>()?;
        query = query.with_all(dimension(name)?, members);
    }
    Ok(Asked::Cells(query))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_name_members_or_what_is_kept() {
        let code = |text: &str| MemberCode::parse(text).unwrap();
        let query = Query::new("test")
            .with_all(DimensionId::Area, vec![code("a1"), code("a2")])
            .with(DimensionId::CareHome, code("total"));
        assert_eq!(parse("area=a1,a2 care-home=total"), Ok(Asked::Cells(query)));
        let keep = vec![DimensionId::Area, DimensionId::Sex];
        assert_eq!(parse("keep area sex"), Ok(Asked::Groups(Grouping { keep, ..Grouping::default() })));
        assert_eq!(parse("keep all"), Err(QuestionError::Dimension { found: "all".to_owned() }));
        assert!(matches!(parse("area="), Err(QuestionError::Member(_))));
    }
}
