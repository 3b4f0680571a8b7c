// estpost: statistics of other commands as e() results, ready for esttab, cells().
#include <cmath>

#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/runtime/session.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::estpost_ {
namespace {

using namespace command;
using runtime::Session;

struct Args {
  std::string text;
};

// One row vector of e() that grows variable by variable.
class Rows {
 public:
  void add(const std::string& name, double x) {
    for (auto& [n, values] : rows_)
      if (n == name) return values.push_back(x);
    rows_.push_back({name, {x}});
  }
  void post(const std::vector<std::string>& columns, const std::string& command, double n, Session& s) {
    Estimates e;
    for (auto& [name, values] : rows_) {
      eval::Matrix m(1, values.size());
      m.values = values;
      m.column_names = columns;
      m.row_names = {name};
      e.results.matrix(name, std::move(m));
    }
    e.results.scalar("N", n).macro("cmd", "estpost").macro("subcmd", command);
    s.post(std::move(e), {});
  }

 private:
  std::vector<std::pair<std::string, std::vector<double>>> rows_;
};

// The variables, and what follows them: if, in, weights, options.
struct VariablesAndRest {
  std::vector<std::string> names;
  std::string rest;
};

VariablesAndRest variables_and_rest(const std::string& text, Session& s) {
  const ast::Arguments a = grammar::parse_arguments(text);
  const std::vector<std::string> names = command::resolve_variables(a.body.empty() ? "_all" : a.body, s.context());
  const std::size_t body = a.body.empty() ? 0 : text.find(a.body) + a.body.size();
  return {names, text.substr(body)};
}

// "if … in … [w]" of a line; listwise leaves rows out that miss any of the variables.
struct RowsAskedFor {
  std::string condition, rest;
  std::string text() const { return " if " + condition + rest; }
};

RowsAskedFor rows_asked_for(const ast::Arguments& parsed, const std::vector<std::string>& names, bool listwise) {
  RowsAskedFor out;
  out.condition = parsed.condition ? "(" + grammar::unparse(*parsed.condition) + ")" : "1";
  if (listwise)
    for (const std::string& v : names) out.condition += " & !missing(" + v + ")";
  if (parsed.range)
    out.rest += " in " + parsed.range->first + (parsed.range->last.empty() ? "" : "/" + parsed.range->last);
  if (parsed.weight) out.rest += " [" + parsed.weight->kind + "=" + grammar::unparse(*parsed.weight->value) + "]";
  return out;
}

// Runs a command for each variable and keeps results of r() under the names of estpost.
void each_variable(const std::string& command, const std::vector<std::string>& variables, const std::string& rest,
                   const std::vector<std::pair<std::string, std::string>>& results, Session& s) {
  Rows rows;
  std::vector<std::string> used;
  double n = 0;
  for (const std::string& v : variables) {
    if (s.frame().at(v).is_string()) continue;
    s.quietly([&] { s.run_command(command + " " + v + rest); });
    const Results r = s.r();
    for (const auto& [result, name] : results)
      if (const double* x = r.find_scalar(result)) rows.add(name, *x);
    n = std::max(n, r.scalar_or("N", 0));
    used.push_back(v);
  }
  if (used.empty()) throw Error(2000, "no observations");
  rows.post(used, command, n, s);
}

void summaries(const std::string& text, Session& s) {
  const ast::Arguments parsed = grammar::parse_arguments(text);
  bool detail = false, listwise = false;
  for (const ast::Option& o : parsed.options) {
    const std::string option = kit::lower(o.name);
    if (kit::abbreviates(option, "Detail")) detail = true;
    else if (kit::abbreviates(option, "Listwise") || kit::abbreviates(option, "CASEwise")) listwise = true;
    else if (!kit::abbreviates(option, "Quietly") && !kit::abbreviates(option, "MEANonly"))
      throw Error(198, "option " + o.name + " is not available with estpost summarize", o.name_span);
  }
  const VariablesAndRest asked = variables_and_rest(text, s);
  std::vector<std::pair<std::string, std::string>> results = {{"N", "count"}, {"sum_w", "sum_w"}, {"mean", "mean"},
                                                              {"Var", "Var"}, {"sd", "sd"},       {"min", "min"},
                                                              {"max", "max"}, {"sum", "sum"}};
  if (detail)
    for (const char* name : {"skewness", "kurtosis", "p1", "p5", "p10", "p25", "p50", "p75", "p90", "p95", "p99"})
      results.emplace_back(name, name);
  each_variable("summarize", asked.names, rows_asked_for(parsed, asked.names, listwise).text() +
                                              (detail ? ", detail" : ""), results, s);
}

// ci means x y, ci proportions x, ci variances x: the estimate is e(b).
void intervals(const std::string& text, Session& s) {
  std::string_view rest = text;
  std::string kind = kit::take_word(rest);
  const bool named = kit::abbreviates(kind, "MEANs") || kit::abbreviates(kind, "PROPortions") ||
                     kit::abbreviates(kind, "VARiances");
  if (!named) {
    kind = "means";
    rest = text;
  }
  const VariablesAndRest asked = variables_and_rest(std::string(rest), s);
  each_variable("ci " + kind, asked.names, asked.rest,
                {{"mean", "b"}, {"proportion", "b"}, {"Var", "b"}, {"sd", "b"}, {"se", "se"}, {"lb", "lb"},
                 {"ub", "ub"}, {"N", "count"}},
                s);
}

// ttest x y, by(g): differences of means with their tests.
void ttests(const std::string& text, Session& s) {
  const VariablesAndRest asked = variables_and_rest(text, s);
  Rows rows;
  double n = 0;
  for (const std::string& v : asked.names) {
    s.quietly([&] { s.run_command("ttest " + v + asked.rest); });
    const Results r = s.r();
    const double n1 = r.scalar_or("N_1"), n2 = r.scalar_or("N_2");
    rows.add("b", r.scalar_or("mu_1") - r.scalar_or("mu_2"));
    rows.add("count", n1 + n2);
    for (const char* name : {"se", "t", "df_t", "p_l", "p", "p_u", "N_1", "mu_1", "N_2", "mu_2"})
      rows.add(name, r.scalar_or(name));
    n = std::max(n, n1 + n2);
  }
  rows.post(asked.names, "ttest", n, s);
}

// correlate x y z: correlations with the first variable; matrix: the lower triangle, an equation a column.
void correlations(const std::string& text, Session& s) {
  const ast::Arguments parsed = grammar::parse_arguments(text);
  const VariablesAndRest asked = variables_and_rest(text, s);
  bool matrix = false, listwise = false;
  for (const ast::Option& o : parsed.options) {
    const std::string option = kit::lower(o.name);
    if (kit::abbreviates(option, "Matrix")) matrix = true;
    else if (kit::abbreviates(option, "CASEwise") || kit::abbreviates(option, "Listwise")) listwise = true;
    else throw Error(198, "option " + o.name + " is not available with estpost correlate");
  }
  const std::string condition = asked.rest.substr(0, asked.rest.find(','));
  std::string list;
  for (const std::string& name : asked.names) list += " " + name;
  s.quietly([&] { s.run_command("pwcorr" + list + condition + (listwise ? ", listwise" : "")); });
  const Results r = s.r();
  const eval::Matrix* parts[] = {r.find_matrix("C"), r.find_matrix("sig"), r.find_matrix("Nobs")};
  Rows rows;
  std::vector<std::string> columns;
  for (std::size_t j = 0; j < (matrix ? asked.names.size() : 1); ++j)
    for (std::size_t i = matrix ? j : 1; i < asked.names.size(); ++i) {
      columns.push_back(matrix ? asked.names[j] + ":" + asked.names[i] : asked.names[i]);
      rows.add("b", (*parts[0])(i, j));
      rows.add("rho", (*parts[0])(i, j));
      rows.add("p", i == j ? data::missing : (*parts[1])(i, j));
      rows.add("count", (*parts[2])(i, j));
    }
  rows.post(columns, "correlate", r.scalar_or("N"), s);
}

// The names of categories: their labels where a label can stand in a name, else the values.
std::vector<std::string> category_names(const eval::Matrix& values, const std::string& variable, Session& s) {
  const data::ValueLabel* labels = s.frame().labels_of(s.frame().at(variable));
  std::vector<std::string> out;
  for (const double v : values.values) {
    std::string name = text::macro_number(v);
    if (labels)
      if (const auto at = labels->find(v); at != labels->end() && at->second.find_first_of(".:#") == std::string::npos)
        name = at->second;
    out.push_back(std::move(name));
  }
  return out;
}

// tabulate v [w] [if] [in] [fw] [, missing …]: counts and shares; two variables make one equation a column.
void tabulations(const std::string& text, Session& s) {
  const VariablesAndRest asked = variables_and_rest(text, s);
  if (asked.names.empty() || asked.names.size() > 2) throw Error(198, "estpost tabulate takes one or two variables");
  for (const std::string& name : asked.names)
    if (s.frame().at(name).is_string())
      throw Error(109, name + " is a string variable", std::nullopt,
                  {"encode makes a labelled numeric variable of it"});
  const std::string cells = s.temporary_name(), rows = s.temporary_name(), columns = s.temporary_name();
  const bool two = asked.names.size() == 2;
  std::string list = asked.names[0] + (two ? " " + asked.names[1] : "");
  s.quietly([&] {
    const char* comma = asked.rest.find(',') == std::string::npos ? "," : "";
    s.run_command("tabulate " + list + asked.rest + comma + " matcell(" + cells +
                  ") matrow(" + rows + ")" + (two ? " matcol(" + columns + ")" : ""));
  });
  const Results r = s.r();
  if (s.matrices().count(cells) == 0) throw Error(2000, "no observations");
  const eval::Matrix counts = s.matrices().at(cells);
  const std::vector<std::string> row_names = category_names(s.matrices().at(rows), asked.names[0], s);
  std::vector<std::string> column_names = {""};
  if (two) column_names = category_names(s.matrices().at(columns), asked.names[1], s);
  for (const std::string& name : {cells, rows, columns}) s.matrices().erase(name);

  double total = 0;
  std::vector<double> row_total(counts.rows), column_total(counts.columns);
  for (std::size_t i = 0; i < counts.rows; ++i)
    for (std::size_t j = 0; j < counts.columns; ++j) {
      total += counts(i, j);
      row_total[i] += counts(i, j);
      column_total[j] += counts(i, j);
    }
  Rows out;
  std::vector<std::string> used;
  const auto add = [&](const std::string& equation, const std::string& name, double n, double in_column,
                       double in_row) {
    used.push_back(equation.empty() ? name : equation + ":" + name);
    out.add("b", n);
    out.add("pct", 100 * n / total);
    if (!two) return;
    out.add("colpct", 100 * n / in_column);
    out.add("rowpct", 100 * n / in_row);
  };
  for (std::size_t j = 0; j < counts.columns; ++j) {
    for (std::size_t i = 0; i < counts.rows; ++i)
      add(column_names[j], row_names[i], counts(i, j), column_total[j], row_total[i]);
    add(column_names[j], "Total", column_total[j], column_total[j], total);
  }
  for (std::size_t i = 0; two && i < counts.rows; ++i) add("Total", row_names[i], row_total[i], total, row_total[i]);
  if (two) add("Total", "Total", total, total, total);
  double sum = 0;
  for (std::size_t i = 0; !two && i < counts.rows; ++i) out.add("cumpct", 100 * (sum += counts(i, 0)) / total);
  if (!two) out.add("cumpct", data::missing);
  out.post(used, "tabulate", total, s);
  Results& e = s.estimates_slot()->results;
  for (const char* name : {"chi2", "p", "chi2_lr", "p_lr", "CramersV"})
    if (const double* x = r.find_scalar(name)) e.scalar(name, *x);
  e.macro("rowvar", asked.names[0]);
  if (two) e.macro("colvar", asked.names[1]);
}

// tabstat x y [if] [in] [w], by(g) listwise nototal: one equation a group, then the total.
void tabstats(const std::string& text, Session& s) {
  const ast::Arguments parsed = grammar::parse_arguments(text);
  std::string by;
  bool total = true, listwise = false;
  for (const ast::Option& o : parsed.options) {
    const std::string option = kit::lower(o.name);
    if (option == "by") by = std::string(kit::trim(o.argument));
    else if (kit::abbreviates(option, "noTotal")) total = false;
    else if (kit::abbreviates(option, "Listwise") || kit::abbreviates(option, "CASEwise")) listwise = true;
    else if (!kit::abbreviates(option, "Statistics") && !kit::abbreviates(option, "STATS") &&
             !kit::abbreviates(option, "Columns") && !kit::abbreviates(option, "Missing"))
      throw Error(198, "option " + o.name + " is not available with estpost tabstat", o.name_span);
  }
  const VariablesAndRest asked = variables_and_rest(text, s);
  const RowsAskedFor rows_asked = rows_asked_for(parsed, asked.names, listwise);
  const std::string &condition = rows_asked.condition, &rest = rows_asked.rest;
  Rows rows;
  std::vector<std::string> columns;
  double n = 0;
  const auto group = [&](const std::string& equation, const std::string& within) {
    for (const std::string& v : asked.names) {
      if (s.frame().at(v).is_string()) continue;
      s.quietly([&] { s.run_command("summarize " + v + " if " + condition + within + rest + ", detail"); });
      const Results r = s.r();
      for (const auto& [name, value] : r.scalars) rows.add(name == "N" ? "count" : name, value);
      const double sd = r.scalar_or("sd"), mean = r.scalar_or("mean"), count = r.scalar_or("N");
      rows.add("semean", data::checked(sd / std::sqrt(count)));
      rows.add("cv", data::checked(sd / mean));
      rows.add("range", r.scalar_or("max") - r.scalar_or("min"));
      rows.add("iqr", r.scalar_or("p75") - r.scalar_or("p25"));
      columns.push_back(equation.empty() ? v : equation + ":" + v);
      if (within.empty()) n = std::max(n, count);
    }
  };
  if (!by.empty()) {
    s.quietly([&] { s.run_command("levelsof " + by + " if " + condition); });
    const data::Variable& g = s.frame().at(by);
    const bool string = g.is_string();
    for (const std::string& level : grammar::split_words(s.r().macro_or("levels"), true)) {
      std::string label = level;
      if (const data::ValueLabel* labels = string ? nullptr : s.frame().labels_of(g))
        if (const auto it = labels->find(s.number(level)); it != labels->end()) label = it->second;
      for (char& ch : label)
        if (ch == ':' || ch == '.') ch = '_';
      group(label, " & " + by + " == " + (string ? "\"" + level + "\"" : level));
    }
  }
  if (by.empty() || total) group(by.empty() ? "" : "Total", "");
  if (columns.empty()) throw Error(2000, "no observations");
  rows.post(columns, "tabstat", n, s);
  if (!by.empty()) s.estimates_slot()->results.macro("byvar", by);
}

void act(const Args& a, Session& s) {
  std::string_view rest = a.text;
  const std::string word = kit::take_word(rest);
  const std::string more(rest);
  if (kit::abbreviates(word, "SUmmarize")) return summaries(more, s);
  if (word == "tabstat") return tabstats(more, s);
  if (word == "ttest") return ttests(more, s);
  if (word == "ci") return intervals(more, s);
  if (kit::abbreviates(word, "CORrelate")) return correlations(more, s);
  if (kit::abbreviates(word, "TAbulate")) return tabulations(more, s);
  throw Error(198, "estpost " + word + " is not available", std::nullopt,
              {"estpost summarize, estpost tabstat, estpost ttest, estpost ci, estpost correlate, estpost tabulate"});
}

}  // namespace

extern const Command estpost_command =
    define<Args>("estpost", "Statistics of other commands as estimates for tables")
        .raw(&Args::text)
        .stores({{"e(mean)", "means; also e(sd) e(min) e(max) e(count) e(sum) e(Var), percentiles with detail"},
                 {"e(N)", "observations"},
                 {"e(pct)", "percentages, after estpost tabulate; also e(cumpct) or e(rowpct) e(colpct)"},
                 {"e(b)", "differences of means (ttest), correlations, frequencies (tabulate)"}})
        .changes(Effect::estimates)
        .example("A table of means",
                 "sysuse auto\nestpost summarize price mpg rep78, detail\nmatrix m = e(mean)\n"
                 "esttab ., cells(\"count mean(fmt(3)) sd(fmt(3)) min p50 max\") nonumbers",
                 "colsof(m) == 3 & abs(m[1,2] - 21.297297) < 1e-5")
        .example("Differences of groups",
                 "sysuse auto\nestpost ttest price mpg, by(foreign)\nmatrix b = e(b)\nmatrix p = e(p)",
                 "abs(b[1,2] + 4.945804) < 1e-5 & abs(p[1,2] - .00052541) < 1e-6")
        .example("Means with their intervals",
                 "sysuse auto\nestpost ci means price mpg, level(90)\nmatrix b = e(b)\nmatrix l = e(lb)\n"
                 "esttab ., cells(\"b(fmt(2)) se lb ub\") noobs nonumbers\nquietly ci means mpg, level(90)",
                 "colsof(b) == 2 & b[1,2] == r(mean) & l[1,2] == r(lb)")
        .example("The lower triangle of correlations",
                 "sysuse auto\nestpost correlate price mpg weight, matrix listwise\nmatrix b = e(b)\n"
                 "esttab ., unstack not noobs compress\nquietly correlate price mpg",
                 "colsof(b) == 6 & abs(b[1,2] - r(rho)) < 1e-12")
        .example("Frequencies of one variable",
                 "sysuse auto\nestpost tabulate foreign\nmatrix b = e(b)\nmatrix c = e(cumpct)\n"
                 "esttab ., cells(\"b(label(freq)) pct(fmt(2)) cumpct(fmt(2))\") noobs nonumbers",
                 "b[1,1] == 52 & b[1,3] == 74 & abs(c[1,1] - 100*52/74) < 1e-10 & c[1,2] == 100")
        .example("Means by group",
                 "sysuse auto\nestpost tabstat price mpg, by(foreign) statistics(mean sd n)\nmatrix m = e(mean)\n"
                 "esttab ., main(mean) aux(sd) nostar unstack noobs\nquietly summarize mpg if foreign",
                 "colsof(m) == 6 & abs(m[1,4] - r(mean)) < 1e-12")
        .example("A cross table",
                 "sysuse auto\nestpost tabulate rep78 foreign, chi2\nmatrix r = e(rowpct)\n"
                 "esttab ., cells(b) unstack noobs nonumbers",
                 "abs(r[1,3] - 90) < 1e-10 & e(N) == 69 & e(p) < .001")
        .acts(act);

}  // namespace nqp::commands::estpost_
