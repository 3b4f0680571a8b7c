#include "stdlib/kit/model_table.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include <fmt/format.h>

#include "grammar/parse.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/coefficient_rows.hpp"
#include "stdlib/kit/information_criteria.hpp"
#include "stdlib/kit/series.hpp"
#include "stdlib/kit/table_terms.hpp"
#include "stdlib/numeric/dist/distributions.hpp"

namespace nqp::kit {

using command::Results;
using report::PaperCell;
using report::PaperRow;
using State = CoefficientRow::State;

namespace {

// A row of the table: coefficients of the same name in the same equation.
struct Term {
  std::string equation, name;
  std::string own;                     // the equation in the first model that has it: "" above stands for its first one
  bool operator==(const Term& t) const { return equation == t.equation && name == t.name; }
};

struct ColumnModel {
  const Results* e = nullptr;
  std::map<std::pair<std::string, std::string>, CoefficientRow> rows;
  std::vector<bool> indicated;
};

class ModelTableBuilder {
 public:
  ModelTableBuilder(const std::vector<TableModel>& models, const ModelTableOptions& o, const data::Frame& frame)
      : options_(o), frame_(frame) {
    for (const TableModel& m : models) add_model(m);
    add_empty_rows();
    require_table_terms(o, models, known_);
    order_terms();
    for (const auto& line : o.lines)
      side_ = std::max(side_, static_cast<std::size_t>(std::count_if(
                                  line.begin(), line.end(), [](const CellStatistic& c) { return !c.joined; })));
    table_.columns = models_.size() * side_;
    table_.title = o.title;
    table_.notes = o.notes;
  }

  report::PaperTable run() {
    head();
    body();
    foot();
    return std::move(table_);
  }

 private:
  // Coefficients by b and V; results of other kinds (means, correlations) by the columns of their matrix.
  std::vector<CoefficientRow> rows_of(const Results& e) const {
    if (e.find_matrix("b")) {
      std::vector<CoefficientRow> rows = coefficient_rows(e, options_.level);
      if (options_.eform) exponentiate(rows);
      return rows;
    }
    std::vector<CoefficientRow> rows;
    for (const auto& line : options_.lines)
      for (const CellStatistic& c : line)
        if (const eval::Matrix* m = e.find_matrix(c.what)) {
          for (const std::string& name : m->column_names) {
            CoefficientRow r;
            r.name = parse_coefficient_name(name);
            rows.push_back(std::move(r));
          }
          return rows;
        }
    return rows;
  }

  void add_model(const TableModel& source) {
    ColumnModel m;
    m.e = source.e;
    m.indicated.assign(options_.indicators.size(), false);
    const std::string depvar = source.e->macro_or("depvar");
    std::string main_equation;
    bool first = true;
    for (CoefficientRow& r : rows_of(*source.e)) {
      if (first) main_equation = r.name.equation;
      first = false;
      // The first equation of a model stands without a heading, so that models of different kinds share its rows.
      const bool model = source.e->find_matrix("V") != nullptr;
      const bool main = model && (r.name.equation == main_equation || r.name.equation == depvar);
      Term t{main ? "" : r.name.equation, command::canonical_term(r.name.name), r.name.equation};
      if (r.name.name.empty() || r.name.name[0] == '/') t.name = r.name.name;
      for (const auto& [from, to] : options_.rename)
        if (is_term_of(from, t.name, t.own)) t.name = to;
      known_.push_back({t.own, t.name});
      if (!shown(r, t, m)) continue;
      transform(r, t);
      if (std::find(terms_.begin(), terms_.end(), t) == terms_.end()) terms_.push_back(t);
      if (!m.rows.emplace(std::pair(t.equation, t.name), std::move(r)).second && !options_.rename.empty())
        throw Error(110, "rename(): " + t.name + " already exists in equation; cannot rename", std::nullopt,
                    {"two coefficients of one model cannot share a row: choose another name"});
    }
    for (std::size_t k = 0; k < options_.indicators.size(); ++k)
      for (const std::string& pattern : options_.indicators[k].patterns)
        if (absorbs_term(*source.e, pattern)) m.indicated[k] = true;
    models_.push_back(std::move(m));
  }

  // Names of order() that no model has.
  void add_empty_rows() {
    if (!options_.order_adds) return;
    for (const std::string& wanted : options_.order) {
      const auto is_meant = [&](const NamedTerm& t) { return is_term_of(wanted, t.name, t.equation); };
      if (std::any_of(known_.begin(), known_.end(), is_meant)) continue;
      const CoefficientName n = parse_coefficient_name(wanted);
      if (n.name.empty()) continue;
      known_.push_back({n.equation, n.name});
      const bool kept = options_.keep.empty() || matches_any(options_.keep, n.name, n.equation);
      if (kept && !matches_any(options_.drop, n.name, n.equation)) terms_.push_back({n.equation, n.name, n.equation});
    }
  }

  void transform(CoefficientRow& r, const Term& t) const {
    for (const RowTransform& f : options_.transforms) {
      if (!f.patterns.empty() && !matches_any(f.patterns, t.name, t.own)) continue;
      const double slope = f.derivative(r.b);
      r.se = data::is_missing(r.se) ? r.se : data::checked(std::abs(slope) * r.se);
      for (double* x : {&r.b, &r.low, &r.high})
        if (!data::is_missing(*x)) *x = f.f(*x);
      if (slope < 0) std::swap(r.low, r.high);
      return;
    }
  }

  bool shown(const CoefficientRow& r, const Term& t, ColumnModel& m) const {
    const bool absent = r.state == State::empty || r.state == State::base || r.state == State::omitted;
    bool indicated = false;
    for (std::size_t k = 0; k < options_.indicators.size(); ++k)
      if (matches_any(options_.indicators[k].patterns, t.name, t.own)) {
        indicated = true;
        if (!absent) m.indicated[k] = true;
      }
    if (indicated) return false;
    if (r.state == State::empty || (r.state == State::base && !options_.base_levels)) return false;
    if (r.state == State::omitted && !options_.omitted) return false;
    if (t.name == "_cons" && !options_.constant) return false;
    if (!options_.keep.empty() && !matches_any(options_.keep, t.name, t.own)) return false;
    return !matches_any(options_.drop, t.name, t.own);
  }

  // Equations as they come, the first one without a name; within each the order asked for, the constant last.
  // Ancillary parameters (/lnsigma) stand below all equations.
  void order_terms() {
    std::vector<std::string> equations{""};
    for (const Term& t : terms_)
      if (std::find(equations.begin(), equations.end(), t.equation) == equations.end()) equations.push_back(t.equation);
    const auto place = [&](const Term& t) {
      const bool ancillary = !t.name.empty() && t.name[0] == '/';
      const auto block = std::find(equations.begin(), equations.end(), t.equation) - equations.begin();
      std::size_t rank = 0;
      while (rank < options_.order.size() && !is_term_of(options_.order[rank], t.name, t.own)) ++rank;
      if (ancillary) return std::tuple{equations.size(), std::size_t{0}, false};
      return std::tuple{static_cast<std::size_t>(block), rank, t.name == "_cons"};
    };
    std::stable_sort(terms_.begin(), terms_.end(), [&](const Term& a, const Term& b) { return place(a) < place(b); });
  }

  void head() {
    const int side = static_cast<int>(side_);
    if (!options_.groups.empty()) {
      PaperRow r;
      r.cells.push_back({});
      int left = static_cast<int>(models_.size());
      for (const HeadGroup& g : options_.groups) {
        const int span = std::min(g.span, left);
        if (span <= 0) break;
        left -= span;
        PaperCell c;
        c.text = g.text;
        c.span = span * side;
        c.underlined = c.span > 1 && !g.text.empty();
        r.cells.push_back(std::move(c));
      }
      table_.head.push_back(std::move(r));
    }
    std::vector<std::string> numbers;
    for (std::size_t j = 0; j < models_.size(); ++j) numbers.push_back(fmt::format("({})", j + 1));
    if (options_.numbers) head_row(numbers);
    if (!options_.titles.empty()) head_row(options_.titles);
    if (!options_.column_labels) return;
    PaperRow r;
    r.cells.push_back({});
    for (std::size_t j = 0; j < models_.size(); ++j)
      for (std::size_t k = 0; k < side_; ++k)
        r.cells.push_back({column_label(k)});
    table_.head.push_back(std::move(r));
  }

  // "b/se": the labels of what stands under one another.
  std::string column_label(std::size_t column) const {
    std::string out;
    for (const auto& line : options_.lines) {
      std::size_t k = 0;
      for (const CellStatistic& c : line) {
        if (!c.joined) ++k;
        if (k == column + 1 && !c.label.empty()) out += (out.empty() ? "" : c.joined ? " " : "/") + c.label;
      }
    }
    return out;
  }

  void head_row(const std::vector<std::string>& texts) {
    PaperRow r;
    r.cells.push_back({});
    for (std::size_t j = 0; j < models_.size(); ++j) {
      PaperCell c;
      c.text = j < texts.size() ? texts[j] : "";
      c.span = static_cast<int>(side_);
      r.cells.push_back(std::move(c));
    }
    table_.head.push_back(std::move(r));
  }

  void body() {
    std::string equation;
    std::size_t head = 0;
    for (std::size_t i = 0; i < terms_.size(); ++i) {
      const Term& t = terms_[i];
      // The first equation has a heading where eqlabels() gives it one.
      const auto& labels = options_.equation_labels;
      const bool first = i == 0 && t.equation.empty() && !labels.empty();
      const std::string given = head < labels.size() ? labels[head] : "";
      if (first || (t.equation != equation && !t.equation.empty() && options_.equation_heads)) {
        ++head;
        if (!first || !given.empty()) equation_heading(given.empty() ? t.equation : given);
      }
      equation = t.equation;
      heading(t);
      for (std::size_t l = 0; l < options_.lines.size(); ++l) table_.body.push_back(coefficient(t, i, l));
      if (options_.gaps && options_.lines.size() > 1 && i + 1 < terms_.size()) gap();
    }
    if (!options_.indicators.empty() && options_.gaps && options_.lines.size() > 1 && !terms_.empty()) gap();
    for (std::size_t k = 0; k < options_.indicators.size(); ++k) {
      PaperRow r;
      r.cells.push_back({options_.indicators[k].label});
      for (const ColumnModel& m : models_) model_cell(r, m.indicated[k] ? options_.yes : options_.no);
      table_.body.push_back(std::move(r));
    }
  }

  void equation_heading(const std::string& text) {
    gap();
    PaperRow r;
    r.cells.push_back({text});
    r.cells.resize(table_.columns + 1);
    table_.body.push_back(std::move(r));
  }

  void heading(const Term& t) {
    for (const auto& [name, text] : options_.headings) {
      if (!is_term_of(name, t.name, t.own)) continue;
      PaperRow r;
      r.cells.push_back({text});
      for (const ColumnModel& m : models_)
        model_cell(r, m.rows.count({t.equation, t.name}) ? options_.heading_mark : std::string());
      table_.body.push_back(std::move(r));
    }
  }

  void gap() {
    if (table_.body.empty() || table_.body.back().cells.empty()) return;
    table_.body.push_back({});
  }

  void model_cell(PaperRow& r, const std::string& text) const {
    r.cells.push_back({text});
    for (std::size_t k = 1; k < side_; ++k) r.cells.push_back({});
  }

  PaperRow coefficient(const Term& t, std::size_t index, std::size_t line) const {
    PaperRow out;
    out.tight = line > 0;
    out.cells.push_back({line == 0 ? name_of(t) : ""});
    for (std::size_t j = 0; j < models_.size(); ++j) {
      const ColumnModel& m = models_[j];
      const auto it = m.rows.find({t.equation, t.name});
      const std::size_t first = out.cells.size();
      for (const CellStatistic& c : options_.lines[line]) {
        PaperCell own{c.vacant};
        if (!applies(c, t, j)) own = {};
        else if (it != m.rows.end()) own = cell(c, it->second, *m.e, index);
        if (!c.joined || out.cells.size() == first) {
          out.cells.push_back(std::move(own));
          continue;
        }
        PaperCell& whole = out.cells.back();
        if (own.text.empty()) whole.stars += own.stars;
        else whole = {whole.text + whole.stars + (whole.text.empty() ? "" : " ") + own.text, own.stars};
      }
      out.cells.resize(first + side_);
    }
    return out;
  }

  static bool applies(const CellStatistic& c, const Term& t, std::size_t model) {
    if (!c.models.empty() && (model >= c.models.size() || !c.models[model])) return false;
    if (!c.keep.empty() && !matches_any(c.keep, t.name, t.own)) return false;
    return !matches_any(c.drop, t.name, t.own);
  }

  std::string name_of(const Term& t) const {
    for (const auto& [name, label] : options_.labels)
      if (is_term_of(name, t.name, t.own)) return label;
    if (!options_.variable_labels) return t.name;
    return t.name == "_cons" ? "Constant" : term_label(t.name, options_.interaction, frame_);
  }

  PaperCell cell(const CellStatistic& c, const CoefficientRow& r, const Results& e, std::size_t index) const {
    PaperCell out;
    const std::string& format = c.formats.empty() ? "a3" : c.formats[std::min(index, c.formats.size() - 1)];
    if (c.what == "." || c.what == "_star") {
      if (c.what == "_star") out.stars = stars_of(value("p", r, e), options_.stars);
      return out;
    }
    if (c.what == "_sign") {
      const double b = value("b", r, e);
      if (!data::is_missing(b)) out.text = b < 0 ? "-" : "+";
      return out;
    }
    if (c.what == "ci") {
      if (data::is_missing(r.low)) return out;
      out.text = c.open + table_number(r.low, format) + c.between + table_number(r.high, format) + c.close;
    } else {
      double x = value(c.what, r, e);
      if (c.absolute && !data::is_missing(x)) x = std::abs(x);
      const bool aside = r.state != State::estimated;
      if (data::is_missing(x) && !aside) return out;
      out.text = aside && c.what != "b" ? c.open + "." + c.close : c.open + table_number(x, format) + c.close;
    }
    if (c.star) out.stars = stars_of(value(c.p_of.empty() ? "p" : c.p_of, r, e), options_.stars);
    return out;
  }

  // Without e(V) everything is what the matrices of e() say, as estpost leaves them.
  static double value(const std::string& what, const CoefficientRow& r, const Results& e) {
    if (e.find_matrix("V")) {
      if (what == "b") return r.b;
      if (what == "se") return r.se;
      if (what == "t" || what == "z") return r.statistic;
      if (what == "p") return r.p;
      if (what == "ci_l") return r.low;
      if (what == "ci_u") return r.high;
    }
    const eval::Matrix* m = e.find_matrix(what);
    if (!m || m->rows == 0) return data::missing;
    const std::string full = r.name.equation.empty() ? r.name.name : r.name.equation + ":" + r.name.name;
    for (std::size_t j = 0; j < m->columns; ++j)
      if (m->column_names[j] == full || m->column_names[j] == r.name.name) return (*m)(0, j);
    return data::missing;
  }

  // e(p), else that of the F or chi2 that the model stores.
  static double model_p(const Results& e) {
    if (const double* p = e.find_scalar("p")) return *p;
    const double F = e.scalar_or("F"), chi2 = e.scalar_or("chi2"), df = e.scalar_or("df_m"), rest = e.scalar_or("df_r");
    if (!data::is_missing(F) && !data::is_missing(df) && !data::is_missing(rest) && df > 0)
      return data::checked(numeric::dist::Ftail(df, rest, F));
    if (data::is_missing(chi2) || data::is_missing(df)) return data::missing;
    return data::checked(numeric::dist::chi2tail(df, chi2));
  }

  void foot() {
    for (const FootStatistic& f : options_.foot) {
      PaperRow r;
      r.cells.push_back({f.label});
      for (const ColumnModel& m : models_) {
        if (const std::string* text = m.e->find_macro(f.what)) {
          model_cell(r, *text);
          continue;
        }
        const double x = f.what == "aic"   ? information_criteria(*m.e).aic
                         : f.what == "bic" ? information_criteria(*m.e).bic
                         : f.what == "p"   ? model_p(*m.e)
                                           : m.e->scalar_or(f.what);
        model_cell(r, data::is_missing(x) ? "" : table_number(x, f.format));
      }
      table_.foot.push_back(std::move(r));
    }
  }

  const ModelTableOptions& options_;
  const data::Frame& frame_;
  std::vector<ColumnModel> models_;
  std::vector<Term> terms_;
  std::vector<NamedTerm> known_;  // coefficients of all models, those of order() that none has
  std::size_t side_ = 1;
  report::PaperTable table_;
};

}  // namespace

report::PaperTable model_table(const std::vector<TableModel>& models, const ModelTableOptions& o,
                               const data::Frame& frame) {
  return ModelTableBuilder(models, o, frame).run();
}

}  // namespace nqp::kit
