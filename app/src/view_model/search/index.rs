//! What can be found, and by which words.

use naerblik_shared::{
    manifest::{Dataset, Manifest},
    period::{Grain, Period},
    schema::{DimensionId, Member, MemberCode, level},
};

use super::fold::{fold, sections};
use crate::{
    i18n::{Language, PageText, date, place},
    state::{Place, ViewState, resolve::periods},
    view_model::topic::code_label,
};

/// Everything that a reader can search for, in one language.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Index {
    pub(super) entries: Vec<Entry>,
}

/// Where a hit leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// The figure page.
    Figure(ViewState),
    /// Another page.
    Place(Place),
}

/// Something that can be found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) target: Target,
    pub(super) label: String,
    pub(super) note: String,
    pub(super) kind: Kind,
    /// How far down in its tree; broader things come first among equals.
    pub(super) depth: usize,
    /// The folded names, each beginning with its most official form.
    pub(super) names: Vec<String>,
    /// The folded code; empty where readers do not know it.
    pub(super) code: String,
    /// The sections of the law behind it.
    pub(super) sections: Vec<String>,
    /// The folded words of readers.
    pub(super) synonyms: Vec<String>,
}

/// What kind of thing it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Code,
    Area,
    Disease,
    Page,
    /// A code that is no longer in use.
    OldCode,
}

impl Index {
    /// Everything in the publication, and the pages about it.
    pub fn new(manifest: &Manifest, language: Language) -> Self {
        let mut entries = Vec::new();
        for dataset in manifest.datasets.iter().filter(|dataset| dataset.code_root.is_some()) {
            entries.extend(codes(manifest, dataset, language));
        }
        if let Some(areas) = manifest.dimension(DimensionId::Area) {
            entries.extend(areas.members.iter().map(|area| area_entry(area, language)));
        }
        entries.extend(diseases(manifest, language));
        entries.extend(pages(language));
        Self { entries }
    }
}

fn codes(manifest: &Manifest, dataset: &Dataset, language: Language) -> Vec<Entry> {
    let Some(codes) = manifest.dimension(DimensionId::Code) else { return Vec::new() };
    let published = dataset.cuboids.first().and_then(|cuboid| cuboid.members(DimensionId::Code)).unwrap_or_default();
    let newest = [Grain::Quarter, Grain::Year, Grain::Month]
        .into_iter()
        .find_map(|grain| periods(dataset, grain).last().copied());
    let kind = code_label(&dataset.id).say(language);
    let found = published.iter().filter_map(|code| codes.member(code));
    found.map(|member| code_entry(member, (kind, newest), language)).collect()
}

fn code_entry(member: &Member, (kind, newest): (&str, Option<Period>), language: Language) -> Entry {
    // Codes that only the register knows are written with underscores or without digits; they tell a reader nothing.
    let code = member.code.as_str();
    let is_known = member.level != level::ALL_CODES && code.len() <= 6 && !code.contains('_');
    let is_old = newest.is_some_and(|newest| !member.is_in_force(newest));
    let last = member.valid_to.and_then(|end| end.widen(Grain::Year).years_before(1)).filter(|_| is_old);
    let law = member.legal_basis.clone().unwrap_or_default();
    let said = [kind, if is_known { code } else { "" }, law.as_str()];
    let mut note: Vec<String> = said.into_iter().filter(|part| !part.is_empty()).map(ToOwned::to_owned).collect();
    if let Some(end) = member.valid_to.filter(|_| is_old) {
        let end = date::period(end, language);
        note.push(language.pick(format!("udgået {end}"), format!("withdrawn {end}")));
    }
    Entry {
        target: Target::Figure(ViewState { code: Some(member.code.clone()), period: last, ..ViewState::default() }),
        label: language.of(&member.label).to_owned(),
        note: note.join(" · "),
        kind: if is_old { Kind::OldCode } else { Kind::Code },
        depth: match member.level.as_str() {
            level::ALL_CODES => 3,
            level::DOMAIN => 0,
            level::CODE_GROUP => 1,
            _ => 2,
        },
        names: names(member, language),
        code: if is_known { fold(code) } else { String::new() },
        sections: sections(&law),
        synonyms: member.synonyms.iter().chain([&law]).map(|word| fold(word)).filter(|word| !word.is_empty()).collect(),
    }
}

fn area_entry(area: &Member, language: Language) -> Entry {
    let name = place::name(area, language);
    let code = area.code.as_str();
    let is_known = code.bytes().all(|digit| digit.is_ascii_digit());
    let level = place::level_word(&area.level, language);
    let mut names = names(area, language);
    names.extend(Language::ALL.map(|own| fold(&place::name(area, own))));
    names.extend(area.synonyms.iter().map(|word| fold(word)));
    Entry {
        target: Target::Place(Place::Area(area.code.clone())),
        label: name,
        note: if is_known { format!("{level} {code}") } else { level.to_owned() },
        kind: Kind::Area,
        depth: usize::from(area.level != level::MUNICIPALITY),
        names,
        code: if is_known { code.to_owned() } else { String::new() },
        sections: Vec::new(),
        synonyms: vec![fold(level)],
    }
}

/// Citizens with a chronic disease are published by year.
fn diseases(manifest: &Manifest, language: Language) -> Vec<Entry> {
    let Some(dimension) = manifest.dimension(DimensionId::Disease) else { return Vec::new() };
    let dataset = manifest.datasets.iter().find(|dataset| dataset.cuboid("disease").is_some());
    let Some((dataset, total)) = dataset.zip(dimension.total()) else { return Vec::new() };
    let period = periods(dataset, Grain::Year).last().copied();
    let entry = |member: &Member| {
        let state = ViewState {
            code: dataset.code_root.clone(),
            disease: Some(member.code.clone()),
            period,
            ..ViewState::default()
        };
        Entry {
            target: Target::Figure(state),
            label: language.of(&member.label).to_owned(),
            note: language.of(&dimension.label).to_owned(),
            kind: Kind::Disease,
            depth: 0,
            names: names(member, language),
            code: String::new(),
            sections: Vec::new(),
            synonyms: member.synonyms.iter().map(|word| fold(word)).collect(),
        }
    };
    dimension.members.iter().filter(|member| member.code != total.code).map(entry).collect()
}

fn pages(language: Language) -> Vec<Entry> {
    let entry = |(place, title, words): (Place, PageText, &str)| {
        let (danish, english) = title.both();
        Entry {
            target: Target::Place(place),
            label: title.say(language).to_owned(),
            note: PageText::KindPage.say(language).to_owned(),
            kind: Kind::Page,
            depth: 0,
            names: language.pick([danish, english], [english, danish]).map(fold).to_vec(),
            code: String::new(),
            sections: Vec::new(),
            synonyms: words.split(',').map(fold).collect(),
        }
    };
    let method = "metode,deklaration,kilde,datakilde,forbehold,databrud,anonymitet,method,declaration,source,caveats";
    let accessibility = "tilgængelighed,skærmlæser,accessibility,screen reader";
    [
        (Place::Method, PageText::MethodTitle, method),
        (Place::Accessibility, PageText::AccessibilityTitle, accessibility),
    ]
    .map(entry)
    .to_vec()
}

/// The names of a member, those of the reader's language first.
fn names(member: &Member, language: Language) -> Vec<String> {
    let label = &member.label;
    let both = language.pick([&label.da, &label.en], [&label.en, &label.da]);
    both.map(|name| fold(name)).to_vec()
}

/// The area that a target is, when it is one.
pub(super) fn area_of(target: &Target) -> Option<&MemberCode> {
    match target {
        Target::Place(Place::Area(area)) => Some(area),
        Target::Place(_) | Target::Figure(_) => None,
    }
}
