#include "stdlib/kit/group_time.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include <fmt/format.h>

#include "grammar/ast/error.hpp"
#include "grammar/parse.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/kit/files.hpp"
#include "stdlib/kit/fixed_averages.hpp"
#include "stdlib/kit/influence_file.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/did/multiplier_bootstrap.hpp"
#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/linalg/products.hpp"
#include "stdlib/numeric/missing.hpp"
#include "stdlib/numeric/vce/wald.hpp"

namespace nqp::kit {
namespace {

using command::Context;
using command::Output;
using command::Results;

std::string group_time_number(double x) { return text::macro_number(x); }

std::string cell_name(const numeric::GroupTimeCell& c) {
  return "g" + group_time_number(c.g) + ":t_" + group_time_number(std::min(c.t, c.base)) + "_" +
         group_time_number(std::max(c.t, c.base));
}

numeric::DidMethod method_of(const std::string& name) {
  if (name == "drimp") return numeric::DidMethod::drimp;
  if (name == "reg") return numeric::DidMethod::reg;
  if (name == "stdipw") return numeric::DidMethod::stdipw;
  return name == "ipw" ? numeric::DidMethod::ipw : numeric::DidMethod::dripw;
}

std::string method_text(const std::string& name) {
  if (name == "reg") return "Outcome model  : regression adjustment";
  if (name == "drimp") return "Outcome model  : weighted least squares; treatment model: inverse-probability tilting";
  if (name == "dripw") return "Outcome model  : least squares; treatment model: inverse probability";
  return name == "ipw" ? "Treatment model: inverse probability, Abadie's weights"
                       : "Treatment model: inverse probability";
}

// Without never-treated units the last cohort is the control, up to its date.
void use_last_cohort(DidData& d, GroupTimeRequest& q, const Context& c, Output& out) {
  if (d.units_of(0) > 0) return;
  const std::vector<double> cohorts = d.cohorts();
  if (cohorts.size() == 1)
    throw Error(459, "no control units", std::nullopt, {"all units are treated, and at the same time"});
  std::vector<std::uint8_t> keep(d.n(), 1);
  for (std::size_t i = 0; i < d.n(); ++i) keep[i] = d.time[i] < cohorts.back() ? 1 : 0;
  narrow(d, keep, q.data, c);
  q.not_yet = true;
  out.line("note: no never-treated units; not-yet-treated units are the controls and periods from " +
               group_time_number(cohorts.back()) + " on are left out.",
           report::Style::note);
}

eval::Matrix cell_table(const std::vector<numeric::GroupTimeCell>& cells) {
  eval::Matrix m(cells.size(), 5);
  m.column_names = {"g", "t0", "t1", "n1", "n0"};
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const double row[] = {cells[i].g, cells[i].base, cells[i].t, cells[i].n_treated, cells[i].n_control};
    for (std::size_t j = 0; j < 5; ++j) m(i, j) = row[j];
  }
  return m;
}

// Base periods that are not the one before treatment, and panels whose cells differ in their units.
void note_bases(const numeric::GroupTimeFit& fit, const DidData& d, const GroupTimeRequest& q, Output& out) {
  std::string gaps;
  double last = 0;
  for (const numeric::GroupTimeCell& c : fit.cells) {
    if (c.before() || c.g == last || c.base == c.g - q.anticipation - 1) continue;
    last = c.g;
    gaps += (gaps.empty() ? "" : ", ") + group_time_number(c.base) + " for " + group_time_number(c.g);
  }
  if (!gaps.empty())
    out.line("note: the base is the last period seen before treatment: " + gaps + ".", report::Style::note);
  if (!q.data.cross_sections && d.n() != d.unit.count * d.times.size())
    out.line("note: the panel is unbalanced; a cell uses the units seen in both of its periods, which e(gtt) counts.",
             report::Style::note);
}

// First treated periods that the data do not reach or skip.
void note_unseen_cohorts(const DidData& d, bool not_yet, Output& out) {
  std::size_t later = 0;
  std::string skipped;
  for (const double g : d.cohorts()) {
    if (g > d.times.back()) later += d.units_of(g);
    else if (!std::binary_search(d.times.begin(), d.times.end(), g))
      skipped += (skipped.empty() ? "" : ", ") + group_time_number(g);
  }
  if (later > 0)
    out.line(fmt::format("note: {} unit{} first treated after the last period: {}.", later, later == 1 ? "" : "s",
                         not_yet ? "controls throughout" : "not treated here, and no controls but with notyet"),
             report::Style::note);
  if (!skipped.empty())
    out.line("note: no observations in the first treated period of " + skipped + ".", report::Style::note);
}

void note_states(const numeric::GroupTimeFit& fit, Output& out) {
  using State = numeric::TwoByTwo::State;
  for (const numeric::GroupTimeCell& c : fit.cells) {
    if (c.zero() || c.state == State::estimated) continue;
    const char* why = c.state == State::no_overlap    ? "overlap condition violated"
                      : c.state == State::singular    ? "too few controls for the covariates"
                      : c.state == State::no_controls ? "no controls"
                                                      : "no treated units";
    out.line("warning: " + cell_name(c) + " is not estimated: " + why, report::Style::note);
  }
}

// Cells and shares with their variances; what cannot be estimated is 0 with variance 0 and missing in e(gtt_b).
void post_cells(const numeric::GroupTimeFit& fit, const numeric::Matrix& V, Results& e) {
  std::vector<std::string> names;
  std::vector<double> b;
  for (const numeric::GroupTimeCell& c : fit.cells) names.push_back(cell_name(c)), b.push_back(c.att);
  for (std::size_t k = 0; k < fit.groups.size(); ++k)
    names.push_back("wgt:w" + group_time_number(fit.groups[k])), b.push_back(fit.shares[k]);
  e.matrix("b_attgt", named_row(b, "y1", names));
  e.matrix("V_attgt", named_matrix(V, names, names));
  e.matrix("gtt", cell_table(fit.cells));
}

Coefficients attgt_coefficients(const Results& e, numeric::Matrix& J) {
  const eval::Matrix& b = *e.find_matrix("b_attgt");
  const eval::Matrix& V = *e.find_matrix("V_attgt");
  const eval::Matrix& gtt = *e.find_matrix("gtt");
  Coefficients k;
  std::vector<std::size_t> at;
  for (std::size_t i = 0; i < gtt.rows; ++i)
    if (gtt(i, 1) != gtt(i, 2) && !data::is_missing(b.values[i])) at.push_back(i);
  k.V = numeric::Matrix(at.size(), at.size());
  J = numeric::Matrix(at.size(), b.columns);
  for (std::size_t i = 0; i < at.size(); ++i) {
    J(i, at[i]) = 1;
    k.names.push_back(b.column_names[at[i]]), k.b.push_back(b.values[at[i]]);
    for (std::size_t j = 0; j < at.size(); ++j) k.V(i, j) = V(at[i], at[j]);
  }
  return k;
}

Coefficients average_coefficients(const NamedEffects& a) {
  Coefficients k;
  k.names = a.names, k.V = a.effects.V;
  for (const numeric::Aggregate& r : a.effects.rows) k.b.push_back(r.effect);
  return k;
}

void post_pretrend(const Results& from, Results& e) {
  const eval::Matrix& b = *from.find_matrix("b_attgt");
  const eval::Matrix& gtt = *from.find_matrix("gtt");
  std::vector<std::size_t> before;
  std::vector<double> values = b.values;
  for (double& v : values)
    if (data::is_missing(v)) v = 0;
  for (std::size_t i = 0; i < gtt.rows; ++i)
    if (gtt(i, 2) < gtt(i, 0) && gtt(i, 1) != gtt(i, 2) && !data::is_missing(b.values[i])) before.push_back(i);
  if (before.empty()) return;
  const numeric::Wald w = numeric::wald_zero(before, values, numeric_matrix(*from.find_matrix("V_attgt")));
  e.scalar("pre_chi2", stored(w.chi2)).scalar("pre_df", w.df);
  e.scalar("pre_p", stored(numeric::dist::chi2tail(w.df, w.chi2)));
}

std::string sign_name(double rel) { return (rel < 0 ? "Tm" : "Tp") + group_time_number(std::fabs(rel)); }

// Standard errors and critical value from multipliers of the influence functions; k.V keeps its correlations.
double bootstrap_errors(const GroupTimeRequest& q, const numeric::GroupTimeFit& fit, const numeric::Matrix& J,
                        const std::vector<std::int32_t>& clusters, double level, Coefficients& k, const Context& c) {
  const std::uint64_t seed =
      q.seed.empty() ? c.environment.rng().next() : static_cast<std::uint64_t>(std::stod(q.seed));
  numeric::rng::Generator generator(seed);
  const numeric::Matrix combined = numeric::multiply(fit.influence, numeric::transpose(J));
  numeric::MultiplierSpec spec;
  spec.influence = combined, spec.clusters = clusters, spec.draws = q.reps, spec.level = level;
  spec.multiplier = q.multiplier == "rademacher" ? numeric::Multiplier::rademacher : numeric::Multiplier::mammen;
  const numeric::MultiplierBand band =
      compute(c, [&](numeric::Progress& p) { return numeric::multiplier_band(spec, generator, p); });
  std::vector<double> factor;
  for (std::size_t i = 0; i < k.b.size(); ++i) {
    const double analytic = std::sqrt(k.V(i, i));
    factor.push_back(numeric::is_defined(band.se[i]) && analytic > 0 ? band.se[i] / analytic : 0);
  }
  for (std::size_t i = 0; i < k.b.size(); ++i)
    for (std::size_t j = 0; j < k.b.size(); ++j) k.V(i, j) *= factor[i] * factor[j];
  return q.pointwise ? numeric::dist::invnormal(0.5 + level / 200) : band.critical;
}

// b se t ll ul with the critical value of the bootstrap.
eval::Matrix band_matrix(const Coefficients& k, double critical) {
  eval::Matrix m(k.b.size(), 5);
  m.column_names = {"b", "se", "t", "ll", "ul"};
  m.row_names = k.names;
  for (std::size_t i = 0; i < k.b.size(); ++i) {
    const double se = k.V(i, i) > 0 ? std::sqrt(k.V(i, i)) : numeric::undefined;
    const double row[] = {k.b[i], se, k.b[i] / se, k.b[i] - critical * se, k.b[i] + critical * se};
    for (std::size_t j = 0; j < 5; ++j) m(i, j) = stored(row[j]);
  }
  return m;
}

report::Document band_table(const eval::Matrix& band, const GroupTimeRequest& q, double level, double critical) {
  using report::number_cell, report::text_cell;
  report::Document d;
  report::Table t;
  t.columns = {{18, 0, false}, {11, 1, true}, {11, 1, false}, {8, 1, false}, {11, 2, false}, {11, 1, false}};
  const auto head = [](std::string text) { return text_cell(std::move(text), report::Align::right); };
  report::Cell interval =
      head("[" + group_time_number(level) + "% " + (q.pointwise ? "conf. interval]" : "uniform band]"));
  interval.span = 2;
  t.rule();
  t.row({text_cell(""), head("Coefficient"), head("Boot. se"), head("t"), interval});
  t.rule();
  for (std::size_t i = 0; i < band.rows; ++i) {
    std::vector<report::Cell> cells{text_cell(band.row_names[i])};
    for (std::size_t j = 0; j < 5; ++j) cells.push_back(number_cell(band(i, j), j == 2 ? "%8.2f" : "%10.0g"));
    t.row(std::move(cells));
  }
  t.rule();
  d.add(std::move(t));
  d.line("Multiplier bootstrap (" + q.multiplier + "), " + group_time_number(q.reps) + " draws; critical value " +
         text::trimmed(text::format_number(critical, "%6.3f")) + (q.pointwise ? "" : ", uniform over the rows shown"));
  return d;
}

// Relative times that are reported get the errors and limits of the bootstrap.
void rewrite_events(const eval::Matrix& band, eval::Matrix& event) {
  for (std::size_t i = 0; i < event.rows; ++i)
    for (std::size_t j = 0; j < band.rows; ++j)
      if (event.row_names[i] == band.row_names[j])
        event(i, 2) = band(j, 1), event(i, 3) = band(j, 3), event(i, 4) = band(j, 4);
}

// Cohorts that are not seen `balance` periods after their treatment have no part, and only relative times count that
// the others share (include.balanced of R's did).
void balance_cohorts(double balance, const eval::Matrix& gtt, numeric::AggregateSpec& s) {
  double first = gtt(0, 1), last = gtt(0, 2);
  for (std::size_t i = 0; i < gtt.rows; ++i)
    first = std::min({first, gtt(i, 1), gtt(i, 2)}), last = std::max({last, gtt(i, 1), gtt(i, 2)});
  for (numeric::EffectCell& c : s.cells)
    if (last - c.g < balance) c.effect = numeric::undefined;
  s.window_low = std::max(s.window_low, balance - last + first), s.window_high = std::min(s.window_high, balance);
}

}  // namespace

NamedEffects average_effects(const std::string& agg, const std::vector<double>& window, const Results& e,
                             double balance) {
  if (!window.empty() && window.size() != 2)
    throw Error(198, "window() takes two numbers: the first and last relative time");
  if (e.find_matrix("cells")) return fixed_averages(agg, window, e);
  const eval::Matrix *b = e.find_matrix("b_attgt"), *V = e.find_matrix("V_attgt"), *gtt = e.find_matrix("gtt");
  if (!b || !V || !gtt)
    throw Error(301, "last estimates not found", std::nullopt, {"csdid or did, estimator(cs) has to come first"});
  numeric::AggregateSpec s;
  using numeric::Averaging;
  s.by = agg == "simple" ? Averaging::simple : agg == "group" ? Averaging::group
         : agg == "calendar" ? Averaging::calendar : Averaging::event;
  if (s.by == Averaging::event && agg != "event") throw Error(198, "aggregation " + agg + " not allowed");
  if (window.size() == 2) s.window_low = window[0], s.window_high = window[1];
  const numeric::Matrix variance = numeric_matrix(*V);
  s.V = variance;
  for (std::size_t i = 0; i < gtt->rows; ++i)
    s.cells.push_back({(*gtt)(i, 0), (*gtt)(i, 2),
                       data::is_missing(b->values[i]) ? numeric::undefined : b->values[i]});
  if (!data::is_missing(balance)) balance_cohorts(balance, *gtt, s);
  for (std::size_t i = gtt->rows; i < b->columns; ++i) {
    s.groups.push_back(std::stod(b->column_names[i].substr(5)));
    s.shares.push_back(b->values[i]);
  }
  NamedEffects out{{}, numeric::aggregate_effects(s)};
  for (const numeric::Aggregate& r : out.effects.rows) {
    using Kind = numeric::Aggregate::Kind;
    if (r.kind == Kind::before) out.names.push_back("Pre_avg");
    else if (r.kind == Kind::after) out.names.push_back("Post_avg");
    else if (r.kind == Kind::overall)
      out.names.push_back(agg == "simple" ? "ATT" : agg == "group" ? "GAverage" : "CAverage");
    else
      out.names.push_back(agg == "group"      ? "G" + group_time_number(r.at)
                          : agg == "calendar" ? "T" + group_time_number(r.at)
                                              : sign_name(r.at));
  }
  return out;
}

eval::Matrix event_matrix(const Results& e, double level, double balance) {
  const NamedEffects a = average_effects("event", {}, e, balance);
  const eval::Matrix& gtt = *e.find_matrix("gtt");
  const double z = numeric::dist::invnormal(0.5 + level / 200);
  std::vector<std::size_t> items;
  for (std::size_t i = 0; i < a.effects.rows.size(); ++i)
    if (a.effects.rows[i].kind == numeric::Aggregate::Kind::item) items.push_back(i);
  eval::Matrix m(items.size(), 6);
  m.column_names = {"rel", "b", "se", "lb", "ub", "n_treated"};
  for (std::size_t i = 0; i < items.size(); ++i) {
    const numeric::Aggregate& r = a.effects.rows[items[i]];
    const double se = std::sqrt(a.effects.V(items[i], items[i]));
    double treated = 0;
    for (std::size_t k = 0; k < gtt.rows; ++k)
      if (gtt(k, 2) - gtt(k, 0) == r.at) treated += gtt(k, 3);
    const double row[] = {r.at, r.effect, se, r.effect - z * se, r.effect + z * se, treated};
    for (std::size_t j = 0; j < 6; ++j) m(i, j) = stored(row[j]);
    m.row_names[i] = sign_name(r.at);
  }
  return m;
}

namespace {

// Effects of cohorts in periods, above the averages that are reported.
report::Document cells_document(const Results& e, const DisplayOptions& shown, const Context& c) {
  Results cells = e;
  cells.macro("vcetype", "");
  numeric::Matrix J;
  post_coefficients(cells, attgt_coefficients(e, J));
  return show_estimates(cells, shown, c);
}

}  // namespace

void read_multiplier_options(const std::string& text, GroupTimeRequest& q) {
  q.bootstrap = q.bootstrap || !text.empty();
  for (const ast::Option& o : grammar::parse_options(text)) {
    const std::string name = lower(o.name);
    if (name == "reps") q.reps = std::atoi(o.argument.c_str());
    else if (name == "wbtype" || name == "type") q.multiplier = lower(trim(o.argument));
    else if (name == "seed" || name == "rseed") q.seed = o.argument;
    else
      throw Error(198, "option " + o.name + " not allowed in wboot()", std::nullopt, {"reps(), wbtype() and rseed()"});
  }
  if (q.reps < 2) throw Error(198, "reps() must be 2 at least");
  if (q.multiplier != "mammen" && q.multiplier != "rademacher")
    throw Error(198, "wbtype(" + q.multiplier + ") not allowed", std::nullopt, {"mammen or rademacher"});
  if (q.seed.find_first_not_of("0123456789 ") != std::string::npos)
    throw Error(198, "rseed() takes a whole number");
}

Output estimate_group_time(const GroupTimeRequest& asked, const Context& c) {
  GroupTimeRequest q = asked;
  Output notes;
  DidData d = read_did(q.data, c);
  if (const std::size_t dropped = drop_always_treated(d, c, q.data); dropped > 0)
    notes.line(fmt::format("note: {} {}{} treated in the first period left out.", dropped,
                           q.data.cross_sections ? "observation" : "unit", dropped == 1 ? "" : "s"),
               report::Style::note);
  if (d.times.size() < 2) throw Error(459, "only one period", std::nullopt, {"two periods at least are needed"});
  if (d.cohorts().empty()) throw Error(459, "no treated units", std::nullopt, {"check " + d.treatment});
  use_last_cohort(d, q, c, notes);
  const GroupCodes clusters = cluster_codes(d, q.data, c);
  const std::vector<std::int32_t> by_unit = unit_clusters(d, clusters);

  numeric::GroupTimeSpec spec{.y = d.y, .x = d.design.x, .unit = d.unit.codes, .time = d.time,
                              .cohort = d.unit_cohort, .weights = d.sample.weights, .method = method_of(q.method)};
  spec.not_yet = q.not_yet, spec.only_after_cohort = !q.as_in_r;
  spec.universal = q.universal, spec.anticipation = q.anticipation, spec.cross_sections = q.data.cross_sections;
  const numeric::GroupTimeFit fit =
      compute(c, [&](numeric::Progress& p) { return numeric::group_time_effects(spec, p); });
  if (fit.cells.empty())
    throw Error(459, "no cohort has a period before its treatment", std::nullopt,
                {"check that " + d.treatment + " is a period of " + d.time_name});
  note_unseen_cohorts(d, q.not_yet, notes);
  note_bases(fit, d, q, notes);
  note_states(fit, notes);

  Results e = begin_estimates(q.cmd, "Difference-in-differences with multiple periods", depvar_name(q.data.y), c);
  post_cells(fit, numeric::influence_variance(fit.influence, by_unit), e);
  if (!q.influence_file.empty()) {
    std::string file = q.influence_file;
    if (const std::size_t comma = find_outside(file, ','); comma != std::string::npos) {
      q.replace = q.replace || trim(std::string_view(file).substr(comma + 1)) == "replace";
      file.resize(comma);
    }
    const std::string path = with_extension(unquoted(trim(file)), "dta");
    require_free(c, path, q.replace);
    store_dta(c, influence_frame(fit, e, d, by_unit, c), path);
    notes.line("file " + path + " saved");
  }
  const double level = level_or_default(q.data.level, c);
  numeric::Matrix J;
  Coefficients k;
  if (q.agg == "attgt") {
    k = attgt_coefficients(e, J);
  } else {
    NamedEffects averages = average_effects(q.agg, q.window, e, q.balance);
    J = std::move(averages.effects.J);
    k = average_coefficients(averages);
  }
  const double critical = q.bootstrap ? bootstrap_errors(q, fit, J, by_unit, level, k, c) : 0;
  double treated_units = 0;
  for (const double g : d.unit_cohort) treated_units += g != 0 ? 1 : 0;
  post_scalars(e, {{"N", static_cast<double>(d.n())}, {"N_units", static_cast<double>(d.unit.count)},
                   {"N_treated_units", treated_units}, {"N_cohorts", static_cast<double>(fit.groups.size())},
                   {"N_clust", static_cast<double>(clusters.count)}});
  e.macro("estimator", "cs").macro("method", q.method).macro("agg", q.agg).macro("gvar", d.treatment);
  e.macro("control", q.not_yet ? "notyet" : "never")
      .macro("control_group", q.not_yet ? "Not yet treated" : "Never treated");
  e.macro("ivar", d.id).macro("tvar", d.time_name).macro("clustvar", d.cluster);
  if (!clusters.codes.empty() && d.cluster != d.id) e.macro("vce", "cluster").macro("vcetype", "Robust");
  post_weight(e, q.data.weight);
  if (q.data.cross_sections) e.macro("datatype", "rcs");
  post_pretrend(e, e);
  eval::Matrix event = event_matrix(e, level, q.balance);
  const eval::Matrix band = q.bootstrap ? band_matrix(k, critical) : eval::Matrix();
  if (q.bootstrap && q.agg == "event") rewrite_events(band, event);
  e.matrix("event", std::move(event));
  e.scalar("crit", q.bootstrap ? critical : numeric::dist::invnormal(0.5 + level / 200));
  if (q.bootstrap) e.scalar("reps", q.reps).matrix("cband", band);
  if (q.bootstrap) e.macro("vcetype", "WBoot").macro("vce", "wboot");
  post_coefficients(e, k);
  DisplayOptions shown;
  shown.level = q.data.level;
  report::Document table;
  if (q.cmd == "did" && q.agg != "attgt") {
    table = cells_document(e, shown, c);
    shown.no_header = true;
  }
  shown.no_table = q.bootstrap;
  table.append(show_estimates(e, shown, c));
  if (q.bootstrap) table.append(band_table(band, q, level, critical));
  Output out = estimation(std::move(e), d.sample, k, level);
  notes.document.append(std::move(table));
  notes.line(method_text(q.method));
  notes.line(std::string("Control: ") + (q.not_yet ? "not yet treated" : "never treated"));
  if (out.e->results.find_scalar("pre_chi2"))
    notes.line(fmt::format("Pretrend test, all effects before treatment 0: chi2({:.0f}) = {:.4f}, p = {:.4f}",
                           out.e->results.scalar_or("pre_df"), out.e->results.scalar_or("pre_chi2"),
                           out.e->results.scalar_or("pre_p")));
  notes.document.append(std::move(out.document));
  out.document = std::move(notes.document);
  return out;
}

}  // namespace nqp::kit
