//! Completes a pattern in which some sensitive variables have no certificate: withdraws what one alters, and publishes
//! what can be after that.
#![expect(clippy::indexing_slicing, reason = "variables and sensitives are numbered by the system and never removed")]

use std::cmp::Reverse;

use super::{Improver, note_user};
use crate::effort::{Pass, budget};
use crate::greedy::Unproven;
use crate::policy;
use crate::search::{Goal, Proof};
use crate::variables::index;

impl Improver<'_> {
    /// Gives every sensitive variable its certificates; then tries once to publish each candidate that is hidden.
    /// Does nothing to a pattern that lacks none.
    pub(crate) fn repair(&mut self) -> bool {
        let unproven = std::mem::take(&mut self.unproven);
        if unproven.is_empty() {
            return false;
        }
        for lacking in &unproven {
            while let Some(goal) = self.lacks(lacking.at) {
                let proof = self.search.find_priced(&mut self.moves, goal, &self.is_published);
                let Some(proof) = proof.or_else(|| from_start(lacking, goal)) else { break };
                self.withdraw_for(lacking.at, proof);
            }
        }
        self.note_users();
        let mut hidden = self.hidden();
        self.sort_by_missed(&mut hidden);
        self.try_publish_all(&hidden);
        self.missing = (0, 0);
        true
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

    /// Makes a change a certificate by withdrawing what it alters, as far as that cannot be published again.
    fn withdraw_for(&mut self, at: usize, proof: Proof) {
        let altered = proof.effect.iter().map(|&(variable, _)| variable);
        let mut altered: Vec<u32> = altered.filter(|&variable| self.is_published[index(variable)]).collect();
        note_user(&mut self.users, at, &proof);
        self.proofs[at].push(proof);
        self.withdraw(&altered);
        self.commit();
        self.sort_by_missed(&mut altered);
        self.budget = budget(self.policy.effort, Pass::First);
        self.try_publish_all(&altered);
        self.budget = budget(self.policy.effort, Pass::Improvement);
    }

    fn try_publish_all(&mut self, variables: &[u32]) {
        for &variable in variables {
            if !self.is_published[index(variable)] && self.try_publish(variable) {
                self.commit();
            }
        }
    }

    pub(super) fn sort_by_missed(&self, variables: &mut [u32]) {
        variables.sort_by_key(|&variable| {
            let about = &self.system.variables[index(variable)];
            (Reverse((about.weight, about.count, about.publishable)), variable)
        });
    }
}

/// A certificate from before anything was published.
fn from_start(lacking: &Unproven, goal: Goal) -> Option<Proof> {
    let is_useful = |proof: &&Proof| goal.known.is_none_or(|known| !proof.alters(known));
    lacking.from_start.iter().find(is_useful).cloned()
}
