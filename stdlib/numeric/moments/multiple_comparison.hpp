// Several comparisons at once: p-values and limits that hold for all of them, and all pairs of group means.
#pragma once

#include "stdlib/numeric/linalg/matrix.hpp"
#include "stdlib/numeric/moments/tests.hpp"

namespace nqp::numeric {

enum class Adjustment { none, bonferroni, sidak, scheffe, tukey };

struct PairwiseMeans {
  Matrix t;  // (i, j): mean i minus mean j over its standard error; NaN on the diagonal or without error variance
  Matrix p;  // adjusted, two-sided
};

// Standard errors use the pooled within-groups variance. Bonferroni and Šidák count all m(m-1)/2 pairs; Scheffé refers
// t²/(m-1) to F(m-1, df_r). Searle (1971), Linear Models, section 3.6.
PairwiseMeans compare_means(const OneWay& fit, Adjustment adjustment);

// p adjusted for `tests` comparisons by Bonferroni or Šidák; by another method it is left as it is.
double adjusted_p(double p, double tests, Adjustment adjustment);

// Comparisons of one estimated model. Miller (1981), Simultaneous Statistical Inference, 2nd ed., chapters 1 and 2.
struct ComparisonFamily {
  double comparisons = 1;
  double rank = 1;    // of all comparisons together, for Scheffé
  double groups = 2;  // whose pairs are compared, for Tukey
  double df = 0;      // of the residuals; infinite for the normal distribution
};

// The p-value of a comparison with statistic t and p-value p by itself.
double simultaneous_p(double t, double p, const ComparisonFamily& family, Adjustment adjustment);

// Half the width of its interval of `level` percent, in standard errors.
double simultaneous_width(double level, const ComparisonFamily& family, Adjustment adjustment);

}  // namespace nqp::numeric
