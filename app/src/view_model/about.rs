//! Where the figures come from and what they leave out.

use naerblik_shared::{
    manifest::{Manifest, SeriesBreak},
    schema::Text,
};

use super::{figures::Figures, finding::breaks};
use crate::i18n::{Language, Phrase, date};

/// The foot of every figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// Source, as-of date and publication in one line.
    pub line: String,
    /// The declaration: pairs of heading and text.
    pub declaration: Vec<(&'static str, String)>,
    /// What it means that a figure is withheld.
    pub withheld: String,
    /// Breaks that touch the view: month, name, explanation.
    pub breaks: Vec<(String, String, String)>,
}

impl About {
    /// The foot for a loaded view.
    pub fn of(figures: &Figures) -> Self {
        let Figures { dataset, language, manifest, .. } = *figures;
        let declared = &dataset.declaration;
        let text = |text: &Text| language.of(text).to_owned();
        let declaration = vec![
            (Phrase::DeclarationCounted.say(language), text(&declared.counted)),
            (Phrase::DeclarationRate.say(language), Phrase::DeclarationRateText.say(language).to_owned()),
            (Phrase::DeclarationArea.say(language), text(&declared.area_rule)),
            (Phrase::DeclarationPeriod.say(language), text(&declared.period_rule)),
            (Phrase::DeclarationLeftOut.say(language), text(&declared.left_out)),
        ];
        let said =
            |own: &&SeriesBreak| (date::period_title(own.month, language), text(&own.label), text(&own.explanation));
        Self {
            line: line(figures),
            declaration,
            withheld: withheld(manifest, language),
            breaks: breaks(figures).iter().map(said).collect(),
        }
    }
}

fn line(figures: &Figures) -> String {
    let Figures { dataset, language, manifest, .. } = *figures;
    let source = language.of(&dataset.declaration.source).trim_end_matches('.');
    let as_of = date::day(&manifest.as_of, language);
    format!(
        "{}: {source} · {} {as_of} · {} {}",
        Phrase::Source.say(language),
        Phrase::AsOf.say(language),
        Phrase::Publication.say(language),
        manifest.publication
    )
}

fn withheld(manifest: &Manifest, language: Language) -> String {
    let threshold = manifest.threshold_citizens;
    language.pick(
        format!("Tal fra 1 til {} borgere vises ikke, så ingen kan genkendes. Nogle andre tal er også skjult. Ellers kunne man regne de små tal ud. Nul vises som 0.", threshold.saturating_sub(1)),
        format!("Figures from 1 to {} citizens are not shown, so that nobody can be recognised. Some other figures are withheld too. Otherwise the small ones could be worked out. Zero is shown as 0.", threshold.saturating_sub(1)),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    #[test]
    fn the_foot_names_date_publication_threshold_and_breaks() {
        let loaded = testing::loaded("");
        let about = About::of(&Figures::new(&loaded, Language::Danish).unwrap());
        assert_eq!(about.line, "Kilde: borgere · opgjort pr. 1. nov. 2026 · udgivelse 2026-11-12-abc");
        assert!(about.withheld.starts_with("Tal fra 1 til 4 borgere"));
        assert_eq!(about.breaks[0].0, "Juni 2024");
    }
}
