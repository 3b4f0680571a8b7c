#include "stdlib/kit/written_varlist.hpp"

#include <cmath>

#include "grammar/parse.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/text/joined.hpp"
#include "stdlib/kit/options_of.hpp"
#include "stdlib/kit/series.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::kit {
namespace {

using ast::Interaction;

std::string varlist_text(Interaction item) {
  ast::Varlist list;
  list.items.push_back(std::move(item));
  return grammar::unparse(list);
}

bool has_factor_operator(const ast::Factor& f) {
  for (const ast::VariableOperator& op : f.operators)
    if (!is_time_operator(op)) return true;
  return false;
}

void check_operators(const Interaction& item, Operators allowed) {
  if (item.factors.size() > 1 && allowed != Operators::all) throw Error(101, "interactions not allowed", item.span);
  for (const ast::Factor& f : item.factors) {
    if (allowed != Operators::all && has_factor_operator(f))
      throw Error(101, "factor-variable operators not allowed", f.span, {"fvunab takes them"});
    if (allowed == Operators::none && !f.operators.empty())
      throw Error(101, "time-series operators not allowed", f.span, {"tsunab takes them"});
    for (const Interaction& inner : f.group) check_operators(inner, allowed);
  }
}

// The variables that one operand of an interaction stands for, each with its operators.
std::vector<std::string> operand_texts(const ast::Factor& f, bool alone, const command::Context& c) {
  ast::Varlist list;
  list.items.emplace_back().factors.push_back(f);
  std::vector<std::string> out;
  for (Interaction& t : command::resolve_terms(list, c)) {
    ast::Factor& single = t.factors[0];
    if (!alone && !has_factor_operator(single))
      single.operators.insert(single.operators.begin(), ast::VariableOperator{});  // i.: bare names are categorical
    out.push_back(varlist_text(std::move(t)));
  }
  return out;
}

std::string interaction_text(const Interaction& item, const command::Context& c) {
  std::string out;
  for (std::size_t i = 0; i < item.factors.size(); ++i) {
    if (i > 0) out += item.joints[i - 1] == Interaction::Joint::full ? "##" : "#";
    const std::vector<std::string> texts = operand_texts(item.factors[i], false, c);
    out += texts.size() == 1 ? texts[0] : "(" + text::joined(texts) + ")";
  }
  return out;
}

// Error 198 unless the option is a whole number.
std::size_t count_option(const ast::Option& o, runtime::Session& s) {
  const double n = s.number(o.argument);
  if (data::is_missing(n) || n < 0 || n != std::floor(n)) throw Error(198, "option " + o.name + "() invalid");
  return static_cast<std::size_t>(n);
}

}  // namespace

std::vector<std::string> written_varlist(std::string_view list, Operators allowed, const command::Context& c) {
  std::vector<std::string> out;
  for (const Interaction& item : grammar::parse_varlist(trim(list).empty() ? "_all" : list).items) {
    check_operators(item, allowed);
    if (item.factors.size() > 1) {
      out.push_back(interaction_text(item, c));
      continue;
    }
    for (std::string& text : operand_texts(item.factors[0], true, c)) out.push_back(std::move(text));
  }
  return out;
}

void write_varlist_into_local(const std::string& command, const std::string& line, Operators allowed,
                              runtime::Session& s) {
  const std::size_t colon = line.find(':');
  const std::vector<std::string> name = grammar::split_words(line.substr(0, colon));
  if (colon == std::string::npos || name.size() != 1)
    throw Error(198, "invalid syntax", std::nullopt, {command + " name : list of variables"});
  BodyAndOptions rest = split_options(line.substr(colon + 1));
  const ast::Option *least = rest.find("MIN"), *most = rest.find("MAX"), *what = rest.find("NAME");
  rest.check_all_known();
  const std::vector<std::string> words = written_varlist(rest.body, allowed, s.context());
  const std::string note = what ? unquoted(what->argument) + ": " : "";
  if (least && words.size() < count_option(*least, s)) throw Error(102, note + "too few variables specified");
  if (most && words.size() > count_option(*most, s)) throw Error(103, note + "too many variables specified");
  s.level().locals[name[0]] = text::joined(words);
}

}  // namespace nqp::kit
