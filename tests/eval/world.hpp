// A small data set and a session for tests of expressions. Every evaluation runs with chunks of 3 and of 2048 rows
// and through the tree walk; they must agree.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "grammar/parse.hpp"
#include "interpreter/eval/evaluate.hpp"
#include "stdlib/numeric/rng/generator.hpp"

namespace nqp::test {

inline constexpr double na = data::missing;

struct FakeEnvironment final : eval::Environment {
  std::map<std::string, eval::Value, std::less<>> scalars;
  std::map<std::string, eval::Matrix, std::less<>> matrices;
  std::map<std::string, eval::Stored, std::less<>> results;  // "r(mean)", "e(b)" …
  std::uint64_t sample = 0;
  bool abbreviate = true;

  std::optional<eval::Value> scalar(std::string_view name) const override {
    const auto at = scalars.find(name);
    return at == scalars.end() ? std::nullopt : std::optional(at->second);
  }
  const eval::Matrix* matrix(std::string_view name) const override {
    const auto at = matrices.find(name);
    return at == matrices.end() ? nullptr : &at->second;
  }
  eval::Stored stored(char kind, std::string_view name) const override {
    const auto at = results.find(std::string(1, kind) + "(" + std::string(name) + ")");
    return at == results.end() ? eval::Stored() : at->second;
  }
  std::uint64_t sample_id() const override { return sample; }
  numeric::Rng& rng() const override { return generator; }
  void poll() const override {
    if (--polls_left_now <= 0) throw Error(1, "break");
  }
  bool abbreviations() const override { return abbreviate; }
  std::vector<std::string>& regex_groups() const override { return groups; }

  mutable numeric::rng::Generator generator{7};
  mutable std::vector<std::string> groups;
  mutable int polls_left_now = 1 << 30;
};

struct World {
  data::Frame frame;
  FakeEnvironment environment;
  std::vector<data::Row> starts;  // by-groups; empty: none

  World& add(const std::string& name, const std::vector<double>& values,
             data::Storage storage = data::Storage::double_) {
    frame.rows = values.size();
    frame.add({name, data::make_numeric(storage, values), "%9.0g", "", "", {}});
    return *this;
  }
  World& add(const std::string& name, const std::vector<std::string>& values) {
    frame.rows = values.size();
    frame.add({name, data::make_strings(values), "%9s", "", "", {}});
    return *this;
  }
  eval::Scope scope() const {
    eval::Scope s(frame, environment);
    if (!starts.empty()) s.group_starts = &starts;
    return s;
  }
};

// Sets the chunk size for its life.
struct ChunkRows {
  explicit ChunkRows(std::size_t n) : before(eval::chunk_rows) { eval::chunk_rows = n; }
  ~ChunkRows() { eval::chunk_rows = before; }
  std::size_t before;
};

inline std::vector<double> numbers_in_chunks(const World& w, const std::string& text, std::size_t rows) {
  const ChunkRows chunk(rows);
  w.environment.generator = numeric::rng::Generator(7);
  return eval::evaluate_numbers(*grammar::parse_expression(text), w.scope());
}

// The value of an expression in every row.
inline std::vector<double> numbers(const World& w, const std::string& text) {
  const std::vector<double> values = numbers_in_chunks(w, text, 2048);
  EXPECT_EQ(values, numbers_in_chunks(w, text, 3)) << text;
  EXPECT_EQ(values, numbers_in_chunks(w, text, 1)) << text;
  w.environment.generator = numeric::rng::Generator(7);
  if (values.empty()) return values;
  EXPECT_EQ(values[0], eval::evaluate_number(*grammar::parse_expression(text), w.scope())) << text;
  return values;
}

inline std::vector<std::string> texts_in_chunks(const World& w, const std::string& text, std::size_t rows) {
  const ChunkRows chunk(rows);
  const auto plan = eval::compile(*grammar::parse_expression(text), w.scope());
  EXPECT_TRUE(plan->is_string()) << text;
  std::vector<std::string> values(w.frame.rows);
  plan->strings(0, values.size(), values.data());
  return values;
}

inline std::vector<std::string> texts(const World& w, const std::string& text) {
  const std::vector<std::string> values = texts_in_chunks(w, text, 2048);
  EXPECT_EQ(values, texts_in_chunks(w, text, 3)) << text;
  EXPECT_EQ(values, texts_in_chunks(w, text, 1)) << text;
  if (values.empty()) return values;
  EXPECT_EQ(eval::Value(values[0]), eval::evaluate(*grammar::parse_expression(text), w.scope())) << text;
  return values;
}

// The one value of an expression without rows.
inline double number(const World& w, const std::string& text) {
  const double walked = eval::evaluate_number(*grammar::parse_expression(text), w.scope());
  double planned = 0;
  eval::compile(*grammar::parse_expression(text), w.scope())->numbers(0, 1, &planned);
  EXPECT_EQ(walked, planned) << text;
  return walked;
}

inline std::string string(const World& w, const std::string& text) {
  const eval::Value walked = eval::evaluate(*grammar::parse_expression(text), w.scope());
  EXPECT_TRUE(walked.is_string) << text;
  std::string planned;
  eval::compile(*grammar::parse_expression(text), w.scope())->strings(0, 1, &planned);
  EXPECT_EQ(walked.text, planned) << text;
  return walked.text;
}

// The error of an expression, which the plan and the tree walk must share.
inline Error error_of(const World& w, const std::string& text) {
  const ast::ExpressionPtr e = grammar::parse_expression(text);
  Error planned(0, "no error"), walked(0, "no error");
  try {
    eval::compile(*e, w.scope());
  } catch (const Error& error) {
    planned = error;
  }
  try {
    eval::evaluate(*e, w.scope());
  } catch (const Error& error) {
    walked = error;
  }
  EXPECT_EQ(planned.code, walked.code) << text;
  EXPECT_STREQ(planned.what(), walked.what()) << text;
  EXPECT_EQ(planned.span, walked.span) << text;
  return planned;
}

inline int code_of(const World& w, const std::string& text) { return error_of(w, text).code; }

// The part of the text that an error points at.
inline std::string marked(const World& w, const std::string& text) {
  const Error e = error_of(w, text);
  return e.span ? text.substr(e.span->begin, e.span->end - e.span->begin) : std::string();
}

}  // namespace nqp::test
