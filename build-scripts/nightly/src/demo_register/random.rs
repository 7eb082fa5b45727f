//! Randomness of the demo register: one small stream per citizen, the same on every machine.
//!
//! Only additions, multiplications and divisions are used (no `ln` or `exp` of the system's mathematics library, which may differ in the last bit), so that equal seeds give equal bytes everywhere.
#![expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "random bits become numbers here: every conversion below is of a value that was first cut to fit"
)]

const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

/// Scrambles 64 bits reversibly (the finaliser of `SplitMix64`): different inputs never collide.
pub(super) fn scramble(value: u64) -> u64 {
    let value = (value ^ (value >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    value ^ (value >> 31)
}

/// A stream of random values that depends on nothing but the seed and what it is for.
#[derive(Debug, Clone)]
pub(super) struct Stream {
    state: u64,
}

impl Stream {
    /// Starts the stream of `purpose` (a citizen key, a municipality number) under `seed`.
    pub(super) fn new(seed: u64, purpose: u64) -> Self {
        Self { state: scramble(seed.wrapping_add(GOLDEN)) ^ scramble(purpose) }
    }

    pub(super) fn bits(&mut self) -> u64 {
        self.state = self.state.wrapping_add(GOLDEN);
        scramble(self.state)
    }

    /// Evenly in `0.0..1.0`.
    pub(super) fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1_u64 << 53) as f64
    }

    pub(super) fn chance(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// Evenly in `low..=high`; `low` when the range is empty.
    pub(super) fn between(&mut self, low: i32, high: i32) -> i32 {
        let width = i64::from(high) - i64::from(low) + 1;
        if width <= 1 {
            return low;
        }
        low + (self.unit() * width as f64) as i32
    }

    /// Standard normal, by twelve evenly distributed values (never outside ±6).
    pub(super) fn normal(&mut self) -> f64 {
        let mut sum = 0_u64;
        for _ in 0..3 {
            let bits = self.bits();
            sum += (bits & 0xFFFF) + ((bits >> 16) & 0xFFFF) + ((bits >> 32) & 0xFFFF) + (bits >> 48);
        }
        (sum as f64 + 6.0) / 65_536.0 - 6.0
    }

    pub(super) fn exponential(&mut self, mean: f64) -> f64 {
        -mean * ln(1.0 - self.unit())
    }

    pub(super) fn log_normal(&mut self, median: f64, sigma: f64) -> f64 {
        median * exp(sigma * self.normal())
    }

    /// A count around `mean`; meant for means below twenty.
    pub(super) fn poisson(&mut self, mean: f64) -> u32 {
        let limit = exp(-mean);
        let mut product = self.unit();
        let mut count = 0;
        while product > limit {
            product *= self.unit();
            count += 1;
        }
        count
    }

    /// Index of one of `weights`, chosen in proportion; `None` when all are zero.
    pub(super) fn pick(&mut self, weights: &[f64]) -> Option<usize> {
        let total: f64 = weights.iter().sum();
        if total <= 0.0 {
            return None;
        }
        let mut left = self.unit() * total;
        for (index, weight) in weights.iter().enumerate() {
            left -= weight;
            if left < 0.0 {
                return Some(index);
            }
        }
        weights.iter().rposition(|weight| *weight > 0.0)
    }
}

/// The exponential function by halving the argument and a short series.
pub(super) fn exp(value: f64) -> f64 {
    let small = value.clamp(-60.0, 60.0) / 256.0;
    let mut term = 1.0;
    let mut sum = 1.0;
    for step in 1..=9_i32 {
        term *= small / f64::from(step);
        sum += term;
    }
    for _ in 0..8 {
        sum *= sum;
    }
    sum
}

/// The natural logarithm of a positive number by splitting off the power of two and a short series.
pub(super) fn ln(value: f64) -> f64 {
    const LN_2: f64 = core::f64::consts::LN_2;
    if value <= f64::MIN_POSITIVE {
        return -708.0;
    }
    let bits = value.to_bits();
    let exponent = (bits >> 52) as i32 - 1023;
    let mantissa = f64::from_bits((bits & 0x000F_FFFF_FFFF_FFFF) | (1023 << 52));
    let ratio = (mantissa - 1.0) / (mantissa + 1.0);
    let square = ratio * ratio;
    let mut power = ratio;
    let mut sum = 0.0;
    for step in 0..16_i32 {
        sum += power / f64::from(2 * step + 1);
        power *= square;
    }
    2.0 * sum + f64::from(exponent) * LN_2
}

#[cfg(test)]
mod tests {
    use super::{Stream, exp, ln};

    #[test]
    fn the_own_logarithm_and_exponential_agree_with_the_standard_library() {
        for value in [0.001_f64, 0.5, 1.0, 1.5, 7.25, 300.0] {
            assert!((ln(value) - value.ln()).abs() < 1e-12, "ln {value}");
            assert!((ln(exp(value / 50.0)) - value / 50.0).abs() < 1e-11, "exp {value}");
        }
    }

    #[test]
    fn normal_values_have_mean_zero_and_unit_spread() {
        let mut stream = Stream::new(1, 2);
        let values: Vec<f64> = (0..20_000).map(|_| stream.normal()).collect();
        let mean = values.iter().sum::<f64>() / 20_000.0;
        let variance = values.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / 20_000.0;
        assert!(mean.abs() < 0.03 && (variance - 1.0).abs() < 0.05);
    }

    #[test]
    fn streams_of_one_seed_differ_by_purpose_only() {
        assert_eq!(Stream::new(7, 1).bits(), Stream::new(7, 1).bits());
        assert_ne!(Stream::new(7, 1).bits(), Stream::new(7, 2).bits());
    }
}
