// Which covariance matrix of the estimates, and the one table of small-sample factors.
#pragma once

#include <vector>

#include "stdlib/numeric/codes.hpp"

namespace nqp::numeric {

enum class VceKind {
  classical,  // ols, conventional, unadjusted, oim
  robust,     // HC1 with the factor of the model
  hc2,
  hc3,
  cluster,    // one or several cluster variables
};

struct VceSpec {
  VceKind kind = VceKind::classical;
  std::vector<Codes> clusters{};  // for cluster: one span of n codes for each variable
};

// The estimators that differ in how they count degrees of freedom. `_small` is the option `small`.
enum class Model {
  ols,
  areg,
  xtreg_fe,
  xtreg_re,
  xtreg_be,
  reghdfe,
  iv,             // ivregress, ivreg2
  iv_small,
  xtivreg2,
  xtivreg2_small,
  ml,             // logit, probit, poisson, tobit, …
  ppmlhdfe,
};

struct Counts {
  double n = 0;              // observations (N of the weights)
  double k = 0;              // estimated slopes, omitted ones and the constant not counted
  bool constant = true;
  double df_a = 0;           // absorbed: areg A levels, xtreg n panels, reghdfe/ivreghdfe net coefficients
  bool nested = false;       // reghdfe: an absorbed effect is nested in a cluster variable
  double clusters = 0;       // smallest number of clusters (periods for newey-type panel estimators)
  bool dof_adjusted = false; // xtreg, fe dfadj: panel effects count under cluster
};

struct SmallSample {
  double factor = 1;  // classical: σ² = factor · RSS; otherwise V = factor · D M D
  double df_r = 0;    // NaN when z statistics are used
};

// Source of each row: methods table 1.7 of the documentation. HC2 and HC3 have factor 1.
SmallSample small_sample(Model model, VceKind kind, const Counts& counts);

}  // namespace nqp::numeric
