//! The examples of `docs/privacy/*.md`, run: what they say is withheld is withheld, and what they say a reader finds
//! out, the attack finds out.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails on what it did not expect")]

use std::path::Path;

use naerblik_suppression::{
    Block, CellSpec, Insiders, Policy,
    linked::{Cover, Linked, LinkedCell, LinkedTable, Points, Space, settle},
    protect,
    verify::{LinkedAttacker, attack, verify},
};

/// How a withheld figure is written.
const WITHHELD: &str = "·";

/// A table as the pages print it: names of columns, then a name and the figures of each row. The last row and the last
/// column are totals.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Grid {
    columns: Vec<String>,
    rows: Vec<(String, Vec<Option<u32>>)>,
}

/// A fenced piece of a page: its words after the fence, and its text.
struct Fence {
    words: Vec<String>,
    text: String,
}

#[test]
fn the_pages_on_privacy_say_what_the_program_does() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/privacy");
    let mut pages: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    pages.sort();
    let mut checked = 0;
    for page in pages.iter().filter(|page| page.extension().is_some_and(|extension| extension == "md")) {
        let text = std::fs::read_to_string(page).unwrap();
        let examples = check(&text, &page.display().to_string());
        assert!(examples > 0 || page.ends_with("README.md"), "{} has no example", page.display());
        checked += examples;
    }
    assert!(checked >= 8, "only {checked} examples were found");
}

#[test]
fn a_page_that_says_something_else_is_noticed() {
    let page = "```text register\n      a  b  all\nX     3  9   12\nall   3  9   12\n```\n";
    let published = |row: &str| format!("{page}```text published\n      a  b  all\nX   {row}\nall {row}\n```\n");
    assert_eq!(check(&published("·  ·  12"), "page"), 1);
    for wrong in ["3  9  12", "·  9  12", "·  ·  ·"] {
        let wrong = published(wrong);
        assert!(std::panic::catch_unwind(|| check(&wrong, "page")).is_err(), "{wrong}");
    }
}

/// Runs the examples of a page, and returns how many there were.
fn check(page: &str, name: &str) -> usize {
    let mut registers: Vec<(String, Grid)> = Vec::new();
    let mut people: Option<Grid> = None;
    let mut exposed: Option<Vec<String>> = None;
    let mut checked = 0;
    for Fence { words, text } in fences(page) {
        let kind = words.first().map_or("", String::as_str);
        let of = words[1.min(words.len())..].join(" ");
        match kind {
            "register" => {
                registers.retain(|(known, _)| !of.is_empty() && *known != of);
                registers.push((of, Grid::read(&text)));
                // A group covers the codes beside it.
                registers.sort_by_key(|(name, _)| name != "Group");
            }
            "people" => people = Some(Grid::read(&text)),
            "published" => {
                let expected = Grid::read(&text);
                let published = published(&registers, people.as_ref());
                let at = registers.iter().position(|(known, _)| *known == of).unwrap();
                assert_eq!(published[at].print(), expected.print(), "{name}: published {of}");
                checked += 1;
            }
            "careless" => {
                let register = &registers.iter().find(|(known, _)| *known == of).unwrap().1;
                exposed = Some(found(register, &Grid::read(&text), people.as_ref()));
            }
            "found" => {
                let lines: Vec<String> = text.lines().map(str::to_owned).collect();
                assert_eq!(exposed.take(), Some(lines), "{name}: found");
                checked += 1;
            }
            _ => {}
        }
    }
    checked
}

fn fences(page: &str) -> Vec<Fence> {
    let mut fences = Vec::new();
    let mut open: Option<Fence> = None;
    for line in page.lines() {
        match (line.strip_prefix("```"), open.take()) {
            (Some(words), None) => {
                let words = words.split_whitespace().skip(1).map(str::to_owned).collect();
                open = Some(Fence { words, text: String::new() });
            }
            (Some(_), Some(fence)) => fences.push(fence),
            (None, Some(mut fence)) => {
                fence.text.push_str(line);
                fence.text.push('\n');
                open = Some(fence);
            }
            (None, None) => {}
        }
    }
    fences
}

impl Grid {
    fn read(text: &str) -> Self {
        let mut lines = text.lines();
        let columns = lines.next().unwrap().split_whitespace().map(str::to_owned).collect();
        let row = |line: &str| {
            let mut words = line.split_whitespace();
            let name = words.next().unwrap().to_owned();
            (name, words.map(|word| (word != WITHHELD).then(|| word.parse().unwrap())).collect())
        };
        let grid = Self { columns, rows: lines.map(row).collect() };
        assert!(grid.rows.iter().all(|(_, figures)| figures.len() == grid.columns.len()), "{text}");
        grid
    }

    fn print(&self) -> String {
        let mut text = self.columns.join(" ");
        for (name, figures) in &self.rows {
            let figures: Vec<String> =
                figures.iter().map(|figure| figure.map_or_else(|| WITHHELD.to_owned(), |n| n.to_string())).collect();
            text.extend(["\n", name, " ", &figures.join(" ")]);
        }
        text
    }

    fn figure(&self, (row, column): (usize, usize)) -> Option<u32> {
        self.rows[row].1[column]
    }

    /// Row and column of each figure.
    fn places(&self) -> impl Iterator<Item = (usize, usize)> {
        let columns = self.columns.len();
        (0..self.rows.len()).flat_map(move |row| (0..columns).map(move |column| (row, column)))
    }

    /// Whether a figure counts a leaf: a place that is no total.
    fn counts(&self, place: (usize, usize), leaf: (usize, usize)) -> bool {
        (place.0 == leaf.0 || place.0 + 1 == self.rows.len())
            && (place.1 == leaf.1 || place.1 + 1 == self.columns.len())
    }

    fn is_leaf(&self, (row, column): (usize, usize)) -> bool {
        row + 1 < self.rows.len() && column + 1 < self.columns.len()
    }
}

/// The figures of a register that are not zero as a block, with their places.
fn block(register: &Grid, people: Option<&Grid>) -> (Block, Vec<(usize, usize)>) {
    let count = |place: &(usize, usize)| register.figure(*place).unwrap();
    let leaves: Vec<(usize, usize)> =
        register.places().filter(|place| register.is_leaf(*place) && count(place) > 0).collect();
    let mut block = Block::new(leaves.iter().map(count).collect());
    let mut places = Vec::new();
    for place in register.places().filter(|place| count(place) > 0) {
        let own: Vec<u32> =
            (0..).zip(&leaves).filter(|(_, leaf)| register.counts(place, **leaf)).map(|(at, _)| at).collect();
        let denominator = people.and_then(|people| people.figure(place));
        let cell = block.push(&own, CellSpec { denominator, ..CellSpec::PUBLISHABLE }).unwrap();
        assert_eq!(block.count(cell), count(&place), "the register's totals do not add up");
        places.push(place);
    }
    (block, places)
}

fn policy() -> Policy {
    Policy { insiders: Insiders::Ignore, ..Policy::default() }
}

/// What is published: of one register, or of a group and its codes together.
fn published(registers: &[(String, Grid)], people: Option<&Grid>) -> Vec<Grid> {
    let first = &registers[0].1;
    let mut space = Space::default();
    let leaves: Vec<(usize, usize)> = first.places().filter(|place| first.is_leaf(*place)).collect();
    for leaf in &leaves {
        space.push((0..).zip(first.places()).filter(|(_, place)| first.counts(*place, *leaf)).map(|(cell, _)| cell));
    }
    let tables = registers.iter().map(|(_, register)| protected(register, people, &leaves)).collect();
    let parts: Vec<usize> = (1..registers.len()).collect();
    let covers = if parts.is_empty() { vec![] } else { vec![Cover { whole: 0, parts, points: Points::Leaves }] };
    let mut linked = Linked::new(vec![space], Vec::new(), tables, covers);
    let attacker = LinkedAttacker::new(linked.spaces());
    settle(&mut linked, &attacker);
    assert!(attacker.attack(&linked).is_empty());
    let shown = |(table, (_, register)): (&LinkedTable, &(String, Grid))| {
        let mut shown = register.clone();
        for (cell, place) in (0..).zip(register.places()) {
            let known = table.cells.iter().find(|known| known.cell == cell);
            if table.is_withheld || known.is_some_and(|known| !known.is_published) {
                shown.rows[place.0].1[place.1] = None;
            }
        }
        shown
    };
    linked.tables().iter().zip(registers).map(shown).collect()
}

fn protected(register: &Grid, people: Option<&Grid>, leaves: &[(usize, usize)]) -> LinkedTable {
    let (block, places) = block(register, people);
    let protection = protect(&block, &policy()).unwrap();
    assert_eq!(verify(&block, &policy(), &protection), []);
    let is_published: Vec<bool> = (0..places.len()).map(|cell| protection.is_published(cell)).collect();
    assert_eq!(attack(&block, &policy(), &is_published).exposed().count(), 0);
    let number =
        |place: &(usize, usize)| u32::try_from(register.places().position(|at| at == *place).unwrap()).unwrap();
    let cell = |(at, place): (usize, &(usize, usize))| LinkedCell {
        cell: number(place),
        count: block.count(at),
        weight: block.count(at),
        upper: block.cells()[at].denominator,
        least: 1,
        is_published: is_published[at],
        is_sensitive: policy().is_sensitive(block.count(at), block.cells()[at].denominator),
    };
    let counts = (0..).zip(leaves).map(|(leaf, place)| (leaf, register.figure(*place).unwrap()));
    LinkedTable {
        leaves: counts.filter(|(_, count)| *count > 0).collect(),
        cells: places.iter().enumerate().map(cell).collect(),
        is_withheld: protection.is_withheld(),
        ..LinkedTable::default()
    }
}

/// The small groups that a reader of some figures computes, one line each.
fn found(register: &Grid, shown: &Grid, people: Option<&Grid>) -> Vec<String> {
    let (block, places) = block(register, people);
    let is_published: Vec<bool> = places.iter().map(|place| shown.figure(*place).is_some()).collect();
    let line = |cell: usize| {
        let (row, column) = places[cell];
        format!("{} {}: {}", register.rows[row].0, register.columns[column], block.count(cell))
    };
    attack(&block, &policy(), &is_published).exposed().map(line).collect()
}
