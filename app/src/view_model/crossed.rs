//! Figures by any combination of dimensions: cross tables, pyramids, and the rows of files.

use std::collections::BTreeMap;

use naerblik_shared::{
    cell::{Cell, Status},
    period::Period,
    query::{Query, rate::rate, run},
    schema::{DimensionId, MemberCode},
};

use super::figures::{Figure, Figures, Published};
use crate::state::{
    resolve::FILTERS,
    sides::{self, Side},
};

/// One place in a dataset: a member of every dimension.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot(BTreeMap<DimensionId, MemberCode>);

/// A place and its figure.
pub type Record = (Spot, Figure);

impl Spot {
    /// The view's own place.
    pub fn of(figures: &Figures) -> Self {
        let Figures { view, manifest, .. } = *figures;
        let mut members = BTreeMap::new();
        for (dimension, _) in FILTERS {
            members.insert(dimension, view.chosen(manifest, dimension));
        }
        members.insert(DimensionId::Area, view.area.clone());
        members.insert(DimensionId::Period, view.period.into());
        members.insert(DimensionId::Code, view.code.clone());
        Self(members)
    }

    /// The same place with another member.
    #[must_use]
    pub fn with(&self, dimension: DimensionId, member: MemberCode) -> Self {
        let mut members = self.0.clone();
        members.insert(dimension, member);
        Self(members)
    }

    /// The member of a dimension; its total where nothing was said.
    pub fn member(&self, dimension: DimensionId) -> MemberCode {
        self.0.get(&dimension).cloned().unwrap_or_else(MemberCode::total)
    }

    /// The period; `None` when the member is none.
    pub fn period(&self) -> Option<Period> {
        Period::parse(self.member(DimensionId::Period).as_str()).ok()
    }
}

/// The figure at a place, from the cubes of another table of the view.
pub fn figure_at(figures: &Figures, side: Side, spot: &Spot) -> Figure {
    let query = spot.0.iter().fold(Query::new(figures.view.dataset.clone()), |query, (dimension, member)| {
        query.with(*dimension, member.clone())
    });
    let found = run(&figures.side(side), &query).ok().and_then(|answer| answer.cells.first().copied());
    let published = if found.is_some() { Published::Yes } else { Published::No };
    let count = found.unwrap_or(Cell::NotApplicable);
    let (area, sex) = (spot.member(DimensionId::Area), spot.member(DimensionId::Sex));
    let persons = spot.period().and_then(|period| figures.persons(&area, period, &spot.member(DimensionId::Age), &sex));
    let standard = match spot.period() {
        Some(period) => figures.standard_at(query, (&area, period, &sex)),
        None => Err(Status::NotApplicable),
    };
    Figure { count, rate: rate(count, persons.unwrap_or(0)), published, persons, standard }
}

/// The figures of the view's own code and filters for areas and periods.
pub fn records(figures: &Figures, areas: &[MemberCode], periods: &[Period]) -> Vec<Record> {
    let own = Spot::of(figures);
    let at = |area: &MemberCode, period: Period| {
        let spot = own.with(DimensionId::Area, area.clone()).with(DimensionId::Period, period.into());
        (spot, figures.figure(area, period))
    };
    areas.iter().flat_map(|area| periods.iter().map(move |period| at(area, *period))).collect()
}

/// The figures of a cross table, row by row; empty when the view has none.
pub fn crossed(figures: &Figures) -> Vec<Vec<Record>> {
    let Figures { view, manifest, .. } = *figures;
    let Some(pivot) = view.pivot else { return Vec::new() };
    let columns = sides::crossed_members(view, manifest, pivot.columns);
    let own = Spot::of(figures);
    let row = |member: MemberCode| {
        let spot = own.with(pivot.rows, member);
        let spots = columns.iter().map(|column| spot.with(pivot.columns, column.clone()));
        spots.map(|spot| (spot.clone(), figure_at(figures, Side::Pivot, &spot))).collect()
    };
    sides::crossed_members(view, manifest, pivot.rows).into_iter().map(row).collect()
}
