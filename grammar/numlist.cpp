// Number lists: actions that collect ranges.
#include "grammar/numlist.hpp"

#include <cmath>
#include <cstdlib>

#include "grammar/rules/numlist.hpp"
#include "grammar/syntax_error.hpp"

namespace nqp::grammar {

namespace pegtl = tao::pegtl;

namespace {

struct State {
  std::vector<double> numbers;
  std::vector<NumberRange> ranges;
};

template <typename Rule>
struct Action : pegtl::nothing<Rule> {};

template <>
struct Action<rules::list_number> {
  template <typename In>
  static void apply(const In& in, State& s) {
    s.numbers.push_back(std::strtod(in.string().c_str(), nullptr));
  }
};

template <>
struct Action<rules::slash_tail> {
  static void apply0(State& s) {
    const double first = s.numbers[0];
    s.ranges.push_back({first, first <= s.numbers[1] ? 1.0 : -1.0, s.numbers[1]});
  }
};

template <>
struct Action<rules::step_tail> {
  static void apply0(State& s) { s.ranges.push_back({s.numbers[0], s.numbers[1], s.numbers[2]}); }
};

template <>
struct Action<rules::progression_tail> {
  static void apply0(State& s) { s.ranges.push_back({s.numbers[0], s.numbers[1] - s.numbers[0], s.numbers[2]}); }
};

template <>
struct Action<rules::number_item> {
  static void apply0(State& s) {
    if (s.numbers.size() == 1) s.ranges.push_back({s.numbers[0], 1, s.numbers[0]});
    s.numbers.clear();
  }
};

}  // namespace

// A tenth step that misses its end by rounding still belongs to 0(.1)1.
std::size_t count_of(const NumberRange& range) {
  if (range.first == range.last) return 1;
  const double steps = (range.last - range.first) / range.step;
  if (!(steps >= 0) || range.step == 0) return 0;
  if (steps >= static_cast<double>(max_numlist)) return max_numlist + 1;
  return static_cast<std::size_t>(std::floor(steps + 1e-9)) + 1;
}

bool read_ranges(std::string_view text, std::vector<NumberRange>& ranges) {
  State state;
  rules::Input in(text.data(), text.data() + text.size(), "");
  if (!pegtl::parse<rules::number_list, Action>(in, state)) return false;
  ranges = std::move(state.ranges);
  return true;
}

bool read_numlist(std::string_view text, std::vector<double>& numbers) {
  std::vector<NumberRange> ranges;
  if (!read_ranges(text, ranges)) return false;
  for (const NumberRange& r : ranges) {
    const std::size_t n = count_of(r);
    if (n == 0 || numbers.size() + n > max_numlist) return false;
    for (std::size_t i = 0; i < n; ++i) numbers.push_back(r.first + static_cast<double>(i) * r.step);
  }
  return true;
}

std::vector<double> parse_numlist(std::string_view text, std::uint32_t offset) {
  const ast::Span span = span_at(0, text.size(), offset);
  const std::vector<std::string> notes = {"write 1 2 3, 1/5, 1(2)9, 10(-1)1 or 1 2 to 9"};
  std::vector<NumberRange> ranges;
  if (!read_ranges(text, ranges)) throw Error(121, "invalid numlist", span, notes);
  std::vector<double> numbers;
  for (const NumberRange& r : ranges) {
    const std::size_t n = count_of(r);
    if (n == 0) throw Error(121, "invalid numlist: the step leads away from the end", span, notes);
    if (numbers.size() + n > max_numlist) throw Error(123, "invalid numlist has too many elements", span);
    for (std::size_t i = 0; i < n; ++i) numbers.push_back(r.first + static_cast<double>(i) * r.step);
  }
  return numbers;
}

}  // namespace nqp::grammar
