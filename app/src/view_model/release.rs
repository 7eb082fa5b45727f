//! What a publication brings, and when the next one comes.

use naerblik_shared::{
    manifest::{Contact, Manifest},
    period::{Grain, Period},
    schema::DimensionId,
};

use crate::i18n::{Language, date};

/// What is new in the publication, in sentences.
pub fn news(manifest: &Manifest, language: Language) -> Vec<String> {
    let as_of = date::day(&manifest.as_of, language);
    let mut news = vec![newest(manifest, language)];
    news.push(language.pick(
        format!("Tallene er opgjort pr. {as_of}. Udgivelsen hedder {}.", manifest.publication),
        format!("The figures are as of {as_of}. The release is called {}.", manifest.publication),
    ));
    if let Some(awaiting) = &manifest.awaiting {
        news.push(super::about::correction(awaiting, language));
    }
    if let Some(last) = manifest.corrected.last() {
        let name = last.manifest.trim_start_matches("manifests/").trim_end_matches(".json");
        news.push(language.pick(
            format!("Tal er rettet siden udgivelsen {name}."),
            format!("Figures were corrected since the release {name}."),
        ));
    }
    news.extend(next(manifest, language));
    news
}

/// When figures are added next: "Næste tal kommer 30. nov. 2026: oktober 2026."; `None` when that is not known.
pub fn next(manifest: &Manifest, language: Language) -> Option<String> {
    let next = manifest.next_release.as_ref()?;
    let day = date::day(&next.day, language);
    let periods = names(&next.periods, language);
    Some(
        language
            .pick(format!("Næste tal kommer {day}: {periods}."), format!("The next figures come on {day}: {periods}.")),
    )
}

/// Who answers questions; `None` when nobody is named.
pub fn contact(manifest: &Manifest) -> Option<&Contact> {
    manifest.contact.as_ref()
}

fn newest(manifest: &Manifest, language: Language) -> String {
    let dataset = manifest.datasets.iter().find(|dataset| dataset.code_root.is_some());
    let members = dataset.into_iter().flat_map(|dataset| &dataset.cuboids);
    let members = members.filter_map(|cuboid| cuboid.members(DimensionId::Period)).flatten();
    let periods: Vec<Period> = members.filter_map(|code| Period::parse(code.as_str()).ok()).collect();
    let newest = |grain| periods.iter().copied().filter(|period| period.grain() == grain).max();
    let newest: Vec<Period> = [Grain::Month, Grain::Quarter, Grain::Year].into_iter().filter_map(newest).collect();
    let names = names(&newest, language);
    language.pick(format!("De nyeste tal er for {names}."), format!("The newest figures are for {names}."))
}

/// "september 2026, 3. kvartal 2026 og 2025".
fn names(periods: &[Period], language: Language) -> String {
    let names: Vec<String> = periods.iter().map(|period| date::period(*period, language)).collect();
    match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => {
            format!("{}{}{last}", rest.join(", "), language.pick(" og ", " and "))
        }
        _ => names.join(""),
    }
}

#[cfg(test)]
mod tests {
    use naerblik_shared::manifest::NextRelease;

    use super::*;
    use crate::testing;

    #[test]
    fn a_release_says_what_is_newest_and_what_comes() {
        let mut manifest = testing::manifest().as_ref().clone();
        let sentences = news(&manifest, Language::Danish);
        assert_eq!(sentences[0], "De nyeste tal er for juni 2026 og 2. kvartal 2026.");
        assert_eq!(sentences[1], "Tallene er opgjort pr. 1. nov. 2026. Udgivelsen hedder 2026-11-12-abc.");
        assert_eq!(sentences.len(), 2);
        let periods = vec![Period::Quarter(2026, 4), Period::Month(2026, 12)];
        manifest.next_release = Some(NextRelease { day: "2027-01-30".to_owned(), periods });
        assert_eq!(
            next(&manifest, Language::English).unwrap(),
            "The next figures come on 30 Jan 2027: Q4 2026 and December 2026."
        );
    }
}
