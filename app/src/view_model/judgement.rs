//! Higher, lower or alike: what the intervals of an area and its yardsticks allow to say.

use naerblik_shared::{
    cell::Status,
    query::rate::PER,
    schema::Member,
    stats::{
        Estimate, Strength, Verdict,
        rank::{Rank, rank},
        split::{Pair, Split, kitagawa},
    },
};

use super::{
    beside::verdict_beside,
    comparators::{self, Comparator},
    coverage::Coverage,
    figures::{Figure, Figures},
    topic::{Scope, Topic},
};
use crate::{
    i18n::{Language, date, place},
    state::{Against, Unit},
};

/// One comparison in words and shape.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// Which comparison.
    pub against: Against,
    /// With whom: "Region Syddanmark".
    pub name: String,
    /// The yardstick's figure, or why there is none.
    pub figure: String,
    /// What can be said; `None` where a figure is absent.
    pub verdict: Option<Verdict>,
    /// The same in words.
    pub words: String,
    /// What to keep in mind when not everybody in the yardstick reported.
    pub caution: Option<String>,
    /// Whether it is the comparison that the pictures show.
    pub is_chosen: bool,
}

/// Everything that is said about an area beside others.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Judgements {
    /// One for each comparison.
    pub all: Vec<Judgement>,
    /// "Højere i 4 af 5 sammenligninger."
    pub robustness: Option<String>,
    /// The place in the ranking with its interval.
    pub rank: Option<String>,
    /// What the difference to the chosen yardstick is made of.
    pub split: Option<String>,
}

/// Judges the view's own figure by every yardstick that it has.
pub fn judgements(figures: &Figures, topic: &Topic) -> Judgements {
    let own = figures.own();
    let chosen = comparators::chosen(figures);
    // What is compared with itself is alike: the country has parts and no yardstick.
    let comparators = comparators::all(figures).into_iter().filter(|one| !is_own(figures, one));
    let all: Vec<Judgement> =
        comparators.map(|one| judgement(figures, &own, &one, chosen.as_ref().map(|own| own.against))).collect();
    Judgements {
        robustness: robustness(&all, figures.language),
        rank: chosen.as_ref().and_then(|chosen| place_among(figures, chosen)),
        split: chosen
            .as_ref()
            .filter(|chosen| !is_own(figures, chosen))
            .and_then(|one| split(figures, topic, &own, one)),
        all,
    }
}

/// The shape that stands for a verdict; one is told from another without colour.
pub fn shape(verdict: Option<Verdict>) -> &'static str {
    match verdict {
        Some(Verdict::Higher(Strength::Strong)) => "▲▲",
        Some(Verdict::Higher(Strength::Clear)) => "▲",
        Some(Verdict::Alike) => "●",
        Some(Verdict::Lower(Strength::Clear)) => "▼",
        Some(Verdict::Lower(Strength::Strong)) => "▼▼",
        None => "–",
    }
}

/// A verdict in words.
pub fn words(verdict: Verdict, language: Language) -> &'static str {
    match verdict {
        Verdict::Higher(Strength::Strong) => language.pick("klart højere", "clearly higher"),
        Verdict::Higher(Strength::Clear) => language.pick("højere", "higher"),
        Verdict::Alike => language.pick("ikke til at skelne fra", "not distinguishable from"),
        Verdict::Lower(Strength::Clear) => language.pick("lavere", "lower"),
        Verdict::Lower(Strength::Strong) => language.pick("klart lavere", "clearly lower"),
    }
}

/// What is said of an area beside a yardstick of that name: "Klart højere end hele landet".
pub fn said(verdict: Option<Verdict>, name: &str, language: Language) -> String {
    match verdict {
        Some(Verdict::Alike) => {
            language.pick(format!("Ikke til at skelne fra {name}"), format!("Not distinguishable from {name}"))
        }
        Some(verdict) => {
            let words = date::capitalized(words(verdict, language));
            language.pick(format!("{words} end {name}"), format!("{words} than {name}"))
        }
        None => language.pick(format!("Kan ikke sammenlignes med {name}"), format!("Cannot be compared with {name}")),
    }
}

fn is_own(figures: &Figures, comparator: &Comparator) -> bool {
    matches!(&comparator.yardstick, comparators::Yardstick::Area(area) if area.code == figures.area.code)
}

fn judgement(figures: &Figures, own: &Figure, comparator: &Comparator, chosen: Option<Against>) -> Judgement {
    let language = figures.language;
    let other = comparators::yardstick(figures, comparator);
    let name = comparators::name(comparator, language);
    let found = verdict_beside(figures, own, &comparator.yardstick);
    let mark = match figures.view.unit {
        Unit::Standard => figures.standard_mark(other),
        Unit::Rate | Unit::Count => figures.rate_mark(other),
    };
    Judgement {
        against: comparator.against,
        figure: mark.short(&figures.words(String::new())).to_owned(),
        words: said(found, &name, language),
        name,
        verdict: found,
        caution: caution(figures, comparator),
        is_chosen: chosen == Some(comparator.against),
    }
}

/// Who reported within the yardstick, when that is not everybody: then the comparison is muted.
fn caution(figures: &Figures, comparator: &Comparator) -> Option<String> {
    let comparators::Yardstick::Area(area) = &comparator.yardstick else { return None };
    let coverage = Coverage::of(figures, area, figures.view.period)?;
    (!coverage.is_whole()).then(|| coverage.sentence(figures.language))
}

fn robustness(all: &[Judgement], language: Language) -> Option<String> {
    let judged: Vec<Verdict> = all.iter().filter_map(|own| own.verdict).collect();
    if judged.len() < 2 {
        return None;
    }
    let higher = judged.iter().filter(|own| matches!(own, Verdict::Higher(_))).count();
    let lower = judged.iter().filter(|own| matches!(own, Verdict::Lower(_))).count();
    let alike = judged.len() - higher - lower;
    let of = judged.len();
    let (count, word) = if higher >= lower && higher >= alike {
        (higher, language.pick("Højere", "Higher"))
    } else if lower >= alike {
        (lower, language.pick("Lavere", "Lower"))
    } else {
        (alike, language.pick("Ikke til at skelne", "Not distinguishable"))
    };
    Some(
        language.pick(
            format!("{word} i {count} af {of} sammenligninger."),
            format!("{word} in {count} of {of} comparisons."),
        ),
    )
}

fn place_among(figures: &Figures, chosen: &Comparator) -> Option<String> {
    let language = figures.language;
    let figure = |member: &&Member| figures.figure(&member.code, figures.view.period);
    let known: Vec<(bool, Estimate)> = chosen
        .peers
        .iter()
        .filter_map(|member| Some((member.code == figures.area.code, figures.estimate(&figure(member))?)))
        .collect();
    let position = known.iter().position(|(is_own, _)| *is_own)?;
    let estimates: Vec<Estimate> = known.iter().map(|(_, estimate)| *estimate).collect();
    if estimates.len() < 3 {
        return None;
    }
    let Rank { place, best, worst, of } = rank(position, estimates.get(position)?, &estimates);
    let absent = chosen.peers.len() - estimates.len();
    let plural = place::level_plural(&figures.area.level, language).to_lowercase();
    let said = if best == worst {
        language.pick(
            format!("Nummer {place} af {of} {plural} fra højest til lavest."),
            format!("Number {place} of {of} {plural} from highest to lowest."),
        )
    } else {
        language.pick(
            format!("Nummer {place} af {of} {plural} fra højest til lavest. Det kan lige så godt være en plads mellem {best} og {worst}."),
            format!("Number {place} of {of} {plural} from highest to lowest. It may as well be any place from {best} to {worst}."),
        )
    };
    Some(match absent {
        0 => said,
        some => language.pick(
            format!("{said} {some} uden tal er ikke med."),
            format!("{said} {some} without a figure are left out."),
        ),
    })
}

/// "Forskellen er 4,1 pr. 1.000. Heraf skyldes 3,0, at borgerne har andre aldre, og 1,1 forskelle ved samme alder."
fn split(figures: &Figures, topic: &Topic, own: &Figure, comparator: &Comparator) -> Option<String> {
    let language = figures.language;
    let is_aged = figures.view.filters.iter().any(|(id, _)| *id == naerblik_shared::schema::DimensionId::Age);
    if is_aged || own.count.value().is_none() || topic.scope() == Scope::Part {
        return None;
    }
    let both = figures
        .strata(&figures.area.code, figures.view.period)
        .and_then(|mine| Ok((mine, comparators::strata(figures, &comparator.yardstick)?)));
    let (mine, theirs) = match both {
        Ok(both) => both,
        Err(Status::Suppressed) => return Some(
            language
                .pick(
                    "Forskellen kan ikke deles i alder og andet, for en af aldersgrupperne er skjult.",
                    "The difference cannot be split into age and the rest, because one of the age groups is withheld.",
                )
                .to_owned(),
        ),
        Err(_) => return None,
    };
    let pair = |(mine, theirs): (&naerblik_shared::stats::standard::Stratum, _)| {
        let theirs: &naerblik_shared::stats::standard::Stratum = theirs;
        Pair { own: (mine.events, mine.population), other: (theirs.events, theirs.population) }
    };
    let pairs: Vec<Pair> = mine.iter().zip(&theirs).map(pair).collect();
    let Split { age_mix, rate } = kitagawa(&pairs)?;
    let name = comparators::name(comparator, language);
    let signed = |part: f64| {
        let text = figures.rate_text((part * f64::from(PER)).abs());
        if part < 0.0 { format!("−{text}") } else { format!("+{text}") }
    };
    let (whole, age_mix, rate) = (signed(age_mix + rate), signed(age_mix), signed(rate));
    Some(language.pick(
        format!("Forskellen til {name} er {whole} pr. 1.000. Borgernes alder står for {age_mix}, og forskelle ved samme alder for {rate}."),
        format!("The difference to {name} is {whole} per 1,000. The citizens' ages make {age_mix}, differences at the same age {rate}."),
    ))
}

#[cfg(test)]
#[path = "judgement_tests.rs"]
mod tests;
