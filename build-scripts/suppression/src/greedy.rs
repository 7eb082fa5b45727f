//! Publishes cell after cell, most missed first, while every sensitive variable keeps a certificate.
//!
//! Candidates are tried in runs: a run that leaves every sensitive variable certified is kept, any other is taken
//! back and tried in halves, until a single candidate stays suppressed. Freedom only shrinks, so a candidate that
//! had to be suppressed would have to be later too: no pass in reverse is needed. What counts is the certificates
//! alone; where the search misses one, more is suppressed, never less.
#![expect(clippy::indexing_slicing, reason = "variables and sensitives are numbered by the system and never removed")]

use std::cmp::Reverse;

use crate::moves::{Change, Moves, coefficient};
use crate::policy::{Effort, Insiders, Policy};
use crate::search::{Budget, Goal, find};
use crate::variables::{Role, System, index, index_u32};

/// The state of a greedy publication.
pub(crate) struct Greedy<'a> {
    system: &'a System,
    insiders: Insiders,
    moves: Moves,
    pub(crate) is_published: Vec<bool>,
    sensitive: Vec<u32>,
    /// Per sensitive variable, changes that prove it undetermined.
    certificates: Vec<Vec<Change>>,
    /// Per variable, the sensitive variables (positions in `sensitive`) whose certificates may touch it.
    users: Vec<Vec<User>>,
    /// Per sensitive variable the edition of its certificates; no edition is ever used twice.
    editions: Vec<u32>,
    last_edition: u32,
    /// Per variable of one citizen that an insider may know: the row of that citizen's leaf.
    insider: Vec<Option<u32>>,
    before: Vec<(usize, u32, Vec<Change>)>,
    budget: Budget,
    pub(crate) withdrawn: usize,
}

/// A sensitive variable whose certificates touched a variable in a certain edition.
#[derive(Clone, Copy, PartialEq, Eq)]
struct User {
    at: u32,
    edition: u32,
}

/// Entries of changes that the search may look at per variable before it turns economical.
const WORK_PER_VARIABLE: usize = 20_000;
/// The same with quick effort.
const QUICK_WORK_PER_VARIABLE: usize = 300;
const FIRST_RUN: usize = 256;

impl<'a> Greedy<'a> {
    pub(crate) fn new(system: &'a System, policy: Policy) -> Self {
        let sensitive: Vec<u32> = system.sensitive().collect();
        let count = system.variables.len();
        Self {
            system,
            insiders: policy.insiders,
            moves: Moves::new(system, policy.effort),
            is_published: vec![false; count],
            certificates: vec![Vec::new(); sensitive.len()],
            editions: vec![0; sensitive.len()],
            last_edition: 0,
            sensitive,
            users: vec![Vec::new(); count],
            insider: insiders_of(system),
            before: Vec::new(),
            budget: Budget { thorough_below: work_per_variable(policy.effort) * count, spent: 0 },
            withdrawn: 0,
        }
    }

    /// Finds a certificate for every sensitive variable before anything is published; returns those without.
    pub(crate) fn start(&mut self) -> Vec<u32> {
        let failed = (0..self.sensitive.len()).filter(|&at| !self.certify(at)).collect::<Vec<_>>();
        self.before.clear();
        failed.into_iter().map(|at| self.sensitive[at]).collect()
    }

    /// Publishes all candidates that can be.
    pub(crate) fn run(&mut self) {
        let order = order(self.system);
        let (mut from, mut length) = (0, FIRST_RUN);
        while from < order.len() {
            let to = order.len().min(from + length);
            if self.publish(&order[from..to]) {
                from = to;
                length *= 2;
            } else if to - from == 1 {
                self.withdrawn += 1;
                from = to;
            } else {
                length = (to - from) / 2;
            }
        }
    }

    /// The certificates of each sensitive variable.
    pub(crate) fn certificates(&self) -> impl Iterator<Item = (u32, &[Change])> {
        self.sensitive.iter().copied().zip(self.certificates.iter().map(Vec::as_slice))
    }

    /// Number of sensitive variables that an insider may determine, as far as the search can tell.
    pub(crate) fn insider_risks(&mut self) -> usize {
        let mut risks = 0;
        for at in 0..self.sensitive.len() {
            let mut certificates = std::mem::take(&mut self.certificates[at]);
            risks += usize::from(!self.hold_off_insiders(self.sensitive[at], &mut certificates));
            self.certificates[at] = certificates;
        }
        risks
    }

    /// Publishes all of `run`, or nothing when a sensitive variable would lose its certificate.
    fn publish(&mut self, run: &[u32]) -> bool {
        if let &[only] = run
            && self.would_determine(only)
        {
            return false;
        }
        let mut sparse_first = run.to_vec();
        sparse_first.sort_by_key(|&variable| self.moves.touching_at_most(variable));
        for variable in sparse_first {
            self.is_published[index(variable)] = true;
            self.moves.publish(variable);
        }
        let is_safe = self.broken_by(run).into_iter().all(|at| self.certify(at));
        if is_safe {
            self.moves.commit();
            self.before.clear();
        } else {
            self.moves.roll_back();
            while let Some((at, edition, certificates)) = self.before.pop() {
                self.certificates[at] = certificates;
                self.editions[at] = edition;
            }
            for &variable in run {
                self.is_published[index(variable)] = false;
            }
        }
        is_safe
    }

    /// Positions of the sensitive variables with a certificate that alters a variable of `run`.
    fn broken_by(&mut self, run: &[u32]) -> Vec<usize> {
        let mut broken = Vec::new();
        for &variable in run {
            let editions = &self.editions;
            let users = &mut self.users[index(variable)];
            users.retain(|user| editions[index(user.at)] == user.edition);
            broken.extend(users.iter().map(|user| index(user.at)));
        }
        broken.sort_unstable();
        broken.dedup();
        // Those with the least freedom fail first, which saves renewing the others in vain.
        broken.sort_by_key(|&at| self.moves.touching_at_most(self.sensitive[at]));
        broken
    }

    /// Whether a sensitive variable moves only together with `candidate`, so that one gives away the other.
    fn would_determine(&mut self, candidate: u32) -> bool {
        let users = self.broken_by(&[candidate]);
        users.into_iter().any(|at| {
            let sensitive = self.sensitive[at];
            self.moves.touches_only_with(sensitive, candidate) && self.moves.touches_only_with(candidate, sensitive)
        })
    }

    /// Renews the certificates of one sensitive variable; `false` when it would be determined.
    fn certify(&mut self, at: usize) -> bool {
        let sensitive = self.sensitive[at];
        let before = std::mem::take(&mut self.certificates[at]);
        let is_intact = |change: &&Change| !change.iter().any(|&(variable, _)| self.is_published[index(variable)]);
        let mut certificates: Vec<Change> = before.iter().filter(is_intact).cloned().collect();
        if certificates.is_empty() {
            let hints = before.iter().filter_map(|change| self.moves.reduce(change)).collect();
            let goal = Goal { sensitive, known: None };
            certificates.extend(find(self.system, &self.moves, goal, hints, &mut self.budget));
        }
        self.before.push((at, self.editions[at], before));
        let is_certified = !certificates.is_empty()
            && (self.insiders != Insiders::Protect || self.hold_off_insiders(sensitive, &mut certificates));
        self.certificates[at] = certificates;
        self.note_users(at);
        is_certified
    }

    /// Adds certificates until no single citizen's knowledge breaks all of them; `false` when none is found.
    fn hold_off_insiders(&mut self, sensitive: u32, certificates: &mut Vec<Change>) -> bool {
        while let Some(known) = self.known_to_all(sensitive, certificates) {
            let goal = Goal { sensitive, known: Some(known) };
            match find(self.system, &self.moves, goal, Vec::new(), &mut self.budget) {
                Some(certificate) => certificates.push(certificate),
                None => return false,
            }
        }
        true
    }

    /// A variable of one citizen that every certificate alters.
    fn known_to_all(&self, sensitive: u32, certificates: &[Change]) -> Option<u32> {
        let (first, others) = certificates.split_first()?;
        let is_known = |variable: u32| {
            self.insider[index(variable)].is_some()
                && self.insider[index(variable)] != self.insider[index(sensitive)]
                && others.iter().all(|change| coefficient(change, variable) != 0)
        };
        first.iter().map(|&(variable, _)| variable).find(|&variable| is_known(variable))
    }

    fn note_users(&mut self, at: usize) {
        self.last_edition += 1;
        self.editions[at] = self.last_edition;
        let user = User { at: index_u32(at), edition: self.last_edition };
        for change in &self.certificates[at] {
            for &(variable, _) in change {
                let users = &mut self.users[index(variable)];
                if users.last() != Some(&user) {
                    users.push(user);
                }
            }
        }
    }
}

fn work_per_variable(effort: Effort) -> usize {
    match effort {
        Effort::Quick => QUICK_WORK_PER_VARIABLE,
        Effort::Balanced | Effort::Thorough => WORK_PER_VARIABLE,
    }
}

/// The candidates, most missed first; ties by count, then by how many cells share it, then as given.
fn order(system: &System) -> Vec<u32> {
    let candidates = system.variables.iter().enumerate().filter(|(_, variable)| variable.role == Role::Candidate);
    let mut order: Vec<_> = candidates
        .map(|(at, variable)| (Reverse((variable.weight, variable.count, variable.publishable)), index_u32(at)))
        .collect();
    order.sort_unstable();
    order.into_iter().map(|(_, at)| at).collect()
}

/// Per sensitive variable of one citizen the row of that citizen's leaf.
fn insiders_of(system: &System) -> Vec<Option<u32>> {
    let mut insiders = vec![None; system.variables.len()];
    for (row, variables) in system.rows.iter().enumerate().filter(|&(row, _)| system.row_counts[row] == 1) {
        for &variable in variables {
            let about = &system.variables[index(variable)];
            if about.role == Role::Sensitive && about.count == 1 {
                insiders[index(variable)] = Some(index_u32(row));
            }
        }
    }
    insiders
}
