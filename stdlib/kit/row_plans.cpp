#include "stdlib/kit/row_plans.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "stdlib/numeric/parallel.hpp"

namespace nqp::kit {
namespace {

// Functions of numbers without a memory. Others may have one, or would only be slow for their own reasons.
constexpr std::array<std::string_view, 34> pure_functions = {
    "abs", "ceil",   "floor",   "int",     "trunc", "round", "mod",      "sign",  "sqrt",   "exp",      "expm1", "ln",
    "log", "log10",  "log2",    "ln1p",    "log1p", "ln1m",  "log1m",    "sin",   "cos",    "tan",      "cond",  "max",
    "min", "inlist", "inrange", "missing", "mi",    "logit", "invlogit", "float", "normal", "normalden"};

}  // namespace

bool rows_stand_alone(const ast::Expression& e) {
  using Kind = ast::Expression::Kind;
  const auto all_operands = [&] { return std::all_of(e.operands.begin(), e.operands.end(), rows_stand_alone); };
  switch (e.kind) {
    case Kind::number:
    case Kind::missing:
    case Kind::string:
    case Kind::name: return true;
    case Kind::unary:
    case Kind::chain: return all_operands();
    case Kind::call:
      return std::find(pure_functions.begin(), pure_functions.end(), e.text) != pure_functions.end() && all_operands();
    default: return false;
  }
}

void for_chunks_on_cores(const ast::Expression& e, const std::function<std::unique_ptr<eval::Plan>()>& make,
                         data::Row begin, data::Row end, const ChunkReader& f, double* home) {
  const std::size_t rows = end - begin;
  const std::size_t parts = rows < 2 * numeric::worth_a_thread || !rows_stand_alone(e) ? 1 : numeric::cores();
  std::vector<std::unique_ptr<eval::Plan>> plans;
  for (std::size_t i = 0; i < parts; ++i) plans.push_back(make());
  const auto first_of = [&](std::size_t part) {
    return part == parts ? end : static_cast<data::Row>(begin + rows / parts / chunk_of_rows * chunk_of_rows * part);
  };
  numeric::in_parallel(parts, [&](std::size_t part) {
    const data::Row first = first_of(part);
    for_chunks(*plans[part], first, first_of(part + 1), f, home ? home + (first - begin) : nullptr);
  });
}

}  // namespace nqp::kit
