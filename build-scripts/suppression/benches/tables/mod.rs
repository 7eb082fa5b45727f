//! Seeded tables of an invented country, for benchmarks and measurements.
#![expect(clippy::expect_used, reason = "a measurement may stop at the first surprise")]

use naerblik_suppression::table::{HierarchyLine, Table};

/// The dimensions of a table.
#[derive(Clone, Copy)]
pub(crate) struct Shape {
    /// Municipalities, in councils of about six, in five regions.
    pub(crate) municipalities: usize,
    /// Whether municipalities are in clusters, too, that cut across councils.
    pub(crate) has_clusters: bool,
    /// Number of members of each further dimension, without the total.
    pub(crate) members: &'static [usize],
}

/// 987 cells: geography, age, sex.
pub(crate) const THOUSAND: Shape = Shape { municipalities: 35, has_clusters: false, members: &[6, 2] };
/// 7,623 cells: geography, age, sex, home.
pub(crate) const TEN_THOUSAND: Shape = Shape { municipalities: 98, has_clusters: false, members: &[6, 2, 2] };
/// 22,869 cells: geography, age, sex, home, status.
pub(crate) const BLOCK: Shape = Shape { municipalities: 98, has_clusters: false, members: &[6, 2, 2, 2] };
/// 99,099 cells: geography, age, sex, home, and one of twelve diagnoses.
pub(crate) const HUNDRED_THOUSAND: Shape = Shape { municipalities: 98, has_clusters: false, members: &[6, 2, 2, 12] };

/// A table with so many citizens; municipalities and members are of very different sizes.
pub(crate) fn table(shape: Shape, seed: u64, citizens: u32) -> Table {
    let lines = lines(shape);
    let lines: Vec<HierarchyLine<'_>> =
        lines.iter().map(|(dim, code, parent)| HierarchyLine { dim, code, parent: parent.as_deref() }).collect();
    let mut table = Table::new(&lines).expect("hierarchy is valid");
    let mut random = random(seed);
    let last = shape.municipalities - 1;
    let weights: Vec<usize> = (0..=last).map(|_| 1 + random(10) * random(10) * random(10) / 20).collect();
    let wheel: Vec<usize> =
        (0..=last).flat_map(|at| std::iter::repeat_n(at, weights.get(at).copied().unwrap_or(1))).collect();
    for _ in 0..citizens {
        let municipality = wheel.get(random(wheel.len())).copied().unwrap_or(last);
        let mut codes = vec![format!("K{municipality}")];
        for &members in shape.members {
            let member = if members == 2 { random(4) / 3 } else { random(members).max(random(members)) };
            codes.push(member.to_string());
        }
        let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
        table.add(&codes, 1).expect("codes are known");
    }
    table
}

fn lines(shape: Shape) -> Vec<(String, String, Option<String>)> {
    let geo = |code: String, parent: Option<String>| ("geo".to_owned(), code, parent);
    let councils = shape.municipalities.div_ceil(6);
    let mut lines = vec![geo("DK".to_owned(), None)];
    lines.extend((0..5).map(|region| geo(format!("R{region}"), Some("DK".to_owned()))));
    lines.extend((0..councils).map(|council| geo(format!("S{council}"), Some(format!("R{}", 5 * council / councils)))));
    if shape.has_clusters {
        lines.extend((0..11).map(|cluster| geo(format!("C{cluster}"), Some("DK".to_owned()))));
    }
    for municipality in 0..shape.municipalities {
        let council = councils * municipality / shape.municipalities;
        lines.push(geo(format!("K{municipality}"), Some(format!("S{council}"))));
        if shape.has_clusters {
            let cluster = (7 * municipality + municipality / 3) % 11;
            lines.push(geo(format!("K{municipality}"), Some(format!("C{cluster}"))));
        }
    }
    for (at, &members) in shape.members.iter().enumerate() {
        let dim = format!("d{at}");
        lines.push((dim.clone(), "all".to_owned(), None));
        lines.extend((0..members).map(|member| (dim.clone(), member.to_string(), Some("all".to_owned()))));
    }
    lines
}

/// Seeded numbers below a bound.
fn random(seed: u64) -> impl FnMut(usize) -> usize {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    move |below| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap_or_default() % below
    }
}
