//! What a link can say.

use naerblik_shared::{period::Period, schema::MemberCode};

use super::against::{Against, Pivot};

/// Everything that a link says; absent where it says nothing.
///
/// Syntactically right only: whether the codes exist is decided by [`super::resolve`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ViewState {
    /// Name of the dataset.
    pub dataset: Option<MemberCode>,
    /// The condition or intervention.
    pub code: Option<MemberCode>,
    /// The area.
    pub area: Option<MemberCode>,
    /// By which grouping the reader walks down to municipalities.
    pub via: Via,
    /// The period; its form says the grain.
    pub period: Option<Period>,
    /// The age group.
    pub age: Option<MemberCode>,
    /// The sex.
    pub sex: Option<MemberCode>,
    /// Living in a care home or not.
    pub home: Option<MemberCode>,
    /// The chronic disease.
    pub disease: Option<MemberCode>,
    /// Counts or rates.
    pub unit: Unit,
    /// The tab that is open.
    pub tab: Tab,
    /// How far back the trend goes.
    pub span: Span,
    /// With whom the area is compared; absent for those around it.
    pub against: Option<Against>,
    /// The reader's own list of areas to compare with.
    pub list: Vec<MemberCode>,
    /// The cross table, when the table is one.
    pub pivot: Option<Pivot>,
}

/// The parameters of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Parameter {
    /// [`ViewState::dataset`].
    Dataset,
    /// [`ViewState::code`].
    Code,
    /// [`ViewState::area`].
    Area,
    /// [`ViewState::via`].
    Via,
    /// [`ViewState::period`].
    Period,
    /// [`ViewState::age`].
    Age,
    /// [`ViewState::sex`].
    Sex,
    /// [`ViewState::home`].
    Home,
    /// [`ViewState::disease`].
    Disease,
    /// [`ViewState::unit`].
    Unit,
    /// [`ViewState::tab`].
    Tab,
    /// [`ViewState::span`].
    Span,
    /// [`ViewState::against`].
    Against,
    /// [`ViewState::list`].
    List,
    /// [`ViewState::pivot`].
    Pivot,
}

/// A part of a link that could not be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkIssue {
    /// Which parameter.
    pub parameter: Parameter,
    /// What it said, shortened.
    pub found: String,
    /// Why that does not work.
    pub reason: IssueReason,
}

/// Why a part of a link does not work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IssueReason {
    /// It has a form that the parameter never has.
    Form,
    /// This publication has no such code or period.
    Unknown,
    /// It exists, but is not published together with the rest of the link.
    NotPublished,
}

/// By which grouping areas lie between the country and the municipalities.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Via {
    /// Region, then health cluster.
    #[default]
    Cluster,
    /// Region from 2027, then health council.
    Council,
}

/// What the figures are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Unit {
    /// Citizens per 1,000 citizens of the population.
    #[default]
    Rate,
    /// Citizens per 1,000 citizens of the population, as if every area had the ages of the whole country.
    Standard,
    /// Citizens.
    Count,
}

/// The tabs of the explorer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tab {
    /// All municipalities on a map.
    #[default]
    Map,
    /// The area over time.
    Trend,
    /// The area among its siblings.
    Compare,
    /// The ages of the area's citizens.
    Distribution,
    /// Everything below the area as a table.
    Table,
}

/// How far back the trend goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Span {
    /// One year.
    One,
    /// Three years.
    #[default]
    Three,
    /// Five years.
    Five,
    /// Everything published.
    All,
    /// From a period that the reader chose.
    Since(Period),
}

impl Parameter {
    /// Every parameter, in the order of links.
    pub const ALL: [Self; 15] = [
        Self::Dataset,
        Self::Code,
        Self::Area,
        Self::Via,
        Self::Period,
        Self::Age,
        Self::Sex,
        Self::Home,
        Self::Disease,
        Self::Unit,
        Self::Tab,
        Self::Span,
        Self::Against,
        Self::List,
        Self::Pivot,
    ];

    /// The name in links.
    pub fn name(self) -> &'static str {
        match self {
            Self::Dataset => "dataset",
            Self::Code => "code",
            Self::Area => "area",
            Self::Via => "via",
            Self::Period => "period",
            Self::Age => "age",
            Self::Sex => "sex",
            Self::Home => "home",
            Self::Disease => "disease",
            Self::Unit => "unit",
            Self::Tab => "tab",
            Self::Span => "span",
            Self::Against => "against",
            Self::List => "list",
            Self::Pivot => "pivot",
        }
    }
}

impl Via {
    /// Every grouping, in the order of the choice.
    pub const ALL: [Self; 2] = [Self::Cluster, Self::Council];

    /// The value in links.
    pub fn value(self) -> &'static str {
        match self {
            Self::Cluster => "cluster",
            Self::Council => "council",
        }
    }
}

impl Unit {
    /// Every unit, in the order of the choice.
    pub const ALL: [Self; 3] = [Self::Rate, Self::Standard, Self::Count];

    /// The value in links.
    pub fn value(self) -> &'static str {
        match self {
            Self::Rate => "rate",
            Self::Standard => "standard",
            Self::Count => "count",
        }
    }
}

impl Tab {
    /// Every tab, in order.
    pub const ALL: [Self; 5] = [Self::Map, Self::Trend, Self::Compare, Self::Distribution, Self::Table];

    /// The value in links and in element ids.
    pub fn value(self) -> &'static str {
        match self {
            Self::Map => "map",
            Self::Trend => "trend",
            Self::Compare => "compare",
            Self::Distribution => "distribution",
            Self::Table => "table",
        }
    }
}

impl Span {
    /// The value in links: years, `all`, or the first period.
    pub fn value(self) -> String {
        match self {
            Self::One => "1".to_owned(),
            Self::Three => "3".to_owned(),
            Self::Five => "5".to_owned(),
            Self::All => "all".to_owned(),
            Self::Since(first) => first.to_string(),
        }
    }

    /// Reads [`Span::value`].
    pub fn parse(value: &str) -> Option<Self> {
        match value {
            "1" => Some(Self::One),
            "3" => Some(Self::Three),
            "5" => Some(Self::Five),
            "all" => Some(Self::All),
            period => Period::parse(period).ok().map(Self::Since),
        }
    }

    /// The first period up to `last` that is shown; `None` for everything. A first period of another grain becomes the
    /// one of `last`'s grain that holds its first month, and one after `last` becomes `last`.
    pub fn first(self, last: Period) -> Option<Period> {
        match self {
            Self::One => last.years_before(1),
            Self::Three => last.years_before(3),
            Self::Five => last.years_before(5),
            Self::All => None,
            Self::Since(first) => Some(first.widen(last.grain()).min(last)),
        }
    }
}
