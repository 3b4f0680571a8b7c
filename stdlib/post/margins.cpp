// margins: predictions and marginal effects, averaged or at chosen values, with delta-method standard errors.
#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/coefficient_table.hpp"
#include "stdlib/kit/contrasts.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/kit/group_codes.hpp"
#include "stdlib/kit/header.hpp"
#include "stdlib/kit/influence.hpp"
#include "stdlib/kit/margins_columns.hpp"
#include "stdlib/kit/margins_expression.hpp"
#include "stdlib/kit/margins_model.hpp"
#include "stdlib/kit/margins_request.hpp"
#include "stdlib/kit/model_data.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/kit/saved_margins.hpp"
#include "stdlib/kit/series.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/linalg/products.hpp"
#include "stdlib/numeric/vce/sandwich.hpp"

namespace nqp::commands::margins_ {
namespace {

using namespace command;

struct Args {
  std::string body;
  Sample sample;
  std::vector<ast::Option> options;
};

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

// b, V and what else results of margins hold; df_r where the model has t statistics and its linear
// prediction is averaged.
Results results_of(const std::vector<kit::MarginColumn>& columns, const kit::MarginsModel& m, const std::string& what,
                   const Results& model) {
  const std::size_t n = columns.size(), K = model.find_matrix("b")->columns;
  numeric::Matrix J(n, K);
  std::vector<double> b;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < n; ++i) {
    b.push_back(columns[i].estimable ? columns[i].value : data::missing);
    names.push_back(columns[i].name);
    for (std::size_t k = 0; k < K && columns[i].estimable; ++k) J(i, k) = columns[i].gradient[k];
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
  const bool linear = what.rfind("Linear prediction", 0) == 0;
  if (const double* df = model.find_scalar("df_r"); df && linear) e.scalar("df_r", *df);
  e.macro("cmd", "margins").macro("vcetype", "Delta-method").macro("vce", "delta");
  e.macro("est_cmd", model.macro_or("cmd")).macro("expression", what);
  return e;
}

// V when the rows are drawn too: each moves a margin through the coefficients and by what it adds itself. Factors
// n/(n-1), or G/(G-1) with the clusters of the model. Korn and Graubard (1999), section 3.5.
void use_unconditional(const std::vector<kit::MarginColumn>& columns, const kit::MarginsModel& m, const Context& c,
                       Results& e) {
  const Results& model = c.e->results;
  if (!kit::has_influence(model) || !model.macro_or("wtype").empty())
    throw Error(322, "vce(unconditional) is not available after this estimation", std::nullopt,
                {"it follows unweighted regress and models of one likelihood: logit, probit, poisson, ologit ..."});
  const std::string vce = model.macro_or("vce");
  if (vce != "robust" && vce != "cluster")
    throw Error(322, "vce(unconditional) needs a model with robust or clustered errors", std::nullopt,
                {"estimate it with vce(robust) or vce(cluster id)"});
  const kit::Influence k = kit::coefficient_influence(model, kit::model_data(c).sample.use, "the model", c);
  std::vector<std::size_t> place(c.frame.rows, 0);
  for (std::size_t i = 0; i < k.rows.size(); ++i) place[k.rows[i]] = i;
  numeric::Matrix psi(k.rows.size(), columns.size());
  for (std::size_t j = 0; j < columns.size(); ++j) {
    for (std::size_t i = 0; i < k.rows.size(); ++i)
      for (std::size_t a = 0; a < k.columns.size(); ++a)
        psi(i, j) += k.values(i, a) * columns[j].gradient[k.columns[a]];
    for (std::size_t i = 0; i < m.sample.rows.size(); ++i) psi(place[m.sample.rows[i]], j) += columns[j].rows[i];
  }
  numeric::Scores scores;
  scores.x = psi;
  auto n = static_cast<double>(k.rows.size());
  std::vector<std::uint8_t> use(c.frame.rows, 0);
  for (const data::Row r : k.rows) use[r] = 1;
  numeric::Matrix V;
  if (vce == "cluster") {
    const kit::GroupCodes g = kit::group_codes(model.macro_or("clustvar"), kit::sample_from_mask(use), c);
    n = static_cast<double>(g.count);
    V = numeric::meat_cluster(scores, g.codes);
  } else {
    V = numeric::meat_robust(scores);
  }
  const std::vector<std::string> names = e.find_matrix("b")->column_names;
  e.matrix("V", kit::named_matrix(numeric::scale(V, n / (n - 1)), names, names));
  e.macro("vce", "unconditional").macro("vcetype", "Unconditional");
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
  std::vector<kit::CoefficientRow> rows;
  bool contrasts = false;
};

void show(const Report& p, const Results& e, const Results& model, double level, const Context& c, Output& out) {
  const kit::MarginsRequest& q = p.request;
  report::Document& d = out.document;
  d.blank();
  const std::string vce = model.macro_or("vcetype");
  report::Header h;
  h.left = {title_of(q, p.options.pairwise, p.contrasts || p.options.at_contrasts),
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
  if (!p.options.adjust.empty())
    d.line("P-values and intervals adjusted for multiple comparisons: " + p.options.adjust);
  d.blank();
  kit::TableOptions t;
  t.level = level;
  t.base_levels = true;
  const bool compared = p.options.pairwise || p.contrasts || p.options.at_contrasts;
  std::size_t longest = 12;  // names of contrasts are of no use when they are cut
  for (const kit::CoefficientRow& r : p.rows) longest = std::max(longest, compared ? r.name.name.size() : 0);
  report::Document table = kit::coefficient_table(p.rows, e, "", c.frame, t,
                                                  std::max(c.settings.linesize, 67 + static_cast<int>(longest)));
  rename_heading(table, compared ? "Contrast" : q.effects.empty() ? "Margin" : word);
  d.append(std::move(table));
  if (!q.effects.empty() && q.discrete)
    d.line("Note: dy/dx for factor levels is the discrete change from the base level.");
}

// What was asked for, under the names of Stata's r().
void add_request(const Report& p, const std::string& body, const Context& c, Results& r) {
  const kit::MarginsOptions& o = p.options;
  const bool scenarios = !o.at.empty() || o.at_means;
  std::size_t terms = 0;
  for (const std::string& word : grammar::split_words(body)) terms += word.empty() ? 0 : 1;
  r.scalar("k_predict", static_cast<double>(p.responses.size())).scalar("k_margins", static_cast<double>(terms));
  r.scalar("k_by", static_cast<double>(p.request.groups.size()));
  r.scalar("k_at", scenarios ? static_cast<double>(p.request.scenarios.size()) : 0);
  r.macro("cmdline", c.command_line).macro("est_cmdline", c.e->results.macro_or("cmdline"));
  r.macro("model_vce", c.e->results.macro_or("vce")).macro("margins", body).macro("over", o.over);
  r.macro("xvars", fmt::format("{}", fmt::join(p.request.effects, " ")));
  const char* adjusted = o.pairwise ? "mcmethod_vs" : "mcmethod";
  r.macro(adjusted, o.adjust.empty() ? "noadjust" : o.adjust).macro("within", o.within);
  r.macro("title", title_of(p.request, o.pairwise, p.contrasts || o.at_contrasts));
}

// subpop(g) is if g != 0, subpop(if e) is if e: on top of what if says.
Sample narrowed(Sample s, std::string subpopulation) {
  if (subpopulation.empty()) return s;
  if (subpopulation.rfind("if ", 0) == 0) subpopulation.erase(0, 3);
  const ast::ExpressionPtr more = grammar::parse_expression(subpopulation);
  s.condition = s.condition ? grammar::parse_expression("(" + grammar::unparse(*s.condition) + ") & (" +
                                                        subpopulation + ")")
                            : more;
  return s;
}

// Each predict() in its turn; without one all outcomes of a categorical model.
std::vector<kit::MarginResponse> responses_of(const kit::MarginsOptions& o, const Context& c) {
  if (!o.expression.empty()) return {kit::margin_expression(o.expression, c.e->results, c)};
  if (o.predict.empty()) return kit::margin_responses(c.e->results, "");
  std::vector<kit::MarginResponse> out;
  for (const std::string& statistic : o.predict)
    for (kit::MarginResponse& r : kit::margin_responses(c.e->results, statistic)) out.push_back(std::move(r));
  return out;
}

Output run(const Args& a, const Context& c) {
  if (!c.e) throw Error(301, "last estimates not found", std::nullopt, {"run an estimation command first"});
  Report p;
  p.options = kit::read_margins_options(a.options, c);
  if (!c.e->results.find_matrix("b") || !c.e->results.find_matrix("V"))
    throw Error(322, "margins needs e(b) and e(V)", std::nullopt, {"the last command stored none"});
  if (c.e->results.macro_or("cmd") == "margins")
    throw Error(322, "margins cannot work with its own posted results", std::nullopt,
                {"estimates store m before margins, post, and estimates restore m afterwards"});
  p.responses = responses_of(p.options, c);
  p.contrasts = kit::names_contrasts(a.body);
  if (p.contrasts + p.options.pairwise + p.options.at_contrasts > 1)
    throw Error(198, "only one of pwcompare, contrast operators and atcontrast(r) may be given");
  if (p.options.adjust == "tukey" && !p.options.pairwise)
    throw Error(198, "mcompare(tukey) is for pairs of means", std::nullopt, {"add pwcompare"});
  if (p.contrasts && !p.options.within.empty())
    throw Error(198, "within() and contrast operators may not be combined");
  if (p.options.unconditional && (p.contrasts || p.options.pairwise || p.options.at_contrasts))
    throw Error(198, "vce(unconditional) and comparisons may not be combined");
  std::vector<kit::MarginColumn> columns;
  kit::MarginsModel m;
  for (std::size_t k = 0; k < p.responses.size(); ++k) {
    m = kit::margins_model(p.responses[k], narrowed(a.sample, p.options.subpopulation), c);
    p.request = kit::margins_request(p.contrasts ? "" : a.body, p.options, m, c);
    kit::CellContrasts cells;
    if (p.contrasts) cells = contrast_cells(a.body, m, p.request, c);
    const std::string prefix = p.responses.size() > 1 ? std::to_string(k + 1) + "._predict" : "";
    std::vector<kit::MarginColumn> more = kit::margin_columns(p.request, p.options.effect, m, prefix, c);
    if (p.contrasts) more = kit::contrasted_margins(more, cells, !p.request.effects.empty());
    for (kit::MarginColumn& column : more) columns.push_back(std::move(column));
  }
  kit::gather_equations(columns);
  if (p.options.pairwise) columns = kit::paired_margins(columns);
  if (p.options.at_contrasts) columns = kit::scenario_contrasts(columns);
  if (columns.empty()) throw Error(198, "pwcompare needs at least two margins");
  const double level = kit::level_or_default(p.options.level, c);
  Results e = results_of(columns, m, p.responses.size() > 1 ? "Predictions of all outcomes" : p.responses[0].label,
                         c.e->results);
  if (p.options.unconditional) use_unconditional(columns, m, c, e);
  if (p.options.df > 0) e.scalar("df_r", p.options.df);
  if (!p.contrasts && !p.options.pairwise && !p.options.at_contrasts)
    for (kit::MarginColumn& k : columns) k.family = kit::margin_family(k.name);
  p.rows = kit::margin_rows(e, columns, level, p.options.adjust);
  Output out;
  show(p, e, c.e->results, level, c, out);
  Results r = e;
  add_at(p.request, r);
  add_request(p, a.body, c, r);
  if (!p.request.effects.empty()) r.macro("derivatives", effect_word(p.options.effect));
  for (std::size_t k = 0; k < p.responses.size(); ++k)
    r.macro("predict" + std::to_string(k + 1) + "_label", p.responses[k].label);
  r.scalar("level", level);
  r.matrix("table", kit::result_table(p.rows, e, false));
  if (!p.options.saving.empty())
    out.line("file " + kit::save_margins(r, p.rows, p.options.saving, c) + " saved");
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
                 {"r(k_at)", "number of scenarios of at()"},
                 {"r(k_margins)", "number of terms whose margins are shown"},
                 {"r(k_predict)", "number of predictions"},
                 {"r(k_by)", "number of groups of over()"},
                 {"r(xvars)", "variables of dydx() and its kin"},
                 {"r(derivatives)", "dy/dx, ey/ex, ey/dx or dy/ex"},
                 {"r(predict1_label)", "what the first prediction is"},
                 {"r(expression)", "what was predicted"}})
        .changes(Effect::results | Effect::estimates | Effect::files)
        .reference("Greene, W. H. (2018). Econometric Analysis, 8th ed., section 17.3.2.")
        .remark(
            "margins [factors] [, dydx(variables) eyex() eydx() dyex() at(x=(1 2) z=0 (mean) w) atmeans over(g) "
            "within(g) predict(xb) expression() pwcompare mcompare() post saving(file) level(#) df(#)]. marginsplot "
            "draws the result; predict() may be given several times.")
        .remark("Margins that the data cannot tell, of cells without observations for example, are not estimable: `.`.")
        .remark("expression(exp(predict(xb))): any smooth function of predictions.")
        .remark("at((median) _continuous (base) _factor), (zero), (p25), (min), (max) and (asobserved) are known; "
                "grand adds the overall margin to those of levels.")
        .remark("at(x=generate(x + 1)) sets x row by row; contrast(atcontrast(r)) compares every at() with the first; "
                "subpop(g) averages over rows where g is not zero.")
        .remark("vce(unconditional), after vce(robust) or vce(cluster): the rows are a sample of a population, not "
                "fixed. Factors n/(n-1) or G/(G-1).")
        .remark("eyex() is the elasticity, averaged over the rows; eydx() and dyex() take the logarithm of one side.")
        .remark("margins r.g (or a.g, ar.g, g.g, r.g#r.h, r.g@h): contrasts of the margins, as contrast makes them.")
        .remark("pwcompare: differences of all pairs of margins of one term. mcompare(bonferroni|sidak|scheffe|tukey) "
                "adjusts p-values and intervals for all comparisons of a term.")
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
        .example("One more of x for everybody",
                 "sysuse auto\nquietly logit foreign mpg\npredict double p0\ngenerate double x = mpg\n"
                 "replace mpg = x + 1\npredict double p1\nreplace mpg = x\ngenerate double d = p1 - p0\n"
                 "quietly summarize d\nscalar m = r(mean)\n"
                 "margins, at(mpg=generate(mpg)) at(mpg=generate(mpg + 1)) contrast(atcontrast(r))\nmatrix B = r(b)",
                 "abs(B[1,1] - m) < 1e-8 & r(k_at) == 2")
        .example("Elasticity of a Poisson mean: the coefficient times the mean of x",
                 "sysuse auto\nquietly poisson rep78 mpg\nquietly summarize mpg if e(sample)\nscalar m = r(mean)\n"
                 "margins, eyex(mpg)\nmatrix B = r(b)",
                 "abs(B[1,1] - _b[mpg]*m) < 1e-9 & r(derivatives) == \"ey/ex\"")
        .runs(run);

}  // namespace nqp::commands::margins_
