//! What is frequent in an area, and what stands out.

use naerblik_shared::{
    cell::{Cell, Status},
    manifest::{Dataset, Manifest},
    period::Period,
    query::{Query, population::Denominators, rate::rate, run},
    schema::{DimensionId, Member, MemberCode, level},
    stats::{
        Estimate, Strength, Verdict,
        verdict::{ratio, ratio_to_whole, verdict},
    },
};

use crate::{
    charts::Mark,
    data::Gathered,
    i18n::{Language, Phrase, date, number},
    order::{by_key, by_number},
    state::ViewState,
    view_model::{
        beside::{Overlap, apart},
        comparators,
        figures::{Figure, Figures, Published},
    },
};

/// How many rows a list has: two lists and their sentences fit beside each other on half a sheet of paper.
const MOST_ROWS: usize = 8;

/// How many differences are shown in each direction.
const MOST_DIFFERENCES: usize = 4;

/// The lists of a profile.
#[derive(Debug, Clone, PartialEq)]
pub struct Lists {
    /// The most frequent conditions.
    pub conditions: Ranked,
    /// The most frequent interventions.
    pub interventions: Ranked,
    /// What differs from the country, or for the country from the year before.
    pub stands_out: StandsOut,
}

/// The most frequent codes of a dataset.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranked {
    /// What is in the list and what cannot be.
    pub sentence: String,
    /// The rows, most frequent first.
    pub rows: Vec<RankedRow>,
}

/// A code with its figures.
#[derive(Debug, Clone, PartialEq)]
pub struct RankedRow {
    /// Its name.
    pub name: String,
    /// The figure page that shows more.
    pub state: ViewState,
    /// Citizens.
    pub count: Mark,
    /// Citizens per 1,000.
    pub rate: Mark,
    /// The rate of the country, or of the year before.
    pub other: Mark,
    /// How many times the other: "1,8 gange (1,5–2,1)"; empty where that cannot be said.
    pub times: String,
}

/// Differences that chance hardly explains.
#[derive(Debug, Clone, PartialEq)]
pub struct StandsOut {
    /// What is compared, and how.
    pub sentence: String,
    /// Name of the column with the other figures.
    pub other: String,
    /// Higher ones, the largest first.
    pub higher: Vec<RankedRow>,
    /// Lower ones, the largest difference first.
    pub lower: Vec<RankedRow>,
}

impl Lists {
    /// The lists for the shown area and period.
    pub fn of(gathered: &Gathered, figures: &Figures) -> Self {
        let counts = Counts::new(gathered, figures);
        let datasets = gathered.manifest.datasets.iter().filter(|dataset| dataset.code_root.is_some());
        let found: Vec<(&Dataset, Vec<Found>)> = datasets.map(|dataset| (dataset, counts.all(dataset))).collect();
        let list = |id: &str| {
            let own = found.iter().find(|(dataset, _)| dataset.id == id);
            own.map_or_else(|| counts.ranked(&[]), |(_, found)| counts.ranked(found))
        };
        let everything: Vec<Found> = found.iter().flat_map(|(_, found)| found.iter().cloned()).collect();
        Self {
            conditions: list("conditions"),
            interventions: list("interventions"),
            stands_out: counts.stands_out(&everything),
        }
    }
}

/// A code with the area's figure and the one to compare with.
#[derive(Debug, Clone)]
struct Found<'a> {
    code: &'a Member,
    own: Figure,
    other: Figure,
}

/// What a comparison finds.
#[derive(Debug, Clone, Copy)]
struct Compared {
    verdict: Verdict,
    /// How many times the other figure; `None` where that is nobody.
    times: Option<Estimate>,
}

/// Looks up many codes in one area.
struct Counts<'a> {
    gathered: &'a Gathered,
    manifest: &'a Manifest,
    denominators: Denominators<'a>,
    figures: &'a Figures<'a>,
    /// The area and the period to compare with.
    other: (MemberCode, Period),
    language: Language,
}

impl<'a> Counts<'a> {
    fn new(gathered: &'a Gathered, figures: &'a Figures<'a>) -> Self {
        let Figures { view, language, .. } = *figures;
        let country = figures.country().map_or_else(|| view.area.clone(), |country| country.code.clone());
        let year_before = view.period.years_before(1).unwrap_or(view.period);
        let other = if country == view.area { (country, year_before) } else { (country, view.period) };
        let manifest = gathered.manifest.as_ref();
        let denominators = Denominators::new(manifest, &gathered.population, &gathered.coverage);
        Self { gathered, manifest, denominators, figures, other, language }
    }

    /// Every single code of a dataset that is in force.
    fn all(&self, dataset: &Dataset) -> Vec<Found<'a>> {
        let Some(codes) = self.manifest.dimension(DimensionId::Code) else { return Vec::new() };
        let published =
            dataset.cuboids.first().and_then(|cuboid| cuboid.members(DimensionId::Code)).unwrap_or_default();
        let (area, period) = (&self.figures.view.area, self.figures.view.period);
        let members = published.iter().filter_map(|code| codes.member(code));
        let single = members.filter(|member| member.level == level::CODE && member.is_in_force(period));
        let find = |code: &'a Member| Found {
            code,
            own: self.figure(dataset, code, (area, period)),
            other: self.figure(dataset, code, (&self.other.0, self.other.1)),
        };
        single.map(find).collect()
    }

    fn figure(&self, dataset: &Dataset, code: &Member, (area, period): (&MemberCode, Period)) -> Figure {
        let query = Query::new(dataset.id.clone())
            .with(DimensionId::Area, area.clone())
            .with(DimensionId::Period, period.into())
            .with(DimensionId::Code, code.code.clone());
        let cubes: Vec<_> = self.gathered.cubes.get(&dataset.id).into_iter().flatten().map(AsRef::as_ref).collect();
        let found = run(&cubes, &query).ok().and_then(|answer| answer.cells.first().copied());
        let count = found.unwrap_or(Cell::NotApplicable);
        let total = MemberCode::total();
        let persons = self.denominators.persons(area, period, &total, &total);
        let published = if found.is_some() { Published::Yes } else { Published::No };
        Figure {
            count,
            rate: rate(count, persons.unwrap_or(0)),
            published,
            persons,
            standard: Err(Status::NotApplicable),
        }
    }

    fn row(&self, found: &Found, compared: Option<&Compared>) -> RankedRow {
        let view = self.figures.view;
        RankedRow {
            name: self.language.of(&found.code.label).to_owned(),
            state: ViewState {
                code: Some(found.code.code.clone()),
                area: Some(view.area.clone()),
                via: view.via,
                period: Some(view.period),
                ..ViewState::default()
            },
            count: self.figures.count_mark(found.own),
            rate: self.figures.rate_mark(found.own),
            other: self.figures.rate_mark(found.other),
            times: compared.map(|own| self.times(own.times)).unwrap_or_default(),
        }
    }

    fn times(&self, times: Option<Estimate>) -> String {
        let Some(Estimate { value, p998, .. }) = times else {
            return Phrase::NoComparison.say(self.language).to_owned();
        };
        // An end that would read as 1 although it is not gets a second decimal.
        let said =
            |number: f64| number::rounded(number, if (number - 1.0).abs() < 0.05 { 2 } else { 1 }, self.language);
        let interval = format!("{}–{}", said(p998.low), said(p998.high));
        self.language.pick(format!("{} gange ({interval})", said(value)), format!("{} times ({interval})", said(value)))
    }

    fn ranked(&self, found: &[Found]) -> Ranked {
        let shown: Vec<(&Found, u32)> = found
            .iter()
            .filter_map(|found| Some((found, found.own.count.value().filter(|count| *count > 0)?)))
            .collect();
        // The order of the publication decides among equals.
        let shown = by_key(shown, |(_, count)| u64::from(u32::MAX - count));
        let rows = shown.iter().take(MOST_ROWS).map(|(found, _)| self.row(found, None)).collect();
        Ranked { sentence: self.hidden(found), rows }
    }

    /// What cannot be in the list, and why.
    fn hidden(&self, found: &[Found]) -> String {
        let count = |status| found.iter().filter(|found| found.own.count.status() == status).count();
        let (all, hidden, missing) = (found.len(), count(Status::Suppressed), count(Status::NotReported));
        let period = date::period(self.figures.view.period, self.language);
        match () {
            () if all > 0 && missing == all => self.language.pick(
                format!("Der er ikke indberettet for hele {period}. Derfor er der ingen liste."),
                format!("Not all of {period} was reported. There is therefore no list."),
            ),
            () if hidden == 0 => self.language.pick(
                format!("Alle {all} har et tal, der kan vises."),
                format!("All {all} have a figure that can be shown."),
            ),
            () => self.language.pick(
                format!(
                    "{hidden} af {all} har et tal, der er skjult af hensyn til anonymitet. De kan ikke stå på listen."
                ),
                format!(
                    "{hidden} of {all} have a figure that is withheld to protect anonymity. They cannot be in the list."
                ),
            ),
        }
    }

    fn stands_out(&self, found: &[Found]) -> StandsOut {
        let compared: Vec<(&Found, Compared)> =
            found.iter().filter_map(|found| Some((found, self.compare(found)?))).collect();
        let side = |wanted: Verdict| {
            let own: Vec<&(&Found, Compared)> = compared.iter().filter(|(_, own)| own.verdict == wanted).collect();
            // What is infinitely more than nobody stands first.
            by_number(own, |(_, own)| -own.times.map_or(f64::INFINITY, |times| times.value.ln().abs()))
                .into_iter()
                .take(MOST_DIFFERENCES)
                .map(|(found, own)| self.row(found, Some(own)))
                .collect()
        };
        let (higher, lower): (Vec<RankedRow>, Vec<RankedRow>) =
            (side(Verdict::Higher(Strength::Strong)), side(Verdict::Lower(Strength::Strong)));
        let shown = higher.len() + lower.len();
        StandsOut { sentence: self.compared(compared.len(), shown), other: self.other_name(), higher, lower }
    }

    /// The area beside the country, or the country beside the year before.
    fn compare(&self, Found { own, other, .. }: &Found) -> Option<Compared> {
        let is_part = self.other.0 != self.figures.view.area && comparators::can_be_added(self.figures);
        let overlap = if is_part { Overlap::Within } else { Overlap::Nothing };
        let (_, rest) = apart(*own, *other, overlap)?;
        let (mine, theirs) = (self.figures.estimate(own)?, self.figures.estimate(&rest)?);
        let times = ratio(&mine, &theirs);
        let times = match overlap {
            Overlap::Within => times.zip(share(own, other)).map(|(times, share)| ratio_to_whole(&times, share)),
            Overlap::Nothing | Overlap::Around => times,
        };
        Some(Compared { verdict: verdict(&mine, &theirs), times })
    }

    fn other_name(&self) -> String {
        if self.other.0 == self.figures.view.area {
            date::period_title(self.other.1, self.language)
        } else {
            self.language.pick("Hele landet", "Whole country").to_owned()
        }
    }

    fn compared(&self, compared: usize, shown: usize) -> String {
        let other = if self.other.0 == self.figures.view.area {
            date::period(self.other.1, self.language)
        } else {
            self.language.pick("hele landet", "the whole country").to_owned()
        };
        let found = match shown {
            0 => self.language.pick(
                format!("Ingen af {compared} tal er klart forskellige fra {other}."),
                format!("None of {compared} figures is clearly different from {other}."),
            ),
            _ => self.language.pick(
                format!("De største klare forskelle til {other} blandt {compared} tal, der kan sammenlignes."),
                format!("The largest clear differences from {other} among {compared} figures that can be compared."),
            ),
        };
        let how = self.language.pick(
            "Klar betyder, at intervallet på 99,8\u{a0}% ikke rummer 1. Forskelle i alder og køn er ikke regnet fra.",
            "Clear means that the 99.8% interval does not hold 1. Differences in age and sex are not allowed for.",
        );
        format!("{found} {how}")
    }
}

/// How large a part of the other's population the own one is.
fn share(own: &Figure, other: &Figure) -> Option<f64> {
    let persons = |figure: &Figure| Some(f64::from(u32::try_from(figure.persons?).ok()?));
    Some(persons(own)? / persons(other)?)
}

#[cfg(test)]
#[path = "ranked_tests.rs"]
mod tests;
