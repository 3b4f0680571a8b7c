// mlsum: the sum of an expression over the rows of ml's sample, weights applied.
#include "grammar/ast/error.hpp"
#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/session.hpp"
#include "stdlib/kit/user_likelihood.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::mlsum_ {
namespace {

using namespace command;
using runtime::Session;

struct Args {
  std::string line;
};

void act(const Args& a, Session& s) {
  const ast::Arguments parts = grammar::parse_arguments(a.line);
  const kit::UserLikelihood& m = s.state<kit::UserLikelihood>();
  if (!m.thetas) throw Error(304, "mlsum stands in an evaluator of ml", std::nullopt, {"ml maximize runs it"});
  const std::string name(kit::trim(parts.body));
  if (name.empty() || !parts.assigned) throw Error(198, "invalid syntax: mlsum scalar = expression [if]");
  bool weighted = true;
  for (const ast::Option& o : parts.options) {
    if (!kit::abbreviates(o.name, "noWeight")) throw Error(198, "option " + o.name + " not allowed");
    weighted = false;
  }
  const Context c = s.context();
  const std::vector<double> values = eval::evaluate_numbers(*parts.assigned, c.scope);
  const std::vector<std::uint8_t> use = c.select({parts.condition, parts.range});
  double sum = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!use[i]) continue;
    if (data::is_missing(values[i])) {
      sum = data::missing;  // one impossible row makes the sample impossible
      break;
    }
    sum += values[i] * (weighted && !m.weights.empty() ? m.weights[i] : 1.0);
  }
  s.scalars()[name] = eval::Value(sum);
}

}  // namespace

extern const Command mlsum_command =
    define<Args>("mlsum", "Sum over the sample, inside an evaluator of ml")
        .raw(&Args::line)
        .no_by()
        .changes(Effect::process)
        .remark(
            "mlsum scalar = expression [if] [, noweight]: weighted by ml's weights; missing when a term is missing.")
        .example("A d0 evaluator of a Poisson model",
                 "sysuse mroz\nprogram d0poisson\n  args todo b lnf\n  tempvar xb\n  mleval `xb' = `b', eq(1)\n"
                 "  mlsum `lnf' = -exp(`xb') + $ML_y1*`xb' - lnfactorial($ML_y1)\nend\n"
                 "poisson kidsge6 educ\nscalar B = _b[educ]\nscalar L = e(ll)\n"
                 "ml model d0 d0poisson (kidsge6 = educ)\nml maximize",
                 "abs(_b[educ] - B) < 1e-6 & abs(e(ll) - L) < 1e-8")
        .example("Only in an evaluator", "capture mlsum x = 1", "_rc == 304")
        .acts(act);

}  // namespace nqp::commands::mlsum_
