// tabi: the two-way table of frequencies that are typed in.
#include <cmath>

#include "stdlib/kit/immediate.hpp"
#include "stdlib/kit/tabulation.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::tabi_ {
namespace {

using namespace command;
using Args = kit::TabulateArgs;

// "30 18 \\ 38 14": a row for each part.
std::vector<std::vector<double>> table_of(const std::string& text, const Context& c) {
  std::vector<std::vector<double>> out;
  std::string_view rest = text;
  while (true) {
    const std::size_t end = std::min(rest.find('\\'), rest.size());
    out.push_back(kit::immediate_numbers(std::string(rest.substr(0, end)), c));
    if (out.back().size() != out[0].size() || out[0].empty())
      throw Error(198, "every row needs as many frequencies", std::nullopt, {"write  tabi 30 18 \\ 38 14"});
    for (const double n : out.back())
      if (!(n >= 0) || n != std::floor(n) || data::is_missing(n))
        throw Error(411, "frequencies are integers that are not negative");
    if (end == rest.size()) return out;
    rest.remove_prefix(end + 1);
  }
}

data::Frame frame_of(const std::vector<std::vector<double>>& table) {
  std::vector<double> row, column, n;
  for (std::size_t i = 0; i < table.size(); ++i) {
    for (std::size_t k = 0; k < table[i].size(); ++k) {
      row.push_back(static_cast<double>(i + 1));
      column.push_back(static_cast<double>(k + 1));
      n.push_back(table[i][k]);
    }
  }
  data::Frame f;
  f.add({"row", data::make_narrowest(row)});
  f.add({"col", data::make_narrowest(column)});
  f.add({"pop", data::make_narrowest(n)});
  return f;
}

Output run(const Args& a, const Context& c) {
  const std::vector<std::vector<double>> table = table_of(a.numbers, c);
  if (table.size() < 2 || table[0].size() < 2)
    throw Error(198, "a table has two rows and two columns at least", std::nullopt, {"write  tabi 30 18 \\ 38 14"});
  const data::Frame f = frame_of(table);
  const Context there(f, c.environment, c.settings, c.host);
  kit::WeightedRows rows;
  rows.kind = WeightKind::fweight;
  for (std::size_t i = 0; i < f.rows; ++i) {
    const double n = f.at("pop").column->number(i);
    if (n > 0) rows.rows.push_back(static_cast<data::Row>(i)), rows.weights.push_back(n);
  }
  Output out;
  kit::tabulate_two_way("row", "col", rows, a, there, out);
  if (a.replace) out.frame = f;
  return out;
}

Definition<Args> definition() {
  Definition<Args> d = define<Args>("tabi", "Two-way table of frequencies that are typed in");
  d.anything(&Args::numbers)
      .flag("replace", &Args::replace, "the frequencies become the data: row, col and pop")
      .flag("noFreq", &Args::no_freq, "leave out the frequencies")
      .text("MATCell", &Args::matrix_cells, "matrix that gets the frequencies");
  kit::two_way_options(d);
  return d;
}

}  // namespace

extern const Command tabi_command =
    definition()
        .no_by()
        .stores({{"r(N)", "sum of the frequencies"},
                 {"r(r)", "number of rows"},
                 {"r(c)", "number of columns"},
                 {"r(chi2)", "Pearson's chi-squared, with chi2"},
                 {"r(p)", "its significance"},
                 {"r(chi2_lr)", "likelihood-ratio chi-squared, with lrchi2"},
                 {"r(p_lr)", "its significance"},
                 {"r(CramersV)", "Cramér's V, with V"},
                 {"r(gamma)", "Goodman and Kruskal's gamma, with gamma"},
                 {"r(taub)", "Kendall's tau-b, with taub"},
                 {"r(p_exact)", "Fisher's exact test, two-sided, with exact"},
                 {"r(p1_exact)", "the same, one-sided, of a 2 x 2 table"}})
        .changes(Effect::data | Effect::results)
        .example("Tests of a typed table", "tabi 30 18 \\ 38 14, chi2 exact column",
                 "r(N) == 100 & abs(r(chi2) - 100*(30*14 - 18*38)^2/(48*52*68*32)) < 1e-9")
        .example("All tests", "tabi 3 1 \\ 1 3, all exact",
                 "abs(r(p_exact) - 34/70) < 1e-10 & abs(r(p1_exact) - 17/70) < 1e-10 & r(CramersV) == .5")
        .example("As data", "tabi 3 1 0 \\ 1 3 2, replace nofreq row nokey\nregress pop row", "_N == 6 & e(N) == 6")
        .runs(run);

}  // namespace nqp::commands::tabi_
