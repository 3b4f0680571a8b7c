#include "stdlib/kit/bar_groups.hpp"

#include <utility>

#include "interpreter/text/format.hpp"

namespace nqp::kit {

using command::Context;

namespace {

std::string over_text(const data::Variable& v, data::Row r, const Context& c) {
  if (v.is_string()) return std::string(v.column->text(r));
  const data::ValueLabel* labels = c.frame.labels_of(v);
  const auto it = labels ? labels->find(v.column->number(r)) : data::ValueLabel::const_iterator{};
  return labels && it != labels->end() ? it->second : text::trimmed(text::format_number(v.column->number(r), v.format));
}

}  // namespace

std::vector<BarGroup> bar_groups(const std::vector<Over>& over, const std::vector<data::Row>& rows, const Context& c) {
  if (over.empty()) return {{"", "", rows}};
  using Key = std::pair<double, std::string>;
  std::map<std::vector<Key>, BarGroup> found;
  std::vector<std::map<Key, std::string>> levels(over.size());
  for (const data::Row r : rows) {
    std::vector<Key> key;
    bool missing = false;
    for (std::size_t k = over.size(); k-- > 0;) {  // the last over() is the outermost
      const data::Variable& v = c.variable(over[k].variable);
      missing = missing || v.column->missing_at(r);
      key.emplace_back(v.is_string() ? 0 : v.column->number(r), v.is_string() ? std::string(v.column->text(r)) : "");
    }
    if (missing) continue;
    for (std::size_t k = 0; k < over.size(); ++k)
      if (auto [it, added] = levels[k].try_emplace(key[over.size() - 1 - k]); added)
        it->second = over_text(c.variable(over[k].variable), r, c);
    found[key].rows.push_back(r);
  }
  for (std::size_t k = 0; k < over.size(); ++k) {
    std::size_t position = 0;
    for (auto& level : levels[k])
      if (const auto it = over[k].labels.find(++position); it != over[k].labels.end()) level.second = it->second;
  }
  std::vector<BarGroup> out;
  for (auto& [key, group] : found) {
    group.label = levels[0][key.back()];
    for (std::size_t k = 1; k < over.size(); ++k)
      group.outer = levels[k][key[over.size() - 1 - k]] + (group.outer.empty() ? "" : " " + group.outer);
    out.push_back(std::move(group));
  }
  return out;
}

}  // namespace nqp::kit
