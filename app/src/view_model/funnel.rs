//! Areas of all sizes and the limits of chance.

use naerblik_shared::{
    query::rate::PER,
    schema::{Member, level},
    stats::{
        Confidence,
        funnel::{self, Place},
    },
};

use super::{
    comparators,
    figures::Figures,
    topic::{Scope, Topic},
};
use crate::{
    charts::funnel::{FunnelInput, Point},
    i18n::{Language, date, number},
    order,
    state::Unit,
};

/// How many places the limits are computed at.
const STEPS: u32 = 60;

/// The funnel for a view: its peers around the chosen yardstick. `None` for counts and standardised figures, for parts
/// of a population, for areas other than municipalities, and where fewer than five have a figure.
pub fn funnel(figures: &Figures, topic: &Topic) -> Option<FunnelInput> {
    let Figures { area, view, language, .. } = *figures;
    if view.unit != Unit::Rate || topic.scope() == Scope::Part || area.level != level::MUNICIPALITY {
        return None;
    }
    let chosen = comparators::chosen(figures)?;
    let yardstick = comparators::yardstick(figures, &chosen);
    let target = figures.estimate(&yardstick)?.value;
    let points: Vec<Point> =
        chosen.peers.iter().filter_map(|member| point(figures, member, (target, &chosen))).collect();
    let points = order::by_number(points, |point| point.citizens.0);
    if points.len() < 5 {
        return None;
    }
    let largest = points.last().map_or(1.0, |point| point.citizens.0);
    let what = language.of(&figures.code.label);
    let unit = topic.unit(view.unit, language);
    let period = date::period(view.period, language);
    let title = language.pick(
        format!("{what}, {unit}, efter kommunens størrelse, {period}"),
        format!("{what}, {unit}, by size of the municipality, {period}"),
    );
    Some(FunnelInput {
        points,
        limits: limits(target, largest),
        target: (target * f64::from(PER), comparators::name(&chosen, language)),
        axes: language.pick(
            format!("Lodret: {unit}. Vandret: antal {}.", topic.population),
            format!("Vertical: {unit}. Horizontal: number of {}.", topic.population),
        ),
        unit,
        words: figures.words(title),
    })
}

/// What the funnel says in a sentence.
pub fn sentence(input: &FunnelInput, language: Language) -> String {
    let all = input.points.len();
    let outside = input.points.iter().filter(|point| point.place != place_words(Place::Inside, language)).count();
    let own = input.points.iter().find(|point| point.is_chosen);
    let own = own.map_or_else(String::new, |own| {
        let (name, place) = (&own.label, &own.place);
        language.pick(format!("{name} ligger {place}. "), format!("{name} lies {place}. "))
    });
    let target = &input.target.1;
    language.pick(
        format!("{own}{outside} af {all} kommuner ligger uden for grænsen på 95 % omkring {target}. Små kommuner svinger mere end store."),
        format!("{own}{outside} of {all} municipalities lie outside the 95% limit around {target}. Small municipalities vary more than large ones."),
    )
}

fn point(figures: &Figures, member: &Member, (target, _): (f64, &comparators::Comparator)) -> Option<Point> {
    let language = figures.language;
    let figure = figures.figure(&member.code, figures.view.period);
    let (events, persons) = (u64::from(figure.count.value()?), figure.persons?);
    let place = funnel::place(events, persons, target)?;
    let citizens = number::count(persons, language);
    Some(Point {
        code: member.code.to_string(),
        label: language.of(&member.label).to_owned(),
        citizens: (
            f64::from(u32::try_from(persons).ok()?),
            language.pick(format!("{citizens} borgere"), format!("{citizens} citizens")),
        ),
        mark: figures.rate_mark(figure),
        place: place_words(place, language).to_owned(),
        is_chosen: member.code == figures.area.code,
    })
}

fn place_words(place: Place, language: Language) -> &'static str {
    match place {
        Place::Inside => language.pick("inden for tilfældige udsving", "within variation by chance"),
        Place::Above95 => language.pick("over grænsen på 95 %", "above the 95% limit"),
        Place::Above998 => language.pick("over grænsen på 99,8 %", "above the 99.8% limit"),
        Place::Below95 => language.pick("under grænsen på 95 %", "below the 95% limit"),
        Place::Below998 => language.pick("under grænsen på 99,8 %", "below the 99.8% limit"),
    }
}

/// Closer together where areas are small, because the limits bend there.
fn limits(target: f64, largest: f64) -> Vec<(f64, [f64; 4])> {
    let at = |step: u32| {
        let share = f64::from(step) / f64::from(STEPS);
        let population = (largest * share * share).max(1.0).ceil();
        let whole = number::whole_number(population);
        let (wide, narrow) =
            (funnel::limits(target, whole, Confidence::P998)?, funnel::limits(target, whole, Confidence::P95)?);
        let scale = f64::from(PER);
        Some((population, [wide.low, narrow.low, narrow.high, wide.high].map(|limit| limit * scale)))
    };
    (1..=STEPS).filter_map(at).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    #[test]
    fn too_few_areas_make_no_funnel() {
        let loaded = testing::loaded("area=0573&against=country");
        let figures = Figures::new(&loaded, Language::Danish).unwrap();
        assert_eq!(funnel(&figures, &Topic::of(&loaded.view, figures.code, &loaded.manifest, Language::Danish)), None);
    }

    #[test]
    fn limits_close_around_the_target() {
        let limits = limits(0.02, 10_000.0);
        let (last_at, last) = limits.last().unwrap();
        assert!((last_at - 10_000.0).abs() < 1e-9 && last[0] < last[1] && last[2] < last[3]);
        assert!(last[1] < 20.0 && 20.0 < last[2]);
        let (_, first) = limits.first().unwrap();
        assert!(first[3] > last[3] && first[0] < last[0]);
    }
}
