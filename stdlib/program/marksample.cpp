// marksample: a 0/1 variable of the observations a program works on.
#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/runtime/session.hpp"

namespace nqp::commands::marksample_ {
namespace {

using namespace nqp::command;

struct Args {
  std::string name;
  bool novarlist = false, strok = false, zeroweight = false, noby = false;
};

std::string local(runtime::Session& s, const char* name) {
  const auto it = s.level().locals.find(name);
  return it == s.level().locals.end() ? std::string() : it->second;
}

void drop_missing(std::vector<std::uint8_t>& use, const Args& a, runtime::Session& s, const Context& c) {
  for (const ast::Interaction& term : resolve_terms(local(s, "varlist"), c)) {
    bool is_string = false;
    for (const ast::Factor& f : term.factors) is_string = is_string || c.frame.at(f.pattern).is_string();
    if (is_string && !a.strok) {
      std::fill(use.begin(), use.end(), std::uint8_t{0});
      continue;
    }
    for (const ast::Factor& f : term.factors) {
      ast::Interaction one;
      one.factors.push_back(f);
      std::erase_if(one.factors[0].operators, [](const ast::VariableOperator& op) {
        return op.kind > ast::VariableOperator::Kind::seasonal;
      });
      if (is_string) {
        for (std::size_t i = 0; i < use.size(); ++i) use[i] = use[i] && !c.frame.at(f.pattern).column->missing_at(i);
        continue;
      }
      std::vector<double> x(use.size());
      eval::compile_term(one, c.scope)->numbers(0, x.size(), x.data());
      for (std::size_t i = 0; i < use.size(); ++i) use[i] = use[i] && !data::is_missing(x[i]);
    }
  }
}

void act(const Args& a, runtime::Session& s) {
  Context c = s.context();
  if (s.level().window.second > 0 && !a.noby) {
    c.scope.begin = s.level().window.first;
    c.scope.end = s.level().window.second;
  }
  const ast::Arguments parts = grammar::parse_arguments(local(s, "if") + " " + local(s, "in"));
  std::vector<std::uint8_t> use = c.select({parts.condition, parts.range});
  if (!a.novarlist && !local(s, "varlist").empty()) drop_missing(use, a, s, c);
  if (const std::string weight = local(s, "exp"); !local(s, "weight").empty()) {
    const auto e = grammar::parse_expression(weight.substr(weight.find('=') + 1));
    std::vector<double> w(use.size());
    eval::compile(*e, eval::Scope(c.frame, c.environment))->numbers(0, w.size(), w.data());
    for (std::size_t i = 0; i < use.size(); ++i)
      use[i] = use[i] && !data::is_missing(w[i]) && (a.zeroweight || w[i] != 0);
  }
  data::NumericWriter column(data::Storage::byte_, use.size());
  for (std::size_t i = 0; i < use.size(); ++i) column.set(i, use[i]);
  const std::string name = s.temporary_name();
  data::Frame f = s.frame();
  f.add({name, column.finish(), "%8.0g", "", "", {}});
  s.set_frame(std::move(f));
  s.level().temporary_variables.push_back(name);
  s.level().locals[a.name] = name;
}

}  // namespace

extern const Command marksample_command =
    define<Args>("marksample", "Mark the observations a program works on")
        .anything(&Args::name)
        .flag("NOVarlist", &Args::novarlist, "missing values of the variables do not matter")
        .flag("STRok", &Args::strok, "string variables are allowed")
        .flag("ZEROweight", &Args::zeroweight, "keep observations with zero weight")
        .flag("noby", &Args::noby, "ignore by")
        .example("if and missing values",
                 "set obs 5\ngenerate x = _n if _n > 1\nprogram p, rclass\n  syntax varlist [if]\n  marksample touse\n"
                 "  quietly count if `touse'\n  return scalar n = r(N)\nend\np x if x < 5",
                 "r(n) == 3")
        .example(
            "Only the condition",
            "set obs 5\ngenerate x = _n if _n > 1\nprogram q, rclass\n  syntax varlist [if]\n"
            "  marksample touse, novarlist\n  quietly count if `touse'\n  return scalar n = r(N)\nend\nq x if _n < 3",
            "r(n) == 2")
        .acts(act);

}  // namespace nqp::commands::marksample_
