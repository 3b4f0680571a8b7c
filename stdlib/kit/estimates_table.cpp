#include "stdlib/kit/estimates_table.hpp"

#include <algorithm>
#include <map>

#include "interpreter/eval/names.hpp"
#include "interpreter/text/format.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/coefficient_rows.hpp"
#include "stdlib/kit/information_criteria.hpp"
#include "stdlib/kit/table_terms.hpp"
#include "stdlib/kit/table_text.hpp"

namespace nqp::kit {

using command::Results;
using report::Align;
using report::Cell;
using report::text_cell;
using State = CoefficientRow::State;

namespace {

struct ListedModel {
  const Results* e = nullptr;
  std::map<std::string, CoefficientRow> rows;   // by normal term
};

bool wanted_coefficient(const CoefficientName& n, const EstimatesTableOptions& o) {
  if (!o.keep.empty() && !matches_any(o.keep, n.name, n.equation)) return false;
  return !matches_any(o.drop, n.name, n.equation);
}

std::string estimate_stars(double p, const std::vector<double>& limits) {
  if (data::is_missing(p)) return {};
  const auto count = std::count_if(limits.begin(), limits.end(), [p](double limit) { return p < limit; });
  return std::string(static_cast<std::size_t>(count), '*');
}

std::string shown(double x, const std::string& format) { return text::trimmed(text::format_number(x, format)); }

double model_statistic(const Results& e, const std::string& name) {
  if (name == "aic") return information_criteria(e).aic;
  if (name == "bic") return information_criteria(e).bic;
  return e.scalar_or(name);
}

class EstimatesTableBuilder {
 public:
  EstimatesTableBuilder(const std::vector<std::pair<std::string, const Results*>>& models,
                        const EstimatesTableOptions& o)
      : options_(o) {
    table_.columns.push_back({12, 0, false});
    std::vector<Cell> head{text_cell("Variable", Align::right)};
    std::vector<NamedTerm> known;
    for (const auto& [name, e] : models) {
      ListedModel m;
      m.e = e;
      std::vector<CoefficientRow> rows = coefficient_rows(*e, 95);
      if (o.eform) exponentiate(rows);
      for (CoefficientRow& r : rows) {
        const std::string equation = r.name.equation.empty() ? "" : r.name.equation + ":";
        const std::string term = equation + eval::normal_term(r.name.name);
        known.push_back({r.name.equation, r.name.name});
        if (r.state == State::base || r.state == State::empty || !wanted_coefficient(r.name, o)) continue;
        if (std::find(terms_.begin(), terms_.end(), term) == terms_.end()) terms_.push_back(term);
        m.rows.emplace(term, std::move(r));
      }
      models_.push_back(std::move(m));
      table_.columns.push_back({10, 2, table_.columns.size() == 1});
      head.push_back(text_cell(text::abbreviate(name, 12), Align::centre));
    }
    require_terms("keep", o.keep, known);
    require_terms("drop", o.drop, known);
    table_.rule();
    table_.row(std::move(head));
    table_.rule();
    constants_last();
  }

  report::Table run() {
    for (const std::string& term : terms_) coefficient(term);
    if (!options_.statistics.empty()) table_.rule();
    for (const std::string& name : options_.statistics) {
      std::vector<Cell> cells{text_cell(name, Align::right)};
      for (const ListedModel& m : models_)
        cells.push_back(report::number_cell(model_statistic(*m.e, name), options_.statistics_format.empty()
                                                                              ? options_.b_format
                                                                              : options_.statistics_format));
      table_.row(std::move(cells));
    }
    table_.rule();
    return std::move(table_);
  }

 private:
  void constants_last() {
    std::stable_partition(terms_.begin(), terms_.end(), [](const std::string& t) { return t != "_cons"; });
  }

  void coefficient(const std::string& term) {
    std::vector<Cell> b{text_cell(text::abbreviate(term, 12), Align::right)}, se{text_cell("")}, t = se, p = se;
    for (const ListedModel& m : models_) {
      const auto it = m.rows.find(term);
      if (it == m.rows.end()) {
        for (auto* line : {&b, &se, &t, &p}) line->push_back(text_cell(""));
        continue;
      }
      const CoefficientRow& r = it->second;
      const bool omitted = r.state == State::omitted;
      b.push_back(text_cell(omitted ? "(omitted)" : shown(r.b, options_.b_format) + stars(r.p), Align::right));
      se.push_back(omitted ? text_cell("") : report::number_cell(r.se, options_.se_format));
      t.push_back(omitted ? text_cell("") : report::number_cell(r.statistic, options_.t_format));
      p.push_back(omitted ? text_cell("") : report::number_cell(r.p, options_.p_format));
    }
    table_.row(std::move(b));
    if (options_.se) table_.row(std::move(se));
    if (options_.t) table_.row(std::move(t));
    if (options_.p) table_.row(std::move(p));
  }

  std::string stars(double p) const {
    if (options_.stars.empty()) return {};
    return text::pad_right(estimate_stars(p, options_.stars), options_.stars.size());
  }

  const EstimatesTableOptions& options_;
  std::vector<ListedModel> models_;
  std::vector<std::string> terms_;
  report::Table table_;
};

std::string legend(const EstimatesTableOptions& o) {
  std::string out;
  if (!o.stars.empty()) {
    out = "Legend:";
    for (std::size_t i = 0; i < o.stars.size(); ++i)
      out += (i ? "; " : " ") + std::string(i + 1, '*') + " p<" + text::macro_number(o.stars[i]);
    return out;
  }
  if (o.se || o.t || o.p) out = std::string("Legend: b") + (o.se ? "/se" : "") + (o.t ? "/t" : "") + (o.p ? "/p" : "");
  return out;
}

}  // namespace

report::Document estimates_table(const std::vector<std::pair<std::string, const Results*>>& models,
                                 const EstimatesTableOptions& o) {
  report::Document d;
  d.blank();
  if (!o.title.empty()) d.line(o.title);
  report::Table t = EstimatesTableBuilder(models, o).run();
  d.add(std::move(t));
  if (const std::string text = legend(o); !text.empty()) d.line(text);
  return d;
}

}  // namespace nqp::kit
