//! Round numbers and their words for an axis that starts at zero.

use super::Locale;
use crate::i18n::number;

/// Steps get no smaller than this power of ten.
const LOWEST_POWER: i32 = -5;

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
    let Step { factor, power } = round_step(highest / 5.0);
    let language = locale.language();
    let decimals = usize::try_from(-power).unwrap_or(0);
    let mut ticks = vec![Tick { at: 0.0, text: number::count(0, language) }];
    // More than eleven steps cannot happen: a step is at most half of what is asked for too small.
    for count in 1..=11_u8 {
        let at = scaled(f64::from(count) * factor, power);
        ticks.push(Tick { at, text: number::rounded(at, decimals, language) });
        if at >= highest {
            break;
        }
    }
    ticks
}

/// So many times a power of ten.
struct Step {
    factor: f64,
    power: i32,
}

/// The smallest of 1, 2 and 5 times a power of ten that is at least `wish`; 1 where there is nothing to show.
fn round_step(wish: f64) -> Step {
    if !wish.is_finite() || wish <= 0.0 {
        return Step { factor: 1.0, power: 0 };
    }
    let mut power = LOWEST_POWER;
    loop {
        for factor in [1.0, 2.0, 5.0] {
            if scaled(factor, power) >= wish {
                return Step { factor, power };
            }
        }
        power += 1;
    }
}

/// Divides by whole powers, so that a tenth is the nearest number to a tenth.
fn scaled(factor: f64, power: i32) -> f64 {
    if power < 0 { factor / 10_f64.powi(-power) } else { factor * 10_f64.powi(power) }
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
        check(0.9, "0 0,2 0,4 0,6 0,8 1,0");
        check(1.4, "0 0,5 1,0 1,5");
        check(0.023, "0 0,005 0,010 0,015 0,020 0,025");
        check(0.000_01, "0 0,00001");
    }

    #[test]
    fn nothing_at_all_still_has_an_axis() {
        check(0.0, "0 1");
    }
}
