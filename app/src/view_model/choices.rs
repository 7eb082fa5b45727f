//! What the filters offer: every choice, whether it is published with the others, and why not.

use naerblik_shared::{
    manifest::{Dataset, Manifest},
    period::{Grain, Period},
    query::route,
    schema::{DimensionId, Member, MemberCode},
};

use crate::{
    i18n::{Language, Phrase, date},
    state::{
        ResolvedView, Unit,
        resolve::{FILTERS, periods},
        sides::{Unstandardised, unstandardised},
    },
};

/// Everything that the filter row shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choices {
    /// The datasets.
    pub datasets: Vec<Choice>,
    /// Years, quarters, months.
    pub grains: Vec<Choice>,
    /// The periods of the chosen grain, newest first.
    pub periods: Vec<Choice>,
    /// Age, sex, care home, disease.
    pub filters: Vec<Filter>,
    /// Rates and counts.
    pub units: Vec<Choice>,
    /// Why some choices are switched off, one sentence each.
    pub reasons: Vec<String>,
    /// How many filters restrict who is counted.
    pub n_active: usize,
}

/// A filter on one dimension.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    /// The dimension.
    pub dimension: DimensionId,
    /// Its name.
    pub label: &'static str,
    /// Its members.
    pub choices: Vec<Choice>,
}

/// Something to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The value in the link.
    pub value: String,
    /// What the reader sees.
    pub label: String,
    /// Whether it is what is shown.
    pub is_chosen: bool,
    /// Whether it is published together with the other choices.
    pub is_published: bool,
}

impl Choice {
    /// The choice, whoever has chosen it.
    #[must_use]
    pub fn offered(self) -> Self {
        Self { is_chosen: false, ..self }
    }
}

impl Choices {
    /// What a view's filters offer; `None` when the publication lacks the view's dataset.
    pub fn of(view: &ResolvedView, manifest: &Manifest, language: Language) -> Option<Self> {
        let dataset = manifest.dataset(&view.dataset)?;
        let filters: Vec<Filter> =
            FILTERS.into_iter().filter_map(|(dimension, _)| filter(view, manifest, dimension, language)).collect();
        let grains = grains(view, manifest, dataset, language);
        Some(Self {
            datasets: datasets(view, manifest, language),
            periods: period_choices(view, dataset, language),
            units: units(view, manifest, language),
            n_active: view.filters.len(),
            reasons: reasons(view, manifest, (&filters, &grains), language),
            grains,
            filters,
        })
    }
}

/// The period of another grain that is closest to the view's: the last one that has begun by its end.
pub fn period_at(view: &ResolvedView, dataset: &Dataset, grain: Grain) -> Option<Period> {
    let (start, months) = view.period.month_span();
    let known = periods(dataset, grain);
    let begun = known.iter().rev().find(|period| {
        let (own_start, own_months) = period.month_span();
        own_start + own_months <= start + months || (own_start <= start && start < own_start + own_months)
    });
    begun.or(known.first()).copied()
}

/// Reads the value of a grain's choice.
pub fn grain_of(value: &str) -> Option<Grain> {
    [Grain::Year, Grain::Quarter, Grain::Month].into_iter().find(|grain| grain_value(*grain) == value)
}

fn grain_value(grain: Grain) -> &'static str {
    match grain {
        Grain::Year => "year",
        Grain::Quarter => "quarter",
        Grain::Month => "month",
    }
}

fn datasets(view: &ResolvedView, manifest: &Manifest, language: Language) -> Vec<Choice> {
    let with_codes = manifest.datasets.iter().filter(|dataset| dataset.code_root.is_some());
    with_codes
        .map(|dataset| Choice {
            value: dataset.id.clone(),
            label: language.of(&dataset.label).to_owned(),
            is_chosen: dataset.id == view.dataset,
            is_published: true,
        })
        .collect()
}

fn grains(view: &ResolvedView, manifest: &Manifest, dataset: &Dataset, language: Language) -> Vec<Choice> {
    let with = |grain: Grain| {
        let period = period_at(view, dataset, grain)?;
        let wanted = ResolvedView { period, ..view.clone() };
        Some(Choice {
            value: grain_value(grain).to_owned(),
            label: date::grain(grain, language).to_owned(),
            is_chosen: view.period.grain() == grain,
            is_published: is_published(&wanted, manifest),
        })
    };
    [Grain::Year, Grain::Quarter, Grain::Month].into_iter().filter_map(with).collect()
}

fn period_choices(view: &ResolvedView, dataset: &Dataset, language: Language) -> Vec<Choice> {
    let choice = |period: Period| Choice {
        value: period.to_string(),
        label: date::period_title(period, language),
        is_chosen: period == view.period,
        is_published: true,
    };
    periods(dataset, view.period.grain()).into_iter().rev().map(choice).collect()
}

fn units(view: &ResolvedView, manifest: &Manifest, language: Language) -> Vec<Choice> {
    let choice = |unit: Unit| {
        let label = match unit {
            Unit::Rate => Phrase::UnitRate,
            Unit::Standard => Phrase::UnitStandard,
            Unit::Count => Phrase::UnitCount,
        };
        Choice {
            value: unit.value().to_owned(),
            label: label.say(language).to_owned(),
            is_chosen: unit == view.unit,
            is_published: unit != Unit::Standard || unstandardised(view, manifest).is_none(),
        }
    };
    Unit::ALL.into_iter().map(choice).collect()
}

fn filter(view: &ResolvedView, manifest: &Manifest, dimension: DimensionId, language: Language) -> Option<Filter> {
    let known = manifest.dimension(dimension)?;
    let total = known.total()?;
    let dataset = manifest.dataset(&view.dataset)?;
    // Members that no cuboid of the dataset has are not choices at all.
    let occurs = |member: &&Member| {
        member.code == total.code
            || dataset.cuboids.iter().any(|own| own.members(dimension).is_some_and(|all| all.contains(&member.code)))
    };
    let chosen = view.chosen(manifest, dimension);
    let choice = |member: &Member| {
        let label = if member.code == total.code { Phrase::Everyone.say(language) } else { language.of(&member.label) };
        Choice {
            value: member.code.to_string(),
            label: label.to_owned(),
            is_chosen: member.code == chosen,
            is_published: is_published(&with(view, manifest, dimension, &member.code), manifest),
        }
    };
    Some(Filter {
        dimension,
        label: filter_label(dimension, language),
        choices: known.members.iter().filter(occurs).map(choice).collect(),
    })
}

/// The name of a dimension where it is chosen.
pub fn filter_label(dimension: DimensionId, language: Language) -> &'static str {
    match dimension {
        DimensionId::Age => Phrase::FilterAge,
        DimensionId::Sex => Phrase::FilterSex,
        DimensionId::CareHome => Phrase::FilterHome,
        DimensionId::Disease => Phrase::FilterDisease,
        DimensionId::Area => Phrase::FilterArea,
        DimensionId::Period => Phrase::FilterPeriod,
        DimensionId::Code => Phrase::FilterCondition,
    }
    .say(language)
}

fn with(view: &ResolvedView, manifest: &Manifest, dimension: DimensionId, member: &MemberCode) -> ResolvedView {
    let mut wanted = view.clone();
    wanted.filters.retain(|(id, _)| *id != dimension);
    let is_total = manifest.dimension(dimension).and_then(|d| d.total()).is_some_and(|total| total.code == *member);
    if !is_total {
        wanted.filters.push((dimension, member.clone()));
    }
    wanted
}

fn is_published(view: &ResolvedView, manifest: &Manifest) -> bool {
    route(manifest, &view.own_query()).is_ok()
}

/// Why a choice is switched off.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Cause {
    /// The other choices stand in the way.
    Others(Vec<&'static str>),
    /// Months are published without filters.
    Months,
    /// Published for whole years only.
    Years,
    /// Published for whole years only, and not for areas like this one.
    Areas,
}

/// One sentence for each cause, naming everything that it switches off.
fn reasons(
    view: &ResolvedView,
    manifest: &Manifest,
    offered: (&[Filter], &[Choice]),
    language: Language,
) -> Vec<String> {
    let (filters, grains) = offered;
    let mut causes: Vec<(Cause, Vec<&str>)> = Vec::new();
    let mut add = |cause: Cause, what| match causes.iter_mut().find(|(own, _)| *own == cause) {
        Some((_, named)) => named.push(what),
        None => causes.push((cause, vec![what])),
    };
    for filter in filters {
        if let Some(cause) = filter_cause(view, manifest, filter, language) {
            add(cause, filter.label);
        }
    }
    for grain in grains.iter().filter(|grain| !grain.is_published) {
        let others: Vec<_> = view.filters.iter().map(|(dimension, _)| filter_label(*dimension, language)).collect();
        add(if others.is_empty() { Cause::Areas } else { Cause::Others(others) }, &grain.label);
    }
    let mut said: Vec<String> = causes.iter().map(|(cause, named)| cause.sentence(named, language)).collect();
    said.extend(unstandardised(view, manifest).map(|why| standard_reason(why, language)));
    said
}

/// Why the figures cannot be shown as if ages were equal.
fn standard_reason(why: Unstandardised, language: Language) -> String {
    let reason = match why {
        Unstandardised::OneAge => language.pick("der er kun valgt én aldersgruppe", "only one age group is chosen"),
        Unstandardised::Ages => {
            language.pick("her står aldrene allerede hver for sig", "here the ages stand apart already")
        }
        Unstandardised::NotPublished => language.pick(
            "tallene er ikke offentliggjort efter alder sammen med de andre valg",
            "the figures are not published by age together with the other choices",
        ),
    };
    let unit = Phrase::UnitStandard.say(language);
    language.pick(format!("»{unit}« kan ikke vælges: {reason}."), format!("“{unit}” cannot be chosen: {reason}."))
}

impl Cause {
    /// "Køn og bolig kan ikke kombineres med kronisk sygdom: tabellen er ikke offentliggjort."
    fn sentence(&self, named: &[&str], language: Language) -> String {
        let named = date::capitalized(&joined(named, language));
        match self {
            Self::Months => language.pick(
                format!("{named} kan ikke vælges for måneder: tabellen er kun offentliggjort for år og kvartaler."),
                format!("{named} cannot be chosen for months: the table is published for years and quarters only."),
            ),
            Self::Years => language
                .pick(format!("{named} vises kun for hele år."), format!("{named}: shown for whole years only.")),
            Self::Areas => language.pick(
                format!("{named} vises kun for hele år, og kun for Danmark og regionerne."),
                format!("{named}: shown for whole years only, and only for Denmark and the regions."),
            ),
            Self::Others(others) => {
                let others = joined(others, language);
                language.pick(
                    format!("{named} kan ikke kombineres med {others}: tabellen er ikke offentliggjort."),
                    format!("{named} cannot be combined with {others}: the table is not published."),
                )
            }
        }
    }
}

fn filter_cause(view: &ResolvedView, manifest: &Manifest, filter: &Filter, language: Language) -> Option<Cause> {
    let blocked = filter.choices.iter().find(|choice| !choice.is_published)?;
    let member = MemberCode::parse(&blocked.value).ok()?;
    let wanted = with(view, manifest, filter.dimension, &member);
    let others: Vec<&'static str> = view
        .filters
        .iter()
        .filter(|(dimension, _)| *dimension != filter.dimension)
        .map(|(dimension, _)| filter_label(*dimension, language))
        .collect();
    let alone = ResolvedView {
        filters: wanted.filters.iter().filter(|(id, _)| *id == filter.dimension).cloned().collect(),
        ..wanted
    };
    if !others.is_empty() {
        return Some(Cause::Others(others));
    }
    Some(if view.period.grain() == Grain::Month && is_published_in_any(Grain::Quarter, &alone, manifest) {
        Cause::Months
    } else if view.period.grain() != Grain::Year && is_published_in_any(Grain::Year, &alone, manifest) {
        Cause::Years
    } else {
        Cause::Areas
    })
}

/// The longer period around this one may not be over, so the latest will do to tell what the length is blamed for.
fn is_published_in_any(grain: Grain, view: &ResolvedView, manifest: &Manifest) -> bool {
    let Some(dataset) = manifest.dataset(&view.dataset) else { return false };
    let latest = periods(dataset, grain).last().copied();
    latest.is_some_and(|period| is_published(&ResolvedView { period, ..view.clone() }, manifest))
}

fn joined(names: &[&str], language: Language) -> String {
    let lower: Vec<String> = names.iter().map(|name| name.to_lowercase()).collect();
    match lower.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, before)) => format!("{}{}{last}", before.join(", "), language.pick(" og ", " and ")),
        None => String::new(),
    }
}

#[cfg(test)]
#[path = "choices_tests.rs"]
mod tests;
