//! Search over everything: names, words of readers, codes, sections of the law, places, pages.
//!
//! [`Index`] is built once from the manifest; [`Index::search`] answers each letter typed. A topic and a place typed
//! together (`tryksår varde`) find the figure of both. Nothing here knows the browser.

mod distance;
mod fold;
mod index;

pub use index::{Index, Target};

use index::{Entry, Kind, area_of};

use crate::{i18n::Language, order::by_key};

/// Fewer exact hits than this, and words with slips are looked at too.
const FEW: usize = 3;

/// Words that say nothing.
const SMALL_WORDS: [&str; 12] = ["i", "in", "paa", "on", "for", "og", "and", "med", "with", "of", "the", "hos"];

/// Something found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Where it leads.
    pub target: Target,
    /// Its name.
    pub label: String,
    /// What it is: "Tilstand · I4.4 · SUL §138".
    pub note: String,
}

/// How well an entry fits, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// It is the code or the name.
    Exact,
    /// The name begins so, or it is the section or a reader's word.
    Begin,
    /// A word of the name begins so.
    Word,
    /// A reader's word begins so.
    Synonym,
    /// It stands inside a word.
    Inside,
    /// A word is so but for one slip.
    OneSlip,
    /// A word is so but for two slips.
    TwoSlips,
}

impl Fit {
    /// A number in the same order.
    fn number(self) -> u64 {
        match self {
            Self::Exact => 0,
            Self::Begin => 1,
            Self::Word => 2,
            Self::Synonym => 3,
            Self::Inside => 4,
            Self::OneSlip => 5,
            Self::TwoSlips => 6,
        }
    }
}

impl Index {
    /// The best hits for what was typed, at most `most`; none for an empty text.
    pub fn search(&self, typed: &str, most: usize, language: Language) -> Vec<Hit> {
        let typed = fold::fold(typed);
        let words = meaningful(&typed);
        if words.is_empty() {
            return Vec::new();
        }
        let mut found = self.ranked(&typed, &words, Fit::Inside);
        let mut hits = Vec::new();
        if words.len() > 1 && found.first().is_none_or(|(fit, _)| *fit > Fit::Word) {
            hits.extend(self.topic_and_place(&words, language));
        }
        if found.len() + hits.len() < FEW {
            found = self.ranked(&typed, &words, Fit::TwoSlips);
        }
        hits.extend(found.into_iter().map(|(_, entry)| entry.hit()));
        hits.truncate(most);
        hits
    }

    /// The entries that fit at least so well, best first.
    fn ranked(&self, typed: &str, words: &[&str], worst: Fit) -> Vec<(Fit, &Entry)> {
        let fits = self.entries.iter().filter_map(|entry| Some((entry.fit(typed, words, worst)?, entry)));
        by_key(fits.collect(), |(fit, entry)| entry.rank(*fit))
    }

    /// The figure of a topic in a place, when some of the words name one and the rest the other.
    fn topic_and_place(&self, words: &[&str], language: Language) -> Option<Hit> {
        let splits = 1..words.len();
        splits
            .filter_map(|at| words.split_at_checked(at))
            .flat_map(|(left, right)| [(left, right), (right, left)])
            .find_map(|(topic, place)| {
                let best = |words: &[&str], worst, is_wanted: fn(&Entry) -> bool| {
                    let typed = words.join(" ");
                    let found = self.ranked(&typed, words, worst);
                    found.into_iter().map(|(_, entry)| entry).find(|entry| is_wanted(entry))
                };
                let place = best(place, Fit::Word, |entry| entry.kind == Kind::Area)?;
                let topic = best(topic, Fit::OneSlip, |entry| matches!(entry.kind, Kind::Code | Kind::OldCode))?;
                let (Target::Figure(state), Some(area)) = (&topic.target, area_of(&place.target)) else { return None };
                let mut state = state.clone();
                state.area = Some(area.clone());
                let (label, name) = (&topic.label, &place.label);
                let label = language.pick(format!("{label} i {name}"), format!("{label} in {name}"));
                Some(Hit { target: Target::Figure(state), label, note: topic.note.clone() })
            })
    }
}

/// The words that count; all of them when none does.
fn meaningful(typed: &str) -> Vec<&str> {
    let all: Vec<&str> = typed.split_whitespace().collect();
    let some: Vec<&str> = all.iter().copied().filter(|word| !SMALL_WORDS.contains(word)).collect();
    if some.is_empty() { all } else { some }
}

impl Entry {
    fn hit(&self) -> Hit {
        Hit { target: self.target.clone(), label: self.label.clone(), note: self.note.clone() }
    }

    /// Fit first; then what is in use, what is broader, what is shorter.
    fn rank(&self, fit: Fit) -> u64 {
        let length = self.names.first().map_or(0, String::len).min(0xffff);
        let depth = u64::try_from(self.depth.min(0xff) << 16 | length).unwrap_or(u64::MAX);
        fit.number() << 32 | u64::from(self.kind == Kind::OldCode) << 30 | depth
    }

    /// How well the entry fits everything that was typed; `None` when a word fits worse than `worst`.
    fn fit(&self, typed: &str, words: &[&str], worst: Fit) -> Option<Fit> {
        if self.code == typed || self.names.iter().any(|name| name == typed) {
            return Some(Fit::Exact);
        }
        if self.synonyms.iter().any(|own| own == typed) || self.names.iter().any(|name| name.starts_with(typed)) {
            return Some(Fit::Begin);
        }
        words.iter().map(|word| self.word_fit(word, worst)).try_fold(Fit::Exact, |worst, fit| Some(worst.max(fit?)))
    }

    fn word_fit(&self, word: &str, worst: Fit) -> Option<Fit> {
        if self.code == word {
            return Some(Fit::Exact);
        }
        if self.sections.iter().any(|section| section == word || section.strip_prefix('§') == Some(word)) {
            return Some(Fit::Begin);
        }
        let begins = |text: &String| text.split(' ').any(|own| own.starts_with(word));
        if self.names.iter().any(begins) || (!self.code.is_empty() && self.code.starts_with(word)) {
            return Some(Fit::Word);
        }
        if self.synonyms.iter().any(begins) {
            return Some(Fit::Synonym);
        }
        if word.len() >= 3 && self.names.iter().any(|name| name.contains(word)) {
            return Some(Fit::Inside);
        }
        if worst <= Fit::Inside {
            return None;
        }
        let most = distance::allowed(word.chars().count());
        let texts = self.names.iter().chain(&self.synonyms).flat_map(|text| text.split(' '));
        let slips = texts.filter_map(|own| distance::slips(word.as_bytes(), own.as_bytes(), most)).min()?;
        Some(if slips <= 1 { Fit::OneSlip } else { Fit::TwoSlips })
    }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
