// marksample: a 0/1 variable of the observations a program works on.
#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/runtime/session.hpp"
#include "stdlib/kit/mark_rows.hpp"

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

WeightKind kind_of(const std::string& weight) {
  if (weight == "fweight") return WeightKind::fweight;
  return weight == "iweight" ? WeightKind::iweight : WeightKind::aweight;
}

void act(const Args& a, runtime::Session& s) {
  Context c = s.context();
  if (s.level().window.second > 0 && !a.noby) {
    c.scope.begin = s.level().window.first;
    c.scope.end = s.level().window.second;
  }
  const ast::Arguments parts = grammar::parse_arguments(local(s, "if") + " " + local(s, "in"));
  kit::RowMarks use = c.select({parts.condition, parts.range});
  if (!a.novarlist && !local(s, "varlist").empty())
    kit::unmark_missing(use, resolve_terms(local(s, "varlist"), c), {a.strok, false}, c);
  if (const std::string weight = local(s, "exp"); !local(s, "weight").empty()) {
    const auto e = grammar::parse_expression(weight.substr(weight.find('=') + 1));
    kit::unmark_weightless(use, *e, kind_of(local(s, "weight")), a.zeroweight, c);
  }
  const std::string name = s.temporary_name();
  data::Frame f = s.frame();
  f.add({name, kit::mark_column(use), "%8.0g", "", "", {}});
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
