"""Prints the numbers that the tests of `shared/src/stats` expect, from independent implementations.

Run it by hand when those tests change: `pip install statsmodels==0.15.0 scipy==1.17.1`, then this file.
Intervals come from statsmodels and scipy; what neither has (Dobson, Kitagawa) is computed with exact fractions
from the formulas in the cited papers, not from our code.
"""

from fractions import Fraction
from math import sqrt

import numpy as np
from scipy.optimize import brentq
from scipy.spatial.distance import cdist
from scipy.stats import chi2, norm, zscore
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

ALPHAS = {"95": 0.05, "99.8": 0.002}


def show(name, *numbers):
    print(f"{name}: " + ", ".join(f"{number:.9f}" for number in numbers))


def exact_poisson(events, alpha):
    low = chi2.ppf(alpha / 2, 2 * events) / 2 if events else 0.0
    return low, chi2.ppf(1 - alpha / 2, 2 * events + 2) / 2


def dobson(strata, alpha):
    whole = sum(standard for _, _, standard in strata)
    weights = [Fraction(standard, whole * population) for _, population, standard in strata]
    value = sum(weight * events for weight, (events, _, _) in zip(weights, strata))
    variance = sum(weight**2 * events for weight, (events, _, _) in zip(weights, strata))
    events = sum(events for events, _, _ in strata)
    low, high = exact_poisson(events, alpha)
    scale = sqrt(variance / events)
    return float(value), float(value) + scale * (low - events), float(value) + scale * (high - events)


def ratio(one, two, alpha):
    """The ratios at which the difference of `one` and so many times `two` begins or ends at zero, by search."""
    ends = [(events / population, *proportion_confint(events, population, alpha, "wilson")) for events, population in (one, two)]
    (p, low, high), (q, other_low, other_high) = ends
    lower = lambda times: p - times * q - sqrt((p - low) ** 2 + (times * (other_high - q)) ** 2)
    upper = lambda times: p - times * q + sqrt((high - p) ** 2 + (times * (q - other_low)) ** 2)
    least = brentq(lower, 0, p / q, xtol=1e-14) if low > 0 else 0.0
    return least, brentq(upper, p / q, 1e4, xtol=1e-14)


def kitagawa(pairs):
    own_all = sum(own[1] for own, _ in pairs)
    other_all = sum(other[1] for _, other in pairs)
    age_mix = rate = Fraction(0)
    for (own_n, own_d), (other_n, other_d) in pairs:
        own, other = Fraction(own_n, own_d), Fraction(other_n, other_d)
        own_share, other_share = Fraction(own_d, own_all), Fraction(other_d, other_all)
        age_mix += (own_share - other_share) * (own + other) / 2
        rate += (own - other) * (own_share + other_share) / 2
    return float(age_mix), float(rate)


for name, alpha in ALPHAS.items():
    show(f"z {name}", norm.ppf(1 - alpha / 2))
    for events, population in [(0, 20), (5, 100), (81, 263), (20, 20)]:
        show(f"wilson {events}/{population} {name}", *proportion_confint(events, population, alpha, "wilson"))
    for events in [0, 5, 10, 100]:
        show(f"exact poisson {events} {name}", *exact_poisson(events, alpha))
    for one, two in [((56, 70), (48, 80)), ((9, 10), (3, 10)), ((10, 10), (0, 20))]:
        show(f"newcombe {one} {two} {name}", *confint_proportions_2indep(*one, *two, method="newcomb", alpha=alpha))
    for one, two in [((104, 11_037), (189, 11_034)), ((0, 50), (8, 90)), ((6, 40), (2, 300))]:
        show(f"ratio {one} {two} {name}", *ratio(one, two, alpha))
    show(f"dobson {name}", *dobson([(30, 10_000, 4_500), (60, 2_000, 1_000), (90, 900, 300)], alpha))
    show(f"dobson many {name}", *dobson([(900, 40_000, 4_700), (700, 9_000, 900), (800, 3_000, 300)], alpha))
    show(f"funnel 0.2 of 100 {name}", *proportion_confint(20, 100, alpha, "wilson"))

show("kitagawa", *kitagawa([((30, 10_000), (45, 9_000)), ((60, 2_000), (20, 3_000)), ((90, 900), (40, 400))]))
traits = np.array([[4.6, 0.20, 0.05, 5], [4.7, 0.21, 0.05, 5], [5.9, 0.11, 0.02, 1], [4.5, 0.31, 0.09, 4], [4.9, 0.19, 0.05, 2]])
standard = zscore(traits, axis=0)
distances = cdist(standard[:1], standard)[0]
print("neighbours of 0:", [int(n) for n in np.argsort(distances) if n != 0], distances.round(6))
