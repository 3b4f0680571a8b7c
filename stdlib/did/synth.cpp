// synth: the synthetic control of one treated unit.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "interpreter/command/definition.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/control_model.hpp"
#include "stdlib/kit/files.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/kit/report_figure.hpp"
#include "stdlib/kit/results.hpp"
#include "stdlib/numeric/did/synthetic_control.hpp"

namespace nqp::commands::synth_ {
namespace {

using namespace command;

struct Args {
  std::string raw;
};

using Model = kit::ControlModel;
using Panel = kit::ControlPanel;

struct Fitted {
  numeric::ControlPool pool;
  numeric::ControlWeights k;
  std::vector<double> treated, synthetic;   // by period of results
};

Fitted fit(const Model& m, const Panel& p, double treated, const std::vector<double>& controls, const Context& c) {
  Fitted f;
  f.pool = kit::control_pool(m, p, treated, controls);
  numeric::ControlSpec spec;
  spec.pool = f.pool, spec.importance = m.importance, spec.given = m.given, spec.all_starts = m.all_starts;
  try {
    f.k = kit::compute(c, [&](numeric::Progress& progress) { return numeric::synthetic_control(spec, progress); });
  } catch (const numeric::Failure& failure) {
    throw Error(459, failure.what());
  }
  const numeric::Matrix& y = p.values.at(m.outcome);
  for (const double t : m.results) {
    double sum = 0;
    for (std::size_t j = 0; j < controls.size(); ++j)
      if (f.k.w[j] > 0) sum += f.k.w[j] * y(p.time(t), p.place(controls[j]));
    f.treated.push_back(y(p.time(t), p.place(treated))), f.synthetic.push_back(sum);
  }
  return f;
}

// Root mean squared gap before and from treatment on.
std::pair<double, double> gaps(const Model& m, const Fitted& f) {
  double squares[2] = {0, 0}, n[2] = {0, 0};
  for (std::size_t i = 0; i < m.results.size(); ++i) {
    const double gap = f.treated[i] - f.synthetic[i];
    if (std::isnan(gap)) continue;
    const int after = m.results[i] >= m.start ? 1 : 0;
    squares[after] += gap * gap, n[after] += 1;
  }
  return {std::sqrt(squares[0] / n[0]), std::sqrt(squares[1] / n[1])};
}

std::string unit_name(const Model& m, double unit, const Context& c) {
  const data::Frame& f = c.frame;
  const data::Variable& id = f.at(f.panel->panel);
  for (std::size_t i = 0; i < f.rows; ++i) {
    if (id.column->number(i) != unit) continue;
    if (m.names.empty()) return kit::value_text(f, id, i);
    const data::Variable& v = c.variable(m.names);
    return v.is_string() ? std::string(v.column->text(i)) : kit::value_text(f, v, i);
  }
  return text::macro_number(unit);
}

eval::Matrix column_of(const std::vector<double>& v, const std::string& name, const std::vector<double>& labels) {
  eval::Matrix out(v.size(), 1);
  out.row_names.clear(), out.column_names = {name};
  for (std::size_t i = 0; i < v.size(); ++i) {
    out(i, 0) = kit::stored(v[i]);
    out.row_names.push_back(text::macro_number(labels[i]));
  }
  return out;
}

void post(const Model& m, const Fitted& f, const std::vector<std::string>& names, Results& e) {
  e.matrix("RMSPE", column_of({std::sqrt(f.k.mspe)}, "RMSPE", {1}));
  const std::size_t n = m.predictors.size();
  eval::Matrix balance(n, 2), weights(m.controls.size(), 2), v(n, n);
  balance.row_names.clear(), weights.row_names.clear(), v.row_names.clear(), v.column_names.clear();
  balance.column_names = {"Treated", "Synthetic"}, weights.column_names = {"_Co_Number", "_W_Weight"};
  for (std::size_t i = 0; i < n; ++i) {
    balance.row_names.push_back(m.predictors[i].label), v.row_names.push_back(m.predictors[i].label);
    v.column_names.push_back(m.predictors[i].label);
    balance(i, 0) = f.pool.x(i, 0), v(i, i) = f.k.v[i];
    for (std::size_t j = 0; j < f.k.w.size(); ++j) balance(i, 1) += f.k.w[j] * f.pool.x(i, j + 1);
  }
  for (std::size_t j = 0; j < m.controls.size(); ++j) {
    weights.row_names.push_back(names[j]);
    weights(j, 0) = m.controls[j], weights(j, 1) = f.k.w[j];
  }
  e.matrix("X_balance", balance).matrix("W_weights", weights).matrix("V_matrix", v);
  e.matrix("Y_treated", column_of(f.treated, m.outcome, m.results));
  e.matrix("Y_synthetic", column_of(f.synthetic, m.outcome, m.results));
  e.macro("trunit", text::macro_number(m.treated)).macro("trperiod", text::macro_number(m.start));
}

void show(const Results& e, const std::string& treated, Output& out) {
  using report::number_cell, report::text_cell;
  const auto head = [](const char* s) { return text_cell(s, report::Align::right); };
  out.document.blank();
  out.line("Synthetic control for " + treated);
  out.line("Root mean squared prediction error before treatment: " +
           text::trimmed(text::format_number((*e.find_matrix("RMSPE"))(0, 0), "%9.0g")));
  const eval::Matrix& w = *e.find_matrix("W_weights");
  report::Table t;
  t.columns = {{25, 0, false}, {11, 1, true}};
  t.rule();
  t.row({head("Control"), head("Weight")});
  t.rule();
  std::size_t unused = 0;
  for (std::size_t i = 0; i < w.rows; ++i) {
    if (w(i, 1) < 0.0005) ++unused;
    else t.row({head(w.row_names[i].c_str()), number_cell(w(i, 1), "%6.3f")});
  }
  t.rule();
  out.document.add(std::move(t));
  if (unused > 0) out.line(fmt::format("{} of {} controls have no weight", unused, w.rows), report::Style::note);
  const eval::Matrix& b = *e.find_matrix("X_balance");
  report::Table balance;
  balance.columns = {{25, 0, false}, {11, 1, true}, {11, 1, false}, {11, 1, false}};
  balance.rule();
  balance.row({head("Predictor"), head("Treated"), head("Synthetic"), head("Importance")});
  balance.rule();
  for (std::size_t i = 0; i < b.rows; ++i)
    balance.row({head(b.row_names[i].c_str()), number_cell(b(i, 0), "%9.0g"), number_cell(b(i, 1), "%9.0g"),
                 number_cell((*e.find_matrix("V_matrix"))(i, i), "%6.4f")});
  balance.rule();
  out.document.add(std::move(balance));
  bool met = true;
  for (std::size_t i = 0; i < b.rows; ++i) met = met && std::fabs(b(i, 0) - b(i, 1)) <= 1e-9 * (1 + std::fabs(b(i, 0)));
  if (met)
    out.line("note: every predictor is met exactly; other weights meet them, too. More predictors make them unique.",
             report::Style::note);
}

kit::Chart paths(const Model& m, const Fitted& f, const std::string& treated, const std::string& time) {
  kit::Chart chart;
  chart.x.title = time, chart.y.title = m.outcome;
  chart.x.guides.push_back(kit::start_line(m.start));
  kit::Layer own, other;
  own.mark = other.mark = kit::Mark::line;
  own.x = other.x = m.results, own.y = f.treated, other.y = f.synthetic;
  own.label = treated, other.label = "Synthetic " + treated;
  own.pen.colour = kit::series_colour(0), other.pen.colour = kit::series_colour(1);
  own.pen.width = other.pen.width = 1.4;
  other.pen.dashes = kit::dashes_of("dash");
  chart.layers.push_back(std::move(own)), chart.layers.push_back(std::move(other));
  return chart;
}

// Every control in turn as if it were treated, the treated unit left out of its controls.
void placebos(const Model& m, const Panel& p, const Fitted& own, const std::string& treated, const Context& c,
              Output& out) {
  kit::Chart chart;
  chart.x.title = c.frame.panel->time, chart.y.title = "Gap in " + m.outcome;
  chart.x.guides.push_back(kit::start_line(m.start)), chart.y.guides.push_back(kit::zero_line());
  const auto path = [&](const Fitted& f) {
    kit::Layer l;
    l.mark = kit::Mark::line, l.x = m.results;
    for (std::size_t i = 0; i < m.results.size(); ++i) l.y.push_back(kit::stored(f.treated[i] - f.synthetic[i]));
    return l;
  };
  const auto [before, after] = gaps(m, own);
  eval::Matrix table(m.controls.size() + 1, 4);
  table.column_names = {"unit", "pre_rmspe", "post_rmspe", "ratio"};
  const auto fill = [&](std::size_t row, double unit, double pre, double post) {
    const double values[] = {unit, pre, post, post / pre};
    for (std::size_t k = 0; k < 4; ++k) table(row, k) = kit::stored(values[k]);
  };
  fill(0, m.treated, before, after);
  double as_large = 1;
  for (std::size_t j = 0; j < m.controls.size(); ++j) {
    c.poll();
    std::vector<double> others = m.controls;
    others.erase(others.begin() + static_cast<std::ptrdiff_t>(j));
    const Fitted f = fit(m, p, m.controls[j], others, c);
    const auto [pre, post] = gaps(m, f);
    fill(j + 1, m.controls[j], pre, post);
    as_large += post / pre >= after / before ? 1 : 0;
    kit::Layer l = path(f);
    l.pen.colour = {170, 170, 170}, l.pen.width = 0.7;
    l.label = j == 0 ? "Controls" : "";
    chart.layers.push_back(std::move(l));
  }
  kit::Layer l = path(own);
  l.pen.colour = kit::series_colour(0), l.pen.width = 1.6, l.label = treated;
  chart.layers.push_back(std::move(l));
  const double n = static_cast<double>(m.controls.size()) + 1;
  out.line(fmt::format("Placebos in {:g} controls: ratio of errors after to before treatment {:.3f}, p = {:g}/{:g} = "
                       "{:.4f}", n - 1, after / before, as_large, n, as_large / n));
  out.e->results.scalar("p", as_large / n).scalar("ratio", after / before).matrix("placebo", std::move(table));
  report::Figure figure = kit::report_figure(std::move(chart), m.placebo_options, {}, c);
  if (figure.name == "Graph") figure.name = "synth_placebo";
  out.document.add(std::move(figure));
}

// _Co_Number _W_Weight for the controls; _time _Y_treated _Y_synthetic for the periods.
void keep_file(const Model& m, const Fitted& f, const Context& c) {
  const std::string path = kit::with_extension(m.file, "dta");
  kit::require_free(c, path, m.replace);
  data::Frame frame;
  frame.rows = std::max(m.controls.size(), m.results.size());
  const auto add = [&](const char* name, std::vector<double> v) {
    v.resize(frame.rows, data::missing);
    for (double& x : v) x = kit::stored(x);
    data::Variable variable;
    variable.name = name, variable.column = data::make_numeric(data::Storage::double_, v);
    variable.format = "%10.0g";
    frame.add(std::move(variable));
  };
  add("_Co_Number", m.controls), add("_W_Weight", f.k.w);
  add("_time", m.results), add("_Y_treated", f.treated), add("_Y_synthetic", f.synthetic);
  kit::store_table(c, frame, path);
}

Output run(const Args& a, const Context& c) {
  Model m = kit::read_control_model(a.raw, c);
  const Panel p = kit::read_control_panel(m, c);
  kit::complete_control_model(m, p);
  const Fitted f = fit(m, p, m.treated, m.controls, c);
  std::vector<std::string> names;
  for (const double u : m.controls) names.push_back(unit_name(m, u, c));
  const std::string treated = unit_name(m, m.treated, c);
  Output out;
  Results e = kit::begin_estimates("synth", "Synthetic control", m.outcome, c);
  post(m, f, names, e);
  show(e, treated, out);
  out.e = Estimates{std::move(e), 0};
  if (!m.file.empty()) keep_file(m, f, c);
  if (m.figure)
    out.document.add(
        kit::report_figure(paths(m, f, treated, c.frame.panel->time), m.figure_options, {0, 1}, c));
  if (m.placebo) placebos(m, p, f, treated, c, out);
  return out;
}

}  // namespace

extern const Command synth_command =
    define<Args>("synth", "Synthetic control of one treated unit")
        .raw(&Args::raw)
        .stores({{"e(W_weights)", "number and weight of every control"},
                 {"e(V_matrix)", "importance of predictors on the diagonal"},
                 {"e(X_balance)", "predictors of the treated unit and of its synthetic control"},
                 {"e(RMSPE)", "root mean squared prediction error before treatment"},
                 {"e(Y_treated)", "outcome of the treated unit by period"},
                 {"e(Y_synthetic)", "outcome of the synthetic control"},
                 {"e(placebo)", "placebo: unit, errors before and after, their ratio"},
                 {"e(ratio)", "placebo: the treated unit's ratio"},
                 {"e(p)", "placebo: share of units with a ratio at least as large"}})
        .changes(Effect::estimates | Effect::files)
        .reference("Abadie, A. and Gardeazabal, J. (2003). American Economic Review 93, 113-132.")
        .reference("Abadie, A., Diamond, A. and Hainmueller, J. (2010). Journal of the American Statistical "
                   "Association 105, 493-505.")
        .remark("synth y x1 x2 y(1980) x3(1984(1)1988), trunit(#) trperiod(#): predictors are means over xperiod(), "
                "default all periods before treatment, or over the periods in parentheses. The data have to be xtset.")
        .remark("counit(numlist) names the controls, mspeperiod() the periods whose outcomes are to be met, "
                "resultsperiod() those that are reported, customV() the importance of predictors, unitnames() a "
                "variable with names, keep(file) [replace] a data set with weights and outcomes.")
        .remark("By default the importance of predictors comes from a regression of the outcomes before treatment on "
                "them; nested searches the one with the smallest error before treatment, allopt from two starts.")
        .remark("figure draws both paths, placebo treats every control in turn, compares the ratios of errors after "
                "and before treatment and draws all gaps. figure(…) and placebo(…) take options of twoway.")
        .example("California's Proposition 99",
                 "sysuse prop99\nencode state, generate(id)\nxtset id year\n"
                 "synth packspercapita packspercapita(1975) packspercapita(1980) packspercapita(1988), trunit(3) "
                 "trperiod(1989) nested\nmatrix W = e(W_weights)",
                 "rowsof(W) == 38 & el(e(RMSPE), 1, 1) < 5 & el(e(Y_treated), 31, 1) < el(e(Y_synthetic), 31, 1)")
        .example("With placebos",
                 "sysuse prop99\nencode state, generate(id)\nxtset id year\n"
                 "synth packspercapita packspercapita(1980) packspercapita(1988), trunit(3) trperiod(1989) placebo "
                 "figure",
                 "rowsof(e(placebo)) == 39 & e(p) > 0 & e(p) <= 1 & e(ratio) > 1")
        .runs(run);

}  // namespace nqp::commands::synth_
