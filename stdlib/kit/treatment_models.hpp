// The two models of teffects: read from its line, and fitted again for what follows it.
#pragma once

#include <string>

#include "stdlib/kit/binary_outcome.hpp"
#include "stdlib/numeric/treatment/effects.hpp"

namespace nqp::kit {

struct TreatmentModels {
  std::string method;                       // ra ipw aipw ipwra psmatch nnmatch
  command::Terms y, x, d, z;
  bool probit = false;
};

// "ipw (y x) (d z, probit)". Errors: 198 another method, models that a method has not; 100 without variables.
TreatmentModels parse_treatment_models(const std::string& body, const command::Context& c);

// Those of the last estimates. Error 301 when they are not of teffects.
TreatmentModels last_treatment_models(const command::Context& c);

// 1 for treated rows. Errors: 459 not 0/1, 2000 one group only.
std::vector<std::uint8_t> treated_rows(const TreatmentModels& m, const EstimationSample& s, const command::Context& c);

// The score on the rows that `only` marks.
BinaryFit fit_treatment_score(const TreatmentModels& m, const command::Sample& sample,
                              const std::vector<std::uint8_t>& only, const command::Context& c);

// Independent columns of the outcome model, for every row of the sample.
numeric::Matrix outcome_columns(const TreatmentModels& m, const EstimationSample& s, const std::vector<double>& y,
                                const command::Context& c);

numeric::EffectMethod effect_method(const std::string& method);

// Weights of the rows in the groups they are in, from scores p: 1/p and 1/(1-p), or 1 and p/(1-p) for the treated.
std::vector<double> inverse_weights(const std::vector<double>& p, const std::vector<std::uint8_t>& treated,
                                    bool of_treated);

}  // namespace nqp::kit
