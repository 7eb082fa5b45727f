//! Looks for patterns with fewer secondaries near the one found: withdraws publications around a secondary, publishes
//! that secondary, then what else can be, and keeps the result if no more cells are missing than before.
//!
//! Rows given up are kept here, so that a publication can be withdrawn without starting again. As in the greedy
//! publication, certificates alone decide; a neighbourhood that does not pay is taken back whole.
#![expect(clippy::indexing_slicing, reason = "variables and sensitives are numbered by the system and never removed")]

mod repair;

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::effort::{Budget, Pass, budget};
use crate::greedy::{Pattern, Unproven};
use crate::insider::Insiders;
use crate::moves::{GivenUp, Moves};
use crate::policy::{self, Policy};
use crate::projection::Projection;
use crate::search::{Goal, Proof, Search};
use crate::variables::{Role, System, index, index_u32};

/// A pattern and what is needed to change it.
pub(crate) struct Improver<'a> {
    system: &'a System,
    policy: Policy,
    moves: Moves<'a>,
    projection: Projection<'a>,
    search: Search<'a>,
    insiders: Insiders,
    is_published: Vec<bool>,
    sensitive: Vec<u32>,
    proofs: Vec<Vec<Proof>>,
    unproven: Vec<Unproven>,
    /// Per variable the sensitive variables (by position) that have, or had, a certificate that alters it.
    users: Vec<Vec<u32>>,
    /// Per sensitive variable how often it kept something from being published: such are asked first.
    failures: Vec<u32>,
    log: Vec<Act>,
    /// Certificates replaced since the last commit.
    before: Vec<(usize, Vec<Proof>)>,
    /// How many more cells are missing than at the start, and how much more readers miss them.
    missing: (i64, i64),
    /// The best pattern that was left for one that readers miss more.
    best: Option<Best>,
    random: Random,
    tried: usize,
    budget: Budget,
}

struct Best {
    missing: (i64, i64),
    is_published: Vec<bool>,
    proofs: Vec<Vec<Proof>>,
}

/// Something done since the last commit.
struct Act {
    variable: u32,
    was_published: bool,
    /// Whether rows changed, too.
    is_step: bool,
}

impl<'a> Improver<'a> {
    /// Where rows that are given up are dropped, nothing that was committed can be withdrawn.
    pub(crate) fn new(system: &'a System, policy: Policy, pattern: Pattern, given_up: GivenUp) -> Self {
        let sensitive: Vec<u32> = system.sensitive().collect();
        let mut improver = Self {
            system,
            policy,
            moves: Moves::new(system, given_up),
            projection: Projection::new(system, &sensitive),
            search: Search::new(system),
            insiders: Insiders::of(system),
            users: Vec::new(),
            failures: vec![0; sensitive.len()],
            sensitive,
            proofs: pattern.proofs,
            unproven: pattern.unproven,
            log: Vec::new(),
            before: Vec::new(),
            missing: (0, 0),
            best: None,
            random: Random { state: 1 },
            tried: 0,
            budget: budget(policy.effort, Pass::Improvement),
            is_published: vec![false; pattern.is_published.len()],
        };
        let mut published: Vec<u32> =
            (0..).zip(&pattern.is_published).filter(|(_, is)| **is).map(|(at, _)| at).collect();
        if improver.unproven.is_empty() {
            published.sort_by_key(|&variable| system.members.of(index(variable)).len());
        } else {
            published.sort_by_key(|&variable| (Reverse(system.precedence(variable)), variable));
        }
        for variable in published {
            improver.publish(variable);
            improver.commit();
        }
        improver.note_users();
        improver
    }

    /// Tries neighbourhoods until that much work is done, or for long nothing was won.
    pub(crate) fn run(&mut self, work: usize) {
        let mut hidden = self.hidden();
        let mut since_won = 0;
        let work = work.saturating_add(self.moves.work + self.search.work);
        while self.moves.work + self.search.work < work && since_won < PATIENCE * hidden.len() {
            let center = hidden[self.random.below(hidden.len())];
            let (cells, _) = self.missing;
            if self.try_around(center) {
                hidden = self.hidden();
            }
            since_won = if self.missing.0 < cells { 0 } else { since_won + 1 };
            self.tried += 1;
            if self.tried.is_multiple_of(NOTE_EVERY) {
                self.note_users();
            }
        }
        if let Some(best) = self.best.take_if(|best| best.missing <= self.missing) {
            (self.is_published, self.proofs) = (best.is_published, best.proofs);
        }
    }

    /// What was found.
    pub(crate) fn into_pattern(self) -> Pattern {
        Pattern { is_published: self.is_published, proofs: self.proofs, unproven: Vec::new() }
    }

    /// Sensitive variables that an insider may determine, as far as the search can tell; 0 where nobody asks.
    pub(crate) fn insider_risks(&mut self) -> usize {
        match self.policy.insiders {
            policy::Insiders::Report => (0..self.sensitive.len()).filter(|&at| !self.hold_off_insiders(at)).count(),
            policy::Insiders::Ignore | policy::Insiders::Protect => 0,
        }
    }

    /// The candidates that are not published.
    fn hidden(&self) -> Vec<u32> {
        let hidden = (0..).zip(&self.system.variables).zip(&self.is_published);
        let hidden = hidden.filter(|((_, variable), published)| variable.role == Role::Candidate && !**published);
        hidden.map(|((at, _), _)| at).collect()
    }

    /// Withdraws what is published around a variable, and publishes anew; whether that was kept.
    fn try_around(&mut self, center: u32) -> bool {
        let near = self.near(center);
        let (published, hidden): (Vec<u32>, Vec<u32>) =
            near.into_iter().filter(|&at| at != center).partition(|&at| self.is_published[index(at)]);
        self.withdraw(&published);
        let is_possible = self.try_publish(center);
        if is_possible {
            let (mut first, last): (Vec<u32>, Vec<u32>) = hidden.into_iter().partition(|_| self.random.below(2) == 0);
            let mut middle = published;
            self.random.shuffle(&mut first);
            self.random.shuffle(&mut middle);
            for variable in first.into_iter().chain(middle).chain(last) {
                self.try_publish(variable);
            }
        }
        let is_kept = is_possible && self.is_welcome();
        if is_kept {
            self.commit();
        } else {
            self.take_back_to(0, 0);
        }
        is_kept
    }

    /// Candidates with leaves in common with `center`, or with a variable that has such; none that the caller says
    /// readers miss more.
    fn near(&mut self, center: u32) -> Vec<u32> {
        let system = self.system;
        let mut leaves = Vec::new();
        let mut from = center;
        for _ in 0..3 {
            let members = system.members.of(index(from));
            for _ in 0..3 {
                leaves.push(members[self.random.below(members.len())]);
            }
            let around = system.rows.of(index(leaves[self.random.below(leaves.len())]));
            from = around[self.random.below(around.len())];
        }
        let most_leaves = LARGEST[self.random.below(LARGEST.len())];
        let most_missed = i64::from(system.variables[index(center)].weight);
        let mut near: Vec<u32> = leaves.iter().flat_map(|&leaf| system.rows.of(index(leaf))).copied().collect();
        near.sort_unstable();
        near.dedup();
        near.retain(|&at| {
            let variable = &system.variables[index(at)];
            variable.role == Role::Candidate
                && i64::from(variable.weight) <= most_missed.max(i64::from(variable.count))
                && system.members.of(index(at)).len() <= most_leaves
        });
        near
    }

    /// Withdraws publications; what else would no longer be fixed is published anew.
    fn withdraw(&mut self, published: &[u32]) {
        let mut freed = Vec::new();
        for &variable in published {
            self.is_published[index(variable)] = false;
            let row = self.moves.withdraw(variable);
            if let Some(row) = row {
                self.projection.free(self.moves.row(row));
                freed.push(row);
            }
            self.log.push(Act { variable, was_published: true, is_step: row.is_some() });
        }
        let mut altered = Vec::new();
        for row in freed {
            let effect = self.search.effect(self.moves.row(row));
            altered.extend(effect.iter().map(|&(at, _)| at).filter(|&at| self.is_published[index(at)]));
        }
        altered.sort_unstable();
        altered.dedup();
        for variable in altered {
            self.publish(variable);
        }
    }

    /// Fixes a variable, whatever follows from it.
    fn publish(&mut self, variable: u32) {
        let was_published = std::mem::replace(&mut self.is_published[index(variable)], true);
        let shadow = self.projection.of(variable);
        let altering = if shadow == [0, 0] { Vec::new() } else { self.moves.altering(variable) };
        let pivot = self.moves.pivot(&altering);
        if let Some((row, by)) = pivot {
            self.projection.publish(shadow, self.moves.row(row), by);
            self.moves.publish(variable, &altering, pivot);
        }
        self.log.push(Act { variable, was_published, is_step: pivot.is_some() });
    }

    /// Publishes a variable unless a sensitive one would lose its last certificate.
    fn try_publish(&mut self, variable: u32) -> bool {
        let shadow = self.projection.of(variable);
        if shadow != [0, 0] {
            let altering = self.moves.altering_at_most(variable, 1);
            let is_bound = |&(row, _): &(u32, i32)| self.projection.bound_to(shadow, self.moves.row(row)).is_some();
            if altering.first().is_none_or(is_bound) {
                return false;
            }
        }
        let (acts, replaced) = (self.log.len(), self.before.len());
        self.publish(variable);
        let mut users = self.users[index(variable)].clone();
        users.sort_unstable();
        users.dedup();
        users.sort_by_key(|&at| (Reverse(self.failures[index(at)]), at));
        let kept_from = users.into_iter().find(|&at| !self.renew(index(at), variable));
        if let Some(at) = kept_from {
            self.failures[index(at)] += 1;
            self.take_back_to(acts, replaced);
        }
        kept_from.is_none()
    }

    /// Replaces the certificates that alter `variable`; `false` when a sensitive variable would be determined.
    fn renew(&mut self, at: usize, variable: u32) -> bool {
        if !self.proofs[at].iter().any(|proof| proof.alters(variable)) {
            return true;
        }
        let before = self.proofs[at].clone();
        self.proofs[at].retain(|proof| !proof.alters(variable));
        self.before.push((at, before));
        if self.proofs[at].is_empty() && !self.prove(at, None) {
            return false;
        }
        self.policy.insiders != policy::Insiders::Protect || self.hold_off_insiders(at)
    }

    /// Adds certificates until no single citizen's knowledge breaks all of them; `false` when none is found.
    fn hold_off_insiders(&mut self, at: usize) -> bool {
        while let Some(known) = self.insiders.known_to_all(self.sensitive[at], self.proofs[at].iter()) {
            if !self.prove(at, Some(known)) {
                return false;
            }
        }
        true
    }

    fn prove(&mut self, at: usize, known: Option<u32>) -> bool {
        let goal = Goal { sensitive: self.sensitive[at], known };
        let Some(proof) = self.search.find(&mut self.moves, goal, self.budget) else {
            return false;
        };
        note_user(&mut self.users, at, &proof);
        self.proofs[at].push(proof);
        true
    }

    /// Whether to keep what was done since the last commit: not if more cells are missing than before, and seldom if
    /// as many are that readers miss more.
    fn is_welcome(&mut self) -> bool {
        let mut was_published = BTreeMap::new();
        for act in &self.log {
            was_published.entry(act.variable).or_insert(act.was_published);
        }
        let (mut cells, mut weight) = (0, 0);
        for (&variable, &was) in &was_published {
            let about = &self.system.variables[index(variable)];
            let change = i64::from(was) - i64::from(self.is_published[index(variable)]);
            cells += change * i64::from(about.publishable);
            weight += change * i64::from(about.publishable) * i64::from(about.weight);
        }
        let is_worse = (cells, weight) > (0, 0);
        if is_worse && (cells > 0 || self.random.below(SELDOM) > 0) {
            return false;
        }
        let is_best = self.best.as_ref().is_none_or(|best| self.missing < best.missing);
        if is_worse && is_best {
            self.take_back_to(0, 0);
            self.keep_best();
            return false;
        }
        self.missing = (self.missing.0 + cells, self.missing.1 + weight);
        true
    }

    /// Keeps a copy of the best pattern so far, before it is lost.
    fn keep_best(&mut self) {
        let (is_published, proofs) = (self.is_published.clone(), self.proofs.clone());
        self.best = Some(Best { missing: self.missing, is_published, proofs });
    }

    fn commit(&mut self) {
        self.log.clear();
        self.before.clear();
        self.moves.commit();
        self.projection.commit();
    }

    fn take_back_to(&mut self, acts: usize, replaced: usize) {
        while self.log.len() > acts {
            if let Some(act) = self.log.pop() {
                self.is_published[index(act.variable)] = act.was_published;
                if act.is_step {
                    self.moves.take_back();
                    self.projection.take_back();
                }
            }
        }
        while self.before.len() > replaced {
            if let Some((at, proofs)) = self.before.pop() {
                self.proofs[at] = proofs;
            }
        }
    }

    fn note_users(&mut self) {
        self.users = vec![Vec::new(); self.system.variables.len()];
        for (at, proofs) in self.proofs.iter().enumerate() {
            for proof in proofs {
                note_user(&mut self.users, at, proof);
            }
        }
    }
}

/// One in so many changes to as many cells that readers miss more is accepted, to get on.
const SELDOM: usize = 2;
/// Around cells of so many leaves neighbourhoods are drawn.
const LARGEST: [usize; 5] = [2, 4, 8, 16, 40];
/// Neighbourhoods tried in vain per secondary before giving up.
const PATIENCE: usize = 60;
/// Neighbourhoods between clearing out `users`.
const NOTE_EVERY: usize = 64;

fn note_user(users: &mut [Vec<u32>], at: usize, proof: &Proof) {
    for &(variable, _) in &proof.effect {
        users[index(variable)].push(index_u32(at));
    }
}

/// Seeded numbers: the same on every machine.
struct Random {
    state: u64,
}

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.state = self.state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.state >> 33).unwrap_or_default() % limit.max(1)
    }

    fn shuffle(&mut self, items: &mut [u32]) {
        for at in (1..items.len()).rev() {
            items.swap(at, self.below(at + 1));
        }
    }
}
