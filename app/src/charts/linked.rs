//! What the reader points at, so that every picture and every table on screen marks the same.

use leptos::prelude::*;
use naerblik_shared::period::Period;

/// The area or period that a point of a picture or a row of a table stands for, as a text that tells them apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject(String);

impl Subject {
    /// An area, by its code.
    pub fn of_area(code: &str) -> Self {
        Self(format!("area:{code}"))
    }

    /// A period.
    pub fn of_period(period: Period) -> Self {
        Self(format!("period:{period}"))
    }

    /// Takes [`Subject::as_str`] back.
    pub fn from_text(text: String) -> Self {
        Self(text)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The area's code, when it is one.
    pub fn area(&self) -> Option<&str> {
        self.0.strip_prefix("area:")
    }
}

/// The area or period under the pointer or the keyboard; provided by what surrounds pictures and tables.
#[derive(Clone, Copy)]
pub struct Linked {
    subject: RwSignal<Option<Subject>>,
}

impl Linked {
    /// For one panel.
    pub fn new() -> Self {
        Self { subject: RwSignal::new(None) }
    }

    /// The reader points at something, or at nothing any more.
    pub fn point_at(self, subject: Option<Subject>) {
        if self.subject.try_with_untracked(|known| *known != subject) == Some(true) {
            self.subject.set(subject);
        }
    }

    /// What the reader points at; tracks changes.
    pub fn subject(self) -> Option<Subject> {
        self.subject.get()
    }
}

impl Default for Linked {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_is_not_the_area_with_its_number() {
        assert_ne!(Subject::of_period(Period::Year(2025)), Subject::of_area("2025"));
        assert_eq!(Subject::of_area("0573").area(), Some("0573"));
        assert_eq!(Subject::of_period(Period::Year(2025)).area(), None);
        let own = Subject::of_area("0573");
        assert_eq!(Subject::from_text(own.as_str().to_owned()), own);
    }
}
