//! The nearest figures that can be shown instead of a hidden one.

use naerblik_shared::{
    cell::Cell,
    period::{Grain, Period},
    schema::{DimensionId, MemberCode},
};

use super::figures::Figures;
use crate::{
    i18n::{Language, date, place},
    state::area_path,
};

/// A figure that can be shown, and how it differs from the hidden one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nearest {
    /// What the link says: "hele Region Syddanmark".
    pub text: String,
    /// What to change to get there.
    pub step: Step,
}

/// A change of view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// A longer period.
    Period(Period),
    /// A wider group; `None` for everybody.
    Filter(DimensionId, Option<MemberCode>),
    /// No filter at all.
    Everybody,
    /// A larger area.
    Area(MemberCode),
}

/// The nearest figures in each direction that the loaded shards can show; empty unless the own figure is suppressed.
pub fn nearest(figures: &Figures) -> Vec<Nearest> {
    if figures.own().count != Cell::Suppressed {
        return Vec::new();
    }
    [longer(figures), wider(figures), larger(figures)].into_iter().flatten().collect()
}

fn longer(figures: &Figures) -> Option<Nearest> {
    let period = figures.view.period;
    let grains = match period.grain() {
        Grain::Month => &[Grain::Quarter, Grain::Year][..],
        Grain::Quarter => &[Grain::Year][..],
        Grain::Year => &[][..],
    };
    // The year of the period may not be over; then the year before is the nearest whole one.
    let candidates = grains.iter().flat_map(|grain| {
        let own = period.widen(*grain);
        [Some(own), own.years_before(1)].into_iter().flatten()
    });
    let mut shown =
        candidates.filter(|candidate| figures.figure(&figures.view.area, *candidate).count.value().is_some());
    let found = shown.next()?;
    Some(Nearest { text: date::period(found, figures.language), step: Step::Period(found) })
}

fn wider(figures: &Figures) -> Option<Nearest> {
    let Figures { view, manifest, language, .. } = *figures;
    for (dimension, member) in &view.filters {
        let known = manifest.dimension(*dimension)?;
        let total = known.total()?;
        let above = known.member(member)?.parents.first().filter(|above| **above != total.code);
        let candidates = above.map(Some).into_iter().chain([None]);
        for candidate in candidates {
            let mut wide = view.clone();
            wide.filters.retain(|(id, _)| id != dimension);
            wide.filters.extend(candidate.map(|code| (*dimension, code.clone())));
            if figures.shows(&wide) {
                let label = candidate.and_then(|code| known.member(code)).unwrap_or(total);
                let name = language.of(&known.label).to_lowercase();
                let text = format!("{name}: {}", language.of(&label.label).to_lowercase());
                return Some(Nearest { text, step: Step::Filter(*dimension, candidate.cloned()) });
            }
        }
    }
    everybody(figures)
}

/// Without any filter, where leaving one out was not enough.
fn everybody(figures: &Figures) -> Option<Nearest> {
    let Figures { view, language, .. } = *figures;
    let mut wide = view.clone();
    wide.filters.clear();
    let is_new = view.filters.len() > 1;
    let text = language.pick("alle borgere, uden filtre", "all citizens, without filters").to_owned();
    (is_new && figures.shows(&wide)).then_some(Nearest { text, step: Step::Everybody })
}

fn larger(figures: &Figures) -> Option<Nearest> {
    let Figures { areas, view, language, .. } = *figures;
    let mut here = figures.area;
    while let Some(above) = area_path::parent(areas, here, view.via) {
        if figures.figure(&above.code, view.period).count.value().is_some() {
            let name = place::name(above, language);
            let text = language.pick(format!("hele {name}"), format!("all of {name}"));
            return Some(Nearest { text, step: Step::Area(above.code.clone()) });
        }
        here = above;
    }
    None
}

/// The words before the list of nearest figures.
pub fn question(figures: &Figures) -> String {
    let name = place::name(figures.area, figures.language);
    match figures.language {
        Language::Danish => format!("Nærmeste tal for {name}, der kan vises:"),
        Language::English => format!("Nearest figures for {name} that can be shown:"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    fn steps(query: &str) -> Vec<Step> {
        let loaded = testing::loaded(query);
        let figures = Figures::new(&loaded, Language::Danish).unwrap();
        nearest(&figures).into_iter().map(|own| own.step).collect()
    }

    #[test]
    fn a_hidden_municipality_leads_to_the_area_around_it() {
        assert_eq!(steps("area=0563"), [Step::Area(testing::code("klynge-sv"))]);
    }

    #[test]
    fn a_figure_that_is_shown_needs_no_other() {
        assert_eq!(steps("area=0573"), []);
    }
}
