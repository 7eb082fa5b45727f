//! What is counted, in words that fit into sentences.

use naerblik_shared::{
    manifest::Manifest,
    schema::{DimensionId, Member, level},
};

use crate::{
    i18n::{Language, Phrase, place},
    state::{ResolvedView, Unit},
};

/// Words for the view's dataset, code and filters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topic {
    /// The verb: "havde" or "fik".
    pub verb: &'static str,
    /// What citizens had or received: "tilstanden »Problemer med tryksår«".
    pub object: String,
    /// The same after "no citizens": "en tilstand", not "mindst én tilstand".
    pub object_of_nobody: String,
    /// Who is counted, with every filter: "kvinder på 80+ i plejebolig".
    pub citizens: String,
    /// Who the population is, with the filters that populations have: "kvinder på 80+".
    pub population: String,
    /// Who is counted, as a line under the heading: "Kvinder på 80+ i plejebolig med tilstanden".
    pub counted: String,
}

/// Whether the counted citizens are the whole group that the population is, or a part of it by home or disease.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// "31 of 1,000 citizens had".
    Whole,
    /// "4 citizens in care homes per 1,000 citizens".
    Part,
}

impl Topic {
    /// Words for a view.
    pub fn of(view: &ResolvedView, code: &Member, manifest: &Manifest, language: Language) -> Self {
        let kind = Kind::of(&view.dataset);
        let population = population(view, manifest, language);
        let citizens = with_home_and_disease(&population, view, manifest, language);
        Self {
            verb: kind.verb(language),
            object: kind.object(code, Amount::Some, language),
            object_of_nobody: kind.object(code, Amount::None, language),
            counted: kind.counted(&citizens, code, language),
            citizens,
            population,
        }
    }

    /// Whether home or disease restrict who is counted.
    pub fn scope(&self) -> Scope {
        if self.citizens == self.population { Scope::Whole } else { Scope::Part }
    }

    /// The unit of the view's figures: "pr. 1.000 borgere på 80+".
    pub fn unit(&self, unit: Unit, language: Language) -> String {
        match (unit, language) {
            (Unit::Rate, Language::Danish) => format!("pr. 1.000 {}", self.population),
            (Unit::Rate, Language::English) => format!("per 1,000 {}", self.population),
            (Unit::Standard, Language::Danish) => format!("pr. 1.000 {}, aldersstandardiseret", self.population),
            (Unit::Standard, Language::English) => format!("per 1,000 {}, age-standardised", self.population),
            (Unit::Count, _) => self.citizens.clone(),
        }
    }
}

/// Whether there is anybody to say it of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Amount {
    None,
    Some,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Condition,
    Intervention,
}

impl Kind {
    fn of(dataset: &str) -> Self {
        if dataset == "interventions" { Self::Intervention } else { Self::Condition }
    }

    fn verb(self, language: Language) -> &'static str {
        match self {
            Self::Condition => language.pick("havde", "had"),
            Self::Intervention => language.pick("fik", "received"),
        }
    }

    fn object(self, code: &Member, amount: Amount, language: Language) -> String {
        let name = quoted(language.of(&code.label), language);
        let (noun, definite) = match self {
            Self::Condition => language.pick(("tilstand", "tilstanden"), ("condition", "the condition")),
            Self::Intervention => language.pick(("indsats", "indsatsen"), ("intervention", "the intervention")),
        };
        let any = match amount {
            Amount::None => language.pick("en", "any"),
            Amount::Some => language.pick("mindst én", "at least one"),
        };
        match code.level.as_str() {
            level::ALL_CODES => format!("{any} {noun}"),
            level::CODE => format!("{definite} {name}"),
            _ => language.pick(format!("{any} {noun} i {name}"), format!("{any} {noun} in {name}")),
        }
    }

    fn counted(self, citizens: &str, code: &Member, language: Language) -> String {
        let what = match (self, code.level == level::CODE) {
            (Self::Condition, true) => language.pick("tilstanden", "the condition"),
            (Self::Condition, false) => language.pick("mindst én af tilstandene", "at least one of the conditions"),
            (Self::Intervention, true) => language.pick("indsatsen", "the intervention"),
            (Self::Intervention, false) => {
                language.pick("mindst én af indsatserne", "at least one of the interventions")
            }
        };
        // "Borgere med KOL og tilstanden", not "med KOL med tilstanden".
        let with = language.pick(" med ", " with ");
        let joint = if citizens.contains(with) { language.pick(" og ", " and ") } else { with };
        crate::i18n::date::capitalized(&format!("{citizens}{joint}{what}"))
    }
}

/// A name in the language's quotation marks.
pub fn quoted(name: &str, language: Language) -> String {
    language.pick(format!("»{name}«"), format!("“{name}”"))
}

/// The heading's question: "Problemer med tryksår i Varde Kommune".
pub fn title(code: &Member, area: &Member, language: Language) -> String {
    let place = place::name(area, language);
    language.pick(format!("{} i {place}", code.label.da), format!("{} in {place}", code.label.en))
}

fn population(view: &ResolvedView, manifest: &Manifest, language: Language) -> String {
    let sex = chosen(view, manifest, DimensionId::Sex);
    let noun = match sex.map(|member| member.code.as_str()) {
        Some("K") => language.pick("kvinder", "women"),
        Some("M") => language.pick("mænd", "men"),
        _ => language.pick("borgere", "citizens"),
    };
    match chosen(view, manifest, DimensionId::Age) {
        Some(age) => {
            let label = language.of(&age.label);
            language.pick(format!("{noun} på {label}"), format!("{noun} aged {label}"))
        }
        None => noun.to_owned(),
    }
}

fn with_home_and_disease(population: &str, view: &ResolvedView, manifest: &Manifest, language: Language) -> String {
    let mut text = population.to_owned();
    if let Some(home) = chosen(view, manifest, DimensionId::CareHome) {
        let place = match home.code.as_str() {
            "in-care-home" => language.pick("i plejebolig", "in care homes").to_owned(),
            "own-home" => language.pick("i egen bolig", "in their own homes").to_owned(),
            _ => format!("({})", language.of(&home.label)),
        };
        text = format!("{text} {place}");
    }
    if let Some(disease) = chosen(view, manifest, DimensionId::Disease) {
        let name = running(language.of(&disease.label));
        text = language.pick(format!("{text} med {name}"), format!("{text} with {name}"));
    }
    text
}

fn chosen<'a>(view: &ResolvedView, manifest: &'a Manifest, dimension: DimensionId) -> Option<&'a Member> {
    let (_, code) = view.filters.iter().find(|(id, _)| *id == dimension)?;
    manifest.dimension(dimension)?.member(code)
}

/// A name inside a sentence: lower case, unless it is an abbreviation such as KOL.
fn running(name: &str) -> String {
    let mut letters = name.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if second.is_lowercase() => first.to_lowercase().chain(letters).collect(),
        _ => name.to_owned(),
    }
}

/// The word for the thing that the dataset's codes are, as a filter's label.
pub fn code_label(dataset: &str) -> Phrase {
    match Kind::of(dataset) {
        Kind::Condition => Phrase::FilterCondition,
        Kind::Intervention => Phrase::FilterIntervention,
    }
}

/// The heading of the dialog in which a code is chosen.
pub fn code_picker_title(dataset: &str) -> Phrase {
    match Kind::of(dataset) {
        Kind::Condition => Phrase::PickCondition,
        Kind::Intervention => Phrase::PickIntervention,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    fn topic(query: &str, language: Language) -> Topic {
        let manifest = testing::manifest();
        let view = testing::view(&manifest, query);
        let codes = manifest.dimension(DimensionId::Code).unwrap();
        Topic::of(&view, codes.member(&view.code).unwrap(), &manifest, language)
    }

    #[test]
    fn filters_become_words_in_both_languages() {
        let danish = topic("sex=K&age=80-plus", Language::Danish);
        assert_eq!(danish.counted, "Kvinder på 80+ med tilstanden");
        assert_eq!(danish.unit(Unit::Rate, Language::Danish), "pr. 1.000 kvinder på 80+");
        let english = topic("disease=t2d", Language::English);
        assert_eq!(english.citizens, "citizens with type 2 diabetes");
        assert_eq!(english.counted, "Citizens with type 2 diabetes and the condition");
        assert_eq!(english.population, "citizens");
        assert_eq!(english.scope(), Scope::Part);
    }

    #[test]
    fn a_branch_is_not_said_as_if_it_were_one_condition() {
        assert_eq!(topic("code=conditions", Language::Danish).object, "mindst én tilstand");
        assert_eq!(topic("code=I4", Language::Danish).object, "mindst én tilstand i »Hud«");
        assert_eq!(topic("code=I4.4", Language::Danish).object, "tilstanden »Problemer med tryksår«");
        assert_eq!(topic("code=I4", Language::Danish).object_of_nobody, "en tilstand i »Hud«");
        assert_eq!(topic("code=conditions", Language::English).object_of_nobody, "any condition");
    }

    #[test]
    fn abbreviations_keep_their_letters() {
        assert_eq!(running("KOL"), "KOL");
        assert_eq!(running("Demens"), "demens");
    }
}
