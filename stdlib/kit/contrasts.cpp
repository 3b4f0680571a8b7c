#include "stdlib/kit/contrasts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "grammar/ast/error.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/kit/factor_levels.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/kit/series.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/dist/multiple_range.hpp"
#include "stdlib/numeric/linalg/least_squares.hpp"
#include "stdlib/numeric/linalg/products.hpp"

namespace nqp::kit {

namespace dist = numeric::dist;
using command::Results;
using Factors = std::vector<MarginsModel::Factor>;

namespace {

// "rb2.g" → the operator with its base; "{g 1 -1 0}" → weights of the user's own.
ContrastTerm::Part contrast_part(const std::string& text, const command::Context& c) {
  ContrastTerm::Part p;
  const std::size_t dot = text.find('.');
  std::string variable = dot == std::string::npos ? text : text.substr(dot + 1);
  if (text.front() == '{') variable = read_own_weights(text, p.op);
  else if (dot != std::string::npos) p.op = read_level_operator(text.substr(0, dot));
  const command::Terms t = command::resolve_terms(variable, c);
  if (t.size() != 1 || t[0].factors.size() != 1) throw Error(198, text + ": one variable is needed");
  p.variable = series_name(t[0].factors[0]);
  p.factor = t[0].factors[0];
  return p;
}

std::vector<std::string> pieces_between(const std::string& text, char mark) {
  std::vector<std::string> out{""};
  for (const char ch : text) {
    if (ch == mark) out.emplace_back();
    else out.back() += ch;
  }
  out.erase(std::remove(out.begin(), out.end(), ""), out.end());
  return out;
}

ContrastTerm contrast_term(const std::string& text, const std::string& left, const std::string& right,
                           const command::Context& c) {
  ContrastTerm t;
  t.text = text;
  for (const std::string& piece : pieces_between(left, '#')) {
    ContrastTerm::Part p = contrast_part(piece, c);
    if (p.op.kind == 'c') t.slopes.push_back(p.variable);
    else t.compared.push_back(std::move(p));
  }
  for (const std::string& piece : pieces_between(right, '#')) t.within.push_back(contrast_part(piece, c).variable);
  if (t.compared.empty()) throw Error(198, text + ": a factor variable is needed");
  return t;
}

const MarginsModel::Factor& model_factor(const std::string& variable, const Factors& factors) {
  for (const MarginsModel::Factor& f : factors)
    if (f.variable == variable) return f;
  throw Error(322, variable + " not found in list of covariates", std::nullopt,
              {"contrasts are of factor variables of the model: i." + variable});
}

// Rows (or their weights) of e(sample) at each level of the factor.
std::vector<double> level_counts(const ContrastTerm::Part& p, const MarginsModel::Factor& f,
                                 const command::Context& c) {
  const EstimationSample s = last_sample(c);
  const std::vector<double> values = sample_values(series_of(p.factor), s, c);
  std::vector<double> counts(f.levels.size(), 0.0);
  for (std::size_t i = 0; i < values.size(); ++i)
    for (std::size_t k = 0; k < counts.size(); ++k)
      if (values[i] == f.levels[k]) counts[k] += s.weights.empty() ? 1 : s.weights[i];
  return counts;
}

// All combinations of places below `counts`, the last fastest.
std::vector<std::vector<std::size_t>> level_combinations(const std::vector<std::size_t>& counts) {
  std::vector<std::vector<std::size_t>> out{{}};
  for (const std::size_t n : counts) {
    std::vector<std::vector<std::size_t>> next;
    for (const auto& head : out)
      for (std::size_t i = 0; i < n; ++i) {
        next.push_back(head);
        next.back().push_back(i);
      }
    out = std::move(next);
  }
  return out;
}

std::string joined_cell_names(const std::vector<std::string>& parts) {
  std::string out;
  for (const std::string& p : parts) out += (out.empty() ? "" : "#") + p;
  return out;
}

std::vector<const MarginsModel::Factor*> factors_of(const ContrastTerm& t, const Factors& factors) {
  std::vector<const MarginsModel::Factor*> out;
  for (const ContrastTerm::Part& p : t.compared) out.push_back(&model_factor(p.variable, factors));
  for (const std::string& v : t.within) out.push_back(&model_factor(v, factors));
  return out;
}

CellContrasts cells_of(const ContrastTerm& t, const Factors& factors) {
  CellContrasts k;
  const std::vector<const MarginsModel::Factor*> all = factors_of(t, factors);
  std::vector<std::size_t> counts;
  for (const MarginsModel::Factor* f : all) counts.push_back(f->levels.size());
  for (const auto& place : level_combinations(counts)) {
    std::vector<Setting> s;
    std::vector<std::string> names;
    for (std::size_t i = 0; i < all.size(); ++i) {
      s.push_back({all[i]->variable, all[i]->levels[place[i]]});
      names.push_back(text::macro_number(s.back().value) + "." + s.back().variable);
    }
    k.cells.push_back(std::move(s));
    k.cell_names.push_back(joined_cell_names(names));
  }
  return k;
}

}  // namespace

bool ContrastTerm::shown() const {
  return std::any_of(compared.begin(), compared.end(), [](const Part& p) { return p.op.kind != 0; });
}

bool names_contrasts(const std::string& text) {
  for (std::size_t dot = text.find('.'); dot != std::string::npos; dot = text.find('.', dot + 1)) {
    std::size_t begin = text.find_last_of(" #@|\t", dot);
    begin = begin == std::string::npos ? 0 : begin + 1;
    if (is_level_operator(text.substr(begin, dot - begin))) return true;
  }
  return text.find_first_of("@{") != std::string::npos;
}

namespace {

// Words apart at blanks outside parentheses and braces.
std::vector<std::string> contrast_words(const std::string& text) {
  std::vector<std::string> out{""};
  int depth = 0;
  for (const char ch : text) {
    depth += ch == '(' || ch == '{' ? 1 : ch == ')' || ch == '}' ? -1 : 0;
    if (ch == ' ' && depth == 0) out.emplace_back();
    else out.back() += ch;
  }
  if (depth != 0) throw Error(198, text + ": unbalanced parentheses or braces");
  out.erase(std::remove(out.begin(), out.end(), ""), out.end());
  return out;
}

}  // namespace

std::vector<ContrastTerm> read_contrasts(const std::string& text, const command::Context& c) {
  std::vector<ContrastTerm> out;
  for (const std::string& word : contrast_words(text)) {
    const std::size_t at = word.find('@');
    const std::string left = word.substr(0, at), right = at == std::string::npos ? "" : word.substr(at + 1);
    const std::vector<std::string> parts = pieces_between(left, '#');
    if (left.find("##") == std::string::npos) {
      out.push_back(contrast_term(word, left, right, c));
      continue;
    }
    for (std::size_t subset = 1; subset < (std::size_t{1} << parts.size()); ++subset) {
      std::vector<std::string> chosen;
      for (std::size_t k = 0; k < parts.size(); ++k)
        if (subset >> k & 1u) chosen.push_back(parts[k]);
      const std::string term = joined_cell_names(chosen);
      out.push_back(contrast_term(term + (right.empty() ? "" : "@" + right), term, right, c));
    }
  }
  if (out.empty()) throw Error(100, "varlist required");
  return out;
}

CellContrasts cell_contrasts(const ContrastTerm& t, const Factors& factors, const command::Context& c) {
  CellContrasts k = cells_of(t, factors);
  std::vector<std::vector<LevelContrast>> of_factor;
  std::vector<std::size_t> counts, within_counts;
  std::size_t contrasts = 1, blocks = 1;
  for (const ContrastTerm::Part& p : t.compared) {
    const MarginsModel::Factor& f = model_factor(p.variable, factors);
    of_factor.push_back(
        level_contrasts(p.op, p.variable, f.levels, f.base,
                        p.op.weighted ? level_counts(p, f, c) : std::vector<double>(f.levels.size(), 1.0)));
    counts.push_back(of_factor.back().size());
    contrasts *= counts.back();
  }
  for (const std::string& v : t.within) {
    within_counts.push_back(model_factor(v, factors).levels.size());
    blocks *= within_counts.back();
  }
  k.weights = numeric::Matrix(contrasts * blocks, k.cells.size());
  const auto outer = level_combinations(within_counts), inner = level_combinations(counts);
  std::vector<std::size_t> levels;
  for (const auto& f : of_factor) levels.push_back(f.front().weights.size());
  const auto cells = level_combinations(levels);
  for (std::size_t o = 0; o < outer.size(); ++o) {
    std::vector<std::string> at;
    for (std::size_t i = 0; i < t.within.size(); ++i)
      at.push_back(text::macro_number(model_factor(t.within[i], factors).levels[outer[o][i]]) + "." + t.within[i]);
    k.blocks.emplace_back(k.names.size(), k.names.size() + inner.size());
    k.block_names.push_back(joined_cell_names(at));
    for (const auto& in : inner) {
      std::vector<std::string> names;
      for (std::size_t i = 0; i < in.size(); ++i) names.push_back(of_factor[i][in[i]].name);
      const std::size_t row = k.names.size();
      k.names.push_back(joined_cell_names(names) + (at.empty() ? "" : "@" + k.block_names.back()));
      for (std::size_t cell = 0; cell < cells.size(); ++cell) {
        double w = 1;
        for (std::size_t i = 0; i < in.size(); ++i) w *= of_factor[i][in[i]].weights[cells[cell][i]];
        k.weights(row, cell * outer.size() + o) = w;
      }
    }
  }
  return k;
}

CellContrasts pairwise_contrasts(const ContrastTerm& t, const Factors& factors) {
  CellContrasts k = cells_of(t, factors);
  const std::size_t n = k.cells.size();
  if (n < 2) throw Error(198, t.text + " has one level only");
  k.weights = numeric::Matrix(n * (n - 1) / 2, n);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = i + 1; j < n; ++j) {
      const std::size_t row = k.names.size();
      const std::string &a = k.cell_names[i], &b = k.cell_names[j];
      k.names.push_back(k.cells[i].size() == 1 ? b.substr(0, b.find('.')) + "vs" + a : b + "_vs_" + a);
      k.weights(row, i) = -1;
      k.weights(row, j) = 1;
    }
  k.blocks = {{0, k.names.size()}};
  k.block_names = {""};
  return k;
}

CellModel cell_model(const Results& e, const std::string& equation) {
  const eval::Matrix* b = e.find_matrix("b");
  const eval::Matrix* V = e.find_matrix("V");
  if (!b || !V)
    throw Error(301, "last estimates not found", std::nullopt, {"the last command stored no e(b) and e(V)"});
  CellModel m;
  m.V = numeric_matrix(*V);
  for (std::size_t j = 0; j < b->columns; ++j) {
    m.names.push_back(parse_coefficient_name(b->column_names[j]));
    m.b.push_back((*b)(0, j));
    const CoefficientName& n = m.names.back();
    for (const ast::Factor& f : n.term.factors) note_level(f, n.term.factors.size() == 1, m.factors);
  }
  for (MarginsModel::Factor& f : m.factors) std::sort(f.levels.begin(), f.levels.end());
  m.equation = equation.empty() ? m.names.front().equation : equation;
  if (std::none_of(m.names.begin(), m.names.end(), [&](const auto& n) { return n.equation == m.equation; }))
    throw Error(303, "equation " + equation + " not found");
  return m;
}

namespace {

// Some cell of a categorical term is empty or collinear.
bool lacks_cells(const CellModel& m) {
  return std::any_of(m.names.begin(), m.names.end(), [&](const CoefficientName& n) {
    return n.equation == m.equation && n.marked_omitted && !n.marked_base &&
           std::any_of(n.term.factors.begin(), n.term.factors.end(), is_categorical);
  });
}

// The design with all columns of e(b), base and omitted ones included, on e(sample): zeros for other equations.
numeric::Matrix whole_design(const CellModel& m, const command::Context& c) {
  const EstimationSample s = last_sample(c);
  numeric::Matrix x(s.size(), m.names.size());
  for (std::size_t j = 0; j < m.names.size(); ++j) {
    const CoefficientName& n = m.names[j];
    if (n.equation != m.equation || (n.term.factors.empty() && n.name != "_cons")) continue;
    for (double& v : x.column(j)) v = 1;
    for (const ast::Factor& f : n.term.factors) {
      const std::vector<double> values = sample_values(series_of(f), s, c);
      for (std::size_t i = 0; i < values.size(); ++i)
        x(i, j) *= is_categorical(f) ? (values[i] == factor_level(f) ? 1.0 : 0.0) : values[i];
    }
  }
  return x;
}

// Rows of L that the rows of the design do not span become zero (Searle 1971, section 5.4).
void drop_not_estimable(const CellModel& m, const command::Context& c, numeric::Matrix& L) {
  numeric::Matrix x = whole_design(m, c);
  std::vector<double> scale(x.cols, 0.0);
  for (std::size_t j = 0; j < x.cols; ++j) {
    double square = 0;
    for (const double v : x.column(j)) square += v * v;
    if (square > 0) scale[j] = 1 / std::sqrt(square);
    for (double& v : x.column(j)) v *= scale[j];
  }
  const numeric::Matrix gram = numeric::cross_product(x, x);
  for (std::size_t i = 0; i < L.rows; ++i) {
    std::vector<double> row(L.cols);
    double square = 0;
    bool spanned = true;
    for (std::size_t j = 0; j < L.cols; ++j) {
      row[j] = L(i, j) * scale[j];
      square += row[j] * row[j];
      spanned = spanned && (L(i, j) == 0 || scale[j] > 0);
    }
    if (spanned)
      spanned = numeric::least_squares({.y = row, .x = gram, .want_residuals = false}).rss <= 1e-12 * square;
    for (std::size_t j = 0; j < L.cols && !spanned; ++j) L(i, j) = 0;
  }
}

}  // namespace

numeric::Matrix coefficient_weights(const CellContrasts& k, const ContrastTerm& t, const CellModel& m,
                                    const command::Context& c) {
  numeric::Matrix in_cell(k.cells.size(), m.names.size());
  std::vector<std::string> wanted = t.slopes;
  std::sort(wanted.begin(), wanted.end());
  for (std::size_t j = 0; j < m.names.size(); ++j) {
    const CoefficientName& n = m.names[j];
    if (n.equation != m.equation || (n.term.factors.empty() && n.name != "_cons")) continue;
    std::vector<std::string> slopes;
    for (const ast::Factor& f : n.term.factors)
      if (!is_categorical(f)) slopes.push_back(series_name(f));
    std::sort(slopes.begin(), slopes.end());
    if (slopes != wanted) continue;
    for (std::size_t cell = 0; cell < k.cells.size(); ++cell) {
      double w = 1;
      for (const ast::Factor& f : n.term.factors) {
        if (!is_categorical(f)) continue;
        const std::string variable = series_name(f);
        const auto set = std::find_if(k.cells[cell].begin(), k.cells[cell].end(),
                                      [&](const Setting& s) { return s.variable == variable; });
        w *= set == k.cells[cell].end() ? 1 / static_cast<double>(model_factor(variable, m.factors).levels.size())
                                        : (set->value == factor_level(f) ? 1.0 : 0.0);
      }
      in_cell(cell, j) = w;
    }
  }
  numeric::Matrix L = numeric::multiply(k.weights, in_cell);
  for (double& w : L.data)
    if (std::abs(w) < 1e-12) w = 0;
  if (lacks_cells(m)) drop_not_estimable(m, c, L);
  return L;
}

Results linear_results(const std::vector<std::string>& names, numeric::MatrixView L, const CellModel& m,
                       const Results& model) {
  Results e;
  std::string empty;
  for (std::size_t i = 0; i < L.rows; ++i) {
    bool none = true;
    for (std::size_t j = 0; j < L.cols; ++j) none = none && L(i, j) == 0;
    if (none) empty += (empty.empty() ? "" : " ") + names[i];
  }
  e.matrix("b", named_row(numeric::multiply(L, m.b), "y1", names));
  e.matrix("V", named_matrix(numeric::quadratic_form(L, m.V), names, names));
  if (const double* df = model.find_scalar("df_r")) e.scalar("df_r", *df);
  if (!empty.empty()) e.macro("empty", empty);
  return e;
}

std::string adjustment_name(const std::string& written) {
  const std::string word(trim(written));
  if (word.empty() || abbreviates(word, "NOADJust")) return "";
  for (const char* known : {"BONferroni", "SIDak", "SCHeffe", "TUKey"})
    if (abbreviates(word, known)) return lower(known);
  throw Error(198, "mcompare(" + word + ") not known", std::nullopt,
              {"noadjust, bonferroni, sidak, scheffe and, for pairs, tukey are"});
}

void adjust_comparisons(const std::string& method, double m, double rank, double groups, const Results& e,
                        double level, std::vector<CoefficientRow>& rows) {
  if (method.empty()) return;
  const double* df_r = e.find_scalar("df_r");
  const double df = df_r ? *df_r : 1e9, alpha = 1 - level / 100;
  const auto two_sided = [&](double share) {
    return df_r ? dist::invttail(df, share / 2) : -dist::invnormal(share / 2);
  };
  double critical = 0;
  if (method == "bonferroni") critical = two_sided(alpha / m);
  else if (method == "sidak") critical = two_sided(-std::expm1(std::log1p(-alpha) / m));
  else if (method == "scheffe")
    critical = std::sqrt(df_r ? rank * dist::invFtail(rank, df, alpha) : dist::invchi2tail(rank, alpha));
  else critical = dist::invtukeyprob(groups, df, 1 - alpha) / std::sqrt(2.0);
  for (CoefficientRow& r : rows) {
    if (r.state != CoefficientRow::State::estimated || data::is_missing(r.statistic)) continue;
    const double t = std::abs(r.statistic);
    if (method == "bonferroni") r.p = std::min(1.0, r.p * m);
    else if (method == "sidak") r.p = -std::expm1(m * std::log1p(-r.p));
    else if (method == "scheffe")
      r.p = df_r ? dist::Ftail(rank, df, t * t / rank) : dist::chi2tail(rank, t * t);
    else r.p = std::max(0.0, 1 - dist::tukeyprob(groups, df, t * std::sqrt(2.0)));
    r.low = r.b - critical * r.se;
    r.high = r.b + critical * r.se;
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
    adjust_comparisons(out.method, static_cast<double>(k.names.size()), out.tests.back().wald.df,
                       static_cast<double>(k.cells.size()), of_term, out.level, rows);
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
