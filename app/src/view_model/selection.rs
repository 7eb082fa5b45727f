//! What the reader restricted, each part as something to take back.

use naerblik_shared::{
    manifest::Manifest,
    schema::{DimensionId, MemberCode},
};

use super::choices::filter_label;
use crate::{
    i18n::{Language, Saying},
    state::{Against, ResolvedView, Tab, ViewState},
};

/// A restriction in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selected {
    /// What it restricts.
    pub part: Part,
    /// "Alder: 80+".
    pub text: String,
    /// What taking it back is called: "Fjern alder: 80+".
    pub removal: String,
}

/// Which part of a view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Who is counted.
    Filter(DimensionId),
    /// An area of the reader's own list.
    Listed(MemberCode),
}

impl Part {
    /// Takes the restriction back.
    pub fn remove(&self, state: &mut ViewState) {
        match self {
            Self::Filter(dimension) => state.set_filter(*dimension, None),
            Self::Listed(area) => state.list.retain(|own| own != area),
        }
    }
}

/// The restrictions of a view besides what a first visit shows. The reader's own list is among them while it is the
/// comparison, except where the list itself stands beside the pictures.
pub fn selected(view: &ResolvedView, manifest: &Manifest, language: Language) -> Vec<Selected> {
    let is_listed = view.against == Some(Against::List) && !matches!(view.tab, Tab::Trend | Tab::Compare);
    let filters = view.filters.iter().map(|(dimension, member)| {
        (Part::Filter(*dimension), filter_label(*dimension, language), *dimension, member.clone())
    });
    let listed = view.list.iter().filter(|_| is_listed).map(|area| {
        let label = Saying::Comparison.say(language);
        (Part::Listed(area.clone()), label, DimensionId::Area, area.clone())
    });
    let all = filters.chain(listed);
    all.filter_map(|(part, label, dimension, member)| {
        let member = language.of(&manifest.dimension(dimension)?.member(&member)?.label);
        let removal = format!("{} {}: {member}", Saying::RemoveArea.say(language), label.to_lowercase());
        Some(Selected { part, text: format!("{label}: {member}"), removal })
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{state::resolve::resolve, testing};

    fn of(query: &str) -> Vec<Selected> {
        let manifest = testing::manifest();
        selected(&testing::view(&manifest, query), &manifest, Language::Danish)
    }

    fn texts(query: &str) -> Vec<String> {
        of(query).into_iter().map(|own| own.text).collect()
    }

    #[test]
    fn nothing_is_restricted_at_first() {
        assert_eq!(texts(""), Vec::<String>::new());
        assert_eq!(texts("area=0573&age=total&sex=total&unit=count&tab=table"), Vec::<String>::new());
    }

    #[test]
    fn each_filter_is_named_with_its_choice() {
        assert_eq!(texts("age=80-plus&sex=K"), ["Alder: 80+", "Køn: Kvinder"]);
        assert_eq!(texts("disease=t2d"), ["Kronisk sygdom: Type 2-diabetes"]);
        let manifest = testing::manifest();
        let english = selected(&testing::view(&manifest, "age=80-plus"), &manifest, Language::English);
        assert_eq!(english[0].text, "Age: 80+");
        assert_eq!(english[0].removal, "Remove age: 80+");
    }

    #[test]
    fn a_list_is_named_where_it_does_not_stand_itself() {
        let query = "area=0573&against=list&list=0563,0101";
        assert_eq!(texts(&format!("{query}&tab=map")), ["Sammenligning: Fanø", "Sammenligning: København"]);
        assert_eq!(texts(&format!("{query}&tab=compare")), Vec::<String>::new());
        assert_eq!(texts("area=0573&list=0563&against=country"), Vec::<String>::new());
    }

    #[test]
    fn taking_back_each_part_leads_to_the_view_without_it() {
        let manifest = testing::manifest();
        let query = "area=0573&tab=map&against=list&list=0563,0101&age=80-plus&sex=K";
        let mut state = ViewState::from_query(query).state;
        let mut left = of(query);
        while let Some(first) = left.first().cloned() {
            first.part.remove(&mut state);
            let view = resolve(&state, &manifest).unwrap().view;
            let now = selected(&view, &manifest, Language::Danish);
            assert_eq!(now, left[1..], "{}", first.text);
            left = now;
        }
        assert_eq!(state.to_query(), "area=0573&against=list");
    }
}
