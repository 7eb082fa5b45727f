//! Tables as data: the peer of every chart, with the same numbers.

use std::cmp::Ordering;

use naerblik_shared::schema::MemberCode;

use crate::{
    charts::{Mark, Subject, Words},
    order,
};

/// A table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// What the table shows, where and when.
    pub caption: String,
    /// Name of the first column, which heads the rows.
    pub head: String,
    /// Names of the other columns.
    pub columns: Vec<String>,
    /// The rows, in their first order.
    pub rows: Vec<Row>,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// What the row is about.
    pub head: String,
    /// The area that the row leads to; `None` when it leads nowhere.
    pub area: Option<MemberCode>,
    /// The area or period that the row is about, where a picture beside the table can mark the same.
    pub subject: Option<Subject>,
    /// Whether the row is the shown area or period itself.
    pub role: RowRole,
    /// One cell for each column.
    pub cells: Vec<TableCell>,
}

/// How a row stands out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowRole {
    /// Like the others.
    Usual,
    /// What the page is about.
    Chosen,
    /// What the others are compared with.
    Reference,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq)]
pub enum TableCell {
    /// A figure or its absence.
    Mark(Mark),
    /// A text, sorted by its number when it has one.
    Text {
        /// What the cell says.
        text: String,
        /// What it is sorted by.
        order: Option<f64>,
    },
}

/// The order of a table's rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sorting {
    /// Position of the column; `None` for the heads.
    pub column: Option<usize>,
    /// Which end comes first.
    pub direction: Direction,
}

/// Which end of a column comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Smallest first.
    Ascending,
    /// Largest first.
    Descending,
}

impl Table {
    /// The rows in an order; rows without a number in the column come last in both directions.
    pub fn sorted(&self, sorting: Option<Sorting>) -> Vec<Row> {
        let rows = self.rows.clone();
        let Some(Sorting { column, direction }) = sorting else { return rows };
        order::by(rows, |a, b| match column {
            None => directed(danish_order(&a.head).cmp(&danish_order(&b.head)), direction),
            Some(column) => match (a.number(column), b.number(column)) {
                (Some(a), Some(b)) => directed(a.total_cmp(&b), direction),
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (None, None) => Ordering::Equal,
            },
        })
    }
}

impl Table {
    /// The table as text between tabs, for pasting into a spreadsheet or a document.
    pub fn as_text(&self, sorting: Option<Sorting>, is_shown: impl Fn(usize) -> bool, words: &Words) -> String {
        let head =
            self.columns.iter().enumerate().filter(|(column, _)| is_shown(*column)).map(|(_, name)| name.clone());
        let mut lines = vec![std::iter::once(self.head.clone()).chain(head).collect::<Vec<_>>().join("\t")];
        for row in self.sorted(sorting) {
            let shown = row.cells.iter().enumerate().filter(|(column, _)| is_shown(*column));
            let cells = shown.map(|(_, cell)| match cell {
                TableCell::Mark(mark) => mark.text(words).to_owned(),
                TableCell::Text { text, .. } => text.clone(),
            });
            lines.push(std::iter::once(row.head.clone()).chain(cells).collect::<Vec<_>>().join("\t"));
        }
        lines.join("\n")
    }
}

impl Row {
    fn number(&self, column: usize) -> Option<f64> {
        match self.cells.get(column)? {
            TableCell::Mark(mark) => mark.number(),
            TableCell::Text { order, .. } => *order,
        }
    }
}

impl TableCell {
    /// A text without order.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text { text: text.into(), order: None }
    }
}

impl Sorting {
    /// The order after the reader chose a column: a new column starts with the largest (heads with the first letter),
    /// the same column turns round.
    pub fn choose(before: Option<Self>, column: Option<usize>) -> Self {
        let first = if column.is_some() { Direction::Descending } else { Direction::Ascending };
        let direction = match before {
            Some(before) if before.column == column => before.direction.turned(),
            _ => first,
        };
        Self { column, direction }
    }
}

impl Direction {
    fn turned(self) -> Self {
        match self {
            Self::Ascending => Self::Descending,
            Self::Descending => Self::Ascending,
        }
    }
}

fn directed(order: Ordering, direction: Direction) -> Ordering {
    match direction {
        Direction::Ascending => order,
        Direction::Descending => order.reverse(),
    }
}

/// A key that sorts as in the Danish alphabet: æ, ø, å last, aa as å.
pub fn danish_order(text: &str) -> Vec<u32> {
    let lower = text.to_lowercase().replace("aa", "å");
    let place = |letter: char| match letter {
        'æ' => u32::from('z') + 1,
        'ø' => u32::from('z') + 2,
        'å' => u32::from('z') + 3,
        other => u32::from(other),
    };
    lower.chars().map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(head: &str, mark: Mark) -> Row {
        Row {
            head: head.to_owned(),
            area: None,
            subject: None,
            role: RowRole::Usual,
            cells: vec![TableCell::Mark(mark)],
        }
    }

    fn value(number: f64) -> Mark {
        Mark::Value { number, text: String::new() }
    }

    #[test]
    fn a_copied_table_has_the_shown_columns_and_says_why_a_figure_is_absent() {
        let mut hidden = row("Fanø", Mark::Suppressed);
        hidden.cells.push(TableCell::text("–"));
        let columns = vec!["Borgere".to_owned(), "Ændring".to_owned()];
        let table = Table { caption: String::new(), head: "Kommune".to_owned(), columns, rows: vec![hidden] };
        let words = Words::new(crate::charts::Locale::Da, String::new());
        let text = table.as_text(None, |column| column == 0, &words);
        assert_eq!(text, "Kommune\tBorgere\nFanø\tskjult af hensyn til anonymitet");
    }

    fn heads(table: &Table, sorting: Sorting) -> String {
        table.sorted(Some(sorting)).iter().map(|row| row.head.as_str()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn absent_figures_come_last_in_both_directions() {
        let rows = vec![row("a", Mark::Suppressed), row("b", value(1.0)), row("c", value(3.0))];
        let table = Table { rows, ..Table::default() };
        let down = Sorting::choose(None, Some(0));
        assert_eq!(heads(&table, down), "c b a");
        assert_eq!(heads(&table, Sorting::choose(Some(down), Some(0))), "b c a");
    }

    #[test]
    fn names_are_sorted_as_in_danish() {
        let rows = ["Aabenraa", "Ærø", "Varde", "Århus", "Assens", "Ølby"].map(|head| row(head, value(0.0)));
        let table = Table { rows: rows.to_vec(), ..Table::default() };
        assert_eq!(heads(&table, Sorting::choose(None, None)), "Assens Varde Ærø Ølby Aabenraa Århus");
    }
}
