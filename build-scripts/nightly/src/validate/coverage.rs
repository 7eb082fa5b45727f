//! Which municipality is counted in which period.

use datafusion::{
    arrow::{
        array::{Array as _, StringArray},
        compute::cast,
        datatypes::DataType,
    },
    prelude::SessionContext,
};
use naerblik_shared::period::Period;

use super::{ValidateError, rules::wrong};
use crate::catalogue::{AreaTree, MunicipalityIdx};

/// A set of periods of the register, by position; at most [`PeriodSet::MAX`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PeriodSet([u64; 3]);

/// Which municipality delivered every month of which period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    /// The completed periods of the register, in order.
    pub periods: Vec<Period>,
    counted: Vec<PeriodSet>,
}

impl PeriodSet {
    /// How many periods a set can hold: eleven years of months, quarters and years.
    pub const MAX: usize = 192;

    /// Adds a period; positions beyond [`PeriodSet::MAX`] are ignored.
    pub fn insert(&mut self, position: usize) {
        if let Some(word) = self.0.get_mut(position / 64) {
            *word |= 1 << (position % 64);
        }
    }

    /// Whether the set holds the period.
    pub fn contains(self, position: usize) -> bool {
        self.0.get(position / 64).is_some_and(|word| word >> (position % 64) & 1 == 1)
    }

    /// Periods in either set.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        let mut words = self.0;
        for (word, more) in words.iter_mut().zip(other.0) {
            *word |= more;
        }
        Self(words)
    }

    /// Periods in both sets.
    #[must_use]
    pub fn intersection(self, other: Self) -> Self {
        let mut words = self.0;
        for (word, kept) in words.iter_mut().zip(other.0) {
            *word &= kept;
        }
        Self(words)
    }

    /// Whether no period is in the set.
    pub fn is_empty(self) -> bool {
        self == Self::default()
    }

    /// Positions in the set, rising.
    pub fn iter(self) -> impl Iterator<Item = usize> {
        self.0.into_iter().enumerate().flat_map(|(at, word)| {
            std::iter::successors((word != 0).then_some(word), |rest| Some(rest & (rest - 1)).filter(|r| *r != 0))
                .map(move |rest| at * 64 + usize::try_from(rest.trailing_zeros()).unwrap_or(0))
        })
    }
}

impl Coverage {
    /// Periods in which the municipality is counted.
    pub fn of(&self, municipality: MunicipalityIdx) -> PeriodSet {
        self.counted.get(usize::from(municipality)).copied().unwrap_or_default()
    }

    /// A coverage from a question: is the municipality counted in the period?
    pub fn new(
        periods: Vec<Period>,
        municipalities: usize,
        is_counted: impl Fn(MunicipalityIdx, Period) -> bool,
    ) -> Self {
        let of = |municipality: MunicipalityIdx| {
            let mut set = PeriodSet::default();
            for (position, period) in periods.iter().enumerate() {
                if is_counted(municipality, *period) {
                    set.insert(position);
                }
            }
            set
        };
        let counted = (0..=MunicipalityIdx::MAX).take(municipalities).map(of).collect();
        Self { periods, counted }
    }

    /// Whether a municipality is counted in a period; never in a period that the coverage does not have.
    pub fn is_counted(&self, municipality: MunicipalityIdx, period: Period) -> bool {
        let position = self.periods.iter().position(|own| *own == period);
        position.is_some_and(|position| self.of(municipality).contains(position))
    }

    /// How many municipalities there are.
    pub fn municipalities(&self) -> usize {
        self.counted.len()
    }

    /// Builds a coverage from the delivered months of each municipality.
    pub fn from_months(periods: Vec<Period>, delivered: &[Vec<Period>]) -> Self {
        let counted = delivered
            .iter()
            .map(|months| {
                let mut set = PeriodSet::default();
                for (position, period) in periods.iter().enumerate() {
                    if period.months().all(|month| months.contains(&month)) {
                        set.insert(position);
                    }
                }
                set
            })
            .collect();
        Self { periods, counted }
    }
}

/// Reads which months were delivered for production up to the as-of date.
pub(super) async fn read(
    session: &SessionContext,
    areas: &AreaTree,
    periods: Vec<Period>,
    as_of: chrono::NaiveDate,
) -> Result<Coverage, ValidateError> {
    if periods.len() > PeriodSet::MAX {
        return Err(ValidateError::TooManyPeriods { found: periods.len(), max: PeriodSet::MAX });
    }
    let sql = format!(
        "SELECT DISTINCT municipality, month FROM deliveries \
         WHERE kind = 'production' AND delivered_on <= DATE '{as_of}'"
    );
    let frame = session.sql(&sql).await.map_err(|source| wrong("coverage", source))?;
    let batches = frame.collect().await.map_err(|source| wrong("coverage", source))?;
    let mut delivered = vec![Vec::new(); areas.municipality_codes().count()];
    for batch in batches {
        let text = |at: usize| cast(batch.column(at), &DataType::Utf8).map_err(|e| wrong("coverage", e.into()));
        let (codes, months) = (text(0)?, text(1)?);
        let strings =
            |array: &datafusion::arrow::array::ArrayRef| array.as_any().downcast_ref::<StringArray>().cloned();
        let (Some(codes), Some(months)) = (strings(&codes), strings(&months)) else { continue };
        for (code, month) in codes.iter().zip(months.iter()) {
            let municipality = code.and_then(|code| areas.municipality(code)).map(usize::from);
            let month = month.and_then(|month| Period::parse(month).ok());
            if let Some((list, month)) = municipality.and_then(|at| delivered.get_mut(at)).zip(month) {
                list.push(month);
            }
        }
    }
    let coverage = Coverage::from_months(periods, &delivered);
    if coverage.counted.iter().all(|set| set.is_empty()) {
        return Err(ValidateError::NothingDelivered { as_of: as_of.to_string() });
    }
    Ok(coverage)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_month_takes_its_quarter_and_year_along() {
        let months: Vec<Period> = Period::Year(2024).months().collect();
        let mut periods = vec![Period::Year(2024)];
        periods.extend((1..=4).map(|quarter| Period::Quarter(2024, quarter)));
        periods.extend(&months);
        let lacking: Vec<Period> = months.iter().copied().filter(|m| *m != Period::Month(2024, 5)).collect();
        let coverage = Coverage::from_months(periods.clone(), &[months, lacking]);
        assert_eq!(coverage.of(0).iter().count(), 17);
        let absent: Vec<String> =
            (0..periods.len()).filter(|at| !coverage.of(1).contains(*at)).map(|at| periods[at].to_string()).collect();
        assert_eq!(absent, ["2024", "2024Q2", "2024-05"]);
    }

    #[test]
    fn a_period_set_gives_back_what_was_put_in() {
        let mut set = PeriodSet::default();
        for position in [0, 63, 64, 191, 192] {
            set.insert(position);
        }
        assert_eq!(set.iter().collect::<Vec<_>>(), [0, 63, 64, 191]);
    }
}
