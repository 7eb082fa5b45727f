//! Words of comparisons, files and cross tables that stand alone; a file of its own so that [`super::Phrase`] stays short.

use super::Language;

macro_rules! words {
    ($($name:ident => $danish:literal, $english:literal;)*) => {
        /// A fixed text around figures.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Saying {
            $(#[doc = $english] $name,)*
        }

        impl Saying {
            /// Every text, for tests.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The text in Danish and in English.
            pub fn both(self) -> (&'static str, &'static str) {
                match self {
                    $(Self::$name => ($danish, $english),)*
                }
            }
        }
    };
}

words! {
    // Comparisons.
    CompareWith => "Sammenlign med", "Compare with";
    OwnList => "Egen liste", "Own list";
    RemoveArea => "Fjern", "Remove";
    Comparison => "Sammenligning", "Comparison";
    Selections => "Valgte filtre", "Chosen filters";
    ListEmpty => "Tilføj områder, som du vil sammenligne med.", "Add the areas to compare with.";
    Judgements => "Højere eller lavere?", "Higher or lower?";
    JudgementKey => "▲ eller ▼: forskellen er større end tilfældige udsving (95 % sikkert). ▲▲ eller ▼▼: klart større (99,8 % sikkert). ●: forskellen kan være tilfældig.", "▲ or ▼: the difference is larger than chance (95% certain). ▲▲ or ▼▼: clearly larger (99.8% certain). ●: the difference may be chance.";
    RankTitle => "Plads i rækken", "Place in the order";
    SplitTitle => "Alder eller andet?", "Age or something else?";
    FunnelTitle => "Er forskellene tilfældige?", "Are the differences chance?";
    HowComputed => "Sådan er det regnet", "How this is computed";
    HowComputedText => "Usikkerheden er et 95 %-interval efter Wilson. To tal er forskellige, når intervallet for deres forskel (Newcombe) ikke rummer nul. Et område, der er en del af det andet, sammenlignes med resten. Aldersstandardiseringen er direkte, med hele landets aldre samme år. Forskelle deles efter Kitagawa. De mest sammenlignelige kommuner er de fem, der ligger tættest på i folketal, andel på 65+ og 80+ og kommunegruppe.", "Uncertainty is a 95% interval by Wilson. Two figures differ when the interval of their difference (Newcombe) does not hold zero. An area that is part of the other is compared with the rest. Age standardisation is direct, with the whole country's ages of the same year. Differences are split by Kitagawa. The most comparable municipalities are the five closest in population, shares aged 65+ and 80+, and municipality group.";

    // Withheld figures.
    WhyNot => "Hvorfor kan jeg ikke se tallet?", "Why can I not see the figure?";
    WhyNotZero => "Et skjult tal er ikke et nul, og det er ikke en fejl. Vælg en større gruppe, en længere periode eller et større område nedenfor for at se et tal.", "A withheld figure is not a zero, and it is not an error. Choose a larger group, a longer period or a larger area below to see a figure.";

    // Files.
    TakeAlong => "Hent eller del", "Download or share";
    AsCsv => "Tal til regneark (CSV)", "Figures for spreadsheets (CSV)";
    AsXlsx => "Excel (XLSX)", "Excel (XLSX)";
    AsArrow => "Tal til programmer (Arrow)", "Figures for programs (Arrow)";
    AsPng => "Billede (PNG)", "Picture (PNG)";
    AsSvg => "Tegning (SVG)", "Drawing (SVG)";
    CopyLink => "Kopiér link", "Copy link";
    CopyCitation => "Kopiér henvisning", "Copy citation";
    Saved => "Hentet:", "Downloaded:";
    Copied => "Kopieret.", "Copied.";
    NotSaved => "Det lykkedes ikke. Prøv igen.", "That did not work. Try again.";
    FilesHold => "Alle filer rummer de viste tal med status for hvert tal, deklaration, udgivelse, datafilernes SHA-256 og et fast link.", "Every file holds the figures shown with a status for each, the declaration, the publication, the SHA-256 of the data files and a stable link.";
    CopyTable => "Kopiér tabel", "Copy table";
    Columns => "Kolonner", "Columns";
    ShowAllRows => "Vis alle rækker", "Show all rows";

    // Cross tables.
    PivotLabel => "Krydstabel", "Cross table";
    PivotRows => "Rækker", "Rows";
    PivotColumns => "Kolonner", "Columns";
    PivotNone => "Områder og nøgletal", "Areas and key figures";
}

impl Saying {
    /// The text in a language.
    pub fn say(self, language: Language) -> &'static str {
        let (danish, english) = self.both();
        language.pick(danish, english)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_is_there_in_both_languages() {
        for saying in Saying::ALL {
            let (danish, english) = saying.both();
            assert!(!danish.trim().is_empty() && !english.trim().is_empty(), "{saying:?}");
        }
    }
}
