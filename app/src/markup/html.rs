//! Safe HTML as text.

/// A piece of HTML. It can only be made here, so that every text in it is escaped.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Html(String);

/// An element with attributes and content.
pub fn el(tag: &str, attributes: &[(&str, &str)], content: impl IntoIterator<Item = Html>) -> Html {
    let mut html = format!("<{tag}");
    for (name, value) in attributes {
        html.push(' ');
        html.push_str(name);
        html.push_str("=\"");
        escape(value, &mut html);
        html.push('"');
    }
    html.push('>');
    for part in content {
        html.push_str(&part.0);
    }
    html.push_str("</");
    html.push_str(tag);
    html.push('>');
    Html(html)
}

/// A text.
pub fn text(words: &str) -> Html {
    let mut html = String::with_capacity(words.len());
    escape(words, &mut html);
    Html(html)
}

/// An element that holds a text only.
pub fn said(tag: &str, class: &str, words: &str) -> Html {
    let attributes = [("class", class)];
    el(tag, if class.is_empty() { &[] } else { &attributes }, [text(words)])
}

/// A link.
pub fn link(address: &str, words: &str) -> Html {
    el("a", &[("href", address)], [text(words)])
}

/// Several pieces after each other.
pub fn join(parts: impl IntoIterator<Item = Html>) -> Html {
    Html(parts.into_iter().map(|part| part.0).collect())
}

impl Html {
    /// The HTML.
    pub fn into_text(self) -> String {
        self.0
    }

    /// The HTML, for tests.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The words, when it is nothing but words that stand in HTML as they are.
    pub fn as_words(&self) -> Option<&str> {
        (!self.0.contains(['<', '&'])).then_some(&self.0)
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

fn escape(words: &str, html: &mut String) {
    for letter in words.chars() {
        match letter {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            letter => html.push(letter),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn elements_hold_attributes_and_content() {
        let html = el("p", &[("class", "a")], [text("1 < 2 & "), link("/da/?a=1&b=2", "\"her\"")]);
        assert_eq!(html.as_str(), r#"<p class="a">1 &lt; 2 &amp; <a href="/da/?a=1&amp;b=2">&quot;her&quot;</a></p>"#);
        assert!(Html::default().is_empty());
        assert_eq!((text("31,4").as_words(), text("1 < 2").as_words(), html.as_words()), (Some("31,4"), None, None));
    }

    proptest! {
        #[test]
        fn no_text_opens_an_element_or_ends_an_attribute(words in "\\PC*") {
            prop_assert!(!text(&words).as_str().contains(['<', '>', '"']));
            let html = el("p", &[("title", &words)], []);
            prop_assert_eq!(html.as_str().matches('"').count(), 2);
        }
    }
}
