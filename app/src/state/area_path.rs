//! The way from the country down to a municipality.
//!
//! A municipality lies in several groupings at once; [`Via`] says which one the reader walks.

use naerblik_shared::schema::{Dimension, Member, MemberCode, level};

use super::view_state::Via;

/// Levels from the country to municipalities in a grouping.
pub fn levels(via: Via) -> [&'static str; 4] {
    match via {
        Via::Cluster => [level::COUNTRY, level::REGION, level::HEALTH_CLUSTER, level::MUNICIPALITY],
        Via::Council => [level::COUNTRY, level::REGION_2027, level::HEALTH_COUNCIL, level::MUNICIPALITY],
    }
}

/// The grouping that the area itself belongs to; `wanted` when it belongs to both.
pub fn via_of(area: &Member, wanted: Via) -> Via {
    match area.level.as_str() {
        level::REGION | level::HEALTH_CLUSTER => Via::Cluster,
        level::REGION_2027 | level::HEALTH_COUNCIL => Via::Council,
        _ => wanted,
    }
}

/// The areas from the country down to and including `area`.
pub fn path<'a>(areas: &'a Dimension, area: &'a Member, via: Via) -> Vec<&'a Member> {
    let mut path = vec![area];
    let mut here = area;
    while let Some(above) = parent(areas, here, via) {
        path.push(above);
        here = above;
    }
    path.reverse();
    path
}

/// The area directly above; `None` for the country.
pub fn parent<'a>(areas: &'a Dimension, area: &Member, via: Via) -> Option<&'a Member> {
    let chain = levels(via);
    let depth = chain.iter().position(|level| *level == area.level);
    match depth {
        Some(0) => None,
        Some(depth) => {
            let wanted = chain.get(depth - 1)?;
            let mut above = area.parents.iter().filter_map(|code| areas.member(code));
            above.find(|member| member.level == *wanted).or_else(|| areas.total())
        }
        // Provinces and municipality groups lie directly below the country.
        None => areas.total().filter(|total| total.code != area.code),
    }
}

/// The areas directly below in the grouping; empty for a municipality.
pub fn children<'a>(areas: &'a Dimension, area: &'a Member, via: Via) -> Vec<&'a Member> {
    let chain = levels(via);
    let below = match chain.iter().position(|level| *level == area.level) {
        Some(depth) => chain.get(depth + 1).copied(),
        None => Some(level::MUNICIPALITY),
    };
    let Some(below) = below else { return Vec::new() };
    areas.children(&area.code).filter(|member| member.level == below).collect()
}

/// The areas that `area` is compared with, itself among them: those directly below its parent, and for the country
/// those directly below it. A municipality that is alone is compared with its municipality group.
pub fn siblings<'a>(areas: &'a Dimension, area: &'a Member, via: Via) -> Vec<&'a Member> {
    let Some(above) = parent(areas, area, via) else { return children(areas, area, via) };
    let beside = match area.level.as_str() {
        level::PROVINCE | level::MUNICIPALITY_GROUP => areas.at_level(&area.level).collect(),
        _ => children(areas, above, via),
    };
    if beside.len() > 1 {
        return beside;
    }
    let group = area.parents.iter().filter_map(|code| areas.member(code));
    let group = group.into_iter().find(|member| member.level == level::MUNICIPALITY_GROUP);
    group.map_or(beside, |group| children(areas, group, via))
}

/// Where the reader stands after choosing another grouping: areas of both groupings stay, a region becomes the region
/// of 2027 with the same code, everything else becomes the country.
pub fn regroup(areas: &Dimension, area: &Member, via: Via) -> MemberCode {
    if via_of(area, via) == via {
        return area.code.clone();
    }
    let code = area.code.as_str();
    let twin = code.strip_prefix("r27-").map_or_else(|| format!("r27-{code}"), ToOwned::to_owned);
    let twin = MemberCode::parse(&twin).ok().filter(|twin| areas.member(twin).is_some());
    let country = areas.total().map(|country| country.code.clone());
    twin.or(country).unwrap_or_else(|| area.code.clone())
}

/// The municipalities of an area, in the order of the dimension.
pub fn municipalities<'a>(areas: &'a Dimension, area: &Member) -> Vec<&'a Member> {
    areas.at_level(level::MUNICIPALITY).filter(|member| areas.is_within(&member.code, &area.code)).collect()
}

#[cfg(test)]
mod tests {
    use naerblik_shared::schema::{DimensionId, Text};

    use super::*;

    fn areas() -> Dimension {
        let rows = [
            ("dk", level::COUNTRY, ""),
            ("1083", level::REGION, "dk"),
            ("r27-1083", level::REGION_2027, "dk"),
            ("raad-sv", level::HEALTH_COUNCIL, "r27-1083"),
            ("klynge-sv", level::HEALTH_CLUSTER, "1083"),
            ("gruppe-3", level::MUNICIPALITY_GROUP, "dk"),
            ("0573", level::MUNICIPALITY, "klynge-sv raad-sv gruppe-3"),
            ("0561", level::MUNICIPALITY, "klynge-sv gruppe-3"),
            ("0563", level::MUNICIPALITY, "gruppe-3"),
        ];
        let member = |(code, level, parents): (&str, &str, &str)| Member {
            code: MemberCode::parse(code).unwrap(),
            label: Text::new(code, code),
            level: level.to_owned(),
            parents: parents.split_whitespace().map(|parent| MemberCode::parse(parent).unwrap()).collect(),
            legal_basis: None,
            valid_from: None,
            valid_to: None,
            synonyms: Vec::new(),
        };
        Dimension { id: DimensionId::Area, label: Text::new("", ""), members: rows.map(member).to_vec() }
    }

    fn codes(members: &[&Member]) -> String {
        members.iter().map(|member| member.code.as_str()).collect::<Vec<_>>().join(" ")
    }

    fn member<'a>(areas: &'a Dimension, code: &str) -> &'a Member {
        areas.member(&MemberCode::parse(code).unwrap()).unwrap()
    }

    #[test]
    fn the_way_down_depends_on_the_grouping() {
        let areas = areas();
        let varde = member(&areas, "0573");
        assert_eq!(codes(&path(&areas, varde, Via::Cluster)), "dk 1083 klynge-sv 0573");
        assert_eq!(codes(&path(&areas, varde, Via::Council)), "dk r27-1083 raad-sv 0573");
        assert_eq!(codes(&path(&areas, member(&areas, "gruppe-3"), Via::Cluster)), "dk gruppe-3");
    }

    #[test]
    fn below_a_cluster_are_municipalities_and_below_those_nothing() {
        let areas = areas();
        assert_eq!(codes(&children(&areas, member(&areas, "klynge-sv"), Via::Cluster)), "0573 0561");
        assert_eq!(codes(&children(&areas, member(&areas, "dk"), Via::Council)), "r27-1083");
        assert_eq!(codes(&children(&areas, member(&areas, "0573"), Via::Council)), "");
    }

    #[test]
    fn a_municipality_alone_in_its_council_is_compared_with_its_group() {
        let areas = areas();
        assert_eq!(codes(&siblings(&areas, member(&areas, "0573"), Via::Cluster)), "0573 0561");
        assert_eq!(codes(&siblings(&areas, member(&areas, "0573"), Via::Council)), "0573 0561 0563");
    }

    #[test]
    fn another_grouping_keeps_the_place_as_well_as_it_can() {
        let areas = areas();
        let moved = |code, via| regroup(&areas, member(&areas, code), via).to_string();
        assert_eq!(moved("0573", Via::Council), "0573");
        assert_eq!(moved("1083", Via::Council), "r27-1083");
        assert_eq!(moved("r27-1083", Via::Cluster), "1083");
        assert_eq!(moved("klynge-sv", Via::Council), "dk");
    }

    #[test]
    fn a_region_says_which_grouping_it_is_in() {
        let areas = areas();
        assert_eq!(via_of(member(&areas, "raad-sv"), Via::Cluster), Via::Council);
        assert_eq!(via_of(member(&areas, "0573"), Via::Council), Via::Council);
    }
}
