// syntax: parses what a program was called with into locals.
#include <cmath>

#include <fmt/format.h>

#include "grammar/parse.hpp"
#include "interpreter/command/convert.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/runtime/session.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/syntax_spec.hpp"

namespace nqp::commands {
namespace {

using namespace nqp::command;
using kit::SyntaxOption;
using kit::SyntaxSpec;

struct Args {
  std::string declaration;
};

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& w : words) out += (out.empty() ? "" : " ") + w;
  return out;
}

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
    if (spec.numeric_only && v->is_string()) throw Error(109, "string variables not allowed in varlist; " + name + " is a string variable");
    if (spec.string_only && !v->is_string()) throw Error(109, "string variable expected; " + name + " is numeric");
  }
  return joined(names);
}

void fill_body(const Bound& b, const SyntaxSpec& spec, const Context& c, runtime::Macros& locals) {
  if (spec.body.empty()) return;
  const std::string& text = b.arguments.body;
  if (spec.body == "varlist" || spec.body == "varname") {
    if (text.empty() && spec.signature.count.least == 0) {
      std::vector<std::string> all;
      if (!spec.default_none)
        for (const data::Variable& v : c.frame.variables) all.push_back(v.name);
      locals["varlist"] = joined(all);
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
    locals["varlist"] = joined(names);
    locals["typlist"] = types;
  } else if (spec.body == "namelist" || spec.body == "name") {
    const std::vector<std::string> names = grammar::split_words(text);
    check_count(names.size(), spec.signature.count, b);
    for (const std::string& n : names)
      if (!data::valid_name(n)) throw Error(198, n + " invalid name");
    locals["namelist"] = joined(names);
  } else {
    if (text.empty() && spec.signature.count.least > 0) throw Error(100, spec.body == "exp" ? "exp required" : "something required");
    locals[spec.body == "exp" ? "exp" : "anything"] = text;
  }
}

void fill_parts(const Bound& b, const SyntaxSpec& spec, const std::string& source, runtime::Macros& locals) {
  const ast::Arguments& a = b.arguments;
  if (spec.signature.if_allowed) locals["if"] = a.condition ? "if " + grammar::unparse(*a.condition) : "";
  if (spec.signature.in_allowed) locals["in"] = a.range ? "in " + a.range->first + (a.range->last == a.range->first ? "" : "/" + a.range->last) : "";
  if (spec.signature.using_file != Signature::Need::no) {
    const std::string file = a.using_file.value_or("");
    locals["using"] = file.empty() || spec.using_slash ? file : "using \"" + file + "\"";
  }
  if (!spec.signature.weights.empty()) {
    static const char* names[] = {"", "fweight", "aweight", "pweight", "iweight"};
    const Weight w = bind_weight(spec.signature, a.weight);
    locals["weight"] = names[static_cast<int>(w.kind)];
    locals["exp"] = w.kind == WeightKind::none ? "" : w.text;
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

std::string checked_numlist(const SyntaxOption& o, const std::string& text) {
  std::vector<std::string> out;
  for (const double x : grammar::parse_numlist(text)) {
    if (o.details.find("integer") != std::string::npos && x != std::floor(x)) throw Error(126, "option " + o.name + "() takes integers");
    if (o.details.find(">=0") != std::string::npos && x < 0) throw Error(125, "option " + o.name + "() has elements outside of allowed range");
    if (o.details.find(">0") != std::string::npos && x <= 0) throw Error(125, "option " + o.name + "() has elements outside of allowed range");
    out.push_back(text::macro_number(x));
  }
  return joined(out);
}

std::string option_value(const SyntaxOption& o, const ast::Option& given, const Context& c) {
  const std::string& text = given.argument;
  if (o.type == "varlist" || o.type == "varname") {
    if (o.details.find("fv") != std::string::npos || o.details.find("ts") != std::string::npos) {
      std::vector<std::string> names;
      for (const ast::Interaction& t : to_terms(given, c)) names.push_back(term_name(t));
      return joined(names);
    }
    const Variables names = to_variables(given, c);
    if (o.type == "varname" && names.size() != 1) throw Error(103, "option " + o.name + "() takes one variable", given.argument_span);
    for (const std::string& n : names)
      if (o.details.find("numeric") != std::string::npos && c.frame.at(n).is_string())
        throw Error(109, "option " + o.name + "() takes numeric variables; " + n + " is a string variable");
    return joined(names);
  }
  if (o.type == "integer" || o.type == "real") return checked_number(o, text, c);
  if (o.type == "numlist") return checked_numlist(o, text);
  if (o.type == "newvarlist" || o.type == "newvarname") {
    std::vector<std::string> names;
    for (const NewVariable& v : resolve_new_variables(text, c)) names.push_back(v.name);
    return joined(names);
  }
  if (o.type == "name" || o.type == "namelist") return joined(grammar::split_words(text));
  if (o.type == "passthru") return o.name + "(" + text + ")";
  if (o.details.find("asis") != std::string::npos) return text;
  return to_text(given);
}

void fill_options(const Bound& b, const SyntaxSpec& spec, const Context& c, runtime::Macros& locals) {
  for (const SyntaxOption& o : spec.options) {
    const ast::Option* given = b.given(o.name);
    const std::string local = o.negative ? o.name.substr(2) : o.name;
    if (!given) locals[local] = o.fallback;
    else if (o.type.empty()) locals[local] = o.name;
    else locals[local] = option_value(o, *given, c);
  }
  if (!spec.other_options) return;
  std::string others;
  for (const ast::Option& o : b.unmatched)
    others += (others.empty() ? "" : " ") + o.name + (o.has_argument ? "(" + o.argument + ")" : "");
  locals["options"] = others;
}

void act(const Args& a, runtime::Session& s) {
  const SyntaxSpec spec = kit::parse_syntax_spec(a.declaration);
  auto& locals = s.level().locals;
  const std::string source = text::trimmed(locals["0"]);
  const Bound b = bind(spec.signature, grammar::parse_arguments(source));
  const Context c = s.context();
  runtime::Macros filled;
  fill_body(b, spec, c, filled);
  fill_parts(b, spec, source, filled);
  fill_options(b, spec, c, filled);
  for (auto& [name, value] : filled) locals[name] = std::move(value);
}

}  // namespace

extern const Command syntax_command =
    define<Args>("SYNtax", "Parse what a program was called with")
        .raw(&Args::declaration)
        .remark("syntax [varlist|varname|newvarlist|namelist|anything|exp] [if] [in] [using] [weights] [=exp] "
                "[, OPTion(type default) …]. Capitals are least abbreviations. Reads `0', fills locals of the same names.")
        .example("Variables and an option",
                 "set obs 4\ngenerate x = _n\nprogram p\n  syntax varlist [if], [Power(real 2)]\n"
                 "  scalar r = `power'\n  scalar n = `: word count `varlist''\nend\np x if x > 1, po(3)",
                 "r == 3 & n == 1")
        .example("An option that is missing", "program q\n  syntax, Needed(string)\nend\ncapture q\nscalar rc = _rc", "rc == 198")
        .acts(act);

}  // namespace nqp::commands
