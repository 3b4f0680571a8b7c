// Pattern text to a tree to a program (Thompson 1968; the program form of Pike and Cox).
#include <array>
#include <list>
#include <memory>
#include <optional>
#include <string>

#include "grammar/ast/error.hpp"
#include "interpreter/eval/functions/regex.hpp"
#include "interpreter/eval/functions/unicode.hpp"

namespace nqp::eval {
namespace {

using Kind = Instruction::Kind;
using Class = CharacterSet::Class;

constexpr std::size_t largest_program = 50000;
constexpr int deepest_nesting = 200;
constexpr int largest_repeat = 1000;

struct Node {
  enum class Shape { leaf, sequence, choice, repeat, group, look };
  Shape shape = Shape::sequence;
  Instruction leaf;
  std::vector<Node> children;
  int least = 0, most = -1;   // repeat; -1 is without bound
  bool lazy = false;
  std::size_t group = 0;      // 0 is not captured
  bool negated = false;       // look
};

[[noreturn]] void fail(const std::string& what) {
  throw Error(198, "invalid regular expression: " + what, std::nullopt,
              {"Put a backslash before a character that is meant literally, for example \\( or \\[."});
}

struct ClassName {
  std::string_view name;
  Class value;
  bool negated = false;
};

constexpr ClassName posix_classes[] = {
    {"digit", Class::digit}, {"alpha", Class::letter}, {"alnum", Class::alnum}, {"space", Class::space},
    {"upper", Class::upper}, {"lower", Class::lower},  {"punct", Class::punct}, {"word", Class::word},
    {"blank", Class::space},
};

constexpr ClassName property_classes[] = {
    {"L", Class::letter}, {"Lu", Class::upper}, {"Ll", Class::lower}, {"N", Class::digit},    {"Nd", Class::digit},
    {"P", Class::punct},  {"Z", Class::space},  {"Zs", Class::space}, {"Han", Class::han},
};

constexpr ClassName letter_classes[] = {
    {"d", Class::digit}, {"D", Class::digit, true}, {"w", Class::word},        {"W", Class::word, true},
    {"s", Class::space}, {"S", Class::space, true},
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
  Parser(std::string_view pattern, RegexOptions& options, std::vector<CharacterSet>& sets)
      : text_(pattern), options_(options), sets_(sets) {}

  Node parse() {
    if (take("(?i)")) options_.ignore_case = true;
    Node whole = choice(0);
    if (!at_end()) fail("unmatched )");
    return whole;
  }

  std::size_t groups() const { return groups_; }
  bool repeats_groups() const { return repeats_groups_; }

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

  static Node leaf(Kind kind, char32_t point = 0, std::size_t x = 0) {
    Node n;
    n.shape = Node::Shape::leaf;
    n.leaf = {kind, point, x, 0};
    return n;
  }

  Node set_node(CharacterSet set) {
    sets_.push_back(std::move(set));
    return leaf(Kind::set, 0, sets_.size() - 1);
  }

  Node choice(int depth) {
    if (depth > deepest_nesting) fail("parentheses nested too deeply");
    Node all;
    all.shape = Node::Shape::choice;
    all.children.push_back(sequence(depth));
    while (take("|")) all.children.push_back(sequence(depth));
    return all.children.size() == 1 ? std::move(all.children.front()) : all;
  }

  Node sequence(int depth) {
    Node all;
    while (!at_end() && !next_is('|') && !next_is(')')) all.children.push_back(repeated(depth));
    return all;
  }

  Node repeated(int depth) {
    Node item = atom(depth);
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
      Node n;
      n.shape = Node::Shape::repeat;
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

  Node atom(int depth) {
    if (next_is('*') || next_is('+') || next_is('?')) fail("nothing before a repetition operator");
    if (take("(")) return group(depth + 1);
    if (take("[")) return set_node(bracket());
    if (take(".")) return leaf(Kind::any);
    if (take("^")) return leaf(Kind::text_begin);
    if (take("$")) return leaf(Kind::text_end);
    if (take("\\")) return escape();
    return leaf(Kind::character, take_point());
  }

  Node group(int depth) {
    Node n;
    n.shape = Node::Shape::group;
    if (take("?:")) {
    } else if (take("?=")) {
      n.shape = Node::Shape::look;
    } else if (take("?!")) {
      n.shape = Node::Shape::look;
      n.negated = true;
    } else if (take("?")) {
      fail("a group of the form (?… that is not (?: (?= or (?!");
    } else {
      n.group = ++groups_;
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

  Node escape() {
    if (at_end()) fail("a backslash at the end");
    if (take("b")) return leaf(Kind::boundary);
    if (take("B")) return leaf(Kind::no_boundary);
    if (take("A")) return leaf(Kind::text_begin);
    if (take("z") || take("Z")) return leaf(Kind::text_end);
    if (const auto member = take_class()) {
      CharacterSet set;
      set.classes.push_back(*member);
      return set_node(std::move(set));
    }
    if (text_[at_] >= '1' && text_[at_] <= '9') {
      const auto number = static_cast<std::size_t>(text_[at_++] - '0');
      if (number > groups_) fail("\\" + std::to_string(number) + " refers to a group that does not exist");
      repeats_groups_ = true;
      return leaf(Kind::group, 0, number);
    }
    return leaf(Kind::character, escaped_point());
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
  std::vector<CharacterSet>& sets_;
  std::size_t at_ = 0;
  std::size_t groups_ = 0;
  bool repeats_groups_ = false;
};

class Compiler {
 public:
  explicit Compiler(std::vector<Instruction>& program) : program_(program) {}

  std::size_t put(Kind kind, std::size_t x = 0) {
    if (program_.size() >= largest_program) fail("it is too large once its repetitions are written out");
    program_.push_back({kind, 0, x, 0});
    return program_.size() - 1;
  }

  void emit(const Node& n) {
    switch (n.shape) {
      case Node::Shape::leaf:
        program_[put(n.leaf.kind)] = n.leaf;
        return;
      case Node::Shape::sequence:
        for (const Node& child : n.children) emit(child);
        return;
      case Node::Shape::choice:
        return emit_choice(n);
      case Node::Shape::repeat:
        return emit_repeat(n);
      case Node::Shape::group:
        if (n.group == 0) return emit(n.children.front());
        put(Kind::save, 2 * n.group);
        emit(n.children.front());
        put(Kind::save, 2 * n.group + 1);
        return;
      case Node::Shape::look: {
        const std::size_t look = put(n.negated ? Kind::not_ahead : Kind::ahead);
        emit(n.children.front());
        put(Kind::match);
        program_[look].x = program_.size();
        return;
      }
    }
  }

 private:
  void emit_choice(const Node& n) {
    std::vector<std::size_t> exits;
    for (std::size_t k = 0; k + 1 < n.children.size(); ++k) {
      const std::size_t split = put(Kind::split);
      program_[split].x = split + 1;
      emit(n.children[k]);
      exits.push_back(put(Kind::jump));
      program_[split].y = program_.size();
    }
    emit(n.children.back());
    for (const std::size_t exit : exits) program_[exit].x = program_.size();
  }

  void aim(std::size_t split, bool lazy, std::size_t body, std::size_t after) {
    program_[split].x = lazy ? after : body;
    program_[split].y = lazy ? body : after;
  }

  void emit_repeat(const Node& n) {
    const Node& body = n.children.front();
    for (int k = 0; k < n.least; ++k) emit(body);
    if (n.most < 0) {
      const std::size_t split = put(Kind::split);
      emit(body);
      put(Kind::jump, split);
      aim(split, n.lazy, split + 1, program_.size());
      return;
    }
    std::vector<std::size_t> splits;
    for (int k = n.least; k < n.most; ++k) {
      splits.push_back(put(Kind::split));
      emit(body);
    }
    for (const std::size_t split : splits) aim(split, n.lazy, split + 1, program_.size());
  }

  std::vector<Instruction>& program_;
};

}  // namespace

Regex::Regex(std::string_view pattern, RegexOptions options) : options_(options) {
  Parser parser(pattern, options_, sets_);
  const Node tree = parser.parse();
  groups_ = parser.groups();
  repeats_groups_ = parser.repeats_groups();
  Compiler compiler(program_);
  compiler.put(Kind::save, 0);
  compiler.emit(tree);
  compiler.put(Kind::save, 1);
  compiler.put(Kind::match);
}

const Regex& cached_regex(std::string_view pattern, RegexOptions options) {
  struct Entry {
    std::string pattern;
    RegexOptions options;
    Regex regex;
  };
  constexpr std::size_t kept = 16;
  thread_local std::list<Entry> recent;
  for (auto e = recent.begin(); e != recent.end(); ++e) {
    if (e->options == options && e->pattern == pattern) {
      recent.splice(recent.begin(), recent, e);
      return recent.front().regex;
    }
  }
  recent.push_front({std::string(pattern), options, Regex(pattern, options)});
  if (recent.size() > kept) recent.pop_back();
  return recent.front().regex;
}

}  // namespace nqp::eval
