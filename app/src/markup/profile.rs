//! The area profile: one to two sheets of paper.

use super::{
    Links,
    front::tiles,
    html::{Html, el, join, link, said, text},
};
use crate::{
    charts::{Mark, Words},
    i18n::{PageText, Phrase},
    state::{Place, ViewState},
    view_model::profile::{Chosen, Lists, PeriodChoice, PlaceLink, Profile, Ranked, RankedRow, StandsOut},
};

/// The id of the heading, for focus and names.
pub const HEADING_ID: &str = "page-heading";

/// The whole profile.
pub fn profile(profile: &Profile, links: &Links) -> Html {
    let say = |text: PageText| text.say(links.language);
    let title = el("h1", &[("id", HEADING_ID), ("tabindex", "-1")], [text(&profile.title)]);
    let head = el("div", &[("class", "page-title")], [said("p", "chip-level", profile.chip), title]);
    let lists = match &profile.lists {
        Some(lists) => all_lists(lists, links),
        None => el("p", &[("class", "status"), ("role", "status")], [text(say(PageText::ProfileLoadingMore))]),
    };
    let coverage = join(profile.coverage.iter().map(|own| said("p", "", own)));
    join([
        around(profile, links),
        el("div", &[("class", "page-heading")], [head, said("p", "page-line", &profile.lead)]),
        periods(profile, links),
        section(say(PageText::ProfileHeadlines), tiles(&profile.headlines, links)),
        lists,
        section(say(PageText::ProfileCoverage), coverage),
        below(profile, links),
        el("footer", &[("class", "about")], [said("p", "source", &profile.source)]),
    ])
}

fn section(title: &str, content: Html) -> Html {
    el("section", &[("aria-label", title)], [said("h2", "", title), content])
}

fn place(own: &PlaceLink, links: &Links) -> Html {
    el("li", &[], [link(&links.to(&Place::Area(own.area.clone())), &own.name)])
}

fn around(profile: &Profile, links: &Links) -> Html {
    if profile.places.around.is_empty() {
        return Html::default();
    }
    let label = PageText::ProfileAround.say(links.language);
    let areas = profile.places.around.iter().map(|own| place(own, links));
    let list = el("ul", &[("class", "no-max-width")], areas);
    el("nav", &[("class", "below"), ("aria-label", label)], [said("p", "", &format!("{label}:")), list])
}

fn below(profile: &Profile, links: &Links) -> Html {
    let title = PageText::ProfileBelow.say(links.language);
    let groups = profile.places.below.iter().map(|(label, areas)| {
        let areas = el("ul", &[("class", "place-list no-max-width")], areas.iter().map(|own| place(own, links)));
        join([said("h3", "", label), areas])
    });
    if profile.places.below.is_empty() {
        return Html::default();
    }
    let content = join(groups);
    el("nav", &[("class", "places screen-only"), ("aria-label", title)], [said("h2", "", title), content])
}

fn periods(profile: &Profile, links: &Links) -> Html {
    let label = PageText::ProfilePeriod.say(links.language);
    let choice = |own: &PeriodChoice| {
        let state = ViewState { period: Some(own.period), ..ViewState::default() };
        let address = format!("{}?{}", links.to(&Place::Area(profile.area.clone())), state.to_query());
        let current = [("href", address.as_str()), ("aria-current", "true")];
        let attributes = match own.chosen {
            Chosen::Yes => current.as_slice(),
            Chosen::No => current.get(..1).unwrap_or_default(),
        };
        el("li", &[], [el("a", attributes, [text(&own.label)])])
    };
    let list = el("ul", &[("class", "choice-links no-max-width")], profile.periods.iter().map(choice));
    el("nav", &[("class", "choices screen-only"), ("aria-label", label)], [said("p", "", &format!("{label}:")), list])
}

fn all_lists(lists: &Lists, links: &Links) -> Html {
    let say = |text: PageText| text.say(links.language);
    let frequent = [
        ranked(say(PageText::ProfileFrequentConditions), &lists.conditions, links),
        ranked(say(PageText::ProfileFrequentInterventions), &lists.interventions, links),
    ];
    join([el("div", &[("class", "pair")], frequent), stands_out(&lists.stands_out, links)])
}

fn ranked(title: &str, ranked: &Ranked, links: &Links) -> Html {
    let columns = [Phrase::ColumnCitizens.say(links.language), Phrase::ColumnRate.say(links.language)];
    let row = |own: &RankedRow| vec![mark(&own.count, links), mark(&own.rate, links)];
    let table = table(title, &columns, ranked.rows.iter().map(|own| (own, row(own))).collect(), links);
    section(title, join([table, said("p", "note", &ranked.sentence)]))
}

fn stands_out(own: &StandsOut, links: &Links) -> Html {
    let language = links.language;
    let title = PageText::ProfileStandsOut.say(language);
    let columns =
        [Phrase::ColumnRate.say(language), own.other.as_str(), language.pick("Forhold (99,8 %)", "Ratio (99.8%)")];
    // What stands out is outside 99.8 %: the shape is that of the figure page.
    let shaped = |row: &RankedRow, shape: &str| {
        let shape = el("span", &[("class", "shape"), ("aria-hidden", "true")], [text(shape)]);
        vec![mark(&row.rate, links), mark(&row.other, links), join([shape, text(" "), text(&row.times)])]
    };
    let higher = own.higher.iter().map(|row| (row, shaped(row, "▲▲")));
    let lower = own.lower.iter().map(|row| (row, shaped(row, "▼▼")));
    let table = table(title, &columns, higher.chain(lower).collect(), links);
    section(title, join([said("p", "note", &own.sentence), table]))
}

fn mark(mark: &Mark, links: &Links) -> Html {
    let words = Words::new(links.language.locale(), String::new());
    text(mark.text(&words))
}

/// A table of codes; nothing when there is none.
fn table(caption: &str, columns: &[&str], rows: Vec<(&RankedRow, Vec<Html>)>, links: &Links) -> Html {
    if rows.is_empty() {
        return Html::default();
    }
    let name = PageText::ColumnName.say(links.language);
    let head = |class: &str, own: &str| el("th", &[("scope", "col"), ("class", class)], [text(own)]);
    let heads = std::iter::once(head("", name)).chain(columns.iter().map(|column| head("number", column)));
    let body = rows.into_iter().map(|(row, cells)| {
        let name = el("th", &[("scope", "row")], [link(&links.figure(&row.state), &row.name)]);
        let cells = cells.into_iter().map(|cell| el("td", &[("class", "number")], [cell]));
        el("tr", &[], std::iter::once(name).chain(cells))
    });
    let caption = said("caption", "sr-only", caption);
    el(
        "table",
        &[("class", "figures")],
        [caption, el("thead", &[], [el("tr", &[], heads)]), el("tbody", &[], body.collect::<Vec<_>>())],
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        i18n::Language,
        testing,
        view_model::profile::{Extent, view},
    };

    fn html(area: &str, language: Language) -> String {
        let gathered = testing::gathered();
        let view = view(&gathered.manifest, &testing::code(area), &ViewState::default()).unwrap();
        let own = Profile::present(&gathered, &view, Extent::Everything, language).unwrap();
        profile(&own, &Links { base: "/", language }).into_text()
    }

    #[test]
    fn every_figure_links_to_its_page() {
        let html = html("0573", Language::Danish);
        for address in ["/da/figure?code=I4.4&amp;area=0573&amp;period=2026Q2", "/da/area/raad-sv", "/da/area/dk"] {
            assert!(html.contains(&format!("href=\"{address}\"")), "{address}");
        }
        assert!(html.contains(r#"<h1 id="page-heading" tabindex="-1">Varde Kommune</h1>"#));
        assert!(html.contains(r#"href="/da/area/0573?period=2026-06""#));
    }

    #[test]
    fn hidden_figures_are_said_plainly_and_no_table_is_empty() {
        let html = html("0563", Language::English);
        assert!(html.contains("withheld to protect anonymity"));
        assert!(!html.contains("<tbody></tbody>"));
    }
}
