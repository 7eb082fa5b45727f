//! Round numbers and their words for an axis that starts at zero.

use super::Locale;
use crate::i18n::number;

/// A place on an axis and its words.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Tick {
    /// The position in the axis's unit.
    pub(super) at: f64,
    /// The words there.
    pub(super) text: String,
}

/// Round numbers from zero to at least `highest`, about five.
pub(super) fn from_zero(highest: f64, locale: Locale) -> Vec<Tick> {
    let step = round_step(highest / 5.0);
    let mut ticks = vec![tick(0.0, step, locale)];
    // More than eleven steps cannot happen: a step is at most half of what is asked for too small.
    for count in 1..=11_u8 {
        let at = rounded(f64::from(count) * step);
        ticks.push(tick(at, step, locale));
        if at >= highest {
            break;
        }
    }
    ticks
}

/// The smallest of 1, 2 and 5 times a power of ten that is at least `wish`, and never under a tenth.
fn round_step(wish: f64) -> f64 {
    if !wish.is_finite() {
        return 1.0;
    }
    let mut magnitude = 0.1;
    loop {
        for factor in [1.0, 2.0, 5.0] {
            if factor * magnitude >= wish {
                return rounded(factor * magnitude);
            }
        }
        magnitude *= 10.0;
    }
}

/// Removes the dust of binary fractions: steps are whole tenths.
fn rounded(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}

fn tick(at: f64, step: f64, locale: Locale) -> Tick {
    let language = locale.language();
    let text = if step < 1.0 { number::decimal(at, language) } else { number::whole(at, language) };
    Tick { at, text }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(highest: f64, expected: &str) {
        let texts: Vec<String> = from_zero(highest, Locale::Da).into_iter().map(|tick| tick.text).collect();
        assert_eq!(texts.join(" "), expected, "{highest}");
    }

    #[test]
    fn ticks_are_round_and_reach_the_highest_number() {
        check(41.3, "0 10 20 30 40 50");
        check(5.0, "0 1 2 3 4 5");
        check(23_456.0, "0 5.000 10.000 15.000 20.000 25.000");
        check(7.0, "0 2 4 6 8");
    }

    #[test]
    fn small_rates_get_decimals_in_the_readers_language() {
        check(0.9, "0,0 0,2 0,4 0,6 0,8 1,0");
        check(1.4, "0,0 0,5 1,0 1,5");
    }

    #[test]
    fn nothing_at_all_still_has_an_axis() {
        check(0.0, "0,0 0,1");
    }
}
