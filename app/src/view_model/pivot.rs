//! Two dimensions against each other (K094): every combination that is published, with the reason where one is absent.

use naerblik_shared::schema::{DimensionId, MemberCode};

use super::{
    choices::{Choice, filter_label},
    crossed::{Record, crossed},
    figures::Figures,
    table::{Row, RowRole, Table, TableCell},
    topic::Topic,
};
use crate::{
    charts::Mark,
    i18n::{Saying, date, number, place},
    state::{
        Pivot, ResolvedView,
        sides::{Side, crossed_members, query},
    },
};

/// What heads the rows and the columns; the value of each choice is the whole cross table that it leads to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PivotChoices {
    /// For the rows; the first one is no cross table.
    pub rows: Vec<Choice>,
    /// For the columns; empty without a cross table.
    pub columns: Vec<Choice>,
}

/// The cross table with its sentence; `None` when the view has none.
pub fn pivot(figures: &Figures, topic: &Topic) -> Option<(String, Table)> {
    let Figures { view, language, .. } = *figures;
    let pivot = view.pivot?;
    let rows = crossed(figures);
    let name = |dimension| filter_label(dimension, language).to_lowercase();
    let what = language.of(&figures.code.label);
    let (inside, unit) = (place::inside(figures.area, language), topic.unit(view.unit, language));
    let period = date::period(view.period, language);
    let crossing = language.pick(
        format!("{} efter {}", name(pivot.rows), name(pivot.columns)),
        format!("{} by {}", name(pivot.rows), name(pivot.columns)),
    );
    let columns = crossed_members(view, figures.manifest, pivot.columns);
    let table = Table {
        caption: format!("{what} {inside}, {unit}, {crossing}, {period}"),
        head: filter_label(pivot.rows, language).to_owned(),
        columns: columns.iter().map(|member| label(figures, pivot.columns, member)).collect(),
        rows: rows.iter().map(|row| table_row(figures, pivot, row)).collect(),
    };
    Some((sentence(figures, &rows), table))
}

/// What can be crossed in the view.
pub fn choices(figures: &Figures) -> PivotChoices {
    let Figures { view, language, .. } = *figures;
    let none = Choice {
        value: String::new(),
        label: Saying::PivotNone.say(language).to_owned(),
        is_chosen: view.pivot.is_none(),
        is_published: true,
    };
    let choice = |pivot: Pivot, named: DimensionId| Choice {
        value: pivot.value(),
        label: filter_label(named, language).to_owned(),
        is_chosen: view.pivot == Some(pivot),
        is_published: true,
    };
    let with_columns = |rows: DimensionId| {
        let kept = view.pivot.map(|pivot| pivot.columns).into_iter();
        let columns = kept.chain(Pivot::DIMENSIONS).filter(move |columns| *columns != rows);
        columns.map(move |columns| Pivot { rows, columns }).find(|pivot| is_published(figures, *pivot))
    };
    let rows = Pivot::DIMENSIONS.into_iter().filter_map(with_columns).map(|pivot| choice(pivot, pivot.rows));
    let columns = view.pivot.into_iter().flat_map(|own| {
        let crossings = Pivot::DIMENSIONS.into_iter().filter(move |columns| *columns != own.rows);
        crossings.map(move |columns| Pivot { columns, ..own }).filter(|pivot| is_published(figures, *pivot))
    });
    PivotChoices {
        rows: std::iter::once(none).chain(rows).collect(),
        columns: columns.map(|pivot| choice(pivot, pivot.columns)).collect(),
    }
}

/// A dimension with one member gives nothing to cross.
fn is_published(figures: &Figures, pivot: Pivot) -> bool {
    let Figures { view, manifest, .. } = *figures;
    let is_wide = |dimension| crossed_members(view, manifest, dimension).len() > 1;
    let wanted = ResolvedView { pivot: Some(pivot), ..view.clone() };
    is_wide(pivot.rows) && is_wide(pivot.columns) && query(Side::Pivot, &wanted, manifest).is_some()
}

fn table_row(figures: &Figures, pivot: Pivot, row: &[Record]) -> Row {
    let member = row.first().map_or_else(MemberCode::total, |(spot, _)| spot.member(pivot.rows));
    let is_own = match pivot.rows {
        DimensionId::Area => member == figures.view.area,
        DimensionId::Period => member == MemberCode::from(figures.view.period),
        DimensionId::Code => member == figures.view.code,
        other => figures.view.filters.iter().any(|(dimension, own)| *dimension == other && *own == member),
    };
    let leads_on = pivot.rows == DimensionId::Area && !is_own;
    Row {
        head: label(figures, pivot.rows, &member),
        area: leads_on.then_some(member),
        subject: None,
        role: if is_own { RowRole::Chosen } else { RowRole::Usual },
        cells: row.iter().map(|(_, figure)| TableCell::Mark(figures.mark(*figure))).collect(),
    }
}

fn label(figures: &Figures, dimension: DimensionId, member: &MemberCode) -> String {
    let known = figures.manifest.dimension(dimension).and_then(|own| own.member(member));
    known.map_or_else(|| member.to_string(), |known| figures.language.of(&known.label).to_owned())
}

fn sentence(figures: &Figures, rows: &[Vec<Record>]) -> String {
    let language = figures.language;
    let marks: Vec<Mark> = rows.iter().flatten().map(|(_, figure)| figures.mark(*figure)).collect();
    let said = |count: usize| number::count(u64::try_from(count).unwrap_or(u64::MAX), language);
    let all = said(marks.len());
    let hidden = marks.iter().filter(|mark| **mark == Mark::Suppressed).count();
    if hidden == 0 {
        return language.pick(format!("Tabellen viser {all} tal."), format!("The table shows {all} figures."));
    }
    let hidden = said(hidden);
    language.pick(
        format!("Tabellen viser {all} felter. {hidden} af dem er skjult af hensyn til anonymitet."),
        format!("The table shows {all} cells. {hidden} of them are withheld to protect anonymity."),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{i18n::Language, testing};

    fn with<T>(query: &str, look: impl Fn(&Figures, &Topic) -> T) -> T {
        let loaded = testing::loaded(query);
        let figures = Figures::new(&loaded, Language::Danish).unwrap();
        look(&figures, &Topic::of(&loaded.view, figures.code, &loaded.manifest, Language::Danish))
    }

    #[test]
    fn every_combination_has_a_cell_and_absent_ones_their_reason() {
        let (sentence, table) =
            with("area=0573&tab=table&pivot=area.age&unit=count", |figures, topic| pivot(figures, topic).unwrap());
        assert_eq!(table.columns, ["Alle", "0-64", "80+"]);
        let heads: Vec<_> = table.rows.iter().map(|row| (row.head.as_str(), row.area.is_some())).collect();
        assert_eq!(heads, [("Varde", false), ("Fanø", true)]);
        assert_eq!(table.rows[0].cells[1], TableCell::Mark(Mark::Value { number: 5.0, text: "5".to_owned() }));
        assert_eq!(table.rows[1].cells[2], TableCell::Mark(Mark::Suppressed));
        assert_eq!(sentence, "Tabellen viser 6 felter. 2 af dem er skjult af hensyn til anonymitet.");
    }

    #[test]
    fn equal_ages_give_the_figure_of_the_areas_own_page_and_say_why_one_is_absent() {
        let (_, table) =
            with("area=0573&tab=table&pivot=area.sex&unit=standard", |figures, topic| pivot(figures, topic).unwrap());
        assert!(table.caption.contains("aldersstandardiseret"), "{}", table.caption);
        let own = with("area=0573&unit=standard", |figures, _| figures.mark(figures.own()));
        assert!(own.number().is_some());
        assert_eq!(table.rows[0].cells[0], TableCell::Mark(own));
        assert_eq!(table.rows[1].cells[0], TableCell::Mark(Mark::Suppressed));
    }

    #[test]
    fn only_what_is_published_together_can_be_crossed() {
        let values = |query| {
            with(query, |figures, _| {
                let PivotChoices { rows, columns } = choices(figures);
                (rows.len(), columns.iter().map(|choice| choice.value.clone()).collect::<Vec<_>>())
            })
        };
        let (rows, columns) = values("tab=table&pivot=sex.age");
        assert!(rows > 2);
        assert!(columns.contains(&"sex.age".to_owned()) && !columns.contains(&"sex.disease".to_owned()));
        assert!(values("tab=table").1.is_empty());
    }
}
