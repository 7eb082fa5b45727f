//! What the one citizen in a cell knows.
#![expect(clippy::indexing_slicing, reason = "variables are numbered by the system")]

use crate::search::Proof;
use crate::variables::{Role, System, index, index_u32};

/// The sensitive variables of one citizen.
pub(crate) struct Insiders {
    /// Per variable of one citizen: the row of that citizen's leaf.
    row_of_variable: Vec<Option<u32>>,
}

impl Insiders {
    pub(crate) fn of(system: &System) -> Self {
        let mut row_of_variable = vec![None; system.variables.len()];
        for (row, variables) in system.rows.iter().enumerate().filter(|&(row, _)| system.row_counts[row] == 1) {
            for &variable in variables {
                let about = &system.variables[index(variable)];
                if about.role == Role::Sensitive && about.count == 1 {
                    row_of_variable[index(variable)] = Some(index_u32(row));
                }
            }
        }
        Self { row_of_variable }
    }

    /// A variable of one citizen, other than the sensitive one, that every certificate alters.
    pub(crate) fn known_to_all<'p>(
        &self,
        sensitive: u32,
        mut proofs: impl Iterator<Item = &'p Proof> + Clone,
    ) -> Option<u32> {
        let own = self.row_of_variable[index(sensitive)];
        let first = proofs.next()?;
        let is_other = |variable: u32| {
            let row = self.row_of_variable[index(variable)];
            row.is_some() && row != own
        };
        let mut insiders = first.effect.iter().map(|&(variable, _)| variable).filter(|&variable| is_other(variable));
        insiders.find(|&variable| proofs.clone().all(|proof| proof.alters(variable)))
    }
}
