#include "stdlib/kit/margins_estimable.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "stdlib/numeric/linalg/least_squares.hpp"

namespace nqp::kit {
namespace {

std::vector<double> term_column(const MarginsModel& m, const MarginsModel::Term& t) {
  std::vector<double> out(m.sample.size()), inputs(m.inputs.size());
  for (std::size_t i = 0; i < out.size(); ++i) {
    for (const std::size_t k : t.inputs) inputs[k] = m.values(i, k);
    out[i] = term_value(t, inputs.data());
  }
  return out;
}

double largest(const std::vector<double>& x) {
  double most = 0;
  for (const double v : x) most = std::max(most, std::abs(v));
  return most;
}

// The columns of the terms of one index, gathered once for all that was omitted from it.
struct KeptColumns {
  std::vector<std::size_t> places;
  numeric::Matrix x;
};

KeptColumns columns_of_index(const MarginsModel& m, std::size_t index) {
  KeptColumns out;
  for (std::size_t t = 0; t < m.terms.size(); ++t)
    if (m.terms[t].index == index) out.places.push_back(t);
  out.x = numeric::Matrix(m.sample.size(), out.places.size());
  for (std::size_t j = 0; j < out.places.size(); ++j) {
    const std::vector<double> column = term_column(m, m.terms[out.places[j]]);
    for (std::size_t i = 0; i < column.size(); ++i) out.x(i, j) = column[i];
  }
  return out;
}

}  // namespace

std::vector<ColumnRelation> column_relations(const MarginsModel& m) {
  std::vector<ColumnRelation> out;
  std::vector<std::optional<KeptColumns>> kept(m.response.indices());
  for (const MarginsModel::Term& t : m.omitted) {
    const std::vector<double> y = term_column(m, t);
    const double size = largest(y);
    ColumnRelation r{t, {}, 1e-6};
    if (size > 0) {
      std::optional<KeptColumns>& others = kept[t.index];
      if (!others) others = columns_of_index(m, t.index);
      const numeric::LeastSquares fit = numeric::least_squares({.y = y, .x = others->x});
      if (largest(fit.residuals) > 1e-6 * size) continue;
      for (std::size_t j = 0; j < fit.b.size(); ++j)
        if (std::abs(fit.b[j]) > 1e-9) r.sum.emplace_back(others->places[j], fit.b[j]);
      r.tolerance = 1e-5 * size;
    }
    out.push_back(std::move(r));
  }
  return out;
}

bool concerns(const ColumnRelation& r, const MarginsModel& m, const std::string& variable) {
  const auto names = [&](const MarginsModel::Term& t) {
    return std::any_of(t.inputs.begin(), t.inputs.end(),
                       [&](std::size_t k) { return m.inputs[k].variable == variable; });
  };
  return names(r.omitted) ||
         std::any_of(r.sum.begin(), r.sum.end(), [&](const auto& part) { return names(m.terms[part.first]); });
}

bool holds_at(const ColumnRelation& r, const MarginsModel& m, const double* inputs, const std::string& derivative) {
  const auto at = [&](const MarginsModel::Term& t) {
    return derivative.empty() ? term_value(t, inputs) : term_slope(m, t, derivative, inputs);
  };
  double gap = at(r.omitted);
  for (const auto& [place, a] : r.sum) gap -= a * at(m.terms[place]);
  return std::abs(gap) <= r.tolerance;
}

}  // namespace nqp::kit
