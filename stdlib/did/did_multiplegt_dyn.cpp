// did_multiplegt_dyn: effects of treatments that switch at different times.
#include <algorithm>
#include <cmath>

#include "interpreter/command/definition.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/kit/event_figure.hpp"
#include "stdlib/kit/files.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/kit/report_figure.hpp"
#include "stdlib/kit/switcher_effects.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/vce/wald.hpp"

namespace nqp::commands::did_multiplegt_dyn_ {
namespace {

using namespace command;

struct Args : kit::DisplayOptions {
  Variables list;  // Y G T D
  Sample sample;
  int effects = 1, placebos = 0;
  std::string cluster, graph_options, saved;
  bool no_graph = false, normalized = false, equal = false;
  std::string equal_range;
};

std::string effect_name(int horizon) {
  return (horizon > 0 ? "Effect_" : "Placebo_") + std::to_string(std::abs(horizon));
}

void post_scalars_of(const numeric::SwitcherFit& f, Results& e) {
  for (std::size_t i = 0; i < f.effects.size(); ++i) {
    const numeric::SwitcherEffect& x = f.effects[i];
    const std::string name = effect_name(x.horizon);
    const std::string lower = (x.horizon > 0 ? "effect_" : "placebo_") + std::to_string(std::abs(x.horizon));
    const bool there = !std::isnan(x.b);
    e.scalar(name, kit::stored(x.b)).scalar("se_" + lower, there ? std::sqrt(f.V(i, i)) : data::missing);
    e.scalar("N_" + lower, x.units).scalar("N_switchers_" + lower, x.switchers);
  }
  const std::size_t last = f.effects.size();
  eval::Matrix estimates(f.effects.size(), 1), variances(f.effects.size(), 1);
  for (std::size_t i = 0; i < f.effects.size(); ++i) {
    estimates(i, 0) = kit::stored(f.effects[i].b);
    variances(i, 0) = std::isnan(f.effects[i].b) ? data::missing : f.V(i, i);
    estimates.row_names[i] = variances.row_names[i] = effect_name(f.effects[i].horizon);
  }
  e.matrix("estimates", std::move(estimates)).matrix("variances", std::move(variances));
  e.scalar("Av_tot_effect", f.average).scalar("se_avg_total_effect", std::sqrt(f.V(last, last)));
}

void show_test(const numeric::Wald& w, const char* name, const char* hypothesis, Results& e, Output& out) {
  const double p = numeric::dist::chi2tail(w.df, w.chi2);
  e.scalar(name, kit::stored(p));
  out.line("Test that " + std::string(hypothesis) + ": p-value = " + text::trimmed(text::format_number(p, "%6.4f")));
}

void test_equality(const Args& a, const numeric::SwitcherFit& f, Results& e, Output& out) {
  if (!a.equal_range.empty() && a.equal_range != "all")
    throw Error(198, "effects_equal(" + a.equal_range + ") not allowed: all");
  const numeric::Wald w = numeric::test_same_effects(f);
  if (w.df == 0) throw Error(198, "effects_equal needs two effects at least", std::nullopt, {"for example effects(3)"});
  show_test(w, "p_equality_effects", "all effects are equal", e, out);
}

// One row for each effect and placebo, as in the figure.
void save_results(const Args& a, const numeric::SwitcherFit& f, double level, const Context& c, Output& out) {
  const std::size_t comma = a.saved.find(',');
  const bool replace =
      comma != std::string::npos && kit::trim(std::string_view(a.saved).substr(comma + 1)) == "replace";
  if (comma != std::string::npos && !replace) throw Error(198, "save_results() takes a file and replace");
  const std::string path = kit::with_extension(kit::unquoted(kit::trim(a.saved.substr(0, comma))), "dta");
  kit::require_free(c, path, replace);
  const double z = numeric::dist::invnormal(0.5 + level / 200);
  const char* names[] = {"time_to_treat", "point_estimate", "se_point_estimate", "lb_CI", "ub_CI", "N", "N_switchers"};
  std::vector<double> columns[7];
  for (std::size_t i = 0; i < f.effects.size(); ++i) {
    const numeric::SwitcherEffect& x = f.effects[i];
    const double se = std::isnan(x.b) ? std::nan("") : std::sqrt(f.V(i, i));
    const double row[] = {double(x.horizon), x.b, se, x.b - z * se, x.b + z * se, x.units, x.switchers};
    for (std::size_t j = 0; j < 7; ++j) columns[j].push_back(kit::stored(row[j]));
  }
  data::Frame table;
  table.rows = f.effects.size();
  for (std::size_t j = 0; j < 7; ++j) {
    data::Variable v;
    v.name = names[j], v.column = data::make_numeric(data::Storage::double_, columns[j]);
    v.format = data::default_format(v.column->type());
    table.add(std::move(v));
  }
  kit::store_table(c, table, path);
  out.line("file " + path + " saved");
}

Output run(const Args& a, const Context& c) {
  kit::SwitcherEstimate p = kit::estimate_switchers(
      {a.list[0], a.list[1], a.list[2], a.list[3], a.cluster, a.sample, a.effects, a.placebos}, c);
  if (a.normalized) numeric::normalise_by_dose(p.fit);
  const numeric::SwitcherFit& f = p.fit;
  const double level = kit::level_or_default(a.level, c);
  kit::Coefficients k;
  std::vector<std::size_t> kept;
  for (std::size_t i = 0; i < f.effects.size(); ++i)
    if (!std::isnan(f.effects[i].b))
      k.names.push_back(effect_name(f.effects[i].horizon)), k.b.push_back(f.effects[i].b), kept.push_back(i);
  k.names.push_back("Av_tot_effect"), k.b.push_back(f.average), kept.push_back(f.effects.size());
  k.V = numeric::Matrix(kept.size(), kept.size());
  for (std::size_t i = 0; i < kept.size(); ++i)
    for (std::size_t j = 0; j < kept.size(); ++j) k.V(i, j) = f.V(kept[i], kept[j]);
  Results e =
      kit::begin_estimates("did_multiplegt_dyn", "DID estimation of effects of switching treatments", a.list[0], c);
  kit::post_scalars(e, {{"N", static_cast<double>(p.sample.size())}, {"N_units", static_cast<double>(p.units)}});
  post_scalars_of(f, e);
  Output tail;
  for (const numeric::SwitcherEffect& x : f.effects)
    if (std::isnan(x.b))
      tail.line("note: " + effect_name(x.horizon) + " is not estimated: nobody can be compared at that distance",
                report::Style::note);
  if (const numeric::Wald w = numeric::test_placebos(f); w.df > 0)
    show_test(w, "p_jointplacebo", "all placebos are 0", e, tail);
  if (a.equal || !a.equal_range.empty()) test_equality(a, f, e, tail);
  kit::post_coefficients(e, k);
  report::Document table = kit::show_estimates(e, a, c);
  Output out = kit::estimation(std::move(e), p.sample, k, level);
  out.document.append(std::move(table));
  out.document.append(std::move(tail.document));
  if (!a.saved.empty()) save_results(a, f, level, c, out);
  if (a.no_graph) return out;
  kit::EffectChart chart;
  const double z = numeric::dist::invnormal(0.5 + level / 200);
  chart.effects.push_back({0, 0, 0, 0});
  for (std::size_t i = 0; i < f.effects.size(); ++i) {
    const numeric::SwitcherEffect& x = f.effects[i];
    if (std::isnan(x.b)) continue;
    const double half = z * std::sqrt(f.V(i, i));
    if (!std::isfinite(half)) continue;
    chart.effects.push_back({double(x.horizon), x.b, x.b - half, x.b + half});
  }
  std::sort(chart.effects.begin(), chart.effects.end(), [](const auto& u, const auto& v) { return u.at < v.at; });
  chart.relative = false, chart.level = level;
  chart.x_title = "Relative time to last period before treatment changes (t=0)";
  std::vector<std::size_t> marks;
  kit::Chart drawn = kit::effect_chart(chart, marks);
  drawn.x.guides.push_back(kit::start_line(0));
  out.document.add(kit::report_figure(std::move(drawn), a.graph_options, marks, c));
  return out;
}

constexpr const char* panel =
    "clear\nset obs 96\ngenerate id = ceil(_n/8)\ngenerate t = mod(_n - 1, 8) + 1\n"
    "generate g = cond(id <= 3, 4, cond(id <= 6, 6, 0))\ngenerate byte d = g > 0 & t >= g\n"
    "generate y = id + t + 2*d + mod(7*_n, 5)/10\n";

}  // namespace

extern const Command did_multiplegt_dyn_command =
    define<Args>("did_multiplegt_dyn", "Effects of treatments that switch at different times")
        .varlist(&Args::list, {4, 4})
        .if_in(&Args::sample)
        .integer("EFFects", &Args::effects, 1, 1000, "number of effects, from the period of the switch on; default 1")
        .integer("PLAcebo", &Args::placebos, 0, 1000, "number of placebos, before the switch")
        .flag("NORMalized", &Args::normalized, "effects per unit of treatment: over its changes up to their horizon")
        .flag("EFFECTS_equal", &Args::equal, "test that all effects are equal: e(p_equality_effects)")
        .text("EFFECTS_equal", &Args::equal_range, "the same: all")
        .variable("CLUSter", &Args::cluster, "clusters; default the groups")
        .text("SAVE_results", &Args::saved, "file of the effects, .dta or .csv; , replace")
        .text("GRAPHOPtions", &Args::graph_options, "options of the figure")
        .flag("GRAPH_off", &Args::no_graph, "no figure")
        .number("CI_level", &Args::level, 10, 99.99, "confidence level in percent")
        .stores({{"e(Av_tot_effect)", "total effect per unit of treatment"},
                 {"e(se_avg_total_effect)", "its standard error"},
                 {"e(Effect_1)", "the effect in the period of the switch; Effect_2 … with effects()"},
                 {"e(se_effect_1)", "its standard error"},
                 {"e(N_effect_1)", "groups that are compared"},
                 {"e(N_switchers_effect_1)", "groups that switch among them"},
                 {"e(p_equality_effects)", "effects_equal: p-value of the test that they are"},
                 {"e(N)", "observations"},
                 {"e(estimates)", "the same as a column, for event_plot e(estimates)#e(variances)"},
                 {"e(variances)", "their variances"},
                 {"e(b)", "Effect_1 … Placebo_1 … Av_tot_effect"},
                 {"e(V)", "variances and covariances"},
                 {"r(table)", "coefficients, standard errors, tests and intervals"}})
        .changes(Effect::estimates | Effect::results | Effect::files)
        .reference(
            "de Chaisemartin, C. and D'Haultfoeuille, X. (2024). Difference-in-differences estimators of "
            "intertemporal treatment effects. Review of Economics and Statistics.")
        .remark(
            "did_multiplegt_dyn Y G T D: outcome, group, period, treatment of any values. A group is compared with "
            "those "
            "of the same first treatment that have not switched yet.")
        .remark(
            "e(p_jointplacebo) is the p-value of the joint test of placebos. Standard errors are those of means within "
            "cohorts; the original command treats cohorts of one group in its own way, so that they may differ there.")
        .example("Two cohorts", std::string(panel) + "did_multiplegt_dyn y id t d, effects(3) placebo(2)",
                 "abs(e(Effect_1) - 2) < .3 & e(N_switchers_effect_1) == 6 & e(p_jointplacebo) > .001")
        .example("Per unit of treatment, which for one that stays is over the number of periods",
                 std::string(panel) +
                     "quietly did_multiplegt_dyn y id t d, effects(2) graph_off\nscalar b = e(Effect_2)\n"
                     "did_multiplegt_dyn y id t d, effects(2) normalized effects_equal graph_off",
                 "reldif(b/2, e(Effect_2)) < 1e-12 & e(p_equality_effects) < 1")
        .example("The first effect with one cohort is that of csdid",
                 std::string(panel) +
                     "keep if g != 6\ndid_multiplegt_dyn y id t d, graph_off\n"
                     "scalar b = e(Effect_1)\nquietly csdid y, ivar(id) time(t) gvar(g)",
                 "reldif(b, _b[g4:t_3_4]) < 1e-10")
        .runs(run);

}  // namespace nqp::commands::did_multiplegt_dyn_
