//! Finding one of many: codes and areas as a searchable tree.

use naerblik_shared::{
    manifest::Manifest,
    schema::{Dimension, DimensionId, Member, MemberCode},
};

use crate::{
    i18n::{Language, place},
    order::by_key,
    state::{ResolvedView, Via, area_path},
};

/// Something to pick.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The code.
    pub code: MemberCode,
    /// The name.
    pub label: String,
    /// What is said beside the name: the code, the level, the law.
    pub note: String,
    /// How deep it lies in the tree, from 0.
    pub depth: usize,
    /// Everything that a search may find it by, folded.
    keys: String,
}

/// The codes of the view's dataset as a tree.
pub fn codes(view: &ResolvedView, manifest: &Manifest, language: Language) -> Vec<Item> {
    let dataset = manifest.dataset(&view.dataset);
    let Some((codes, dataset)) = manifest.dimension(DimensionId::Code).zip(dataset) else { return Vec::new() };
    let Some(root) = dataset.code_root.as_ref().and_then(|root| codes.member(root)) else { return Vec::new() };
    let published = dataset.cuboids.first().and_then(|cuboid| cuboid.members(DimensionId::Code)).unwrap_or_default();
    let mut items = Vec::new();
    walk(codes, root, 0, &mut |member, depth| {
        if published.contains(&member.code) {
            items.push(code_item(member, depth, language));
        }
    });
    items
}

/// The areas as a tree in the view's grouping, then provinces and municipality groups.
pub fn areas(via: Via, manifest: &Manifest, language: Language) -> Vec<Item> {
    let Some(areas) = manifest.dimension(DimensionId::Area) else { return Vec::new() };
    let Some(country) = areas.total() else { return Vec::new() };
    let mut items = Vec::new();
    walk_areas(areas, (country, 0), via, &mut |member, depth| items.push(area_item(member, depth, language)));
    let beside = [naerblik_shared::schema::level::PROVINCE, naerblik_shared::schema::level::MUNICIPALITY_GROUP];
    for level in beside {
        items.extend(areas.at_level(level).map(|member| area_item(member, 1, language)));
    }
    items
}

/// The positions of the items that match a search, best first; all of them in order when it is empty.
pub fn search(items: &[Item], wanted: &str) -> Vec<usize> {
    let wanted = fold(wanted);
    let words: Vec<&str> = wanted.split_whitespace().collect();
    let found = items.iter().enumerate().filter(|(_, item)| words.iter().all(|word| item.keys.contains(word)));
    // Without a search the tree stands in its own order.
    let key = |(_, item): &(usize, &Item)| if words.is_empty() { 0 } else { u64::from(rank(item, wanted.trim())) };
    by_key(found.collect(), key).into_iter().map(|(position, _)| position).collect()
}

fn rank(item: &Item, wanted: &str) -> u8 {
    let label = fold(&item.label);
    match () {
        () if fold(item.code.as_str()) == wanted || label == wanted => 0,
        () if label.starts_with(wanted) => 1,
        () if label.contains(wanted) => 2,
        () => 3,
    }
}

fn walk<'a>(codes: &'a Dimension, here: &'a Member, depth: usize, visit: &mut impl FnMut(&'a Member, usize)) {
    visit(here, depth);
    for child in codes.children(&here.code) {
        walk(codes, child, depth + 1, visit);
    }
}

fn walk_areas<'a>(
    areas: &'a Dimension,
    (here, depth): (&'a Member, usize),
    via: Via,
    visit: &mut impl FnMut(&'a Member, usize),
) {
    visit(here, depth);
    for child in area_path::children(areas, here, via) {
        walk_areas(areas, (child, depth + 1), via, visit);
    }
}

fn code_item(member: &Member, depth: usize, language: Language) -> Item {
    let label = language.of(&member.label).to_owned();
    let law = member.legal_basis.clone().unwrap_or_default();
    let code = member.code.as_str();
    // Codes that only this publication knows are written with underscores; they tell a reader nothing.
    let shown = if code.contains('_') { "" } else { code };
    let note = if depth == 0 { String::new() } else { [shown, &law].join(" ").trim().to_owned() };
    let danish = fold(&member.label.da);
    let synonyms: Vec<String> = member.synonyms.iter().map(|words| fold(words)).collect();
    let keys = format!("{danish} {} {} {} {}", fold(&member.label.en), fold(code), fold(&law), synonyms.join(" "));
    Item { code: member.code.clone(), label, note, depth, keys }
}

fn area_item(member: &Member, depth: usize, language: Language) -> Item {
    let label = match language.of(&member.label) {
        _ if depth == 0 => place::name(member, language),
        label => label.to_owned(),
    };
    let level = place::level_word(&member.level, language);
    let code = member.code.as_str();
    let note = if code.len() == 4 && code.bytes().all(|digit| digit.is_ascii_digit()) {
        format!("{level} {code}")
    } else {
        level.to_owned()
    };
    let keys = format!(
        "{} {} {} {}",
        fold(&member.label.da),
        fold(&member.label.en),
        fold(&place::name(member, language)),
        fold(&note)
    );
    Item { code: member.code.clone(), label, note, depth, keys }
}

/// Lower case, with the letters that foreign keyboards lack written out, and `§ 138` as `§138`.
fn fold(text: &str) -> String {
    text.to_lowercase().replace('å', "aa").replace('ø', "oe").replace('æ', "ae").replace('é', "e").replace("§ ", "§")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    fn found(wanted: &str) -> Vec<String> {
        let manifest = testing::manifest();
        let items = codes(&testing::view(&manifest, ""), &manifest, Language::Danish);
        search(&items, wanted).into_iter().map(|position| items[position].code.to_string()).collect()
    }

    #[test]
    fn names_codes_english_and_synonyms_find_the_same() {
        for wanted in ["tryksår", "TRYKSAAR", "i4.4", "pressure sores", "liggesår"] {
            assert_eq!(found(wanted), ["I4.4"], "{wanted}");
        }
        assert_eq!(found("findes ikke"), Vec::<String>::new());
    }

    #[test]
    fn without_a_search_the_tree_stands_in_order() {
        assert_eq!(found(" "), ["conditions", "I", "I4", "I4.4", "I4.9"]);
    }

    #[test]
    fn an_area_is_found_by_its_code_or_official_name() {
        let manifest = testing::manifest();
        let items = areas(Via::Cluster, &manifest, Language::Danish);
        let first = |wanted| items[search(&items, wanted)[0]].code.to_string();
        assert_eq!(first("0573"), "0573");
        assert_eq!(first("Københavns Kommune"), "0101");
        assert_eq!(items.iter().map(|item| item.depth).max(), Some(3));
    }
}
