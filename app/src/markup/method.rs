//! What the publication says about itself: datasets, breaks, release, contact.

use naerblik_shared::manifest::{Cuboid, Dataset, Manifest};

use super::html::{Html, el, join, said, text};
use crate::{
    i18n::{Language, PageText, Phrase, date},
    view_model::{about, release},
};

/// The part of the method page that comes from the publication.
pub fn method(manifest: &Manifest, language: Language) -> Html {
    let say = |text: PageText| text.say(language);
    let datasets = join(manifest.datasets.iter().map(|own| dataset(own, manifest, language)));
    join([
        section(say(PageText::MethodDatasets), datasets),
        section(say(PageText::MethodBreaks), breaks(manifest, language)),
        section(say(PageText::MethodRelease), releases(manifest, language)),
        contact(manifest, language),
    ])
}

fn section(title: &str, content: Html) -> Html {
    el("section", &[("aria-label", title)], [said("h2", "", title), content])
}

fn dataset(dataset: &Dataset, manifest: &Manifest, language: Language) -> Html {
    let declared = &dataset.declaration;
    let mut rows = vec![
        (Phrase::DeclarationCounted.say(language), language.of(&declared.counted).to_owned()),
        (PageText::MethodUnit.say(language), unit(dataset, language)),
        (Phrase::DeclarationArea.say(language), language.of(&declared.area_rule).to_owned()),
        (Phrase::DeclarationPeriod.say(language), language.of(&declared.period_rule).to_owned()),
        (Phrase::DeclarationLeftOut.say(language), language.of(&declared.left_out).to_owned()),
        (Phrase::Source.say(language), language.of(&declared.source).to_owned()),
        (PageText::MethodCombinations.say(language), combinations(dataset, manifest, language)),
    ];
    if let Some(share) = about::share_withheld(&dataset.withheld, language) {
        rows.push((Phrase::DeclarationWithheld.say(language), share));
    }
    let row = |(head, words): (&str, String)| el("div", &[], [said("dt", "", head), said("dd", "", &words)]);
    let list = el("dl", &[("class", "declared")], rows.into_iter().map(row));
    el("details", &[("class", "about-details")], [said("summary", "", language.of(&dataset.label)), list])
}

fn unit(dataset: &Dataset, language: Language) -> String {
    let measure = language.of(&dataset.measure.label);
    let unit = language.of(&dataset.measure.unit);
    format!("{measure} ({unit})")
}

/// "område, periode, alder: år og kvartal".
fn combinations(dataset: &Dataset, manifest: &Manifest, language: Language) -> String {
    let one = |cuboid: &Cuboid| {
        let axes = cuboid.axes.iter().filter_map(|axis| manifest.dimension(axis.dimension));
        let axes: Vec<String> = axes.map(|own| language.of(&own.label).to_lowercase()).collect();
        let grains: Vec<String> =
            cuboid.grains.iter().map(|grain| date::grain(*grain, language).to_lowercase()).collect();
        format!("{} ({})", axes.join(" × "), grains.join(", "))
    };
    let all: Vec<String> = dataset.cuboids.iter().map(one).collect();
    format!("{}.", all.join("; "))
}

fn breaks(manifest: &Manifest, language: Language) -> Html {
    let row = |own: &naerblik_shared::manifest::SeriesBreak| {
        let month = date::period_title(own.month, language);
        let name = format!("{month}: {}.", language.of(&own.label));
        el("li", &[], [said("strong", "", &name), text(" "), text(language.of(&own.explanation))])
    };
    el("ul", &[("class", "plain-list")], manifest.series_breaks.iter().map(row))
}

fn releases(manifest: &Manifest, language: Language) -> Html {
    let mut sentences = release::news(manifest, language);
    if manifest.next_release.is_none() {
        sentences.push(
            language
                .pick("Dagen for næste udgivelse er ikke meldt ud.", "The day of the next release is not announced.")
                .to_owned(),
        );
    }
    el("ul", &[("class", "plain-list")], sentences.iter().map(|sentence| said("li", "", sentence)))
}

fn contact(manifest: &Manifest, language: Language) -> Html {
    let Some(contact) = release::contact(manifest) else { return Html::default() };
    let address = format!("mailto:{}", contact.email);
    let mail = el("a", &[("href", &address)], [text(&contact.email)]);
    let line = el("p", &[], [text(language.of(&contact.name)), text(", "), mail]);
    section(PageText::MethodContact.say(language), line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    #[test]
    fn every_dataset_and_break_is_declared_in_both_languages() {
        let manifest = testing::manifest();
        for language in Language::ALL {
            let html = method(&manifest, language).into_text();
            for dataset in &manifest.datasets {
                assert!(html.contains(&format!("<summary>{}</summary>", language.of(&dataset.label))));
            }
            assert!(html.contains(language.pick("Juni 2024: Forenklet FSIII.", "June 2024: Simplified FSIII.")));
            assert!(html.contains(language.pick("ikke meldt ud", "not announced")));
        }
    }
}
