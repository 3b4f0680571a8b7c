// A regular expression between its text and its program.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "interpreter/eval/functions/regex.hpp"

namespace nqp::eval::regex {

struct PatternNode {
  enum class Shape { leaf, sequence, choice, repeat, group, look };
  Shape shape = Shape::sequence;
  Instruction leaf;
  std::vector<PatternNode> children;
  int least = 0, most = -1;  // repeat; -1 is without bound
  bool lazy = false;
  std::size_t group = 0;  // 0 is not captured
  bool negated = false;   // look
};

struct Tree {
  PatternNode root;
  std::vector<CharacterSet> sets;
  std::size_t groups = 0;
  std::vector<std::pair<std::string, std::size_t>> names;  // of groups
  bool repeats_groups = false;                             // has back-references
};

// Error 198 when the pattern is malformed; options change when it says so itself, as (?i) does.
Tree parse(std::string_view pattern, RegexOptions& options);

[[noreturn]] void fail(const std::string& what);

}  // namespace nqp::eval::regex
