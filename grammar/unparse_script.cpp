// Canonical text of templates and scripts.
#include "grammar/parse.hpp"
#include "grammar/rules/characters.hpp"

namespace nqp::grammar {
namespace {

using ast::Piece;
using ast::Statement;
using Kind = ast::Statement::Kind;

std::string unparse_pieces(const std::vector<Piece>& pieces);

// What the text behind a literal piece begins with, when a macro reference follows at once.
char first_byte(const Piece& piece) {
  if (piece.kind == Piece::Kind::literal) return piece.text.empty() ? '\0' : piece.text[0];
  return piece.kind == Piece::Kind::global ? '$' : '`';
}

bool continues_name(char c) { return rules::is_ascii_letter(c) || static_cast<unsigned char>(c) >= 0x80; }

// A literal backquote or dollar sign that would begin a reference gets a backslash; backslashes before one double.
std::string escape(std::string_view text, char next, bool reference_follows) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t run = std::min(text.find_first_not_of('\\', i), text.size()) - i;
    const std::size_t at = i + run;
    const char c = at < text.size() ? text[at] : '\0';
    const char behind = at + 1 < text.size() ? text[at + 1] : next;
    const bool compound = c == '`' && behind == '"' && run == 0;
    const bool dollar = c == '$' && (run > 0 || continues_name(behind) || behind == '{' || behind == '`');
    const bool escaped = (c == '`' && !compound) || dollar;
    const bool doubled = escaped || (at == text.size() && reference_follows);
    out.append(doubled ? 2 * run : run, '\\');
    if (escaped) out += '\\';
    if (at < text.size()) out += c;
    i = at + 1;
  }
  return out;
}

std::string unparse_global(const Piece& piece, char next) {
  const std::string name = unparse_pieces(piece.inner);
  const bool plain = rules::name_length(name) == name.size() && !name.empty();
  const bool ends = !continues_name(next) && !rules::is_digit(next);
  return plain && ends ? "$" + name : "${" + name + "}";
}

std::string unparse_piece(const Piece& piece, char next, bool reference_follows) {
  const auto inner = [&] { return unparse_pieces(piece.inner); };
  switch (piece.kind) {
    case Piece::Kind::literal: return escape(piece.text, next, reference_follows);
    case Piece::Kind::local: return piece.verbatim ? "`macval(" + inner() + ")'" : "`" + inner() + "'";
    case Piece::Kind::global: return unparse_global(piece, next);
    case Piece::Kind::expression: return "`=" + inner() + "'";
    case Piece::Kind::function: return "`:" + inner() + "'";
    case Piece::Kind::increment: break;
  }
  const bool before = piece.text.back() == '_';
  return before ? "`" + piece.text.substr(0, 2) + inner() + "'" : "`" + inner() + piece.text.substr(1) + "'";
}

// Literal pieces that touch are one text.
std::vector<Piece> merged(const std::vector<Piece>& pieces) {
  std::vector<Piece> out;
  for (const Piece& p : pieces) {
    const bool joins = p.kind == Piece::Kind::literal && !out.empty() && out.back().kind == Piece::Kind::literal;
    if (joins) out.back().text += p.text;
    else out.push_back(p);
  }
  return out;
}

std::string unparse_pieces(const std::vector<Piece>& pieces) {
  const std::vector<Piece> all = merged(pieces);
  std::string out;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const bool last = i + 1 == all.size();
    const bool reference_follows = !last && all[i + 1].kind != Piece::Kind::literal;
    out += unparse_piece(all[i], last ? '\0' : first_byte(all[i + 1]), reference_follows);
  }
  return out;
}

class Writer {
 public:
  void write(const std::vector<Statement>& statements, int level) {
    for (const Statement& s : statements) statement(s, level);
  }

  std::string out;

 private:
  void line(const std::string& text, int level) {
    out += std::string(static_cast<std::size_t>(level) * 2, ' ') + text + "\n";
  }

  void block(const std::string& head, const std::vector<Statement>& body, int level) {
    line(head + " {", level);
    write(body, level + 1);
    line("}", level);
  }

  void branches(const Statement& first, int level) {
    std::string word = "if ";
    for (const Statement* s = &first; s != nullptr;) {
      block(word + unparse(s->head), s->body, level);
      const bool chained = s->otherwise.size() == 1 && s->otherwise[0].kind == Kind::if_;
      if (!chained && !s->otherwise.empty()) block("else", s->otherwise, level);
      s = chained ? &s->otherwise[0] : nullptr;
      word = "else if ";
    }
  }

  void raw(const std::string& head, const Statement& s, int level) {
    line(head, level);
    for (const std::string& text : s.lines) out += text + "\n";
    line("end", level);
  }

  void statement(const Statement& s, int level) {
    const std::string head = unparse(s.head);
    switch (s.kind) {
      case Kind::command: return line(head, level);
      case Kind::foreach_: return block("foreach " + head, s.body, level);
      case Kind::forvalues: return block("forvalues " + head, s.body, level);
      case Kind::while_: return block("while " + head, s.body, level);
      case Kind::if_: return branches(s, level);
      case Kind::block: return block(head, s.body, level);
      case Kind::input: return raw("input " + head, s, level);
      case Kind::opaque: return raw(head, s, level);
      case Kind::program:
        line("program define " + head, level);
        write(s.body, level + 1);
        return line("end", level);
    }
  }
};

}  // namespace

std::string unparse(const ast::Template& t) { return unparse_pieces(t.pieces); }

std::string unparse(const ast::Script& s) {
  Writer writer;
  writer.write(s.statements, 0);
  return std::move(writer.out);
}

}  // namespace nqp::grammar
