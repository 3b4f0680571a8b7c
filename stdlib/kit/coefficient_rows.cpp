#include "stdlib/kit/coefficient_rows.hpp"

#include <cmath>
#include <set>

#include "grammar/ast/error.hpp"
#include "grammar/parse.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/numeric/dist/distributions.hpp"

namespace nqp::kit {

namespace dist = numeric::dist;
using State = CoefficientRow::State;

double critical_value(const command::Results& e, double level) {
  const double tail = (100 - level) / 200;
  const double* df = e.find_scalar("df_r");
  return data::checked(df ? dist::invttail(*df, tail) : -dist::invnormal(tail));
}

double p_value(const command::Results& e, double statistic) {
  if (data::is_missing(statistic)) return data::missing;
  const double* df = e.find_scalar("df_r");
  if (!df) return data::checked(2 * dist::normal(-std::abs(statistic)));
  if (data::is_missing(*df)) return data::missing;
  return data::checked(2 * dist::ttail(*df, std::abs(statistic)));
}

namespace {

State state_of(const CoefficientName& n, const std::string& column, double b, double variance,
               const std::set<std::string>& empty) {
  if (b != 0 || variance != 0) return State::estimated;
  if (empty.count(column)) return State::empty;
  if (n.marked_base) return State::base;
  return n.marked_omitted ? State::omitted : State::estimated;
}

// A variance is not tested against 0, and its interval is that of its logarithm.
void set_variance_interval(CoefficientRow& r, double critical) {
  r.statistic = r.p = r.low = r.high = data::missing;
  if (data::is_missing(r.se) || data::is_missing(critical) || !(r.b > 0)) return;
  r.low = data::checked(r.b * std::exp(-critical * r.se / r.b));
  r.high = data::checked(r.b * std::exp(critical * r.se / r.b));
}

}  // namespace

std::vector<CoefficientRow> coefficient_rows(const command::Results& e, double level) {
  const eval::Matrix* b = e.find_matrix("b");
  const eval::Matrix* V = e.find_matrix("V");
  if (!b) throw Error(301, "last estimates not found", std::nullopt, {"run an estimation command first"});
  std::set<std::string> empty;
  for (std::string& name : grammar::split_words(e.macro_or("empty"))) empty.insert(std::move(name));
  const double critical = critical_value(e, level);

  std::vector<CoefficientRow> rows;
  for (std::size_t j = 0; j < b->columns; ++j) {
    CoefficientRow r;
    r.name = parse_coefficient_name(b->column_names[j]);
    r.b = (*b)(0, j);
    const double variance = V ? (*V)(j, j) : data::missing;
    r.state = state_of(r.name, b->column_names[j], r.b, variance, empty);
    const bool estimated = !data::is_missing(variance) && variance > 0;
    r.se = estimated ? std::sqrt(variance) : data::missing;
    r.statistic = estimated ? data::checked(r.b / r.se) : data::missing;
    r.p = p_value(e, r.statistic);
    const bool interval = estimated && !data::is_missing(critical);
    r.low = interval ? r.b - critical * r.se : data::missing;
    r.high = interval ? r.b + critical * r.se : data::missing;
    if (r.name.name.rfind("/var(", 0) == 0) set_variance_interval(r, critical);
    rows.push_back(std::move(r));
  }
  return rows;
}

void exponentiate(std::vector<CoefficientRow>& rows) {
  const auto ex = [](double x) { return data::is_missing(x) ? x : data::checked(std::exp(x)); };
  for (CoefficientRow& r : rows) {
    const bool ancillary = !r.name.name.empty() && r.name.name[0] == '/';
    if (ancillary || r.name.equation == "inflate") continue;
    r.b = ex(r.b);
    if (!data::is_missing(r.se)) r.se = data::checked(r.b * r.se);
    r.low = ex(r.low);
    r.high = ex(r.high);
  }
}

eval::Matrix result_table(const std::vector<CoefficientRow>& rows, const command::Results& e, bool eform) {
  const double* df = e.find_scalar("df_r");
  eval::Matrix t(9, rows.size());
  t.row_names = {"b", "se", df ? "t" : "z", "pvalue", "ll", "ul", "df", "crit", "eform"};
  const eval::Matrix* b = e.find_matrix("b");
  t.column_names = b->column_names;
  for (std::size_t j = 0; j < rows.size(); ++j) {
    const CoefficientRow& r = rows[j];
    const double values[] = {r.b, r.se, r.statistic, r.p, r.low, r.high};
    for (std::size_t i = 0; i < 6; ++i) t(i, j) = values[i];
    t(6, j) = df ? *df : data::missing;
    const bool interval = !data::is_missing(r.se) && !data::is_missing(r.high);
    t(7, j) = interval && r.se > 0 && !eform ? (r.high - r.b) / r.se : data::missing;
    t(8, j) = eform ? 1 : 0;
  }
  return t;
}

}  // namespace nqp::kit
