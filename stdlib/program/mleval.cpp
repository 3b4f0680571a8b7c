// mleval: the linear combination of an equation, inside an evaluator of ml.
#include "grammar/ast/error.hpp"
#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "stdlib/kit/options_of.hpp"
#include "stdlib/kit/user_likelihood.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::mleval_ {
namespace {

using namespace command;
using runtime::Session;

struct Args {
  std::string line;
};

void act(const Args& a, Session& s) {
  kit::BodyAndOptions o = kit::split_options(a.line);
  const ast::Option* equation = o.find("EQuation");
  const bool scalar = o.find("SCALar");
  o.find("MISSing");
  o.check_all_known();
  const kit::UserLikelihood& m = s.state<kit::UserLikelihood>();
  if (!m.thetas) throw Error(304, "mleval stands in an evaluator of ml", std::nullopt, {"ml maximize runs it"});
  const std::size_t equal = o.body.find('=');
  const std::string name(kit::trim(std::string_view(o.body).substr(0, equal)));
  if (equal == std::string::npos || name.empty())
    throw Error(198, "invalid syntax: mleval newvar = vector [, eq(#) scalar]");
  const int q = equation ? static_cast<int>(s.number(equation->argument)) : 1;
  if (q < 1 || static_cast<std::size_t>(q) > m.thetas->size())
    throw Error(303, "mleval: there is no equation " + std::to_string(q));
  const std::vector<double>& theta = (*m.thetas)[static_cast<std::size_t>(q) - 1];
  if (scalar) {
    s.scalars()[name] = eval::Value(theta.empty() ? data::missing : data::checked(theta[0]));
    return;
  }
  std::vector<double> values = theta;
  for (double& v : values) v = data::checked(v);
  data::Frame f = s.frame();
  if (values.size() != f.rows) throw Error(459, "mleval: the evaluator must not change the number of rows");
  data::Variable v;
  v.name = name;
  v.column = data::make_numeric(data::Storage::double_, std::move(values));
  v.format = "%10.0g";
  f.add(std::move(v));
  s.set_frame(std::move(f));
}

}  // namespace

extern const Command mleval_command =
    define<Args>("mleval", "Linear combination of an equation, inside an evaluator of ml")
        .raw(&Args::line)
        .no_by()
        .changes(Effect::data)
        .remark(
            "mleval newvar = b [, eq(#)] makes x b of equation # (1); option scalar makes a scalar, for equations of a "
            "constant alone.")
        .example("A d0 evaluator of a probit model",
                 "sysuse auto\nprogram d0probit\n  args todo b lnf\n  tempvar xb\n  mleval `xb' = `b'\n"
                 "  mlsum `lnf' = ln(normal(cond($ML_y1, `xb', -`xb')))\nend\n"
                 "probit foreign mpg\nscalar B = _b[mpg]\nscalar S = _se[mpg]\n"
                 "ml model d0 d0probit (foreign = mpg)\nml maximize",
                 "abs(_b[mpg] - B) < 1e-6 & abs(_se[mpg] - S) < 1e-5")
        .example("Only in an evaluator", "capture mleval x = b", "_rc == 304")
        .acts(act);

}  // namespace nqp::commands::mleval_
