// Are the instruments relevant, and how strong are they?
#pragma once

#include <span>
#include <vector>

#include "stdlib/numeric/iv/iv_data.hpp"

namespace nqp::numeric {

// Tests of the excluded instruments in a regression on all instruments.
struct ExcludedTest {
  double chi2 = 0, F = 0;
  double df = 0, df_r = 0;
};

struct Identification {
  double lm = 0, lm_df = 0;       // rank k1 - 1 against k1: Anderson (iid) or Kleibergen-Paap rk LM
  double cragg_donald_F = 0;
  double rk_wald = 0, rk_F = 0;   // Kleibergen-Paap; NaN under iid
  double smallest_eigenvalue = 0; // Cragg-Donald: r²/(1-r²) of the smallest canonical correlation
  ExcludedTest anderson_rubin;    // of H0: β1 = 0
  double stock_wright_S = 0;      // χ²(L1)
};

struct FirstStage {
  double rmse = 0;
  double shea_r2 = 0, partial_r2 = 0;
  double F = 0, df = 0, df_r = 0;           // excluded instruments
  ExcludedTest sanderson_windmeijer, angrist_pischke;
  double sw_r2 = 0, ap_r2 = 0;
};

// With one endogenous variable rk_F equals the F of its first stage. Everything is computed after exogenous regressors
// and the constant are partialled out, under `spec.weighting` as assumption on the errors.
// Sources: Anderson (1951), Cragg and Donald (1993), Kleibergen and Paap (2006), Anderson and Rubin (1949), Stock and
// Wright (2000). Failures: those of fit_iv.
Identification identification(const IvSpec& spec);

// One for each endogenous variable. Shea (1997); Sanderson and Windmeijer (2016); Angrist and Pischke (2009), p. 217.
std::vector<FirstStage> first_stages(const IvSpec& spec);

// LM test that `spec.data.instruments`, given the exogenous variables, are uncorrelated with all endogenous ones
// (rank 0): redundant instruments (Hall and Peixe 2003). df = k1 L1.
struct IdentificationTest {
  double chi2 = 0, df = 0;
};
IdentificationTest redundancy(const IvSpec& spec);

}  // namespace nqp::numeric
