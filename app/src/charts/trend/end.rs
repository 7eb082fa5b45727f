//! Keeps the names at the lines' ends apart.

use crate::order::{by_key, by_number};

/// Height of one line of text.
pub(super) const TEXT_LINE_PX: f64 = 16.0;
/// A generous mean width of a letter at 13 pixels.
pub(super) const LETTER_PX: f64 = 7.0;

/// A name that wants to stand at a height.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Wish {
    /// The middle it wants, in pixels from the top of the plot.
    pub(super) middle_px: f64,
    /// How much height it takes.
    pub(super) height_px: f64,
}

/// The text broken between words so that no line takes more than about `width_px`, unless a word does.
pub(super) fn wrapped(text: &str, width_px: f64) -> Vec<String> {
    let length = |line: &str| f64::from(u16::try_from(line.chars().count()).unwrap_or(u16::MAX)) * LETTER_PX;
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if length(line) + length(word) + LETTER_PX <= width_px => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// The middles at which the names stand: in the order of their wishes, none over another, all inside when they fit.
pub(super) fn spread(wishes: &[Wish], plot_height_px: f64) -> Vec<f64> {
    let order = by_number(wishes.iter().copied().enumerate().collect(), |(_, wish)| wish.middle_px);
    let mut tops: Vec<(usize, f64, f64)> = Vec::with_capacity(order.len());
    let mut free_from = 0.0_f64;
    for (position, wish) in order {
        let top = (wish.middle_px - wish.height_px / 2.0).max(free_from);
        free_from = top + wish.height_px;
        tops.push((position, top, wish.height_px));
    }
    let mut free_to = plot_height_px.max(tops.iter().map(|(_, _, height)| height).sum());
    for (_, top, height) in tops.iter_mut().rev() {
        *top = top.min(free_to - *height);
        free_to = *top;
    }
    let tops = by_key(tops, |(position, _, _)| u64::try_from(*position).unwrap_or(u64::MAX));
    tops.into_iter().map(|(_, top, height)| top + height / 2.0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(middles: &[f64], expected: &[f64]) {
        let wishes: Vec<Wish> =
            middles.iter().map(|middle_px| Wish { middle_px: *middle_px, height_px: 10.0 }).collect();
        assert_eq!(spread(&wishes, 100.0), expected);
    }

    #[test]
    fn names_with_room_stand_where_they_want() {
        check(&[80.0, 20.0], &[80.0, 20.0]);
    }

    #[test]
    fn names_that_meet_move_apart_and_keep_their_order() {
        check(&[52.0, 50.0, 51.0], &[70.0, 50.0, 60.0]);
    }

    #[test]
    fn names_at_the_edges_stay_inside() {
        check(&[100.0, 99.0], &[95.0, 85.0]);
        check(&[0.0, 1.0], &[5.0, 15.0]);
    }

    #[test]
    fn long_names_break_between_words() {
        assert_eq!(wrapped("Varde 31,4", 110.0), ["Varde 31,4"]);
        assert_eq!(wrapped("Sammenlignelige kommuner 34,9", 110.0), ["Sammenlignelige", "kommuner 34,9"]);
        assert_eq!(wrapped("Sammenlignelige", 50.0), ["Sammenlignelige"]);
    }
}
