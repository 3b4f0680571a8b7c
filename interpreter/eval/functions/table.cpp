#include <algorithm>

#include "interpreter/eval/function.hpp"

namespace nqp::eval {
namespace {

bool before(const Function* f, std::string_view name) { return f->name < name; }

std::vector<const Function*> collect() {
  std::vector<const Function*> all;
  for (const auto part : {math_functions(), string_functions(), date_functions(), distribution_functions(),
                          random_functions(), selection_functions(), file_functions()}) {
    for (const Function& f : part) all.push_back(&f);
  }
  std::sort(all.begin(), all.end(), [](const Function* a, const Function* b) { return a->name < b->name; });
  return all;
}

}  // namespace

const std::vector<const Function*>& all_functions() {
  static const std::vector<const Function*> all = collect();
  return all;
}

const Function* find_function(std::string_view name) {
  const auto& all = all_functions();
  const auto at = std::lower_bound(all.begin(), all.end(), name, before);
  return at != all.end() && (*at)->name == name ? *at : nullptr;
}

}  // namespace nqp::eval
