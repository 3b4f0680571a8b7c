// display: strings and values of expressions.
#include <algorithm>
#include <cctype>

#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/command/expression_extent.hpp"
#include "interpreter/report/smcl.hpp"
#include "interpreter/runtime/session.hpp"
#include "interpreter/text/format.hpp"
#include "interpreter/text/width.hpp"

namespace nqp::commands::display_ {
namespace {

using namespace nqp::command;

struct Args {
  std::string items;
};

// Reads the items left to right and collects what is to be printed.
class Display {
 public:
  Display(const std::string& items, const Context& c) : text_(items), c_(c) {}

  report::Paragraph read() {
    while (skip_blanks(), at_ < text_.size()) item();
    paragraph_.open = open_;
    return paragraph_;
  }
  std::vector<std::pair<std::string, std::string>>& requested() { return requested_; }

 private:
  void skip_blanks() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
  }

  bool take(std::string_view word) {
    if (text_.compare(at_, word.size(), word) != 0) return false;
    const std::size_t end = at_ + word.size();
    const unsigned char next = end < text_.size() ? static_cast<unsigned char>(text_[end]) : ' ';
    if (std::isalnum(next) || next == '_' || next == '[' || (next & 0x80)) return false;
    at_ = end;
    return true;
  }

  // (…) behind a directive, evaluated.
  int argument() {
    const std::size_t close = expression_end(text_, at_);
    const double x = eval::evaluate_number(*grammar::parse_expression(std::string_view(text_).substr(at_, close - at_)),
                                           c_.scope);
    at_ = close;
    return data::is_missing(x) ? 0 : static_cast<int>(x);
  }

  bool next_is_open() const { return at_ < text_.size() && text_[at_] == '('; }

  void put(const std::string& s) {
    const std::size_t newline = s.rfind('\n');
    for (; copies_ > 0; --copies_) {
      if (s.find('{') == std::string::npos) {
        paragraph_.runs.push_back({s, style_});
      } else {
        for (report::Run& r : report::smcl_runs(s, style_, static_cast<int>(column_), c_.settings.linesize))
          paragraph_.runs.push_back(std::move(r));
      }
      column_ = newline == std::string::npos ? column_ + text::display_width(s)
                                             : text::display_width(std::string_view(s).substr(newline + 1));
    }
    copies_ = 1;
  }

  bool directive() {
    if (text_[at_] == ',') return comma(), true;
    // [%fmt] [=] exp
    const bool begins = paragraph_.runs.empty() || !format_.empty();
    if (begins && text_[at_] == '=' && text_.compare(at_, 2, "==") != 0) return ++at_, true;
    if (take("as")) return as(), true;
    if (take("in")) {
      skip_blanks();
      while (at_ < text_.size() && std::isalpha(static_cast<unsigned char>(text_[at_]))) ++at_;
      return true;
    }
    if (take("_continue") || take("_c")) return open_ = true;
    if (take("_asis") || take("_quote")) return true;
    if (text_.compare(at_, 9, "_request(") == 0) return request(), true;
    if (text_.compare(at_, 6, "_char(") == 0) {
      at_ += 5;
      put(std::string(1, static_cast<char>(std::clamp(argument(), 0, 255))));
      return true;
    }
    if (text_.compare(at_, 2, "_n") == 0 && (take("_newline") || take_newline())) {
      const int n = next_is_open() ? argument() : 1;
      put(std::string(static_cast<std::size_t>(std::max(0, n)), '\n'));
      return true;
    }
    if (text_.compare(at_, 5, "_col(") == 0 || text_.compare(at_, 8, "_column(") == 0) {
      at_ = text_.find('(', at_);
      const int target = argument() - 1;
      if (target > static_cast<int>(column_)) put(std::string(static_cast<std::size_t>(target) - column_, ' '));
      return true;
    }
    if (text_.compare(at_, 6, "_skip(") == 0 || text_.compare(at_, 2, "_s") == 0) {
      const std::size_t word = at_;
      if (take("_skip") || take("_s")) {
        put(std::string(static_cast<std::size_t>(std::max(0, next_is_open() ? argument() : 1)), ' '));
        return true;
      }
      at_ = word;
    }
    if (text_.compare(at_, 5, "_dup(") == 0) {
      at_ += 4;
      copies_ = std::max(0, argument());
      return true;
    }
    return false;
  }

  // "," is one blank, ",," is none.
  void comma() {
    format_.clear();
    ++at_;
    if (at_ < text_.size() && text_[at_] == ',') ++at_;
    else put(" ");
  }

  // _request(_name): nobody answers in a do-file, so the local becomes empty.
  void request() {
    const std::size_t open = text_.find('(', at_), close = std::min(text_.find(')', open), text_.size() - 1);
    const std::string name = text::trimmed(text_.substr(open + 1, close - open - 1));
    if (name.size() > 1 && name[0] == '_') requested_.emplace_back(name.substr(1), "");
    at_ = close + 1;
  }

  // _n means a new line when nothing follows it that makes it the observation number.
  bool take_newline() {
    const std::size_t end = expression_end(text_, at_);
    const std::string_view word = std::string_view(text_).substr(at_, end - at_);
    if (word != "_n" && word.substr(0, 3) != "_n(") return false;
    at_ += 2;
    return true;
  }

  void as() {
    skip_blanks();
    const std::size_t begin = at_;
    while (at_ < text_.size() && std::isalpha(static_cast<unsigned char>(text_[at_]))) ++at_;
    const std::string word = text_.substr(begin, at_ - begin);
    const auto is = [&](std::string_view full, std::size_t least) {
      return word.size() >= least && full.compare(0, word.size(), word) == 0;
    };
    if (is("text", 3) || word == "txt") style_ = report::Style::text;
    else if (is("result", 3)) style_ = report::Style::result;
    else if (is("error", 3)) style_ = report::Style::error;
    else if (is("input", 3)) style_ = report::Style::input;
    else throw Error(198, "as " + word + " not allowed", std::nullopt, {"as text, as result, as error or as input"});
  }

  void item() {
    if (text_[at_] == '%') {
      const std::size_t end = std::min(text_.find_first_of(" \t\"(", at_ + 1), text_.size());
      format_ = text_.substr(at_, end - at_);
      if (!text::valid_format(format_)) throw Error(120, "invalid %format: " + format_);
      at_ = end;
      return;
    }
    if (directive()) return;
    const std::size_t end = expression_end(text_, at_);
    if (end == at_) {
      const auto here = static_cast<std::uint32_t>(at_);
      throw Error(198, "invalid syntax in display near " + text_.substr(at_, 20), ast::Span{here, here + 1},
                  text_[at_] == '='   ? std::vector<std::string>{"use == to compare"}
                  : text_[at_] == '`' ? std::vector<std::string>{"the value of a macro is `name', with both quotes"}
                                      : std::vector<std::string>{});
    }
    const eval::Value v = eval::evaluate(
        *grammar::parse_expression(std::string_view(text_).substr(at_, end - at_), static_cast<std::uint32_t>(at_)),
        c_.scope);
    at_ = end;
    if (v.is_string) {
      const auto f = text::parse_format(format_);
      put(f && f->kind == text::Format::Kind::string ? text::format_string(v.text, *f) : v.text);
    } else {
      const report::Style before = style_;
      if (style_ == report::Style::text) style_ = report::Style::result;
      put(format_.empty() ? text::trimmed(text::format_number(v.number, "%10.0g"))
                          : text::format_number(v.number, format_));
      style_ = before;
    }
    format_.clear();
  }

  const std::string& text_;
  const Context& c_;
  std::size_t at_ = 0, column_ = 0;
  int copies_ = 1;
  std::string format_;
  report::Style style_ = report::Style::text;
  report::Paragraph paragraph_;
  bool open_ = false;
  std::vector<std::pair<std::string, std::string>> requested_;
};

Output run(const Args& a, const Context& c) {
  Output out;
  Display display(a.items, c);
  out.document.add(display.read());
  out.locals = std::move(display.requested());
  return out;
}

}  // namespace

extern const Command display_command =
    define<Args>("DIsplay", "Display strings and values of expressions")
        .raw(&Args::items)
        .remark("Items: \"text\", [%fmt] [=] expression, as text|result|error|input, in smcl, _column(#), _skip(#), "
                "_newline(#), _dup(#), _char(#), _continue, _request(_local); a comma is one blank, two commas none.")
        .example("A calculation", "display 2 + 2\nscalar x = 2 + 2", "x == 4")
        .example("Formats and columns", "display %6.3f 1/3 _col(20) \"third\"", "1")
        .runs(run);

}  // namespace nqp::commands::display_
