//! From what a link says to what this publication can show.
//!
//! After [`resolve`] nothing about the view can fail: every code exists and the combination is published.

use naerblik_shared::{
    manifest::{Dataset, Manifest},
    period::{Grain, Period},
    query::{Query, QueryError, route},
    schema::{DimensionId, MemberCode},
};

use super::{
    against::{Against, Pivot},
    area_path::via_of,
    sides,
    view_state::{IssueReason, LinkIssue, Parameter, Span, Tab, Unit, Via, ViewState},
};
use crate::order::by_key;

/// The condition that a first visit shows: it is frequent, serious and known to everybody who works in care.
const FIRST_CODE: &str = "I4.4";

/// A view that the publication can show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResolvedView {
    /// Name of the dataset.
    pub dataset: String,
    /// The condition or intervention, or a branch of them.
    pub code: MemberCode,
    /// The area.
    pub area: MemberCode,
    /// The grouping in which the area is shown.
    pub via: Via,
    /// The period.
    pub period: Period,
    /// The restricted dimensions among age, sex, care home and disease; totals are left out.
    pub filters: Vec<(DimensionId, MemberCode)>,
    /// Counts or rates.
    pub unit: Unit,
    /// The open tab.
    pub tab: Tab,
    /// How far back the trend goes.
    pub span: Span,
    /// With whom the area is compared; absent for those around it. Whether the area has such is not checked here.
    pub against: Option<Against>,
    /// The reader's own list; every area exists, and none is the view's own.
    pub list: Vec<MemberCode>,
    /// The cross table, published together with the rest.
    pub pivot: Option<Pivot>,
}

/// A resolved view, and what of the link was dropped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolution {
    /// What is shown.
    pub view: ResolvedView,
    /// What was dropped.
    pub issues: Vec<LinkIssue>,
}

/// The dimensions that filters restrict, with their parameters.
pub const FILTERS: [(DimensionId, Parameter); 4] = [
    (DimensionId::Age, Parameter::Age),
    (DimensionId::Sex, Parameter::Sex),
    (DimensionId::CareHome, Parameter::Home),
    (DimensionId::Disease, Parameter::Disease),
];

impl ViewState {
    /// The filter on a dimension.
    pub fn filter(&self, dimension: DimensionId) -> Option<&MemberCode> {
        match dimension {
            DimensionId::Age => self.age.as_ref(),
            DimensionId::Sex => self.sex.as_ref(),
            DimensionId::CareHome => self.home.as_ref(),
            DimensionId::Disease => self.disease.as_ref(),
            DimensionId::Area | DimensionId::Period | DimensionId::Code => None,
        }
    }

    /// Sets the filter on a dimension; `None` removes it.
    pub fn set_filter(&mut self, dimension: DimensionId, member: Option<MemberCode>) {
        match dimension {
            DimensionId::Age => self.age = member,
            DimensionId::Sex => self.sex = member,
            DimensionId::CareHome => self.home = member,
            DimensionId::Disease => self.disease = member,
            DimensionId::Area | DimensionId::Period | DimensionId::Code => {}
        }
    }
}

impl ResolvedView {
    /// The chosen member of a filtered dimension; its total when nothing is chosen.
    pub fn chosen(&self, manifest: &Manifest, dimension: DimensionId) -> MemberCode {
        let own = self.filters.iter().find(|(id, _)| *id == dimension).map(|(_, member)| member.clone());
        let total = || manifest.dimension(dimension).and_then(|d| d.total()).map(|total| total.code.clone());
        own.or_else(total).unwrap_or_else(MemberCode::total)
    }

    /// The question for some areas and periods, with the view's code and filters.
    pub fn query(&self, areas: Vec<MemberCode>, periods: &[Period]) -> Query {
        let periods = periods.iter().copied().map(MemberCode::from).collect();
        let query = Query::new(self.dataset.clone())
            .with_all(DimensionId::Area, areas)
            .with_all(DimensionId::Period, periods)
            .with(DimensionId::Code, self.code.clone());
        self.filters.iter().fold(query, |query, (dimension, member)| query.with(*dimension, member.clone()))
    }

    /// The first period of a trend that ends with the view's own; `None` for everything.
    pub fn first_shown(&self) -> Option<Period> {
        self.span.first(self.period)
    }

    /// The question for the view's own cell.
    pub fn own_query(&self) -> Query {
        self.query(vec![self.area.clone()], &[self.period])
    }
}

/// Makes a link's state right for the publication; `None` when the publication has no dataset with codes and periods.
pub fn resolve(state: &ViewState, manifest: &Manifest) -> Option<Resolution> {
    let mut issues = Vec::new();
    let dataset = dataset(state, manifest, &mut issues)?;
    let code = code(state, manifest, dataset, &mut issues)?;
    let area = known(manifest, DimensionId::Area, state.area.as_ref(), (Parameter::Area, &mut issues))?;
    let via = manifest.dimension(DimensionId::Area)?.member(&area).map_or(state.via, |own| via_of(own, state.via));
    let period = period(state, dataset, &mut issues)?;
    let mut filters = Vec::new();
    for (dimension, parameter) in FILTERS {
        let Some(total) = manifest.dimension(dimension).and_then(|d| d.total()) else { continue };
        let own = known(manifest, dimension, state.filter(dimension), (parameter, &mut issues))?;
        if own != total.code {
            filters.push((dimension, own));
        }
    }
    let ViewState { unit, tab, span, against, pivot, .. } = *state;
    let list = list(state, manifest, &area, &mut issues);
    let dataset = dataset.id.clone();
    let mut view = ResolvedView { dataset, code, area, via, period, filters, unit, tab, span, against, list, pivot };
    leave_out_unpublished(&mut view, manifest, &mut issues);
    sides::leave_out_unpublished(&mut view, manifest, &mut issues);
    Some(Resolution { view, issues })
}

/// The periods of a grain that the dataset has, first to last.
pub fn periods(dataset: &Dataset, grain: Grain) -> Vec<Period> {
    let members = dataset.cuboids.iter().filter_map(|cuboid| cuboid.members(DimensionId::Period)).flatten();
    let mut periods: Vec<Period> = members.filter_map(|member| Period::parse(member.as_str()).ok()).collect();
    periods.retain(|period| period.grain() == grain);
    // Of one grain, the first month decides.
    let mut periods = by_key(periods, |period| u64::from(period.month_span().0));
    periods.dedup();
    periods
}

fn dataset<'a>(state: &ViewState, manifest: &'a Manifest, issues: &mut Vec<LinkIssue>) -> Option<&'a Dataset> {
    let with_codes = |dataset: &&Dataset| dataset.code_root.is_some();
    let first = manifest.datasets.iter().find(with_codes)?;
    if let Some(wanted) = &state.dataset {
        let found = manifest.dataset(wanted.as_str()).filter(with_codes);
        if found.is_none() {
            issues.push(unknown(Parameter::Dataset, wanted));
        }
        return Some(found.unwrap_or(first));
    }
    let codes = manifest.dimension(DimensionId::Code)?;
    let holds = |dataset: &&Dataset| {
        state.code.as_ref().zip(dataset.code_root.as_ref()).is_some_and(|(code, root)| codes.is_within(code, root))
    };
    Some(manifest.datasets.iter().find(holds).unwrap_or(first))
}

fn code(state: &ViewState, manifest: &Manifest, dataset: &Dataset, issues: &mut Vec<LinkIssue>) -> Option<MemberCode> {
    let codes = manifest.dimension(DimensionId::Code)?;
    let root = dataset.code_root.as_ref()?;
    let first = || {
        let first = MemberCode::parse(FIRST_CODE).ok().filter(|first| codes.is_within(first, root));
        first.unwrap_or_else(|| root.clone())
    };
    match &state.code {
        Some(wanted) if codes.is_within(wanted, root) => Some(wanted.clone()),
        Some(wanted) => {
            issues.push(unknown(Parameter::Code, wanted));
            Some(first())
        }
        None => Some(first()),
    }
}

fn known(
    manifest: &Manifest,
    dimension: DimensionId,
    wanted: Option<&MemberCode>,
    (parameter, issues): (Parameter, &mut Vec<LinkIssue>),
) -> Option<MemberCode> {
    let dimension = manifest.dimension(dimension)?;
    let total = dimension.total()?.code.clone();
    let Some(wanted) = wanted else { return Some(total) };
    if dimension.member(wanted).is_some() {
        return Some(wanted.clone());
    }
    issues.push(unknown(parameter, wanted));
    Some(total)
}

fn period(state: &ViewState, dataset: &Dataset, issues: &mut Vec<LinkIssue>) -> Option<Period> {
    let latest = [Grain::Quarter, Grain::Year, Grain::Month]
        .into_iter()
        .find_map(|grain| periods(dataset, grain).last().copied())?;
    let Some(wanted) = state.period else { return Some(latest) };
    let known = periods(dataset, wanted.grain());
    if known.contains(&wanted) {
        return Some(wanted);
    }
    issues.push(LinkIssue { parameter: Parameter::Period, found: wanted.to_string(), reason: IssueReason::Unknown });
    Some(known.last().copied().unwrap_or(latest))
}

fn list(state: &ViewState, manifest: &Manifest, own: &MemberCode, issues: &mut Vec<LinkIssue>) -> Vec<MemberCode> {
    let exists = |code: &MemberCode| manifest.dimension(DimensionId::Area).is_some_and(|d| d.member(code).is_some());
    issues.extend(state.list.iter().filter(|code| !exists(code)).map(|code| unknown(Parameter::List, code)));
    state.list.iter().filter(|code| exists(code) && *code != own).cloned().collect()
}

fn unknown(parameter: Parameter, found: &MemberCode) -> LinkIssue {
    LinkIssue { parameter, found: found.to_string(), reason: IssueReason::Unknown }
}

fn leave_out_unpublished(view: &mut ResolvedView, manifest: &Manifest, issues: &mut Vec<LinkIssue>) {
    while let Err(QueryError::NotPublished { leave_out, .. }) = route(manifest, &view.own_query()) {
        let before = view.filters.len();
        for (dimension, parameter) in FILTERS {
            let dropped = view.filters.iter().position(|(id, _)| *id == dimension && leave_out.contains(id));
            if let Some(position) = dropped {
                let (_, found) = view.filters.remove(position);
                let reason = IssueReason::NotPublished;
                issues.push(LinkIssue { parameter, found: found.to_string(), reason });
            }
        }
        // Months are published without filters only: when the filters are what the reader may keep, the months go.
        if view.filters.len() == before && view.filters.pop().is_none() {
            return;
        }
    }
}

#[cfg(test)]
#[path = "resolve_tests.rs"]
mod tests;
