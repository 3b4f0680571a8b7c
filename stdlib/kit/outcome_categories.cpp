#include "stdlib/kit/outcome_categories.hpp"

#include <algorithm>

#include "grammar/ast/error.hpp"
#include "grammar/parse.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/parse_number.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::kit {

OutcomeCategories outcome_categories(const std::vector<double>& y, const EstimationSample& s, std::size_t most) {
  OutcomeCategories k;
  k.values = y;
  std::sort(k.values.begin(), k.values.end());
  k.values.erase(std::unique(k.values.begin(), k.values.end()), k.values.end());
  if (k.values.size() < 2)
    throw Error(2000, "outcome does not vary", std::nullopt, {"at least two categories are needed"});
  if (k.values.size() > most)
    throw Error(148, "too many categories", std::nullopt,
                {"the outcome has more than " + std::to_string(most) + " values"});
  k.weight.assign(k.values.size(), 0.0);
  for (std::size_t i = 0; i < y.size(); ++i) {
    const auto at = std::lower_bound(k.values.begin(), k.values.end(), y[i]) - k.values.begin();
    k.code.push_back(static_cast<double>(at));
    k.weight[static_cast<std::size_t>(at)] += s.weights.empty() ? 1 : s.weights[i];
  }
  return k;
}

std::vector<std::string> category_names(const std::string& variable, const std::vector<double>& values,
                                        const command::Context& c) {
  const data::Variable* v = c.frame.find(variable);
  const data::ValueLabel* labels = v ? c.frame.labels_of(*v) : nullptr;
  std::vector<std::string> out;
  for (const double value : values) {
    std::string name = text::macro_number(value);
    if (labels)
      if (const auto it = labels->find(value); it != labels->end() && !it->second.empty()) name = it->second;
    for (char& ch : name)
      if (ch == ' ' || ch == ':' || ch == '.') ch = '_';
    out.push_back(std::move(name));
  }
  return out;
}

std::vector<double> outcome_values(const command::Results& e) {
  for (const char* name : {"out", "cat"})
    if (const eval::Matrix* m = e.find_matrix(name)) return row_values(*m);
  throw Error(322, "the last estimates have no list of outcomes");
}

std::size_t outcome_place(const command::Results& e, const std::string& outcome) {
  const std::vector<double> values = outcome_values(e);
  const std::string word(trim(outcome));
  if (word.empty()) return 0;
  if (word[0] == '#') {
    const std::optional<double> at = parse_number(std::string_view(word).substr(1));
    if (at && *at >= 1 && *at <= static_cast<double>(values.size())) return static_cast<std::size_t>(*at) - 1;
  }
  if (const std::optional<double> v = parse_number(word))
    if (const auto it = std::find(values.begin(), values.end(), *v); it != values.end())
      return static_cast<std::size_t>(it - values.begin());
  const std::vector<std::string> names = grammar::split_words(e.macro_or("eqnames"));
  if (const auto it = std::find(names.begin(), names.end(), word); it != names.end())
    return static_cast<std::size_t>(it - names.begin());
  std::string known;
  for (const double v : values) known += (known.empty() ? "" : ", ") + text::macro_number(v);
  throw Error(303, "outcome " + word + " not found", std::nullopt, {"the outcomes are " + known + "; #1 is the first"});
}

}  // namespace nqp::kit
