// Confidence intervals of means, proportions, variances and percentiles. Levels in percent.
#pragma once

#include <span>

namespace nqp::numeric {

struct Interval {
  double low = 0;
  double high = 0;
};

// mean ± t(n-1) sd/√n; NaN for n < 2.
Interval mean_interval(double n, double mean, double sd, double level);

// estimate ± t(df) se, or the normal quantile when df is infinite.
Interval t_interval(double estimate, double se, double df, double level);

enum class ProportionInterval { exact, wald, wilson, agresti, jeffreys };

// k successes in n trials; neither needs to be whole. Brown, Cai and DasGupta (2001), Statistical Science 16, 101-133;
// exact is Clopper-Pearson (one limit only, at the same tail, when k is 0 or n).
Interval proportion_interval(double n, double k, double level, ProportionInterval method);

// The same of a share estimated with standard error `se` on `df` degrees of freedom from n observations that need not
// be independent: of as many independent trials as would have that standard error. Korn and Graubard (1998), Survey
// Methodology 24, 193-201.
Interval share_interval(double share, double se, double df, double n, double level, ProportionInterval method);

// t_interval() of the log odds, taken back to shares; the share is between 0 and 1.
Interval logit_interval(double share, double se, double df, double level);

// Variance of a normal sample: (n-1)s²/χ² quantiles.
Interval variance_interval(double n, double variance, double level);

// The same without normality. Bonett (2006), Computational Statistics & Data Analysis 50, 775-782: `kurtosis` is
// n Σ(x-m)⁴ / (Σ(x-x̄)²)² about the trimmed mean m. Undefined for fewer than five observations.
Interval bonett_interval(double n, double variance, double kurtosis, double level);

// That kurtosis: of every end a share of 1/(2√(n-4)) of the observations is left out of m, rounded down. `weights`:
// frequencies, or empty.
double bonett_kurtosis(std::span<const double> x, std::span<const double> weights);

// Mean of a Poisson variable with `events` in `exposure` (Garwood).
Interval poisson_interval(double exposure, double events, double level);

// The p-th percentile of ascending `sorted` by the (n+1)p/100 rule and its distribution-free binomial interval;
// `conservative` keeps to order statistics, otherwise limits are interpolated between them.
struct Centile {
  double value = 0;
  Interval interval;
  bool at_extremes = false;  // a limit is the smallest or largest value: the level is not reached
};
Centile centile(std::span<const double> sorted, double p, double level, bool conservative);

// The same percentile with normal-theory limits: mean-of-ranks (`meansd` false) uses the density at the percentile of a
// normal distribution with the sample's mean and sd; `meansd` true takes mean + z sd as the percentile.
Centile centile_normal(std::span<const double> sorted, double p, double level, bool meansd);

}  // namespace nqp::numeric
