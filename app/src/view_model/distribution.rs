//! The ages and sexes of the citizens behind a figure.

use naerblik_shared::{
    period::{Grain, Period},
    schema::{DimensionId, MemberCode},
};

use super::{
    comparators::{self, Yardstick},
    crossed::{Record, Spot, figure_at},
    figures::{Figure, Figures},
    page::Shown,
    table::{Row, RowRole, Table, TableCell},
};
use crate::{
    charts::{
        Mark,
        pyramid::{Band, PyramidInput},
    },
    i18n::{Phrase, date, place},
    state::{
        Unit,
        resolve::periods,
        sides::{Side, both_sexes, narrow_ages, whole_year},
    },
};

/// The pyramid for a view: citizens of each sex and age group per 1,000 of the same, or their number.
pub fn distribution(figures: &Figures) -> Shown<PyramidInput> {
    let Figures { manifest, language, .. } = *figures;
    let year = year(figures);
    let ages = narrow_ages(manifest);
    let sexes = both_sexes(manifest);
    let label = |dimension, code: &MemberCode| {
        let member = manifest.dimension(dimension).and_then(|own| own.member(code));
        member.map_or_else(|| code.to_string(), |member| language.of(&member.label).to_owned())
    };
    let compared = yardstick(figures);
    let band = |age: &MemberCode| Band {
        label: label(DimensionId::Age, age),
        marks: sexes.iter().map(|sex| mark(figures, &at(figures, &figures.view.area, age, sex))).collect(),
        compared: compared.as_ref().map_or_else(Vec::new, |(area, _)| {
            sexes.iter().map(|sex| mark(figures, &at(figures, area, age, sex))).collect()
        }),
    };
    let title = caption(figures, year);
    let chart = PyramidInput {
        sides: sexes.iter().map(|sex| label(DimensionId::Sex, sex)).collect(),
        // The oldest on top, as pyramids are read.
        bands: ages.iter().rev().map(band).collect(),
        compared: compared.map(|(_, name)| name),
        unit: unit(figures),
        words: figures.words(title.clone()),
    };
    Shown { sentence: sentence(figures, year, &chart), table: table(figures, title, &chart), chart }
}

/// The figures behind the pyramid, the yardstick's after the area's own.
pub fn records(figures: &Figures) -> Vec<Record> {
    let areas = std::iter::once(figures.view.area.clone()).chain(yardstick(figures).map(|(area, _)| area));
    let mut records = Vec::new();
    for area in areas {
        for age in narrow_ages(figures.manifest) {
            for sex in both_sexes(figures.manifest) {
                let spot = spot(figures, &area, &age, &sex);
                let figure = figure_at(figures, Side::AgesBySex, &spot);
                records.push((spot, figure));
            }
        }
    }
    records
}

/// The year that is shown: ages by sex are published for whole years.
pub fn year(figures: &Figures) -> Option<Period> {
    whole_year(figures.view.period, &periods(figures.dataset, Grain::Year))
}

fn yardstick(figures: &Figures) -> Option<(MemberCode, String)> {
    if figures.view.unit == Unit::Count {
        return None;
    }
    let chosen = comparators::chosen(figures)?;
    match &chosen.yardstick {
        Yardstick::Area(area) if area.code != figures.view.area => {
            Some((area.code.clone(), comparators::name(&chosen, figures.language)))
        }
        Yardstick::Area(_) | Yardstick::Together(_) => None,
    }
}

fn spot(figures: &Figures, area: &MemberCode, age: &MemberCode, sex: &MemberCode) -> Spot {
    let period = year(figures).unwrap_or(figures.view.period);
    Spot::of(figures)
        .with(DimensionId::Area, area.clone())
        .with(DimensionId::Period, period.into())
        .with(DimensionId::Age, age.clone())
        .with(DimensionId::Sex, sex.clone())
}

fn at(figures: &Figures, area: &MemberCode, age: &MemberCode, sex: &MemberCode) -> Figure {
    figure_at(figures, Side::AgesBySex, &spot(figures, area, age, sex))
}

fn mark(figures: &Figures, figure: &Figure) -> Mark {
    match figures.view.unit {
        Unit::Count => figures.count_mark(*figure),
        Unit::Rate | Unit::Standard => figures.rate_mark(*figure),
    }
}

fn unit(figures: &Figures) -> String {
    let language = figures.language;
    match figures.view.unit {
        Unit::Count => language.pick("borgere", "citizens").to_owned(),
        Unit::Rate | Unit::Standard => {
            language.pick("pr. 1.000 i samme alder og køn", "per 1,000 of the same age and sex").to_owned()
        }
    }
}

fn caption(figures: &Figures, year: Option<Period>) -> String {
    let Figures { area, language, .. } = *figures;
    let what = language.of(&figures.code.label);
    let inside = place::inside(area, language);
    let period = year.map_or_else(String::new, |year| date::period(year, language));
    language.pick(
        format!("{what} {inside}, {}, efter alder og køn, {period}", unit(figures)),
        format!("{what} {inside}, {}, by age and sex, {period}", unit(figures)),
    )
}

fn sentence(figures: &Figures, year: Option<Period>, chart: &PyramidInput) -> String {
    let Figures { view, language, .. } = *figures;
    let mut said = Vec::new();
    let Some(year) = year.filter(|_| !figures.side(Side::AgesBySex).is_empty()) else {
        return language
            .pick(
                "Fordelingen på alder og køn er ikke offentliggjort sammen med de andre valg.",
                "The distribution by age and sex is not published together with the other choices.",
            )
            .to_owned();
    };
    let named = chart.bands.iter().flat_map(|band| {
        let sexes = band.marks.iter().zip(&chart.sides);
        sexes.filter_map(move |(mark, sex)| Some((mark.number()?, mark, &band.label, sex)))
    });
    if let Some((_, mark, age, sex)) = named.max_by(|one, other| one.0.total_cmp(&other.0)) {
        let text = mark.text(&chart.words);
        let (sex, unit) = (sex.to_lowercase(), &chart.unit);
        let is_nobody = mark.number().is_some_and(|number| number <= 0.0);
        said.push(if is_nobody {
            language
                .pick("Tallet er 0 i alle grupper, der kan vises.", "The figure is 0 in every group that can be shown.")
                .to_owned()
        } else {
            language.pick(
                format!("Tallet er højest for {sex}, {age}: {text} {unit}."),
                format!("The figure is highest for {sex}, {age}: {text} {unit}."),
            )
        });
    }
    let hidden = chart.bands.iter().flat_map(|band| &band.marks).filter(|mark| **mark == Mark::Suppressed).count();
    if hidden > 0 {
        said.push(language.pick(
            format!("{hidden} af grupperne er skjult af hensyn til anonymitet."),
            format!("{hidden} of the groups are withheld to protect anonymity."),
        ));
    }
    if year != view.period {
        let shown = date::period(year, language);
        said.push(language.pick(
            format!("Alder og køn udgives for hele år. Her vises {shown}."),
            format!("Age and sex are published for whole years. Shown is {shown}."),
        ));
    }
    said.join(" ")
}

fn table(figures: &Figures, caption: String, chart: &PyramidInput) -> Table {
    let language = figures.language;
    let own = chart.sides.iter().cloned();
    let compared = chart.compared.iter().flat_map(|name| chart.sides.iter().map(move |sex| format!("{sex}, {name}")));
    let row = |band: &Band| Row {
        head: band.label.clone(),
        area: None,
        subject: None,
        role: RowRole::Usual,
        cells: band.marks.iter().chain(&band.compared).cloned().map(TableCell::Mark).collect(),
    };
    Table {
        caption,
        head: Phrase::FilterAge.say(language).to_owned(),
        columns: own.chain(compared).collect(),
        rows: chart.bands.iter().rev().map(row).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{i18n::Language, testing};

    #[test]
    fn without_a_whole_year_nothing_is_drawn_and_the_reason_is_said() {
        let loaded = testing::loaded("area=0573&tab=distribution");
        let figures = Figures::new(&loaded, Language::Danish).unwrap();
        let shown = distribution(&figures);
        assert!(shown.sentence.starts_with("Fordelingen på alder og køn er ikke offentliggjort"));
        let marks: Vec<&Mark> = shown.chart.bands.iter().flat_map(|band| &band.marks).collect();
        assert!(!marks.is_empty() && marks.iter().all(|mark| **mark == Mark::NotPublished));
    }

    #[test]
    fn the_table_has_the_marks_of_the_picture_from_the_youngest_on() {
        let loaded = testing::loaded("area=0573&tab=distribution");
        let shown = distribution(&Figures::new(&loaded, Language::Danish).unwrap());
        let heads: Vec<&str> = shown.table.rows.iter().map(|row| row.head.as_str()).collect();
        let bands: Vec<&str> = shown.chart.bands.iter().rev().map(|band| band.label.as_str()).collect();
        assert_eq!(heads, bands);
    }
}
