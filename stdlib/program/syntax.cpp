// syntax: parses what a program was called with into locals.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "grammar/parse.hpp"
#include "interpreter/command/convert.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/runtime/macro_text_functions.hpp"
#include "interpreter/runtime/session.hpp"
#include "interpreter/text/format.hpp"
#include "interpreter/text/joined.hpp"
#include "stdlib/kit/syntax_spec.hpp"

namespace nqp::commands::syntax_ {
namespace {

using namespace nqp::command;
using kit::SyntaxOption;
using kit::SyntaxSpec;

struct Args {
  std::string declaration;
};

std::string unabbreviated(const Bound& b, const SyntaxSpec& spec, const Context& c) {
  std::vector<std::string> names;
  if (spec.signature.body == Body::terms) {
    for (const ast::Interaction& t : body_terms(b, c)) names.push_back(term_name(t));
  } else {
    names = body_variables(b, c);
  }
  for (const std::string& name : names) {
    const data::Variable* v = c.frame.find(name);
    if (!v) continue;
    if (spec.numeric_only && v->is_string())
      throw Error(109, "string variables not allowed in varlist; " + name + " is a string variable");
    if (spec.string_only && !v->is_string()) throw Error(109, "string variable expected; " + name + " is numeric");
  }
  return text::joined(names);
}

void fill_body(const Bound& b, const SyntaxSpec& spec, const Context& c, runtime::Macros& locals) {
  if (spec.body.empty()) return;
  const std::string& text = b.arguments.body;
  if (spec.body == "varlist" || spec.body == "varname") {
    if (text.empty() && spec.signature.count.least == 0) {
      std::vector<std::string> all;
      if (!spec.default_none)
        for (const data::Variable& v : c.frame.variables) all.push_back(v.name);
      locals["varlist"] = text::joined(all);
    } else {
      locals["varlist"] = unabbreviated(b, spec, c);
    }
  } else if (spec.body == "newvarlist" || spec.body == "newvarname") {
    std::vector<std::string> names;
    std::string types;
    for (const NewVariable& v : body_new_variables(b, c)) {
      names.push_back(v.name);
      types += (types.empty() ? "" : " ") + (v.type.empty() ? c.settings.type : v.type);
    }
    locals["varlist"] = text::joined(names);
    locals["typlist"] = types;
  } else if (spec.body == "namelist" || spec.body == "name") {
    const std::vector<std::string> names = grammar::split_words(text);
    check_count(names.size(), spec.signature.count, b);
    for (const std::string& n : names)
      if (!data::valid_name(n)) throw Error(198, n + " invalid name");
    locals[spec.body_local.empty() ? "namelist" : spec.body_local] = text::joined(names);
  } else {
    if (text.empty() && spec.signature.count.least > 0)
      throw Error(100, spec.body == "exp" ? "exp required" : "something required");
    locals[!spec.body_local.empty() ? spec.body_local : spec.body == "exp" ? "exp" : "anything"] = text;
  }
}

// anything(everything): all that stands before the options.
std::string before_options(std::string source) {
  runtime::take_macro_options(source);
  return source;
}

void fill_parts(const Bound& b, const SyntaxSpec& spec, const std::string& source, runtime::Macros& locals) {
  const ast::Arguments& a = b.arguments;
  if (spec.signature.if_allowed)
    locals["if"] = a.condition ? (spec.if_slash ? "" : "if ") + grammar::unparse(*a.condition) : "";
  if (spec.signature.in_allowed)
    locals["in"] = a.range ? (spec.in_slash ? "" : "in ") + a.range->first +
                                 (a.range->last == a.range->first ? "" : "/" + a.range->last)
                           : "";
  if (spec.signature.using_file != Signature::Need::no) {
    const std::string file = a.using_file.value_or("");
    locals["using"] = file.empty() || spec.using_slash ? file : "using \"" + file + "\"";
  }
  if (!spec.signature.weights.empty()) {
    static const char* names[] = {"", "fweight", "aweight", "pweight", "iweight"};
    const Weight w = bind_weight(spec.signature, a.weight);
    locals["weight"] = names[static_cast<int>(w.kind)];
    locals["exp"] = w.kind == WeightKind::none ? "" : spec.weight_slash ? grammar::unparse(*w.value) : w.text;
  }
  if (spec.signature.assigned != Signature::Need::no && a.assigned)
    locals["exp"] = (spec.equals_expression ? "= " : "") + grammar::unparse(*a.assigned);
  (void)source;
}

// Whatever is wrong with the number is the option's fault, and reported as that.
double option_number(const SyntaxOption& o, const std::string& text, const Context& c) {
  try {
    return eval::evaluate_number(*grammar::parse_expression(text), c.scope);
  } catch (const Error& e) {
    throw Error(198, "option " + o.name + "() incorrectly specified: a number is expected", std::nullopt, {e.what()});
  }
}

std::string checked_number(const SyntaxOption& o, const std::string& text, const Context& c) {
  const double x = option_number(o, text, c);
  if (o.type == "integer" && (data::is_missing(x) || x != std::floor(x)))
    throw Error(198, "option " + o.name + "() incorrectly specified: an integer is expected");
  return text::macro_number(x);
}

// cilevel: a confidence level, that of the settings unless given.
std::string checked_level(const std::string& text, const Context& c) {
  const double x = eval::evaluate_number(*grammar::parse_expression(text), c.scope);
  if (!(x >= 10 && x <= 99.99)) throw Error(198, "level() must be between 10 and 99.99 inclusive");
  return text::macro_number(x);
}

// The value behind key in "min=2 >=0", or nothing.
std::optional<double> bound_of(const std::string& details, const std::string& key) {
  for (const std::string& w : grammar::split_words(details))
    if (w.compare(0, key.size(), key) == 0 && w.size() > key.size() && w[key.size()] != '=')
      return std::strtod(w.c_str() + key.size(), nullptr);
  return std::nullopt;
}

void check_range(const SyntaxOption& o, double x) {
  const auto at_least = bound_of(o.details, ">="), above = bound_of(o.details, ">");
  const auto at_most = bound_of(o.details, "<="), below = bound_of(o.details, "<");
  if ((at_least && x < *at_least) || (above && x <= *above) || (at_most && x > *at_most) || (below && x >= *below))
    throw Error(125, "option " + o.name + "() has elements outside of allowed range");
}

std::string checked_numlist(const SyntaxOption& o, const std::string& text) {
  const auto has = [&](const char* word) { return o.details.find(word) != std::string::npos; };
  for (const std::string& word : grammar::split_words(text))
    if (word[0] == '.' && (word.size() == 1 || (word.size() == 2 && std::islower(static_cast<unsigned char>(word[1])))))
      throw Error(127, "option " + o.name + "() has missing values");
  std::vector<double> values = grammar::parse_numlist(text);
  if (has("sort")) std::sort(values.begin(), values.end());
  if (const auto least = bound_of(o.details, "min="); least && static_cast<double>(values.size()) < *least)
    throw Error(122, "option " + o.name + "() has too few elements");
  if (const auto most = bound_of(o.details, "max="); most && static_cast<double>(values.size()) > *most)
    throw Error(123, "option " + o.name + "() has too many elements");
  std::vector<std::string> out;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double x = values[i];
    if (has("integer") && x != std::floor(x)) throw Error(126, "option " + o.name + "() takes integers");
    if (has("ascending") && i > 0 && x <= values[i - 1])
      throw Error(124, "option " + o.name + "() has elements out of order");
    check_range(o, x);
    out.push_back(text::macro_number(x));
  }
  return text::joined(out);
}

void check_size(const SyntaxOption& o, std::size_t n, const ast::Option& given) {
  const auto least = bound_of(o.details, "min="), most = bound_of(o.details, "max=");
  if (least && static_cast<double>(n) < *least)
    throw Error(102, "option " + o.name + "() has too few elements", given.argument_span);
  if ((most && static_cast<double>(n) > *most) || ((o.type == "varname" || o.type == "name") && n != 1))
    throw Error(103, "option " + o.name + "() has too many elements", given.argument_span);
}

std::string option_value(const SyntaxOption& o, const ast::Option& given, const Context& c) {
  const std::string& text = given.argument;
  if (o.type == "varlist" || o.type == "varname") {
    if (o.details.find("fv") != std::string::npos || o.details.find("ts") != std::string::npos) {
      std::vector<std::string> names;
      for (const ast::Interaction& t : to_terms(given, c)) names.push_back(term_name(t));
      return text::joined(names);
    }
    const Variables names = to_variables(given, c);
    check_size(o, names.size(), given);
    for (const std::string& n : names)
      if (o.details.find("numeric") != std::string::npos && c.frame.at(n).is_string())
        throw Error(109, "option " + o.name + "() takes numeric variables; " + n + " is a string variable");
    return text::joined(names);
  }
  if (o.type == "integer" || o.type == "real") return checked_number(o, text, c);
  if (o.type == "cilevel") return checked_level(text, c);
  if (o.type == "numlist") return checked_numlist(o, text);
  if (o.type == "newvarlist" || o.type == "newvarname") {
    std::vector<std::string> names;
    for (const NewVariable& v : resolve_new_variables(text, c)) names.push_back(v.name);
    return text::joined(names);
  }
  if (o.type == "name" || o.type == "namelist") {
    const std::vector<std::string> names = grammar::split_words(text);
    check_size(o, names.size(), given);
    for (const std::string& n : names)
      if (!data::valid_name(n)) throw Error(198, n + " invalid name", given.argument_span);
    return text::joined(names);
  }
  if (o.type == "passthru") return o.name + "(" + text + ")";
  if (o.details.find("asis") != std::string::npos) return text;
  return to_text(given);
}

void fill_options(const Bound& b, const SyntaxSpec& spec, const Context& c, runtime::Macros& locals) {
  for (const SyntaxOption& o : spec.options) {
    const ast::Option* given = b.given(o.name);
    const std::string local = o.negative ? o.name.substr(2) : o.name;
    if (!given) locals[local] = o.type == "cilevel" ? text::macro_number(c.settings.level) : o.fallback;
    else if (o.type.empty()) locals[local] = o.name;
    else locals[local] = option_value(o, *given, c);
  }
  if (!spec.other_options) return;
  std::string others;
  for (const ast::Option& o : b.unmatched)
    others += (others.empty() ? "" : " ") + o.name + (o.has_argument ? "(" + o.argument + ")" : "");
  locals["options"] = others;
}

void fill(const Args& a, runtime::Session& s) {
  const SyntaxSpec spec = kit::parse_syntax_spec(a.declaration);
  auto& locals = s.level().locals;
  const std::string source = text::trimmed(locals["0"]);
  Signature signature = spec.signature;
  if (spec.everything) {
    signature.if_allowed = signature.in_allowed = true;
    signature.using_file = Signature::Need::optional;
  }
  ast::Arguments arguments = grammar::parse_arguments(source);
  const bool wants_variables = spec.body.find("var") != std::string::npos;
  if (wants_variables && arguments.body.empty() && signature.count.least > 0) throw Error(100, "varlist required");
  const Bound b = bind(signature, std::move(arguments));
  const Context c = s.context();
  runtime::Macros filled;
  fill_body(b, spec, c, filled);
  fill_parts(b, spec, source, filled);
  fill_options(b, spec, c, filled);
  if (spec.everything) filled[spec.body_local.empty() ? "anything" : spec.body_local] = before_options(source);
  for (auto& [name, value] : filled) locals[name] = std::move(value);
}

// Errors are in what the program was called with, which is not the line of syntax: they carry no place.
void act(const Args& a, runtime::Session& s) {
  try {
    fill(a, s);
  } catch (const Error& e) {
    throw Error(e.code, e.what(), std::nullopt, e.notes);
  }
}

}  // namespace

extern const Command syntax_command =
    define<Args>("SYNtax", "Parse what a program was called with")
        .raw(&Args::declaration)
        .remark(
            "syntax [varlist|varname|newvarlist|namelist|anything|exp] [if] [in] [using] [weights] [=exp] "
            "[, OPTion(type default) …]. Capitals are least abbreviations. Reads `0', fills locals of the same names.")
        .example("Variables and an option",
                 "set obs 4\ngenerate x = _n\nprogram p\n  syntax varlist [if], [Power(real 2)]\n"
                 "  scalar r = `power'\n  scalar n = `: word count `varlist''\nend\np x if x > 1, po(3)",
                 "r == 3 & n == 1")
        .example("An option that is missing", "program q\n  syntax, Needed(string)\nend\ncapture q\nscalar rc = _rc",
                 "rc == 198")
        .acts(act);

}  // namespace nqp::commands::syntax_
