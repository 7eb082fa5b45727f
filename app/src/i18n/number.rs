//! Numbers as readers write them: `1.234,5` in Danish, `1,234.5` in English.

use super::Language;

/// Small rates get no more decimals than this.
const MOST_DECIMALS: usize = 5;

/// A count with marks between thousands.
pub fn count(number: u64, language: Language) -> String {
    grouped(&number.to_string(), language)
}

/// A rate with at least so many decimals, and more where fewer than two digits would count; nothing at all is `0`.
pub fn rate(number: f64, decimals: usize, language: Language) -> String {
    if number == 0.0 { count(0, language) } else { rounded(number, decimals.max(rate_decimals(number)), language) }
}

/// How many decimals a rate needs so that two of its digits count: one for `31,4`, three for `0,017`.
pub fn rate_decimals(number: f64) -> usize {
    let mut size = number.abs();
    let mut decimals = 1;
    while size > 0.0 && size < 1.0 && decimals < MOST_DECIMALS {
        size *= 10.0;
        decimals += 1;
    }
    decimals
}

/// A whole percentage with its sign, without the word for percent.
pub fn whole(number: f64, language: Language) -> String {
    rounded(number, 0, language)
}

/// A figure rounded to so many decimals.
pub fn rounded(number: f64, decimals: usize, language: Language) -> String {
    let text = format!("{:.decimals$}", number.abs());
    let sign = if number < 0.0 && text.bytes().any(|digit| (b'1'..=b'9').contains(&digit)) { "−" } else { "" };
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let mark = if fraction.is_empty() { "" } else { language.pick(",", ".") };
    format!("{sign}{}{mark}{fraction}", grouped(whole, language))
}

/// A number of citizens that was computed with, as a whole one; anything beyond is the nearest end.
#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "saturates, as wanted"
)]
pub fn whole_number(number: f64) -> u64 {
    number.round() as u64
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
        assert_eq!(rate(1234.56, 1, Language::Danish), "1.234,6");
        assert_eq!(rate(1234.56, 1, Language::English), "1,234.6");
        assert_eq!(count(5_943_145, Language::Danish), "5.943.145");
        assert_eq!(count(0, Language::Danish), "0");
        assert_eq!(whole(-12.4, Language::English), "−12");
    }

    #[test]
    fn a_rounded_zero_has_no_sign() {
        assert_eq!(rounded(-0.01, 1, Language::Danish), "0,0");
    }

    #[test]
    fn small_rates_show_two_digits_that_count() {
        let check = |number, expected: &str| assert_eq!(rate(number, 1, Language::Danish), expected);
        check(31.42, "31,4");
        check(1.0, "1,0");
        check(0.314, "0,31");
        check(0.0171, "0,017");
        check(0.000_83, "0,00083");
        check(0.000_000_1, "0,00000");
    }

    #[test]
    fn a_rate_of_nobody_has_no_decimals() {
        assert_eq!(rate(0.0, 3, Language::English), "0");
    }

    #[test]
    fn a_rate_among_small_ones_has_as_many_decimals() {
        assert_eq!(rate(1.2, 3, Language::Danish), "1,200");
    }

    proptest! {
        #[test]
        fn a_formatted_number_parses_back_within_its_rounding(number in -1e9_f64..1e9) {
            for language in Language::ALL {
                let plain = rate(number, 1, language)
                    .replace(language.pick('.', ','), "")
                    .replace(language.pick(',', '.'), ".")
                    .replace('−', "-");
                let back: f64 = plain.parse().unwrap();
                prop_assert!((back - number).abs() <= 0.0501, "{number} became {plain}");
            }
        }
    }
}
