//! The finding in plain words: the answer before any picture.

use naerblik_shared::{
    cell::{Cell, Status},
    manifest::SeriesBreak,
    period::Period,
    query::{
        compare::{Comparison, compare},
        rate::Rate,
    },
    stats::Verdict,
};

use super::{
    beside::verdict_beside,
    comparators::Yardstick,
    coverage::Coverage,
    figures::{Figure, Figures},
    topic::{Scope, Topic},
};
use crate::{
    i18n::{Language, date, number, place},
    order::by_key,
    state::Unit,
};

/// How many years back the finding looks.
pub const YEARS_BACK: u16 = 3;

/// The finding for the view's own area and period.
pub fn finding(figures: &Figures, topic: &Topic) -> String {
    let own = figures.own();
    let mut sentences = vec![statement(figures, topic, own)];
    sentences.extend(standard(figures, own));
    sentences.extend(comparisons(figures, own));
    sentences.extend(doubt(figures, own));
    if own.count.value().is_some() {
        sentences.extend(reservations(figures));
    }
    sentences.join(" ")
}

/// The series breaks that touch the view's code and area, by month.
pub fn breaks<'a>(figures: &Figures<'a>) -> Vec<&'a SeriesBreak> {
    let codes = figures.manifest.dimension(naerblik_shared::schema::DimensionId::Code);
    let touches = |own: &&SeriesBreak| {
        let code = codes.is_some_and(|codes| {
            own.codes.iter().any(|branch| {
                codes.is_within(&figures.code.code, branch) || codes.is_within(branch, &figures.code.code)
            })
        });
        let area = own.areas.is_empty()
            || own.areas.iter().any(|area| {
                figures.areas.is_within(area, &figures.area.code) || figures.areas.is_within(&figures.area.code, area)
            });
        code && area
    };
    let breaks: Vec<&SeriesBreak> = figures.manifest.series_breaks.iter().filter(touches).collect();
    by_key(breaks, |own| u64::from(own.month.month_span().0))
}

fn statement(figures: &Figures, topic: &Topic, own: Figure) -> String {
    let Figures { language, view, .. } = *figures;
    let period = date::period(view.period, language);
    let place = place::inside(figures.area, language);
    let Topic { verb, object, object_of_nobody, citizens, population, .. } = topic;
    match (own.count, own.rate, view.unit) {
        (Cell::Value(0), _, _) => language.pick(
            format!("I {period} {verb} ingen {citizens} {place} {object_of_nobody}."),
            format!("In {period}, no {citizens} {place} {verb} {object_of_nobody}."),
        ),
        (Cell::Value(count), Rate::Per1000(rate), Unit::Rate | Unit::Standard) if rate < 1.0 => {
            let (count, rate) = (number::count(u64::from(count), language), figures.rate_text(rate));
            language.pick(
                format!("I {period} {verb} {count} {citizens} {place} {object}. Det svarer til {rate} pr. 1.000 {population}."),
                format!("In {period}, {count} {citizens} {place} {verb} {object}. That is {rate} per 1,000 {population}."),
            )
        }
        (Cell::Value(_), Rate::Per1000(rate), Unit::Rate | Unit::Standard) => {
            let rate = figures.rate_text(rate);
            match topic.scope() {
                Scope::Whole => language.pick(
                    format!("I {period} {verb} {rate} ud af 1.000 {population} {place} {object}."),
                    format!("In {period}, {rate} in 1,000 {population} {place} {verb} {object}."),
                ),
                Scope::Part => language.pick(
                    format!("I {period} {verb} {rate} {citizens} {object} pr. 1.000 {population} {place}."),
                    format!("In {period}, {rate} {citizens} {verb} {object} per 1,000 {population} {place}."),
                ),
            }
        }
        (Cell::Value(count), _, _) => {
            let count = number::count(u64::from(count), language);
            language.pick(
                format!("I {period} {verb} {count} {citizens} {place} {object}."),
                format!("In {period}, {count} {citizens} {place} {verb} {object}."),
            )
        }
        (absent, _, _) => absence(figures, topic, absent.status()),
    }
}

fn absence(figures: &Figures, topic: &Topic, status: Status) -> String {
    let Figures { language, view, .. } = *figures;
    let period = date::period(view.period, language);
    let place = place::inside(figures.area, language);
    let name = date::capitalized(&place::name(figures.area, language));
    let object = &topic.object;
    let most = figures.manifest.threshold_citizens.saturating_sub(1);
    match status {
        Status::Suppressed => language.pick(
            format!("Tallet for {name} i {period} er skjult af hensyn til anonymitet. Tal fra 1 til {most} borgere vises ikke, og heller ikke tal, som de kan regnes ud fra."),
            format!("The figure for {name} in {period} is withheld to protect anonymity. Figures from 1 to {most} citizens are not shown, nor are figures from which they could be worked out."),
        ),
        Status::NotReported => match Coverage::of(figures, figures.area, view.period) {
            Some(Coverage::Months { delivered, all }) => language.pick(
                format!("{name} har indberettet {delivered} af {all} måneder i {period}. Derfor er der intet tal. Det betyder ikke, at tallet er nul."),
                format!("{name} reported {delivered} of {all} months in {period}. There is therefore no figure. That does not mean zero."),
            ),
            _ => language.pick(
                format!("Ingen kommuner {place} har indberettet hele {period}. Derfor er der intet tal. Det betyder ikke, at tallet er nul."),
                format!("No municipality {place} reported all of {period}. There is therefore no figure. That does not mean zero."),
            ),
        },
        Status::NotApplicable | Status::Value => language.pick(
            format!("I {period} kunne kommunerne ikke registrere {object}: koden var ikke i brug. Derfor er der intet tal."),
            format!("In {period}, municipalities could not record {object}: the code was not in use. There is therefore no figure."),
        ),
    }
}

/// What the figure would be with the whole country's ages, or why that cannot be said.
fn standard(figures: &Figures, own: Figure) -> Option<String> {
    let Figures { language, view, .. } = *figures;
    if view.unit != Unit::Standard || own.count.value().is_none() {
        return None;
    }
    Some(match own.standard_rate() {
        Rate::Per1000(rate) => {
            let rate = figures.rate_text(rate);
            language.pick(
                format!("Med samme aldre som i hele landet ville tallet være {rate}."),
                format!("With the ages of the whole country, the figure would be {rate}."),
            )
        }
        Rate::Absent(Status::Suppressed) => language
            .pick(
                "Tallet kan ikke aldersstandardiseres, for en af aldersgrupperne er skjult.",
                "The figure cannot be age-standardised, because one of the age groups is withheld.",
            )
            .to_owned(),
        Rate::Absent(_) => language
            .pick(
                "Tallet kan ikke aldersstandardiseres, for der er ikke tal for alle aldersgrupper.",
                "The figure cannot be age-standardised, because there are not figures for all age groups.",
            )
            .to_owned(),
    })
}

fn comparisons(figures: &Figures, own: Figure) -> Option<String> {
    let Figures { language, view, .. } = *figures;
    let before = view.period.years_before(YEARS_BACK).map(|period| figures.figure(&view.area, period));
    let country = figures.country().filter(|country| country.code != view.area);
    let country = country.map(|country| figures.figure(&country.code, view.period));
    let three_years = language.pick("tre år før", "three years before");
    let whole = language.pick("i hele landet", "in the whole country");
    let parts = match view.unit {
        Unit::Rate | Unit::Standard => [(before, three_years), (country, whole)],
        Unit::Count => [(before, three_years), (None, whole)],
    };
    let said: Vec<String> = parts
        .into_iter()
        .filter_map(|(other, what)| {
            let (own, other) = comparable(figures, own, other?);
            let text = |rate: Rate| match view.unit {
                Unit::Rate | Unit::Standard => rate.value().map(|rate| figures.rate_text(rate)),
                Unit::Count => rate.value().map(|count| number::whole(count, language)),
            };
            let (own_text, other_text) = (text(own)?, text(other)?);
            // Figures that read alike are not called more or fewer.
            let comparison = match compare(own, other) {
                Comparison::Higher(_) | Comparison::Lower(_) if own_text == other_text => Comparison::Equal,
                other => other,
            };
            Some(format!("{} {what} ({other_text})", more_or_less(comparison, language)?))
        })
        .collect();
    let joined = said.join(language.pick(" og ", " and "));
    (!said.is_empty()).then(|| language.pick(format!("Det er {joined}."), format!("That is {joined}.")))
}

/// That the difference to the whole country may be chance, where the words before say more or fewer.
fn doubt(figures: &Figures, own: Figure) -> Option<String> {
    let member = figures.country().filter(|country| country.code != figures.view.area)?;
    let country = figures.figure(&member.code, figures.view.period);
    let (one, other) = comparable(figures, own, country);
    let is_said = figures.view.unit != Unit::Count
        && matches!(compare(one, other), Comparison::Higher(_) | Comparison::Lower(_))
        && figures.rate_text(one.value()?) != figures.rate_text(other.value()?);
    let is_alike = verdict_beside(figures, &own, &Yardstick::Area(member)) == Some(Verdict::Alike);
    (is_said && is_alike).then(|| {
        figures
            .language
            .pick(
                "Forskellen til hele landet kan være tilfældig.",
                "The difference to the whole country may be chance.",
            )
            .to_owned()
    })
}

/// Both figures in the view's unit; counts are compared as they are.
fn comparable(figures: &Figures, own: Figure, other: Figure) -> (Rate, Rate) {
    let as_counted = |figure: Figure| match figure.count {
        Cell::Value(count) => Rate::Per1000(f64::from(count)),
        absent => Rate::Absent(absent.status()),
    };
    match figures.view.unit {
        Unit::Rate => (own.rate, other.rate),
        Unit::Standard => (own.standard_rate(), other.standard_rate()),
        Unit::Count => (as_counted(own), as_counted(other)),
    }
}

fn more_or_less(comparison: Comparison, language: Language) -> Option<&'static str> {
    match comparison {
        Comparison::Higher(_) => Some(language.pick("flere end", "more than")),
        Comparison::Lower(_) => Some(language.pick("færre end", "fewer than")),
        Comparison::Equal => Some(language.pick("omtrent det samme som", "about the same as")),
        Comparison::Unknown => None,
    }
}

/// What a reader must know before comparing with three years before.
fn reservations(figures: &Figures) -> Vec<String> {
    let Figures { language, view, area, .. } = *figures;
    let Some(before) = view.period.years_before(YEARS_BACK) else { return Vec::new() };
    // What was not compared needs no reservation.
    let (own, past) = comparable(figures, figures.own(), figures.figure(&view.area, before));
    if compare(own, past) == Comparison::Unknown {
        return Vec::new();
    }
    let mut said = Vec::new();
    let now = Coverage::of(figures, area, view.period);
    let then = Coverage::of(figures, area, before);
    // A municipality is counted only when it delivered every month, so its two figures always cover the same.
    if matches!(now, Some(Coverage::Municipalities { .. })) && now != then {
        said.push(
            language
                .pick(
                    "De to år dækker ikke lige mange kommuner.",
                    "The two years do not cover the same number of municipalities.",
                )
                .to_owned(),
        );
    }
    let between = breaks(figures).into_iter().filter(|own| is_between(own.month, before, view.period));
    let labels: Vec<&str> = between.map(|own| language.of(&own.label)).collect();
    match labels.as_slice() {
        [] => {}
        [label] => said.push(language.pick(
            format!("Imellem ligger et databrud: {label}."),
            format!("In between lies a series break: {label}."),
        )),
        several => said.push(language.pick(
            format!("Imellem ligger flere databrud: {}.", several.join(" og ")),
            format!("In between lie several series breaks: {}.", several.join(" and ")),
        )),
    }
    said
}

fn is_between(month: Period, first: Period, last: Period) -> bool {
    let (at, _) = month.month_span();
    let (start, _) = first.month_span();
    let (end, months) = last.month_span();
    start < at && at < end + months
}

#[cfg(test)]
#[path = "finding_tests.rs"]
mod tests;
