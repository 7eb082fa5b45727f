//! What readers read: texts, numbers and dates in Danish and English.
//!
//! Official names of areas and codes are not here; they come with the publication. Start reading at [`Phrase`].

pub mod date;
pub mod number;
mod page_text;
mod phrase;
pub mod place;
mod problem;
mod take;

pub use page_text::PageText;
pub use phrase::Phrase;
pub use take::Saying;

use naerblik_shared::schema::Text;

use crate::charts::Locale;

/// The languages of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Language {
    /// Danish, the first language of the site.
    Danish,
    /// English.
    English,
}

impl Language {
    /// Every language, in the order of the language switch.
    pub const ALL: [Self; 2] = [Self::Danish, Self::English];

    /// The tag in paths and in the `lang` attribute.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Danish => "da",
            Self::English => "en",
        }
    }

    /// The language's own name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Danish => "Dansk",
            Self::English => "English",
        }
    }

    /// The text in this language.
    pub fn of(self, text: &Text) -> &str {
        match self {
            Self::Danish => &text.da,
            Self::English => &text.en,
        }
    }

    /// One of two texts.
    pub fn pick<T>(self, danish: T, english: T) -> T {
        match self {
            Self::Danish => danish,
            Self::English => english,
        }
    }

    /// The charts' name for the language.
    pub fn locale(self) -> Locale {
        self.pick(Locale::Da, Locale::En)
    }
}
