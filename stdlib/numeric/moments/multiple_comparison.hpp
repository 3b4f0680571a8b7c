// All pairs of group means after a one-way analysis of variance.
#pragma once

#include "stdlib/numeric/linalg/matrix.hpp"
#include "stdlib/numeric/moments/tests.hpp"

namespace nqp::numeric {

enum class Adjustment { none, bonferroni, sidak, scheffe };

struct PairwiseMeans {
  Matrix t;  // (i, j): mean i minus mean j over its standard error; NaN on the diagonal or without error variance
  Matrix p;  // adjusted, two-sided
};

// Standard errors use the pooled within-groups variance. Bonferroni and Šidák count all m(m-1)/2 pairs; Scheffé refers
// t²/(m-1) to F(m-1, df_r). Searle (1971), Linear Models, section 3.6.
PairwiseMeans compare_means(const OneWay& fit, Adjustment adjustment);

// p adjusted for `tests` comparisons; Scheffé is left as it is.
double adjusted_p(double p, double tests, Adjustment adjustment);

}  // namespace nqp::numeric
