//! What a reader takes along of the open tab: the figures that it shows, and everything needed to understand them.

use naerblik_shared::{
    cell::Cell,
    period::Grain,
    query::{rate::PER, route},
    schema::{DimensionId, MemberCode},
    stats::{Estimate, interval::prevalence},
};

use super::{
    about::About,
    comparators,
    crossed::{self, Record, Spot},
    distribution,
    figures::{Figure, Figures, Published},
    topic::{self, Topic},
    trend,
};
use crate::{
    data::Loaded,
    export::{Availability, Column, Extract, Field},
    i18n::{Language, date, place},
    order,
    state::{Tab, Unit, ViewState, area_path, sides},
};

/// The extract of a loaded view; `address` is the page's address without its query. `None` when the publication
/// contradicts itself.
pub fn extract(loaded: &Loaded, language: Language, address: &str) -> Option<Extract> {
    let figures = Figures::new(loaded, language)?;
    let topic = Topic::of(&loaded.view, figures.code, &loaded.manifest, language);
    let records = records(&figures);
    let link = link(&figures, address);
    Some(Extract {
        stem: stem(&figures),
        language,
        title: topic::title(figures.code, figures.area, language),
        columns: columns(&figures).into_iter().map(|(id, head)| Column { id, head }).collect(),
        rows: records.iter().map(|record| row(&figures, record)).collect(),
        notes: notes(&figures, &topic, &link),
        citation: citation(&figures, &link),
        link,
    })
}

/// How to cite the view: what, where, when, which publication, whose data, and the link.
pub fn citation(figures: &Figures, link: &str) -> String {
    let Figures { manifest, dataset, view, language, .. } = *figures;
    let title = topic::title(figures.code, figures.area, language);
    let period = date::period(view.period, language);
    let source = language.of(&dataset.declaration.source).trim_end_matches('.');
    let (as_of, publication) = (date::day(&manifest.as_of, language), &manifest.publication);
    language.pick(
        format!("Nærblik: {title}, {period}. Udgivelse {publication}, opgjort pr. {as_of}. Kilde: {source}. {link}"),
        format!("Nærblik: {title}, {period}. Publication {publication}, as of {as_of}. Source: {source}. {link}"),
    )
}

/// A link that says everything, so that later defaults do not change what it shows.
pub fn link(figures: &Figures, address: &str) -> String {
    let view = figures.view;
    let mut state = ViewState {
        dataset: MemberCode::parse(&view.dataset).ok(),
        code: Some(view.code.clone()),
        area: Some(view.area.clone()),
        via: view.via,
        period: Some(view.period),
        unit: view.unit,
        tab: view.tab,
        span: view.span,
        against: view.against,
        list: view.list.clone(),
        pivot: view.pivot,
        ..ViewState::default()
    };
    for (dimension, member) in &view.filters {
        state.set_filter(*dimension, Some(member.clone()));
    }
    format!("{address}?{}", state.to_query())
}

fn records(figures: &Figures) -> Vec<Record> {
    let Figures { areas, area, view, .. } = *figures;
    let codes = |members: &[&naerblik_shared::schema::Member]| -> Vec<MemberCode> {
        members.iter().map(|member| member.code.clone()).collect()
    };
    let now = [view.period];
    match view.tab {
        Tab::Map => {
            let all: Vec<_> = areas.at_level(naerblik_shared::schema::level::MUNICIPALITY).collect();
            crossed::records(figures, &codes(&all), &now)
        }
        Tab::Trend => crossed::records(figures, &trend::shown_areas(figures), &trend::points(figures)),
        Tab::Compare => {
            let chosen = comparators::chosen(figures);
            let mut shown = chosen.as_ref().map_or_else(Vec::new, |chosen| codes(&chosen.peers));
            if let Some(comparators::Yardstick::Area(own)) = chosen.map(|chosen| chosen.yardstick) {
                shown.extend((!shown.contains(&own.code)).then(|| own.code.clone()));
            }
            // The last row of the table.
            shown.extend(figures.country().filter(|own| !shown.contains(&own.code)).map(|own| own.code.clone()));
            crossed::records(figures, &shown, &now)
        }
        Tab::Distribution => distribution::records(figures),
        Tab::Table if view.pivot.is_some() => crossed::crossed(figures).into_iter().flatten().collect(),
        Tab::Table => {
            let below = area_path::children(areas, area, view.via);
            let mut shown = codes(&if below.is_empty() { area_path::siblings(areas, area, view.via) } else { below });
            let above =
                if shown.contains(&area.code) { figures.country().map(|own| &own.code) } else { Some(&area.code) };
            shown.extend(above.cloned());
            crossed::records(figures, &shown, &now)
        }
    }
}

fn columns(figures: &Figures) -> Vec<(&'static str, String)> {
    let pick = |id, danish: &str, english: &str| (id, figures.language.pick(danish, english).to_owned());
    let mut columns = vec![
        pick("area_code", "Områdekode", "Area code"),
        pick("area", "Område", "Area"),
        pick("period", "Periode", "Period"),
        pick("code", "Kode", "Code"),
        pick("name", "Navn", "Name"),
        pick("age", "Alder", "Age"),
        pick("sex", "Køn", "Sex"),
        pick("care_home", "Bolig", "Home"),
        pick("disease", "Kronisk sygdom", "Chronic disease"),
        pick("citizens", "Borgere", "Citizens"),
        pick("population", "Indbyggere", "Inhabitants"),
        pick("per_1000", "Pr. 1.000", "Per 1,000"),
        pick("per_1000_low_95", "Pr. 1.000, nedre grænse (95 %)", "Per 1,000, lower limit (95%)"),
        pick("per_1000_high_95", "Pr. 1.000, øvre grænse (95 %)", "Per 1,000, upper limit (95%)"),
    ];
    if figures.view.unit == Unit::Standard {
        columns.extend([
            pick("standardised", "Aldersstandardiseret", "Age-standardised"),
            pick(
                "standardised_low_95",
                "Aldersstandardiseret, nedre grænse (95 %)",
                "Age-standardised, lower limit (95%)",
            ),
            pick(
                "standardised_high_95",
                "Aldersstandardiseret, øvre grænse (95 %)",
                "Age-standardised, upper limit (95%)",
            ),
            pick("standardised_status", "Status, aldersstandardiseret", "Status, age-standardised"),
        ]);
    }
    columns.push(pick("status", "Status", "Status"));
    columns
}

fn row(figures: &Figures, (spot, figure): &Record) -> Vec<Field> {
    let label = |dimension| Field::Text(label(figures, spot, dimension));
    let code = |dimension| Field::Text(spot.member(dimension).to_string());
    let estimate = figure.count.value().zip(figure.persons).and_then(|(n, d)| prevalence(u64::from(n), d));
    let mut row = vec![
        code(DimensionId::Area),
        label(DimensionId::Area),
        Field::Text(period_text(spot)),
        code(DimensionId::Code),
        label(DimensionId::Code),
        label(DimensionId::Age),
        label(DimensionId::Sex),
        label(DimensionId::CareHome),
        label(DimensionId::Disease),
        Field::Count(figure.count.value().map(u64::from)),
        Field::Count(figure.persons),
    ];
    row.extend(limits(estimate));
    if figures.view.unit == Unit::Standard {
        row.extend(limits(figure.standard.ok()));
        row.push(Field::Status(Availability::Published(
            figure.standard.map_or_else(|status| status, |_| Cell::Value(0).status()),
        )));
    }
    row.push(Field::Status(availability(figure)));
    row
}

/// Whether a figure is there.
pub fn availability(figure: &Figure) -> Availability {
    match figure.published {
        Published::Yes => Availability::Published(figure.count.status()),
        Published::No => Availability::NotPublished,
    }
}

fn limits(estimate: Option<Estimate>) -> [Field; 3] {
    let scaled = estimate.map(|estimate| estimate.times(f64::from(PER)));
    [
        Field::Number(scaled.map(|own| own.value)),
        Field::Number(scaled.map(|own| own.p95.low)),
        Field::Number(scaled.map(|own| own.p95.high)),
    ]
}

/// Months as statisticians write them, because spreadsheets take `2026-06` for a date: `2026M06`.
fn period_text(spot: &Spot) -> String {
    let code = spot.member(DimensionId::Period).to_string();
    let is_month = spot.period().is_some_and(|period| period.grain() == Grain::Month);
    if is_month { code.replace('-', "M") } else { code }
}

fn label(figures: &Figures, spot: &Spot, dimension: DimensionId) -> String {
    let language = figures.language;
    let code = spot.member(dimension);
    match figures.manifest.dimension(dimension).and_then(|own| own.member(&code)) {
        Some(member) if dimension == DimensionId::Area => place::name(member, language),
        Some(member) => language.of(&member.label).to_owned(),
        None => code.to_string(),
    }
}

fn notes(figures: &Figures, topic: &Topic, link: &str) -> Vec<(String, String)> {
    let Figures { manifest, dataset, view, language, .. } = *figures;
    let said = |head: (&str, &str), text: String| (language.pick(head.0, head.1).to_owned(), text);
    let mut notes = Vec::new();
    if let Some(fictive) = &manifest.fictive {
        notes.push(said(("Fiktive data", "Fictitious data"), language.of(fictive).to_owned()));
    }
    notes.push(said(("Tal", "Figures"), topic::title(figures.code, figures.area, language)));
    notes.push(said(("Hvem", "Who"), topic.counted.clone()));
    notes.push(said(("Periode", "Period"), date::period_title(view.period, language)));
    notes.push(said(("Kilde", "Source"), language.of(&dataset.declaration.source).to_owned()));
    notes.push(said(("Opgjort pr.", "As of"), date::day(&manifest.as_of, language)));
    notes.push(said(("Udgivelse", "Publication"), manifest.publication.clone()));
    notes.push(said(("Datafiler (SHA-256)", "Data files (SHA-256)"), digests(figures)));
    notes.push(said(("Link", "Link"), link.to_owned()));
    notes.push(said(("Henvisning", "Citation"), citation(figures, link)));
    notes.push(said(("Status", "Status"), status_key(language)));
    let about = About::of(figures);
    notes.extend(about.declaration.into_iter().map(|(head, text)| (head.to_owned(), text)));
    notes.push(said(("Skjulte tal", "Withheld figures"), about.withheld));
    notes.extend(
        about
            .breaks
            .into_iter()
            .map(|(month, name, text)| said(("Databrud", "Series break"), format!("{month}: {name}. {text}"))),
    );
    notes
}

/// Which published files the figures come from: anybody can fetch and check them.
fn digests(figures: &Figures) -> String {
    let Figures { view, manifest, .. } = *figures;
    let beside = sides::queries(view, manifest).into_iter().map(|(_, query)| query);
    let queries = std::iter::once(view.own_query()).chain(beside);
    let digests: Vec<String> = queries
        .filter_map(|query| route(manifest, &query).ok())
        .flat_map(|route| route.shards.into_iter().map(|shard| shard.digest.to_string()))
        .collect();
    let mut digests = order::by(digests, String::cmp);
    digests.dedup();
    digests.join(", ")
}

fn status_key(language: Language) -> String {
    language
        .pick(
            "value: tallet er offentliggjort; suppressed: skjult af hensyn til anonymitet; not-reported: ikke indberettet; not-applicable: koden var ikke i brug, eller tallet har ingen mening; not-published: ikke offentliggjort for denne kombination. Et tomt felt er aldrig nul.",
            "value: the figure is published; suppressed: withheld to protect anonymity; not-reported: not reported; not-applicable: the code was not in use, or the figure has no meaning; not-published: not published for this combination. An empty field is never zero.",
        )
        .to_owned()
}

/// `naerblik-i4.4-0573-2026q2-compare`.
fn stem(figures: &Figures) -> String {
    let view = figures.view;
    format!("naerblik-{}-{}-{}-{}", view.code, view.area, view.period, view.tab.value()).to_lowercase()
}

#[cfg(test)]
#[path = "extract_tests.rs"]
mod tests;
