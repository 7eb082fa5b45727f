//! Where the figures come from and what they leave out.

use naerblik_shared::{
    manifest::{Awaiting, Manifest, SeriesBreak, Withheld},
    schema::{Text, level},
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
        let mut declaration = vec![
            (Phrase::DeclarationCounted.say(language), text(&declared.counted)),
            (Phrase::DeclarationRate.say(language), Phrase::DeclarationRateText.say(language).to_owned()),
            (Phrase::DeclarationArea.say(language), text(&declared.area_rule)),
            (Phrase::DeclarationPeriod.say(language), text(&declared.period_rule)),
            (Phrase::DeclarationLeftOut.say(language), text(&declared.left_out)),
        ];
        if let Some(share) = share_withheld(&dataset.withheld, language) {
            declaration.push((Phrase::DeclarationWithheld.say(language), share));
        }
        if let Some(awaiting) = &manifest.awaiting {
            declaration.push((Phrase::DeclarationAwaiting.say(language), correction(awaiting, language)));
        }
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

/// Source, as-of date and publication in one line.
pub fn line(figures: &Figures) -> String {
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

/// Which periods have other figures in the register by now, and when they are published.
pub fn correction(awaiting: &Awaiting, language: Language) -> String {
    let periods: Vec<String> =
        awaiting.periods.iter().map(|period| date::period_title(*period, language).to_lowercase()).collect();
    let periods = periods.join(", ");
    let day = awaiting.correction.as_ref().map(|day| date::day(day, language));
    let when = day.map_or_else(
        || language.pick("Datoen er ikke fastsat.", "The date is not set.").to_owned(),
        |day| language.pick(format!("De rettede tal udgives {day}."), format!("Corrected figures come on {day}.")),
    );
    language.pick(
        format!("Registret har fået nye oplysninger om {periods}. {when}"),
        format!("The register has received new information about {periods}. {when}"),
    )
}

/// How many of the dataset's figures are withheld, for the levels that readers know best; `None` where nothing is.
pub fn share_withheld(levels: &[Withheld], language: Language) -> Option<String> {
    let names = [
        (level::COUNTRY, language.pick("hele landet", "the whole country")),
        (level::REGION, language.pick("regioner", "regions")),
        (level::MUNICIPALITY, language.pick("kommuner", "municipalities")),
    ];
    let share = |(level, name): (&str, &str)| {
        let own = levels.iter().find(|own| own.level == level && own.figures > 0)?;
        let percent = (own.withheld * 100 + own.figures / 2) / own.figures;
        Some(language.pick(format!("{percent} % for {name}"), format!("{percent}% for {name}")))
    };
    let shares: Vec<String> = names.into_iter().filter_map(share).collect();
    let shares = shares.join(", ");
    (!shares.is_empty()).then(|| {
        language.pick(
            format!("Af alle tal i datasættet, der ikke er 0, er skjult: {shares}."),
            format!("Of all figures of the dataset that are not 0, withheld are: {shares}."),
        )
    })
}

#[cfg(test)]
mod tests {
    use naerblik_shared::period::Period;

    use super::*;
    use crate::testing;

    #[test]
    fn what_is_to_be_corrected_is_said_with_its_day() {
        let periods = vec![Period::parse("2026Q3").unwrap(), Period::parse("2026-09").unwrap()];
        let awaiting = Awaiting { periods, correction: Some("2026-10-30".to_owned()) };
        assert_eq!(
            correction(&awaiting, Language::Danish),
            "Registret har fået nye oplysninger om 3. kvartal 2026, september 2026. De rettede tal udgives 30. okt. 2026."
        );
        let awaiting = Awaiting { correction: None, ..awaiting };
        assert!(correction(&awaiting, Language::English).ends_with("The date is not set."));
    }

    #[test]
    fn the_foot_names_date_publication_threshold_and_breaks() {
        let loaded = testing::loaded("");
        let about = About::of(&Figures::new(&loaded, Language::Danish).unwrap());
        assert_eq!(about.line, "Kilde: borgere · opgjort pr. 1. nov. 2026 · udgivelse 2026-11-12-abc");
        assert!(about.withheld.starts_with("Tal fra 1 til 4 borgere"));
        assert_eq!(about.breaks[0].0, "Juni 2024");
        let (heading, share) = about.declaration.last().unwrap();
        assert_eq!(*heading, "Hvor meget der er skjult");
        assert_eq!(
            share,
            "Af alle tal i datasættet, der ikke er 0, er skjult: 20 % for hele landet, 70 % for kommuner."
        );
    }
}
