// misstable summarize: how often numeric variables are missing, by kind of missing value.
#include <set>

#include "interpreter/command/definition.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/new_variable.hpp"

namespace nqp::commands::misstable_summarize_ {
namespace {

using namespace command;
using report::Align;
using report::number_cell;
using report::text_cell;

struct Args {
  Variables variables;
  Sample sample;
  bool all = false, show_zeros = false;
  std::string generate;
};

struct Counts {
  double dots = 0, extended = 0, known = 0, unique = 0, least = data::missing, most = data::missing;
};

constexpr std::size_t many_values = 500;  // beyond, the number of distinct values is not counted

Counts count_missing(const data::Column& x, const std::vector<data::Row>& rows) {
  Counts k;
  std::set<double> values;
  for (const data::Row i : rows) {
    const double v = x.number(i);
    if (data::is_missing(v)) {
      ++(v == data::missing ? k.dots : k.extended);
      continue;
    }
    ++k.known;
    if (values.size() <= many_values) values.insert(v);
    if (data::is_missing(k.least) || v < k.least) k.least = v;
    if (data::is_missing(k.most) || v > k.most) k.most = v;
  }
  k.unique = static_cast<double>(values.size());
  return k;
}

report::Table heading() {
  report::Table t;
  t.columns = {{13, 2, false}, {9, 1, true},   {9, 1, false}, {9, 1, false},
               {7, 1, true},   {11, 1, false}, {11, 1, false}};
  const auto right = [](const char* s) { return text_cell(s, Align::right); };
  t.row({text_cell(""), text_cell(""), text_cell(""), text_cell(""), right("Unique"), text_cell(""), text_cell("")});
  t.row({right("Variable"), right("Obs=."), right("Obs>."), right("Obs<."), right("values"), right("Min"),
         right("Max")});
  t.rule();
  return t;
}

report::Cell count_cell(double n, bool zeros) {
  return n == 0 && !zeros ? text_cell("") : number_cell(n, "%9.0gc");
}

// stub + name: 1 where the variable is missing, 0 elsewhere, for every variable that is missing at all.
data::Frame with_indicators(const Args& a, const std::vector<std::string>& missing_ones, const Context& c) {
  data::Frame f = c.frame;
  const std::string stub = a.generate.substr(0, a.generate.find(','));
  for (const std::string& name : missing_ones) {
    const data::Column& x = *c.frame.at(name).column;
    std::vector<double> flag(c.frame.rows);
    for (std::size_t i = 0; i < flag.size(); ++i) flag[i] = x.missing_at(i) ? 1 : 0;
    kit::check_new_name(f, stub + name);
    data::Variable v{stub + name, data::make_numeric(data::Storage::byte_, flag)};
    v.label = "(" + name + ">=.)";
    f.add(std::move(v));
  }
  return f;
}

Output run(const Args& a, const Context& c) {
  const std::vector<data::Row> rows = c.rows(a.sample);
  report::Table t = heading();
  std::vector<std::string> missing_ones;
  Output out;
  Results r;
  for (const std::string& name : a.variables) {
    const data::Variable& v = c.frame.at(name);
    if (v.is_string()) continue;
    c.poll();
    const Counts k = count_missing(*v.column, rows);
    const bool some = k.dots + k.extended > 0;
    if (some) missing_ones.push_back(name);
    if (!some && !a.all) continue;
    const bool many = k.unique > static_cast<double>(many_values);
    t.row({text_cell(text::abbreviate(name, 12), Align::right), count_cell(k.dots, a.show_zeros),
           count_cell(k.extended, a.show_zeros), count_cell(k.known, a.show_zeros),
           many ? text_cell(">500", Align::right) : number_cell(k.unique, "%6.0g"), number_cell(k.least, "%9.0g"),
           number_cell(k.most, "%9.0g")});
    r = Results{};
    r.scalar("N_eq_dot", k.dots).scalar("N_gt_dot", k.extended).scalar("N_lt_dot", k.known);
    r.scalar("K_uniq", many ? data::missing : k.unique).scalar("min", k.least).scalar("max", k.most);
  }
  t.rule();
  if (missing_ones.empty() && !a.all) out.line("(variables nonmissing or string)");
  else out.document.blank().add(std::move(t));
  out.r = std::move(r);
  if (!a.generate.empty()) out.frame = with_indicators(a, missing_ones, c);
  return out;
}

}  // namespace

extern const Command misstable_summarize_command =
    define<Args>("misstable SUMmarize", "Missing values of numeric variables, by kind")
        .varlist(&Args::variables, Count{0, 1 << 20, true})
        .if_in(&Args::sample)
        .flag("all", &Args::all, "also variables without missing values")
        .flag("SHOWZeros", &Args::show_zeros, "zeros instead of blanks")
        .text("GENerate", &Args::generate, "stub of new variables, 1 where the variable is missing")
        .stores({{"r(N_eq_dot)", "observations equal to . (last variable listed)"},
                 {"r(N_gt_dot)", "observations .a to .z"},
                 {"r(N_lt_dot)", "observations that are known"},
                 {"r(K_uniq)", "distinct known values; missing when more than 500"},
                 {"r(min)", "least value"},
                 {"r(max)", "greatest value"}})
        .changes(Effect::results | Effect::data)
        .example("The variables with missing values", "sysuse auto\nmisstable summarize",
                 "r(N_eq_dot) == 5 & r(N_lt_dot) == 69 & r(K_uniq) == 5 & r(max) == 5")
        .example("Kinds, and indicators",
                 "sysuse auto\nreplace rep78 = .a in 1\nmisstable summarize, showzeros gen(m_)",
                 "r(N_gt_dot) == 1 & m_rep78[1] == 1 & m_rep78[2] == 0")
        .runs(run);

}  // namespace nqp::commands::misstable_summarize_
