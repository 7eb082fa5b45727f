//! Numbers as readers write them: `1.234,5` in Danish, `1,234.5` in English.

use super::Language;

/// A count with marks between thousands.
pub fn count(number: u64, language: Language) -> String {
    grouped(&number.to_string(), language)
}

/// A figure with one decimal, for example a rate per 1,000.
pub fn decimal(number: f64, language: Language) -> String {
    rounded(number, 1, language)
}

/// A whole percentage with its sign, without the word for percent.
pub fn whole(number: f64, language: Language) -> String {
    rounded(number, 0, language)
}

fn rounded(number: f64, decimals: usize, language: Language) -> String {
    let text = format!("{:.decimals$}", number.abs());
    let sign = if number < 0.0 && text.bytes().any(|digit| (b'1'..=b'9').contains(&digit)) { "−" } else { "" };
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let mark = if fraction.is_empty() { "" } else { language.pick(",", ".") };
    format!("{sign}{}{mark}{fraction}", grouped(whole, language))
}

fn grouped(digits: &str, language: Language) -> String {
    let mark = language.pick('.', ',');
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            text.push(mark);
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn marks_follow_the_language() {
        assert_eq!(decimal(1234.56, Language::Danish), "1.234,6");
        assert_eq!(decimal(1234.56, Language::English), "1,234.6");
        assert_eq!(count(5_943_145, Language::Danish), "5.943.145");
        assert_eq!(count(0, Language::Danish), "0");
        assert_eq!(whole(-12.4, Language::English), "−12");
    }

    #[test]
    fn a_rounded_zero_has_no_sign() {
        assert_eq!(decimal(-0.01, Language::Danish), "0,0");
    }

    proptest! {
        #[test]
        fn a_formatted_number_parses_back_within_its_rounding(number in -1e9_f64..1e9) {
            for language in Language::ALL {
                let plain = decimal(number, language)
                    .replace(language.pick('.', ','), "")
                    .replace(language.pick(',', '.'), ".")
                    .replace('−', "-");
                let back: f64 = plain.parse().unwrap();
                prop_assert!((back - number).abs() <= 0.0501, "{number} became {plain}");
            }
        }
    }
}
