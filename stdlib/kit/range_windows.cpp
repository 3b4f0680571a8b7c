#include "stdlib/kit/range_windows.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "interpreter/command/resolve.hpp"
#include "interpreter/dataset/groups.hpp"
#include "stdlib/kit/parse_number.hpp"
#include "stdlib/kit/selection.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::kit {
namespace {

RangeEnd parse_end(const std::string& word, const command::Context& c) {
  RangeEnd out;
  if (word == ".") {
    out.open = true;
  } else if (const auto x = parse_number(word)) {
    out.offset = *x;
  } else {
    out.variable = command::resolve_variables(word, c).at(0);
    c.numeric(out.variable);
  }
  return out;
}

std::vector<double> ends_of(const RangeEnd& e, const std::vector<double>& key, double open, const command::Context& c) {
  std::vector<double> out(key.size(), open);
  if (e.open) return out;
  if (!e.variable.empty()) out = numbers_of(c.numeric(e.variable));
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (e.variable.empty()) out[i] = data::is_missing(key[i]) ? open : key[i] + e.offset;
    else if (data::is_missing(out[i])) out[i] = open;
  }
  return out;
}

std::vector<std::uint32_t> codes_of_groups(const command::Variables& by, const std::vector<std::uint8_t>& use,
                                           const command::Context& c) {
  if (by.empty()) return std::vector<std::uint32_t>(c.frame.rows, 0);
  std::vector<data::ColumnPtr> keys;
  for (const std::string& name : by) keys.push_back(c.frame.at(name).column);
  return data::make_groups(keys, use).codes;
}

}  // namespace

namespace {

std::vector<std::string> words_of_range(const std::string& text) {
  std::vector<std::string> out;
  for (std::string_view rest = text; !(rest = trim(rest)).empty();) out.push_back(take_word(rest));
  return out;
}

}  // namespace

RangeSpec parse_range(const std::string& text, const std::string& option, const command::Context& c) {
  const std::vector<std::string> words = words_of_range(text);
  if (words.size() != 3)
    throw Error(198, option + "() takes a variable and the two ends of its interval", std::nullopt,
                {option + "(year -3 0): from three years before to the year itself"});
  RangeSpec out{command::resolve_variables(words[0], c).at(0), parse_end(words[1], c), parse_end(words[2], c)};
  c.numeric(out.key);
  return out;
}

RangeSpec parse_window(const std::string& text, bool recursive, const command::Context& c) {
  std::vector<std::string> words = words_of_range(text);
  if (!words.empty() && words.size() < 3 && parse_number(words[0])) {
    if (!c.frame.panel || c.frame.panel->time.empty())
      throw Error(198, "window() needs a variable", std::nullopt, {"window(year 10), or declare the time with xtset"});
    words.insert(words.begin(), c.frame.panel->time);
  }
  if (words.size() == 2) {
    const auto length = parse_number(words[1]);
    if (!length || !(*length >= 1) || data::is_missing(*length))
      throw Error(198, "window() takes a variable and a length of at least 1");
    words = {words[0], fmt::format("{}", 1 - *length), "0"};
  }
  if (words.size() != 3) throw Error(198, "window() takes a variable and a length, or a variable and two ends");
  RangeSpec out = parse_range(words[0] + " " + words[1] + " " + words[2], "window", c);
  if (recursive) out.low = {true, 0, ""};
  return out;
}

RangeWindows range_windows(const RangeSpec& spec, const command::Variables& by, const std::vector<std::uint8_t>& use,
                           const command::Context& c) {
  const std::vector<double> key = numbers_of(c.numeric(spec.key));
  const std::vector<double> low = ends_of(spec.low, key, -HUGE_VAL, c), high = ends_of(spec.high, key, HUGE_VAL, c);
  const std::vector<std::uint32_t> group = codes_of_groups(by, use, c);
  RangeWindows out;
  for (data::Row i = 0; i < c.frame.rows; ++i)
    if (use[i] && !data::is_missing(key[i])) out.order.push_back(i);
  std::stable_sort(out.order.begin(), out.order.end(), [&](data::Row a, data::Row b) {
    return group[a] != group[b] ? group[a] < group[b] : key[a] < key[b];
  });
  std::size_t begin = 0;
  while (begin < out.order.size()) {
    std::size_t end = begin;
    while (end < out.order.size() && group[out.order[end]] == group[out.order[begin]]) ++end;
    const auto first = out.order.begin() + static_cast<std::ptrdiff_t>(begin);
    const auto last = out.order.begin() + static_cast<std::ptrdiff_t>(end);
    for (std::size_t k = begin; k < end; ++k) {
      const data::Row row = out.order[k];
      const auto from =
          std::lower_bound(first, last, low[row], [&](data::Row r, double bound) { return key[r] < bound; });
      const auto to =
          std::upper_bound(first, last, high[row], [&](double bound, data::Row r) { return bound < key[r]; });
      const auto place = [&](auto it) { return static_cast<std::size_t>(it - out.order.begin()); };
      out.windows.push_back({row, place(from), std::max(place(from), place(to))});
    }
    begin = end;
  }
  return out;
}

RangeWindows whole_groups(const command::Variables& by, const std::vector<std::uint8_t>& use,
                          const command::Context& c) {
  const std::vector<std::uint32_t> group = codes_of_groups(by, use, c);
  RangeWindows out;
  for (data::Row i = 0; i < c.frame.rows; ++i)
    if (use[i]) out.order.push_back(i);
  std::stable_sort(out.order.begin(), out.order.end(), [&](data::Row a, data::Row b) { return group[a] < group[b]; });
  std::size_t begin = 0;
  while (begin < out.order.size()) {
    std::size_t end = begin;
    while (end < out.order.size() && group[out.order[end]] == group[out.order[begin]]) ++end;
    for (std::size_t k = begin; k < end; ++k) out.windows.push_back({out.order[k], begin, end});
    begin = end;
  }
  return out;
}

}  // namespace nqp::kit
