// drdid: doubly robust difference in differences of two periods.
#include "interpreter/command/definition.hpp"
#include "stdlib/kit/coefficient_rows.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/kit/two_by_two_effect.hpp"

namespace nqp::commands::drdid_ {
namespace {

using namespace command;

struct Args : kit::DisplayOptions {
  Terms y, x;
  Sample sample;
  Weight weight;
  Vce vce;
  std::string ivar, time, treatment, method;
  bool all = false;
};

// One row an estimator; they are not estimated together, so that covariances are not filed.
Output all_estimators(kit::DoublyRobustRequest q, const Args& a, const Context& c) {
  const std::vector<std::string> names = {"dripw", "drimp", "reg", "ipw", "stdipw"};
  std::vector<double> b;
  numeric::Matrix V(names.size(), names.size());
  Output out;
  for (const std::string& name : names) {
    q.method = name;
    out = kit::estimate_doubly_robust(q, c);
    b.push_back((*out.e->results.find_matrix("b"))(0, 0));
    V(b.size() - 1, b.size() - 1) = (*out.e->results.find_matrix("V"))(0, 0);
  }
  Results& e = out.e->results;
  e.macro("method", "all").matrix("b", kit::named_row(b, "y1", names)).matrix("V", kit::named_matrix(V, names, names));
  out.document = kit::show_estimates(e, a, c);
  out.r = Results{}.matrix(
      "table", kit::result_table(kit::coefficient_rows(e, kit::level_or_default(a.level, c)), e, false));
  return out;
}

Output run(const Args& a, const Context& c) {
  if (a.y.empty()) return kit::replay("drdid", a, c);
  kit::DoublyRobustRequest q;
  q.data.y = a.y, q.data.x = a.x, q.data.sample = a.sample, q.data.weight = a.weight;
  q.data.id = a.ivar, q.data.time = a.time, q.data.clusters = a.vce.variables, q.data.level = a.level;
  q.treatment = a.treatment;
  q.method = a.method.empty() ? "drimp" : a.method;
  if (a.all && !a.method.empty()) throw Error(198, "options all and " + a.method + " may not be combined");
  return a.all ? all_estimators(q, a, c) : kit::estimate_doubly_robust(q, c);
}

constexpr const char* panel =
    "clear\nset obs 40\ngenerate id = ceil(_n/2)\ngenerate t = mod(_n - 1, 2)\ngenerate byte d = mod(id, 2)\n"
    "generate x = mod(3*id, 7)\ngenerate y = x*(1 + t) + 2*d*t + mod(5*_n, 3)/10\n";

}  // namespace

extern const Command drdid_command =
    define<Args>("drdid", "Doubly robust difference in differences of two periods (Sant'Anna and Zhao)")
        .dependent(&Args::y)
        .terms(&Args::x, {0})
        .replays()
        .if_in(&Args::sample)
        .weights(&Args::weight, {WeightKind::pweight, WeightKind::aweight, WeightKind::iweight})
        .variable("Ivar", &Args::ivar, "panel variable; without it: repeated cross sections")
        .variable("Time", &Args::time, "time variable with two periods")
        .required("time")
        .variable("TReatment", &Args::treatment, "0/1: treated units")
        .required("treatment")
        .one_of(&Args::method,
                {{"drimp", "drimp"}, {"dripw", "dripw"}, {"reg", "reg"}, {"stdipw", "stdipw"}, {"ipw", "ipw"}},
                "estimator; default drimp")
        .flag("all", &Args::all, "all five estimators, a row each")
        .vce(&Args::vce, {"cluster"})
        .number("Level", &Args::level, 10, 99.99, "confidence level in percent")
        .stores({{"e(N)", "observations"},
                 {"e(N_units)", "units seen in both periods"},
                 {"e(N_treated)", "treated ones"},
                 {"e(N_control)", "controls"},
                 {"e(method)", "estimator"},
                 {"e(b)", "ATT"},
                 {"e(V)", "its variance"},
                 {"r(table)", "coefficient, standard error, test and interval"}})
        .changes(Effect::estimates | Effect::results)
        .reference("Sant'Anna, P. H. C. and Zhao, J. (2020). Journal of Econometrics 219, 101-122.")
        .remark("Covariates are those of the earlier period. Without ivar() rows are repeated cross sections; drimp and "
                "dripw are the locally efficient estimators.")
        .example("Improved doubly robust", std::string(panel) + "drdid y x, ivar(id) time(t) treatment(d)",
                 "abs(_b[ATT] - 2) < .3 & e(N_treated) == 10")
        .example("All of them",
                 std::string(panel) + "quietly drdid y x, ivar(id) time(t) treatment(d) stdipw\nscalar b = _b[ATT]\n"
                                      "drdid y x, ivar(id) time(t) treatment(d) all",
                 "colsof(e(b)) == 5 & b == _b[stdipw] & _se[dripw] > 0")
        .example("Outcome regression", std::string(panel) + "drdid y x, ivar(id) time(t) treatment(d) reg",
                 "abs(_b[ATT] - 2) < .3 & e(N_control) == 10")
        .example("Repeated cross sections", std::string(panel) + "drdid y x, time(t) treatment(d) dripw",
                 "abs(_b[ATT] - 2) < .3 & e(N) == 40 & e(datatype) == \"rcs\"")
        .runs(run);

}  // namespace nqp::commands::drdid_
