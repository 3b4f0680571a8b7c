#include "stdlib/kit/plotted_coefficients.hpp"

#include <algorithm>
#include <cmath>

#include "grammar/parse.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/eval/evaluate.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/coefficient_rows.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/table_output.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/dist/distributions.hpp"

namespace nqp::kit {
namespace {

// rename(pre* = lag*), rename(*.rel = ""): with * at one end what stands at the other is replaced.
std::string renamed_term(const std::string& term, const std::string& from, const std::string& to) {
  const bool front = !from.empty() && from.front() == '*', back = from.size() > 1 && from.back() == '*';
  if (front == back) return to;
  const std::string fixed = front ? from.substr(1) : from.substr(0, from.size() - 1);
  std::string put = to;
  put.erase(std::remove(put.begin(), put.end(), '*'), put.end());
  if (front) return term.substr(0, term.size() - std::min(fixed.size(), term.size())) + put;
  return put + term.substr(std::min(fixed.size(), term.size()));
}

// A row or column of a matrix: "C[,2]", "C[1]", "C[1,]", "C" (its first row), or the number of one beside `like`.
struct MatrixSlice {
  const eval::Matrix* matrix = nullptr;
  std::size_t at = 0;
  bool column = false;
  std::size_t size() const { return column ? matrix->rows : matrix->columns; }
  double value(std::size_t i) const { return column ? (*matrix)(i, at) : (*matrix)(at, i); }
};

MatrixSlice matrix_slice(std::string text, const MatrixSlice* like, runtime::Session& s) {
  text.erase(std::remove(text.begin(), text.end(), ' '), text.end());
  MatrixSlice out = like ? *like : MatrixSlice{};
  std::string place = text;
  if (!like || text.find_first_not_of("0123456789") != std::string::npos) {
    const std::size_t open = text.find('[');
    const std::string name = text.substr(0, open);
    out.matrix = s.matrix(name);
    if (!out.matrix) throw Error(111, "matrix " + name + " not found");
    place = open == std::string::npos ? "1" : text.substr(open + 1, text.find(']') - open - 1);
    out.column = !place.empty() && place[0] == ',';
    if (out.column) place.erase(0, 1);
    place = place.substr(0, place.find(','));
  }
  const double number = s.number(place);
  const std::size_t most = out.column ? out.matrix->columns : out.matrix->rows;
  if (!(number >= 1 && number <= static_cast<double>(most)))
    throw Error(503, "coefplot: no such row or column: " + text);
  out.at = static_cast<std::size_t>(number) - 1;
  return out;
}

std::vector<std::pair<std::string, std::string>> equation_pairs(const std::string& text) {
  std::vector<std::pair<std::string, std::string>> out;
  for (std::string_view rest = std::string_view(text).substr(0, find_outside(text, ','));
       !(rest = trim(rest)).empty();) {
    const std::size_t equals = find_outside(rest, '=');
    if (equals == std::string_view::npos) break;
    const std::string name(trim(rest.substr(0, equals)));
    rest = rest.substr(equals + 1);
    out.emplace_back(name, unquoted(take_word(rest)));
  }
  return out;
}

void read_plot_levels(const std::string& text, PlotChoice& c, runtime::Session& s) {
  c.more_levels.clear();
  for (const std::string& word : grammar::split_words(text)) c.more_levels.push_back(s.number(word));
  if (c.more_levels.empty()) throw Error(198, "levels() takes one or more confidence levels");
  c.level = c.more_levels.front();
  c.more_levels.erase(c.more_levels.begin());
}

}  // namespace

bool read_plot_choice(const ast::Option& o, PlotChoice& c, runtime::Session& s) {
  const std::string name = lower(o.name);
  const auto is = [&](const char* full) { return abbreviates(name, full); };
  if (is("keep")) c.keep = grammar::split_words(o.argument);
  else if (is("drop")) c.drop = grammar::split_words(o.argument);
  else if (is("order")) c.order = grammar::split_words(o.argument);
  else if (is("sort")) c.sorted = o.argument.find("desc") == std::string::npos ? 1 : -1;
  else if (is("REName")) c.rename = equation_pairs(o.argument);
  else if (is("COEFLabels")) c.labels = equation_pairs(o.argument);
  else if (is("TRansform")) c.transform = o.argument.substr(o.argument.find('=') + 1);
  else if (is("OMITted")) c.omitted = true;
  else if (is("BASElevels")) c.base = true;
  else if (is("noci")) c.no_ci = true;
  else if (is("NOLABels")) c.no_labels = true;
  else if (is("VERTical")) c.vertical = true;
  else if (is("HORizontal")) c.vertical = false;
  else if (is("EFORM")) c.eform = true;
  else if (is("NOOFFSets")) c.offset = false;
  else if (is("OFFset")) c.shift = s.number(o.argument);
  else if (is("ASEQuation")) c.as_equation = true, c.equation = unquoted(o.argument);
  else if (is("SWAPNames")) c.swap_names = true;
  else if (is("Levels")) read_plot_levels(o.argument, c, s);
  else if (is("ci")) c.limits = o.argument;
  else if (name == "se") c.errors = o.argument;
  else if (is("HEADings")) c.headings = equation_pairs(o.argument);
  else if (is("MLABel")) c.labelled = true, c.mark_labels = o.argument;
  else if (is("FORMAT")) c.format = o.argument;
  else if (is("RECast")) c.recast = lower(o.argument);
  else if (is("CIOPts")) {
    for (ast::Option& inner : grammar::parse_options(o.argument)) {
      if (abbreviates(inner.name, "RECast")) c.ci_recast = lower(inner.argument);
      else c.ci_look.push_back(std::move(inner));
    }
  } else if (is("ADDPlot")) {
    c.added_plot = o.argument;
  } else if (is("GROUPs") || is("EQLabels") || is("at")) {
    s.say("(option " + o.name + " has no effect here)", report::Style::note);
  } else if (is("GRID") || is("NOGRID") || is("CITop") || is("NOEQLABels") || is("LABELs") || is("NOKEY") ||
             is("BYOPts")) {
    return true;
  } else {
    return false;
  }
  return true;
}

std::vector<PlottedCoefficient> plotted_coefficients(const command::Results& e, const PlotChoice& c,
                                                     runtime::Session& s) {
  std::vector<CoefficientRow> rows = coefficient_rows(e, c.level);
  if (c.eform) exponentiate(rows);
  std::vector<PlottedCoefficient> out;
  for (const CoefficientRow& r : rows) {
    const bool base = r.state == CoefficientRow::State::base, omitted = r.state == CoefficientRow::State::omitted;
    if (r.state == CoefficientRow::State::empty || (base && !c.base) || (omitted && !c.omitted)) continue;
    const std::string column = r.name.equation.empty() ? r.name.name : r.name.equation + ":" + r.name.name;
    if (!c.keep.empty() && !matches_terms(c.keep, column)) continue;
    if (matches_terms(c.drop, column)) continue;
    PlottedCoefficient p{command::canonical_term(r.name.name), r.b, r.low, r.high, r.se, r.p};
    if (base || omitted) p.low = p.high = p.b;
    for (const auto& [from, to] : c.rename)
      if (matches_terms({from}, column)) p.term = renamed_term(p.term, from, to);
    if (const std::string& equation = c.as_equation ? c.equation : r.name.equation; c.swap_names && !equation.empty())
      p.term = equation;
    if (!c.transform.empty())
      for (double* x : {&p.b, &p.low, &p.high}) {
        std::string expression = c.transform;
        for (std::size_t at; (at = expression.find('@')) != std::string::npos;)
          expression.replace(at, 1, "(" + text::macro_number(*x) + ")");
        *x = s.number(expression);
      }
    out.push_back(std::move(p));
  }
  return out;
}

std::vector<PlottedCoefficient> plotted_matrix(const std::string& source, const PlotChoice& c, runtime::Session& s) {
  const MatrixSlice b = matrix_slice(source, nullptr, s);
  std::vector<MatrixSlice> limits;
  std::string text = c.limits;
  std::replace_if(text.begin(), text.end(), [](char x) { return x == '(' || x == ')'; }, ' ');
  for (const std::string& word : grammar::split_words(text)) limits.push_back(matrix_slice(word, &b, s));
  const double quantile = -numeric::dist::invnormal((100 - c.level) / 200);
  std::vector<MatrixSlice> errors;
  if (!c.errors.empty()) errors.push_back(matrix_slice(c.errors, &b, s));
  if (!limits.empty() && limits.size() != 2)
    throw Error(198, "ci() takes the lower and the upper limits", std::nullopt, {"ci((C[,2] C[,3])) or ci((2 3))"});
  const std::vector<std::string>& names = b.column ? b.matrix->row_names : b.matrix->column_names;
  std::vector<PlottedCoefficient> out;
  for (std::size_t i = 0; i < b.size(); ++i) {
    if (!c.keep.empty() && !matches_terms(c.keep, names[i])) continue;
    if (matches_terms(c.drop, names[i])) continue;
    const double half = errors.empty() ? 0 : quantile * errors[0].value(i);
    PlottedCoefficient p{names[i], b.value(i), b.value(i) - half, b.value(i) + half};
    if (!errors.empty()) p.se = errors[0].value(i), p.p = 2 * numeric::dist::normal(-std::abs(p.b / p.se));
    if (!limits.empty()) p.low = limits[0].value(i), p.high = limits[1].value(i);
    out.push_back(p);
  }
  return out;
}

std::string mark_label(const PlottedCoefficient& p, const PlotChoice& c, runtime::Session& s) {
  if (c.mark_labels.empty()) return text::trimmed(text::format_number(p.b, c.format));
  std::string expression = c.mark_labels;
  for (const auto& [name, value] :
       {std::pair("@pval", p.p), {"@se", p.se}, {"@ll", p.low}, {"@ul", p.high}, {"@t", p.b / p.se}, {"@b", p.b}})
    for (std::size_t at; (at = expression.find(name)) != std::string::npos;)
      expression.replace(at, std::string(name).size(), "(" + text::macro_number(stored(value)) + ")");
  const eval::Value v = eval::evaluate(*grammar::parse_expression(expression), s.scope());
  return v.is_string ? v.text : text::macro_number(v.number);
}

}  // namespace nqp::kit
