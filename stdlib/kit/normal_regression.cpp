#include "stdlib/kit/normal_regression.hpp"

#include <cmath>
#include <limits>

#include "grammar/ast/error.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/parse_number.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/linalg/least_squares.hpp"

namespace nqp::kit {

namespace dist = numeric::dist;

namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();

// Least squares of `centre` without its offset: slopes, constant and ln of the root mean square.
std::vector<double> normal_start(const std::vector<double>& centre, const LikelihoodData& d, numeric::MatrixView x,
                                 bool constant) {
  std::vector<double> y = centre;
  for (std::size_t i = 0; i < d.offset.size(); ++i) y[i] -= d.offset[i];
  double total = 0;
  for (std::size_t i = 0; i < y.size(); ++i) total += d.sample.weights.empty() ? 1 : d.sample.weights[i];
  if (x.cols == 0 && !constant) {
    double square = 0;
    for (const double v : y) square += v * v;
    return {std::log(std::sqrt(square / static_cast<double>(y.size())))};
  }
  const numeric::LeastSquares ls = numeric::least_squares(
      {.y = y, .x = x, .constant = constant, .weights = d.sample.weights, .want_residuals = false,
       .keep_all_columns = true});
  std::vector<double> out = ls.b;
  double square = 0;
  for (const double v : y) square += v * v;
  const double floor = 1e-12 * square / static_cast<double>(y.size()) + 1e-300;
  out.push_back(std::log(std::max(ls.rss / total, floor)) / 2);
  return out;
}

}  // namespace

NormalFit fit_normal(const numeric::RowLikelihood& row, const std::vector<double>& centre, const LikelihoodData& d,
                     const LikelihoodArgs& a, const VceChoice& vce, bool want_null, const command::Context& c,
                     const std::string& equation) {
  if (d.sample.size() <= d.x.cols + (a.no_constant ? 0 : 1)) throw Error(2001, "insufficient observations");
  numeric::LikelihoodSpec spec;
  spec.rows = d.sample.size();
  spec.row = row;
  spec.weights = d.sample.weights;
  spec.weight_kind = d.sample.weight_kind;
  spec.iterations = a.iterations;
  const numeric::MatrixView nothing(d.x.data.data(), d.sample.size(), 0);
  const auto fit = [&](numeric::MatrixView x, bool constant, const numeric::VceSpec& v) {
    spec.indices = {{x, constant, d.offset}, {nothing, true, {}}};
    spec.start = normal_start(centre, d, x, constant);
    return compute(c, [&](numeric::Progress& p) { return numeric::maximise(spec, v, p); });
  };
  NormalFit out;
  out.constraints = likelihood_constraints(
      a, d, {{equation, true, !a.no_constant, "_cons"}, {"", false, true, "/lnsigma"}}, c);
  out.ll_0 = want_null ? fit(nothing, true, {}).ll : numeric::undefined;
  if (out.constraints) spec.restriction = &out.constraints->restriction;
  out.fit = fit(d.x, !a.no_constant, vce.spec());
  return out;
}

bool is_limit_number(const std::string& text, double& value) {
  const std::optional<double> number = parse_number(trim(text));
  if (!number) return false;
  value = *number;
  return true;
}

std::vector<double> limit_values(const std::string& text, double open, const EstimationSample& s,
                                 const command::Context& c) {
  const std::string word(trim(text));
  double number = data::missing;
  std::vector<double> out(s.size(), open);
  if (word.empty() || word == ".") return out;
  if (is_limit_number(word, number)) {
    out.assign(s.size(), data::is_missing(number) ? open : number);
    return out;
  }
  c.numeric(word).read_rows(s.rows, out.data());
  for (double& v : out)
    if (data::is_missing(v)) v = open;
  return out;
}

NormalSigma normal_sigma(const command::Results& e) {
  const eval::Matrix* b = e.find_matrix("b");
  for (std::size_t j = 0; b && j < b->columns; ++j) {
    const std::string& name = b->column_names[j];
    const double v = (*b)(0, j);
    if (name.rfind("/var(", 0) == 0) return {std::sqrt(v), 0.5 / std::sqrt(v), j};
    if (name == "/lnsigma") return {std::exp(v), std::exp(v), j};
    if (name == "/sigma") return {v, 1, j};
  }
  throw Error(322, "the last estimates have no standard deviation");
}

MomentValue normal_moment(NormalMoment kind, double a, double b, double m, double s) {
  const double za = (a - m) / s, zb = (b - m) / s;
  double k[4] = {0, 0, 0, 0};  // φ(za) za^r - φ(zb) zb^r
  const auto add = [&](double z, double side) {
    if (std::isinf(z)) return;
    double term = side * dist::normalden(z);
    for (double& v : k) {
      v += term;
      term *= z;
    }
  };
  add(za, 1);
  add(zb, -1);
  const double P = za > 0 ? dist::normal(-za) - dist::normal(-zb) : dist::normal(zb) - dist::normal(za);
  if (kind == NormalMoment::probability)
    return {P, k[0] / s, k[1] / s, k[1] / (s * s), (k[2] - k[0]) / (s * s)};
  if (kind == NormalMoment::censored_mean) {
    const double low = std::isinf(za) ? 0 : a * dist::normal(za), high = std::isinf(zb) ? 0 : b * dist::normal(-zb);
    return {low + high + m * P + s * k[0], P, k[0], k[0] / s, k[1] / s};
  }
  const double l = k[0] / P, q = k[1] / P, r = k[2] / P, t = k[3] / P;
  const double l_m = (q - l * l) / s, l_s = (r - l * q) / s;
  const double q_m = (r - l - q * l) / s, q_s = (t - q - q * q) / s;
  return {m + s * l, 1 + q - l * l, l + r - l * q, q_m - 2 * l * l_m, q_s - 2 * l * l_s};
}

std::pair<double, double> interval_of(const std::string& argument) {
  const std::size_t comma = argument.find(',');
  const auto limit = [](std::string_view text, double open) {
    const std::string word(trim(text));
    double v = open;
    if (word.empty() || word == ".") return open;
    if (!is_limit_number(word, v)) throw Error(198, "(a,b) takes numbers or .", std::nullopt, {word + " is neither"});
    return v;
  };
  if (comma == std::string::npos)
    throw Error(198, "an interval (a,b) is needed", std::nullopt, {"for example ystar(0,.)"});
  const double a = limit(argument.substr(0, comma), -infinite), b = limit(argument.substr(comma + 1), infinite);
  if (!(a < b)) throw Error(198, "(a,b): a must be less than b");
  return {a, b};
}

}  // namespace nqp::kit
