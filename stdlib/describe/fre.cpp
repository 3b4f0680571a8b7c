// fre: one-way frequencies with values and labels (a user-written command of the same name).
#include <algorithm>

#include "interpreter/command/definition.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/observed.hpp"

namespace nqp::commands::fre_ {
namespace {

using namespace command;
using report::Align;
using report::number_cell;
using report::text_cell;

struct Args {
  Variables variables;
  Sample sample;
  Weight weight;
};

struct Line {
  std::string text;
  double n = 0;
  bool missing = false;
};

std::vector<Line> lines_of(const data::Frame& f, const data::Variable& v, const kit::WeightedRows& rows) {
  const auto weight = [&](std::size_t i) { return rows.weights.empty() ? 1.0 : rows.weights[i]; };
  std::vector<Line> out;
  if (v.is_string()) {
    std::map<std::string, double> counts;
    for (std::size_t i = 0; i < rows.size(); ++i) counts[std::string(v.column->text(rows.rows[i]))] += weight(i);
    for (const auto& [text, n] : counts) out.push_back({text, n, text.empty()});
    std::stable_partition(out.begin(), out.end(), [](const Line& l) { return !l.missing; });
    return out;
  }
  std::map<double, double> counts;
  for (std::size_t i = 0; i < rows.size(); ++i) counts[v.column->number(rows.rows[i])] += weight(i);
  const data::ValueLabel* labels = f.labels_of(v);
  for (const auto& [x, n] : counts) {
    std::string text = data::is_missing(x) ? data::missing_text(x) : number_cell(x, v.format).text;
    if (labels != nullptr)
      if (const auto it = labels->find(x); it != labels->end()) text += " " + it->second;
    out.push_back({std::move(text), n, data::is_missing(x)});
  }
  return out;
}

report::Table table_of(const std::vector<Line>& lines, double valid, double total) {
  report::Table t;
  t.columns = {{8, 0, false}, {16, 1, false}, {9, 1, true}, {9, 1, false}, {9, 1, false}, {9, 1, false}};
  const auto head = [](const char* s) { return text_cell(s, Align::right); };
  t.rule();
  t.row({text_cell(""), text_cell(""), head("Freq."), head("Percent"), head("Valid"), head("Cum.")});
  t.rule();
  double sum = 0;
  bool first = true, first_missing = true;
  for (const Line& l : lines) {
    if (!l.missing) sum += l.n;
    const std::string group = l.missing ? (first_missing ? "Missing" : "") : first ? "Valid" : "";
    (l.missing ? first_missing : first) = false;
    t.row({text_cell(group), text_cell(text::abbreviate(l.text, 30)), number_cell(l.n, "%9.0f"),
           number_cell(100 * l.n / total, "%9.2f"), l.missing ? text_cell("") : number_cell(100 * l.n / valid, "%9.2f"),
           l.missing ? text_cell("") : number_cell(100 * sum / valid, "%9.2f")});
  }
  t.rule();
  t.row({text_cell("Total"), text_cell(""), number_cell(total, "%9.0f"), number_cell(100, "%9.2f")});
  t.rule();
  return t;
}

Output run(const Args& a, const Context& c) {
  const kit::WeightedRows rows = kit::weighted_rows(c, a.sample, a.weight);
  kit::need_rows(rows);
  Output out;
  for (const std::string& name : a.variables) {
    const data::Variable& v = c.frame.at(name);
    const std::vector<Line> lines = lines_of(c.frame, v, rows);
    double valid = 0, total = 0, values = 0;
    for (const Line& l : lines) {
      total += l.n;
      valid += l.missing ? 0 : l.n;
      values += l.missing ? 0 : 1;
    }
    out.document.blank();
    out.line(v.label.empty() ? name : name + " -- " + v.label);
    out.document.add(table_of(lines, valid, total));
    out.r = Results{}.scalar("N", total).scalar("N_valid", valid).scalar("N_missing", total - valid);
    out.r->scalar("r_valid", values).macro("depvar", name);
  }
  return out;
}

}  // namespace

extern const Command fre_command =
    define<Args>("fre", "Frequencies with values and labels")
        .varlist(&Args::variables, Count{0, 1 << 20, true})
        .if_in(&Args::sample)
        .weights(&Args::weight, {WeightKind::fweight, WeightKind::aweight})
        .stores({{"r(N)", "observations"},
                 {"r(N_valid)", "observations that are not missing"},
                 {"r(N_missing)", "missing observations"},
                 {"r(r_valid)", "distinct values that are not missing"},
                 {"r(depvar)", "the last variable"}})
        .changes(Effect::results)
        .example("Values with labels", "sysuse auto\nfre foreign", "r(N) == 74 & r(r_valid) == 2")
        .example("Missing values", "sysuse auto\nfre rep78 if !foreign", "r(N_missing) == 4 & r(N_valid) == 48")
        .runs(run);

}  // namespace nqp::commands::fre_
