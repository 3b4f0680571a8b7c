// xtabond2: difference and system GMM for dynamic panels.
#include <algorithm>
#include <cmath>

#include "interpreter/command/definition.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/text/joined.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/kit/dynamic_panel.hpp"
#include "stdlib/kit/header.hpp"
#include "stdlib/kit/instruments.hpp"
#include "stdlib/kit/options_of.hpp"
#include "stdlib/kit/parse_number.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/missing.hpp"
#include "stdlib/numeric/panel/dynamic_gmm.hpp"

namespace nqp::commands::xtabond2_ {
namespace {

using namespace command;
using numeric::GmmEquation;

struct Args {
  Terms y, x;
  Sample sample;
  std::vector<ast::Option> options;    // gmm() and iv() may be given several times
};

struct Request {
  kit::DisplayOptions display;
  bool no_level = false, orthogonal = false, two_step = false, robust = false, small = false, no_constant = false;
  int h = 3, ar_tests = 2;
  Terms z;                             // variables of all instruments
  std::vector<numeric::LagInstruments> lags;
  std::vector<numeric::PlainInstruments> plain;
  std::vector<std::string> lag_text, plain_text;   // as written
  bool subset_tests = true, principal_components = false;
  int components = 0;
  Variables clusters;
};

double number_of(const std::string& text, const ast::Option& o) {
  const std::optional<double> v = kit::parse_number(text);
  if (!v || data::is_missing(*v)) throw Error(198, "option " + o.name + "() needs a number", o.name_span);
  return *v;
}

GmmEquation equation_of(const ast::Option& o) {
  const std::string word(kit::trim(o.argument));
  if (kit::abbreviates(word, "Diff")) return GmmEquation::difference;
  if (kit::abbreviates(word, "Level")) return GmmEquation::level;
  if (kit::abbreviates(word, "Both")) return GmmEquation::both;
  throw Error(198, "equation() takes diff, level or both", o.name_span);
}

// "a b": `.` is 1 for the first and no limit for the second.
void read_limits(const ast::Option& o, numeric::LagInstruments& q) {
  std::string_view rest = o.argument;
  const std::string first = kit::take_word(rest), last = kit::take_word(rest);
  if (first.empty() || last.empty() || !kit::trim(rest).empty())
    throw Error(198, "laglimits() needs two numbers", o.name_span, {"for example lag(2 4), or lag(2 .)"});
  q.first = first == "." ? 1 : static_cast<int>(number_of(first, o));
  q.last = last == "." ? 1000000 : static_cast<int>(number_of(last, o));
  if (q.first < 0 || q.last < q.first) throw Error(198, "laglimits() needs 0 <= first <= last", o.name_span);
}

std::vector<std::size_t> add_variables(Request& r, const Terms& terms) {
  std::vector<std::size_t> out;
  for (const ast::Interaction& t : terms) {
    out.push_back(r.z.size());
    r.z.push_back(t);
  }
  return out;
}

void read_lag_instruments(const ast::Option& o, Request& r, const Context& c) {
  kit::BodyAndOptions parts = kit::split_options(o.argument);
  numeric::LagInstruments q;
  const Terms terms = resolve_terms(kit::trim(parts.body), c);
  kit::forbid_factors(terms, "gmm()");
  q.variables = add_variables(r, terms);
  if (const ast::Option* s = parts.find("LAGlimits")) read_limits(*s, q);
  q.collapse = parts.find("Collapse") != nullptr;
  if (const ast::Option* s = parts.find("Equation")) q.equation = equation_of(*s);
  const bool split = parts.find("SPlit") != nullptr;
  parts.check_all_known();
  const std::string text = "gmm(" + std::string(kit::trim(o.argument)) + ")";
  if (split && q.equation != GmmEquation::both)
    throw Error(198, "split is for instruments of both equations", o.name_span);
  if (split) {
    // The same instruments, those of each equation a group of their own in the difference-in-Hansen tests.
    numeric::LagInstruments levels = q;
    q.equation = GmmEquation::difference;
    levels.equation = GmmEquation::level;
    levels.first = levels.last = q.first - 1;
    r.lags.push_back(std::move(levels));
    r.lag_text.push_back(text + " eq(level)");
  }
  r.lags.push_back(std::move(q));
  r.lag_text.push_back(text + (split ? " eq(diff)" : ""));
}

void read_plain_instruments(const ast::Option& o, Request& r, const Context& c) {
  kit::BodyAndOptions parts = kit::split_options(o.argument);
  numeric::PlainInstruments q;
  q.variables = add_variables(r, kit::single_columns(resolve_terms(kit::trim(parts.body), c), c));
  q.as_is = parts.find("Passthru") != nullptr;
  if (const ast::Option* s = parts.find("Equation")) q.equation = equation_of(*s);
  parts.check_all_known();
  r.plain.push_back(std::move(q));
  r.plain_text.push_back("iv(" + std::string(kit::trim(o.argument)) + ")");
}

bool read_flag(const ast::Option& o, Request& r) {
  const auto is = [&](const char* full) { return kit::abbreviates(o.name, full); };
  if (is("NOLeveleq")) return r.no_level = true;
  if (is("ORthogonal")) return r.orthogonal = true;
  if (is("TWOstep")) return r.two_step = true;
  if (is("Robust")) return r.robust = true;
  if (is("SMall")) return r.small = true;
  if (is("noConstant")) return r.no_constant = true;
  if (is("NOHEader")) return r.display.no_header = true;
  if (is("NOTable")) return r.display.no_table = true;
  if (is("pca")) return r.principal_components = true;
  if (is("NODiffsargan")) return !(r.subset_tests = false);
  return is("nomata");
}

Request read_options(const Args& a, const Context& c) {
  Request r;
  for (const ast::Option& o : a.options) {
    if (kit::abbreviates(o.name, "GMMstyle")) read_lag_instruments(o, r, c);
    else if (kit::abbreviates(o.name, "IVstyle")) read_plain_instruments(o, r, c);
    else if (kit::abbreviates(o.name, "Cluster")) r.clusters = resolve_variables(kit::trim(o.argument), c);
    else if (o.name == "h") r.h = static_cast<int>(number_of(o.argument, o));
    else if (kit::abbreviates(o.name, "COMPonents")) r.components = static_cast<int>(number_of(o.argument, o));
    else if (kit::abbreviates(o.name, "ARtests")) r.ar_tests = static_cast<int>(number_of(o.argument, o));
    else if (kit::abbreviates(o.name, "Level")) r.display.level = kit::read_level(o);
    else if (!read_flag(o, r)) throw Error(198, "option " + o.name + " not allowed", o.name_span);
  }
  r.robust = r.robust || !r.clusters.empty();
  if (r.h < 1 || r.h > 3) throw Error(198, "h() takes 1, 2 or 3");
  if (r.components < 0 || (r.components > 0 && !r.principal_components))
    throw Error(198, "components() is a positive number beside pca");
  if (r.ar_tests < 1 || r.ar_tests > 20) throw Error(198, "artests() takes 1 to 20");
  return r;
}

void post_tests(const numeric::DynamicFit& fit, Results& e) {
  const double p_sargan = fit.overid > 0 ? numeric::dist::chi2tail(fit.overid, fit.sargan) : numeric::undefined;
  const double p_hansen = fit.overid > 0 ? numeric::dist::chi2tail(fit.overid, fit.hansen) : numeric::undefined;
  kit::post_scalars(e, {{"j", fit.instruments}, {"sargan", fit.sargan}, {"sar_df", fit.overid},
                        {"sarganp", p_sargan}, {"hansen", fit.hansen}, {"hansen_df", fit.overid},
                        {"hansenp", p_hansen}});
  for (std::size_t m = 0; m < fit.ar.size(); ++m) {
    const std::string name = "ar" + std::to_string(m + 1);
    const double z = fit.ar[m];
    kit::post_scalars(e, {{name, z}, {name + "p", std::erfc(std::fabs(z) / std::sqrt(2.0))}});
  }
}

void post_clusters(const Request& r, const numeric::DynamicFit& fit, Results& e) {
  if (r.clusters.empty()) return;
  e.macro("vce", "cluster").macro("clustvar", text::joined(r.clusters));
  e.scalar("N_clust", *std::min_element(fit.N_clust.begin(), fit.N_clust.end()));
  for (std::size_t i = 0; i < fit.N_clust.size(); ++i) e.scalar("Nclust" + std::to_string(i + 1), fit.N_clust[i]);
}

void show_tests(const Results& e, std::size_t orders, Output& out) {
  const auto shown = [&](const std::string& name, int d) { return kit::fixed_text(e.scalar_or(name), d); };
  for (std::size_t m = 1; m <= orders; ++m) {
    const std::string name = "ar" + std::to_string(m);
    out.line("Arellano-Bond test for AR(" + std::to_string(m) + ") in first differences: z = " + shown(name, 2) +
             "  Pr > z = " + shown(name + "p", 3));
  }
  const std::string df = shown("sar_df", 0);
  out.line("Sargan test of overid. restrictions: chi2(" + df + ") = " + shown("sargan", 2) + "  Prob > chi2 = " +
           shown("sarganp", 3));
  out.line("  (Not robust, but not weakened by many instruments.)");
  out.line("Hansen test of overid. restrictions: chi2(" + df + ") = " + shown("hansen", 2) + "  Prob > chi2 = " +
           shown("hansenp", 3));
  out.line("  (Robust, but weakened by many instruments.)");
}

std::string group_name(const numeric::SubsetTest& t, const Request& r) {
  if (t.kind == numeric::SubsetTest::Kind::level_lags) return "GMM instruments for levels";
  return t.kind == numeric::SubsetTest::Kind::lags ? r.lag_text[t.group] : r.plain_text[t.group];
}

// e(diffsargan): one row for each group of instruments.
void post_subsets(const numeric::DynamicFit& fit, Results& e) {
  if (fit.subsets.empty()) return;
  numeric::Matrix m(fit.subsets.size(), 6);
  std::vector<std::string> rows;
  for (std::size_t i = 0; i < fit.subsets.size(); ++i) {
    const numeric::SubsetTest& t = fit.subsets[i];
    const double p = t.df > 0 ? numeric::dist::chi2tail(t.df, t.hansen) : numeric::undefined;
    const double values[] = {t.hansen, t.df, p, t.difference, t.difference_df,
                             numeric::dist::chi2tail(t.difference_df, std::max(0.0, t.difference))};
    for (std::size_t j = 0; j < 6; ++j) m(i, j) = kit::stored(values[j]);
    rows.push_back("g" + std::to_string(i + 1));
  }
  e.matrix("diffsargan", kit::named_matrix(m, rows, {"H", "df", "p", "diff", "diff_df", "diff_p"}));
}

void show_subsets(const numeric::DynamicFit& fit, const Request& r, const Results& e, Output& out) {
  const eval::Matrix* m = e.find_matrix("diffsargan");
  if (!m) return;
  out.document.blank();
  out.line("Difference-in-Hansen tests of exogeneity of instrument subsets:");
  const auto line = [&](const char* what, std::size_t i, std::size_t at) {
    out.line(std::string("    ") + what + " chi2(" + kit::fixed_text((*m)(i, at + 1), 0) + ") = " +
             kit::fixed_text((*m)(i, at), 2) + "  Prob > chi2 = " + kit::fixed_text((*m)(i, at + 2), 3));
  };
  for (std::size_t i = 0; i < fit.subsets.size(); ++i) {
    out.line("  " + group_name(fit.subsets[i], r));
    line("Hansen test excluding group:    ", i, 0);
    line("Difference (null H = exogenous):", i, 3);
  }
}

// Rows of e(sample): those of the level equation, or of the differenced one.
kit::EstimationSample used_rows(const Args& a, const Request& r, const Context& c) {
  kit::Needed needed{a.y, {c.frame.panel->panel, c.frame.panel->time}};
  needed.terms.insert(needed.terms.end(), a.x.begin(), a.x.end());
  needed.groups.insert(needed.groups.end(), r.clusters.begin(), r.clusters.end());
  for (const numeric::PlainInstruments& p : r.plain)
    for (const std::size_t j : p.variables) needed.terms.push_back(r.z[j]);
  return kit::mark_sample(c, a.sample, {}, needed);
}

Output run(const Args& a, const Context& c) {
  const Request r = read_options(a, c);
  if (a.y.empty()) return kit::replay("xtabond2", r.display, c);
  if (r.lags.empty() && r.plain.empty())
    throw Error(198, "instruments needed", std::nullopt, {"gmm(L.y) and iv(x) name them"});
  const kit::PanelGrid grid = kit::panel_grid(c);
  const kit::EstimationSample used = used_rows(a, r, c);
  numeric::Matrix y = kit::on_grid(a.y, grid, c);
  kit::mask_outside(y, used, grid);
  numeric::DynamicSpec spec;
  spec.panels = grid.panels;
  spec.periods = grid.periods;
  spec.y = y.data;
  kit::DynamicDesign model = kit::dynamic_design(a.x, !r.no_level && !r.no_constant, used, grid, c);
  spec.x = std::move(model.x);
  spec.z = kit::on_grid(r.z, grid, c);
  spec.lags = r.lags;
  spec.plain = r.plain;
  spec.level_equation = !r.no_level;
  spec.constant = !r.no_constant;
  spec.two_step = r.two_step;
  spec.robust = r.robust;
  spec.small = r.small;
  spec.h = r.h;
  spec.ar_tests = r.ar_tests;
  spec.orthogonal = r.orthogonal;
  spec.principal_components = r.principal_components;
  spec.components = r.components;
  spec.subset_tests = r.subset_tests && !r.principal_components;
  for (const std::string& v : r.clusters) spec.clusters.push_back(kit::codes_on_grid(v, used, grid, c));
  const numeric::DynamicFit fit =
      kit::compute(c, [&](numeric::Progress& p) { return numeric::fit_dynamic_gmm(spec, p); });

  const kit::Coefficients k = kit::coefficients(model.design, fit.b, fit.V, fit.omitted);
  const std::string title = std::string("Dynamic panel-data estimation, ") + (r.two_step ? "two" : "one") +
                            "-step " + (r.no_level ? "difference" : "system") + " GMM";
  Results e = kit::begin_estimates("xtabond2", title, kit::depvar_name(a.y), c);
  const double slopes = kit::dynamic_slopes(fit), chi2 = kit::dynamic_wald(fit);
  kit::post_scalars(e, {{"N", fit.N}, {"N_g", fit.N_g}, {"g_min", fit.g_min}, {"g_avg", fit.N / fit.N_g},
                        {"g_max", fit.g_max}, {"sig2", fit.sig2}, {"df_m", slopes}});
  if (r.small) kit::post_scalars(e, {{"F", chi2 / slopes}, {"df_r", fit.df_r}});
  else kit::post_scalars(e, {{"chi2", chi2}, {"chi2p", numeric::dist::chi2tail(slopes, chi2)}});
  post_tests(fit, e);
  post_subsets(fit, e);
  e.macro("ivar", c.frame.panel->panel).macro("tvar", c.frame.panel->time);
  e.macro("transform", r.orthogonal ? "orthogonal deviations" : "first differences");
  e.macro("twostep", r.two_step ? "twostep" : "").macro("esttype", r.no_level ? "difference" : "system");
  if (r.robust) e.macro("vcetype", r.two_step ? "Corrected" : "Robust").macro("vce", "robust");
  post_clusters(r, fit, e);
  if (r.principal_components)
    e.macro("pca", "pca").scalar("components", fit.components).scalar("pcaR2", fit.component_share);
  kit::post_coefficients(e, k);
  report::Document table = kit::show_estimates(e, r.display, c);
  const Results shown = e;
  Output out = kit::estimation(std::move(e), used, k, kit::level_or_default(r.display.level, c));
  out.document.append(std::move(table));
  out.line("Number of instruments = " + kit::fixed_text(fit.instruments, 0));
  if (fit.instruments > fit.N_g)
    out.line("Warning: Number of instruments may be large relative to number of observations.", report::Style::note);
  if (fit.components > 0)
    out.line("Principal components of the GMM instruments: " + kit::fixed_text(fit.components, 0) +
             ", with a share of " + kit::fixed_text(fit.component_share, 3) + " of their variance");
  show_tests(shown, fit.ar.size(), out);
  show_subsets(fit, r, shown, out);
  return out;
}

}  // namespace

extern const Command xtabond2_command =
    define<Args>("xtabond2", "Difference and system GMM for dynamic panels")
        .dependent(&Args::y)
        .terms(&Args::x, {0})
        .replays()
        .if_in(&Args::sample)
        .any_options(&Args::options)
        .no_by()
        .stores({{"e(N)", "observations of the level equation, or of the differenced one with noleveleq"},
                 {"e(N_g)", "number of panels"},
                 {"e(g_min)", "smallest panel"},
                 {"e(g_avg)", "average panel size"},
                 {"e(g_max)", "largest panel"},
                 {"e(j)", "number of instruments, linearly dependent ones left out"},
                 {"e(sig2)", "variance of the level errors"},
                 {"e(sargan)", "Sargan test of the first step"},
                 {"e(sar_df)", "its degrees of freedom"},
                 {"e(sarganp)", "its p-value"},
                 {"e(hansen)", "Hansen test of the second step"},
                 {"e(hansen_df)", "its degrees of freedom"},
                 {"e(hansenp)", "its p-value"},
                 {"e(ar1)", "test of first-order autocorrelation in differences; e(ar2) of the second"},
                 {"e(ar1p)", "its p-value"},
                 {"e(ar2)", "test of second-order autocorrelation"},
                 {"e(ar2p)", "its p-value"},
                 {"e(df_m)", "slopes"},
                 {"e(clustvar)", "cluster variables"},
                 {"e(N_clust)", "the smallest number of clusters; e(Nclust1) … of each variable"},
                 {"e(components)", "pca: principal components of the lag instruments"},
                 {"e(pcaR2)", "pca: their share of the variance"},
                 {"e(chi2)", "Wald test of the slopes; e(F) with small"},
                 {"e(esttype)", "difference or system"},
                 {"e(transform)", "first differences or orthogonal deviations"},
                 {"e(diffsargan)", "difference-in-Hansen tests: a row for each group of instruments"},
                 {"e(b)", "coefficients"},
                 {"e(V)", "their variances and covariances"},
                 {"r(table)", "coefficients, standard errors, tests and intervals"}})
        .changes(Effect::estimates | Effect::results)
        .reference("Arellano, M. and Bond, S. (1991). Review of Economic Studies 58, 277-297.")
        .reference("Blundell, R. and Bond, S. (1998). Journal of Econometrics 87, 115-143.")
        .reference("Windmeijer, F. (2005). Journal of Econometrics 126, 25-51.")
        .reference("Roodman, D. (2009). How to do xtabond2. Stata Journal 9, 86-136.")
        .reference("Bontempi, M. E. and Mammi, I. (2015). Stata Journal 15, 1075-1097 (pca).")
        .remark("gmm(list, lag(a b) collapse split eq(diff|level|both)) makes instruments from lags, split one group an "
                "equation; iv(list, eq() passthru) "
                "takes variables as they are, differenced in the differenced equation.")
        .remark("noleveleq leaves the level equation out: difference GMM, without a constant. twostep takes the "
                "efficient weights; with robust its errors are corrected after Windmeijer.")
        .remark("Difference-in-Hansen tests leave out one gmm() or iv() group, or the lag instruments of the level "
                "equation, and keep the weights of the others; nodiffsargan leaves them out.")
        .remark("orthogonal takes forward orthogonal deviations instead of differences; lags count as for differences.")
        .remark("cluster(varlist) has robust errors and second-step weights by these clusters instead of panels; tests "
                "of autocorrelation stay by panel.")
        .remark("pca takes principal components of all gmm() instruments for them, those with eigenvalues of one and "
                "more or components(#); there are no difference-in-Hansen tests then.")
        .remark("small, h(1|2|3), artests(#), noconstant and level(#) are the other options.")
        .example("Difference GMM",
                 "clear\nset obs 120\nset seed 1\ngenerate id = ceil(_n/6)\ngenerate t = mod(_n - 1, 6) + 1\n"
                 "generate x = rnormal()\ngenerate double y = mod(id, 5) + rnormal() if t == 1\n"
                 "replace y = .5*y[_n-1] + x + mod(id, 5) + rnormal() if t > 1\nxtset id t\n"
                 "xtabond2 y L.y x, gmm(L.y, collapse) iv(x) noleveleq twostep robust",
                 "e(N) == 80 & e(N_g) == 20 & e(hansen_df) == 3 & e(esttype) == \"difference\"")
        .example("Principal components of the instruments: all of them are the instruments themselves",
                 "clear\nset obs 120\nset seed 1\ngenerate id = ceil(_n/6)\ngenerate t = mod(_n - 1, 6) + 1\n"
                 "generate x = rnormal()\ngenerate double y = mod(id, 5) + rnormal() if t == 1\n"
                 "replace y = .5*y[_n-1] + x + mod(id, 5) + rnormal() if t > 1\nxtset id t\n"
                 "quietly xtabond2 y L.y x, gmm(L.y, collapse) iv(x) noleveleq\nscalar b = _b[L.y]\n"
                 "xtabond2 y L.y x, gmm(L.y, collapse) iv(x) noleveleq pca components(4)",
                 "e(components) == 4 & abs(e(pcaR2) - 1) < 1e-9 & abs(_b[L.y] - b) < 1e-8")
        .example("Errors clustered by groups of panels",
                 "clear\nset obs 120\nset seed 1\ngenerate id = ceil(_n/6)\ngenerate t = mod(_n - 1, 6) + 1\n"
                 "generate state = ceil(id/2)\ngenerate x = rnormal()\n"
                 "generate double y = mod(id, 5) + rnormal() if t == 1\n"
                 "replace y = .5*y[_n-1] + x + mod(id, 5) + rnormal() if t > 1\nxtset id t\n"
                 "xtabond2 y L.y x, gmm(L.y, lag(1 2) collapse) iv(x) twostep cluster(state)",
                 "e(N_clust) == 10 & e(clustvar) == \"state\"")
        .example("System GMM",
                 "clear\nset obs 120\nset seed 1\ngenerate id = ceil(_n/6)\ngenerate t = mod(_n - 1, 6) + 1\n"
                 "generate x = rnormal()\ngenerate double y = mod(id, 5) + rnormal() if t == 1\n"
                 "replace y = .5*y[_n-1] + x + mod(id, 5) + rnormal() if t > 1\nxtset id t\n"
                 "xtabond2 y L.y x, gmm(L.y, lag(1 2) collapse) iv(x)",
                 "e(N) == 100 & e(esttype) == \"system\" & colsof(e(b)) == 3")
        .runs(run);

}  // namespace nqp::commands::xtabond2_
