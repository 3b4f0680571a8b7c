#include "stdlib/kit/level_comparisons.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "grammar/ast/error.hpp"
#include "stdlib/kit/coefficient_table.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/linalg/products.hpp"

namespace nqp::kit {

namespace dist = numeric::dist;
using command::Results;

std::string adjustment_name(const std::string& written) {
  const std::string word(trim(written));
  if (word.empty() || abbreviates(word, "NOADJust")) return "";
  for (const char* known : {"BONferroni", "SIDak", "SCHeffe", "TUKey"})
    if (abbreviates(word, known)) return lower(known);
  throw Error(198, "mcompare(" + word + ") not known", std::nullopt,
              {"noadjust, bonferroni, sidak, scheffe and, for pairs, tukey are"});
}

namespace {

numeric::Adjustment adjustment_of(const std::string& name) {
  using numeric::Adjustment;
  if (name == "bonferroni") return Adjustment::bonferroni;
  if (name == "sidak") return Adjustment::sidak;
  if (name == "scheffe") return Adjustment::scheffe;
  return name == "tukey" ? Adjustment::tukey : Adjustment::none;
}

}  // namespace

void adjust_comparisons(const std::string& method, const numeric::ComparisonFamily& family, double level,
                        std::vector<CoefficientRow>& rows) {
  const numeric::Adjustment adjustment = adjustment_of(method);
  if (adjustment == numeric::Adjustment::none) return;
  const double width = numeric::simultaneous_width(level, family, adjustment);
  for (CoefficientRow& r : rows) {
    if (r.state != CoefficientRow::State::estimated || data::is_missing(r.statistic)) continue;
    r.p = numeric::simultaneous_p(r.statistic, r.p, family, adjustment);
    r.low = r.b - width * r.se;
    r.high = r.b + width * r.se;
  }
}

void append_block_tests(const std::string& term, const CellContrasts& k, const Results& e,
                        std::vector<JointTest>& out) {
  const eval::Matrix& b = *e.find_matrix("b");
  const numeric::Matrix V = numeric_matrix(*e.find_matrix("V"));
  const std::vector<double> values = row_values(b);
  const auto test = [&](const std::string& name, std::size_t begin, std::size_t end) {
    std::vector<std::size_t> which;
    for (std::size_t i = begin; i < end; ++i) which.push_back(i);
    out.push_back({name, numeric::wald_zero(which, values, V)});
  };
  for (std::size_t i = 0; i < k.blocks.size(); ++i)
    test(term + (k.block_names[i].empty() ? "" : ": " + k.block_names[i]), k.blocks[i].first, k.blocks[i].second);
  if (k.blocks.size() > 1) test(term + ": Joint", 0, k.names.size());
}

namespace {

// A test of each contrast before the joint one.
void add_single_tests(const std::string& term, const CellContrasts& k, const Results& of_term, std::size_t before,
                      std::vector<JointTest>& tests) {
  CellContrasts single = k;
  single.blocks.clear();
  for (std::size_t i = 0; i < k.names.size(); ++i) single.blocks.emplace_back(i, i + 1);
  single.block_names = k.names;
  std::vector<JointTest> more;
  append_block_tests(term, single, of_term, more);
  tests.back().name += ": Joint";
  tests.insert(tests.begin() + static_cast<std::ptrdiff_t>(before), more.begin(), more.end() - 1);
}

void append_contrast_rows(const numeric::Matrix& more, numeric::Matrix& m) {
  numeric::Matrix all(m.rows + more.rows, m.cols);
  for (std::size_t j = 0; j < m.cols; ++j)
    for (std::size_t i = 0; i < all.rows; ++i) all(i, j) = i < m.rows ? m(i, j) : more(i - m.rows, j);
  m = std::move(all);
}

}  // namespace

Comparisons compare_levels(const ComparisonCall& a, bool pairs, const command::Context& c) {
  if (!c.e) throw Error(301, "last estimates not found", std::nullopt, {"run an estimation command first"});
  const Results& model = c.e->results;
  const CellModel m = cell_model(model, a.equation);
  Comparisons out;
  out.level = level_or_default(a.level, c);
  out.method = adjustment_name(a.adjust);
  if (out.method == "tukey" && !pairs)
    throw Error(198, "mcompare(tukey) is for pairs of means", std::nullopt, {"pwcompare has it"});
  out.L = numeric::Matrix(0, m.names.size());
  for (const ContrastTerm& t : read_contrasts(a.body, c)) {
    if (pairs && (t.shown() || !t.within.empty()))
      throw Error(198, "pwcompare takes no contrast operators", std::nullopt, {"pwcompare g, or contrast r.g"});
    const CellContrasts k = pairs ? pairwise_contrasts(t, m.factors) : cell_contrasts(t, m.factors, c);
    const numeric::Matrix weights = coefficient_weights(k, t, m, c);
    const Results of_term = linear_results(k.names, weights, m, model);
    const std::size_t before = out.tests.size();
    append_block_tests(t.text, k, of_term, out.tests);
    std::vector<CoefficientRow> rows = coefficient_rows(of_term, out.level);
    const double* df_r = of_term.find_scalar("df_r");
    adjust_comparisons(out.method,
                       {.comparisons = static_cast<double>(k.names.size()),
                        .rank = out.tests.back().wald.df,
                        .groups = static_cast<double>(k.cells.size()),
                        .df = df_r ? *df_r : std::numeric_limits<double>::infinity()},
                       out.level, rows);
    if (t.shown() && k.blocks.size() == 1 && k.names.size() > 1)
      add_single_tests(t.text, k, of_term, before, out.tests);
    if (t.shown() || pairs) out.shown.insert(out.shown.end(), rows.begin(), rows.end());
    out.rows.insert(out.rows.end(), rows.begin(), rows.end());
    out.names.insert(out.names.end(), k.names.begin(), k.names.end());
    append_contrast_rows(weights, out.L);
  }
  out.linear = linear_results(out.names, out.L, m, model);
  if (a.overall) {
    CellContrasts all;
    all.blocks = {{0, out.names.size()}};
    all.block_names = {""};
    append_block_tests("Overall", all, out.linear, out.tests);
  }
  return out;
}

report::Document comparison_table(const Comparisons& k, const command::Context& c) {
  report::Document d;
  d.blank();
  if (!k.method.empty()) d.line("P-values and intervals adjusted for multiple comparisons: " + k.method);
  TableOptions o;
  o.level = k.level;
  std::size_t longest = 12;  // names of contrasts are of no use when they are cut
  for (const CoefficientRow& r : k.shown) longest = std::max(longest, r.name.name.size());
  const int width = std::max(c.settings.linesize, 79 + static_cast<int>(longest) - 12);
  d.append(coefficient_table(k.shown, k.linear, "", c.frame, o, width));
  return d;
}

void post_comparisons(const Comparisons& k, const std::string& command, const command::Context& c,
                      command::Output& out) {
  const Results& model = c.e->results;
  Results e;
  for (const char* name : {"N", "df_r", "N_clust"})
    if (const double* v = model.find_scalar(name)) e.scalar(name, *v);
  e.matrix("b", *k.linear.find_matrix("b")).matrix("V", *k.linear.find_matrix("V"));
  e.macro("cmd", command).macro("est_cmd", model.macro_or("cmd")).macro("depvar", model.macro_or("depvar"));
  e.macro("cmdline", c.command_line).macro("properties", "b V").macro("title", "Contrasts of linear predictions");
  out.e = command::Estimates{std::move(e), 0};
  out.sample = last_sample(c).use;
}

command::Definition<ComparisonCall>& comparison_options(command::Definition<ComparisonCall>& d) {
  using A = ComparisonCall;
  return d.anything(&A::body)
      .text("MCOMPare", &A::adjust, "noadjust, bonferroni, sidak or scheffe; tukey for pairs")
      .text("EQuation", &A::equation, "equation of the model; the first one")
      .flag("EFFects", &A::effects, "accepted: tests and intervals are always shown")
      .flag("CIeffects", &A::effects, "accepted: the same")
      .flag("PVeffects", &A::effects, "accepted: the same")
      .flag("post", &A::post, "post the comparisons as e(), so that test and lincom follow")
      .number("Level", &A::level, 10, 99.99, "confidence level in percent")
      .changes(command::Effect::results | command::Effect::estimates)
      .reference("Miller, R. G. (1981). Simultaneous Statistical Inference, 2nd ed., chapters 1 and 2.")
      .remark("Factors that are not named are balanced: each level counts alike. margins averages over the data.");
}

void report_joint_tests(const std::vector<JointTest>& tests, const Results& model, Results& r, report::Document& d) {
  const double* df_r = model.find_scalar("df_r");
  const std::string word = df_r ? "F" : "chi2";
  eval::Matrix statistic(1, tests.size()), p(1, tests.size()), df(1, tests.size());
  report::Table t;
  t.columns = {{24, 0, false}, {10, 1, true}, {11, 2, false}, {10, 2, false}};
  t.rule();
  t.row({report::text_cell(""), report::text_cell("df", report::Align::right),
         report::text_cell(word, report::Align::right), report::text_cell("P>" + word, report::Align::right)});
  t.rule();
  std::vector<std::string> names;
  for (std::size_t i = 0; i < tests.size(); ++i) {
    const numeric::Wald& w = tests[i].wald;
    names.push_back(tests[i].name);
    df(0, i) = w.df;
    statistic(0, i) = stored(df_r ? w.F : w.chi2);
    p(0, i) = stored(w.df > 0 ? (df_r ? dist::Ftail(w.df, *df_r, w.F) : dist::chi2tail(w.df, w.chi2)) : std::nan(""));
    t.row({report::text_cell(tests[i].name, report::Align::right), report::number_cell(w.df, "%10.0f"),
           report::number_cell(statistic(0, i), "%11.2f"), report::number_cell(p(0, i), "%10.4f")});
  }
  if (df_r) {
    t.rule();
    t.row({report::text_cell("Denominator", report::Align::right), report::number_cell(*df_r, "%10.0f")});
  }
  t.rule();
  d.add(std::move(t));
  for (eval::Matrix* m : {&statistic, &p, &df}) {
    m->row_names = {"r1"};
    m->column_names = names;
  }
  r.matrix(word, std::move(statistic)).matrix("p", std::move(p)).matrix("df", std::move(df));
}

}  // namespace nqp::kit
