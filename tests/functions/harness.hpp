// Expressions without data: what `display` would show.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "grammar/parse.hpp"
#include "interpreter/eval/evaluate.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/numeric/rng/generator.hpp"

namespace nqp::tests {

class FakeEnvironment : public eval::Environment {
 public:
  std::optional<eval::Value> scalar(std::string_view) const override { return std::nullopt; }
  const eval::Matrix* matrix(std::string_view) const override { return nullptr; }
  eval::Stored stored(char kind, std::string_view name) const override {
    const auto at = constants.find(std::string(name));
    if (kind != 'c' || at == constants.end()) return std::monostate();
    return at->second;
  }
  std::uint64_t sample_id() const override { return 0; }
  numeric::Rng& rng() const override { return generator_; }
  void poll() const override {}
  bool abbreviations() const override { return true; }
  std::vector<std::string>& regex_groups() const override { return groups_; }

  std::map<std::string, std::string> constants;  // c(name)

 private:
  mutable numeric::Rng generator_{12345};
  mutable std::vector<std::string> groups_;
};

struct Calculator {
  data::Frame frame;
  FakeEnvironment environment;

  Calculator() { frame.rows = 1; }

  eval::Value value(const std::string& expression) const {
    return eval::evaluate(*grammar::parse_expression(expression), eval::Scope(frame, environment));
  }
  double number(const std::string& expression) const { return value(expression).number; }
  std::string text(const std::string& expression) const { return value(expression).text; }
};

inline std::string shown(const eval::Value& v) {
  return v.is_string ? v.text : text::trimmed(text::format_number(v.number, "%10.0g"));
}

inline std::string display(const std::string& expression) { return shown(Calculator().value(expression)); }
inline double number(const std::string& expression) { return Calculator().number(expression); }

constexpr double none = data::missing;

using NumberCases = std::vector<std::pair<std::string, double>>;
inline void expect_numbers(const NumberCases& cases) {
  for (const auto& [expression, value] : cases) EXPECT_EQ(number(expression), value) << expression;
}

}  // namespace nqp::tests
