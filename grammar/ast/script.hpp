// A do-file as a tree of blocks and statements, fixed before any macro is expanded.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "grammar/ast/error.hpp"

namespace nqp::ast {

// Statements are templates: literal text and macro references, in order. Comments and line joins are gone;
// each piece remembers where it stood.
struct Piece {
  enum class Kind {
    literal,     // text
    local,       // `name'      inner: the pieces of the name (may nest)
    global,      // $name ${name}   inner: the pieces of the name
    expression,  // `=exp'      inner: the pieces of the expression
    function,    // `:function' inner: the pieces of the function call
    increment,   // `++i' `--i' `i++' `i--'   text: the operator and its side, "++_", "--_", "_++", "_--"
  };
  Kind kind = Kind::literal;
  std::string text;
  std::vector<Piece> inner;
  bool verbatim = false;  // `macval(name)': the value is not scanned for macros again
  Span span;
};

struct Template {
  std::vector<Piece> pieces;
  Span span;

  bool has_macro() const {
    for (const Piece& p : pieces)
      if (p.kind != Piece::Kind::literal) return true;
    return false;
  }
};

struct Statement {
  enum class Kind {
    command,    // head: the whole command
    foreach_,   // head: what stands between "foreach" and "{"
    forvalues,  // head: what stands between "forvalues" and "{"
    while_,     // head: the condition
    if_,        // head: the condition; body and otherwise
    program,    // head: what stands behind "program" (maybe "define"): name and options; body; source
    block,      // head: prefixes before "{": quietly, capture noisily, frame f …
    input,      // head: what stands behind "input"; lines: the data rows
    opaque,     // head: "mata" or "python" …; lines: untouched text
  };
  Kind kind = Kind::command;
  Span span;  // from the first to the last byte, block included
  Template head;
  std::vector<Statement> body;
  std::vector<Statement> otherwise;
  std::vector<std::string> lines;
  std::string source;  // of a program: its text as written, for `program list`
};

struct Script {
  std::string name;    // file name, or empty at the prompt
  std::string source;  // the bytes the spans point into, UTF-8
  std::vector<Statement> statements;
  std::optional<Error> broken;  // why the text cannot be read any further
};

using ScriptPtr = std::shared_ptr<const Script>;

}  // namespace nqp::ast
