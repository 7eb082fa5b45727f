//! How many slips lie between what was typed and what was meant.

/// Longer words are compared in their first letters only.
const MOST_LETTERS: usize = 24;

/// How many slips a word may have: none under four letters, one under eight, two from there.
pub fn allowed(letters: usize) -> usize {
    match letters {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    }
}

/// The fewest slips that turn `typed` into the beginning of `word`, when they are at most `most`.
///
/// A slip is a letter too many, a letter missing, a wrong one, or two neighbours changed about. What follows in `word`
/// costs nothing, so that a name is found before it is typed to its end.
pub fn slips(typed: &[u8], word: &[u8], most: usize) -> Option<usize> {
    let typed = typed.get(..typed.len().min(MOST_LETTERS))?;
    let word = word.get(..word.len().min(typed.len() + most))?;
    if word.len() + most < typed.len() || typed.is_empty() {
        return None;
    }
    // Three rows of the usual table: the one before the last is for neighbours changed about.
    let mut before = vec![0; word.len() + 1];
    let mut last: Vec<usize> = (0..=word.len()).collect();
    let mut above = 0_u8;
    for (row, &letter) in typed.iter().enumerate() {
        let mut next = vec![row + 1; word.len() + 1];
        let mut left = row + 1;
        let mut beside = 0_u8;
        for (column, &other) in word.iter().enumerate() {
            let at = |row: &[usize], column: usize| row.get(column).copied().unwrap_or(usize::MAX - 1);
            let mut cost =
                (at(&last, column) + usize::from(letter != other)).min(at(&last, column + 1) + 1).min(left + 1);
            if row > 0 && column > 0 && letter == beside && above == other {
                cost = cost.min(at(&before, column - 1) + 1);
            }
            if let Some(cell) = next.get_mut(column + 1) {
                *cell = cost;
            }
            left = cost;
            beside = other;
        }
        if next.iter().min().is_none_or(|best| *best > most) {
            return None;
        }
        above = letter;
        before = std::mem::replace(&mut last, next);
    }
    last.into_iter().min().filter(|slips| *slips <= most)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(typed: &str, word: &str, expected: Option<usize>) {
        assert_eq!(slips(typed.as_bytes(), word.as_bytes(), 2), expected, "{typed} {word}");
    }

    #[test]
    fn each_kind_of_slip_counts_once() {
        check("tryksaar", "tryksaar", Some(0));
        check("tryksar", "tryksaar", Some(1));
        check("tryyksaar", "tryksaar", Some(1));
        check("trykzaar", "tryksaar", Some(1));
        check("rtyksaar", "tryksaar", Some(1));
        check("liggesaar", "tryksaar", None);
    }

    #[test]
    fn the_end_of_a_word_may_be_missing() {
        check("tryk", "tryksaar", Some(0));
        check("tyrk", "tryksaar", Some(1));
    }

    #[test]
    fn short_words_must_be_right() {
        assert_eq!([allowed(3), allowed(4), allowed(7), allowed(8)], [0, 1, 1, 2]);
    }

    proptest! {
        #[test]
        fn one_change_is_found_with_one_slip(word in "[a-z]{6,14}", at in 0_usize..5, letter in b'a'..=b'z') {
            let mut typed = word.clone().into_bytes();
            typed[at] = letter;
            prop_assert!(slips(&typed, word.as_bytes(), 1).is_some());
            typed = word.clone().into_bytes();
            typed.swap(at, at + 1);
            prop_assert!(slips(&typed, word.as_bytes(), 1).is_some());
            typed = word.clone().into_bytes();
            typed.remove(at);
            prop_assert!(slips(&typed, word.as_bytes(), 1).is_some());
        }
    }
}
