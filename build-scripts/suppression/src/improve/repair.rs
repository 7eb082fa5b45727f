//! Repairs a pattern in which some sensitive variables have no certificate, withdrawing what one alters, and completes
//! it with all that can be published besides.
#![expect(clippy::indexing_slicing, reason = "variables and sensitives are numbered by the system and never removed")]

use std::cmp::Reverse;

use super::{Improver, note_user};
use crate::effort::{LITTLE, completion};
use crate::greedy::Unproven;
use crate::policy;
use crate::search::{Goal, Proof};
use crate::variables::index;

impl Improver<'_> {
    /// Gives every sensitive variable its certificates.
    pub(crate) fn repair(&mut self) {
        for lacking in std::mem::take(&mut self.unproven) {
            while let Some(goal) = self.lacks(lacking.at) {
                let proof = self.search.find_priced(&mut self.moves, goal, &self.is_published);
                let Some(proof) = proof.or_else(|| from_start(&lacking, goal)) else { break };
                self.withdraw_for(lacking.at, proof);
            }
        }
    }

    /// Tries once to publish each candidate that is hidden, in the order of publication.
    pub(crate) fn complete(&mut self) {
        let mut hidden = self.hidden();
        hidden.sort_by_key(|&variable| (Reverse(self.system.precedence(variable)), variable));
        let generous = completion(self.policy.effort);
        for variable in hidden {
            if self.moves.work + self.search.work > generous {
                self.budget = LITTLE;
            }
            if self.try_publish(variable) {
                self.commit();
            }
        }
    }

    /// The certificate that a sensitive variable lacks.
    fn lacks(&self, at: usize) -> Option<Goal> {
        let sensitive = self.sensitive[at];
        if self.proofs[at].is_empty() {
            return Some(Goal { sensitive, known: None });
        }
        let known = self.insiders.known_to_all(sensitive, self.proofs[at].iter());
        let known = known.filter(|_| self.policy.insiders == policy::Insiders::Protect)?;
        Some(Goal { sensitive, known: Some(known) })
    }

    /// Makes a change a certificate by withdrawing what it alters; what of that can be published again is, in the end.
    fn withdraw_for(&mut self, at: usize, proof: Proof) {
        let altered = proof.effect.iter().map(|&(variable, _)| variable);
        let altered: Vec<u32> = altered.filter(|&variable| self.is_published[index(variable)]).collect();
        note_user(&mut self.users, at, &proof);
        self.proofs[at].push(proof);
        self.withdraw(&altered);
        self.commit();
    }
}

/// A certificate from before anything was published.
fn from_start(lacking: &Unproven, goal: Goal) -> Option<Proof> {
    let is_useful = |proof: &&Proof| goal.known.is_none_or(|known| !proof.alters(known));
    lacking.from_start.iter().find(is_useful).cloned()
}
