// pcascore: one index of the principal components.
#include <algorithm>

#include "interpreter/command/definition.hpp"
#include "stdlib/kit/components.hpp"
#include "stdlib/kit/new_variable.hpp"

namespace nqp::commands::pcascore_ {
namespace {

using namespace command;

struct Args {
  std::vector<NewVariable> variable;
  Sample sample;
  std::string rule = "first", rescale;
};

std::size_t components_used(const eval::Matrix& values, double trace, std::size_t kept, const std::string& rule) {
  constexpr double enough = 0.85;
  std::size_t k = 0;
  double sum = 0;
  if (rule == "first") return 1;
  if (rule == "eigen") {
    while (k < values.columns && values(0, k) >= 1) ++k;
    k = std::max<std::size_t>(k, 1);
  } else {
    while (k < values.columns && sum < enough * trace) sum += values(0, k++);
  }
  if (k > kept)
    throw Error(498, "the rule needs " + std::to_string(k) + " components, pca kept " + std::to_string(kept),
                std::nullopt, {"run pca with components(" + std::to_string(k) + ") or more"});
  return k;
}

// To [0, 1]; missing values stay.
void stretch(std::vector<double>& x) {
  double low = data::largest_number, high = -data::largest_number;
  for (const double v : x)
    if (!data::is_missing(v)) low = std::min(low, v), high = std::max(high, v);
  for (double& v : x)
    if (!data::is_missing(v)) v = high > low ? (v - low) / (high - low) : data::missing;
}

Output run(const Args& a, const Context& c) {
  const Results& e = kit::component_estimates(c, "pcascore");
  if (e.macro_or("cmd") != "pca") throw Error(301, "last estimates not found", std::nullopt, {"pcascore follows pca"});
  if (!a.rescale.empty() && a.rescale != "01") throw Error(198, "rescale() knows rescale(01) only");
  const NewVariable& target = a.variable.front();
  kit::check_new_name(c, target.name);
  const eval::Matrix& values = *e.find_matrix("Ev");
  const auto scores = kit::component_scores(e, c);
  const std::size_t k = components_used(values, e.scalar_or("trace"), scores.size(), a.rule);
  double total = 0;
  for (std::size_t j = 0; j < k; ++j) total += values(0, j);
  const std::vector<std::uint8_t> use = c.select(a.sample);
  std::vector<double> index(c.frame.rows, data::missing);
  for (std::size_t i = 0; i < index.size(); ++i) {
    if (!use[i] || data::is_missing(scores[0][i])) continue;
    index[i] = 0;
    for (std::size_t j = 0; j < k; ++j) index[i] += values(0, j) / total * scores[j][i];
  }
  if (!a.rescale.empty()) stretch(index);
  data::Variable v;
  v.name = target.name;
  const auto type = data::parse_type(target.type);
  v.column = data::make_numeric(type ? type->storage : kit::default_storage(c), index);
  v.format = data::default_format(v.column->type());
  v.label = "Index of " + std::to_string(k) + (k == 1 ? " component" : " components");
  data::Frame f = c.frame;
  f.add(std::move(v));
  Output out;
  out.frame = std::move(f);
  out.r = Results{}.scalar("k", static_cast<double>(k));
  return out;
}

}  // namespace

extern const Command pcascore_command =
    define<Args>("pcascore", "One index of principal components, after pca")
        .new_variables(&Args::variable, {1, 1})
        .if_in(&Args::sample)
        .choice("rule", &Args::rule, {"first", "eigen", "variance85"},
                "components used: the first, those with eigenvalues of 1 and more, or as many as explain 85 percent")
        .text("rescale", &Args::rescale, "rescale(01): to the range from 0 to 1")
        .no_by()
        .stores({{"r(k)", "components used"}})
        .changes(Effect::data | Effect::results)
        .remark("The index is the sum of the scores weighted with their shares of the eigenvalues used.")
        .example("The first component",
                 "sysuse auto\npca price mpg weight length\npcascore double index, rule(first)\npredict double f\n",
                 "abs(index[1] - f[1]) < 1e-12 & r(k) == 1")
        .example("Enough components, from 0 to 1",
                 "sysuse auto\npca price mpg weight length\npcascore double index, rule(variance85) rescale(01)\n"
                 "summarize index",
                 "r(min) == 0 & r(max) == 1")
        .runs(run);

}  // namespace nqp::commands::pcascore_
