// Trees as short text for the tables of these tests, errors as values, and a small random generator.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "grammar/parse.hpp"

namespace nqp::grammar::test {

// (+- a b c) for the chain a + b - c, "call f a b" in parentheses and so on.
std::string tree(const ast::Expression& e);
std::string tree(const ast::Varlist& v);

// Literals as they are, references as <local:…>.
std::string tree(const std::vector<ast::Piece>& pieces);

// One statement a line, bodies indented, `otherwise` behind "else".
std::string tree(const ast::Script& s);

bool same(const std::vector<ast::Piece>& a, const std::vector<ast::Piece>& b);
bool same(const std::vector<ast::Statement>& a, const std::vector<ast::Statement>& b);

// A text and the tree it must become.
struct Case {
  const char* text;
  const char* tree;
};

// What a call threw; code 0 when it threw nothing. `at` is the text under the span.
struct Failure {
  int code = 0;
  std::string message;
  std::string at;
  std::vector<std::string> notes;
};
Failure failure_of(std::string_view text, const std::function<void(std::string_view)>& call);

// quietly, capture, noisily; by, bysort, xi, eststo, bootstrap, version.
WordClass classify(std::string_view word);

// splitmix64, fixed by its seed.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9E3779B97F4A7C15U);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31);
  }
  std::size_t below(std::size_t n) { return static_cast<std::size_t>(next() % n); }
  const char* one_of(const std::vector<const char*>& choices) { return choices[below(choices.size())]; }

 private:
  std::uint64_t state_;
};

}  // namespace nqp::grammar::test
