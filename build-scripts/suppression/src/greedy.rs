//! Publishes cell after cell, most missed first, while sensitive variables keep certificates.
//!
//! A candidate that would move only together with a sensitive variable is left out at once, and most sensitive
//! variables have a certificate in the end. The pattern is handed on to be repaired and completed: see `Improver`. Where
//! too many certificates are missing for that, candidates are published again, in runs: at the end of a run,
//! certificates that the run broke are renewed; where none is found, publications are taken back from the end until one
//! is, and the one taken back last stays suppressed.
//! What counts is the certificates alone; where the search misses one, more is suppressed, never less.
#![expect(clippy::indexing_slicing, reason = "variables and sensitives are numbered by the system and never removed")]

use std::cmp::Reverse;

use crate::effort::{Budget, Pass, budget, length_limit};
use crate::insider::Insiders;
use crate::moves::{GivenUp, Moves};
use crate::policy::{self, Policy, ZeroPolicy};
use crate::projection::Projection;
use crate::search::{Goal, Proof, Search};
use crate::variables::{Role, System, index, index_u32};

/// Which variables are published, and why that is safe.
pub(crate) struct Pattern {
    pub(crate) is_published: Vec<bool>,
    /// Per sensitive variable, changes that prove it undetermined.
    pub(crate) proofs: Vec<Vec<Proof>>,
    /// The sensitive variables that still lack certificates.
    pub(crate) unproven: Vec<Unproven>,
}

/// A sensitive variable that lacks certificates.
pub(crate) struct Unproven {
    /// Its position among the sensitive.
    pub(crate) at: usize,
    /// The certificates that it had before anything was published.
    pub(crate) from_start: Vec<Proof>,
}

/// The state of a greedy publication.
pub(crate) struct Greedy<'a> {
    system: &'a System,
    policy: Policy,
    insiders: Insiders,
    moves: Moves<'a>,
    projection: Projection<'a>,
    search: Search<'a>,
    is_published: Vec<bool>,
    sensitive: Vec<u32>,
    /// Per sensitive variable, changes that prove it undetermined.
    proofs: Vec<Vec<Proof>>,
    /// What certificates they had before anything was published.
    at_start: Vec<Vec<Proof>>,
    /// The sensitive variables (by position) that lack certificates in the end.
    unproven: Vec<usize>,
    /// Whether certificates are renewed after each run.
    is_watching: bool,
    /// Per row the sensitive variables (by position) that have, or had, a certificate made of it.
    users: Vec<Vec<u32>>,
    /// The rows that changed since the last commit, some more than once.
    changed: Vec<u32>,
    /// Publications since the last commit: the variable, and whether rows changed.
    log: Vec<(u32, bool)>,
    budget: Budget,
    /// Whether to leave out candidates that only moves of stuck leaves alter: where numbers can only rise, little is left.
    is_cautious: bool,
    /// Publications since the search was told.
    published_since: usize,
    /// Work after which the first pass is given up.
    work_limit: usize,
    pub(crate) withdrawn: usize,
}

/// Where more than one in so many sensitive variables has no certificate, certificates are watched.
const FEW: usize = 8;
const FIRST_RUN: usize = 64;
const SHORTEST_RUN: usize = 2;
const LONGEST_RUN: usize = 1024;
/// Where the first pass takes more work than this, changes become so long that few certificates would be found.
const WORK_PER_VARIABLE: usize = 10_000;
/// The search is told what is published after each such part of all variables.
const FORGET_AFTER: usize = 32;

impl<'a> Greedy<'a> {
    pub(crate) fn new(system: &'a System, policy: Policy) -> Self {
        let sensitive: Vec<u32> = system.sensitive().collect();
        Self {
            system,
            policy,
            insiders: Insiders::of(system),
            moves: Moves::new(system, GivenUp::Dropped),
            projection: Projection::new(system, &sensitive),
            search: Search::new(system),
            is_published: vec![false; system.variables.len()],
            proofs: vec![Vec::new(); sensitive.len()],
            sensitive,
            at_start: Vec::new(),
            unproven: Vec::new(),
            is_watching: false,
            users: vec![Vec::new(); system.row_counts.len()],
            changed: Vec::new(),
            log: Vec::new(),
            budget: budget(policy.effort, Pass::First),
            is_cautious: policy.zeros == ZeroPolicy::Public,
            published_since: 0,
            work_limit: usize::MAX,
            withdrawn: 0,
        }
    }

    /// Finds a certificate for every sensitive variable before anything is published; returns those without.
    pub(crate) fn start(&mut self) -> Vec<u32> {
        let failed = (0..self.sensitive.len()).filter(|&at| !self.certify(at)).collect::<Vec<_>>();
        failed.into_iter().map(|at| self.sensitive[at]).collect()
    }

    /// Publishes the candidates that leave room to move, without looking at certificates. Most sensitive variables have
    /// one after that, and for the others few publications have to be withdrawn: see `Improver`. Where many have none,
    /// starts again with an eye on all of them.
    pub(crate) fn run(&mut self) {
        let order = order(self.system);
        self.at_start = self.proofs.clone();
        self.work_limit = self.moves.work + WORK_PER_VARIABLE * self.system.variables.len();
        let is_finished = self.publish_all(&order);
        if is_finished {
            // Commits have dropped what held no longer, and with it perhaps what holds off insiders: all are asked.
            self.unproven = (0..self.sensitive.len()).filter(|&at| !self.certify(at)).collect();
        }
        if !is_finished || self.unproven.len() * FEW > self.sensitive.len() {
            self.unproven.clear();
            self.start_again();
            self.is_watching = true;
            self.work_limit = usize::MAX;
            self.moves.length_limit = length_limit(self.policy.effort);
            self.publish_all(&order);
        }
    }

    /// Back to where nothing is published, with the certificates from there.
    fn start_again(&mut self) {
        self.moves = Moves::new(self.system, GivenUp::Dropped);
        self.projection = Projection::new(self.system, &self.sensitive);
        self.search = Search::new(self.system);
        self.is_published.fill(false);
        self.changed.clear();
        self.users.fill(Vec::new());
        for (at, proofs) in self.at_start.clone().into_iter().enumerate() {
            self.proofs[at].clear();
            for proof in proofs {
                self.keep(at, proof);
            }
        }
        self.published_since = 0;
        self.withdrawn = 0;
    }

    /// Publishes what can be of `order`; `false` when that is too much work.
    fn publish_all(&mut self, order: &[u32]) -> bool {
        let (mut from, mut length) = (0, FIRST_RUN);
        while from < order.len() {
            if self.moves.work > self.work_limit {
                return false;
            }
            let to = order.len().min(from + length);
            let withdrawn = self.publish_run(&order[from..to]);
            length = if withdrawn == 0 { (2 * length).min(LONGEST_RUN) } else { (length / 2).max(SHORTEST_RUN) };
            from = to;
        }
        true
    }

    /// What was found.
    pub(crate) fn into_pattern(mut self) -> Pattern {
        let mut at_start = std::mem::take(&mut self.at_start);
        let unproven = self.unproven.iter();
        let unproven = unproven.map(|&at| Unproven { at, from_start: std::mem::take(&mut at_start[at]) }).collect();
        Pattern { is_published: self.is_published, proofs: self.proofs, unproven }
    }

    /// Publishes what can be of `run`; returns how many publications had to be taken back for want of certificates.
    fn publish_run(&mut self, run: &[u32]) -> usize {
        let mut taken_back = 0;
        let mut rest: Vec<u32> = run.iter().rev().copied().collect();
        loop {
            while let Some(variable) = rest.pop() {
                self.publish(variable);
            }
            let Some(at) = self.unproven() else { break };
            loop {
                let Some(&(_, is_change)) = self.log.last() else { return taken_back };
                let culprit = self.take_back();
                if is_change && self.certify(at) {
                    self.withdrawn += 1;
                    taken_back += 1;
                    break;
                }
                rest.push(culprit);
            }
        }
        self.commit();
        taken_back
    }

    /// A sensitive variable whose certificates the run broke, and for which no other is found.
    fn unproven(&mut self) -> Option<usize> {
        if !self.is_watching {
            return None;
        }
        let shaken = self.shaken();
        shaken.into_iter().find(|&at| !self.is_certified(at) && !self.certify(at))
    }

    /// The sensitive variables with certificates made of rows that changed since the last commit.
    fn shaken(&mut self) -> Vec<usize> {
        self.changed.sort_unstable();
        self.changed.dedup();
        let users = self.changed.iter().flat_map(|&row| self.users[index(row)].iter().copied().map(index));
        let mut shaken: Vec<usize> = users.collect();
        shaken.sort_unstable();
        shaken.dedup();
        shaken
    }

    /// Publishes a variable unless a sensitive one moves only together with it.
    fn publish(&mut self, variable: u32) {
        let altering = self.moves.altering(variable);
        let pivot = self.moves.pivot(&altering);
        if let Some((row, by)) = pivot {
            let shadow = self.projection.of(variable);
            let change = self.moves.row(row);
            if self.projection.bound_to(shadow, change).is_some() {
                self.withdrawn += 1;
                return;
            }
            let is_stuck = |&(row, _): &(u32, i32)| self.system.is_stuck[index(row)];
            if self.is_cautious && altering.iter().all(is_stuck) {
                return;
            }
            self.projection.publish(shadow, change, by);
            self.moves.publish(variable, &altering, pivot);
            self.changed.extend(altering.iter().map(|&(row, _)| row));
        }
        self.is_published[index(variable)] = true;
        self.log.push((variable, pivot.is_some()));
    }

    fn take_back(&mut self) -> u32 {
        let (variable, is_change) = self.log.pop().unwrap_or_default();
        self.is_published[index(variable)] = false;
        if is_change {
            self.moves.take_back();
            self.projection.take_back();
        }
        variable
    }

    /// Whether the certificates that a sensitive variable had at the last commit still hold.
    fn is_certified(&self, at: usize) -> bool {
        let mut proofs = self.proofs[at].iter();
        match self.policy.insiders {
            policy::Insiders::Protect => {
                !self.proofs[at].is_empty() && proofs.all(|proof| self.moves.holds(&proof.rows))
            }
            policy::Insiders::Ignore | policy::Insiders::Report => proofs.any(|proof| self.moves.holds(&proof.rows)),
        }
    }

    /// Finds what certificates a sensitive variable lacks; `false` when it would be determined. Those that no longer
    /// hold are kept until the next commit, because they hold again when publications are taken back.
    fn certify(&mut self, at: usize) -> bool {
        if !self.proofs[at].iter().any(|proof| self.moves.holds(&proof.rows)) {
            let goal = Goal { sensitive: self.sensitive[at], known: None };
            let Some(proof) = self.search.find(&mut self.moves, goal, self.budget) else {
                return false;
            };
            self.keep(at, proof);
        }
        self.policy.insiders != policy::Insiders::Protect || self.hold_off_insiders(at)
    }

    fn keep(&mut self, at: usize, proof: Proof) {
        for &(row, _) in &proof.rows {
            self.users[index(row)].push(index_u32(at));
        }
        self.proofs[at].push(proof);
    }

    fn commit(&mut self) {
        for at in self.shaken() {
            self.proofs[at].retain(|proof| self.moves.holds(&proof.rows));
        }
        for row in std::mem::take(&mut self.changed) {
            let proofs = &self.proofs;
            let is_used = |at: &u32| proofs[index(*at)].iter().any(|proof| proof.rows.iter().any(|used| used.0 == row));
            self.users[index(row)].retain(is_used);
        }
        self.published_since += self.log.len();
        if self.published_since > self.is_published.len() / FORGET_AFTER {
            self.search.forget(&self.is_published);
            self.published_since = 0;
        }
        self.log.clear();
        self.moves.commit();
        self.projection.commit();
    }

    /// Adds certificates until no single citizen's knowledge breaks all of them; `false` when none is found.
    fn hold_off_insiders(&mut self, at: usize) -> bool {
        let sensitive = self.sensitive[at];
        while let Some(known) = self.known_to_all(at) {
            let goal = Goal { sensitive, known: Some(known) };
            match self.search.find(&mut self.moves, goal, self.budget) {
                Some(proof) => self.keep(at, proof),
                None => return false,
            }
        }
        true
    }

    /// A variable of one citizen that every certificate alters.
    fn known_to_all(&self, at: usize) -> Option<u32> {
        let proofs = self.proofs[at].iter().filter(|proof| self.moves.holds(&proof.rows));
        self.insiders.known_to_all(self.sensitive[at], proofs)
    }
}

/// The candidates in the order of publication; ties as given.
fn order(system: &System) -> Vec<u32> {
    let candidates = system.variables.iter().enumerate().filter(|(_, variable)| variable.role == Role::Candidate);
    let mut order: Vec<u32> = candidates.map(|(at, _)| index_u32(at)).collect();
    order.sort_by_key(|&variable| Reverse(system.precedence(variable)));
    order
}
