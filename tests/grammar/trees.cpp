#include "tests/grammar/trees.hpp"

#include <algorithm>

namespace nqp::grammar::test {
namespace {

using ast::Expression;
using ast::Operator;
using ast::Piece;
using ast::Statement;

std::string symbol(Operator op) {
  static const char* const symbols[] = {"+",  "-", "*",  "/", "^", "==",  "!=",  "<",
                                        "<=", ">", ">=", "&", "|", "neg", "pos", "!", "#"};
  return symbols[static_cast<int>(op)];
}

std::string operands(const Expression& e) {
  std::string out;
  for (const Expression& o : e.operands) out += " " + tree(o);
  return out;
}

std::string operator_text(const Expression& e) {
  using Kind = Expression::Kind;
  switch (e.kind) {
    case Kind::call: return "call " + e.text;
    case Kind::subscript: return "at";
    case Kind::range: return "..";
    case Kind::transpose: return "'";
    case Kind::join_columns: return ",";
    case Kind::join_rows: return "\\";
    default: break;
  }
  std::string out;
  for (const Operator op : e.operators) out += symbol(op);
  return out;
}

std::string operation(const ast::VariableOperator& o) {
  static const char* const kinds[] = {"lag", "lead", "diff", "seas", "i", "c", "o", "b"};
  static const char* const rules[] = {"", "level", "first", "last", "freq", "none"};
  std::string out = std::string(kinds[static_cast<int>(o.kind)]) + rules[static_cast<int>(o.base_rule)];
  for (const int n : o.orders) out += "," + std::to_string(n);
  for (const double x : o.levels) out += "," + std::to_string(static_cast<int>(x));
  return out + ":";
}

std::string interaction(const ast::Interaction& item) {
  std::string out;
  for (std::size_t i = 0; i < item.factors.size(); ++i) {
    const ast::Factor& f = item.factors[i];
    if (i > 0) out += item.joints[i - 1] == ast::Interaction::Joint::full ? " ## " : " # ";
    for (const auto& o : f.operators) out += operation(o);
    out += f.pattern + (f.range_end.empty() ? "" : "-" + f.range_end);
    if (f.group.empty()) continue;
    out += "(";
    for (const auto& inner : f.group) out += interaction(inner);
    out += ")";
  }
  return "[" + out + "]";
}

void write(const std::vector<Statement>& statements, std::size_t level, std::string& out) {
  static const char* const kinds[] = {"",         "foreach ", "forvalues ", "while ", "if ",
                                      "program ", "block ",   "input ",     "opaque "};
  const std::string indent(level * 2, ' ');
  for (const Statement& s : statements) {
    out += indent + kinds[static_cast<int>(s.kind)] + tree(s.head.pieces) + "\n";
    for (const std::string& line : s.lines) out += indent + "  |" + line + "\n";
    write(s.body, level + 1, out);
    if (s.otherwise.empty()) continue;
    out += indent + "else\n";
    write(s.otherwise, level + 1, out);
  }
}

std::vector<Piece> merged(const std::vector<Piece>& pieces) {
  std::vector<Piece> out;
  for (const Piece& p : pieces) {
    if (!out.empty() && p.kind == Piece::Kind::literal && out.back().kind == Piece::Kind::literal)
      out.back().text += p.text;
    else out.push_back(p);
  }
  return out;
}

}  // namespace

std::string tree(const Expression& e) {
  using Kind = Expression::Kind;
  switch (e.kind) {
    case Kind::number:
    case Kind::missing:
    case Kind::name: return e.text;
    case Kind::term: return "{" + e.text + "}";
    case Kind::string: return (e.compound ? "`" : "'") + e.text + "'";
    case Kind::stored: return e.text + "." + e.member;
    case Kind::coefficient: return e.text + "<" + e.equation + ":" + e.member + ">";
    default: return "(" + operator_text(e) + operands(e) + ")";
  }
}

std::string tree(const ast::Varlist& v) {
  std::string out;
  for (const auto& item : v.items) out += interaction(item);
  return out;
}

std::string tree(const std::vector<Piece>& pieces) {
  static const char* const kinds[] = {"", "local", "global", "exp", "fn", ""};
  std::string out;
  for (const Piece& p : pieces) {
    if (p.kind == Piece::Kind::literal) {
      out += p.text;
      continue;
    }
    out += std::string("<") + kinds[static_cast<int>(p.kind)] + p.text + (p.verbatim ? "!" : "") + ":" + tree(p.inner) +
           ">";
  }
  return out;
}

std::string tree(const ast::Script& s) {
  std::string out;
  write(s.statements, 0, out);
  return out;
}

bool same(const std::vector<Piece>& a, const std::vector<Piece>& b) {
  const auto x = merged(a);
  const auto y = merged(b);
  return std::equal(x.begin(), x.end(), y.begin(), y.end(), [](const Piece& p, const Piece& q) {
    return p.kind == q.kind && p.text == q.text && p.verbatim == q.verbatim && same(p.inner, q.inner);
  });
}

bool same(const std::vector<Statement>& a, const std::vector<Statement>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const Statement& s, const Statement& t) {
    return s.kind == t.kind && same(s.head.pieces, t.head.pieces) && s.lines == t.lines && same(s.body, t.body) &&
           same(s.otherwise, t.otherwise);
  });
}

Failure failure_of(std::string_view text, const std::function<void(std::string_view)>& call) {
  try {
    call(text);
  } catch (const Error& e) {
    Failure f{e.code, e.what(), "", e.notes};
    if (e.span && e.span->end <= text.size()) f.at = text.substr(e.span->begin, e.span->end - e.span->begin);
    if (e.span && e.span->end > text.size()) f.at = "(outside)";
    return f;
  }
  return {};
}

WordClass classify(std::string_view word) {
  for (const char* prefix : {"quietly", "qui", "capture", "cap", "noisily", "n"})
    if (word == prefix) return WordClass::prefix;
  for (const char* prefix : {"by", "bysort", "xi", "eststo", "bootstrap", "version"})
    if (word == prefix) return WordClass::colon_prefix;
  return WordClass::command;
}

}  // namespace nqp::grammar::test
