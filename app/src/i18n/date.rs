//! Days and periods in words.

use naerblik_shared::period::{Grain, Period};

use super::Language;

const MONTHS: [(&str, &str); 12] = [
    ("januar", "January"),
    ("februar", "February"),
    ("marts", "March"),
    ("april", "April"),
    ("maj", "May"),
    ("juni", "June"),
    ("juli", "July"),
    ("august", "August"),
    ("september", "September"),
    ("oktober", "October"),
    ("november", "November"),
    ("december", "December"),
];

/// A day as `12. nov. 2026`, from `2026-11-12`; any other text comes back as it is.
pub fn day(iso: &str, language: Language) -> String {
    let mut parts = iso.splitn(3, '-');
    let parsed = (|| {
        let year: u16 = parts.next()?.parse().ok()?;
        let month: u8 = parts.next()?.parse().ok()?;
        let day: u8 = parts.next()?.parse().ok()?;
        let name: String = month_name(month, language)?.chars().take(3).collect();
        Some(match language {
            Language::Danish if name == "maj" => format!("{day}. maj {year}"),
            Language::Danish => format!("{day}. {name}. {year}"),
            Language::English => format!("{day} {name} {year}"),
        })
    })();
    parsed.unwrap_or_else(|| iso.to_owned())
}

/// A period in full: `2025`, `2. kvartal 2026`, `april 2026`.
pub fn period(period: Period, language: Language) -> String {
    match (period, language) {
        (Period::Year(year), _) => year.to_string(),
        (Period::Quarter(year, quarter), Language::Danish) => format!("{quarter}. kvartal {year}"),
        (Period::Quarter(year, quarter), Language::English) => format!("Q{quarter} {year}"),
        (Period::Month(year, month), _) => match month_name(month, language) {
            Some(name) => format!("{name} {year}"),
            None => period.to_string(),
        },
    }
}

/// A period with a capital first letter, for lists and table heads.
pub fn period_title(of: Period, language: Language) -> String {
    capitalized(&period(of, language))
}

/// The word for a grain, as a choice: `Kvartal`.
pub fn grain(grain: Grain, language: Language) -> &'static str {
    match grain {
        Grain::Year => language.pick("År", "Year"),
        Grain::Quarter => language.pick("Kvartal", "Quarter"),
        Grain::Month => language.pick("Måned", "Month"),
    }
}

/// The text with its first letter in upper case.
pub fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn month_name(month: u8, language: Language) -> Option<&'static str> {
    let position = usize::from(month).checked_sub(1)?;
    let (danish, english) = MONTHS.get(position)?;
    Some(language.pick(danish, english))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_written_as_readers_write_them() {
        assert_eq!(day("2026-11-12", Language::Danish), "12. nov. 2026");
        assert_eq!(day("2026-05-01", Language::Danish), "1. maj 2026");
        assert_eq!(day("2026-11-12", Language::English), "12 Nov 2026");
        assert_eq!(day("soon", Language::Danish), "soon");
        assert_eq!(day("2026-13-01", Language::Danish), "2026-13-01");
    }

    #[test]
    fn periods_are_named_in_full() {
        assert_eq!(period(Period::Quarter(2026, 2), Language::Danish), "2. kvartal 2026");
        assert_eq!(period(Period::Quarter(2026, 2), Language::English), "Q2 2026");
        assert_eq!(period(Period::Month(2026, 4), Language::Danish), "april 2026");
        assert_eq!(period_title(Period::Month(2026, 4), Language::Danish), "April 2026");
        assert_eq!(period(Period::Year(2025), Language::Danish), "2025");
    }
}
