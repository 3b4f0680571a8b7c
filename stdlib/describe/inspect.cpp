// inspect: signs, integers and missing values of variables, with a small histogram.
#include <fmt/format.h>
#include <algorithm>
#include <cmath>

#include "interpreter/command/definition.hpp"
#include "interpreter/text/format.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/levels.hpp"
#include "stdlib/kit/observed.hpp"

namespace nqp::commands::inspect_ {
namespace {

using namespace command;
using report::Align;
using report::number_cell;
using report::text_cell;

struct Args {
  Variables variables;
  Sample sample;
};

struct Counts {
  double total = 0, integers = 0, other = 0;

  void add(double x) {
    ++total;
    (x == std::floor(x) ? integers : other) += 1;
  }
};

// Five columns of up to six '#', heights by frequency in five equal intervals.
std::vector<std::string> histogram(const std::vector<double>& x) {
  constexpr int bins = 5, height = 6;
  double n[bins] = {};
  const auto [low, high] = std::minmax_element(x.begin(), x.end());
  for (const double v : x) {
    const double place = *high > *low ? (v - *low) / (*high - *low) * bins : 0;
    ++n[std::min(bins - 1, static_cast<int>(place))];
  }
  const double most = *std::max_element(n, n + bins);
  std::vector<std::string> lines;
  for (int level = height; level >= 1; --level) {
    std::string line = "|";
    for (const double k : n) {
      const int full = static_cast<int>(std::ceil(k / most * height));
      line += full >= level ? "  #" : level == 1 ? "  ." : "   ";
    }
    lines.push_back(line);
  }
  lines.push_back("+" + std::string(3 * bins + 1, '-'));
  return lines;
}

void inspect_one(const data::Variable& v, const kit::WeightedRows& rows, const Context& c, Output& out) {
  const kit::Observed o = kit::observed(c.numeric(v.name), rows);
  Counts negative, zero, positive, all;
  for (const double x : o.x) {
    (x < 0 ? negative : x > 0 ? positive : zero).add(x);
    all.add(x);
  }
  const double n = static_cast<double>(rows.size()), missing = n - all.total;
  const auto unique = static_cast<double>(kit::levels_of(*v.column, rows.rows, false).count());
  report::Table t;
  t.columns = {{18, 0, false}, {11, 2, false}, {9, 2, false}, {9, 2, false}, {11, 2, false}};
  std::vector<std::string> bars = o.x.empty() ? std::vector<std::string>{} : histogram(o.x);
  bars.resize(7);
  std::size_t line = 0;
  const auto row = [&](const char* name, const Counts& k) {
    t.row({text_cell(bars[line++]), text_cell(name), number_cell(k.total, "%9.0fc"), number_cell(k.integers, "%9.0fc"),
           number_cell(k.other, "%9.0fc")});
  };
  t.row({text_cell(""), text_cell(""), text_cell("Total", Align::right), text_cell("Integers", Align::right),
         text_cell("Nonintegers", Align::right)});
  row("Negative", negative);
  row("Zero", zero);
  row("Positive", positive);
  t.row({text_cell(bars[line++])});
  row("Total", all);
  t.row({text_cell(bars[line++]), text_cell("Missing"), number_cell(missing, "%9.0fc")});
  t.row({text_cell(bars[line++]), text_cell(""), number_cell(n, "%9.0fc")});
  out.document.blank().line(v.name + ":  " + (v.label.empty() ? v.name : v.label)).add(std::move(t));
  out.line(fmt::format("({} unique values)", text::macro_number(unique)));
  out.r = Results{}.scalar("N", all.total).scalar("N_neg", negative.total).scalar("N_0", zero.total);
  out.r->scalar("N_pos", positive.total).scalar("N_negint", negative.integers).scalar("N_posint", positive.integers);
  out.r->scalar("N_unique", unique).scalar("N_missing", missing);
}

Output run(const Args& a, const Context& c) {
  const kit::WeightedRows rows = kit::weighted_rows(c, a.sample);
  Output out;
  for (const std::string& name : a.variables)
    if (!c.frame.at(name).is_string()) inspect_one(c.frame.at(name), rows, c, out);
  return out;
}

}  // namespace

extern const Command inspect_command =
    define<Args>("INSpect", "Signs, integers and missing values at a glance")
        .varlist(&Args::variables, Count{0, 1 << 20, true})
        .if_in(&Args::sample)
        .stores({{"r(N)", "number of non-missing values"},
                 {"r(N_neg)", "negative values"},
                 {"r(N_0)", "zeros"},
                 {"r(N_pos)", "positive values"},
                 {"r(N_negint)", "negative integers"},
                 {"r(N_posint)", "positive integers"},
                 {"r(N_unique)", "distinct values"},
                 {"r(N_missing)", "missing values"}})
        .changes(Effect::results)
        .example("One variable", "sysuse auto\ninspect rep78", "r(N) == 69 & r(N_missing) == 5 & r(N_unique) == 5")
        .example("Fractions", "sysuse auto\ninspect headroom if foreign", "r(N_pos) == 22")
        .runs(run);

}  // namespace nqp::commands::inspect_
