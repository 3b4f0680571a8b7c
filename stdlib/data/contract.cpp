#include <cmath>

#include "interpreter/command/definition.hpp"
#include "interpreter/dataset/groups.hpp"
#include "stdlib/kit/selection.hpp"

namespace nqp::commands::contract_ {
using namespace nqp::command;
namespace {

using data::Row;

struct Args {
  Variables variables;
  Sample sample;
  Weight weight;
  std::string frequency = "_freq", cumulative, percent, cumulative_percent, format = "%8.2f";
  bool as_float = false, as_double = false, zero = false, no_missing = false;
};

struct Cells {
  std::vector<std::vector<Row>> rows;  // of each variable: the row whose value the cell takes
  std::vector<double> frequency;
};

Cells observed(const Args& a, const Context& c, const std::vector<std::uint8_t>& use, const std::vector<double>& w) {
  std::vector<data::ColumnPtr> keys;
  for (const std::string& n : a.variables) keys.push_back(c.frame.at(n).column);
  const data::Groups g = data::make_groups(keys, use, a.no_missing);
  Cells out;
  out.frequency.assign(g.count, 0);
  for (std::size_t i = 0; i < g.codes.size(); ++i)
    if (g.codes[i] != data::Groups::none) out.frequency[g.codes[i]] += w.empty() ? 1 : w[i];
  out.rows.assign(keys.size(), g.first);
  return out;
}

// All combinations of the values that occur.
Cells with_zeros(const Args& a, const Context& c, const std::vector<std::uint8_t>& use, const std::vector<double>& w) {
  std::vector<data::Groups> groups;
  std::size_t cells = 1;
  for (const std::string& n : a.variables) {
    groups.push_back(data::make_groups({&c.frame.at(n).column, 1}, use, a.no_missing));
    cells *= groups.back().count;
  }
  Cells out;
  out.frequency.assign(cells, 0);
  for (std::size_t i = 0; i < c.frame.rows; ++i) {
    std::size_t cell = 0;
    bool whole = true;
    for (const data::Groups& g : groups) {
      whole = whole && g.codes[i] != data::Groups::none;
      cell = cell * g.count + (whole ? g.codes[i] : 0);
    }
    if (whole) out.frequency[cell] += w.empty() ? 1 : w[i];
  }
  std::size_t below = cells;
  for (const data::Groups& g : groups) {
    below /= g.count;
    std::vector<Row> rows(cells);
    for (std::size_t cell = 0; cell < cells; ++cell) rows[cell] = g.first[cell / below % g.count];
    out.rows.push_back(std::move(rows));
  }
  return out;
}

Output run(const Args& a, const Context& c) {
  const kit::Selection s = kit::select(c, a.sample);
  const std::vector<double> w =
      a.weight.kind == WeightKind::none ? std::vector<double>() : kit::values_of(*a.weight.value, c, a.sample, s);
  const std::vector<std::uint8_t> use = s.flags(c.frame.rows);
  const Cells cells = a.zero ? with_zeros(a, c, use, w) : observed(a, c, use, w);
  if (cells.frequency.empty()) throw Error(2000, "no observations");
  data::Frame f;
  f.value_labels = c.frame.value_labels;
  f.rows = cells.frequency.size();
  for (std::size_t k = 0; k < a.variables.size(); ++k) {
    data::Variable v = c.frame.at(a.variables[k]);
    v.column = data::gather(*v.column, cells.rows[k]);
    f.add(std::move(v));
  }
  f.add({a.frequency, data::make_narrowest(cells.frequency), "%12.0g", "Frequency", "", {}});
  std::vector<double> running = cells.frequency;
  for (std::size_t k = 1; k < running.size(); ++k) running[k] += running[k - 1];
  const double total = running.back();
  const auto share = [&](std::vector<double> x) {
    for (double& v : x) v = 100 * v / total;
    return data::make_numeric(a.as_double ? data::Storage::double_ : data::Storage::float_, x);
  };
  if (!a.cumulative.empty())
    f.add({a.cumulative, data::make_narrowest(running), "%12.0g", "Cumulative frequency", "", {}});
  if (!a.percent.empty()) f.add({a.percent, share(cells.frequency), a.format, "Percent", "", {}});
  if (!a.cumulative_percent.empty())
    f.add({a.cumulative_percent, share(running), a.format, "Cumulative percent", "", {}});
  f.sorted_by = a.variables;
  Output out;
  out.frame = std::move(f);
  return out;
}

}  // namespace

extern const Command contract_command =
    define<Args>("contract", "Make a data set of frequencies")
        .varlist(&Args::variables)
        .if_in(&Args::sample)
        .weights(&Args::weight, {WeightKind::fweight})
        .text("Freq", &Args::frequency, "name of the frequency variable, default _freq")
        .text("CFreq", &Args::cumulative, "variable for cumulative frequencies")
        .text("Percent", &Args::percent, "variable for percentages")
        .text("CPercent", &Args::cumulative_percent, "variable for cumulative percentages")
        .text("FORmat", &Args::format, "display format of percentages")
        .flag("float", &Args::as_float, "percentages as float, the default")
        .flag("double", &Args::as_double, "percentages as double")
        .flag("Zero", &Args::zero, "combinations that do not occur, with frequency 0")
        .flag("noMISS", &Args::no_missing, "leave out observations with missing values")
        .no_by()
        .alias("gcontract")
        .changes(Effect::data)
        .example("Counts",
                 "sysuse auto\ncontract foreign rep78, nomiss percent(p) cpercent(cp) cfreq(cf) format(%9.3f) float",
                 "_N == 8 & _freq[3] == 27 & cp[8] == 100 & cf[8] == 69")
        .example("With zeros", "sysuse auto\ncontract foreign rep78 [fw=1], zero nomiss freq(n) percent(p) double",
                 "_N == 10 & n[6] == 0")
        .runs(run);

}  // namespace nqp::commands::contract_
