// Expansion of macro references: textual, innermost first, never failing for undefined names.
#include <fmt/format.h>

#include "interpreter/runtime/macro_function.hpp"
#include "interpreter/runtime/session.hpp"
#include "interpreter/text/format.hpp"

namespace nqp::runtime {
namespace {

constexpr int max_expansion_depth = 256;
constexpr std::size_t max_expansion_bytes = std::size_t{16} << 20;

// `e(cmd)', `r(mean)', `c(pwd)': a stored result as text.
bool is_stored(const std::string& name) {
  return name.size() > 3 && name[1] == '(' && name.back() == ')' &&
         std::string_view("ersc").find(name[0]) != std::string_view::npos;
}

// `x[note]', `_dta[note]': a characteristic. Expansion never fails, so unknown variables have none.
bool is_characteristic(const std::string& name, const data::Frame& f) {
  const std::size_t open = name.find('[');
  if (open == std::string::npos || open == 0 || name.back() != ']') return false;
  const std::string owner = name.substr(0, open);
  return owner == "_dta" || f.find(owner) != nullptr;
}

std::string stored_text(const eval::Stored& value) {
  if (const double* x = std::get_if<double>(&value)) return text::macro_number(*x);
  if (const std::string* s = std::get_if<std::string>(&value)) return *s;
  return {};
}

bool may_hold_macro(std::string_view s) { return s.find_first_of("`$\\") != std::string_view::npos; }

}  // namespace

std::string Session::expand(const ast::Template& t) {
  if (t.pieces.size() == 1 && t.pieces[0].kind == ast::Piece::Kind::literal) return t.pieces[0].text;
  std::string out;
  append_pieces(t.pieces, 0, out);
  return out;
}

std::string Session::expand(std::string_view text) {
  if (!may_hold_macro(text)) return std::string(text);
  return expand(grammar::parse_template(text));
}

void Session::append_pieces(const std::vector<ast::Piece>& pieces, int depth, std::string& out) {
  using Kind = ast::Piece::Kind;
  if (depth > max_expansion_depth)
    throw Error(1000, "macro expansion nests too deep", std::nullopt, {"a macro that contains itself never ends"});
  for (const ast::Piece& p : pieces) {
    if (out.size() > max_expansion_bytes) throw Error(1004, "macro expansion is longer than 16 MB");
    if (p.kind == Kind::literal) {
      out += p.text;
      continue;
    }
    if (p.kind == Kind::increment) {
      out += increment(p, depth);
      continue;
    }
    std::string inner;
    append_pieces(p.inner, depth + 1, inner);
    if (p.kind == Kind::expression) {
      out += evaluate_macro(inner);
    } else if (p.kind == Kind::function) {
      out += macro_function(inner, *this);
    } else if (p.kind == Kind::local && is_stored(inner)) {
      out += stored_text(stored(inner[0], inner.substr(2, inner.size() - 3)));
    } else if (p.kind == Kind::local && is_characteristic(inner, *frame_)) {
      out += macro_function("char " + inner, *this);
    } else {
      const Macros& macros = p.kind == Kind::local ? level().locals : globals_;
      const auto it = macros.find(inner);
      if (it != macros.end()) {
        append_macro_value(it->second, p.verbatim, depth, out);
      } else if (settings_.warn_macro && !inner.empty()) {
        say(fmt::format("note: macro {} is not defined; it expands to nothing", inner), report::Style::note);
      }
    }
  }
}

void Session::append_macro_value(const std::string& value, bool verbatim, int depth, std::string& out) {
  if (verbatim || !may_hold_macro(value)) {
    out += value;
    return;
  }
  append_pieces(grammar::parse_template(value).pieces, depth + 1, out);
}

std::string Session::evaluate_macro(const std::string& text) {
  const eval::Value v = eval::evaluate(*expression(text), scope());
  return v.is_string ? v.text : text::macro_number(v.number);
}

std::string Session::increment(const ast::Piece& p, int depth) {
  std::string name;
  append_pieces(p.inner, depth + 1, name);
  std::string& value = level().locals[name];
  const std::string before = value;
  const double step = p.text.find('+') != std::string::npos ? 1 : -1;
  value = text::macro_number((before.empty() ? 0 : number(before)) + step);
  return p.text.front() == '_' ? before : value;
}

}  // namespace nqp::runtime
