//! Areas that are alike.

/// What is known of an area; every area of a comparison has the same traits in the same order.
pub type Traits = Vec<f64>;

/// Positions of the `wanted` areas that are most like the one at `own`, the most alike first.
///
/// Each trait is standardised (mean 0, standard deviation 1 over all areas, a trait that never varies left out), and the
/// distance is Euclidean, so that every trait weighs the same. Equal distances keep the order of `areas`. Areas with
/// fewer traits, or with a trait that is no number, are left out; empty when `own` is one of them.
pub fn nearest(own: usize, areas: &[Traits], wanted: usize) -> Vec<usize> {
    let Some(wide) = areas.get(own).map(Vec::len) else { return Vec::new() };
    let is_whole = |traits: &Traits| traits.len() == wide && traits.iter().all(|value| value.is_finite());
    let whole: Vec<(usize, &Traits)> = areas.iter().enumerate().filter(|(_, traits)| is_whole(traits)).collect();
    let Some((_, mine)) = whole.iter().find(|(position, _)| *position == own) else { return Vec::new() };
    let spreads: Vec<f64> = (0..wide).map(|column| spread(&whole, column)).collect();
    let distance = |traits: &Traits| -> f64 {
        let parts = traits.iter().zip(mine.iter()).zip(&spreads).filter(|(_, spread)| **spread > 0.0);
        parts.map(|((one, two), spread)| ((one - two) / spread).powi(2)).sum()
    };
    let others = whole.iter().filter(|(position, _)| *position != own);
    let mut left: Vec<(usize, f64)> = others.map(|(position, traits)| (*position, distance(traits))).collect();
    // A handful of a hundred: picking the nearest one after the other needs no sort.
    let mut nearest = Vec::new();
    while nearest.len() < wanted {
        let next = left.iter().enumerate().min_by(|(_, (_, one)), (_, (_, two))| one.total_cmp(two));
        let Some(place) = next.map(|(place, _)| place) else { break };
        nearest.push(left.remove(place).0);
    }
    nearest
}

/// The standard deviation of a trait over all areas.
fn spread(areas: &[(usize, &Traits)], column: usize) -> f64 {
    let values = || areas.iter().filter_map(|(_, traits)| traits.get(column));
    let count = f64::from(u32::try_from(areas.len()).unwrap_or(u32::MAX));
    let mean = values().sum::<f64>() / count;
    (values().map(|value| (value - mean).powi(2)).sum::<f64>() / count).sqrt()
}
