//! Random cubes and questions that are the same for the same seed, for laws and benchmarks.

use super::sparse_header;
use crate::{
    cell::Cell,
    cube::{Axis, SparseCube},
    period::Period,
    schema::{DimensionId, MemberCode},
};

/// Numbers that look random and are the same for the same seed (`SplitMix64`).
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    /// Begins anew.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below `end`; zero when that is zero.
    pub fn below(&mut self, end: usize) -> usize {
        let wide = self.next().checked_rem(u64::try_from(end).unwrap_or(u64::MAX)).unwrap_or(0);
        usize::try_from(wide).unwrap_or(0)
    }

    /// Some of the positions below `end`, each once, in random order.
    pub fn some(&mut self, end: usize, wanted: usize) -> Vec<usize> {
        let mut positions: Vec<usize> = (0..end).collect();
        for at in 0..wanted.min(end) {
            let other = at + self.below(end - at);
            positions.swap(at, other);
        }
        positions.truncate(wanted);
        positions
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }
}

/// A made-up cube with all statuses: area × period × code × age × sex of the given lengths.
///
/// Areas differ in size as municipalities do; counts below five are suppressed and so are some others; the first code
/// is not in force in the first quarter of the periods; one pair of area and period in fifty is not reported. At
/// 121 × 51 × 8 × 6 × 3 nine rows of ten are written, which is more than any shard of a register has.
pub fn large_cube([areas, periods, codes, ages, sexes]: [usize; 5], seed: u64) -> SparseCube {
    let mut random = Random::new(seed);
    let months = (0..periods).map(|nth| month(nth).into()).collect();
    let members = vec![
        Axis { dimension: DimensionId::Area, members: named("a", areas) },
        Axis { dimension: DimensionId::Period, members: months },
        Axis { dimension: DimensionId::Code, members: named("I1.", codes) },
        Axis { dimension: DimensionId::Age, members: named("age-", ages) },
        Axis { dimension: DimensionId::Sex, members: named("sex-", sexes) },
    ];
    let mut header = sparse_header(members, "citizens");
    let is_reported: Vec<bool> = (0..areas * periods).map(|_| random.below(50) > 0).collect();
    let is_in_force = |code: usize, period: usize| code > 0 || period >= periods / 4;
    if let [areas, periods, codes, ..] = header.axes.as_slice() {
        let pairs = |first: &Axis, is_absent: &dyn Fn(usize, usize) -> bool| {
            let of = |(at, code): (usize, &MemberCode)| {
                let absent = periods.members.iter().enumerate().filter(move |(period, _)| is_absent(at, *period));
                absent.map(|(_, period)| (code.clone(), period.clone())).collect::<Vec<_>>()
            };
            first.members.iter().enumerate().flat_map(of).collect()
        };
        let reported = |at: usize| is_reported.get(at).copied().unwrap_or(true);
        header.not_reported = pairs(areas, &|area, period| !reported(area * periods.members.len() + period));
        header.not_applicable = pairs(codes, &|code, period| !is_in_force(code, period));
    }
    let mut cells = cells([areas, periods, codes, ages, sexes], &mut random);
    cells.retain(|(offset, _)| {
        let group = usize::try_from(*offset).unwrap_or(0) / (ages * sexes).max(1);
        let (code, pair) = (group % codes.max(1), group / codes.max(1));
        is_reported.get(pair).copied().unwrap_or(true) && is_in_force(code, pair % periods.max(1))
    });
    SparseCube { header, cells }
}

/// Counts of a size that follows from area, code, age and sex, drifting with time, and what is withheld of them.
fn cells([areas, periods, codes, ages, sexes]: [usize; 5], random: &mut Random) -> Vec<(u32, Cell)> {
    let sizes: Vec<usize> = (0..areas).map(|_| 40 + random.below(20) * random.below(20) * random.below(12)).collect();
    let shares: Vec<usize> = (0..codes * ages * sexes).map(|_| 4 + random.below(60)).collect();
    let mut cells = Vec::new();
    for (area, size) in sizes.iter().enumerate() {
        for period in 0..periods {
            for (group, share) in shares.iter().enumerate() {
                let expected = size * share * (100 + period) / 20_000;
                let count = (expected * (80 + random.below(40)) + random.below(800)) / 100;
                let offset = (area * periods + period) * shares.len() + group;
                let cell = match (count, random.below(25)) {
                    (0, _) => continue,
                    (1..5, _) | (_, 0) => Cell::Suppressed,
                    (count, _) => Cell::Value(u32::try_from(count).unwrap_or(u32::MAX)),
                };
                cells.push((u32::try_from(offset).unwrap_or(u32::MAX), cell));
            }
        }
    }
    cells
}

fn named(prefix: &str, n: usize) -> Vec<MemberCode> {
    (0..n).filter_map(|nth| MemberCode::parse(&format!("{prefix}{nth:03}")).ok()).collect()
}

fn month(nth: usize) -> Period {
    let (year, month) = (2020 + nth / 12, nth % 12 + 1);
    Period::Month(u16::try_from(year).unwrap_or(u16::MAX), u8::try_from(month).unwrap_or(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{cell::STATUSES, cube::Cube};

    #[test]
    fn the_same_seed_gives_the_same_cube_with_every_status() {
        let sparse = large_cube([12, 8, 3, 2, 2], 7);
        assert_eq!(sparse, large_cube([12, 8, 3, 2, 2], 7));
        assert_ne!(sparse, large_cube([12, 8, 3, 2, 2], 8));
        let cube = Cube::scatter(sparse).unwrap();
        for status in STATUSES {
            let found = cube.statuses().iter().filter(|own| **own == status).count();
            assert!(found > 0);
            assert_eq!(cube.count(status), found, "{status:?}");
        }
        assert_eq!(cube.total(), cube.values().iter().map(|value| u64::from(*value)).sum::<u64>());
        assert!(cube.values().contains(&0));
    }

    #[test]
    fn some_positions_are_distinct_and_all_can_be_had() {
        let mut chosen = Random::new(1).some(9, 9);
        chosen.sort_unstable();
        assert_eq!(chosen, (0..9).collect::<Vec<_>>());
        assert_eq!(Random::new(1).some(3, 9).len(), 3);
    }
}
