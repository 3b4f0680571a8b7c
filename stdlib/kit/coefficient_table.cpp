#include "stdlib/kit/coefficient_table.hpp"

#include <algorithm>

#include "interpreter/eval/names.hpp"
#include "interpreter/report/coefficient_look.hpp"
#include "interpreter/text/format.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/series.hpp"

namespace nqp::kit {

using report::Align;
using report::Cell;
using report::text_cell;
using State = CoefficientRow::State;

std::string number_9g(double x) { return text::trimmed(text::format_number(x, "%9.0g")); }

std::string interval_heading(double level) {
  return "[" + text::trimmed(text::format_number(level, "%9.0g")) + "% conf. interval]";
}

namespace {

constexpr std::size_t narrow_names = 12, wide_names = 40, table_width = 78;

Cell table_heading(std::string text, int span = 1) {
  Cell cell = text_cell(std::move(text), Align::right);
  cell.span = span;
  return cell;
}

// A number with a blank behind it: the headings over these columns are one character wider than the numbers.
Cell shifted_number(double x) {
  Cell cell = report::number_cell(x, report::coefficient_look().numbers);
  cell.text += ' ';
  return cell;
}

std::vector<std::string> parts_of(const std::string& name) {
  std::vector<std::string> out;
  std::size_t begin = 0;
  while (true) {
    const std::size_t cut = name.find('#', begin);
    out.push_back(name.substr(begin, cut == std::string::npos ? std::string::npos : cut - begin));
    if (cut == std::string::npos) return out;
    begin = cut + 1;
  }
}

// A name in at most `width` columns a line: interactions break behind '#', long parts are abbreviated.
std::vector<std::string> name_lines(const std::vector<std::string>& parts, std::size_t width) {
  std::string joined;
  for (const std::string& p : parts) joined += (joined.empty() ? "" : "#") + p;
  if (text::display_width(joined) <= width) return {joined};
  std::vector<std::string> out;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const bool last = i + 1 == parts.size();
    out.push_back(text::abbreviate(parts[i], width - (last ? 0 : 1)) + (last ? "" : "#"));
  }
  return out;
}

bool is_covariance(const CoefficientName& n) { return n.name.rfind("/cov(", 0) == 0; }

// Variances and covariances are shown without the slash of ancillary parameters.
std::string shown_coefficient(const CoefficientName& n) {
  if (n.name.rfind("/var(", 0) == 0 || is_covariance(n)) return n.name.substr(1);
  if (n.term.factors.size() > 1) return interaction_name(n);
  return n.term.factors.empty() ? n.name : eval::normal_term(n.name);  // r2vs1.g is no term
}

bool is_variance(const CoefficientRow& r) { return r.name.name.rfind("/var(", 0) == 0; }

class CoefficientTableBuilder {
 public:
  CoefficientTableBuilder(const command::Results& e, const data::Frame& frame, const TableOptions& o, std::size_t names)
      : e_(e), frame_(frame), options_(o), names_(names) {
    table_.columns = {{static_cast<int>(names), 0, false}, {11, 1, true}, {10, 1, false}, {7, 1, false},
                      {5, 3, false},                       {9, 4, false}, {9, 3, false}};
  }

  report::Table take() { return std::move(table_); }

  void head(const std::string& over_names) {
    const std::string type = e_.macro_or("vcetype");
    table_.rule();
    if (!type.empty() && !look_.legend) {
      Cell cell = text_cell(type, Align::centre);
      table_.row({table_heading(""), table_heading(""), cell});
    }
    const std::string b = options_.eform.empty() ? "Coefficient" : options_.eform;
    const std::string last = options_.beta.empty() ? interval_heading(options_.level) : "Beta";
    const bool t = e_.find_scalar("df_r") != nullptr;
    const std::string se = type.empty() ? "Std. err." : "std. err.";
    if (look_.legend) {
      Cell legend = text_cell("Legend", Align::left);
      legend.span = 5;
      table_.row({table_heading(text::abbreviate(over_names, names_)), table_heading(b), legend});
      table_.rule();
      return;
    }
    table_.row({table_heading(text::abbreviate(over_names, names_)), table_heading(b), table_heading(se),
                table_heading(!look_.tests ? "" : t ? "t " : "z "),
                table_heading(!look_.tests ? "" : t ? "P>|t|" : "P>|z|"), table_heading(shows_last() ? last : "", 2)});
    table_.rule();
  }

  void rows(const std::vector<CoefficientRow>& all) {
    const bool equations = std::any_of(all.begin(), all.end(), [](const auto& r) { return !r.name.equation.empty(); });
    // The heading names the only equation already; what follows are free parameters.
    const bool alone = std::all_of(all.begin(), all.end(), [&](const CoefficientRow& r) {
      const std::string& name = r.name.equation;
      return hidden(r) || name.empty() || name[0] == '/' || name == e_.macro_or("depvar") || name == "model";
    });
    for (std::size_t j = 0; j < all.size(); ++j) {
      const CoefficientRow& r = all[j];
      if (hidden(r)) continue;
      if (r.name.equation.empty() ? false : r.name.equation == e_.macro_or("baselab")) {
        base_outcome(r.name.equation);
        continue;
      }
      if (equations && (!any_ || r.name.equation != equation_)) start_equation(r.name.equation, !alone);
      if (r.state == State::base && !options_.base_levels) continue;
      add(r, j < options_.beta.size() ? options_.beta[j] : data::missing);
    }
  }

  void parameters() {
    if (options_.parameters.empty()) return;
    table_.rule();
    for (const auto& [name, text] : options_.parameters) {
      Cell cell = text_cell(text, Align::left, report::Style::result);
      cell.span = 6;
      table_.row({table_heading(name), cell});
    }
  }

  void finish() { table_.rule(); }

 private:
  bool shows_last() const { return look_.intervals || !options_.beta.empty(); }

  bool hidden(const CoefficientRow& r) const {
    const auto is = [&](const std::string& s) {
      return std::find(options_.hidden.begin(), options_.hidden.end(), s) != options_.hidden.end();
    };
    return is(r.name.name) || (!r.name.equation.empty() && is(r.name.equation));
  }

  void start_equation(const std::string& equation, bool named = true) {
    if (any_) table_.rule();
    any_ = true;
    equation_ = equation;
    block_.clear();
    fresh_ = true;
    if (named && !equation.empty()) table_.row({text_cell(text::abbreviate(equation, names_))});
  }

  // The equation of a multinomial model whose coefficients are 0 by definition takes one line.
  void base_outcome(const std::string& equation) {
    if (any_ && equation_ == equation) return;
    start_equation("");
    equation_ = equation;
    Cell cell = text_cell("(base outcome)", Align::left);
    cell.span = 6;
    table_.row({text_cell(text::abbreviate(equation, names_)), cell});
  }

  void blank_row() { table_.row({table_heading("")}); }

  void add(const CoefficientRow& r, double beta) {
    const std::string block = block_name(r.name);
    const bool interaction = r.name.term.factors.size() > 1;
    // Factor variables and interactions stand apart from what surrounds them.
    if (!fresh_ && (block.empty() || block != block_) && (!block_.empty() || apart_ || !block.empty() || interaction))
      blank_row();
    if (!block.empty() && block != block_)
      for (const std::string& line : name_lines(parts_of(block), names_)) table_.row({table_heading(line)});
    fresh_ = false;
    block_ = block;
    apart_ = interaction && block.empty();

    std::vector<std::string> lines =
        block.empty() ? name_lines(parts_of(shown_coefficient(r.name)), names_) : level_lines(r);
    for (std::size_t i = 0; i + 1 < lines.size(); ++i) table_.row({table_heading(lines[i])});
    std::vector<Cell> cells{table_heading(lines.back())};
    append_values(r, beta, cells);
    table_.row(std::move(cells));
  }

  // The levels of a categorical term, by their labels; one column stays free before the bar.
  std::vector<std::string> level_lines(const CoefficientRow& r) const {
    std::vector<std::string> parts;
    for (const ast::Factor& f : r.name.term.factors) {
      if (!is_categorical(f)) continue;
      for (const ast::VariableOperator& op : f.operators)
        if (!is_time_operator(op) && !op.levels.empty()) parts.push_back(level_text(f.pattern, op.levels[0]));
    }
    std::vector<std::string> lines = name_lines(parts, names_ - 1);
    for (std::string& line : lines) line += line.back() == '#' ? "" : " ";
    return lines;
  }

  std::string level_text(const std::string& variable, double level) const {
    const data::Variable* v = frame_.find(variable);
    const data::ValueLabel* labels = v ? frame_.labels_of(*v) : nullptr;
    if (labels)
      if (const auto it = labels->find(level); it != labels->end()) return it->second;
    return text::macro_number(level);
  }

  void append_values(const CoefficientRow& r, double beta, std::vector<Cell>& cells) const {
    cells.push_back(shifted_number(r.b));
    if (look_.legend) {
      const std::string equation = r.name.equation.empty() || r.name.equation[0] == '/' ? "" : r.name.equation + ":";
      Cell cell = text_cell("_b[" + equation + r.name.name + "]", Align::left);
      cell.span = 5;
      cells.push_back(cell);
      return;
    }
    if (r.state != State::estimated || data::is_missing(r.b)) {
      const char* word = data::is_missing(r.b)    ? " (not estimable)"
                         : r.state == State::base ? " (base)" : r.state == State::empty ? " (empty)" : " (omitted)";
      Cell cell = text_cell(word, Align::left);
      cell.span = 5;
      cells.push_back(cell);
      return;
    }
    cells.push_back(shifted_number(r.se));
    const bool tested = look_.tests && !is_variance(r);
    cells.push_back(tested ? report::number_cell(r.statistic, look_.statistics) : table_heading(""));
    cells.push_back(tested ? report::number_cell(r.p, look_.p) : table_heading(""));
    if (!options_.beta.empty()) {
      Cell cell = report::number_cell(beta, "%9.0g");
      cell.span = 2;
      cells.push_back(data::is_missing(beta) ? table_heading(".", 2) : cell);
      return;
    }
    if (!look_.intervals) return cells.push_back(table_heading("", 2));
    cells.push_back(report::number_cell(r.low, look_.numbers));
    cells.push_back(report::number_cell(r.high, look_.numbers));
  }

  const command::Results& e_;
  const data::Frame& frame_;
  const TableOptions& options_;
  const report::CoefficientLook& look_ = report::coefficient_look();
  std::size_t names_;
  report::Table table_;
  std::string equation_, block_;
  bool any_ = false, fresh_ = true, apart_ = false;
};

// Covariances widen the column of names on lines of any width: they are told apart by their ends.
std::size_t names_width(const std::vector<CoefficientRow>& rows, int linesize) {
  std::size_t need = narrow_names;
  bool covariances = false;
  for (const CoefficientRow& r : rows) {
    const std::string block = block_name(r.name);
    covariances = covariances || is_covariance(r.name);
    need = std::max(need, text::display_width(block.empty() ? shown_coefficient(r.name) : block));
  }
  const std::size_t more = linesize > 79 ? static_cast<std::size_t>(linesize - 79) : 0;
  const std::size_t room = covariances ? wide_names : narrow_names + more;
  return std::min({need, room, wide_names});
}

// Clusters, one line, right-aligned with the table.
void cluster_line(const command::Results& e, report::Document& d) {
  const std::string variables = e.macro_or("clustvar");
  const double* count = e.find_scalar("N_clust");
  if (variables.empty() || !count || data::is_missing(*count)) return;
  const std::string clusters = text::trimmed(text::format_number(*count, "%12.0fc"));
  d.line(text::pad_left("(Std. err. adjusted for " + clusters + " clusters in " + variables + ")", table_width));
}

}  // namespace

report::Document coefficient_table(std::vector<CoefficientRow> rows, const command::Results& e,
                                   const std::string& over_names, const data::Frame& frame,
                                   const TableOptions& options, int linesize) {
  if (!options.eform.empty()) exponentiate(rows);
  CoefficientTableBuilder b(e, frame, options, names_width(rows, linesize));
  b.head(over_names);
  b.rows(rows);
  b.parameters();
  b.finish();
  report::Document d;
  d.add(b.take());
  return d;
}

report::Document coefficient_table(const command::Results& e, const data::Frame& frame, const TableOptions& options,
                                   int linesize) {
  std::string depvar = e.macro_or("depvar");
  if (depvar.find(' ') != std::string::npos) depvar.clear();
  report::Document d;
  cluster_line(e, d);
  return d.append(coefficient_table(coefficient_rows(e, options.level), e, depvar, frame, options, linesize));
}

}  // namespace nqp::kit
