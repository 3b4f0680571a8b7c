// margins: predictions and marginal effects, averaged or at chosen values, with delta-method standard errors.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/coefficient_table.hpp"
#include "stdlib/kit/contrasts.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/kit/header.hpp"
#include "stdlib/kit/margins_expression.hpp"
#include "stdlib/kit/margins_model.hpp"
#include "stdlib/kit/margins_request.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/kit/saved_margins.hpp"
#include "stdlib/kit/series.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/linalg/products.hpp"

namespace nqp::commands::margins_ {
namespace {

using namespace command;

struct Args {
  std::string body;
  Sample sample;
  std::vector<ast::Option> options;
};

struct Column {
  std::string name;
  double value = 0;
  std::vector<double> gradient;        // in e(b)
};

// Inputs of the rows that one column averages over.
class Averager {
 public:
  Averager(const kit::MarginsModel& m, const kit::Scenario& s, const std::vector<std::uint8_t>& rows)
      : model_(m), scenario_(s), rows_(rows), inputs_(m.inputs.size()) {}

  // Calls f(inputs, offset, weight) for every row; weights add up to one. With everything at fixed statistics one row
  // stands for all.
  template <class F>
  void for_each(const std::vector<kit::Setting>& extra, F&& f) {
    const std::size_t n = model_.sample.size();
    double total = 0;
    for (std::size_t i = 0; i < n; ++i)
      if (rows_[i]) total += weight(i);
    if (scenario_.statistics.empty()) {
      for (std::size_t i = 0; i < n; ++i) {
        if (!rows_[i]) continue;
        for (std::size_t k = 0; k < inputs_.size(); ++k) inputs_[k] = model_.values(i, k);
        kit::apply(model_, scenario_.settings, inputs_.data());
        kit::apply(model_, extra, inputs_.data());
        f(inputs_.data(), model_.offset.empty() ? 0.0 : model_.offset[i], weight(i) / total);
      }
      return;
    }
    const std::vector<double> fixed = kit::statistics_of(model_, scenario_, rows_);
    double offset = 0;
    for (std::size_t i = 0; i < model_.offset.size(); ++i)
      if (rows_[i]) offset += model_.offset[i] * weight(i) / total;
    for (std::size_t i = 0; i < n; ++i) {
      if (!rows_[i]) continue;
      for (std::size_t k = 0; k < inputs_.size(); ++k)
        inputs_[k] = data::is_missing(fixed[k]) ? model_.values(i, k) : fixed[k];
      kit::apply(model_, scenario_.settings, inputs_.data());
      kit::apply(model_, extra, inputs_.data());
      const bool all_fixed = std::none_of(fixed.begin(), fixed.end(), [](double v) { return data::is_missing(v); });
      f(inputs_.data(), offset, all_fixed ? 1.0 : weight(i) / total);
      if (all_fixed) return;
    }
  }

 private:
  double weight(std::size_t i) const { return model_.sample.weights.empty() ? 1 : model_.sample.weights[i]; }

  const kit::MarginsModel& model_;
  const kit::Scenario& scenario_;
  const std::vector<std::uint8_t>& rows_;
  std::vector<double> inputs_;
};

Column response(Averager& a, const kit::MarginsModel& m, const std::vector<kit::Setting>& extra, double sign = 1) {
  Column c;
  c.gradient.assign(m.b.size(), 0.0);
  a.for_each(extra, [&](const double* x, double offset, double w) {
    c.value += kit::add_response(m, x, offset, sign * w, c.gradient.data());
  });
  return c;
}

std::string level_name(double level, const std::string& variable, bool base) {
  return text::macro_number(level) + (base ? "b." : ".") + variable;
}

// The effects of one variable in one scenario: a derivative, or changes from the base level.
std::vector<Column> effects(Averager& a, const kit::MarginsModel& m, kit::MarginEffect kind,
                            const std::string& variable, const std::vector<kit::Setting>& fixed) {
  std::vector<Column> out;
  const kit::MarginsModel::Factor* f = m.factor(variable);
  if (!f) {
    Column c;
    c.name = variable;
    c.gradient.assign(m.b.size(), 0.0);
    a.for_each(fixed, [&](const double* x, double offset, double w) {
      c.value += kit::add_derivative(m, kind, variable, x, offset, w, c.gradient.data());
    });
    out.push_back(std::move(c));
    return out;
  }
  const auto at_level = [&](double level) {
    std::vector<kit::Setting> s = fixed;
    s.push_back({variable, level});
    return response(a, m, s);
  };
  const Column base = at_level(f->base);
  for (const double level : f->levels) {
    Column c = at_level(level);
    c.name = level_name(level, variable, level == f->base);
    c.value -= base.value;
    for (std::size_t k = 0; k < c.gradient.size(); ++k) c.gradient[k] -= base.gradient[k];
    out.push_back(std::move(c));
  }
  return out;
}

std::string joined(const std::vector<std::string>& parts) {
  std::string out;
  for (const std::string& p : parts)
    if (!p.empty()) out += (out.empty() ? "" : "#") + p;
  return out;
}

// Columns of one response; `prefix` tells several responses apart.
std::vector<Column> compute(const kit::MarginsRequest& q, kit::MarginEffect kind, const kit::MarginsModel& m,
                            const std::string& prefix, const Context& c) {
  std::vector<Column> out;
  const bool number_scenarios = q.scenarios.size() > 1;
  const auto one = [&](const std::string& variable) {
    for (std::size_t s = 0; s < q.scenarios.size(); ++s)
      for (const kit::MarginGroup& g : q.groups)
        for (const kit::MarginCell& cell : q.cells) {
          c.poll();
          Averager a(m, q.scenarios[s], g.rows);
          const std::string at = number_scenarios ? std::to_string(s + 1) + "._at" : "";
          const std::string place = joined({prefix, at, g.name, cell.name});
          if (variable.empty()) {
            Column k = response(a, m, cell.settings);
            k.name = place.empty() ? "_cons" : place;
            out.push_back(std::move(k));
            continue;
          }
          for (Column& k : effects(a, m, kind, variable, cell.settings)) {
            if (!place.empty()) k.name += ":" + place;
            out.push_back(std::move(k));
          }
        }
  };
  if (q.effects.empty()) one("");
  for (const std::string& variable : q.effects) one(variable);
  return out;
}

// Equations hold together: columns of one effect follow one another.
void gather_equations(std::vector<Column>& columns) {
  std::vector<std::string> equations;
  const auto equation = [](const std::string& n) {
    const std::size_t colon = n.find(':');
    return colon == std::string::npos ? std::string() : n.substr(0, colon);
  };
  for (const Column& k : columns)
    if (std::find(equations.begin(), equations.end(), equation(k.name)) == equations.end())
      equations.push_back(equation(k.name));
  std::stable_sort(columns.begin(), columns.end(), [&](const Column& a, const Column& b) {
    return std::find(equations.begin(), equations.end(), equation(a.name)) <
           std::find(equations.begin(), equations.end(), equation(b.name));
  });
}

// Differences between all pairs, the later minus the earlier: "2vs1.g" for levels of one factor.
std::vector<Column> pairwise(const std::vector<Column>& columns) {
  std::vector<Column> out;
  for (std::size_t i = 0; i < columns.size(); ++i)
    for (std::size_t j = i + 1; j < columns.size(); ++j) {
      Column d = columns[j];
      const std::string &a = columns[i].name, &b = columns[j].name;
      const std::size_t pa = a.find('.'), pb = b.find('.');
      const bool levels = pa != std::string::npos && pb != std::string::npos && a.substr(pa) == b.substr(pb) &&
                          a.find('#') == std::string::npos && a.find(':') == std::string::npos;
      d.name = levels ? b.substr(0, pb) + "vs" + a : b + "_vs_" + a;
      d.value -= columns[i].value;
      for (std::size_t k = 0; k < d.gradient.size(); ++k) d.gradient[k] -= columns[i].gradient[k];
      out.push_back(std::move(d));
    }
  return out;
}

// Blocks of cells, as compute lays them out, become contrasts: "r2vs1.g", for several blocks with "@place".
std::vector<Column> contrasted(const std::vector<Column>& columns, const kit::CellContrasts& k, bool effects) {
  std::vector<Column> out;
  const std::size_t cells = k.cells.size();
  for (std::size_t first = 0; first + cells <= columns.size(); first += cells)
    for (std::size_t i = 0; i < k.names.size(); ++i) {
      std::string name = columns[first].name;
      if (effects && name.find(':') == std::string::npos) name += ":_cons";
      const std::size_t colon = name.find(':');
      const std::string effect = effects ? name.substr(0, colon + 1) : "";
      const std::string place = effects ? name.substr(colon + 1) : name;
      Column d;
      d.name = effect + k.names[i] + (place == "_cons" ? "" : "@" + place);
      d.gradient.assign(columns[first].gradient.size(), 0.0);
      for (std::size_t cell = 0; cell < cells; ++cell) {
        const double w = k.weights(i, cell);
        d.value += w * columns[first + cell].value;
        for (std::size_t j = 0; j < d.gradient.size(); ++j) d.gradient[j] += w * columns[first + cell].gradient[j];
      }
      out.push_back(std::move(d));
    }
  return out;
}

// margins r.g: the cells without names, so that columns are named after their place alone.
kit::CellContrasts contrast_cells(const std::string& body, const kit::MarginsModel& m, kit::MarginsRequest& q,
                                  const Context& c) {
  const std::vector<kit::ContrastTerm> terms = kit::read_contrasts(body, c);
  if (terms.size() != 1 || !terms[0].slopes.empty())
    throw Error(198, "margins takes one term with contrast operators", std::nullopt, {"margins r.g#r.h, dydx(x)"});
  if (q.discrete)
    throw Error(198, "dydx() of a factor variable and contrast operators may not be combined");
  const kit::CellContrasts k = kit::cell_contrasts(terms[0], m.factors, c);
  q.cells.clear();
  for (const auto& settings : k.cells) q.cells.push_back({"", settings});
  return k;
}

// b, V and what else results of margins hold; df_r where the model had t statistics.
Results results_of(const std::vector<Column>& columns, const kit::MarginsModel& m, const std::string& what,
                   const Results& model) {
  const std::size_t n = columns.size(), K = model.find_matrix("b")->columns;
  numeric::Matrix J(n, K);
  std::vector<double> b;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < n; ++i) {
    b.push_back(columns[i].value);
    names.push_back(columns[i].name);
    for (std::size_t k = 0; k < K; ++k) J(i, k) = columns[i].gradient[k];
  }
  Results e;
  e.matrix("b", kit::named_row(b, "y1", names));
  const numeric::Matrix V = numeric::quadratic_form(J, kit::numeric_matrix(*model.find_matrix("V")));
  e.matrix("V", kit::named_matrix(V, names, names));
  eval::Matrix jacobian = kit::named_matrix(J, names, model.find_matrix("b")->column_names);
  e.matrix("Jacobian", std::move(jacobian));
  const double rows = m.sample.weight_kind == WeightKind::fweight
                          ? std::accumulate(m.sample.weights.begin(), m.sample.weights.end(), 0.0)
                          : static_cast<double>(m.sample.size());
  e.scalar("N", rows);
  if (const double* df = model.find_scalar("df_r")) e.scalar("df_r", *df);
  e.macro("cmd", "margins").macro("vcetype", "Delta-method").macro("vce", "delta");
  e.macro("est_cmd", model.macro_or("cmd")).macro("expression", what);
  return e;
}

// "Coefficient" over the numbers of the common table becomes what they are.
void rename_heading(report::Document& d, const std::string& heading) {
  for (report::Block& block : d.blocks)
    if (auto* table = std::get_if<report::Table>(&block))
      for (report::TableRow& row : table->rows)
        for (report::Cell& cell : row.cells)
          if (cell.text == "Coefficient") cell.text = heading;
}

// Values that at() fixes: one row a scenario, one column a variable, `.` where nothing is fixed.
void add_at(const kit::MarginsRequest& q, Results& e) {
  std::vector<std::string> variables, rows;
  for (const kit::Scenario& s : q.scenarios)
    for (const kit::Setting& k : s.settings)
      if (std::find(variables.begin(), variables.end(), k.variable) == variables.end()) variables.push_back(k.variable);
  if (variables.empty()) return;
  eval::Matrix at(q.scenarios.size(), variables.size());
  for (std::size_t i = 0; i < q.scenarios.size(); ++i) {
    rows.push_back(std::to_string(i + 1) + "._at");
    for (std::size_t j = 0; j < variables.size(); ++j) {
      at(i, j) = data::missing;
      for (const kit::Setting& k : q.scenarios[i].settings)
        if (k.variable == variables[j]) at(i, j) = k.value;
    }
  }
  at.row_names = std::move(rows);
  at.column_names = std::move(variables);
  e.matrix("at", std::move(at));
}

const char* effect_word(kit::MarginEffect kind) {
  switch (kind) {
    case kit::MarginEffect::dydx: return "dy/dx";
    case kit::MarginEffect::eyex: return "ey/ex";
    case kit::MarginEffect::eydx: return "ey/dx";
    case kit::MarginEffect::dyex: return "dy/ex";
  }
  return "";
}

std::string title_of(const kit::MarginsRequest& q, bool pairs, bool contrasts) {
  if (contrasts) return q.effects.empty() ? "Contrasts of predictive margins" : "Contrasts of average marginal effects";
  if (pairs) return q.effects.empty() ? "Pairwise comparisons of margins" : "Pairwise comparisons of effects";
  const bool at_means = q.scenarios.size() == 1 && !q.scenarios[0].statistics.empty();
  if (!q.effects.empty()) return at_means ? "Conditional marginal effects" : "Average marginal effects";
  return at_means ? "Adjusted predictions" : "Predictive margins";
}

struct Report {
  kit::MarginsRequest request;
  kit::MarginsOptions options;
  std::vector<kit::MarginResponse> responses;
  bool contrasts = false;
};

void show(const Report& p, const Results& e, const Results& model, double level, const Context& c, Output& out) {
  const kit::MarginsRequest& q = p.request;
  report::Document& d = out.document;
  d.blank();
  const std::string vce = model.macro_or("vcetype");
  report::Header h;
  h.left = {title_of(q, p.options.pairwise, p.contrasts),
            "Model VCE: " + (vce.empty() ? kit::upper(model.macro_or("vce")) : vce)};
  h.right = {{"Number of obs", kit::count_text(e.scalar_or("N"))}};
  d.add(std::move(h));
  d.blank();
  if (p.responses.size() == 1) d.line("Expression: " + e.macro_or("expression"));
  for (std::size_t k = 0; p.responses.size() > 1 && k < p.responses.size(); ++k)
    d.line(std::to_string(k + 1) + "._predict: " + p.responses[k].label);
  const std::string word = effect_word(p.options.effect);
  if (!q.effects.empty()) {
    std::string names;
    for (const std::string& v : q.effects) names += " " + v;
    d.line(word + " wrt: " + names);
  }
  for (std::size_t s = 0; s < q.scenarios.size(); ++s)
    if (!q.scenarios[s].text.empty())
      d.line((q.scenarios.size() > 1 ? std::to_string(s + 1) + "._at: " : "At: ") + q.scenarios[s].text);
  d.blank();
  kit::TableOptions t;
  t.level = level;
  t.base_levels = true;
  report::Document table =
      kit::coefficient_table(kit::coefficient_rows(e, level), e, "", c.frame, t, c.settings.linesize);
  rename_heading(table, p.options.pairwise || p.contrasts ? "Contrast" : q.effects.empty() ? "Margin" : word);
  d.append(std::move(table));
  if (!q.effects.empty() && q.discrete)
    d.line("Note: dy/dx for factor levels is the discrete change from the base level.");
}

Output run(const Args& a, const Context& c) {
  if (!c.e) throw Error(301, "last estimates not found", std::nullopt, {"run an estimation command first"});
  Report p;
  p.options = kit::read_margins_options(a.options, c);
  if (!c.e->results.find_matrix("b") || !c.e->results.find_matrix("V"))
    throw Error(322, "margins needs e(b) and e(V)", std::nullopt, {"the last command stored none"});
  if (p.options.expression.empty()) p.responses = kit::margin_responses(c.e->results, p.options.predict);
  else p.responses = {kit::margin_expression(p.options.expression, c.e->results, c)};
  p.contrasts = kit::names_contrasts(a.body);
  if (p.contrasts && p.options.pairwise) throw Error(198, "pwcompare and contrast operators may not be combined");
  std::vector<Column> columns;
  kit::MarginsModel m;
  for (std::size_t k = 0; k < p.responses.size(); ++k) {
    m = kit::margins_model(p.responses[k], a.sample, c);
    p.request = kit::margins_request(p.contrasts ? "" : a.body, p.options, m, c);
    kit::CellContrasts cells;
    if (p.contrasts) cells = contrast_cells(a.body, m, p.request, c);
    const std::string prefix = p.responses.size() > 1 ? std::to_string(k + 1) + "._predict" : "";
    std::vector<Column> more = compute(p.request, p.options.effect, m, prefix, c);
    if (p.contrasts) more = contrasted(more, cells, !p.request.effects.empty());
    for (Column& column : more) columns.push_back(std::move(column));
  }
  gather_equations(columns);
  if (p.options.pairwise) columns = pairwise(columns);
  if (columns.empty()) throw Error(198, "pwcompare needs at least two margins");
  const double level = kit::level_or_default(p.options.level, c);
  Results e = results_of(columns, m, p.responses.size() > 1 ? "Predictions of all outcomes" : p.responses[0].label,
                         c.e->results);
  Output out;
  show(p, e, c.e->results, level, c, out);
  Results r = e;
  add_at(p.request, r);
  if (!p.request.effects.empty()) r.macro("derivatives", effect_word(p.options.effect));
  for (std::size_t k = 0; k < p.responses.size(); ++k)
    r.macro("predict" + std::to_string(k + 1) + "_label", p.responses[k].label);
  r.scalar("level", level);
  r.matrix("table", kit::result_table(kit::coefficient_rows(e, level), e, false));
  if (!p.options.saving.empty())
    out.line("file " + kit::save_margins(r, level, p.options.saving, c) + " saved");
  out.r = std::move(r);
  if (!p.options.post) return out;
  e.macro("properties", "b V").macro("cmdline", c.command_line).macro("depvar", c.e->results.macro_or("depvar"));
  out.e = Estimates{std::move(e), 0};
  out.sample = m.sample.use;
  return out;
}

}  // namespace

extern const Command margins_command =
    define<Args>("MARgins", "Predictions and marginal effects with standard errors")
        .anything(&Args::body)
        .if_in(&Args::sample)
        .any_options(&Args::options)
        .stores({{"r(b)", "margins or effects"},
                 {"r(V)", "their variances by the delta method"},
                 {"r(Jacobian)", "their derivatives in the coefficients"},
                 {"r(table)", "margins, standard errors, tests and intervals"},
                 {"r(N)", "number of observations"},
                 {"r(level)", "confidence level"},
                 {"r(at)", "values that at() fixes, one row a scenario"},
                 {"r(derivatives)", "dy/dx, ey/ex, ey/dx or dy/ex"},
                 {"r(predict1_label)", "what the first prediction is"},
                 {"r(expression)", "what was predicted"}})
        .changes(Effect::results | Effect::estimates | Effect::files)
        .reference("Greene, W. H. (2018). Econometric Analysis, 8th ed., section 17.3.2.")
        .remark(
            "margins [factors] [, dydx(variables) eyex() eydx() dyex() at(x=(1 2) z=0 (mean) w) atmeans over(g) "
            "predict(xb) expression() pwcompare post saving(file) level(#)]. marginsplot draws the result.")
        .remark("expression(exp(predict(xb))): any smooth function of predictions.")
        .remark("eyex() is the elasticity, averaged over the rows; eydx() and dyex() take the logarithm of one side.")
        .remark("margins r.g (or a.g, ar.g, g.g, r.g#r.h, r.g@h): contrasts of the margins, as contrast makes them.")
        .remark("pwcompare: differences of all pairs of margins, with intervals that are not adjusted.")
        .remark(
            "dydx() is the derivative of the prediction, for factor variables the change from the base level. "
            "Everything is averaged over e(sample) unless atmeans or at() fixes it.")
        .remark(
            "After regress and other linear models the prediction is xb, after logit, probit and cloglog the "
            "probability, after poisson and nbreg the count, after glm and fracreg the mean. Ordered and multinomial "
            "models: the probability of outcome(), or of all outcomes; tobit, intreg and truncreg: pr(a,b), e(a,b) "
            "and ystar(a,b); heckman: psel, ycond and yexpected. margins g works for factor variables of the model.")
        .example("Average marginal effect of a logit by its formula",
                 "sysuse auto\nquietly logit foreign mpg\nmargins, dydx(mpg)\nmatrix B = r(b)\npredict double p\n"
                 "generate double d = p*(1-p)*_b[mpg]\nquietly summarize d",
                 "abs(B[1,1] - r(mean)) < 1e-10")
        .example("An interaction at several values",
                 "sysuse auto\nquietly regress price c.mpg##c.weight\nmargins, dydx(mpg) at(weight=(2000 3000))\n"
                 "matrix B = r(b)",
                 "abs(B[1,2] - (_b[mpg] + 3000*_b[c.mpg#c.weight])) < 1e-6")
        .example("Adjusted means of groups",
                 "sysuse auto\nquietly regress price i.foreign\nmargins foreign\nmatrix B = r(b)",
                 "abs(B[1,2] - (_b[_cons] + _b[1.foreign])) < 1e-8")
        .example("Elasticity of a Poisson mean: the coefficient times the mean of x",
                 "sysuse auto\nquietly poisson rep78 mpg\nquietly summarize mpg if e(sample)\nscalar m = r(mean)\n"
                 "margins, eyex(mpg)\nmatrix B = r(b)",
                 "abs(B[1,1] - _b[mpg]*m) < 1e-9 & r(derivatives) == \"ey/ex\"")
        .runs(run);

}  // namespace nqp::commands::margins_
