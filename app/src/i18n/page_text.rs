//! The fixed texts of the front page, the area profile and the pages about the figures.

use super::{Language, phrase::phrases};

phrases! {
    PageText:

    // Head and foot of every page.
    NavLabel => "Sider", "Pages";
    NavFigures => "Tal", "Figures";
    NavAreas => "Områder", "Areas";
    NavMethod => "Om tallene", "About the figures";
    FootLabel => "Om siden", "About this site";
    FeedbackLink => "Noget ser forkert ud?", "Does something look wrong?";
    FeedbackSubject => "Noget ser forkert ud", "Something looks wrong";
    FeedbackBody => "Skriv her, hvad der ser forkert ud:", "Write here what looks wrong:";
    FeedbackPlace => "Siden", "Page";
    FeedbackVersion => "Udgivelse", "Publication";
    FeedbackAsOf => "Opgjort pr.", "As of";

    // Front page.
    FrontTitle => "Hvordan er det i din kommune?", "How is it in your municipality?";
    FrontLead => "Nærblik viser, hvilke tilstande borgere i den kommunale pleje har, og hvilken hjælp de får. Tallene kommer fra Fælles Sprog III og dækker hele landet, regioner, sundhedsråd, klynger og kommuner.", "Nærblik shows which conditions citizens in municipal care have, and which help they receive. The figures come from Fælles Sprog III and cover the whole country, regions, health councils, clusters and municipalities.";
    SearchLabel => "Søg efter tilstand, indsats, paragraf eller sted", "Search for a condition, an intervention, a section of the law or a place";
    SearchHint => "For eksempel liggesår, I4.4, §138 eller tryksår Varde", "For example pressure sores, I4.4, §138 or pressure sores Varde";
    SearchResults => "Fundet", "Found";
    SearchNothing => "Intet fundet. Prøv et andet ord, en kode eller et sted.", "Nothing found. Try another word, a code or a place.";
    FindArea => "Find din kommune", "Find your municipality";
    FindAreaLabel => "Kommune", "Municipality";
    FindAreaChoose => "Vælg kommune", "Choose a municipality";
    FindAreaGo => "Vis kommunen", "Show the municipality";
    FindOthers => "Andre områder", "Other areas";
    Topics => "Fire emner i hele landet", "Four topics in the whole country";
    TopicNursing => "Hjemmesygepleje", "Home nursing";
    TopicCare => "Hjemmepleje", "Home care";
    TopicTraining => "Genoptræning", "Rehabilitation";
    TopicPrevention => "Forebyggelse", "Prevention";
    TopicNursingConditions => "Sygeplejetilstande", "Nursing conditions";
    TopicCareConditions => "Pleje- og omsorgstilstande", "Home care conditions";
    News => "Nyt i denne udgivelse", "New in this release";
    Completeness => "Hvor komplette tallene er", "How complete the figures are";
    ToMethod => "Sådan bliver tallene til", "How the figures come to be";

    // Area profile.
    ProfileKind => "Områdeprofil", "Area profile";
    ProfileHeadlines => "Hjælp og tilstande", "Help and conditions";
    ProfilePeriod => "Vis tal for", "Show figures for";
    ProfileFrequentConditions => "Hyppigste tilstande", "Most frequent conditions";
    ProfileFrequentInterventions => "Hyppigste indsatser", "Most frequent interventions";
    ProfileStandsOut => "Det skiller sig ud", "What stands out";
    ProfileCoverage => "Indberetning", "Reporting";
    ProfileBelow => "Områder her", "Areas here";
    ProfileAround => "Ligger i", "Lies in";
    ProfileToFigure => "Se kort, udvikling og tabel", "See map, trend and table";
    ProfilePrint => "Udskriv", "Print";
    ProfileUnknown => "Vi kender ikke området", "We do not know this area";
    ProfileUnknownHelp => "Linket er måske gammelt. På forsiden kan du søge efter et område.", "The link may be old. On the front page you can search for an area.";
    ProfileLoadingMore => "Henter alle tilstande og indsatser …", "Loading all conditions and interventions …";
    ToProfile => "Alle tal for", "All figures for";
    ColumnCountry => "Hele landet", "Whole country";
    ColumnName => "Navn", "Name";
    ColumnTimes => "Gange landets tal", "Times the country's";

    // About the figures.
    KindPage => "Side", "Page";
    MethodTitle => "Sådan bliver tallene til", "How the figures come to be";
    MethodDatasets => "Deklaration for hvert datasæt", "Declaration of each dataset";
    MethodBreaks => "Databrud", "Series breaks";
    MethodRelease => "Udgivelse", "Release";
    MethodNext => "Næste udgivelse", "Next release";
    MethodContact => "Kontakt", "Contact";
    MethodVersion => "Denne udgivelse", "This release";
    MethodUnit => "Enhed", "Unit";
    MethodCombinations => "Udgivne tabeller", "Published tables";
    AccessibilityTitle => "Tilgængelighedserklæring", "Accessibility statement";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_is_there_in_both_languages() {
        for text in PageText::ALL {
            let (danish, english) = text.both();
            assert!(!danish.trim().is_empty() && !english.trim().is_empty(), "{text:?}");
        }
    }
}
