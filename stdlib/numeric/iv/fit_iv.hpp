// Estimators of one linear equation with endogenous regressors.
#pragma once

#include <vector>

#include "stdlib/numeric/iv/iv_data.hpp"
#include "stdlib/numeric/progress.hpp"

namespace nqp::numeric {

// Coefficients in the order endogenous, exogenous, constant. Statistics that are not defined are NaN.
struct IvFit {
  std::vector<double> b;
  Matrix V;
  double N = 0, K = 0, L = 0;   // observations, coefficients, instruments (included ones and the constant counted)
  double df_m = 0;              // coefficients without the constant
  double df_r = 0;              // NaN without `small`
  double rss = 0, yy = 0, yyc = 0;  // sums of squares: residual, total, total about the mean
  double r2_centred = 0, r2_uncentred = 0;
  double rmse = 0;              // √(RSS/N), with `small` √(RSS/(N-K))
  double F = 0, F_df1 = 0, F_df2 = 0;  // all slopes zero, in F form whatever `small` says
  double chi2 = 0;              // the same as Wald χ²(df_m)
  double ll = 0;                // Gaussian
  double lambda = 0, kclass = 0;  // LIML: smallest eigenvalue; k-class: its parameter
  double J = 0, J_df = 0;       // minimised objective of the efficient GMM estimator; Sargan's statistic when iid
  bool moments_full_rank = true;  // else J is NaN
  double basmann_F = 0;         // LIML and 2SLS under iid: (u'P_Z u/(L-K)) / (u'M_Z u/(N-L))
  std::vector<double> N_clust;
  std::vector<double> residuals;  // n, not weighted
  int iterations = 0;
  bool converged = true;
};

// 2SLS, LIML, Fuller, k-class: Davidson and MacKinnon (2004), sections 8.3-8.9. Two-step and iterated GMM: Hansen
// (1982); CUE: Hansen, Heaton and Yaron (1996). J of the one-step estimators is that of the efficient two-step GMM
// estimator with moments from the reported residuals (Baum, Schaffer and Stillman 2007).
// Failures: not_identified (L1 < k1), insufficient_observations (also one cluster), requirement (GMM with moments of
// less than full rank).
IvFit fit_iv(const IvSpec& spec, Progress& progress);

}  // namespace nqp::numeric
