// From a likelihood to posted estimates: samples, designs, columns that leave, names, tests.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "stdlib/kit/likelihood_options.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/numeric/likelihood/index_model.hpp"
#include "stdlib/numeric/missing.hpp"

namespace nqp::kit {

// Data of one estimation. Views of it stay valid while it is not moved.
struct LikelihoodData {
  EstimationSample sample;
  Design design;
  std::vector<double> y, offset;       // one per used row; offset may be empty
  std::string offset_text;             // e(offset): "v", "ln(v)"
  std::vector<std::uint8_t> omitted;   // per column of design.x, perfect predictors included
  std::vector<std::uint8_t> perfect;   // those left out because they predict perfectly
  numeric::Matrix x;                   // the columns that are left
};

// Rows, values and design. Errors 459 for an exposure that is not positive, those of mark_sample and make_design.
LikelihoodData likelihood_data(const LikelihoodArgs& a, const command::Context& c);

// The rows alone, by needs of the caller's own; y stays empty and there is no design yet.
LikelihoodData likelihood_rows(const LikelihoodArgs& a, const Needed& needed, const command::Context& c);

// Expands terms to the design of the data's rows.
void expand_design(const command::Terms& terms, bool constant, LikelihoodData& d, const command::Context& c);

// Decides which columns are linear combinations of earlier ones and sets `omitted` and `x`.
void find_omitted(LikelihoodData& d, bool constant);

// An equation of e(b): the design's columns, a constant alone, or both.
struct Equation {
  std::string name;                    // before the colon; empty: none
  bool regressors = true;
  bool constant = true;
  std::string constant_name = "_cons"; // "/cut1"
  const LikelihoodData* data = nullptr;  // of the regressors, when not those of the first equation
  bool tested = true;                  // slopes count in the test of the model
  bool zero = false;                   // all coefficients are 0 by definition: the base outcome
};

// The fit's parameters in the order and with the names of e(b).
Coefficients likelihood_coefficients(const LikelihoodData& d, const numeric::LikelihoodFit& fit,
                                     numeric::MatrixView V, const std::vector<Equation>& equations);

// What constraints() leaves free of the parameters of these equations; none without the option.
struct LikelihoodConstraints {
  numeric::LinearRestriction restriction;
  std::size_t rank = 0;
  std::vector<std::string> lines;      // as shown above the table
};
std::optional<LikelihoodConstraints> likelihood_constraints(const LikelihoodArgs& a, const LikelihoodData& d,
                                                            const std::vector<Equation>& equations,
                                                            const command::Context& c);

// All that one estimation hands over to be filed and shown.
struct LikelihoodResult {
  std::string cmd, title, eform;       // eform heads exponentiated coefficients, when asked for
  numeric::LikelihoodFit fit;
  std::vector<Equation> equations;
  double ll_0 = 0;                     // NaN when the model has no constant
  double df_r = numeric::undefined;    // of t and F; NaN: z and chi2
  std::optional<LikelihoodConstraints> constraints;  // then there is no likelihood-ratio test
  bool pseudo_r2 = true;               // e(r2_p), when ll_0 is known
  std::vector<std::string> notes;      // before the iteration log
  command::Named<double> scalars;
  command::Named<std::string> macros;
  command::Named<eval::Matrix> matrices;
};

// b[j] becomes `value` with the given derivative: V and the information follow by the delta method.
void transform_parameter(numeric::LikelihoodFit& fit, std::size_t j, double value, double derivative);

// Files e(), shows iterations and table. A fit that did not converge is filed with e(converged) = 0
// and ends in 430.
command::Output post_likelihood(const LikelihoodArgs& a, const LikelihoodData& d, const VceChoice& vce,
                                LikelihoodResult result, const command::Context& c);

}  // namespace nqp::kit
