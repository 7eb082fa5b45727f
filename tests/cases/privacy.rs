//! Attacks: on the night, and on what it publishes.

use std::collections::BTreeMap;

use naerblik_nightly::query_command::OpenPublication;
use naerblik_shared::{
    cell::Cell,
    cube::Cube,
    schema::{Dimension, DimensionId, MemberCode},
};
use naerblik_suppression::{Block, Mark, Policy, ProtectError, Protection, Reason, protect};

use crate::support::{Workplace, files_below};

/// Protects, then shows one cell of three citizens.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature of `Protect`")]
fn protect_and_leak(block: &Block, policy: &Policy) -> Result<Protection, ProtectError> {
    let mut protection = protect(block, policy)?;
    let small = (0..protection.marks.len())
        .find(|cell| block.count(*cell) == 3 && protection.marks[*cell] == Mark::Suppressed(Reason::Primary));
    if let Some(cell) = small {
        protection.marks[cell] = Mark::Published;
    }
    Ok(protection)
}

#[test]
fn one_unsuppressed_cell_of_three_stops_the_night_and_leaves_the_previous_publication() {
    let place = Workplace::new();
    // The first night publishes all but the last month and its quarter, the second adds them.
    let catalogue = place.catalogue(&[]);
    place.night_with("out", "2026-10-01", &catalogue, protect).unwrap();
    let before = files_below(&place.publication("out"));
    let error = place.night("out", protect_and_leak).unwrap_err();
    assert_eq!(error.exit_code(), 4);
    let message = error.to_string();
    assert!(message.contains("the attack succeeded"), "{message}");
    assert!(before == files_below(&place.publication("out")));
}

/// Takes the files alone, as anybody can: no count under the threshold, and no small cell that is the one hidden
/// part of a shown whole.
#[test]
fn a_reader_of_the_files_finds_no_small_count_and_no_lone_hidden_part() {
    let place = Workplace::with_publication("out");
    let publication = OpenPublication::open(place.publication("out")).unwrap();
    let mut hidden = 0;
    for dataset in publication.manifest.datasets.iter().filter(|dataset| dataset.code_root.is_some()) {
        for cuboid in &dataset.cuboids {
            for shard in &cuboid.shards {
                let cube = publication.load(shard).unwrap();
                hidden += no_small_counts(&cube);
                for dimension in &publication.manifest.dimensions {
                    no_lone_hidden_part(&cube, dimension);
                }
                no_small_complement(&cube);
            }
        }
    }
    assert!(hidden > 1000, "only {hidden} cells are hidden: the test has nothing to find");
}

fn no_small_counts(cube: &Cube) -> usize {
    let cells = (0..cube.n_cells()).filter_map(|offset| cube.at(offset));
    let mut hidden = 0;
    for cell in cells {
        assert!(!matches!(cell, Cell::Value(1..5)), "a small count is published");
        hidden += usize::from(cell == Cell::Suppressed);
    }
    hidden
}

/// Groups of members that add up to their parent: the children of one level.
fn partitions(dimension: &Dimension) -> Vec<(&MemberCode, Vec<&MemberCode>)> {
    let is_additive =
        matches!(dimension.id, DimensionId::Area | DimensionId::Age | DimensionId::Sex | DimensionId::CareHome);
    let mut groups: BTreeMap<(&MemberCode, &str), Vec<&MemberCode>> = BTreeMap::new();
    for member in dimension.members.iter().filter(|_| is_additive) {
        for parent in &member.parents {
            groups.entry((parent, &member.level)).or_default().push(&member.code);
        }
    }
    groups.into_iter().map(|((parent, _), children)| (parent, children)).collect()
}

fn no_lone_hidden_part(cube: &Cube, dimension: &Dimension) {
    let Some(axis) = cube.axis(dimension.id) else { return };
    let (stride, members) = (cube.stride(axis).unwrap(), cube.axes()[axis].members.len());
    for (parent, children) in partitions(dimension) {
        let position = |code: &MemberCode| cube.position(dimension.id, code);
        let parts: Option<Vec<usize>> = children.into_iter().map(position).collect();
        let (Some(whole), Some(parts)) = (position(parent), parts) else { continue };
        for line in (0..cube.n_cells()).filter(|offset| offset / stride % members == 0) {
            let cells: Vec<Cell> = parts.iter().map(|part| cube.at(line + part * stride).unwrap()).collect();
            let hidden = cells.iter().filter(|cell| **cell == Cell::Suppressed).count();
            if let Cell::Value(total) = cube.at(line + whole * stride).unwrap() {
                let shown: u32 = cells.iter().filter_map(|cell| cell.value()).sum();
                let follows = (hidden == 1).then(|| total.saturating_sub(shown));
                assert!(!follows.is_some_and(|n| (1..5).contains(&n)), "a small part of `{parent}` follows");
                assert!(shown <= total && (hidden > 0 || shown == total), "the parts of `{parent}` contradict it");
            }
        }
    }
}

fn no_small_complement(cube: &Cube) {
    let Some(axis) = cube.axis(DimensionId::Disease) else { return };
    let (stride, members) = (cube.stride(axis).unwrap(), cube.axes()[axis].members.len());
    for line in (0..cube.n_cells()).filter(|offset| offset / stride % members == 0) {
        let Some(Cell::Value(total)) = cube.at(line) else { continue };
        for disease in 1..members {
            if let Some(Cell::Value(with)) = cube.at(line + disease * stride) {
                assert!(!(1..5).contains(&(total - with)), "so few are without a disease that they are known");
            }
        }
    }
}
