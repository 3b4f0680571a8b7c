// One command after macro expansion: prefixes, command word, and the parts of the common syntax.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "grammar/ast/expression.hpp"
#include "grammar/ast/span.hpp"
#include "grammar/ast/varlist.hpp"

namespace nqp::ast {

struct Option {
  std::string name;
  Span name_span;
  bool has_argument = false;
  std::string argument;  // raw text between the parentheses, outer blanks removed
  Span argument_span;
};

struct Weight {
  std::string kind;  // as written: "aw", "aweight", "w" …; empty for [=exp]
  ExpressionPtr value;
  Span span;
};

// in f/l, in -3/l, in 5. The ends are kept as written: "f", "l", or a signed integer.
struct InRange {
  std::string first;
  std::string last;
  Span span;
};

// [varlist|exp] [= exp] [if exp] [in range] [weight] [using file] [, options]
struct Arguments {
  std::string body;  // what stands before the first of = if in [weight] using comma; raw, trimmed
  Span body_span;
  std::optional<Varlist> varlist;  // the body, when it reads as a variable list
  ExpressionPtr assigned;
  ExpressionPtr condition;
  std::optional<InRange> range;
  std::optional<Weight> weight;
  std::optional<std::string> using_file;  // quotes removed
  std::vector<std::string> more_files;    // append using a b: the files behind the first
  Span using_span;
  bool has_comma = false;
  std::vector<Option> options;
};

// A prefix such as quietly, capture, by id (year), sort, bootstrap r(mean), reps(50).
struct Prefix {
  std::string name;
  Span name_span;
  std::string text;  // between the prefix word and its colon; empty for quietly and its kind
  Span text_span;
};

struct Head {
  std::vector<Prefix> prefixes;
  std::string name;  // the command word as written; empty when only prefixes stand there
  Span name_span;
  std::string rest;  // everything behind the command word, raw, outer blanks removed
  Span rest_span;
};

}  // namespace nqp::ast
