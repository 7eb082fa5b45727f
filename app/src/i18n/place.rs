//! Names of areas in running text.

use naerblik_shared::schema::{Member, level};

use super::Language;

/// The area's name as a heading says it: `Varde Kommune`, `Region Syddanmark`, `Danmark`.
pub fn name(area: &Member, language: Language) -> String {
    let label = language.of(&area.label);
    match area.level.as_str() {
        level::COUNTRY => language.pick("Danmark", "Denmark").to_owned(),
        level::MUNICIPALITY if label.to_lowercase().contains(language.pick("kommune", "municipality")) => {
            label.to_owned()
        }
        level::MUNICIPALITY => match language {
            Language::Danish => danish_municipality(area.code.as_str(), label),
            Language::English => format!("{label} Municipality"),
        },
        _ => label.to_owned(),
    }
}

/// The area as a place in a sentence: `i hele landet`, `i Varde Kommune`, `på landsplan` never.
pub fn inside(area: &Member, language: Language) -> String {
    let own = name(area, language);
    match (area.level.as_str(), language) {
        (level::COUNTRY, Language::Danish) => "i hele landet".to_owned(),
        (level::COUNTRY, Language::English) => "in the whole country".to_owned(),
        (level::PROVINCE, Language::Danish) => format!("i landsdelen {own}"),
        (level::PROVINCE, Language::English) => format!("in the province {own}"),
        (level::MUNICIPALITY_GROUP, Language::Danish) => format!("i gruppen {own}"),
        (level::MUNICIPALITY_GROUP, Language::English) => format!("in the group {own}"),
        (_, Language::Danish) => format!("i {own}"),
        (_, Language::English) => format!("in {own}"),
    }
}

/// The word for a level of areas, as on the chip beside the heading.
pub fn level_word(name: &str, language: Language) -> &'static str {
    match name {
        level::COUNTRY => language.pick("Hele landet", "Whole country"),
        level::REGION => language.pick("Region", "Region"),
        level::REGION_2027 => language.pick("Region fra 2027", "Region from 2027"),
        level::HEALTH_COUNCIL => language.pick("Sundhedsråd", "Health council"),
        level::HEALTH_CLUSTER => language.pick("Sundhedsklynge", "Health cluster"),
        level::PROVINCE => language.pick("Landsdel", "Province"),
        level::MUNICIPALITY_GROUP => language.pick("Kommunegruppe", "Municipality group"),
        level::MUNICIPALITY => language.pick("Kommune", "Municipality"),
        _ => language.pick("Område", "Area"),
    }
}

/// The plural of a level's word, for lists: `Kommuner`.
pub fn level_plural(name: &str, language: Language) -> &'static str {
    match name {
        level::COUNTRY => language.pick("Hele landet", "Whole country"),
        level::REGION => language.pick("Regioner", "Regions"),
        level::REGION_2027 => language.pick("Regioner fra 2027", "Regions from 2027"),
        level::HEALTH_COUNCIL => language.pick("Sundhedsråd", "Health councils"),
        level::HEALTH_CLUSTER => language.pick("Sundhedsklynger", "Health clusters"),
        level::PROVINCE => language.pick("Landsdele", "Provinces"),
        level::MUNICIPALITY_GROUP => language.pick("Kommunegrupper", "Municipality groups"),
        level::MUNICIPALITY => language.pick("Kommuner", "Municipalities"),
        _ => language.pick("Områder", "Areas"),
    }
}

fn danish_municipality(code: &str, label: &str) -> String {
    // Two municipalities have an official name that is more than the label and the word.
    match code {
        "0101" => "Københavns Kommune".to_owned(),
        "0400" => "Bornholms Regionskommune".to_owned(),
        _ => format!("{label} Kommune"),
    }
}

#[cfg(test)]
mod tests {
    use naerblik_shared::schema::{MemberCode, Text};

    use super::*;

    fn area(code: &str, label: &str, level: &str) -> Member {
        Member {
            code: MemberCode::parse(code).unwrap(),
            label: Text::new(label, label),
            level: level.to_owned(),
            parents: Vec::new(),
            legal_basis: None,
            valid_from: None,
            valid_to: None,
            synonyms: Vec::new(),
        }
    }

    #[test]
    fn municipalities_carry_their_official_names() {
        let named = |code, label| name(&area(code, label, level::MUNICIPALITY), Language::Danish);
        assert_eq!(named("0573", "Varde"), "Varde Kommune");
        assert_eq!(named("0101", "København"), "Københavns Kommune");
        assert_eq!(named("0400", "Bornholm"), "Bornholms Regionskommune");
        assert_eq!(named("0400", "Bornholms Regionskommune"), "Bornholms Regionskommune");
    }

    #[test]
    fn the_country_is_the_whole_country_inside_a_sentence() {
        let country = area("dk", "Danmark", level::COUNTRY);
        assert_eq!(inside(&country, Language::Danish), "i hele landet");
        assert_eq!(name(&country, Language::English), "Denmark");
    }
}
