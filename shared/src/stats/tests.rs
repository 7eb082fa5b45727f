//! Numbers from elsewhere: published worked examples, and `tests/contract/stats_reference.py` (statsmodels 0.15.0,
//! scipy 1.17.1, exact fractions), which prints everything that is expected here.

use proptest::prelude::*;

use super::{
    Confidence, Estimate, Range, Strength, Verdict, funnel,
    interval::{count, per_person, prevalence, share},
    neighbours::nearest,
    rank::ranks,
    split::{Pair, kitagawa},
    standard::{Stratum, standardised},
    verdict,
    verdict::{difference, ratio, ratio_to_whole},
};

fn near(found: f64, expected: f64, tolerance: f64) {
    assert!((found - expected).abs() <= tolerance, "found {found}, expected {expected} within {tolerance}");
}

fn is_range(found: Range, low: f64, high: f64) {
    near(found.low, low, 5e-9);
    near(found.high, high, 5e-9);
}

/// Newcombe, Statistics in Medicine 17 (1998), 857–872, table I, prints the first as 0.2553 to 0.3662.
#[test]
fn wilsons_intervals_are_those_of_statsmodels() {
    let p95 = |events, population| share(events, population).unwrap().p95;
    is_range(p95(81, 263), 0.255_288_520, 0.366_209_577);
    is_range(p95(5, 100), 0.021_543_679, 0.111_750_469);
    is_range(p95(0, 20), 0.0, 0.161_125_158);
    is_range(p95(20, 20), 0.838_874_842, 1.0);
    let p998 = |events, population| share(events, population).unwrap().p998;
    is_range(p998(81, 263), 0.228_035_740, 0.401_389_422);
    is_range(p998(0, 20), 0.0, 0.323_170_415);
}

#[test]
fn byars_intervals_are_close_to_the_exact_ones_of_scipy() {
    let check = |events: u64, confidence: Confidence, low: f64, high: f64| {
        let found = count(events).range(confidence);
        near(found.low, low, 0.02 * low.max(0.1));
        near(found.high, high, 0.01 * high);
    };
    check(0, Confidence::P95, 0.0, 3.688_879_454);
    check(5, Confidence::P95, 1.623_486_390, 11.668_332_079);
    check(10, Confidence::P95, 4.795_388_696, 18.390_356_042);
    check(100, Confidence::P95, 81.363_991_251, 121.626_793_792);
    check(10, Confidence::P998, 2.960_520_373, 24.133_971_145);
    check(100, Confidence::P998, 71.921_397_495, 134.924_319_061);
}

/// Newcombe, Statistics in Medicine 17 (1998), 873–890, table II, method 10, prints these with four decimals.
#[test]
fn differences_of_shares_are_newcombes() {
    let check = |one: (u64, u64), two: (u64, u64), low, high| {
        is_range(difference(&share(one.0, one.1).unwrap(), &share(two.0, two.1).unwrap()).p95, low, high);
    };
    check((56, 70), (48, 80), 0.052_431_472, 0.333_872_654);
    check((9, 10), (3, 10), 0.170_522_724, 0.809_017_974);
    check((10, 10), (0, 20), 0.679_086_037, 1.0);
}

/// Aspirin and heart attacks, 104 of 11,037 against 189 of 11,034 (Physicians' Health Study, New England Journal of
/// Medicine 1989; 321:129): ratio 0.55, interval 0.43 to 0.70. More decimals are those at which the difference ends at
/// zero, found by scipy's search.
#[test]
fn ratios_are_those_at_which_the_difference_ends_at_zero() {
    let of = |one: (u64, u64), two: (u64, u64)| ratio(&share(one.0, one.1).unwrap(), &share(two.0, two.1).unwrap());
    let aspirin = of((104, 11_037), (189, 11_034)).unwrap();
    near(aspirin.value, 0.55, 0.005);
    near(aspirin.p95.low, 0.43, 0.005);
    near(aspirin.p95.high, 0.70, 0.005);
    is_range(aspirin.p95, 0.434_000_046, 0.697_899_917);
    is_range(aspirin.p998, 0.378_968_853, 0.800_259_541);
    is_range(of((0, 50), (8, 90)).unwrap().p998, 0.0, 2.354_726_034);
    let few = of((6, 40), (2, 300)).unwrap();
    near(few.p95.low, 4.959_695_975, 5e-9);
    near(few.p95.high, 93.632_246_496, 5e-8);
    assert_eq!(of((3, 10), (0, 10)), None, "nobody has no multiple");
}

#[test]
fn a_ratio_to_the_rest_becomes_one_to_the_whole() {
    let (own, rest, whole) = (share(30, 1_000).unwrap(), share(170, 9_000).unwrap(), share(200, 10_000).unwrap());
    let to_whole = ratio_to_whole(&ratio(&own, &rest).unwrap(), 0.1);
    near(to_whole.value, own.value / whole.value, 1e-12);
    let of_all = ratio_to_whole(&ratio(&own, &rest).unwrap(), 1.0);
    near(of_all.p95.low, 1.0, 1e-12);
}

#[test]
fn a_verdict_is_clear_at_95_and_strong_at_998_percent() {
    let of = |one: (u64, u64), two: (u64, u64)| verdict(&share(one.0, one.1).unwrap(), &share(two.0, two.1).unwrap());
    assert_eq!(of((56, 70), (48, 80)), Verdict::Higher(Strength::Clear));
    assert_eq!(of((48, 80), (56, 70)), Verdict::Lower(Strength::Clear));
    assert_eq!(of((10, 10), (0, 20)), Verdict::Higher(Strength::Strong));
    assert_eq!(of((30, 100), (31, 100)), Verdict::Alike);
}

#[test]
fn standardised_figures_are_close_to_the_exact_interval() {
    let strata = |rows: [(u64, u64, u64); 3]| {
        rows.map(|(events, population, standard)| Stratum { events, population, standard })
    };
    let few = standardised(&strata([(30, 10_000, 4_500), (60, 2_000, 1_000), (90, 900, 300)])).unwrap();
    near(few.value, 0.012_672_414, 5e-10);
    near(few.p95.low, 0.010_857_395, 1e-6);
    near(few.p95.high, 0.014_699_947, 1e-6);
    near(few.p998.low, 0.009_905_151, 5e-6);
    near(few.p998.high, 0.015_927_543, 5e-6);
    let many = standardised(&strata([(900, 40_000, 4_700), (700, 9_000, 900), (800, 3_000, 300)])).unwrap();
    near(many.value, 0.043_347_458, 5e-10);
    near(many.p95.low, 0.041_624_982, 1e-6);
    near(many.p95.high, 0.045_122_735, 1e-6);
}

#[test]
fn an_age_group_without_citizens_cannot_be_standardised() {
    let stratum = |events, population, standard| Stratum { events, population, standard };
    assert_eq!(standardised(&[stratum(5, 0, 10)]), None);
    assert_eq!(standardised(&[]), None);
    let unneeded = standardised(&[stratum(5, 100, 10), stratum(0, 0, 0)]).unwrap();
    near(unneeded.value, 0.05, 1e-12);
    let nobody = standardised(&[stratum(0, 1000, 10)]).unwrap();
    assert!(nobody.value.abs() < 1e-12 && nobody.p95.high > 0.0);
}

#[test]
fn a_difference_is_split_as_with_exact_fractions() {
    let pair = |own, other| Pair { own, other };
    let pairs = [pair((30, 10_000), (45, 9_000)), pair((60, 2_000), (20, 3_000)), pair((90, 900), (40, 400))];
    let split = kitagawa(&pairs).unwrap();
    near(split.age_mix, 0.002_355_381, 5e-10);
    near(split.rate, 0.003_130_366, 5e-10);
    assert_eq!(kitagawa(&[pair((1, 0), (1, 5))]), None);
    assert_eq!(kitagawa(&[]), None);
}

#[test]
fn funnel_limits_are_wilsons_at_the_target() {
    is_range(funnel::limits(0.2, 100, Confidence::P95).unwrap(), 0.133_366_933, 0.288_829_166);
    is_range(funnel::limits(0.2, 100, Confidence::P998).unwrap(), 0.105_191_621, 0.347_110_942);
    assert_eq!(funnel::limits(0.2, 0, Confidence::P95), None);
    let place = |events| funnel::place(events, 100, 0.2).unwrap();
    assert_eq!(
        [20, 29, 35, 13, 10].map(place),
        [
            funnel::Place::Inside,
            funnel::Place::Above95,
            funnel::Place::Above998,
            funnel::Place::Below95,
            funnel::Place::Below998,
        ]
    );
}

#[test]
fn a_rank_says_which_places_it_may_as_well_be() {
    let estimates = [(500, 1000), (300, 1000), (305, 1000), (100, 1000)].map(|(n, d)| share(n, d).unwrap());
    let found: Vec<_> = ranks(&estimates).iter().map(|rank| (rank.place, rank.best, rank.worst)).collect();
    assert_eq!(found, [(1, 1, 1), (3, 2, 3), (2, 2, 3), (4, 4, 4)]);
}

/// Population (log 10), shares of 65 and of 80 and over, urbanity: order and distances by scipy's z-scores.
#[test]
fn neighbours_are_those_that_scipy_finds() {
    let areas = [
        vec![4.6, 0.20, 0.05, 5.0],
        vec![4.7, 0.21, 0.05, 5.0],
        vec![5.9, 0.11, 0.02, 1.0],
        vec![4.5, 0.31, 0.09, 4.0],
        vec![4.9, 0.19, 0.05, 2.0],
    ];
    assert_eq!(nearest(0, &areas, 5), [1, 4, 3, 2]);
    assert_eq!(nearest(0, &areas, 2), [1, 4]);
    assert_eq!(nearest(9, &areas, 2), [0; 0]);
    let with_gap = [vec![1.0], vec![f64::NAN], vec![2.0], vec![]];
    assert_eq!(nearest(0, &with_gap, 3), [2]);
}

#[test]
fn figures_above_one_are_per_person_and_not_shares() {
    assert_eq!(share(11, 10), None);
    assert_eq!(share(0, 0), None);
    assert_eq!(prevalence(11, 10), per_person(11, 10));
    assert_eq!(prevalence(9, 10), share(9, 10));
    assert_eq!(prevalence(9, 0), None);
}

fn estimates() -> impl Strategy<Value = Vec<Estimate>> {
    let one =
        (1_u64..2_000).prop_flat_map(|population| (0..=population).prop_map(move |n| share(n, population).unwrap()));
    proptest::collection::vec(one, 1..12)
}

proptest! {
    #[test]
    fn intervals_hold_their_figure_and_the_wide_one_holds_the_narrow(estimates in estimates()) {
        for own in estimates {
            prop_assert!(own.p95.low <= own.value + 1e-12 && own.value <= own.p95.high + 1e-12);
            prop_assert!(own.p998.low <= own.p95.low && own.p95.high <= own.p998.high);
            prop_assert!((0.0..=1.0).contains(&own.p998.low) && (0.0..=1.0).contains(&own.p998.high));
        }
    }

    #[test]
    fn verdicts_are_opposite_seen_from_the_other_side(estimates in estimates()) {
        for pair in estimates.windows(2) {
            let turned = match verdict(&pair[1], &pair[0]) {
                Verdict::Higher(strength) => Verdict::Lower(strength),
                Verdict::Lower(strength) => Verdict::Higher(strength),
                Verdict::Alike => Verdict::Alike,
            };
            prop_assert_eq!(verdict(&pair[0], &pair[1]), turned);
        }
    }

    #[test]
    fn a_ratio_holds_one_exactly_where_the_difference_holds_zero(
        counts in ((0_u64..400, 400_u64..2_000), (1_u64..400, 400_u64..2_000)),
        share_of_whole in 0.0_f64..0.99,
    ) {
        let ((one, of_one), (two, of_two)) = counts;
        let (own, other) = (share(one, of_one).unwrap(), share(two, of_two).unwrap());
        let (difference, ratio) = (difference(&own, &other), ratio(&own, &other).unwrap());
        let to_whole = ratio_to_whole(&ratio, share_of_whole);
        for confidence in [Confidence::P95, Confidence::P998] {
            let ends = difference.range(confidence);
            // At the very border rounding decides.
            prop_assume!(ends.low.abs() > 1e-12 && ends.high.abs() > 1e-12);
            let Range { low, high } = ratio.range(confidence);
            prop_assert!(low <= ratio.value && ratio.value <= high);
            prop_assert_eq!(ratio.range(confidence).holds(1.0), ends.holds(0.0));
            prop_assert_eq!(to_whole.range(confidence).holds(1.0), ends.holds(0.0));
        }
    }

    #[test]
    fn a_place_lies_within_its_own_interval(estimates in estimates()) {
        for rank in ranks(&estimates) {
            prop_assert!(rank.best <= rank.place && rank.place <= rank.worst && rank.worst <= rank.of);
        }
    }

    #[test]
    fn the_parts_of_a_difference_add_up_to_it(
        groups in proptest::collection::vec((0_u64..50, 50_u64..900, 0_u64..50, 50_u64..900), 1..6),
    ) {
        let pairs: Vec<Pair> = groups.iter().map(|(a, b, c, d)| Pair { own: (*a, *b), other: (*c, *d) }).collect();
        let split = kitagawa(&pairs).unwrap();
        let crude = |side: fn(&Pair) -> (u64, u64)| {
            let (n, d) = pairs.iter().map(side).fold((0, 0), |(n, d), (more, all)| (n + more, d + all));
            per_person(n, d).unwrap().value
        };
        prop_assert!((split.age_mix + split.rate - (crude(|pair| pair.own) - crude(|pair| pair.other))).abs() < 1e-9);
    }

    #[test]
    fn with_the_standards_own_ages_nothing_changes(counts in proptest::collection::vec((0_u64..90, 100_u64..900), 1..6)) {
        let strata: Vec<Stratum> =
            counts.iter().map(|(events, population)| Stratum { events: *events, population: *population, standard: *population }).collect();
        let (n, d) = counts.iter().fold((0, 0), |(n, d), (more, all)| (n + more, d + all));
        prop_assert!((standardised(&strata).unwrap().value - per_person(n, d).unwrap().value).abs() < 1e-12);
    }
}
