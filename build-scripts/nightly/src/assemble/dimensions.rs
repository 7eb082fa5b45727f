//! The dimensions as they are published.

use naerblik_shared::{
    period::{Grain, Period},
    schema::{Dimension, DimensionId, Member, MemberCode, Text},
};

use crate::catalogue::Catalogue;

const MONTHS: [(&str, &str); 12] = [
    ("januar", "January"),
    ("februar", "February"),
    ("marts", "March"),
    ("april", "April"),
    ("maj", "May"),
    ("juni", "June"),
    ("juli", "July"),
    ("august", "August"),
    ("september", "September"),
    ("oktober", "October"),
    ("november", "November"),
    ("december", "December"),
];

/// Every dimension, in the order of [`DimensionId::ALL`].
pub(super) fn all(catalogue: &Catalogue, periods: &[Period]) -> Vec<Dimension> {
    vec![
        catalogue.areas.dimension.clone(),
        period_dimension(periods),
        catalogue.codes.dimension.clone(),
        catalogue.others.age.clone(),
        catalogue.others.sex.clone(),
        catalogue.others.care_home.clone(),
        catalogue.others.disease.clone(),
    ]
}

/// The codes of a dimension's members.
pub(super) fn codes_of(dimension: &Dimension) -> Vec<MemberCode> {
    dimension.members.iter().map(|member| member.code.clone()).collect()
}

fn period_dimension(periods: &[Period]) -> Dimension {
    let member = |period: &Period| Member {
        code: (*period).into(),
        label: label(*period),
        level: match period.grain() {
            Grain::Year => "year",
            Grain::Quarter => "quarter",
            Grain::Month => "month",
        }
        .to_owned(),
        parents: parents(*period, periods),
        legal_basis: None,
        valid_from: None,
        valid_to: None,
        synonyms: Vec::new(),
    };
    Dimension {
        id: DimensionId::Period,
        label: Text::new("Periode", "Period"),
        members: periods.iter().map(member).collect(),
    }
}

/// The narrowest wider period that is published.
fn parents(period: Period, periods: &[Period]) -> Vec<MemberCode> {
    let wider = match period.grain() {
        Grain::Year => vec![],
        Grain::Quarter => vec![Grain::Year],
        Grain::Month => vec![Grain::Quarter, Grain::Year],
    };
    let found = wider.into_iter().map(|grain| period.widen(grain)).find(|wide| periods.contains(wide));
    found.map(MemberCode::from).into_iter().collect()
}

fn label(period: Period) -> Text {
    match period {
        Period::Year(year) => Text::new(year.to_string(), year.to_string()),
        Period::Quarter(year, quarter) => Text::new(format!("{quarter}. kvartal {year}"), format!("Q{quarter} {year}")),
        Period::Month(year, month) => {
            let (da, en) = MONTHS.get(usize::from(month).saturating_sub(1)).copied().unwrap_or_default();
            Text::new(format!("{da} {year}"), format!("{en} {year}"))
        }
    }
}
