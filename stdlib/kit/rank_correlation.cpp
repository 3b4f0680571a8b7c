#include "stdlib/kit/rank_correlation.hpp"

#include <algorithm>
#include <utility>

#include "grammar/parse.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/complete_cases.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/kit/triangle.hpp"
#include "stdlib/numeric/missing.hpp"
#include "stdlib/numeric/moments/multiple_comparison.hpp"

namespace nqp::kit {
namespace {

using command::Context;
using report::Cell;

struct RankedPairs {
  const RankMeasure& measure;
  std::vector<numeric::Matrix> values;  // one for each statistic

  std::size_t place(std::string_view word) const {
    const auto is = [&](const PairStatistic& s) { return s.word == word; };
    return static_cast<std::size_t>(
        std::find_if(measure.statistics.begin(), measure.statistics.end(), is) - measure.statistics.begin());
  }
  const numeric::Matrix& of(std::string_view word) const { return values[place(word)]; }
};

double level_as_fraction(double x) { return x >= 1 ? x / 100 : x; }

RankedPairs rank_all_pairs(const std::vector<NamedSeries>& series, const WeightedRows& rows,
                           const RankCorrelationArgs& a, const Context& c, const RankMeasure& measure) {
  const std::size_t k = series.size();
  RankedPairs out{measure, {measure.statistics.size(), numeric::Matrix(k, k, numeric::undefined)}};
  const std::size_t n = out.place("obs"), p = out.place("p");
  const double tests = static_cast<double>(k * (k - 1)) / 2;
  const numeric::Adjustment adjustment = a.bonferroni ? numeric::Adjustment::bonferroni
                                         : a.sidak    ? numeric::Adjustment::sidak
                                                      : numeric::Adjustment::none;
  for (std::size_t i = 0; i < k; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      c.poll();
      const CompleteCases pair = complete_cases({series[i], series[j]}, rows);
      std::vector<double> found = measure.of_pair(pair.x.column(0), pair.x.column(1));
      found.insert(found.begin() + static_cast<std::ptrdiff_t>(n), static_cast<double>(pair.x.rows));
      found[p] = i == j ? numeric::undefined : numeric::adjusted_p(found[p], tests, adjustment);
      for (std::size_t s = 0; s < found.size(); ++s) out.values[s](i, j) = out.values[s](j, i) = found[s];
    }
  }
  return out;
}

std::vector<std::size_t> shown_statistics(const std::string& stats, const RankedPairs& pairs) {
  const std::vector<PairStatistic>& known = pairs.measure.statistics;
  const std::vector<std::string> words =
      stats.empty() ? std::vector<std::string>{known[0].word} : grammar::split_words(stats);
  std::vector<std::size_t> out;
  for (std::size_t s = 0; s < known.size(); ++s)
    if (std::find(words.begin(), words.end(), known[s].word) != words.end()) out.push_back(s);
  if (out.size() == words.size()) return out;
  std::string names;
  for (const PairStatistic& s : known) names += std::string(" ") + s.word;
  throw Error(198, "stats() takes" + names, std::nullopt, {"it has: " + stats});
}

std::string trimmed_value(double x, const char* format) {
  return text::trimmed(text::format_number(stored(x), format));
}

void report_triangle(const RankCorrelationArgs& a, const RankedPairs& pairs, const Context& c, command::Output& out) {
  const std::vector<std::size_t> shown = shown_statistics(a.stats, pairs);
  const std::size_t significance = pairs.place("p");
  Triangle t;
  t.names = a.variables;
  t.marks = true;
  t.blank_between = shown.size() > 1;
  t.cell = [&](std::size_t i, std::size_t j) {
    const double p = pairs.values[significance](i, j);
    const bool hidden = a.print > 0 && i != j && !(p <= level_as_fraction(a.print));
    const bool starred = a.star > 0 && i != j && p <= level_as_fraction(a.star);
    std::vector<Cell> cells;
    for (const std::size_t s : shown) {
      Cell cell = report::number_cell(stored(pairs.values[s](i, j)), pairs.measure.statistics[s].format);
      if (hidden || (i == j && s == significance)) cell.text.clear();
      else cell.text += starred && cells.empty() ? "*" : " ";
      cells.push_back(cell);
    }
    return cells;
  };
  if (!a.pairwise) out.line("Number of observations = " + trimmed_value(pairs.of("obs")(0, 0), "%9.0fc"));
  out.document.blank();
  out.document.append(draw_triangle(t, c.settings.linesize));
}

}  // namespace

command::Output correlate_ranks(const RankCorrelationArgs& a, const Context& c, const RankMeasure& measure) {
  const WeightedRows selected = weighted_rows(c, a.sample);
  std::vector<NamedSeries> series;
  for (const std::string& v : a.variables) series.push_back({v, {}, {}, &c.numeric(v), {}});
  const WeightedRows rows = a.pairwise ? selected : complete_cases(series, selected).rows;
  need_rows(rows);
  const RankedPairs pairs = rank_all_pairs(series, rows, a, c, measure);
  command::Output out;
  if (series.size() == 2 && !a.matrix && a.stats.empty()) {
    out.document.blank();
    measure.report_pair(
        [&](const char* word, const char* format) { return trimmed_value(pairs.of(word)(1, 0), format); }, a.variables,
        out);
  } else {
    report_triangle(a, pairs, c, out);
  }
  out.r = command::Results{};
  for (std::size_t s = 0; s < pairs.values.size(); ++s)
    out.r->scalar(measure.statistics[s].scalar, stored(pairs.values[s](1, 0)));
  for (std::size_t s = 0; s < pairs.values.size(); ++s) {
    numeric::Matrix m = pairs.values[s];
    for (double& x : m.data) x = stored(x);
    out.r->matrix(measure.statistics[s].matrix, named_matrix(m, a.variables, a.variables));
  }
  return out;
}

command::Definition<RankCorrelationArgs> rank_correlation(const std::string& name, const std::string& title,
                                                          const std::string& statistics) {
  using Args = RankCorrelationArgs;
  return std::move(
      command::define<Args>(name, title)
          .varlist(&Args::variables, command::Count{2})
          .if_in(&Args::sample)
          .text("STats", &Args::stats, "what to show of each pair: " + statistics)
          .flag("PW", &Args::pairwise, "all rows of each pair")
          .flag("MATrix", &Args::matrix, "a matrix for two variables, too")
          .flag("Bonferroni", &Args::bonferroni, "significance adjusted by Bonferroni for the number of pairs")
          .flag("SIDak", &Args::sidak, "significance adjusted by Šidák for the number of pairs")
          .number("Print", &Args::print, 0, 100, "show only correlations significant at this level")
          .number("STAR", &Args::star, 0, 100, "star correlations significant at this level")
          .changes(command::Effect::results));
}

}  // namespace nqp::kit
