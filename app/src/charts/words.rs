//! The words of a chart in the reader's language.

use crate::i18n::Language;

/// The languages of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Locale {
    /// Danish.
    Da,
    /// English.
    En,
}

impl Locale {
    /// The language that formats numbers and periods.
    pub(super) fn language(self) -> Language {
        match self {
            Self::Da => Language::Danish,
            Self::En => Language::English,
        }
    }
}

/// Everything that a chart says besides labels and numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// The language of numbers and periods.
    pub locale: Locale,
    /// The accessible name of the chart: what it shows, where and when.
    pub description: String,
    /// For a figure withheld for anonymity.
    pub suppressed: String,
    /// The same where there is room for a word only.
    pub suppressed_short: String,
    /// For a figure that was not delivered.
    pub not_reported: String,
    /// For a figure without meaning.
    pub not_applicable: String,
    /// For a figure that the publication does not have.
    pub not_published: String,
    /// Above the colour key.
    pub legend_title: String,
    /// Above the enlarged capital on the map.
    pub capital: String,
    /// How to read the points.
    pub walk_hint: String,
    /// How to go to the area of a point, where points are areas.
    pub select_hint: String,
    /// How to read the points by touch.
    pub touch_hint: String,
    /// How to go to the area of a point by touch.
    pub touch_select_hint: String,
    /// Role description of the walk: what kind of picture it is.
    pub map: String,
    /// See `map`.
    pub trend: String,
    /// See `map`.
    pub ranking: String,
    /// See `map`.
    pub pyramid: String,
    /// See `map`.
    pub funnel: String,
    /// In a funnel's key: the inner limits.
    pub p95: String,
    /// In a funnel's key: the outer limits.
    pub p998: String,
    /// When the picture cannot be painted; the table holds the same figures.
    pub not_painted: String,
}

impl Words {
    /// The standard words in a language, with the chart's own description.
    pub fn new(locale: Locale, description: String) -> Self {
        match locale {
            Locale::Da => danish(description),
            Locale::En => english(description),
        }
    }
}

fn danish(description: String) -> Words {
    Words {
        locale: Locale::Da,
        description,
        suppressed: "skjult af hensyn til anonymitet".to_owned(),
        suppressed_short: "skjult".to_owned(),
        not_reported: "ikke indberettet".to_owned(),
        not_applicable: "ikke i brug".to_owned(),
        not_published: "ikke offentliggjort".to_owned(),
        legend_title: "Kommunerne i grupper fra lavest til højest".to_owned(),
        capital: "Hovedstadsområdet".to_owned(),
        walk_hint: "Peg på figuren, eller gå fra punkt til punkt med piletasterne.".to_owned(),
        select_hint: "Klik eller Enter viser området.".to_owned(),
        touch_hint: "Tryk på figuren for at læse tallene.".to_owned(),
        touch_select_hint: "Tryk på et område for at se det.".to_owned(),
        map: "kort".to_owned(),
        trend: "kurve".to_owned(),
        ranking: "søjler".to_owned(),
        pyramid: "alderspyramide".to_owned(),
        funnel: "tragtdiagram".to_owned(),
        p95: "Tilfældige udsving, 95 %".to_owned(),
        p998: "Tilfældige udsving, 99,8 %".to_owned(),
        not_painted: "Figuren kan ikke tegnes lige nu. Tallene står i tabellen.".to_owned(),
    }
}

fn english(description: String) -> Words {
    Words {
        locale: Locale::En,
        description,
        suppressed: "withheld to protect anonymity".to_owned(),
        suppressed_short: "withheld".to_owned(),
        not_reported: "not reported".to_owned(),
        not_applicable: "not in use".to_owned(),
        not_published: "not published".to_owned(),
        legend_title: "The municipalities in groups from lowest to highest".to_owned(),
        capital: "Capital area".to_owned(),
        walk_hint: "Point at the figure, or go from point to point with the arrow keys.".to_owned(),
        select_hint: "Click or Enter shows the area.".to_owned(),
        touch_hint: "Tap the figure to read the numbers.".to_owned(),
        touch_select_hint: "Tap an area to see it.".to_owned(),
        map: "map".to_owned(),
        trend: "line chart".to_owned(),
        ranking: "bars".to_owned(),
        pyramid: "age pyramid".to_owned(),
        funnel: "funnel plot".to_owned(),
        p95: "Variation by chance, 95%".to_owned(),
        p998: "Variation by chance, 99.8%".to_owned(),
        not_painted: "The figure cannot be drawn right now. The numbers are in the table.".to_owned(),
    }
}
