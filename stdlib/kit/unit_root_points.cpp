#include "stdlib/kit/unit_root_points.hpp"

#include <fmt/format.h>

#include <cmath>

#include "grammar/ast/error.hpp"
#include "interpreter/command/resolve.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/group_codes.hpp"

namespace nqp::kit {

using numeric::Deterministic;

namespace {

using PointTable = std::array<std::array<double, 3>, 6>;

// 1, 5 and 10 percent points for 25, 50, 100, 250, 500 and infinitely many rows.
constexpr double rows_of_table[] = {25, 50, 100, 250, 500};
constexpr PointTable t_none = {{{-2.66, -1.95, -1.60},
                                                               {-2.62, -1.95, -1.61},
                                                               {-2.60, -1.95, -1.61},
                                                               {-2.58, -1.95, -1.62},
                                                               {-2.58, -1.95, -1.62},
                                                               {-2.58, -1.95, -1.62}}};
constexpr PointTable t_constant = {{{-3.75, -3.00, -2.63},
                                                                   {-3.58, -2.93, -2.60},
                                                                   {-3.51, -2.89, -2.58},
                                                                   {-3.46, -2.88, -2.57},
                                                                   {-3.44, -2.87, -2.57},
                                                                   {-3.43, -2.86, -2.57}}};
constexpr PointTable t_trend = {{{-4.38, -3.60, -3.24},
                                                                {-4.15, -3.50, -3.18},
                                                                {-4.04, -3.45, -3.15},
                                                                {-3.99, -3.43, -3.13},
                                                                {-3.98, -3.42, -3.13},
                                                                {-3.96, -3.41, -3.12}}};

// Linear in the number of rows between lines of the table, its edges beyond.
constexpr PointTable bias_none = {{{-11.9, -7.3, -5.3},
                                   {-12.9, -7.7, -5.5},
                                   {-13.3, -7.9, -5.6},
                                   {-13.6, -8.0, -5.7},
                                   {-13.7, -8.0, -5.7},
                                   {-13.8, -8.1, -5.7}}};
constexpr PointTable bias_constant = {{{-17.2, -12.5, -10.2},
                                       {-18.9, -13.3, -10.7},
                                       {-19.8, -13.7, -11.0},
                                       {-20.3, -14.0, -11.2},
                                       {-20.5, -14.0, -11.2},
                                       {-20.7, -14.1, -11.3}}};
constexpr PointTable bias_trend = {{{-22.5, -17.9, -15.6},
                                    {-25.7, -19.8, -16.8},
                                    {-27.4, -20.7, -17.5},
                                    {-28.4, -21.3, -18.0},
                                    {-28.9, -21.5, -18.1},
                                    {-29.5, -21.8, -18.3}}};

std::array<double, 3> interpolated_points(double n, const PointTable& table) {
  if (n <= rows_of_table[0]) return table[0];
  for (std::size_t k = 0; k + 1 < 5; ++k) {
    if (n > rows_of_table[k + 1]) continue;
    const double share = (n - rows_of_table[k]) / (rows_of_table[k + 1] - rows_of_table[k]);
    std::array<double, 3> out{};
    for (std::size_t j = 0; j < 3; ++j) out[j] = table[k][j] + share * (table[k + 1][j] - table[k][j]);
    return out;
  }
  return table[5];
}

}  // namespace

std::array<double, 3> dickey_fuller_points(double n, Deterministic terms) {
  return interpolated_points(n, terms == Deterministic::none       ? t_none
                                : terms == Deterministic::constant ? t_constant
                                                                   : t_trend);
}

std::array<double, 3> normalised_bias_points(double n, Deterministic terms) {
  return interpolated_points(n, terms == Deterministic::none       ? bias_none
                                : terms == Deterministic::constant ? bias_constant
                                                                   : bias_trend);
}

SeriesRegression regress_series(const std::string& command, const std::string& left, const std::string& right,
                                bool constant, const command::Sample& sample, const command::Context& c) {
  if (!c.frame.panel || c.frame.panel->time.empty())
    throw Error(111, "time variable not set", std::nullopt, {"declare the data: tsset timevar"});
  SeriesRegression r;
  const command::Terms y = command::resolve_terms(left, c);
  r.x = command::resolve_terms(right, c);
  command::Terms all = y;
  all.insert(all.end(), r.x.begin(), r.x.end());
  r.sample = mark_sample(c, sample, {}, {all, {}});
  if (const std::string& panel = c.frame.panel->panel; !panel.empty() && group_codes(panel, r.sample, c).count > 1)
    throw Error(459, command + " is for one series", std::nullopt,
                {"xtunitroot tests panels; or choose one unit: if " + panel + " == …"});
  const Design design = make_design(r.x, constant, r.sample, c);
  const std::vector<double> values = term_values(y[0], r.sample, c);
  numeric::LinearSpec spec;
  spec.y = values;
  spec.x = design.x;
  spec.constant = constant;
  r.fit = compute(c, [&](numeric::Progress& p) { return numeric::fit_linear(spec, {}, p); });
  if (!(r.fit.df_r > 0)) throw Error(2001, "insufficient observations");
  return r;
}

void show_series_regression(const std::string& left, const SeriesRegression& r, bool constant, command::Output& out) {
  out.document.blank();
  out.line("Regression of " + left + ":");
  for (std::size_t j = 0; j < r.fit.b.size(); ++j) {
    const bool last = constant && j + 1 == r.fit.b.size();
    out.line(fmt::format("{:>14} | {:>12.6g} {:>12.6g}", last ? "_cons" : command::term_name(r.x[j]), r.fit.b[j],
                         std::sqrt(r.fit.V(j, j))));
  }
}

}  // namespace nqp::kit
