//! The pages of the site and their addresses.

use naerblik_shared::schema::MemberCode;

use crate::i18n::Language;

/// A page of the site.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Place {
    /// Search, topics, what is new.
    Front,
    /// One figure: map, trend, comparison, table.
    Figure,
    /// Everything about one area; the code may be unknown to the publication.
    Area(MemberCode),
    /// How the figures come to be.
    Method,
    /// The accessibility statement.
    Accessibility,
}

impl Place {
    /// The address below the site's base: `da/area/0573`.
    pub fn path(&self, language: Language) -> String {
        let tag = language.tag();
        match self {
            Self::Front => format!("{tag}/"),
            Self::Figure => format!("{tag}/{FIGURE}"),
            Self::Area(code) => format!("{tag}/{AREA}/{code}"),
            Self::Method => format!("{tag}/{METHOD}"),
            Self::Accessibility => format!("{tag}/{ACCESSIBILITY}"),
        }
    }

    /// Reads an address below the base, with or without a slash at its end; `None` when it leads nowhere.
    pub fn parse(path: &str) -> Option<(Language, Self)> {
        let (language, rest) = split_language(path);
        Some((language?, Self::parse_rest(rest)?))
    }

    /// Reads what follows the language.
    pub(super) fn parse_rest(rest: &str) -> Option<Self> {
        let mut parts = rest.trim_end_matches('/').split('/');
        let place = match parts.next().unwrap_or_default() {
            "" => Self::Front,
            FIGURE => Self::Figure,
            AREA => Self::Area(MemberCode::parse(parts.next()?).ok()?),
            METHOD => Self::Method,
            ACCESSIBILITY => Self::Accessibility,
            _ => return None,
        };
        parts.next().is_none().then_some(place)
    }
}

const FIGURE: &str = "figure";
const AREA: &str = "area";
const METHOD: &str = "method";
const ACCESSIBILITY: &str = "accessibility";

/// The language that an address begins with, and what follows it.
pub fn split_language(path: &str) -> (Option<Language>, &str) {
    let (first, rest) = path.split_once('/').unwrap_or((path, ""));
    let language = Language::ALL.into_iter().find(|language| language.tag() == first);
    (language, if language.is_some() { rest } else { path })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_has_an_address_that_leads_back_to_it() {
        let area = Place::Area(MemberCode::parse("klynge-midt").unwrap());
        for place in [Place::Front, Place::Figure, area, Place::Method, Place::Accessibility] {
            for language in Language::ALL {
                assert_eq!(Place::parse(&place.path(language)), Some((language, place.clone())));
            }
        }
    }

    #[test]
    fn other_addresses_lead_nowhere() {
        for path in ["", "de/", "da/nowhere", "da/area", "da/area/", "da/area/å", "da/area/0573/more", "da/method/x"] {
            assert_eq!(Place::parse(path), None, "{path}");
        }
    }
}
