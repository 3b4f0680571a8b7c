#include "stdlib/kit/fixed_averages.hpp"

#include <map>

#include "grammar/ast/error.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/did_result.hpp"
#include "stdlib/numeric/linalg/products.hpp"

namespace nqp::kit {
namespace {

using AverageKind = numeric::Aggregate::Kind;

struct FixedRow {
  AverageKind kind = AverageKind::item;
  double at = 0;
  std::string name;
  std::vector<double> weights;  // one per cell
};

std::vector<double> average_row(const std::vector<FixedRow>& rows, const std::vector<double>& shares) {
  std::vector<double> out(rows.empty() ? 0 : rows[0].weights.size(), 0.0);
  double sum = 0;
  for (const double s : shares) sum += s;
  for (std::size_t i = 0; i < rows.size(); ++i)
    for (std::size_t j = 0; j < out.size(); ++j) out[j] += shares[i] / sum * rows[i].weights[j];
  return out;
}

// The place of a cell among the items: relative time, cohort or period; false when it has no part.
bool item_of(const std::string& agg, const std::vector<double>& window, double g, double t, double& at) {
  at = agg == "event" ? t - g : agg == "group" ? g : t;
  if (agg != "event") return t >= g;
  return window.empty() || (at >= window[0] && at <= window[1]);
}

std::vector<FixedRow> item_rows(const std::string& agg, const std::vector<double>& window, const eval::Matrix& cells,
                                std::vector<double>& units) {
  std::map<double, FixedRow> items;
  std::map<double, double> totals, sizes;
  for (std::size_t k = 0; k < cells.rows; ++k) {
    double at = 0;
    if (!(cells(k, 2) > 0) || !item_of(agg, window, cells(k, 0), cells(k, 1), at)) continue;
    FixedRow& row = items[at];
    row.weights.resize(cells.rows, 0.0);
    row.weights[k] = cells(k, 2);
    row.at = at;
    totals[at] += cells(k, 2), sizes[at] = cells(k, 3);
  }
  std::vector<FixedRow> out;
  for (auto& [at, row] : items) {
    for (double& w : row.weights) w /= totals[at];
    row.name = agg == "event" ? relative_name(at) : (agg == "group" ? "G" : "T") + text::macro_number(at);
    units.push_back(sizes[at]);
    out.push_back(std::move(row));
  }
  return out;
}

std::vector<FixedRow> overall_rows(const std::string& agg, const std::vector<FixedRow>& items,
                                   const std::vector<double>& units) {
  if (agg == "group") return {{AverageKind::overall, 0, "GAverage", average_row(items, units)}};
  if (agg == "calendar")
    return {{AverageKind::overall, 0, "CAverage", average_row(items, std::vector<double>(items.size(), 1.0))}};
  std::vector<FixedRow> before, after, out;
  for (const FixedRow& r : items) (r.at < 0 ? before : after).push_back(r);
  const auto mean = [](const std::vector<FixedRow>& r) { return average_row(r, std::vector<double>(r.size(), 1.0)); };
  if (!before.empty()) out.push_back({AverageKind::before, 0, "Pre_avg", mean(before)});
  if (!after.empty()) out.push_back({AverageKind::after, 0, "Post_avg", mean(after)});
  return out;
}

}  // namespace

NamedEffects fixed_averages(const std::string& agg, const std::vector<double>& window, const command::Results& e) {
  const eval::Matrix *b = e.find_matrix("b_interact"), *V = e.find_matrix("V_interact"),
                     *cells = e.find_matrix("cells");
  if (!b || !V || !cells) throw Error(301, "last estimates not found", std::nullopt, {"jwdid has to come first"});
  std::vector<FixedRow> rows;
  std::vector<double> units;
  if (agg == "simple") {
    FixedRow all{AverageKind::overall, 0, "ATT", std::vector<double>(cells->rows, 0.0)};
    double sum = 0;
    for (std::size_t k = 0; k < cells->rows; ++k)
      if ((*cells)(k, 1) >= (*cells)(k, 0)) all.weights[k] = (*cells)(k, 2), sum += (*cells)(k, 2);
    for (double& w : all.weights) w /= sum;
    rows.push_back(std::move(all));
  } else {
    std::vector<FixedRow> items = item_rows(agg, window, *cells, units);
    rows = overall_rows(agg, items, units);
    for (FixedRow& r : items) rows.push_back(std::move(r));
  }
  NamedEffects out;
  numeric::Matrix A(rows.size(), cells->rows);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    double effect = 0;
    for (std::size_t k = 0; k < cells->rows; ++k) A(i, k) = rows[i].weights[k], effect += A(i, k) * b->values[k];
    out.effects.rows.push_back({rows[i].kind, rows[i].at, effect});
    out.names.push_back(rows[i].name);
  }
  out.effects.V = numeric::quadratic_form(A, numeric_matrix(*V));
  return out;
}

}  // namespace nqp::kit
