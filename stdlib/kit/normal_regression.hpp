// tobit, intreg and truncreg: normal regressions with ln σ as second index, and what is predicted after them.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "stdlib/kit/likelihood_estimation.hpp"

namespace nqp::kit {

struct NormalFit {
  numeric::LikelihoodFit fit;          // slopes, constant, ln σ
  double ll_0 = 0;                     // of the constant alone; NaN when not asked for
  std::optional<LikelihoodConstraints> constraints;
};

// Starts at least squares of `centre` (one per row) on the design; constraints() holds for all parameters, the last of
// them named /lnsigma, and goes to `constraints`. Error 2001 for no more rows than coefficients: ln σ has no maximum.
NormalFit fit_normal(const numeric::RowLikelihood& row, const std::vector<double>& centre, const LikelihoodData& d,
                     const LikelihoodArgs& a, const VceChoice& vce, bool want_null, const command::Context& c,
                     const std::string& equation = "");

// A limit as users write it: a number, a numeric variable or `.`; one value for each row. Missing means `open`.
std::vector<double> limit_values(const std::string& text, double open, const EstimationSample& s,
                                 const command::Context& c);
// The limit as e(llopt) or e(ulopt) show it, or "" when it is a single number.
bool is_limit_number(const std::string& text, double& value);

// The standard deviation from /var(e.y), /lnsigma or /sigma of the last estimates, and its derivative in that
// parameter. `column` is its place in e(b). Error 322 when there is none.
struct NormalSigma {
  double sigma = 0, derivative = 0;
  std::size_t column = 0;
};
NormalSigma normal_sigma(const command::Results& e);

// What is predicted of y ~ N(m, s²) and an interval (a, b): its probability, the mean within it, or the mean of y
// censored to it, with first and second derivatives in m and s.
enum class NormalMoment { probability, truncated_mean, censored_mean };
struct MomentValue {
  double value = 0, m = 0, s = 0, mm = 0, ms = 0;
};
MomentValue normal_moment(NormalMoment kind, double a, double b, double m, double s);

// "a,b" with numbers or `.`; both of them numbers. Error 198 otherwise.
std::pair<double, double> interval_of(const std::string& argument);

}  // namespace nqp::kit
