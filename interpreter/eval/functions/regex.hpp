// Regular expressions of the regexm and ustrregexm families: POSIX extended syntax with the usual Perl additions.
// Leftmost match, alternatives tried in order, greedy unless marked lazy.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nqp::eval {

struct RegexOptions {
  bool utf8 = false;  // characters are code points; otherwise bytes
  bool ignore_case = false;
  bool operator==(const RegexOptions&) const = default;
};

// A set of characters, possibly negated.
struct CharacterSet {
  enum class Class : std::uint8_t { digit, word, space, letter, upper, lower, alnum, punct, han };
  struct Member {
    Class name;
    bool negated;
  };
  std::vector<std::pair<char32_t, char32_t>> ranges;
  std::vector<Member> classes;
  bool negated = false;

  bool contains(char32_t c, RegexOptions options) const;
};

struct Instruction {
  enum class Kind : std::uint8_t {
    character,
    any,
    set,
    split,
    jump,
    save,
    text_begin,
    text_end,
    boundary,
    no_boundary,
    ahead,
    not_ahead,
    group,
    match
  };
  Kind kind = Kind::match;
  char32_t point = 0;  // character
  std::size_t x = 0;   // split: tried first; jump: target; save: slot; set, group: index; ahead: where to go on
  std::size_t y = 0;   // split: tried second
};

class Regex {
 public:
  static constexpr std::size_t none = static_cast<std::size_t>(-1);

  // Error 198 when the pattern is malformed or expands to more than 50,000 instructions.
  Regex(std::string_view pattern, RegexOptions options);

  // Looks for the first match that begins at byte `from` or later. spans[2k], spans[2k+1] become the byte range of
  // group k, `none` when it took no part; group 0 is the whole match. Time is bounded by pattern × text; patterns with
  // back-references or look-ahead, and huge texts, end in Error 198 after too many steps.
  bool search(std::string_view text, std::size_t from, std::vector<std::size_t>& spans) const;

  std::size_t groups() const { return groups_; }  // not counting group 0
  // Groups written (?<name>…), with their numbers.
  const std::vector<std::pair<std::string, std::size_t>>& names() const { return names_; }

 private:
  friend struct RegexRun;

  RegexOptions options_;
  std::vector<Instruction> program_;
  std::vector<CharacterSet> sets_;
  std::size_t groups_ = 0;
  std::vector<std::pair<std::string, std::size_t>> names_;
  bool repeats_groups_ = false;  // has back-references
};

// A compiled pattern from a small per-thread cache: rows usually share their pattern.
const Regex& cached_regex(std::string_view pattern, RegexOptions options);

}  // namespace nqp::eval
