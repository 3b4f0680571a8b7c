#include "stdlib/kit/long_panels.hpp"

#include <algorithm>

#include "grammar/ast/error.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/declared_panel.hpp"
#include "stdlib/kit/iv_vce.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/vce/wald.hpp"

namespace nqp::kit {

using command::Results;
using numeric::Autocorrelation;

namespace {

Autocorrelation autocorrelation_of(const std::string& word) {
  if (word == "ar1") return Autocorrelation::common;
  return word == "psar1" ? Autocorrelation::by_panel : Autocorrelation::none;
}

numeric::RhoEstimator rho_estimator(const std::string& word) {
  using numeric::RhoEstimator;
  if (word == "freg") return RhoEstimator::freg;
  if (word == "tscorr") return RhoEstimator::tscorr;
  if (word == "dw") return RhoEstimator::dw;
  if (word == "theil") return RhoEstimator::theil;
  return word == "nagar" ? RhoEstimator::nagar : RhoEstimator::regress;
}

[[noreturn]] void rethrow_long_panel(const numeric::Failure& failure) {
  const auto has = [&](const char* fact) {
    return std::any_of(failure.facts.begin(), failure.facts.end(), [&](const auto& f) { return f.first == fact; });
  };
  if (has("balanced"))
    throw Error(459, "panels must be balanced", std::nullopt,
                {"correlated errors need every panel in every period; panels(heteroskedastic) does not"});
  if (has("gaps"))
    throw Error(459, "panels are not equally spaced in time", std::nullopt,
                {"option force takes the previous row of a panel for its previous period"});
  if (has("common")) throw Error(459, "no period is common to all panels", std::nullopt, {"use option pairwise"});
  if (has("pair"))
    throw Error(459, "two panels have no period in common", std::nullopt,
                {"their covariance cannot be estimated; leave one out, or take panels heteroskedastic only"});
  if (has("singular"))
    throw Error(459, "the covariance matrix of the errors is singular", std::nullopt,
                {"panels(correlated) needs at least as many periods as panels"});
  rethrow_as_error(failure);
}

}  // namespace

numeric::LongPanelFit fit_long_panel(LongPanelEstimator estimator, const numeric::LongPanelSpec& spec,
                                     const command::Context& c) {
  try {
    Polling progress(c);
    return estimator(spec, progress);
  } catch (const numeric::Failure& failure) {
    rethrow_long_panel(failure);
  }
}

numeric::LongPanelSpec LongPanelData::spec(const LongPanelArgs& a) const {
  numeric::LongPanelSpec s;
  s.y = y;
  s.x = x;
  s.panel = panels.codes;
  s.time = periods;
  s.autocorrelation = autocorrelation_of(a.correlation);
  s.rho = rho_estimator(a.rho);
  s.divide_by_dof = a.nmk;
  s.ignore_gaps = a.force;
  return s;
}

LongPanelData long_panel_data(const LongPanelArgs& a, const command::Context& c) {
  LongPanelData d;
  d.panel = declared_panel(c.frame);
  d.time = c.frame.panel->time;
  if (d.time.empty())
    throw Error(459, "time variable not set; use xtset panelvar timevar", std::nullopt, {"xtset id year"});
  Needed needed{a.y, {d.panel, d.time}};
  needed.terms.insert(needed.terms.end(), a.x.begin(), a.x.end());
  d.sample = mark_sample(c, a.sample, {}, needed);
  d.y = term_values(a.y[0], d.sample, c);
  d.equation = stacked_equation("", a.x, !a.no_constant, d.sample, c);
  d.x = d.equation.x;
  if (!a.no_constant) {
    d.x.data.insert(d.x.data.end(), d.y.size(), 1.0);
    ++d.x.cols;
  }
  if (d.x.cols == 0) throw Error(102, "too few variables specified", std::nullopt, {"the model has no coefficients"});
  if (d.y.size() <= d.x.cols) throw Error(2001, "insufficient observations");
  d.panels = group_codes(d.panel, d.sample, c);
  d.periods = series_order(d.sample, c).time;
  d.sizes.assign(d.panels.count, 0.0);
  for (const std::int32_t g : d.panels.codes) d.sizes[static_cast<std::size_t>(g)] += 1;
  return d;
}

Coefficients long_panel_coefficients(const LongPanelData& d, const numeric::LongPanelFit& fit) {
  const std::size_t columns = d.equation.design.x.cols + (d.equation.design.constant ? 1 : 0);
  std::vector<std::size_t> place;
  for (std::size_t j = 0; j < columns; ++j)
    if (j >= d.equation.omitted.size() || !d.equation.omitted[j]) place.push_back(j);
  std::vector<double> b(columns, 0.0);
  numeric::Matrix V(columns, columns);
  for (std::size_t i = 0; i < place.size(); ++i) {
    b[place[i]] = fit.b[i];
    for (std::size_t j = 0; j < place.size(); ++j) V(place[i], place[j]) = fit.V(i, j);
  }
  return coefficients(d.equation.design, b, V, d.equation.omitted);
}

void post_long_panel(const LongPanelData& d, const LongPanelArgs& a, const numeric::LongPanelFit& fit,
                     numeric::PanelErrors errors, Results& e) {
  const double N = static_cast<double>(d.y.size()), m = static_cast<double>(d.panels.count);
  const auto ends = std::minmax_element(d.sizes.begin(), d.sizes.end());
  std::vector<std::int32_t> periods = d.periods;
  std::sort(periods.begin(), periods.end());
  const double T = static_cast<double>(std::unique(periods.begin(), periods.end()) - periods.begin());
  std::vector<std::size_t> slopes(d.equation.x.cols);
  for (std::size_t j = 0; j < slopes.size(); ++j) slopes[j] = j;
  const double df = static_cast<double>(slopes.size());
  const double chi2 = slopes.empty() ? data::missing : numeric::wald_zero(slopes, fit.b, fit.V).chi2;
  const double covariances = errors == numeric::PanelErrors::iid               ? 1
                             : errors == numeric::PanelErrors::heteroskedastic ? m
                                                                               : m * (m + 1) / 2;
  const double autocorrelations = fit.rho.empty() ? 0 : a.correlation == "ar1" ? 1 : m;
  post_scalars(e, {{"N", N},
                   {"N_g", m},
                   {"N_t", T},
                   {"g_min", *ends.first},
                   {"g_avg", N / m},
                   {"g_max", *ends.second},
                   {"df_m", df},
                   {"chi2", chi2},
                   {"p", numeric::dist::chi2tail(df, chi2)},
                   {"n_cf", static_cast<double>(d.x.cols)},
                   {"n_cv", covariances},
                   {"n_cr", autocorrelations},
                   {"rank", static_cast<double>(d.x.cols)}});
  e.macro("chi2type", "Wald").macro("ivar", d.panel).macro("tvar", d.time);
  e.macro("vt", errors == numeric::PanelErrors::iid               ? "homoskedastic"
                : errors == numeric::PanelErrors::heteroskedastic ? "heteroskedastic"
                                                                  : "heteroskedastic with cross-sectional correlation");
  e.macro("corr", a.correlation == "ar1"     ? "common AR(1)"
                  : a.correlation == "psar1" ? "panel-specific AR(1)"
                                             : "no autocorrelation");
  std::vector<std::string> names;
  for (std::size_t g = 0; g < d.panels.count; ++g) names.push_back("_ee" + std::to_string(g + 1));
  e.matrix("Sigma", named_matrix(fit.sigma, names, names));
  if (fit.rho.empty()) return;
  e.macro("rhotype", a.rho);
  if (a.correlation == "ar1") e.scalar("rho", fit.rho[0]);
  e.matrix("rhomat", named_row(fit.rho, "rho", names));
}

command::Output long_panel_report(Results e, const LongPanelData& d, const LongPanelArgs& a, const Coefficients& k,
                                  const std::vector<std::string>& lines, const command::Context& c) {
  const bool converged = e.scalar_or("converged", 1) != 0;
  report::Document table = show_estimates(e, a, c);
  command::Output out = estimation(std::move(e), d.sample, k, level_or_default(a.level, c));
  if (!a.no_header) {
    out.document.blank();
    for (const std::string& line : lines) out.line(line);
  }
  require_convergence(converged, out);
  out.document.append(std::move(table));
  return out;
}

}  // namespace nqp::kit
