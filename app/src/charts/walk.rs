//! The keyboard walk: which point comes next, and which point the pointer means. Plain data, no browser.

use super::linked::Subject;

/// One point that a reader can stand on.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Stop {
    /// What is read out: `Varde: 31,4 pr. 1.000`.
    pub(super) spoken: String,
    /// The area or period that the point stands for; an area can be gone to.
    pub(super) subject: Option<Subject>,
    /// Where it lies: axis units in a trend, row in a ranking, map units on the map.
    pub(super) at: (f64, f64),
}

impl Stop {
    /// The code of the area to go to, when the point stands for one.
    pub(super) fn area(&self) -> Option<&str> {
        self.subject.as_ref().and_then(Subject::area)
    }
}

/// How stops lie to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Arrangement {
    /// Row by row, each with that many columns (trend: lines, periods).
    Grid {
        /// Stops in a row.
        columns: usize,
    },
    /// Band by band, each with that many columns (pyramid: ages, sexes).
    Bands {
        /// Stops in a band.
        columns: usize,
    },
    /// From top to bottom.
    List,
    /// Freely; y grows upwards.
    Plane,
}

/// The keys that move.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// The first stop, or the first of the row.
    Home,
    /// The last stop, or the last of the row.
    End,
}

impl Key {
    /// The key by its name in the browser's events.
    pub(super) fn from_name(name: &str) -> Option<Self> {
        match name {
            "ArrowLeft" => Some(Self::Left),
            "ArrowRight" => Some(Self::Right),
            "ArrowUp" => Some(Self::Up),
            "ArrowDown" => Some(Self::Down),
            "Home" => Some(Self::Home),
            "End" => Some(Self::End),
            _ => None,
        }
    }
}

/// The stop after a key; where there is none in that direction, the walk stays. `None` only without stops.
pub(super) fn step(stops: &[Stop], arrangement: Arrangement, here: usize, key: Key) -> Option<usize> {
    let last = stops.len().checked_sub(1)?;
    let here = here.min(last);
    Some(match arrangement {
        Arrangement::List => match key {
            Key::Up | Key::Left => here.saturating_sub(1),
            Key::Down | Key::Right => (here + 1).min(last),
            Key::Home => 0,
            Key::End => last,
        },
        Arrangement::Grid { columns } | Arrangement::Bands { columns } => step_in_grid(columns.max(1), last, here, key),
        Arrangement::Plane => step_in_plane(stops, here, key),
    })
}

/// The stop that a pointer at `at` means: nearest column first, then nearest height.
pub(super) fn nearest(stops: &[Stop], at: (f64, f64)) -> Option<usize> {
    let distance = |stop: &Stop| ((stop.at.0 - at.0).abs(), (stop.at.1 - at.1).abs());
    let ordered = stops.iter().enumerate().min_by(|(_, a), (_, b)| {
        let ((ax, ay), (bx, by)) = (distance(a), distance(b));
        ax.total_cmp(&bx).then(ay.total_cmp(&by))
    });
    ordered.map(|(position, _)| position)
}

/// The stop to mark: what the reader points at elsewhere goes before where the walk stands, unless that is the same.
pub(super) fn marked(stops: &[Stop], here: Option<usize>, pointed: Option<&Subject>) -> Option<usize> {
    let is_pointed = |stop: &Stop| stop.subject.is_some() && stop.subject.as_ref() == pointed;
    let here = here.filter(|here| *here < stops.len());
    if here.and_then(|here| stops.get(here)).is_some_and(is_pointed) {
        return here;
    }
    stops.iter().position(is_pointed).or(here)
}

fn step_in_grid(columns: usize, last: usize, here: usize, key: Key) -> usize {
    let column = here % columns;
    let row_end = (here - column + columns - 1).min(last);
    match key {
        Key::Left => here - usize::from(column > 0),
        Key::Right => (here + 1).min(row_end),
        Key::Up => here.checked_sub(columns).unwrap_or(here),
        Key::Down if here + columns <= last => here + columns,
        Key::Down => here,
        Key::Home => here - column,
        Key::End => row_end,
    }
}

/// The nearest stop in a cone of 90 degrees; sideways distance counts double so that the walk keeps its direction.
fn step_in_plane(stops: &[Stop], here: usize, key: Key) -> usize {
    let Some(from) = stops.get(here) else { return here };
    let ahead = |stop: &Stop| {
        let (x, y) = (stop.at.0 - from.at.0, stop.at.1 - from.at.1);
        match key {
            Key::Left => (-x, y.abs()),
            Key::Right => (x, y.abs()),
            Key::Up => (y, x.abs()),
            Key::Down => (-y, x.abs()),
            Key::Home | Key::End => (0.0, 0.0),
        }
    };
    match key {
        Key::Home => 0,
        Key::End => stops.len().saturating_sub(1),
        Key::Left | Key::Right | Key::Up | Key::Down => {
            let candidates = stops.iter().enumerate().map(|(position, stop)| (position, ahead(stop)));
            let in_cone = candidates.filter(|(_, (forward, aside))| *forward > 0.0 && aside <= forward);
            let cost = |(forward, aside): (f64, f64)| forward.hypot(2.0 * aside);
            in_cone.min_by(|(_, a), (_, b)| cost(*a).total_cmp(&cost(*b))).map_or(here, |(position, _)| position)
        }
    }
}

#[cfg(test)]
mod tests {
    use naerblik_shared::period::Period;

    use super::*;

    fn stops(places: &[(f64, f64)]) -> Vec<Stop> {
        places.iter().map(|at| Stop { spoken: String::new(), subject: None, at: *at }).collect()
    }

    fn walk(stops: &[Stop], arrangement: Arrangement, from: usize, keys: &[Key]) -> usize {
        keys.iter().fold(from, |here, key| step(stops, arrangement, here, *key).unwrap())
    }

    #[test]
    fn a_list_is_walked_to_its_ends_and_no_further() {
        let row = stops(&[(0.0, 0.0); 3]);
        assert_eq!(walk(&row, Arrangement::List, 0, &[Key::Down, Key::Down, Key::Down]), 2);
        assert_eq!(walk(&row, Arrangement::List, 2, &[Key::Home, Key::Up]), 0);
        assert_eq!(walk(&row, Arrangement::List, 0, &[Key::End]), 2);
    }

    #[test]
    fn a_grid_keeps_the_period_when_the_line_changes() {
        let two_lines = stops(&[(0.0, 0.0); 8]);
        let grid = Arrangement::Grid { columns: 4 };
        assert_eq!(walk(&two_lines, grid, 2, &[Key::Down]), 6);
        assert_eq!(walk(&two_lines, grid, 6, &[Key::Down]), 6);
        assert_eq!(walk(&two_lines, grid, 3, &[Key::Right]), 3);
        assert_eq!(walk(&two_lines, grid, 4, &[Key::Left]), 4);
        assert_eq!(walk(&two_lines, grid, 5, &[Key::End, Key::Up, Key::Home]), 0);
    }

    #[test]
    fn the_plane_goes_to_the_nearest_in_the_direction() {
        let map = stops(&[(0.0, 0.0), (10.0, 1.0), (4.0, 3.9), (0.0, 5.0), (-3.0, 0.0)]);
        assert_eq!(walk(&map, Arrangement::Plane, 0, &[Key::Right]), 2);
        assert_eq!(walk(&map, Arrangement::Plane, 0, &[Key::Up]), 3);
        assert_eq!(walk(&map, Arrangement::Plane, 0, &[Key::Left]), 4);
        assert_eq!(walk(&map, Arrangement::Plane, 0, &[Key::Down]), 0);
    }

    #[test]
    fn the_pointer_means_the_nearest_period_and_then_the_nearest_line() {
        let lines = stops(&[(1.0, 10.0), (2.0, 12.0), (1.0, 30.0), (2.0, 31.0)]);
        assert_eq!(nearest(&lines, (1.9, 29.0)), Some(3));
        assert_eq!(nearest(&lines, (1.2, 0.0)), Some(0));
        assert_eq!(nearest(&[], (0.0, 0.0)), None);
    }

    #[test]
    fn what_is_pointed_at_elsewhere_is_marked_here() {
        let at = |subject: &Subject| Stop { spoken: String::new(), subject: Some(subject.clone()), at: (0.0, 0.0) };
        let [old, new] = [Period::Year(2024), Period::Year(2025)].map(Subject::of_period);
        let two_lines = [at(&old), at(&new), at(&old), at(&new)];
        assert_eq!(marked(&two_lines, None, None), None);
        assert_eq!(marked(&two_lines, None, Some(&new)), Some(1));
        assert_eq!(marked(&two_lines, Some(3), Some(&new)), Some(3), "the walk keeps its line");
        assert_eq!(marked(&two_lines, Some(3), Some(&old)), Some(0));
        assert_eq!(marked(&two_lines, Some(3), Some(&Subject::of_area("0573"))), Some(3));
        assert_eq!(marked(&two_lines, Some(9), None), None);
        assert_eq!(marked(&stops(&[(0.0, 0.0)]), None, None), None, "a point without a subject is nobody's");
    }

    #[test]
    fn a_walk_that_stood_beyond_the_new_end_comes_back() {
        let row = stops(&[(0.0, 0.0); 3]);
        assert_eq!(step(&row, Arrangement::List, 40, Key::Up), Some(1));
        assert_eq!(step(&[], Arrangement::List, 0, Key::Up), None);
    }
}
