//! The query engine behind a thin door, for benchmarks in a browser.
//!
//! The engine is `naerblik_shared` as the app links it, compiled with the app's profile. Here are only the ways in and
//! out: bytes become a [`Engine`], a line of text becomes a question, and an answer becomes an array for JavaScript,
//! as it is for the engines beside which this one is measured.

mod question;

pub use question::{Asked, QuestionError, parse};

use naerblik_shared::{
    cell::Cell,
    cube::Cube,
    query::{Answer, run_into, scan::group},
    schema::{DimensionId, Measure, Text},
    wire,
};
use wasm_bindgen::prelude::wasm_bindgen;

/// The bytes of a shard, as they arrive.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Arriving {
    bytes: Vec<u8>,
}

#[wasm_bindgen]
impl Arriving {
    /// Makes room for all bytes: the manifest says how many a shard has.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(length: usize) -> Self {
        Self { bytes: Vec::with_capacity(length) }
    }

    /// Takes what has arrived.
    pub fn push(&mut self, chunk: &[u8]) {
        self.bytes.extend_from_slice(chunk);
    }
}

/// A cube and the questions that were put to it.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Engine {
    cube: Cube,
    asked: Vec<Asked>,
    answer: Answer,
    measure: Measure,
}

#[wasm_bindgen]
impl Engine {
    /// Decodes a shard of `rows` rows into a dense cube.
    ///
    /// # Errors
    /// With the reason, when the bytes are no shard.
    #[wasm_bindgen(constructor)]
    pub fn new(arrived: &Arriving, rows: u32) -> Result<Self, String> {
        let cube = wire::decode_dense(&arrived.bytes, u64::from(rows)).map_err(|error| error.to_string())?;
        let text = Text::new("borgere", "citizens");
        // Members of the made-up cube exclude each other on every axis.
        let sums_over = DimensionId::ALL.to_vec();
        let measure = Measure { id: "citizens".to_owned(), label: text.clone(), unit: text, sums_over };
        Ok(Self { cube, asked: Vec::new(), answer: Answer::default(), measure })
    }

    /// Reads a question such as `area=a001,a002 code=I1.003` or `keep area code`; returns its number.
    ///
    /// # Errors
    /// With the reason, when the line is no question.
    pub fn prepare(&mut self, line: &str) -> Result<usize, String> {
        self.asked.push(parse(line).map_err(|error| error.to_string())?);
        Ok(self.asked.len() - 1)
    }

    /// Answers a question of cells: each count, or -1 suppressed, -2 not reported, -3 not applicable.
    ///
    /// # Errors
    /// With the reason, when there is no such question or the cube has no answer.
    pub fn cells(&mut self, question: usize) -> Result<Vec<i32>, String> {
        match self.asked.get(question) {
            Some(Asked::Cells(query)) => {
                run_into(&[&self.cube], query, &mut self.answer).map_err(|error| error.to_string())?;
                Ok(self.answer.cells.iter().copied().map(number).collect())
            }
            _ => Err(format!("no question {question} of cells")),
        }
    }

    /// Answers a question of groups: the sums, then how many cells are suppressed, not reported and not applicable, each
    /// for all groups.
    ///
    /// # Errors
    /// With the reason, when there is no such question or the cube has no answer.
    pub fn groups(&self, question: usize) -> Result<Vec<f64>, String> {
        match self.asked.get(question) {
            Some(Asked::Groups(grouping)) => {
                let groups = group(&self.cube, grouping).map_err(|error| error.to_string())?;
                let sums = groups.sums(&self.measure).map_err(|error| error.to_string())?;
                let kinds = [&groups.suppressed, &groups.not_reported, &groups.not_applicable];
                let mut numbers: Vec<f64> = sums.iter().map(|sum| exact(*sum)).collect();
                numbers.extend(kinds.into_iter().flatten().map(|count| f64::from(*count)));
                Ok(numbers)
            }
            _ => Err(format!("no question {question} of groups")),
        }
    }

    /// How many cells the cube has.
    pub fn n_cells(&self) -> usize {
        self.cube.n_cells()
    }
}

/// More citizens than people live on earth would be shown as the most there can be.
fn number(cell: Cell) -> i32 {
    match cell {
        Cell::Value(count) => i32::try_from(count).unwrap_or(i32::MAX),
        Cell::Suppressed => -1,
        Cell::NotReported => -2,
        Cell::NotApplicable => -3,
    }
}

/// Sums of counts stay far below 2⁵³.
#[expect(clippy::as_conversions, clippy::cast_precision_loss, reason = "numbers below 2^53 keep their value")]
fn exact(sum: u64) -> f64 {
    sum as f64
}
