//! The foot of every page, and the way to say that something looks wrong.

use naerblik_shared::manifest::Manifest;

use super::{
    Links,
    html::{Html, el, link, text},
};
use crate::{
    i18n::{Language, PageText, date},
    state::Place,
};

/// Links that every page has at its end.
pub fn foot(links: &Links) -> Html {
    let language = links.language;
    let item = |place: Place, words: PageText| el("li", &[], [link(&links.to(&place), words.say(language))]);
    let items = [item(Place::Method, PageText::MethodTitle), item(Place::Accessibility, PageText::AccessibilityTitle)];
    let list = el("ul", &[], items);
    el("nav", &[("class", "width"), ("aria-label", PageText::FootLabel.say(language))], [list])
}

/// A mail about a page with its link and the version of the figures filled in.
pub fn feedback_address(manifest: &Manifest, (title, address): (&str, &str), language: Language) -> String {
    let to = manifest.contact.as_ref().map_or("", |contact| contact.email.as_str());
    let subject = format!("{}: {title}", PageText::FeedbackSubject.say(language));
    let body = format!(
        "{}\n\n\n{}: {address}\n{}: {}\n{} {}\n",
        PageText::FeedbackBody.say(language),
        PageText::FeedbackPlace.say(language),
        PageText::FeedbackVersion.say(language),
        manifest.publication,
        PageText::FeedbackAsOf.say(language),
        date::day(&manifest.as_of, language)
    );
    format!("mailto:{to}?subject={}&body={}", percent(&subject), percent(&body))
}

/// The link with that mail.
pub fn feedback(address: &str, language: Language) -> Html {
    el("a", &[("href", address)], [text(PageText::FeedbackLink.say(language))])
}

/// Percent-encoding as mail programs read it; line ends become CRLF.
fn percent(words: &str) -> String {
    let mut encoded = String::with_capacity(words.len() * 2);
    for byte in words.bytes() {
        match byte {
            b'\n' => encoded.push_str("%0D%0A"),
            b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | b'-' | b'.' | b'_' => encoded.push(char::from(byte)),
            other => {
                let digit = |half: u8| char::from_digit(u32::from(half), 16).unwrap_or('0').to_ascii_uppercase();
                encoded.extend(['%', digit(other >> 4), digit(other & 15)]);
            }
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use naerblik_shared::{manifest::Contact, schema::Text};

    use super::*;
    use crate::testing;

    #[test]
    fn the_mail_names_the_page_and_the_version() {
        let mut manifest = testing::manifest().as_ref().clone();
        let page = ("Problemer med tryksår i Varde", "https://x.dk/da/figure?code=I4.4&area=0573");
        let without = feedback_address(&manifest, page, Language::Danish);
        assert!(without.starts_with("mailto:?subject=Noget%20ser%20forkert%20ud%3A%20Problemer%20med%20tryks%C3%A5r"));
        manifest.contact = Some(Contact { name: Text::new("", ""), email: "a@b.dk".to_owned() });
        let address = feedback_address(&manifest, page, Language::English);
        assert!(address.starts_with("mailto:a@b.dk?subject="));
        assert!(address.contains("https%3A%2F%2Fx.dk%2Fda%2Ffigure%3Fcode%3DI4.4%26area%3D0573"));
        assert!(address.contains("Publication%3A%202026-11-12-abc") || address.contains("2026-11-12-abc"));
    }
}
