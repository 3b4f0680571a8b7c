#include "stdlib/kit/frontier_report.hpp"

#include <fmt/format.h>

#include <cmath>

#include "interpreter/text/format.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/coefficient_rows.hpp"
#include "stdlib/kit/header.hpp"
#include "stdlib/kit/parameter_row.hpp"
#include "stdlib/numeric/dist/distributions.hpp"

namespace nqp::kit {

using command::Results;

namespace {

// Two log-scale parameters of e(b) with their variances; `found` only when each is a constant alone.
struct LogPair {
  bool found = false;
  double a = 0, b = 0, var_a = 0, var_b = 0, cov = 0;
};

LogPair log_pair(const Results& e, const std::string& first, const std::string& second) {
  const eval::Matrix &b = *e.find_matrix("b"), &V = *e.find_matrix("V");
  const auto place = [&](const std::string& equation) {
    std::size_t at = b.columns, count = 0;
    for (std::size_t j = 0; j < b.columns; ++j) {
      if (b.column_names[j].rfind(equation + ":", 0) != 0) continue;
      ++count;
      if (b.column_names[j] == equation + ":_cons") at = j;
    }
    return count == 1 ? at : b.columns;
  };
  const std::size_t i = place(first), j = place(second);
  if (i == b.columns || j == b.columns) return {};
  return {true, b(0, i), b(0, j), V(i, i), V(j, j), V(i, j)};
}

// Log variances of the noise and of the inefficiency, under the names of frontier or of sfpanel.
LogPair cross_section_pair(const Results& e) {
  const LogPair p = log_pair(e, "lnsig2v", "lnsig2u");
  return p.found ? p : log_pair(e, "Vsigma", "Usigma");
}

}  // namespace

bool is_frontier(const Results& e) {
  const std::string cmd = e.macro_or("cmd");
  return cmd == "frontier" || cmd == "xtfrontier" || cmd == "sfpanel";
}

FrontierSigmas frontier_sigmas(const Results& e) {
  if (const LogPair p = cross_section_pair(e); p.found) return {std::exp(p.b / 2), std::exp(p.a / 2)};
  const LogPair p = log_pair(e, "lnsigma2", "lgtgamma");
  if (!p.found) return {data::missing, data::missing};
  const double gamma = numeric::dist::invlogit(p.b), total = std::exp(p.a);
  return {std::sqrt(gamma * total), std::sqrt(numeric::dist::invlogit(-p.b) * total)};
}

std::vector<std::pair<std::string, std::string>> frontier_parameters(const Results& e, double level) {
  const double z = critical_value(e, level);
  std::vector<std::pair<std::string, std::string>> out;
  // f with derivatives fa and fb in the pair, symmetric interval.
  const auto symmetric = [&](const LogPair& p, const char* name, double f, double fa, double fb) {
    const double se = std::sqrt(fa * fa * p.var_a + fb * fb * p.var_b + 2 * fa * fb * p.cov);
    out.emplace_back(name, parameter_text(f, se, f - z * se, f + z * se));
  };
  const auto mapped = [&](const char* name, double at, double variance, auto f, double slope) {
    const double se = std::sqrt(variance);
    out.emplace_back(name, parameter_text(f(at), slope * se, f(at - z * se), f(at + z * se)));
  };
  const auto half = [](double x) { return std::exp(x / 2); };
  if (const LogPair p = cross_section_pair(e); p.found) {
    mapped("sigma_v", p.a, p.var_a, half, half(p.a) / 2);
    mapped("sigma_u", p.b, p.var_b, half, half(p.b) / 2);
    symmetric(p, "sigma2", std::exp(p.a) + std::exp(p.b), std::exp(p.a), std::exp(p.b));
    const double lambda = half(p.b - p.a);
    symmetric(p, "lambda", lambda, -lambda / 2, lambda / 2);
    return out;
  }
  const LogPair p = log_pair(e, "lnsigma2", "lgtgamma");
  if (!p.found) return out;
  const double total = std::exp(p.a), gamma = numeric::dist::invlogit(p.b), rest = numeric::dist::invlogit(-p.b);
  mapped(
      "sigma2", p.a, p.var_a, [](double x) { return std::exp(x); }, total);
  mapped(
      "gamma", p.b, p.var_b, [](double x) { return numeric::dist::invlogit(x); }, gamma * rest);
  symmetric(p, "sigma_u2", gamma * total, gamma * total, gamma * rest * total);
  symmetric(p, "sigma_v2", rest * total, rest * total, -gamma * rest * total);
  return out;
}

report::Document frontier_footer(const Results& e) {
  report::Document d;
  constexpr std::size_t width = 78;
  const auto line = [&](const std::string& left, const std::string& right) {
    d.line(text::pad_right(left, width - right.size()) + right);
  };
  if (const double* chi2 = e.find_scalar("chi2_c"))
    line(fmt::format("LR test of sigma_u=0: chibar2(01) = {}", fixed_text(*chi2, 2)),
         "Prob >= chibar2 = " + fixed_text(e.scalar_or("p_c"), 3));
  else if (const double* z = e.find_scalar("z"))
    line(fmt::format("H0: No inefficiency component:            z = {:>7}", fixed_text(*z, 3)),
         fmt::format("Prob{}=z = {}", e.macro_or("function") == "cost" ? ">" : "<", fixed_text(e.scalar_or("p_z"), 3)));
  return d;
}

}  // namespace nqp::kit
