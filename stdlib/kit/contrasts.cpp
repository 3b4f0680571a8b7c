#include "stdlib/kit/contrasts.hpp"

#include <algorithm>
#include <cmath>

#include "grammar/ast/error.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/factor_levels.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/kit/series.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/linalg/least_squares.hpp"
#include "stdlib/numeric/linalg/products.hpp"

namespace nqp::kit {

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

}  // namespace nqp::kit
