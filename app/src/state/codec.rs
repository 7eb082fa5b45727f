//! Links to view state and back, without the browser.
//!
//! Reading never fails: a value that makes no sense becomes a [`LinkIssue`], a parameter that is not ours is ignored.
//! Writing is canonical: fixed order, defaults left out.

use naerblik_shared::{period::Period, schema::MemberCode};

use super::{
    against::{Against, Pivot, read_list, write_list},
    migrations::migrate,
    view_state::{IssueReason, LinkIssue, Parameter, Span, Tab, Unit, Via, ViewState},
};

/// What a link says, and what of it could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Parsed {
    /// What could be read.
    pub state: ViewState,
    /// What could not.
    pub issues: Vec<LinkIssue>,
}

impl ViewState {
    /// Reads the query part of a URL, with or without `?`; any text is accepted.
    pub fn from_query(query: &str) -> Parsed {
        let mut parsed = Parsed::default();
        let mut seen = Vec::new();
        for (name, value) in migrate(pairs(query)) {
            let Some(parameter) = Parameter::ALL.into_iter().find(|parameter| parameter.name() == name) else {
                continue;
            };
            if seen.contains(&parameter) || value.is_empty() {
                continue;
            }
            seen.push(parameter);
            if !parsed.state.set(parameter, &value) {
                let found = value.chars().take(40).collect();
                parsed.issues.push(LinkIssue { parameter, found, reason: IssueReason::Form });
            }
        }
        parsed
    }

    /// Writes the query part of a URL, without `?`; empty when everything is as by default.
    pub fn to_query(&self) -> String {
        let Self { dataset, code, area, via, period, age, sex, home, disease, unit, tab, span, against, list, pivot } =
            self;
        let text = |code: &Option<MemberCode>| code.as_ref().map(ToString::to_string);
        let chosen = |value: &str, default: &str| (value != default).then(|| value.to_owned());
        let values = [
            (Parameter::Dataset, text(dataset)),
            (Parameter::Code, text(code)),
            (Parameter::Area, text(area)),
            (Parameter::Via, chosen(via.value(), Via::default().value())),
            (Parameter::Period, period.map(|period| period.to_string())),
            (Parameter::Age, text(age)),
            (Parameter::Sex, text(sex)),
            (Parameter::Home, text(home)),
            (Parameter::Disease, text(disease)),
            (Parameter::Unit, chosen(unit.value(), Unit::default().value())),
            (Parameter::Tab, chosen(tab.value(), Tab::default().value())),
            (Parameter::Span, chosen(&span.value(), &Span::default().value())),
            (Parameter::Against, against.map(|against| against.value().to_owned())),
            (Parameter::List, write_list(list)),
            (Parameter::Pivot, pivot.map(Pivot::value)),
        ];
        // Codes, lists and periods consist of letters, digits and `.-_,`, which need no escape in a URL.
        let written: Vec<String> = values
            .into_iter()
            .filter_map(|(parameter, value)| Some(format!("{}={}", parameter.name(), value?)))
            .collect();
        written.join("&")
    }

    fn set(&mut self, parameter: Parameter, value: &str) -> bool {
        match parameter {
            Parameter::Dataset => put(&mut self.dataset, MemberCode::parse(value).ok()),
            Parameter::Code => put(&mut self.code, MemberCode::parse(value).ok()),
            Parameter::Area => put(&mut self.area, MemberCode::parse(value).ok()),
            Parameter::Period => put(&mut self.period, Period::parse(value).ok()),
            Parameter::Age => put(&mut self.age, MemberCode::parse(value).ok()),
            Parameter::Sex => put(&mut self.sex, MemberCode::parse(value).ok()),
            Parameter::Home => put(&mut self.home, MemberCode::parse(value).ok()),
            Parameter::Disease => put(&mut self.disease, MemberCode::parse(value).ok()),
            Parameter::Via => choose(&mut self.via, Via::ALL.into_iter().find(|via| via.value() == value)),
            Parameter::Unit => choose(&mut self.unit, Unit::ALL.into_iter().find(|unit| unit.value() == value)),
            Parameter::Tab => choose(&mut self.tab, Tab::ALL.into_iter().find(|tab| tab.value() == value)),
            Parameter::Span => choose(&mut self.span, Span::parse(value)),
            Parameter::Against => put(&mut self.against, Against::parse(value)),
            Parameter::List => choose(&mut self.list, read_list(value)),
            Parameter::Pivot => put(&mut self.pivot, Pivot::parse(value)),
        }
    }
}

fn put<T>(place: &mut Option<T>, value: Option<T>) -> bool {
    let is_read = value.is_some();
    *place = value;
    is_read
}

fn choose<T>(place: &mut T, value: Option<T>) -> bool {
    let Some(value) = value else { return false };
    *place = value;
    true
}

fn pairs(query: &str) -> Vec<(String, String)> {
    let query = query.strip_prefix('?').unwrap_or(query);
    let split = |pair: &str| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (unescape(name), unescape(value))
    };
    query.split('&').filter(|pair| !pair.is_empty()).map(split).collect()
}

/// Undoes percent-encoding; what is no valid escape stays as it is.
fn unescape(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        match (first, after) {
            (b'%', [high, low, after @ ..]) => match hex(*high).zip(hex(*low)) {
                Some((high, low)) => {
                    bytes.push(high * 16 + low);
                    rest = after;
                }
                None => bytes.push(b'%'),
            },
            (b'+', _) => bytes.push(b' '),
            _ => bytes.push(*first),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

#[cfg(test)]
mod tests {
    use proptest::{option, prelude::*, sample::select};

    use super::*;
    use crate::state::against::LIST_MOST;

    fn code() -> impl Strategy<Value = Option<MemberCode>> {
        option::of("[A-Za-z0-9._-]{1,64}".prop_map(|text| MemberCode::parse(&text).unwrap()))
    }

    fn period() -> impl Strategy<Value = Option<Period>> {
        option::of(prop_oneof![
            (0_u16..=9999).prop_map(Period::Year),
            (0_u16..=9999, 1_u8..=4).prop_map(|(year, quarter)| Period::Quarter(year, quarter)),
            (0_u16..=9999, 1_u8..=12).prop_map(|(year, month)| Period::Month(year, month)),
        ])
    }

    fn span() -> impl Strategy<Value = Span> {
        let preset = select(vec![Span::One, Span::Three, Span::Five, Span::All]);
        prop_oneof![preset, period().prop_map(|first| first.map_or(Span::All, Span::Since))]
    }

    fn state() -> impl Strategy<Value = ViewState> {
        let choices = (select(Via::ALL.to_vec()), select(Unit::ALL.to_vec()), select(Tab::ALL.to_vec()), span());
        let compared = (
            option::of(select(Against::ALL.to_vec())),
            proptest::collection::btree_set("[A-Za-z0-9._-]{1,64}", 0..=LIST_MOST),
            option::of(select(vec!["area.age", "code.period", "sex.disease"])),
        );
        let codes = (code(), code(), code(), code(), code(), code(), code());
        (codes, period(), choices, compared).prop_map(
            |(codes, period, (via, unit, tab, span), (against, list, pivot))| {
                let (dataset, code, area, age, sex, home, disease) = codes;
                let list = list.iter().map(|code| MemberCode::parse(code).unwrap()).collect();
                let pivot = pivot.and_then(Pivot::parse);
                ViewState {
                    dataset,
                    code,
                    area,
                    via,
                    period,
                    age,
                    sex,
                    home,
                    disease,
                    unit,
                    tab,
                    span,
                    against,
                    list,
                    pivot,
                }
            },
        )
    }

    #[test]
    fn defaults_are_not_written() {
        assert_eq!(ViewState::default().to_query(), "");
        assert_eq!(ViewState::from_query(""), Parsed::default());
    }

    #[test]
    fn a_link_is_written_in_one_order() {
        let parsed = ViewState::from_query("?tab=trend&area=0573&period=2026Q2&code=I4.4&utm_source=mail");
        assert_eq!(parsed.issues, []);
        assert_eq!(parsed.state.to_query(), "code=I4.4&area=0573&period=2026Q2&tab=trend");
    }

    #[test]
    fn a_value_that_makes_no_sense_is_named_and_the_rest_is_used() {
        let parsed = ViewState::from_query("period=sommer&area=0573&tab=3d&code=%C3%A5");
        let named: Vec<_> = parsed.issues.iter().map(|issue| (issue.parameter, issue.found.as_str())).collect();
        assert_eq!(named, [(Parameter::Period, "sommer"), (Parameter::Tab, "3d"), (Parameter::Code, "å")]);
        assert_eq!(parsed.state.to_query(), "area=0573");
    }

    #[test]
    fn escapes_are_undone_and_broken_ones_do_no_harm() {
        assert_eq!(unescape("2026%512+%"), "2026Q2 %");
        assert_eq!(unescape("%zz%4"), "%zz%4");
    }

    #[test]
    fn of_two_values_the_first_counts() {
        assert_eq!(ViewState::from_query("area=0573&area=0101").state.to_query(), "area=0573");
    }

    proptest! {
        #[test]
        fn what_is_written_is_what_is_read(state in state()) {
            let query = state.to_query();
            prop_assert_eq!(ViewState::from_query(&query), Parsed { state, issues: Vec::new() });
        }

        #[test]
        fn any_text_can_be_read_and_is_then_canonical(query in "\\PC*") {
            let once = ViewState::from_query(&query).state.to_query();
            prop_assert_eq!(ViewState::from_query(&once).state.to_query(), once);
        }
    }
}
