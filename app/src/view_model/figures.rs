//! Looking up figures for a view.

use std::{cell::RefCell, collections::BTreeMap, sync::Arc};

use naerblik_shared::{
    cell::{Cell, Status},
    cube::Cube,
    manifest::{Dataset, Manifest},
    period::Period,
    query::{
        Query,
        population::Denominators,
        rate::{PER, Rate, rate},
        run,
    },
    schema::{Dimension, DimensionId, Member, MemberCode},
    stats::{
        Estimate,
        interval::prevalence,
        standard::{Stratum, standardised},
    },
};

use crate::{
    charts::{Mark, Words},
    data::Loaded,
    i18n::{Language, number},
    state::{
        ResolvedView, Unit,
        resolve::periods,
        sides::{Side, broad_ages},
    },
};

/// Looks up figures of a loaded view.
pub struct Figures<'a> {
    /// The publication.
    pub manifest: &'a Manifest,
    /// The view's dataset.
    pub dataset: &'a Dataset,
    /// The areas.
    pub areas: &'a Dimension,
    /// The shown area.
    pub area: &'a Member,
    /// The shown code.
    pub code: &'a Member,
    /// The view.
    pub view: &'a ResolvedView,
    /// The reader's language.
    pub language: Language,
    cubes: Vec<&'a Cube>,
    sides: &'a [(Side, Vec<Arc<Cube>>)],
    denominators: Denominators<'a>,
    age: MemberCode,
    sex: MemberCode,
    /// How many decimals the view's rates have at least: as many as the country's own needs.
    decimals: usize,
    /// Figures that were looked up before; the parts of a page ask for the same ones again and again.
    known: RefCell<BTreeMap<(MemberCode, Period), Figure>>,
}

/// One figure: the count, its rate and its denominator.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Figure {
    /// The number of citizens, or why there is none.
    pub count: Cell,
    /// Citizens per 1,000 of the population, or why there is none.
    pub rate: Rate,
    /// Whether the publication has the figure at all.
    pub published: Published,
    /// The population that the rate is about; `None` when it is not published.
    pub persons: Option<u64>,
    /// The rate for each citizen with the whole country's ages, where the view's unit asks for it, or why there is none.
    pub standard: Result<Estimate, Status>,
}

/// Whether the publication has a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Published {
    /// It does, be it withheld.
    Yes,
    /// Not for this combination of area, period and filters.
    No,
}

impl Figure {
    /// The rate with the whole country's ages, per 1,000.
    pub fn standard_rate(&self) -> Rate {
        match self.standard {
            Ok(estimate) => Rate::Per1000(estimate.value * f64::from(PER)),
            Err(status) => Rate::Absent(status),
        }
    }
}

impl<'a> Figures<'a> {
    /// Takes a loaded view; `None` when the publication lacks what the view was resolved against.
    pub fn new(loaded: &'a Loaded, language: Language) -> Option<Self> {
        let Loaded { manifest, view, cubes, population, coverage, sides } = loaded;
        let areas = manifest.dimension(DimensionId::Area)?;
        let mut figures = Self {
            manifest,
            dataset: manifest.dataset(&view.dataset)?,
            areas,
            area: areas.member(&view.area)?,
            code: manifest.dimension(DimensionId::Code)?.member(&view.code)?,
            view,
            language,
            cubes: cubes.iter().map(AsRef::as_ref).collect(),
            sides,
            denominators: Denominators::new(manifest, population, coverage),
            age: view.chosen(manifest, DimensionId::Age),
            sex: view.chosen(manifest, DimensionId::Sex),
            decimals: 1,
            known: RefCell::default(),
        };
        let country = figures.country().and_then(|country| figures.figure(&country.code, view.period).rate.value());
        figures.decimals = country.map_or(1, number::rate_decimals);
        Some(figures)
    }

    /// The figure of an area in a period, for the view's code and filters.
    pub fn figure(&self, area: &MemberCode, period: Period) -> Figure {
        let key = (area.clone(), period);
        if let Some(figure) = self.known.borrow().get(&key) {
            return *figure;
        }
        let figure = self.look_up(area, period);
        self.known.borrow_mut().insert(key, figure);
        figure
    }

    fn look_up(&self, area: &MemberCode, period: Period) -> Figure {
        let answer = run(&self.cubes, &self.view.query(vec![area.clone()], &[period]));
        // A pair that the loaded shards lack is not published; the view itself was checked when it was resolved.
        let found = answer.ok().and_then(|answer| answer.cells.first().copied());
        let published = if found.is_some() { Published::Yes } else { Published::No };
        let count = found.unwrap_or(Cell::NotApplicable);
        let persons = self.denominators.persons(area, period, &self.age, &self.sex);
        let standard = match self.view.unit {
            Unit::Standard => self.standard(area, period),
            Unit::Rate | Unit::Count => Err(Status::NotApplicable),
        };
        Figure { count, rate: rate(count, persons.unwrap_or(0)), published, persons, standard }
    }

    /// How sure a figure is, in the view's unit for each citizen; counts are judged by their rates.
    pub fn estimate(&self, figure: &Figure) -> Option<Estimate> {
        match self.view.unit {
            Unit::Standard => figure.standard.ok(),
            Unit::Rate | Unit::Count => prevalence(u64::from(figure.count.value()?), figure.persons?),
        }
    }

    /// The broad age groups of an area with its population and the whole country's, or why one of them is unknown.
    ///
    /// # Errors
    /// The status of a group that is absent; not applicable when the view has no ages at all.
    pub fn strata(&self, area: &MemberCode, period: Period) -> Result<Vec<Stratum>, Status> {
        let query = self.view.query(vec![area.clone()], &[period]);
        self.strata_of(Side::Ages, query, (area, period, &self.sex))
    }

    fn strata_of(
        &self,
        side: Side,
        query: Query,
        (area, period, sex): (&MemberCode, Period, &MemberCode),
    ) -> Result<Vec<Stratum>, Status> {
        let ages = broad_ages(self.manifest);
        let query = query.with_all(DimensionId::Age, ages.clone());
        let answer = run(&self.side(side), &query).map_err(|_not_loaded| Status::NotApplicable)?;
        let country = self.country().ok_or(Status::NotApplicable)?;
        let stratum = |age: &MemberCode, cell: &Cell| {
            let events = cell.value().ok_or(cell.status())?;
            let persons = |persons: Option<u64>| persons.ok_or(Status::NotApplicable);
            Ok(Stratum {
                events: events.into(),
                population: persons(self.denominators.persons(area, period, age, sex))?,
                standard: persons(self.living(&country.code, period, age))?,
            })
        };
        ages.iter().zip(&answer.cells).map(|(age, cell)| stratum(age, cell)).collect()
    }

    /// The cubes of another table; empty when the view does not need it.
    pub fn side(&self, side: Side) -> Vec<&'a Cube> {
        let own = self.sides.iter().find(|(id, _)| *id == side);
        own.map_or_else(Vec::new, |(_, cubes)| cubes.iter().map(AsRef::as_ref).collect())
    }

    /// Citizens of an age and sex in an area, in the municipalities that are counted.
    pub fn persons(&self, area: &MemberCode, period: Period, age: &MemberCode, sex: &MemberCode) -> Option<u64> {
        self.denominators.persons(area, period, age, sex)
    }

    /// Citizens of an age who live in an area, whoever reported.
    pub fn living(&self, area: &MemberCode, period: Period, age: &MemberCode) -> Option<u64> {
        self.denominators.living(area, period, age, &MemberCode::total())
    }

    fn standard(&self, area: &MemberCode, period: Period) -> Result<Estimate, Status> {
        standardised(&self.strata(area, period)?).ok_or(Status::NotApplicable)
    }

    /// The rate of a place in the cross table with the whole country's ages.
    ///
    /// # Errors
    /// Why there is none: the status of an age group that is absent; not applicable when the view asks for none.
    pub fn standard_at(&self, query: Query, at: (&MemberCode, Period, &MemberCode)) -> Result<Estimate, Status> {
        match self.view.unit {
            Unit::Standard => {
                let strata = self.strata_of(Side::PivotAges, query, at)?;
                standardised(&strata).ok_or(Status::NotApplicable)
            }
            Unit::Rate | Unit::Count => Err(Status::NotApplicable),
        }
    }

    /// Whether another view of the same dataset and code has a figure in the loaded shards.
    pub fn shows(&self, view: &ResolvedView) -> bool {
        let answer = run(&self.cubes, &view.own_query()).ok();
        answer.is_some_and(|answer| answer.cells.iter().any(|cell| cell.value().is_some()))
    }

    /// The figure of the view's own area and period.
    pub fn own(&self) -> Figure {
        self.figure(&self.view.area, self.view.period)
    }

    /// Whether the dataset reaches to the period; before it began there was nothing to report.
    pub fn covers(&self, period: Period) -> bool {
        periods(self.dataset, period.grain()).contains(&period)
    }

    /// The country, with which other areas are compared.
    pub fn country(&self) -> Option<&'a Member> {
        self.areas.total()
    }

    /// How many municipalities of the area are counted in the period; `None` when that is not published.
    pub fn counted(&self, area: &MemberCode, period: Period) -> Option<u32> {
        self.denominators.municipalities_counted(area, period)
    }

    /// The figure in the view's unit.
    pub fn mark(&self, figure: Figure) -> Mark {
        match self.view.unit {
            Unit::Rate => self.rate_mark(figure),
            Unit::Standard => self.standard_mark(figure),
            Unit::Count => self.count_mark(figure),
        }
    }

    /// The rate as a mark.
    pub fn rate_mark(&self, figure: Figure) -> Mark {
        match figure.rate {
            Rate::Per1000(number) => Mark::Value { number, text: self.rate_text(number) },
            Rate::Absent(status) => absent(figure, status),
        }
    }

    /// The rate with the whole country's ages as a mark.
    pub fn standard_mark(&self, figure: Figure) -> Mark {
        match figure.standard {
            Ok(estimate) => {
                let number = estimate.value * f64::from(PER);
                Mark::Value { number, text: self.rate_text(number) }
            }
            Err(status) => absent(figure, status),
        }
    }

    /// A rate as every part of the page writes it.
    pub fn rate_text(&self, rate: f64) -> String {
        number::rate(rate, self.decimals, self.language)
    }

    /// The count as a mark.
    pub fn count_mark(&self, figure: Figure) -> Mark {
        match figure.count {
            Cell::Value(count) => {
                Mark::Value { number: f64::from(count), text: number::count(u64::from(count), self.language) }
            }
            other => absent(figure, other.status()),
        }
    }

    /// The charts' words, with a chart's own description.
    pub fn words(&self, description: String) -> Words {
        Words::new(self.language.locale(), description)
    }

    /// A plain number as a mark, for populations.
    pub fn number_mark(&self, persons: Option<u64>) -> Mark {
        let Some(persons) = persons else { return Mark::NotPublished };
        let exact = u32::try_from(persons).unwrap_or(u32::MAX);
        Mark::Value { number: f64::from(exact), text: number::count(persons, self.language) }
    }
}

fn absent(figure: Figure, status: Status) -> Mark {
    match (figure.published, status) {
        (Published::No, _) => Mark::NotPublished,
        (Published::Yes, Status::Suppressed) => Mark::Suppressed,
        (Published::Yes, Status::NotReported) => Mark::NotReported,
        (Published::Yes, Status::Value | Status::NotApplicable) => Mark::NotApplicable,
    }
}
