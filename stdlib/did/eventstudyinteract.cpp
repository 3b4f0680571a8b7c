// eventstudyinteract: Sun and Abraham's interaction-weighted event study with dummies made by the user.
#include <algorithm>
#include <cmath>

#include "interpreter/command/definition.hpp"
#include "interpreter/command/resolve.hpp"
#include "stdlib/kit/absorbed_effects.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/numeric/linalg/products.hpp"
#include "stdlib/numeric/panel/fit_absorbed.hpp"

namespace nqp::commands::eventstudyinteract_ {
namespace {

using namespace command;

struct Args : kit::DisplayOptions {
  Terms y, dummies, covariates;
  Sample sample;
  Weight weight;
  Vce vce;
  std::string cohort, control, absorb;
};

struct Data {
  kit::EstimationSample sample;
  kit::AbsorbRequest effects;
  std::vector<double> y, cohort, cohorts;     // cohorts: distinct ones that are no controls
  std::vector<std::size_t> of_row;            // index into cohorts, its size for controls
  kit::Design dummies, covariates;
};

Data read(const Args& a, const Context& c) {
  Data d;
  d.effects = kit::parse_absorb(a.absorb, c);
  kit::Needed needed{a.y, a.vce.variables};
  needed.terms.insert(needed.terms.end(), a.dummies.begin(), a.dummies.end());
  needed.terms.insert(needed.terms.end(), a.covariates.begin(), a.covariates.end());
  needed.groups.push_back(a.control);
  kit::require(d.effects, needed);
  d.sample = kit::mark_sample(c, a.sample, a.weight, needed);
  kit::drop_singletons(d.effects, d.sample, c);
  d.y = kit::term_values(a.y[0], d.sample, c);
  d.dummies = kit::make_design(a.dummies, false, d.sample, c);
  d.covariates = kit::make_design(a.covariates, false, d.sample, c);
  std::vector<double> control(d.sample.size());
  d.cohort.resize(d.sample.size());
  c.numeric(a.control).read_rows(d.sample.rows, control.data());
  c.numeric(a.cohort).read_rows(d.sample.rows, d.cohort.data());
  for (std::size_t i = 0; i < control.size(); ++i)
    if (control[i] == 0 && !data::is_missing(d.cohort[i])) d.cohorts.push_back(d.cohort[i]);
  std::sort(d.cohorts.begin(), d.cohorts.end());
  d.cohorts.erase(std::unique(d.cohorts.begin(), d.cohorts.end()), d.cohorts.end());
  if (d.cohorts.empty()) throw Error(459, "no treated cohort", std::nullopt, {a.control + " is 1 everywhere"});
  for (std::size_t i = 0; i < control.size(); ++i) {
    const auto at = std::lower_bound(d.cohorts.begin(), d.cohorts.end(), d.cohort[i]) - d.cohorts.begin();
    const bool treated = control[i] == 0 && !data::is_missing(d.cohort[i]);
    d.of_row.push_back(treated ? static_cast<std::size_t>(at) : d.cohorts.size());
  }
  return d;
}

// Cells with observations, by dummy and cohort; the share of each cohort among the observations of a dummy.
struct Cells {
  std::vector<std::size_t> dummy, cohort;
  std::vector<double> share, weight;          // weight: of all treated observations of the dummy
  numeric::Matrix x;
};

Cells cells_of(const Data& d) {
  const std::size_t n = d.sample.size(), L = d.dummies.x.cols, G = d.cohorts.size();
  numeric::Matrix weight(G, L);
  for (std::size_t l = 0; l < L; ++l)
    for (std::size_t i = 0; i < n; ++i)
      if (d.of_row[i] < G && d.dummies.x(i, l) != 0)
        weight(d.of_row[i], l) += d.sample.weights.empty() ? 1.0 : d.sample.weights[i];
  Cells k;
  for (std::size_t l = 0; l < L; ++l) {
    double sum = 0;
    for (std::size_t g = 0; g < G; ++g) sum += weight(g, l);
    for (std::size_t g = 0; g < G; ++g) {
      if (weight(g, l) == 0) continue;
      k.dummy.push_back(l), k.cohort.push_back(g);
      k.share.push_back(weight(g, l) / sum), k.weight.push_back(sum);
    }
  }
  k.x = numeric::Matrix(n, k.dummy.size());
  for (std::size_t j = 0; j < k.dummy.size(); ++j)
    for (std::size_t i = 0; i < n; ++i) k.x(i, j) = d.of_row[i] == k.cohort[j] ? d.dummies.x(i, k.dummy[j]) : 0;
  return k;
}

std::vector<std::string> names_of(const kit::Design& design) {
  std::vector<std::string> out(design.x.cols);
  for (const kit::Slot& s : design.slots)
    if (s.state == kit::Slot::State::kept) out[s.column] = kit::slot_name(s);
  return out;
}

// Shares are estimates: b' Σ_rows r r'/n² b with r = 1{cohort} - share.
double share_variance(const Data& d, const Cells& k, const std::vector<double>& b, std::size_t l) {
  double mean = 0, weight = 0, sum = 0;
  std::vector<double> effect(d.cohorts.size(), 0.0);
  for (std::size_t j = 0; j < k.dummy.size(); ++j)
    if (k.dummy[j] == l) mean += k.share[j] * b[j], effect[k.cohort[j]] = b[j], weight = k.weight[j];
  for (std::size_t i = 0; i < d.sample.size() && weight > 0; ++i) {
    if (d.of_row[i] == d.cohorts.size() || d.dummies.x(i, l) == 0) continue;
    const double w = (d.sample.weights.empty() ? 1.0 : d.sample.weights[i]) / weight;
    sum += w * w * (effect[d.of_row[i]] - mean) * (effect[d.of_row[i]] - mean);
  }
  return sum;
}

Output run(const Args& a, const Context& c) {
  if (a.y.empty()) return kit::replay("eventstudyinteract", a, c);
  const Data d = read(a, c);
  const Cells k = cells_of(d);
  const kit::VceChoice vce = kit::choose_vce(a.vce, "unadjusted", d.sample, c);
  const kit::AbsorbedEffects absorbed(d.effects, d.sample, c);
  const numeric::Matrix x = d.covariates.x.cols > 0 ? numeric::join_columns(k.x, d.covariates.x) : k.x;
  numeric::AbsorbedSpec spec;
  spec.y = d.y, spec.x = x, spec.effects = absorbed.effects();
  spec.weights = d.sample.weights, spec.weight_kind = d.sample.weight_kind, spec.drop_singletons = false;
  const numeric::AbsorbedFit fit =
      kit::compute(c, [&](numeric::Progress& p) { return numeric::fit_absorbed(spec, vce.spec(), p); });

  const std::size_t L = d.dummies.x.cols, m = k.dummy.size(), others = fit.b.size() - m;
  numeric::Matrix A(L + others, fit.b.size()), shares(d.cohorts.size(), L);
  for (std::size_t j = 0; j < m; ++j) A(k.dummy[j], j) = shares(k.cohort[j], k.dummy[j]) = k.share[j];
  for (std::size_t j = 0; j < others; ++j) A(L + j, m + j) = 1;
  kit::Coefficients all;
  all.names = names_of(d.dummies);
  const std::vector<std::string> dummy_names = all.names;
  for (const std::string& name : names_of(d.covariates)) all.names.push_back(name);
  all.names.push_back("_cons");
  all.b = numeric::multiply(A, fit.b);
  all.V = numeric::quadratic_form(A, fit.V);
  for (std::size_t l = 0; l < L; ++l) all.V(l, l) += share_variance(d, k, fit.b, l);

  Results e = kit::begin_estimates("eventstudyinteract", "IW estimates for dynamic effects", kit::depvar_name(a.y), c);
  kit::post_scalars(e, {{"N", fit.N}, {"df_r", fit.df_r}, {"df_a", fit.df_a}, {"r2", fit.r2}, {"rmse", fit.rmse}});
  kit::post_vce(vce, fit.N_clust, e);
  kit::post_weight(e, a.weight);
  e.macro("absvars", d.effects.text());
  std::vector<std::string> cells, cohorts;
  for (std::size_t j = 0; j < m; ++j)
    cells.push_back("g" + std::to_string(static_cast<long>(d.cohorts[k.cohort[j]])) + ":" + dummy_names[k.dummy[j]]);
  for (const double g : d.cohorts) cohorts.push_back(std::to_string(static_cast<long>(g)));
  numeric::Matrix V_iw(L, L), V_cells(m, m);
  for (std::size_t i = 0; i < L; ++i)
    for (std::size_t j = 0; j < L; ++j) V_iw(i, j) = all.V(i, j);
  for (std::size_t i = 0; i < m; ++i)
    for (std::size_t j = 0; j < m; ++j) V_cells(i, j) = fit.V(i, j);
  using Difference = std::ptrdiff_t;
  e.matrix("b_iw", kit::named_row({all.b.begin(), all.b.begin() + static_cast<Difference>(L)}, "y1", dummy_names));
  e.matrix("V_iw", kit::named_matrix(V_iw, dummy_names, dummy_names));
  e.matrix("b_interact", kit::named_row({fit.b.begin(), fit.b.begin() + static_cast<Difference>(m)}, "y1", cells));
  e.matrix("V_interact", kit::named_matrix(V_cells, cells, cells));
  e.matrix("ff_w", kit::named_matrix(shares, cohorts, dummy_names));
  kit::post_coefficients(e, all);
  report::Document table = kit::show_estimates(e, a, c);
  Output out = kit::estimation(std::move(e), d.sample, all, kit::level_or_default(a.level, c));
  out.document.append(std::move(table));
  return out;
}

constexpr const char* panel =
    "clear\nset obs 60\ngenerate id = ceil(_n/6)\ngenerate t = mod(_n - 1, 6) + 1\n"
    "generate g = cond(id <= 3, 4, cond(id <= 6, 5, .))\ngenerate y = id + t + 2*(t >= g) + mod(7*_n, 5)/10\n"
    "generate byte never = missing(g)\ngenerate byte m2 = t - g <= -2\ngenerate byte p0 = t == g\n"
    "generate byte p1 = t > g & g < .\n";

}  // namespace

extern const Command eventstudyinteract_command =
    define<Args>("eventstudyinteract", "Interaction-weighted event study (Sun and Abraham)")
        .dependent(&Args::y)
        .terms(&Args::dummies, {0})
        .replays()
        .if_in(&Args::sample)
        .weights(&Args::weight, {WeightKind::aweight, WeightKind::fweight, WeightKind::pweight})
        .variable("cohort", &Args::cohort, "first treated period; missing for never treated")
        .required("cohort")
        .variable("control_cohort", &Args::control, "0/1: units of the control cohort")
        .required("control_cohort")
        .term_list("COVARIATEs", &Args::covariates, "covariates")
        .text("Absorb", &Args::absorb, "fixed effects: i.id i.year")
        .required("absorb")
        .vce(&Args::vce, {"unadjusted", "robust", "cluster"})
        .number("Level", &Args::level, 10, 99.99, "confidence level in percent")
        .stores({{"e(N)", "observations"},
                 {"e(df_r)", "residual degrees of freedom"},
                 {"e(b_iw)", "averages over cohorts of each dummy's effect"},
                 {"e(V_iw)", "their variances, with the error of the shares"},
                 {"e(b_interact)", "effects by cohort"},
                 {"e(V_interact)", "their variances"},
                 {"e(ff_w)", "cohort shares by dummy"},
                 {"e(b)", "averages, covariates, constant"},
                 {"e(V)", "variances and covariances"},
                 {"r(table)", "coefficients, standard errors, tests and intervals"}})
        .changes(Effect::estimates | Effect::results)
        .reference("Sun, L. and Abraham, S. (2021). Journal of Econometrics 225, 175-199.")
        .remark("The dummies are made by the user, without the period of reference; each is 0 for the control cohort.")
        .example("Never-treated controls",
                 std::string(panel) + "eventstudyinteract y m2 p0 p1, cohort(g) control_cohort(never) absorb(i.id i.t) "
                 "vce(cluster id)",
                 "abs(el(e(b_iw), 1, 2) - 2) < .3 & colsof(e(b_interact)) == 6")
        .example("Shares of the cohorts",
                 std::string(panel) + "eventstudyinteract y m2 p0 p1, cohort(g) control_cohort(never) absorb(id t)\n"
                 "matrix S = e(ff_w)", "abs(S[1,2] - .5) < 1e-12 & abs(S[1,3] - 2/3) < 1e-12")
        .runs(run);

}  // namespace nqp::commands::eventstudyinteract_
