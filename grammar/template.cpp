// Finds the macro references of a text. Hand-written: whether a backquote opens a reference depends on whether an
// apostrophe far behind closes it, which a PEG would find out by scanning again and again.
#include "grammar/logical_line.hpp"
#include "grammar/parse.hpp"
#include "grammar/rules/characters.hpp"
#include "grammar/syntax_error.hpp"

namespace nqp::grammar {
namespace {

using ast::Piece;

struct Pair {
  std::size_t open;   // of the backquote or the dollar sign
  std::size_t close;  // of the apostrophe or the brace
};

// Backslashes at `at`, when they stand before a backquote or dollar sign that begins a reference.
struct Escape {
  std::size_t backslashes = 0;
  bool escapes = false;  // an odd number takes the meaning away; each pair stands for one backslash
};

Escape escape_at(std::string_view text, std::size_t at, std::size_t end) {
  std::size_t i = at;
  while (i < end && text[i] == '\\') ++i;
  if (i == end || (text[i] != '`' && text[i] != '$')) return {i - at, false};
  return {i - at, (i - at) % 2 == 1};
}

bool begins_reference(std::string_view text, std::size_t at, std::size_t end) {
  return at < end && (text[at] == '`' || text[at] == '$');
}

// Pairs every reference's opening with its end, in one pass, ordered by opening.
class Matcher {
 public:
  Matcher(std::string_view text, std::size_t begin, std::size_t end) : text_(text), begin_(begin), end_(end) {}

  std::vector<Pair> run() {
    for (std::size_t i = begin_; i < end_;) i = step(i);
    std::sort(pairs_.begin(), pairs_.end(), [](const Pair& a, const Pair& b) { return a.open < b.open; });
    return std::move(pairs_);
  }

 private:
  enum class Kind { local, braced, compound };
  struct Waiting {
    Kind kind;
    std::size_t open;
  };

  char at(std::size_t i) const { return i < end_ ? text_[i] : '\0'; }
  bool top_is(Kind kind) const { return !waiting_.empty() && waiting_.back().kind == kind; }

  void close(std::size_t i) {
    if (waiting_.back().kind != Kind::compound) pairs_.push_back({waiting_.back().open, i});
    waiting_.pop_back();
  }

  std::size_t step(std::size_t i) {
    switch (text_[i]) {
      case '\\': {
        const Escape e = escape_at(text_, i, end_);
        return i + e.backslashes + (e.escapes ? 1 : 0);
      }
      case '`': {
        const bool compound = at(i + 1) == '"';
        waiting_.push_back({compound ? Kind::compound : Kind::local, i});
        return i + (compound ? 2 : 1);
      }
      case '$':
        if (at(i + 1) != '{') return i + 1;
        waiting_.push_back({Kind::braced, i});
        return i + 2;
      case '\'':
        if (top_is(Kind::local) || (top_is(Kind::compound) && i > waiting_.back().open + 2 && text_[i - 1] == '"'))
          close(i);
        return i + 1;
      case '}':
        if (top_is(Kind::braced)) close(i);
        return i + 1;
      default: return i + 1;
    }
  }

  std::string_view text_;
  std::size_t begin_;
  std::size_t end_;
  std::vector<Waiting> waiting_;
  std::vector<Pair> pairs_;
};

class Scanner {
 public:
  Scanner(const LogicalLine& line, std::vector<Pair> pairs) : line_(line), text_(line.text), pairs_(std::move(pairs)) {}

  std::vector<Piece> scan(std::size_t begin, std::size_t end) {
    std::vector<Piece> pieces;
    std::size_t literal = begin;
    const auto add = [&](std::size_t from, std::size_t to, Piece piece) {
      add_literal(pieces, literal, from);
      piece.span = line_.span(from, to);
      pieces.push_back(std::move(piece));
      literal = to;
      return to;
    };
    for (std::size_t i = begin; i < end;) {
      if (text_[i] == '\\') {
        const Escape e = escape_at(text_, i, end);
        const std::size_t next = i + e.backslashes;
        if (!begins_reference(text_, next, end) || (!e.escapes && !reference_at(next, end))) {
          i = next;
          continue;
        }
        Piece piece;
        piece.text = std::string(e.backslashes / 2, '\\') + (e.escapes ? std::string(1, text_[next]) : "");
        i = add(i, next + (e.escapes ? 1 : 0), std::move(piece));
      } else if (const std::size_t stop = begins_reference(text_, i, end) ? reference_at(i, end) : 0) {
        Piece piece = reference(i, stop);
        i = add(i, stop, std::move(piece));
      } else {
        ++i;
      }
    }
    add_literal(pieces, literal, end);
    return pieces;
  }

 private:
  // The end of the reference at i, 0 when there is none.
  std::size_t reference_at(std::size_t i, std::size_t end) {
    if (paired(i)) return pairs_[cursor_].close + 1;
    if (text_[i] != '$') return 0;
    if (paired(i + 1) && text_[i + 1] == '`') return end_of_built_name(i + 1, end);
    const std::size_t n = name_at(i + 1, end);
    return n == 0 ? 0 : i + 1 + n;
  }

  bool paired(std::size_t i) const { return cursor_ < pairs_.size() && pairs_[cursor_].open == i; }

  std::size_t name_at(std::size_t i, std::size_t end) const {
    return rules::name_length(text_.data() + i, text_.data() + end);
  }

  // $`x'_`y': name characters and local references without a gap.
  std::size_t end_of_built_name(std::size_t i, std::size_t end) const {
    std::size_t pair = cursor_;
    while (i < end) {
      while (pair < pairs_.size() && pairs_[pair].open < i) ++pair;
      if (pair < pairs_.size() && pairs_[pair].open == i && text_[i] == '`') {
        i = pairs_[pair].close + 1;
        continue;
      }
      const std::size_t n = rules::word_length(text_.data() + i, text_.data() + end);
      if (n == 0) break;
      i += n;
    }
    return i;
  }

  Piece reference(std::size_t begin, std::size_t end) {
    if (++depth_ > max_depth) throw Error(130, "macro references nest too deep", line_.span(begin, begin + 1));
    Piece piece = text_[begin] == '$' ? global(begin, end) : local(begin, end);
    --depth_;
    return piece;
  }

  Piece global(std::size_t begin, std::size_t end) {
    Piece piece;
    piece.kind = Piece::Kind::global;
    const bool braced = text_[begin + 1] == '{';
    if (braced) ++cursor_;
    piece.inner = braced ? scan(begin + 2, end - 1) : scan(begin + 1, end);
    return piece;
  }

  Piece local(std::size_t begin, std::size_t end) {
    ++cursor_;
    Piece piece;
    std::size_t from = begin + 1;
    std::size_t to = end - 1;
    const std::string_view inner = text_.substr(from, to - from);
    const auto starts = [&](std::string_view s) { return inner.substr(0, s.size()) == s; };
    const auto ends = [&](std::string_view s) {
      return inner.size() > s.size() && inner.substr(inner.size() - s.size()) == s;
    };
    piece.kind = Piece::Kind::local;
    if (starts("=")) {
      piece.kind = Piece::Kind::expression;
      from += 1;
    } else if (starts(":")) {
      piece.kind = Piece::Kind::function;
      from += 1;
    } else if (starts("++") || starts("--")) {
      piece.kind = Piece::Kind::increment;
      piece.text = std::string(inner.substr(0, 2)) + "_";
      from += 2;
    } else if (ends("++") || ends("--")) {
      piece.kind = Piece::Kind::increment;
      piece.text = "_" + std::string(inner.substr(inner.size() - 2));
      to -= 2;
    } else if (starts("macval(") && inner.back() == ')') {
      piece.verbatim = true;
      from += 7;
      to -= 1;
    }
    piece.inner = scan(from, to);
    return piece;
  }

  // Literal text is cut where something was left out, so that a byte's place can be computed from its piece.
  void add_literal(std::vector<Piece>& pieces, std::size_t begin, std::size_t end) const {
    while (begin < end) {
      const Segment& s = line_.segment(begin);
      const std::size_t stop = s.copied ? std::min<std::size_t>(end, s.at + s.length) : begin + 1;
      Piece piece;
      piece.text = std::string(text_.substr(begin, stop - begin));
      piece.span = line_.span(begin, stop);
      pieces.push_back(std::move(piece));
      begin = stop;
    }
  }

  const LogicalLine& line_;
  std::string_view text_;
  std::vector<Pair> pairs_;
  std::size_t cursor_ = 0;  // the first pair that is not entered yet
  int depth_ = 0;
};

}  // namespace

ast::Template scan_template(const LogicalLine& line, std::size_t begin, std::size_t end) {
  const std::string_view text = line.text;
  std::vector<Pair> pairs;
  if (text.substr(begin, end - begin).find_first_of("`$") != std::string_view::npos)
    pairs = Matcher(text, begin, end).run();
  ast::Template result;
  result.span = line.span(begin, end);
  result.pieces = Scanner(line, std::move(pairs)).scan(begin, end);
  return result;
}

ast::Template parse_template(std::string_view text) {
  check_size(text);
  LogicalLine line;
  line.text = text;
  line.segments.push_back({0, 0, static_cast<std::uint32_t>(text.size())});
  return scan_template(line, 0, text.size());
}

}  // namespace nqp::grammar
