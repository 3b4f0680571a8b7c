// Pattern text to a tree, by recursive descent.
#include <algorithm>
#include <cctype>
#include <optional>
#include <string>
#include <utility>

#include "grammar/ast/error.hpp"
#include "interpreter/eval/functions/regex_tree.hpp"
#include "interpreter/eval/functions/unicode.hpp"

namespace nqp::eval::regex {
namespace {

using InstructionKind = Instruction::Kind;
using Class = CharacterSet::Class;

constexpr int deepest_nesting = 200;
constexpr int largest_repeat = 1000;

struct ClassName {
  std::string_view name;
  Class value;
  bool negated = false;
};

constexpr ClassName posix_classes[] = {
    {"digit", Class::digit}, {"alpha", Class::letter}, {"alnum", Class::alnum},
    {"space", Class::space}, {"upper", Class::upper},  {"lower", Class::lower},
    {"punct", Class::punct}, {"word", Class::word},    {"blank", Class::space},
};

constexpr ClassName property_classes[] = {
    {"L", Class::letter}, {"Lu", Class::upper}, {"Ll", Class::lower}, {"N", Class::digit}, {"Nd", Class::digit},
    {"P", Class::punct},  {"Z", Class::space},  {"Zs", Class::space}, {"Han", Class::han},
};

constexpr ClassName letter_classes[] = {
    {"d", Class::digit},      {"D", Class::digit, true}, {"w", Class::word},
    {"W", Class::word, true}, {"s", Class::space},       {"S", Class::space, true},
};

template <std::size_t n>
std::optional<CharacterSet::Member> find_class(const ClassName (&table)[n], std::string_view name) {
  for (const ClassName& c : table) {
    if (c.name == name) return CharacterSet::Member{c.value, c.negated};
  }
  return std::nullopt;
}

class Parser {
 public:
  Parser(std::string_view pattern, RegexOptions& options) : text_(pattern), options_(options) {}

  Tree parse() {
    if (take("(?i)")) options_.ignore_case = true;
    tree_.root = choice(0);
    if (!at_end()) fail("unmatched )");
    return std::move(tree_);
  }

 private:
  bool at_end() const { return at_ >= text_.size(); }
  bool next_is(char c) const { return !at_end() && text_[at_] == c; }

  bool take(std::string_view s) {
    if (text_.substr(at_, s.size()) != s) return false;
    at_ += s.size();
    return true;
  }

  char32_t take_point() {
    if (!options_.utf8) return static_cast<unsigned char>(text_[at_++]);
    const unicode::Decoded d = unicode::decode(text_, at_);
    at_ += d.bytes;
    return d.point;
  }

  static PatternNode leaf(InstructionKind kind, char32_t point = 0, std::size_t x = 0) {
    PatternNode n;
    n.shape = PatternNode::Shape::leaf;
    n.leaf = {kind, point, x, 0};
    return n;
  }

  PatternNode set_node(CharacterSet set) {
    tree_.sets.push_back(std::move(set));
    return leaf(InstructionKind::set, 0, tree_.sets.size() - 1);
  }

  PatternNode choice(int depth) {
    if (depth > deepest_nesting) fail("parentheses nested too deeply");
    PatternNode all;
    all.shape = PatternNode::Shape::choice;
    all.children.push_back(sequence(depth));
    while (take("|")) all.children.push_back(sequence(depth));
    return all.children.size() == 1 ? std::move(all.children.front()) : all;
  }

  PatternNode sequence(int depth) {
    PatternNode all;
    while (!at_end() && !next_is('|') && !next_is(')')) all.children.push_back(repeated(depth));
    return all;
  }

  PatternNode repeated(int depth) {
    PatternNode item = atom(depth);
    for (int stacked = 0; !at_end(); ++stacked) {
      int least = 0, most = -1;
      if (take("*")) {
      } else if (take("+")) {
        least = 1;
      } else if (take("?")) {
        most = 1;
      } else if (!take_interval(least, most)) {
        break;
      }
      if (stacked > 0) fail("nothing before a repetition operator");
      PatternNode n;
      n.shape = PatternNode::Shape::repeat;
      n.least = least;
      n.most = most;
      n.lazy = take("?");
      n.children.push_back(std::move(item));
      item = std::move(n);
    }
    return item;
  }

  std::optional<int> take_count() {
    if (at_end() || text_[at_] < '0' || text_[at_] > '9') return std::nullopt;
    int n = 0;
    for (; !at_end() && text_[at_] >= '0' && text_[at_] <= '9'; ++at_) {
      n = n * 10 + (text_[at_] - '0');
      if (n > largest_repeat) fail("a repetition count above 1000");
    }
    return n;
  }

  // {m}, {m,} or {m,n}; any other brace stands for itself.
  bool take_interval(int& least, int& most) {
    const std::size_t start = at_;
    if (!take("{")) return false;
    const std::optional<int> low = take_count();
    const bool open = take(",");
    const std::optional<int> high = open ? take_count() : low;
    if (!low || !take("}")) {
      at_ = start;
      return false;
    }
    least = *low;
    most = high.value_or(-1);
    if (high && *high < *low) fail("a repetition whose bounds are reversed");
    return true;
  }

  PatternNode atom(int depth) {
    if (next_is('*') || next_is('+') || next_is('?')) fail("nothing before a repetition operator");
    if (take("(")) return group(depth + 1);
    if (take("[")) return set_node(bracket());
    if (take(".")) return leaf(InstructionKind::any);
    if (take("^")) return leaf(InstructionKind::text_begin);
    if (take("$")) return leaf(InstructionKind::text_end);
    if (take("\\")) return escape();
    return leaf(InstructionKind::character, take_point());
  }

  // The rest of (?<name>: a letter, then letters and digits.
  std::string group_name() {
    const std::size_t begin = at_;
    while (!at_end() && text_[at_] != '>') ++at_;
    const std::string name(text_.substr(begin, at_ - begin));
    const auto alphanumeric = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; };
    if (!take(">") || name.empty() || std::isdigit(static_cast<unsigned char>(name[0])) != 0 ||
        !std::all_of(name.begin(), name.end(), alphanumeric))
      fail("a group's name is (?<name>, of letters and digits; look-behind is not supported");
    return name;
  }

  PatternNode group(int depth) {
    PatternNode n;
    n.shape = PatternNode::Shape::group;
    if (take("?:")) {
    } else if (take("?=")) {
      n.shape = PatternNode::Shape::look;
    } else if (take("?!")) {
      n.shape = PatternNode::Shape::look;
      n.negated = true;
    } else if (take("?<")) {
      n.group = ++tree_.groups;
      tree_.names.emplace_back(group_name(), n.group);
    } else if (take("?")) {
      fail("a group of the form (?… that is not (?: (?= (?! or (?<name>");
    } else {
      n.group = ++tree_.groups;
    }
    n.children.push_back(choice(depth));
    if (!take(")")) fail("unmatched (");
    return n;
  }

  char32_t hexadecimal(std::size_t digits, bool braces) {
    if (braces && take("{")) digits = 8;
    char32_t value = 0;
    std::size_t seen = 0;
    for (; seen < digits && !at_end(); ++seen, ++at_) {
      const char c = text_[at_];
      const int d = c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
      if (d < 0) break;
      value = value * 16 + static_cast<char32_t>(d);
    }
    if (seen == 0) fail("\\x or \\u without hexadecimal digits");
    if (digits == 8) take("}");
    return value;
  }

  std::optional<CharacterSet::Member> take_class() {
    if (next_is('p') || next_is('P')) {
      const bool negated = next_is('P');
      const std::size_t close = text_.find('}', at_);
      if (text_.substr(at_ + 1, 1) != "{" || close == std::string_view::npos) fail("\\p without {name}");
      const std::string_view name = text_.substr(at_ + 2, close - at_ - 2);
      auto member = find_class(property_classes, name);
      if (!member) fail("unknown property \\p{" + std::string(name) + "}");
      at_ = close + 1;
      member->negated = negated;
      return member;
    }
    const auto member = find_class(letter_classes, text_.substr(at_, 1));
    if (member) ++at_;
    return member;
  }

  char32_t escaped_point() {
    if (take("n")) return '\n';
    if (take("t")) return '\t';
    if (take("r")) return '\r';
    if (take("f")) return '\f';
    if (take("x")) return hexadecimal(2, true);
    if (take("u")) return hexadecimal(4, true);
    return take_point();
  }

  PatternNode escape() {
    if (at_end()) fail("a backslash at the end");
    if (take("b")) return leaf(InstructionKind::boundary);
    if (take("B")) return leaf(InstructionKind::no_boundary);
    if (take("A")) return leaf(InstructionKind::text_begin);
    if (take("z") || take("Z")) return leaf(InstructionKind::text_end);
    if (const auto member = take_class()) {
      CharacterSet set;
      set.classes.push_back(*member);
      return set_node(std::move(set));
    }
    if (text_[at_] >= '1' && text_[at_] <= '9') {
      const auto number = static_cast<std::size_t>(text_[at_++] - '0');
      if (number > tree_.groups) fail("\\" + std::to_string(number) + " refers to a group that does not exist");
      tree_.repeats_groups = true;
      return leaf(InstructionKind::group, 0, number);
    }
    return leaf(InstructionKind::character, escaped_point());
  }

  // What follows [ up to its ]; a ] that comes first stands for itself.
  CharacterSet bracket() {
    CharacterSet set;
    set.negated = take("^");
    for (bool first = true; first || !next_is(']'); first = false) {
      if (at_end()) fail("unmatched [");
      if (take("[:")) {
        add_posix(set);
        continue;
      }
      if (next_is('\\') && at_ + 1 < text_.size()) {
        ++at_;
        if (const auto member = take_class()) {
          set.classes.push_back(*member);
          continue;
        }
        add_range(set, escaped_point());
        continue;
      }
      add_range(set, take_point());
    }
    ++at_;
    return set;
  }

  void add_posix(CharacterSet& set) {
    const std::size_t close = text_.find(":]", at_);
    if (close == std::string_view::npos) fail("[: without :]");
    const std::string_view name = text_.substr(at_, close - at_);
    const auto member = find_class(posix_classes, name);
    if (!member) fail("unknown class [:" + std::string(name) + ":]");
    set.classes.push_back(*member);
    at_ = close + 2;
  }

  void add_range(CharacterSet& set, char32_t first) {
    char32_t last = first;
    if (next_is('-') && at_ + 1 < text_.size() && text_[at_ + 1] != ']') {
      ++at_;
      last = take("\\") && !at_end() ? escaped_point() : take_point();
    }
    if (last < first) fail("a range whose ends are reversed");
    set.ranges.emplace_back(first, last);
  }

  std::string_view text_;
  RegexOptions& options_;
  Tree tree_;
  std::size_t at_ = 0;
};

}  // namespace

void fail(const std::string& what) {
  throw Error(198, "invalid regular expression: " + what, std::nullopt,
              {"Put a backslash before a character that is meant literally, for example \\( or \\[."});
}

Tree parse(std::string_view pattern, RegexOptions& options) { return Parser(pattern, options).parse(); }

}  // namespace nqp::eval::regex
