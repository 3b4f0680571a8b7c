// Structural equality of trees; where they stood does not count.
#include <algorithm>

#include "grammar/ast/expression.hpp"
#include "grammar/ast/varlist.hpp"

namespace nqp::ast {
namespace {

template <typename T, typename Same>
bool all_same(const std::vector<T>& a, const std::vector<T>& b, Same same_element) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), same_element);
}

bool same_interaction(const Interaction& a, const Interaction& b);

bool same_factor(const Factor& a, const Factor& b) {
  return a.operators == b.operators && a.pattern == b.pattern && a.range_end == b.range_end &&
         all_same(a.group, b.group, same_interaction);
}

bool same_interaction(const Interaction& a, const Interaction& b) {
  return a.joints == b.joints && all_same(a.factors, b.factors, same_factor);
}

}  // namespace

bool same(const Expression& a, const Expression& b) {
  // Numbers are equal when their texts are; the value follows from the text.
  return a.kind == b.kind && a.text == b.text && a.member == b.member && a.equation == b.equation &&
         a.compound == b.compound && a.operators == b.operators &&
         all_same(a.operands, b.operands, [](const Expression& x, const Expression& y) { return same(x, y); });
}

bool same(const Varlist& a, const Varlist& b) { return all_same(a.items, b.items, same_interaction); }

}  // namespace nqp::ast
