//! What the cells of one period are sums of: the finest groups of citizens that the published dimensions tell apart.
//!
//! Nobody crosses homes or diseases with everything else, so they need no crossing here either. The *hub* splits
//! citizens by the areas and dimensions that most cuboids share; each other split (by home, by one disease) stands
//! apart and is linked to the hub by the groups that both have. Any numbers that fit hub, splits and links belong to
//! some register of whole citizens: within each common group the splits can be matched at will, one after another.
#![expect(clippy::indexing_slicing, reason = "areas, layers and leaves are numbered here")]

use std::collections::{BTreeMap, BTreeSet};

use naerblik_shared::{
    period::Period,
    schema::{Dimension, DimensionId, MemberCode},
};

use super::figures::{CuboidFigures, DatasetFigures, Figures};
use super::population::Population;

/// The cells of all cuboids in one period, as sums of leaves.
pub(super) struct Layout {
    pub(super) period: Period,
    pub(super) leaves: usize,
    pub(super) cells: Vec<Place>,
    /// Groups of leaves that count the same citizens.
    pub(super) links: Vec<(Vec<u32>, Vec<u32>)>,
}

/// A cell and the leaves that it is the sum of.
pub(super) struct Place {
    /// Position of the cuboid in the dataset.
    pub(super) cuboid: usize,
    /// Position on the cuboid's axis of areas.
    pub(super) area: usize,
    /// Positions on the cuboid's further axes.
    pub(super) further: Vec<usize>,
    /// For the citizens who are not in the cell, but in the total over a dimension whose members overlap.
    pub(super) is_complement: bool,
    /// Public number of citizens of whom the cell counts some.
    pub(super) denominator: Option<u32>,
    /// The same as far as it limits the cell; see [`super::block::note_outnumbered`].
    pub(super) limit: Option<u32>,
    pub(super) leaves: Vec<u32>,
}

/// One way of splitting citizens.
#[derive(Clone)]
struct Layer {
    dimensions: Vec<DimensionId>,
    /// A member of a dimension whose members overlap: citizens are split into those with it and those without.
    overlap: Option<(DimensionId, MemberCode)>,
    /// Per counted municipality its class: municipalities that no area of the layer tells apart.
    class: Vec<Option<usize>>,
    classes: usize,
    first_leaf: usize,
}

/// What layouts of all periods have in common.
pub(super) struct Geography<'a> {
    figures: &'a Figures,
    /// Per area of the dimension the municipalities in it, as positions among the municipalities.
    within: BTreeMap<&'a MemberCode, Vec<usize>>,
    municipalities: Vec<&'a MemberCode>,
    population: Population,
    additive: BTreeSet<DimensionId>,
}

impl<'a> Geography<'a> {
    pub(super) fn new(figures: &'a Figures, dataset: &DatasetFigures) -> Self {
        let manifest = figures.manifest();
        let measure = manifest.dataset(&dataset.id).map(|dataset| dataset.measure.sums_over.clone());
        let area = manifest.dimension(DimensionId::Area);
        let members = area.map_or(&[][..], |area| &area.members);
        let is_lowest = |code: &MemberCode| area.is_some_and(|area| area.children(code).next().is_none());
        let municipalities: Vec<&MemberCode> =
            members.iter().map(|member| &member.code).filter(|code| is_lowest(code)).collect();
        let inside = |code: &'a MemberCode| {
            let is_within = |lowest: &MemberCode| area.is_some_and(|area| area.is_within(lowest, code));
            let found = municipalities.iter().enumerate().filter(|(_, lowest)| is_within(lowest));
            (code, found.map(|(at, _)| at).collect())
        };
        Self {
            within: members.iter().map(|member| inside(&member.code)).collect(),
            population: Population::new(&figures.population),
            additive: measure.unwrap_or_default().into_iter().collect(),
            municipalities,
            figures,
        }
    }

    /// The layout of a period; areas count the municipalities that reported it.
    pub(super) fn layout(&self, dataset: &DatasetFigures, period: Period) -> Layout {
        let counted = self.counted(period);
        let cuboids: Vec<(usize, &CuboidFigures)> =
            dataset.cuboids.iter().enumerate().filter(|(_, cuboid)| cuboid.periods.contains(&period)).collect();
        let mut builder = Builder { geography: self, counted, layers: Vec::new() };
        builder.layers = layers(cuboids.iter().flat_map(|(_, cuboid)| builder.layers_of(cuboid)).collect());
        let leaves = builder.number_leaves();
        let cells = cuboids.iter().flat_map(|(at, cuboid)| builder.cells(*at, cuboid, period)).collect();
        let links = builder.links();
        Layout { period, leaves, cells, links }
    }

    fn counted(&self, period: Period) -> Vec<bool> {
        let coverage = &self.figures.coverage;
        let at = coverage.position(DimensionId::Period, &MemberCode::from(period));
        let reported = |municipality: &&MemberCode| {
            let area = coverage.position(DimensionId::Area, municipality)?;
            let area = area * coverage.stride(coverage.axis(DimensionId::Area)?)?;
            let period = at? * coverage.stride(coverage.axis(DimensionId::Period)?)?;
            coverage.at(area + period)?.value()
        };
        self.municipalities.iter().map(|municipality| reported(municipality).is_some_and(|n| n > 0)).collect()
    }

    /// The municipalities of an area that are counted in a period.
    pub(super) fn members(&self, area: &MemberCode, period: Period) -> Vec<usize> {
        let counted = self.counted(period);
        let members = self.within.get(area).map_or(&[][..], Vec::as_slice);
        members.iter().copied().filter(|&at| counted[at]).collect()
    }

    fn dimension(&self, id: DimensionId) -> Option<&'a Dimension> {
        self.figures.manifest().dimension(id)
    }

    /// The members that no other is below, in order; `below` limits them to those within a member.
    fn finest(&self, id: DimensionId, below: Option<&MemberCode>) -> Vec<usize> {
        let Some(dimension) = self.dimension(id) else { return vec![0] };
        let Some(total) = dimension.total() else { return vec![0] };
        let all = dimension.leaves_below(&total.code);
        let within: Vec<_> = dimension.leaves_below(below.unwrap_or(&total.code));
        let is_within = |code: &MemberCode| within.iter().any(|member| member.code == *code);
        (0..all.len()).filter(|&at| is_within(&all[at].code)).collect()
    }
}

struct Builder<'a> {
    geography: &'a Geography<'a>,
    counted: Vec<bool>,
    layers: Vec<Layer>,
}

impl Builder<'_> {
    /// The splits that the cells of a cuboid need.
    fn layers_of(&self, cuboid: &CuboidFigures) -> Vec<Layer> {
        let is_additive = |id: &DimensionId| self.geography.additive.contains(id);
        let dimensions: Vec<DimensionId> = cuboid.further.iter().map(|(id, _)| *id).filter(is_additive).collect();
        let (class, classes) = self.classes(&cuboid.areas);
        let layer = Layer { dimensions, overlap: None, class, classes, first_leaf: 0 };
        let Some((id, members)) = cuboid.further.iter().find(|(id, _)| !is_additive(id)) else { return vec![layer] };
        let single = |member: &MemberCode| Layer { overlap: Some((*id, member.clone())), ..layer.clone() };
        members.iter().filter(|member| !self.is_total(*id, member)).map(single).collect()
    }

    fn is_total(&self, id: DimensionId, member: &MemberCode) -> bool {
        self.geography.dimension(id).and_then(Dimension::total).is_some_and(|total| total.code == *member)
    }

    /// Municipalities by the areas that hold them.
    fn classes(&self, areas: &[MemberCode]) -> (Vec<Option<usize>>, usize) {
        let mut holders: Vec<Option<Vec<usize>>> =
            self.counted.iter().map(|is_counted| is_counted.then(Vec::new)).collect();
        for (at, area) in areas.iter().enumerate() {
            for &municipality in self.geography.within.get(area).map_or(&[][..], Vec::as_slice) {
                if let Some(holders) = &mut holders[municipality] {
                    holders.push(at);
                }
            }
        }
        number(&holders)
    }

    fn number_leaves(&mut self) -> usize {
        let mut next = 0;
        for layer in &mut self.layers {
            layer.first_leaf = next;
            let per_class: usize = layer.dimensions.iter().map(|id| self.geography.finest(*id, None).len()).product();
            next += layer.classes * per_class * if layer.overlap.is_some() { 2 } else { 1 };
        }
        next
    }

    /// The leaves of a layer in some municipalities, within some members; `with` picks a side of the overlap.
    fn leaves(&self, layer: &Layer, municipalities: &[usize], within: &Within<'_>, with: Option<bool>) -> Vec<u32> {
        let classes: BTreeSet<usize> = municipalities.iter().filter_map(|&at| layer.class[at]).collect();
        let mut places: Vec<usize> = classes.into_iter().collect();
        for id in &layer.dimensions {
            let all = self.geography.finest(*id, None).len();
            let some = match within.get(id) {
                Some(Below::Member(member)) => self.geography.finest(*id, Some(member)),
                Some(Below::Finest(at)) => vec![*at],
                None => (0..all).collect(),
            };
            places = places.iter().flat_map(|place| some.iter().map(move |at| place * all + at)).collect();
        }
        if layer.overlap.is_some() {
            let sides = with.map_or(vec![0, 1], |with| vec![usize::from(!with)]);
            places = places.iter().flat_map(|place| sides.iter().map(move |side| place * 2 + side)).collect();
        }
        places.sort_unstable();
        places.into_iter().filter_map(|place| u32::try_from(layer.first_leaf + place).ok()).collect()
    }

    /// Every cell of a cuboid in which somebody could be counted, and the complements that readers can subtract.
    fn cells(&self, at: usize, cuboid: &CuboidFigures, period: Period) -> Vec<Place> {
        let mut combinations: Vec<Vec<usize>> = vec![Vec::new()];
        for (_, members) in &cuboid.further {
            let longer = |start: &Vec<usize>| {
                let start = start.clone();
                (0..members.len()).map(move |next| start.iter().copied().chain([next]).collect())
            };
            combinations = combinations.iter().flat_map(longer).collect();
        }
        let mut cells = Vec::new();
        for (area_at, area) in cuboid.areas.iter().enumerate() {
            let members = self.geography.within.get(area).map_or(&[][..], Vec::as_slice);
            let counted: Vec<usize> = members.iter().copied().filter(|&at| self.counted[at]).collect();
            if counted.is_empty() {
                continue;
            }
            for further in &combinations {
                let place = |is_complement, leaves, denominator| Place {
                    cuboid: at,
                    area: area_at,
                    further: further.clone(),
                    is_complement,
                    denominator,
                    limit: denominator,
                    leaves,
                };
                let (layer, within, with) = self.home_of(cuboid, further);
                let denominator = self.denominator(&counted, &within, with, period);
                cells.push(place(false, self.leaves(layer, &counted, &within, with), denominator));
                if with.is_some() {
                    cells.push(place(true, self.leaves(layer, &counted, &within, Some(false)), None));
                }
            }
        }
        cells
    }

    /// The layer that has a cell of a cuboid, the members that the cell is within, and its side of the overlap.
    fn home_of<'c>(&self, cuboid: &'c CuboidFigures, further: &[usize]) -> (&Layer, Within<'c>, Option<bool>) {
        let mut within = Within::new();
        let mut overlap = None;
        for ((id, members), &at) in cuboid.further.iter().zip(further) {
            if !self.geography.additive.contains(id) {
                overlap = Some((*id, &members[at])).filter(|(id, member)| !self.is_total(*id, member));
            } else if !self.is_total(*id, &members[at]) {
                within.insert(*id, Below::Member(&members[at]));
            }
        }
        let has = |layer: &&Layer| {
            let overlaps = layer.overlap.as_ref().map(|(id, member)| (*id, member));
            overlaps == overlap && within.keys().all(|id| layer.dimensions.contains(id))
        };
        let layer = self.layers.iter().find(has).unwrap_or(&self.layers[0]);
        (layer, within, overlap.map(|_| true))
    }

    fn denominator(
        &self,
        municipalities: &[usize],
        within: &Within<'_>,
        with: Option<bool>,
        period: Period,
    ) -> Option<u32> {
        let is_known = |id: &DimensionId| matches!(id, DimensionId::Age | DimensionId::Sex);
        if with.is_some() || !within.keys().all(is_known) {
            return None;
        }
        let member = |id: DimensionId| match within.get(&id) {
            Some(Below::Member(member)) => Some(*member),
            _ => None,
        };
        let codes = municipalities.iter().map(|&at| self.geography.municipalities[at]);
        self.geography.population.persons(codes, period, member(DimensionId::Age), member(DimensionId::Sex))
    }

    /// For each layer but the hub: the groups that it has in common with the hub.
    fn links(&self) -> Vec<(Vec<u32>, Vec<u32>)> {
        let Some((hub, others)) = self.layers.split_first() else { return Vec::new() };
        let mut links = Vec::new();
        for layer in others {
            let mut groups: Vec<Within<'static>> = vec![Within::new()];
            for id in layer.dimensions.iter().filter(|id| hub.dimensions.contains(id)) {
                let finest = self.geography.finest(*id, None);
                let with = |group: &Within<'static>, at: usize| {
                    let mut group = group.clone();
                    group.insert(*id, Below::Finest(at));
                    group
                };
                groups = groups.iter().flat_map(|group| finest.iter().map(|at| with(group, *at))).collect();
            }
            for class in 0..layer.classes {
                let is_in = |&at: &usize| layer.class[at] == Some(class);
                let municipalities: Vec<usize> = (0..self.counted.len()).filter(is_in).collect();
                for group in &groups {
                    let own = self.leaves(layer, &municipalities, group, None);
                    links.push((own, self.leaves(hub, &municipalities, group, None)));
                }
            }
        }
        links
    }
}

/// Restrictions on dimensions; a dimension that is not named is whole.
type Within<'a> = BTreeMap<DimensionId, Below<'a>>;

#[derive(Clone, Copy)]
enum Below<'a> {
    /// Within a member.
    Member(&'a MemberCode),
    /// One of the finest members, by position.
    Finest(usize),
}

/// The hub, then the other splits. What two splits have in common the hub must have, too: it takes in more dimensions
/// until that is so.
fn layers(wanted: Vec<Layer>) -> Vec<Layer> {
    let mut memberships: Vec<Option<Vec<usize>>> = Vec::new();
    for layer in &wanted {
        memberships.resize(layer.class.len(), Some(Vec::new()));
        for (of, class) in memberships.iter_mut().zip(&layer.class) {
            *of = of.take().zip(*class).map(|(of, class)| of.into_iter().chain([class]).collect());
        }
    }
    let (class, classes) = number(&memberships);
    let plain = wanted.iter().filter(|layer| layer.overlap.is_none());
    let finest = plain.max_by_key(|layer| (layer.classes, layer.dimensions.len()));
    let mut hub = Layer {
        dimensions: finest.map(|layer| layer.dimensions.clone()).unwrap_or_default(),
        overlap: None,
        class,
        classes,
        first_leaf: 0,
    };
    while let Some(id) = missing(&hub, &wanted) {
        hub.dimensions.push(id);
    }
    hub.dimensions.sort_unstable();
    let apart: Vec<Layer> = wanted.into_iter().filter(|layer| is_apart(layer, &hub)).collect();
    std::iter::once(hub).chain(apart).collect()
}

/// A dimension that the hub lacks although a split by overlapping members, or two others, have it.
fn missing(hub: &Layer, wanted: &[Layer]) -> Option<DimensionId> {
    let apart: Vec<&Layer> = wanted.iter().filter(|layer| is_apart(layer, hub)).collect();
    let lacks = |id: &DimensionId| !hub.dimensions.contains(id);
    let is_shared = |layer: &Layer, id: &DimensionId| {
        layer.overlap.is_some() || apart.iter().filter(|other| other.dimensions.contains(id)).count() > 1
    };
    let missing = |layer: &&Layer| layer.dimensions.iter().copied().find(|id| lacks(id) && is_shared(layer, id));
    apart.iter().find_map(missing)
}

/// Whether the hub does not tell all citizens apart that the layer does.
fn is_apart(layer: &Layer, hub: &Layer) -> bool {
    layer.overlap.is_some() || !layer.dimensions.iter().all(|id| hub.dimensions.contains(id))
}

/// Equal keys get equal numbers, in the order of first appearance.
fn number<T: Ord>(keys: &[Option<T>]) -> (Vec<Option<usize>>, usize) {
    let mut numbers = BTreeMap::new();
    let mut of_key = |key| {
        let next = numbers.len();
        *numbers.entry(key).or_insert(next)
    };
    let numbered = keys.iter().map(|key| key.as_ref().map(&mut of_key)).collect();
    (numbered, numbers.len())
}
