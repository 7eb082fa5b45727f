//! What readers are told when something fails, and what they can do.

use naerblik_shared::manifest::ManifestError;

use super::Language;
use crate::{
    data::{FetchError, LoadError},
    state::{LinkIssue, Parameter, view_state::IssueReason},
};

impl LoadError {
    /// What happened, in a sentence.
    pub fn message(&self, language: Language) -> &'static str {
        match self {
            Self::Fetch { source: FetchError::Network, .. } => language.pick(
                "Tallene kunne ikke hentes: der er ingen forbindelse.",
                "The figures could not be loaded: there is no connection.",
            ),
            Self::Fetch { source: FetchError::Status(_), .. } => language.pick(
                "Tallene kunne ikke hentes: serveren har dem ikke lige nu.",
                "The figures could not be loaded: the server does not have them right now.",
            ),
            Self::Length { .. } | Self::Manifest(ManifestError::Digest { .. }) => language.pick(
                "Tallene kom ikke helt frem, eller de er ændret på vejen. Derfor vises de ikke.",
                "The figures did not arrive whole, or were changed on the way. They are therefore not shown.",
            ),
            Self::Manifest(ManifestError::Syntax { .. }) | Self::Wire(_) => {
                language.pick("Tallene kan ikke læses.", "The figures cannot be read.")
            }
            Self::Manifest(ManifestError::Format { .. }) => language.pick(
                "Tallene er udgivet til en nyere udgave af siden.",
                "The figures were published for a newer version of this page.",
            ),
            Self::Incomplete { .. } => language
                .pick("Udgivelsen mangler en del af tallene.", "Part of the figures is missing from the publication."),
        }
    }

    /// What the reader can do.
    pub fn advice(&self, language: Language) -> &'static str {
        match self {
            Self::Fetch { source: FetchError::Network, .. } => {
                language.pick("Se, om du er på nettet, og prøv igen.", "Check that you are online, and try again.")
            }
            Self::Manifest(ManifestError::Format { .. }) => language.pick("Genindlæs siden.", "Reload the page."),
            Self::Fetch { .. } | Self::Length { .. } | Self::Manifest(_) | Self::Wire(_) | Self::Incomplete { .. } => {
                language.pick("Prøv igen om lidt.", "Try again in a moment.")
            }
        }
    }
}

impl LinkIssue {
    /// What of the link was dropped and why, in a sentence.
    pub fn sentence(&self, language: Language) -> String {
        let what = parameter(self.parameter, language);
        let found = &self.found;
        match (self.reason, language) {
            (IssueReason::Form, Language::Danish) => format!("{what} »{found}« kan ikke læses."),
            (IssueReason::Form, Language::English) => format!("{what} “{found}” cannot be read."),
            (IssueReason::Unknown, Language::Danish) => format!("{what} »{found}« findes ikke i denne udgivelse."),
            (IssueReason::Unknown, Language::English) => format!("{what} “{found}” is not in this publication."),
            (IssueReason::NotPublished, Language::Danish) => {
                format!("{what} »{found}« er ikke udgivet sammen med de andre valg.")
            }
            (IssueReason::NotPublished, Language::English) => {
                format!("{what} “{found}” is not published together with the other choices.")
            }
        }
    }
}

fn parameter(parameter: Parameter, language: Language) -> &'static str {
    match parameter {
        Parameter::Dataset => language.pick("Datasættet", "The dataset"),
        Parameter::Code => language.pick("Koden", "The code"),
        Parameter::Area => language.pick("Området", "The area"),
        Parameter::Via => language.pick("Inddelingen", "The grouping"),
        Parameter::Period => language.pick("Perioden", "The period"),
        Parameter::Age => language.pick("Aldersgruppen", "The age group"),
        Parameter::Sex => language.pick("Kønnet", "The sex"),
        Parameter::Home => language.pick("Boligen", "The home"),
        Parameter::Disease => language.pick("Sygdommen", "The disease"),
        Parameter::Unit => language.pick("Enheden", "The unit"),
        Parameter::Against => language.pick("Sammenligningen", "The comparison"),
        Parameter::List => language.pick("Listen", "The list"),
        Parameter::Pivot => language.pick("Krydstabellen", "The cross table"),
        Parameter::Tab => language.pick("Visningen", "The view"),
        Parameter::Span => language.pick("Perioden for udviklingen", "The span of the trend"),
    }
}
