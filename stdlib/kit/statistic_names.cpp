#include "stdlib/kit/statistic_names.hpp"

#include <cstdlib>

#include "grammar/ast/error.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::kit {
namespace {

using numeric::Statistic;

struct StatisticRow {
  const char* pattern;  // capitals up to the least abbreviation
  const char* name;
  const char* heading;
  Statistic statistic;
};

// In the order in which abbreviations are tried.
constexpr StatisticRow table[] = {{"MEan", "mean", "Mean", Statistic::mean},
                         {"N", "N", "N", Statistic::n},
                         {"Count", "N", "N", Statistic::n},
                         {"SUm", "sum", "Sum", Statistic::sum},
                         {"total", "sum", "Total", Statistic::sum},
                         {"MAx", "max", "Max", Statistic::max},
                         {"MIn", "min", "Min", Statistic::min},
                         {"Range", "range", "Range", Statistic::range},
                         {"SD", "sd", "SD", Statistic::sd},
                         {"Variance", "variance", "Variance", Statistic::variance},
                         {"CV", "cv", "CV", Statistic::cv},
                         {"SEmean", "se(mean)", "SE(mean)", Statistic::se_mean},
                         {"SKewness", "skewness", "Skewness", Statistic::skewness},
                         {"Kurtosis", "kurtosis", "Kurtosis", Statistic::kurtosis},
                         {"IQR", "iqr", "IQR", Statistic::iqr}};

NamedStatistic percentile_name(double p, const std::string& name) { return {name, name, {Statistic::percentile, p}}; }

bool add_statistic(const std::string& word, std::vector<NamedStatistic>& out) {
  const std::string w = lower(word);
  if (w == "q") {
    for (const int p : {25, 50, 75}) out.push_back(percentile_name(p, "p" + std::to_string(p)));
    return true;
  }
  if (w == "q1" || w == "q2" || w == "q3")  // quartiles, as table calls them
    return out.push_back(percentile_name(25 * (w[1] - '0'), "p" + std::to_string(25 * (w[1] - '0')))), true;
  if (abbreviates(w, "MEDian")) return out.push_back(percentile_name(50, "p50")), true;
  if (w.size() > 1 && w[0] == 'p' && w.find_first_not_of("0123456789.", 1) == std::string::npos) {
    const double p = std::strtod(w.c_str() + 1, nullptr);
    if (p > 0 && p < 100) return out.push_back(percentile_name(p, w)), true;
  }
  for (const StatisticRow& r : table) {
    if (!abbreviates(w, r.pattern)) continue;
    out.push_back({r.name, r.heading, {r.statistic, 50}});
    return true;
  }
  return false;
}

}  // namespace

std::vector<NamedStatistic> parse_statistics(std::string_view text) {
  std::vector<NamedStatistic> out;
  for (std::string_view rest = trim(text); !rest.empty();) {
    const std::string word = take_word(rest);
    rest = trim(rest);
    if (add_statistic(word, out)) continue;
    throw Error(198, "unknown statistic: " + word, std::nullopt,
                {"statistics are mean count sum max min range sd variance cv semean skewness kurtosis median iqr q "
                 "p1 p5 p10 p25 p50 p75 p90 p95 p99"});
  }
  return out;
}

}  // namespace nqp::kit
