#include "stdlib/kit/spatial_model.hpp"

#include <algorithm>
#include <cmath>

#include "stdlib/kit/compute.hpp"
#include "stdlib/numeric/linalg/general.hpp"
#include "stdlib/numeric/linalg/least_squares.hpp"
#include "stdlib/numeric/linalg/products.hpp"

namespace nqp::kit {
namespace {

void add_spatial_columns(const command::Terms& terms, const std::string& equation, bool lagged, SpatialModel& m,
                 std::vector<std::vector<double>>& columns, const command::Context& c) {
  const Design d = make_design(terms, false, m.panel.sample, c);
  for (const Slot& s : d.slots) {
    Slot omitted = s;
    omitted.state = Slot::State::omitted;
    m.slots.push_back({equation + ":" + slot_name(s), columns.size(), s.state == Slot::State::kept,
                       equation + ":" + slot_name(omitted)});
    if (s.state != Slot::State::kept) continue;
    std::vector<double> x = m.panel.arranged(d.x.column(s.column));
    columns.push_back(lagged ? spatial_lag(m.W.w, x) : std::move(x));
  }
}

// What E makes of a column: its spatial lag without effects, or the means over time for random effects.
std::vector<double> filtered_lag(std::span<const double> x, const SpatialModel& m) {
  std::vector<double> out;
  if (m.random) {
    out.assign(x.begin(), x.end());
    remove_effects(out, m.panel, SpatialEffects::units);
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = x[i] - out[i];
  } else {
    out = spatial_lag(m.E.w, x);
    remove_effects(out, m.panel, m.effects);
  }
  return out;
}

// Effects taken out of every column; columns that others explain then leave.
void settle_spatial_columns(std::vector<std::vector<double>> columns, SpatialModel& m) {
  const bool filtered = m.error || m.random;
  numeric::Matrix x(m.y.size(), columns.size()), ex = filtered ? x : numeric::Matrix();
  std::vector<double> noise;
  for (std::size_t j = 0; j < columns.size(); ++j) {
    double size = 0;
    for (const double v : columns[j]) size += v * v;
    noise.push_back((numeric::stored_as_float_fractions(columns[j]) ? 4 * 0x1p-24 : 1e-12) * std::sqrt(size));
    if (filtered) {
      const std::vector<double> lag = filtered_lag(columns[j], m);
      std::copy(lag.begin(), lag.end(), ex.column(j).begin());
    }
    if (!m.random) remove_effects(columns[j], m.panel, m.effects);
    double left = 0;
    for (const double v : columns[j]) left += v * v;
    if (std::sqrt(left) <= noise.back()) std::fill(columns[j].begin(), columns[j].end(), 0.0);   // rounding alone
    std::copy(columns[j].begin(), columns[j].end(), x.column(j).begin());
  }
  numeric::LeastSquaresProblem problem;
  problem.y = m.y;
  problem.x = x;
  problem.column_noise = noise;
  const std::vector<std::uint8_t> omitted =
      columns.empty() ? std::vector<std::uint8_t>{} : numeric::least_squares(problem).omitted;
  std::vector<std::size_t> kept, rows(x.rows), place(columns.size());
  for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = i;
  for (std::size_t j = 0; j < columns.size(); ++j)
    if (!omitted[j]) place[j] = kept.size(), kept.push_back(j);
  for (SpatialSlot& s : m.slots) {
    if (!s.in_model) continue;
    s.in_model = !omitted[s.column];
    if (s.in_model) {
      s.column = place[s.column];
      continue;
    }
    m.omitted.push_back(s.name);
    s.name = s.name_omitted;
  }
  m.x = numeric::submatrix(x, rows, kept);
  if (filtered) m.ex = numeric::submatrix(ex, rows, kept);
}

// The root 1 of row-standardised weights belongs to the means of periods.
std::vector<std::complex<double>> without_unit_root(std::vector<std::complex<double>> roots) {
  const auto one = std::min_element(roots.begin(), roots.end(),
                                    [](auto p, auto q) { return std::abs(p - 1.0) < std::abs(q - 1.0); });
  if (one != roots.end()) roots.erase(one);
  return roots;
}

}  // namespace

SpatialModel spatial_model(const SpatialModelRequest& q, const command::Context& c) {
  SpatialModel m;
  m.effects = q.effects, m.random = q.random, m.lee_yu = q.lee_yu, m.lag = q.lag, m.error = q.error;
  command::Terms all = q.y;
  for (const command::Terms* t : {&q.x, &q.durbin}) all.insert(all.end(), t->begin(), t->end());
  m.panel = spatial_panel(all, q.groups, q.sample, c);
  const auto roots = [&](const SpatialWeights& w) {
    return compute(c, [&](numeric::Progress&) { return numeric::eigenvalues(w.w); });
  };
  if (m.lag) m.W = panel_weights(q.weights, m.panel, c), m.w_roots = roots(m.W);
  if (m.error) {
    const std::string name = q.error_weights.empty() ? q.weights : q.error_weights;
    m.E = panel_weights(name, m.panel, c);
    m.e_roots = m.lag && name == q.weights ? m.w_roots : roots(m.E);
  }
  if (m.lee_yu && m.effects != SpatialEffects::units && ((m.lag && !m.W.standardised) ||
                                                              (m.error && !m.E.standardised)))
    throw Error(198, "leeyu with effects of periods needs row-standardized weights", std::nullopt,
                {"spatwmat …, standardize; or type(ind, leeyu)"});
  const std::vector<double> y = m.panel.arranged(term_values(q.y.front(), m.panel.sample, c));
  m.y = y;
  if (m.lag) m.wy = spatial_lag(m.W.w, y);
  if (m.error || m.random) m.ey = filtered_lag(y, m);
  if (m.lag && (m.error || m.random)) m.ewy = filtered_lag(m.wy, m);
  for (std::vector<double>* v : {&m.y, &m.wy})
    if (!v->empty() && !m.random) remove_effects(*v, m.panel, m.effects);
  std::vector<std::vector<double>> columns;
  add_spatial_columns(q.x, "Main", false, m, columns, c);
  if (m.random) {
    m.slots.push_back({"Main:_cons", columns.size(), true});
    columns.emplace_back(m.y.size(), 1.0);
  }
  if (q.lagged_regressors) add_spatial_columns(q.durbin.empty() ? q.x : q.durbin, "Wx", true, m, columns, c);
  settle_spatial_columns(std::move(columns), m);
  return m;
}

numeric::SpatialPanelSpec spatial_spec(const SpatialModel& m) {
  numeric::SpatialPanelSpec s;
  s.y = m.y, s.wy = m.wy, s.ey = m.ey, s.ewy = m.ewy;
  s.x = m.x, s.ex = m.ex;
  double n = static_cast<double>(m.panel.n()), T = static_cast<double>(m.panel.T());
  s.w_roots = m.w_roots, s.e_roots = m.e_roots;
  if (m.lee_yu && m.effects != SpatialEffects::periods) T -= 1;
  if (m.lee_yu && m.effects != SpatialEffects::units) {
    n -= 1;
    s.w_roots = without_unit_root(std::move(s.w_roots)), s.e_roots = without_unit_root(std::move(s.e_roots));
    s.largest = 1;
  }
  s.periods = s.e_periods = T;
  if (m.random) {
    s.e_roots.assign(m.panel.n(), 1.0);
    s.e_periods = 1;
    s.lambda_positive = true;
  }
  s.N = n * T;
  return s;
}

}  // namespace nqp::kit
