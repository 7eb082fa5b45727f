//! The fixed texts of the interface, both languages side by side.
//!
//! Names say what a text is for, not what it says. Texts with numbers or names in them are built where they are used.

use super::Language;

macro_rules! phrases {
    ($texts:ident: $($name:ident => $danish:literal, $english:literal;)*) => {
        /// A fixed text of the interface.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $texts {
            $(#[doc = $english] $name,)*
        }

        impl $texts {
            /// Every text, for tests.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The text in Danish and in English.
            pub fn both(self) -> (&'static str, &'static str) {
                match self {
                    $(Self::$name => ($danish, $english),)*
                }
            }

            /// The text in a language.
            pub fn say(self, language: Language) -> &'static str {
                let (danish, english) = self.both();
                language.pick(danish, english)
            }
        }
    };
}

pub(super) use phrases;

phrases! {
    Phrase:

    // The page around the figures.
    SiteName => "Nærblik", "Nærblik";
    SiteSubtitle => "Kommunal sundhed og pleje i tal", "Municipal health and care in figures";
    SkipToContent => "Spring til indholdet", "Skip to the content";
    LanguageSwitch => "Sprog", "Language";
    BreadcrumbLabel => "Områder", "Areas";
    FictiveTitle => "Fiktive data.", "Fictitious data.";
    PageNotFound => "Siden findes ikke", "This page does not exist";
    PageNotFoundHelp => "Linket er måske gammelt eller skrevet forkert. På forsiden kan du vælge område og tilstand.", "The link may be old or mistyped. On the front page you can choose an area and a condition.";
    ToFrontPage => "Gå til forsiden", "Go to the front page";
    Loading => "Henter tal …", "Loading figures …";
    LoadingNext => "Henter de nye tal. Indtil da vises de forrige.", "Loading the new figures. Until then you see the previous ones.";
    TryAgain => "Prøv igen", "Try again";
    OldFiguresStay => "Du ser stadig de forrige tal.", "You still see the previous figures.";
    PublicCode => "Fejlkode", "Error code";
    LinkIssueTitle => "En del af linket kunne ikke bruges.", "Part of the link could not be used.";

    // Filters.
    FiltersLabel => "Vælg tal", "Choose figures";
    FiltersButton => "Flere filtre", "More filters";
    FilterArea => "Område", "Area";
    FilterDataset => "Vis tal for", "Show figures for";
    FilterCondition => "Tilstand", "Condition";
    FilterIntervention => "Indsats", "Intervention";
    FilterGrain => "Periodelængde", "Period length";
    FilterPeriod => "Periode", "Period";
    FilterAge => "Alder", "Age";
    FilterSex => "Køn", "Sex";
    FilterHome => "Bolig", "Home";
    FilterDisease => "Kronisk sygdom", "Chronic disease";
    FilterUnit => "Vis som", "Show as";
    FilterReset => "Ryd alle", "Clear all";
    Everyone => "Alle", "All";
    NotPublishedTitle => "Nogle valg er slået fra.", "Some choices are switched off.";
    UnitRate => "Pr. 1.000 borgere", "Per 1,000 citizens";
    UnitStandard => "Pr. 1.000, som om aldrene var ens", "Per 1,000, as if ages were equal";
    UnitCount => "Antal borgere", "Number of citizens";
    PickArea => "Vælg område", "Choose an area";
    AddArea => "Tilføj område", "Add an area";
    AddAreaTitle => "Vælg et område til din liste", "Choose an area for your list";
    PickCondition => "Vælg tilstand", "Choose a condition";
    PickIntervention => "Vælg indsats", "Choose an intervention";
    PickSearch => "Søg på navn, kode eller paragraf", "Search by name, code or law";
    PickAreaSearch => "Søg på navn eller kommunekode", "Search by name or municipality code";
    PickNothing => "Intet passer til søgningen.", "Nothing matches the search.";
    PickKeys => "Brug piletasterne og Enter. Escape lukker.", "Use the arrow keys and Enter. Escape closes.";
    Close => "Luk", "Close";

    // Tabs.
    TabsLabel => "Visning", "View";
    TabMap => "Kort", "Map";
    TabTrend => "Udvikling", "Trend";
    TabCompare => "Sammenlign", "Compare";
    TabDistribution => "Alder og køn", "Age and sex";
    TabTable => "Tabel", "Table";
    SpanLabel => "Vis", "Show";
    SpanAll => "Alle år", "All years";
    GroupingLabel => "Inddel kommuner efter", "Group municipalities by";
    GroupingCluster => "Region og klynge", "Region and cluster";
    GroupingCouncil => "Sundhedsråd (fra 2027)", "Health council (from 2027)";

    // Figures.
    Suppressed => "skjult", "withheld";
    SuppressedLong => "Skjult af hensyn til anonymitet", "Withheld to protect anonymity";
    NotReported => "ikke indberettet", "not reported";
    NotApplicable => "ikke i brug", "not in use";
    NotPublished => "ikke offentliggjort", "not published";
    NoComparison => "–", "–";
    ColumnStandard => "Aldersstandardiseret", "Age-standardised";
    ColumnCitizens => "Borgere", "Citizens";
    ColumnRate => "Pr. 1.000", "Per 1,000";
    ColumnPopulation => "Indbyggere", "Inhabitants";
    ColumnReported => "Indberettet", "Reported";
    ColumnBefore => "Tre år før", "Three years before";
    ColumnChange => "Ændring", "Change";
    ColumnPeriod => "Periode", "Period";
    WholeCountry => "Hele landet", "Whole country";
    TrendHint => "Piletasterne går fra tal til tal, Enter viser dem alle.", "The arrow keys go from figure to figure, Enter shows them all.";
    SortHint => "Vælg en kolonne for at sortere.", "Choose a column to sort.";
    TableOfChart => "Tallene bag figuren", "The figures behind the chart";
    SeriesBreaks => "Databrud", "Series breaks";
    NearestLabel => "Nærmeste tal, der kan vises:", "Nearest figures that can be shown:";
    WhyHidden => "Hvorfor er tal skjult?", "Why are figures withheld?";

    // About the figures.
    FooterLabel => "Om tallene", "About the figures";
    Source => "Kilde", "Source";
    AsOf => "opgjort pr.", "as of";
    Publication => "udgivelse", "publication";
    Declaration => "Deklaration", "Declaration";
    DeclarationCounted => "Hvad der tælles", "What is counted";
    DeclarationArea => "Område", "Area";
    DeclarationPeriod => "Periode", "Period";
    DeclarationLeftOut => "Hvad der er udeladt", "What is left out";
    DeclarationAwaiting => "Tal, der bliver rettet", "Figures to be corrected";
    DeclarationWithheld => "Hvor meget der er skjult", "How much is withheld";
    DeclarationRate => "Pr. 1.000", "Per 1,000";
    DeclarationRateText => "Antallet divideres med folketallet den 1. januar i de kommuner, der har indberettet hele perioden, og ganges med 1.000. Er årets folketal ikke udgivet endnu, bruges det seneste.", "The count is divided by the population on 1 January in the municipalities that reported the whole period, and multiplied by 1,000. If that year's population is not published yet, the latest one is used.";
    MapLicence => "Kort: react-denmark-map, © 2022 Martin Polley, MIT-licens.", "Map: react-denmark-map, © 2022 Martin Polley, MIT licence.";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_is_there_in_both_languages() {
        for phrase in Phrase::ALL {
            let (danish, english) = phrase.both();
            assert!(!danish.trim().is_empty() && !english.trim().is_empty(), "{phrase:?}");
        }
    }
}
