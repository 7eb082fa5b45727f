//! The one place a citizen is counted in: a leaf of all additive dimensions at once.

use naerblik_shared::schema::DimensionId;

use crate::catalogue::MunicipalityIdx;

/// Municipality, age group, sex, home and diseases of a citizen in one period, packed.
///
/// Every published count of one code and one period is a sum over leaves, since a citizen has exactly one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Leaf(u32);

/// The parts of a [`Leaf`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LeafParts {
    /// Municipality of residence.
    pub municipality: MunicipalityIdx,
    /// Position in [`crate::catalogue::AGE_LEAVES`].
    pub age: u8,
    /// 0 for women, 1 for men.
    pub sex: u8,
    /// 0 in a care home, 1 in the own home.
    pub home: u8,
    /// One bit for each chronic disease, in the order of the disease dimension without its total.
    pub diseases: u8,
}

/// The dimensions that tell leaves apart; the municipality always does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LeafDetail(u32);

const HOME_BIT: u32 = 8;
const SEX_BIT: u32 = 9;
const AGE_BIT: u32 = 10;
const MUNICIPALITY_BIT: u32 = 12;

impl Leaf {
    /// How many leaves there can be.
    pub const COUNT: usize = 1 << (MUNICIPALITY_BIT + 8);

    /// The packed number as a position below [`Leaf::COUNT`].
    pub fn position(self) -> usize {
        // Never cut: a leaf has twenty bits.
        usize::try_from(self.0).unwrap_or(usize::MAX)
    }

    /// Packs the parts; age takes two bits, sex and home one each.
    pub fn new(parts: LeafParts) -> Self {
        let LeafParts { municipality, age, sex, home, diseases } = parts;
        Self(
            u32::from(municipality) << MUNICIPALITY_BIT
                | u32::from(age & 3) << AGE_BIT
                | u32::from(sex & 1) << SEX_BIT
                | u32::from(home & 1) << HOME_BIT
                | u32::from(diseases),
        )
    }

    /// Takes a packed leaf back.
    pub fn from_packed(packed: u32) -> Self {
        Self(packed)
    }

    /// The packed number.
    pub fn packed(self) -> u32 {
        self.0
    }

    /// Keeps only the parts that are told apart.
    #[must_use]
    pub fn at(self, detail: LeafDetail) -> Self {
        Self(self.0 & detail.0)
    }

    /// Unpacks the parts.
    pub fn parts(self) -> LeafParts {
        let byte = |shift: u32, mask: u32| u8::try_from(self.0 >> shift & mask).unwrap_or(u8::MAX);
        LeafParts {
            municipality: byte(MUNICIPALITY_BIT, 0xff),
            age: byte(AGE_BIT, 3),
            sex: byte(SEX_BIT, 1),
            home: byte(HOME_BIT, 1),
            diseases: byte(0, 0xff),
        }
    }
}

impl LeafDetail {
    /// Tells leaves apart by the dimensions that figures are broken down by.
    pub fn of(dimensions: impl IntoIterator<Item = DimensionId>) -> Self {
        let bits = |dimension| match dimension {
            DimensionId::Age => 3 << AGE_BIT,
            DimensionId::Sex => 1 << SEX_BIT,
            DimensionId::CareHome => 1 << HOME_BIT,
            DimensionId::Disease => 0xff,
            DimensionId::Area | DimensionId::Period | DimensionId::Code => 0,
        };
        Self(dimensions.into_iter().map(bits).fold(0xff << MUNICIPALITY_BIT, |mask, bits| mask | bits))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_leaf_gives_back_its_parts() {
        let parts = LeafParts { municipality: 97, age: 3, sex: 1, home: 0, diseases: 0b1010_0001 };
        assert_eq!(Leaf::new(parts).parts(), parts);
        let area = LeafParts { municipality: 97, ..LeafParts::default() };
        assert_eq!(Leaf::new(parts).at(LeafDetail::of([])).parts(), area);
        let aged = LeafParts { age: 3, ..area };
        assert_eq!(Leaf::new(parts).at(LeafDetail::of([DimensionId::Age])).parts(), aged);
        assert_eq!(Leaf::new(parts).at(LeafDetail::of(DimensionId::ALL)).parts(), parts);
    }
}
