//! Letters as a search compares them.

/// Lower case, with the letters that foreign keyboards lack written out, other accents dropped, and every mark that
/// no name needs as a space: `Ærø-Blåvand (§ 138)` is `aeroe blaavand §138`.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len() + 8);
    for letter in text.chars().flat_map(char::to_lowercase) {
        match letter {
            'å' => folded.push_str("aa"),
            'ø' | 'ö' => folded.push_str("oe"),
            'æ' | 'ä' => folded.push_str("ae"),
            'é' | 'è' | 'ê' => folded.push('e'),
            'ü' => folded.push('u'),
            // `§ 138` and `§§ 138` are one word.
            ' ' | '§' if folded.ends_with('§') => {}
            letter if letter.is_alphanumeric() || matches!(letter, '§' | '.') => folded.push(letter),
            _ if folded.ends_with(' ') || folded.is_empty() => {}
            _ => folded.push(' '),
        }
    }
    folded.truncate(folded.trim_end_matches([' ', '.']).len());
    folded
}

/// The sections in a text about the law, with and without their sign: `SEL §83/83a/84` holds `§83`, `§83a` and `§84`.
pub fn sections(law: &str) -> Vec<String> {
    let folded = law.to_lowercase();
    let mut sections = Vec::new();
    for part in folded.split([' ', '/', '§', ',']) {
        // `112-116` is every section from the first to the last.
        let ends: Vec<u16> = part.split('-').filter_map(|end| end.parse().ok()).collect();
        match ends.as_slice() {
            [first, last] if first < last && last - first < 50 => {
                sections.extend((*first..=*last).map(|section| format!("§{section}")));
            }
            _ if part.starts_with(|digit: char| digit.is_ascii_digit()) => sections.push(format!("§{part}")),
            _ => {}
        }
    }
    sections
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn danish_letters_are_written_out_and_marks_are_spaces() {
        assert_eq!(fold("Ærø-Blåvand (§ 138)"), "aeroe blaavand §138");
        assert_eq!(fold("  TRYKSÅR  "), "tryksaar");
        assert_eq!(fold("I4.4."), "i4.4");
        assert_eq!(fold("§"), "§");
    }

    #[test]
    fn every_section_of_a_law_is_found() {
        assert_eq!(sections("SEL §83/83a/84/86"), ["§83", "§83a", "§84", "§86"]);
        assert_eq!(sections("SUL §138 (0-ydelse)"), ["§138"]);
        assert_eq!(sections("SEL §112-114"), ["§112", "§113", "§114"]);
        assert!(sections("Ældreloven").is_empty());
    }
}
