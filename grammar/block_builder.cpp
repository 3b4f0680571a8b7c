// The tree of blocks and statements. Lines are read by a PEG (rules/script.hpp); the nesting of blocks is followed by
// hand, because a block's kind decides how its lines are to be read.
#include "grammar/block_builder.hpp"

#include "grammar/condition_split.hpp"
#include "grammar/line_reader.hpp"
#include "grammar/parse.hpp"
#include "grammar/rules/characters.hpp"
#include "grammar/statement_words.hpp"
#include "grammar/syntax_error.hpp"

namespace nqp::grammar {
namespace {

using ast::Span;
using ast::Statement;
using Kind = ast::Statement::Kind;

// A long chain of else if nests in the tree.
constexpr int max_branches = 1000;

// What the block that is being read ends with.
enum class Ending { source, brace, end };

struct Block {
  Ending ending = Ending::source;
  Span opened;
};

// How many `else if` the last statement of a block has; none when it is not an `if` that can take an `else`.
struct Chain {
  static constexpr int none = -1;
  int branches = none;
};

class Builder {
 public:
  Builder(std::string_view source) : reader_(source) {}

  void read(std::vector<Statement>& out) { statements(out, {}); }
  bool waits() const { return reader_.waits(); }

 private:
  // --- the part of the current line that is not used yet ---------------------------------------------------------

  std::string_view left() const { return std::string_view(line_.text).substr(at_, end_ - at_); }
  Span span(std::size_t begin, std::size_t end) const { return line_.span(begin, end); }
  Span left_span() const { return span(at_, end_); }

  void trim() {
    while (at_ < end_ && rules::is_blank(line_.text[at_])) ++at_;
    while (end_ > at_ && rules::is_blank(line_.text[end_ - 1])) --end_;
  }

  bool fill() {
    trim();
    while (at_ == end_) {
      auto line = reader_.next();
      if (!line) return false;
      line_ = std::move(*line);
      ++lines_read_;
      at_ = 0;
      end_ = line_.text.size();
      trim();
    }
    return true;
  }

  void skip(std::size_t n) {
    at_ += n;
    trim();
  }

  void skip_colon() {
    if (at_ < end_ && line_.text[at_] == ':') skip(1);
  }

  std::string_view first_word() const { return left().substr(0, rules::word_length(left())); }

  ast::Template take(std::size_t end) {
    std::size_t stop = end;
    while (stop > at_ && rules::is_blank(line_.text[stop - 1])) --stop;
    ast::Template t = scan_template(line_, at_, stop);
    at_ = end;
    return t;
  }

  bool opens_block() const { return !line_.open_quote && end_ > at_ && line_.text[end_ - 1] == '{'; }

  std::string on_line(Span s) const { return " on line " + std::to_string(reader_.line_number(s.begin)); }

  // --- blocks ----------------------------------------------------------------------------------------------------

  void statements(std::vector<Statement>& out, Block block) {
    Chain chain;
    while (fill()) {
      if (line_.text[at_] == '}') {
        if (block.ending != Ending::brace) throw Error(198, "this } closes nothing", span(at_, at_ + 1));
        closed_ = line_.source_end(at_ + 1);
        skip(1);
        return;
      }
      if (programs_ > 0 && left() == "end") {
        if (block.ending != Ending::end)
          throw Error(198, "the {" + on_line(block.opened) + " is not closed before end", block.opened);
        closed_ = left_span().end;
        at_ = end_;
        return;
      }
      statement(out, chain);
      if (block.ending == Ending::source && leaves_file(out.back())) return reader_.stop();
    }
    if (block.ending == Ending::brace)
      throw Incomplete(612, "the {" + on_line(block.opened) + " is never closed", block.opened,
                       {"add a line with } where the block ends"});
    if (block.ending == Ending::end)
      throw Incomplete(612, "the program" + on_line(block.opened) + " has no end", block.opened,
                       {"add a line with end where the program ends"});
  }

  // Nothing behind an exit at the outermost level can run; do-files keep notes there.
  static bool leaves_file(const Statement& s) {
    if (s.kind != Kind::command || s.head.pieces.empty()) return false;
    const std::string_view text = s.head.pieces[0].text;
    return text.substr(0, rules::word_length(text)) == "exit";
  }

  void statement(std::vector<Statement>& out, Chain& chain) {
    if (depth_ >= max_depth) throw Error(130, "blocks nest too deep", span(at_, at_ + 1));
    ++depth_;
    const std::string_view word = first_word();
    if (word == "else") {
      otherwise(out, chain);
    } else {
      chain.branches = word == "if" ? 0 : Chain::none;
      out.push_back(simple_statement(word));
    }
    --depth_;
  }

  Statement simple_statement(std::string_view word) {
    if (word == "if") return if_statement();
    if (word == "foreach") return loop(Kind::foreach_, word);
    if (abbreviates(word, "forvalues", 4)) return loop(Kind::forvalues, word);
    if (word == "while") return loop(Kind::while_, word);
    if (is_program(word) && defines_program()) return program();
    if (abbreviates(word, "input", 3)) return raw(Kind::input);
    if (begins_other_language(word)) return raw(Kind::opaque);
    if (is_quiet_prefix(word)) return prefixed();
    return opens_block() ? block(Kind::block, end_ - 1) : command();
  }

  // A block of mata or python, up to its end; one-liners have more behind the colon.
  bool begins_other_language(std::string_view word) const {
    if (word != "mata" && word != "python") return false;
    const std::string_view behind = rules::trimmed(left().substr(word.size()));
    return behind.empty() || behind == ":";
  }

  Statement begin(Kind kind) const {
    Statement s;
    s.kind = kind;
    s.span = left_span();
    return s;
  }

  Statement command() {
    Statement s = begin(Kind::command);
    s.head = take(end_);
    return s;
  }

  // head { on this line, the body below. `brace` is where the brace stands.
  Statement block(Kind kind, std::size_t brace) {
    Statement s = begin(kind);
    s.head = take(brace);
    s.body = body_below(s.span);
    return s;
  }

  // The brace at at_ ends its line.
  std::vector<Statement> body_below(Span& whole) {
    const Span brace = span(at_, at_ + 1);
    at_ = end_;
    std::vector<Statement> body;
    statements(body, {Ending::brace, brace});
    whole.end = closed_;
    return body;
  }

  // { command } on one line; the braces stand at at_ and `close`. What follows them stays to be read.
  std::vector<Statement> body_inside(std::size_t close, Span& whole) {
    const std::size_t line_end = end_;
    const std::size_t lines = lines_read_;
    whole.end = line_.source_end(close + 1);
    end_ = close;
    skip(1);
    std::vector<Statement> body;
    Chain chain;
    if (at_ < end_) statement(body, chain);
    if (lines != lines_read_) throw Error(198, "a block cannot begin within braces on one line", left_span());
    at_ = close + 1;
    end_ = line_end;
    return body;
  }

  // What an if, an else or a loop governs: a block, a block on the same line or one command.
  void body(Statement& s, std::vector<Statement>& out, std::string_view owner) {
    trim();
    const std::string_view text = left();
    const std::size_t close = !text.empty() && text.front() == '{' ? closing_brace(text) : std::string_view::npos;
    if (text == "{") {
      out = body_below(s.span);
    } else if (close != std::string_view::npos) {
      out = body_inside(at_ + close, s.span);
    } else if (!text.empty() && text.front() == '}') {
      throw Error(198, "this } closes nothing", span(at_, at_ + 1));
    } else if (text.empty() || text.front() == '{') {
      const std::string what = text.empty() ? "a command or { must follow " : "{ must end the line of ";
      throw Error(198, what + std::string(owner), text.empty() ? s.span : left_span());
    } else {
      Chain chain;
      statement(out, chain);
      s.span.end = std::max(s.span.end, out.back().span.end);
    }
  }

  // --- if and else -----------------------------------------------------------------------------------------------

  Statement if_statement() {
    Statement s = begin(Kind::if_);
    skip(2);
    s.head = take(at_ + condition_end());
    if (s.head.pieces.empty()) throw Error(198, "a condition must follow if", s.span);
    body(s, s.body, "if");
    return s;
  }

  // Bytes of the condition. Where the line ends in a brace, what stands before it is the condition, whatever macros
  // it holds, unless the command behind the condition opens the block itself.
  std::size_t condition_end() const {
    const std::string_view text = left();
    const std::size_t n = condition_length(text);
    const std::string_view rest = rules::trimmed(text.substr(n));
    if (rest.empty() || rest.front() == '{') return n;
    if (opens_block() && !begins_block(rest)) return text.size() - 1;
    if (text.back() != '}') return n;
    const std::size_t brace = block_brace(text);
    return brace == std::string_view::npos ? n : brace;
  }

  static bool begins_block(std::string_view text) {
    const std::string_view word = text.substr(0, rules::word_length(text));
    return word == "foreach" || abbreviates(word, "forvalues", 4) || word == "while" || word == "if" ||
           is_quiet_prefix(word);
  }

  void otherwise(std::vector<Statement>& out, Chain& chain) {
    const Span where = span(at_, at_ + 4);
    if (chain.branches == Chain::none)
      throw Error(198, "this else follows no if", where, {"else must stand directly behind the end of an if block"});
    if (chain.branches >= max_branches) throw Error(130, "too many else if", where);
    Statement* last = &out.back();
    for (int i = 0; i < chain.branches; ++i) last = &last->otherwise[0];
    skip(4);
    if (first_word() == "if") {
      last->otherwise.push_back(if_statement());
      ++chain.branches;
    } else {
      Statement owner = begin(Kind::if_);
      owner.span = where;
      body(owner, last->otherwise, "else");
      last->span.end = std::max(last->span.end, owner.span.end);
      chain.branches = Chain::none;
    }
    close_chain(out.back());
  }

  // Every if of a chain ends where its last branch ends.
  static void close_chain(Statement& first) {
    std::uint32_t end = 0;
    for (const Statement* s = &first; s != nullptr; s = s->otherwise.empty() ? nullptr : &s->otherwise.back())
      end = std::max(end, s->span.end);
    for (Statement* s = &first; s != nullptr && s->kind == Kind::if_;
         s = s->otherwise.size() == 1 ? &s->otherwise[0] : nullptr)
      s->span.end = std::max(s->span.end, end);
  }

  // --- loops, prefixes, programs, raw text -----------------------------------------------------------------------

  Statement loop(Kind kind, std::string_view word) {
    const std::string owner(word);
    Statement s = begin(kind);
    skip(word.size());
    std::size_t brace = opens_block() ? end_ - 1 : std::string_view::npos;
    if (brace == std::string_view::npos && end_ > at_ && line_.text[end_ - 1] == '}') {
      const std::size_t inside = block_brace(left());
      if (inside != std::string_view::npos) brace = at_ + inside;
    }
    if (brace == std::string_view::npos) throw Error(198, "{ must end the line of " + owner, s.span);
    s.head = take(brace);
    body(s, s.body, owner);
    return s;
  }

  // quietly foreach …, capture program define …: a block of prefixes around one statement; else a plain command.
  Statement prefixed() {
    const std::size_t first = at_;
    while (is_quiet_prefix(first_word())) {
      skip(first_word().size());
      skip_colon();
    }
    const std::size_t behind = at_;
    const std::string_view rest = left();
    const std::string_view word = first_word();
    const bool statement_behind = word == "if" || word == "foreach" || abbreviates(word, "forvalues", 4) ||
                                  word == "while" || (is_program(word) && defines_program()) ||
                                  abbreviates(word, "input", 3) || begins_other_language(word);
    const bool braces = !rest.empty() && rest.front() == '{' && rest != "{";
    const bool whole_block = opens_block() && !statement_behind && !braces;
    at_ = first;
    if (whole_block) return block(Kind::block, end_ - 1);
    if (!statement_behind && !braces) return command();
    Statement s = begin(Kind::block);
    s.head = take(behind);
    body(s, s.body, "the prefix");
    return s;
  }

  // program drop, list and dir are plain commands.
  bool defines_program() const {
    const std::string_view behind = rules::trimmed(left().substr(first_word().size()));
    const std::string_view next = behind.substr(0, rules::word_length(behind));
    return !behind.empty() && next != "drop" && !abbreviates(next, "list", 1) && !abbreviates(next, "dir", 2);
  }

  Statement program() {
    if (programs_ > 0)
      throw Error(198, "a program cannot be defined inside a program", left_span(), {"is an end missing above?"});
    Statement s = begin(Kind::program);
    skip(first_word().size());
    if (abbreviates(first_word(), "define", 2)) skip(first_word().size());
    s.head = take(end_);
    ++programs_;
    statements(s.body, {Ending::end, s.span});
    --programs_;
    s.span.end = closed_;
    s.source = reader_.source().substr(s.span.begin, s.span.end - s.span.begin);
    return s;
  }

  // Lines up to `end`, untouched.
  Statement raw(Kind kind) {
    Statement s = begin(kind);
    const std::string_view word = first_word();
    if (kind == Kind::opaque) {
      s.head = take(at_ + word.size());
    } else {
      skip(word.size());
      s.head = take(end_);
    }
    at_ = end_;
    bool rest_of_line = reader_.semicolon();
    while (const auto line = reader_.next_raw()) {
      const std::string_view text = rules::trimmed(*line);
      if (text == "end" || text == "end;") {
        s.span.end = static_cast<std::uint32_t>(text.data() - reader_.source().data()) + 3;
        return s;
      }
      // Behind #delimit ; what is left of the statement's own line comes first.
      const bool ended = kind == Kind::input && reader_.semicolon() && !text.empty() && text.back() == ';';
      if (!rest_of_line || !text.empty()) s.lines.emplace_back(ended ? text.substr(0, text.size() - 1) : *line);
      rest_of_line = false;
    }
    throw Incomplete(
        612,
        "the lines behind " + std::string(kind == Kind::input ? "input" : "this") + on_line(s.span) + " have no end",
        s.span, {"add a line with end"});
  }

  LineReader reader_;
  LogicalLine line_;
  std::size_t at_ = 0;
  std::size_t end_ = 0;
  std::size_t lines_read_ = 0;
  std::uint32_t closed_ = 0;  // behind the last } or end
  int depth_ = 0;
  int programs_ = 0;
};

}  // namespace

bool read_statements(std::string_view source, std::vector<ast::Statement>& out) {
  Builder builder(source);
  builder.read(out);
  return builder.waits();
}

}  // namespace nqp::grammar
