//! The tables that a view needs beside its own: ages for standardisation, ages by sex, and the cross table.

use naerblik_shared::{
    manifest::Manifest,
    period::{Grain, Period},
    query::{Query, route},
    schema::{Dimension, DimensionId, Member, MemberCode, level},
};

use super::{
    against::Pivot,
    area_path,
    resolve::{ResolvedView, periods},
    view_state::{IssueReason, LinkIssue, Parameter, Tab, Unit},
};

/// What another table is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Broad age groups, to take age out of a figure.
    Ages,
    /// Narrow age groups by sex, for a whole year.
    AgesBySex,
    /// The cross table.
    Pivot,
    /// The cross table by broad age groups, to take age out of it.
    PivotAges,
}

impl Side {
    /// Every side.
    pub const ALL: [Self; 4] = [Self::Ages, Self::AgesBySex, Self::Pivot, Self::PivotAges];
}

/// The tables that the view needs, each with one of its questions; what is not published is left out.
pub fn queries(view: &ResolvedView, manifest: &Manifest) -> Vec<(Side, Query)> {
    let wanted = |side: &Side| match side {
        Side::Ages => view.unit == Unit::Standard || view.tab == Tab::Compare,
        Side::AgesBySex => view.tab == Tab::Distribution,
        Side::Pivot => view.tab == Tab::Table,
        Side::PivotAges => view.tab == Tab::Table && view.unit == Unit::Standard,
    };
    let query = |side| Some((side, query(side, view, manifest)?));
    Side::ALL.into_iter().filter(wanted).filter_map(query).collect()
}

/// The question of a side; `None` when the view has none or it is not published.
pub fn query(side: Side, view: &ResolvedView, manifest: &Manifest) -> Option<Query> {
    let query = match side {
        Side::Ages => ages(view, manifest)?,
        Side::AgesBySex => {
            let dataset = manifest.dataset(&view.dataset)?;
            let year = whole_year(view.period, &periods(dataset, Grain::Year))?;
            view.query(vec![view.area.clone()], &[year])
                .with_all(DimensionId::Age, narrow_ages(manifest))
                .with_all(DimensionId::Sex, both_sexes(manifest))
        }
        Side::Pivot => crossed(view, manifest, view.pivot?),
        Side::PivotAges => crossed(view, manifest, view.pivot?).with_all(DimensionId::Age, broad_ages(manifest)),
    };
    route(manifest, &query).is_ok().then_some(query)
}

/// Why age cannot be taken out of what a view shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unstandardised {
    /// One age group alone has no other ages.
    OneAge,
    /// The ages stand side by side already.
    Ages,
    /// Figures by age are not published with the rest.
    NotPublished,
}

/// Why the view cannot be standardised; `None` when it can.
pub fn unstandardised(view: &ResolvedView, manifest: &Manifest) -> Option<Unstandardised> {
    let is_shown = |side| query(side, view, manifest).is_some();
    let is_crossed = view.tab == Tab::Table && view.pivot.is_some();
    let has_ages = |pivot: Pivot| [pivot.rows, pivot.columns].contains(&DimensionId::Age);
    if view.filters.iter().any(|(dimension, _)| *dimension == DimensionId::Age) {
        Some(Unstandardised::OneAge)
    } else if view.tab == Tab::Distribution || (is_crossed && view.pivot.is_some_and(has_ages)) {
        Some(Unstandardised::Ages)
    } else if !is_shown(Side::Ages) || (is_crossed && !is_shown(Side::PivotAges)) {
        Some(Unstandardised::NotPublished)
    } else {
        None
    }
}

/// Drops what of the link cannot be shown with the rest.
pub fn leave_out_unpublished(view: &mut ResolvedView, manifest: &Manifest, issues: &mut Vec<LinkIssue>) {
    if view.pivot.is_some() && query(Side::Pivot, view, manifest).is_none() {
        let found = view.pivot.map(Pivot::value).unwrap_or_default();
        issues.push(LinkIssue { parameter: Parameter::Pivot, found, reason: IssueReason::NotPublished });
        view.pivot = None;
    }
    if view.unit == Unit::Standard && unstandardised(view, manifest).is_some() {
        // Another tab may well show it: then the link keeps what it says, and the choice of the unit says why not here.
        if query(Side::Ages, view, manifest).is_none() {
            let found = view.unit.value().to_owned();
            issues.push(LinkIssue { parameter: Parameter::Unit, found, reason: IssueReason::NotPublished });
        }
        view.unit = Unit::Rate;
    }
}

/// The age groups directly below everybody: they exclude each other and together are everybody.
pub fn broad_ages(manifest: &Manifest) -> Vec<MemberCode> {
    let Some(ages) = manifest.dimension(DimensionId::Age) else { return Vec::new() };
    let Some(total) = ages.total() else { return Vec::new() };
    ages.children(&total.code).map(|member| member.code.clone()).collect()
}

/// The age groups with none below them.
pub fn narrow_ages(manifest: &Manifest) -> Vec<MemberCode> {
    let Some(ages) = manifest.dimension(DimensionId::Age) else { return Vec::new() };
    let Some(total) = ages.total() else { return Vec::new() };
    ages.leaves_below(&total.code).into_iter().map(|member| member.code.clone()).collect()
}

/// The sexes without their total.
pub fn both_sexes(manifest: &Manifest) -> Vec<MemberCode> {
    let members = manifest.dimension(DimensionId::Sex).map(|sexes| sexes.members.iter().skip(1));
    members.into_iter().flatten().map(|member| member.code.clone()).collect()
}

/// The year of the period, or the last whole one before it that is published.
pub fn whole_year(period: Period, years: &[Period]) -> Option<Period> {
    let own = period.widen(Grain::Year);
    years.iter().rev().find(|year| **year <= own).copied()
}

/// The members of a dimension in the cross table, in order.
pub fn crossed_members(view: &ResolvedView, manifest: &Manifest, dimension: DimensionId) -> Vec<MemberCode> {
    let Some(known) = manifest.dimension(dimension) else { return Vec::new() };
    match dimension {
        DimensionId::Area => areas(view, known),
        DimensionId::Period => {
            let Some(dataset) = manifest.dataset(&view.dataset) else { return Vec::new() };
            let mut shown = periods(dataset, view.period.grain());
            let first = view.first_shown();
            shown.retain(|period| *period <= view.period && first.is_none_or(|first| *period >= first));
            shown.into_iter().map(MemberCode::from).collect()
        }
        DimensionId::Code => {
            let below = known.children(&view.code).map(|member| member.code.clone());
            std::iter::once(view.code.clone()).chain(below).collect()
        }
        DimensionId::Age | DimensionId::Sex | DimensionId::CareHome | DimensionId::Disease => {
            known.members.iter().map(|member| member.code.clone()).collect()
        }
    }
}

fn areas(view: &ResolvedView, known: &Dimension) -> Vec<MemberCode> {
    let Some(area) = known.member(&view.area) else { return Vec::new() };
    let shown: Vec<&Member> = if area.level == level::MUNICIPALITY {
        area_path::siblings(known, area, view.via)
    } else {
        std::iter::once(area).chain(area_path::municipalities(known, area)).collect()
    };
    shown.into_iter().map(|member| member.code.clone()).collect()
}

/// One age group alone has nothing to take out.
fn ages(view: &ResolvedView, manifest: &Manifest) -> Option<Query> {
    let has_age = view.filters.iter().any(|(dimension, _)| *dimension == DimensionId::Age);
    (!has_age).then(|| view.own_query().with_all(DimensionId::Age, broad_ages(manifest)))
}

fn crossed(view: &ResolvedView, manifest: &Manifest, pivot: Pivot) -> Query {
    [pivot.rows, pivot.columns].into_iter().fold(view.own_query(), |query, dimension| {
        query.with_all(dimension, crossed_members(view, manifest, dimension))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{state::Via, testing};

    fn asked(query: &str) -> Vec<Side> {
        let manifest = testing::manifest();
        queries(&testing::view(&manifest, query), &manifest).into_iter().map(|(side, _)| side).collect()
    }

    #[test]
    fn a_view_asks_for_no_more_than_it_shows() {
        assert_eq!(asked(""), []);
        assert_eq!(asked("tab=compare"), [Side::Ages]);
        assert_eq!(asked("unit=standard"), [Side::Ages]);
        assert_eq!(asked("tab=table&pivot=age.sex"), [Side::Pivot]);
        assert_eq!(
            asked("area=0573&tab=table&pivot=area.sex&unit=standard"),
            [Side::Ages, Side::Pivot, Side::PivotAges]
        );
    }

    #[test]
    fn what_cannot_be_standardised_or_crossed_falls_back_and_is_named() {
        let manifest = testing::manifest();
        let resolved = |query: &str| {
            let state = crate::state::ViewState::from_query(query).state;
            let found = crate::state::resolve::resolve(&state, &manifest).unwrap();
            let named: Vec<Parameter> = found.issues.iter().map(|issue| issue.parameter).collect();
            (found.view.unit, found.view.pivot, named)
        };
        assert_eq!(resolved("unit=standard&age=80-plus"), (Unit::Rate, None, vec![Parameter::Unit]));
        assert_eq!(resolved("unit=standard&disease=t2d"), (Unit::Rate, None, vec![Parameter::Unit]));
        assert_eq!(resolved("pivot=sex.disease"), (Unit::Rate, None, vec![Parameter::Pivot]));
    }

    #[test]
    fn where_ages_stand_side_by_side_the_link_keeps_its_unit_for_the_other_tabs() {
        let manifest = testing::manifest();
        let resolved = |query: &str| {
            let state = crate::state::ViewState::from_query(query).state;
            let found = crate::state::resolve::resolve(&state, &manifest).unwrap();
            (found.view.unit, found.issues.len())
        };
        for query in ["tab=distribution", "tab=table&pivot=area.age", "tab=table&pivot=age.sex"] {
            assert_eq!(resolved(&format!("area=0573&unit=standard&{query}")), (Unit::Rate, 0), "{query}");
        }
        for query in ["tab=map", "tab=table", "tab=table&pivot=area.sex", "tab=map&pivot=area.age"] {
            assert_eq!(resolved(&format!("area=0573&unit=standard&{query}")), (Unit::Standard, 0), "{query}");
        }
    }

    #[test]
    fn a_quarter_has_the_last_whole_year() {
        let years = [Period::Year(2023), Period::Year(2025)];
        assert_eq!(whole_year(Period::Quarter(2026, 2), &years), Some(Period::Year(2025)));
        assert_eq!(whole_year(Period::Year(2023), &years), Some(Period::Year(2023)));
        assert_eq!(whole_year(Period::Month(2022, 1), &years), None);
    }

    #[test]
    fn a_municipality_is_crossed_with_its_siblings() {
        let manifest = testing::manifest();
        let view = testing::view(&manifest, "area=0573");
        assert_eq!(view.via, Via::Cluster);
        let members = crossed_members(&view, &manifest, DimensionId::Area);
        assert_eq!(members, [testing::code("0573"), testing::code("0563")]);
    }
}
