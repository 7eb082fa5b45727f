//! The front page below its search.

use super::{
    Links,
    html::{Html, el, join, link, said, text},
    sparkline::{self, sparkline},
};
use naerblik_shared::schema::MemberCode;

use crate::{
    charts::{Mark, Words},
    i18n::{Language, PageText, Phrase},
    state::Place,
    view_model::{
        front::Front,
        headline::{Headline, Said},
        judgement::shape,
    },
};

/// Topics, news, completeness.
pub fn front(front: &Front, links: &Links) -> Html {
    let say = |text: PageText| text.say(links.language);
    let list = |sentences: &[String]| {
        el("ul", &[("class", "plain-list")], sentences.iter().map(|sentence| said("li", "", sentence)))
    };
    let section = |title: PageText, content: Html| {
        el("section", &[("aria-label", say(title))], [said("h2", "", say(title)), content])
    };
    let to_method = el("p", &[], [link(&links.to(&Place::Method), say(PageText::ToMethod))]);
    join([
        section(PageText::Topics, tiles(&front.topics, links)),
        el(
            "div",
            &[("class", "pair")],
            [
                section(PageText::News, list(&front.news)),
                section(PageText::Completeness, join([list(&front.completeness), to_method])),
            ],
        ),
    ])
}

/// Key figures beside each other; each leads to its figure page.
pub fn tiles(headlines: &[Headline], links: &Links) -> Html {
    el("ul", &[("class", "tiles no-max-width")], headlines.iter().map(|headline| tile(headline, links)))
}

fn tile(headline: &Headline, links: &Links) -> Html {
    let words = Words::new(links.language.locale(), String::new());
    let absent = |class: &str, words: &str| said("strong", &format!("tile-absent absent {class}"), words);
    let number = match &headline.rate {
        Mark::Value { text: number, .. } => {
            join([said("strong", "tile-number", number), text(" "), said("span", "tile-unit", &headline.unit)])
        }
        Mark::Suppressed => absent("absent-suppressed", &words.suppressed_short),
        Mark::NotReported => absent("absent-not-reported", &words.not_reported),
        other @ (Mark::NotApplicable | Mark::NotPublished) => absent("absent-not-applicable", other.text(&words)),
    };
    let title = el("h3", &[], [link(&links.figure(&headline.state), headline.name)]);
    let figure = el("p", &[("class", "tile-figure")], [number]);
    let verdicts = el("ul", &[("class", "verdicts no-max-width")], headline.verdicts.iter().map(verdict));
    let verdicts = if headline.verdicts.is_empty() { Html::default() } else { verdicts };
    let top = el("div", &[("class", "tile-top")], [figure, trend(headline, &words, links.language)]);
    el("li", &[("class", "tile")], [title, top, said("p", "tile-sentence", &headline.sentence), verdicts])
}

/// The small trend; opened, it says each of its figures. Its points can be walked by keyboard: what is said of a point,
/// and where it lies, stands in its row.
fn trend(headline: &Headline, words: &Words, language: Language) -> Html {
    let drawing = sparkline(&headline.trend, &headline.trend_name);
    if drawing.is_empty() {
        return drawing;
    }
    let places = sparkline::places(&headline.trend);
    let row = |((period, mark), place): ((&String, &Mark), Option<(f64, f64)>)| {
        let said = format!("{period}: {}", mark.text(words));
        let place = place.map(|(x, y)| format!("{x:.1}px, {y:.1}px")).unwrap_or_default();
        let cells = [el("th", &[("scope", "row")], [text(period)]), el("td", &[], [text(mark.text(words))])];
        el("tr", &[("data-said", &said), ("data-at", &place)], cells)
    };
    let rows = headline.trend_periods.iter().zip(&headline.trend).zip(places).map(row);
    let caption = said("caption", "sr-only", &format!("{}, {}", headline.name, headline.unit));
    let table = el("table", &[], [caption, el("tbody", &[], rows)]);
    let id = format!("trend-{}", headline.state.code.as_ref().map_or("", MemberCode::as_str));
    let summary = el("summary", &[("aria-describedby", &id)], [drawing]);
    let hint = [text(Phrase::TrendHint.say(language))];
    let here = el("p", &[("class", "tile-here"), ("role", "status"), ("id", &id)], hint);
    join([el("details", &[("class", "tile-trend")], [summary, table]), here])
}

/// Shape and words; never colour alone.
fn verdict(said: &Said) -> Html {
    let shape = el("span", &[("class", "shape"), ("aria-hidden", "true")], [text(shape(said.verdict))]);
    el("li", &[], [shape, text(" "), text(&said.text)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{i18n::Language, testing, view_model::headline::headline};

    #[test]
    fn a_tile_leads_to_its_figure_and_says_verdicts_in_words() {
        let gathered = testing::gathered();
        let at = (&testing::code("0573"), None);
        let tile = headline(&gathered, (PageText::TopicNursing, "I4.4"), at, Language::Danish).unwrap();
        let html = tiles(&[tile], &Links { base: "/n/", language: Language::Danish });
        let html = html.as_str();
        assert!(
            html.contains(r#"<a href="/n/da/figure?code=I4.4&amp;area=0573&amp;period=2026Q2">Hjemmesygepleje</a>"#)
        );
        assert!(html.contains("●</span> Ikke til at skelne fra hele landet (27,3)"));
        assert!(html.contains(r#"<caption class="sr-only">Hjemmesygepleje, pr. 1.000 borgere</caption>"#));
        assert_eq!(html.matches("<tr ").count(), 3, "a row for each quarter that is known");
        assert!(html.contains(r#"<th scope="row">2. kvartal 2026</th><td>25,0</td></tr></tbody>"#), "{html}");
        assert!(html.contains(r#"<tr data-said="2. kvartal 2026: 25,0" data-at="116.0px, "#), "{html}");
        assert!(html.contains(r#"<summary aria-describedby="trend-I4.4">"#));
        assert!(html.contains(r#"</details><p class="tile-here" role="status" id="trend-I4.4">"#));
        assert!(
            html.contains(r#"<strong class="tile-number">25,0</strong> <span class="tile-unit">pr. 1.000 borgere"#)
        );
    }

    #[test]
    fn the_front_page_has_every_section() {
        let page = Front::present(&testing::gathered(), Language::English).unwrap();
        let html = front(&page, &Links { base: "/", language: Language::English });
        for heading in ["Four topics in the whole country", "New in this release", "How complete the figures are"] {
            assert!(html.as_str().contains(&format!("<h2>{heading}</h2>")), "{heading}");
        }
    }
}
