// biprobit: two probits with correlated errors.
#include <algorithm>
#include <cmath>

#include "grammar/ast/error.hpp"
#include "interpreter/command/resolve.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/likelihood_declaration.hpp"
#include "stdlib/kit/likelihood_estimation.hpp"
#include "stdlib/kit/options_of.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/likelihood/bivariate_rows.hpp"
#include "stdlib/numeric/likelihood/row_likelihoods.hpp"

namespace nqp::commands::biprobit_ {
namespace {

using namespace command;

struct Args : kit::LikelihoodArgs {
  std::string body;
};

struct Written {
  std::string name;
  Terms y, x;
  bool constant = true;
};

// "(name: y = x1 x2, noconstant)".
Written read_equation(const std::string& text, bool constant, const Context& c) {
  kit::BodyAndOptions parts = kit::split_options(text);
  Written q;
  q.constant = constant && !parts.find("noCONStant");
  parts.check_all_known();
  std::string body = parts.body;
  if (const std::size_t colon = kit::find_outside(body, ':'); colon != std::string::npos) {
    q.name = std::string(kit::trim(body.substr(0, colon)));
    body = body.substr(colon + 1);
  }
  std::string_view rest = body;
  const std::size_t equal = kit::find_outside(rest, '=');
  const std::string y = equal == std::string_view::npos ? kit::take_word(rest)
                                                        : std::string(kit::trim(rest.substr(0, equal)));
  if (equal != std::string_view::npos) rest = rest.substr(equal + 1);
  q.y = resolve_terms(y, c);
  if (q.y.size() != 1) throw Error(198, "one outcome stands in each equation");
  if (!kit::trim(rest).empty()) q.x = resolve_terms(kit::trim(rest), c);
  return q;
}

// "y1 y2 x1 x2", or "(y1 = x1 x2) (y2 = x1 x3)".
std::vector<Written> read_body(const Args& a, const Context& c) {
  if (kit::trim(a.body).front() == '(') {
    std::vector<Written> out;
    for (const kit::Piece& p : kit::split_pieces(a.body)) {
      if (!p.grouped) throw Error(198, "both equations stand in parentheses");
      out.push_back(read_equation(p.text, !a.no_constant, c));
    }
    if (out.size() != 2) throw Error(198, "biprobit has two equations", std::nullopt, {"(y1 = x1 x2) (y2 = x1 x3)"});
    return out;
  }
  const Terms all = resolve_terms(kit::trim(a.body), c);
  if (all.size() < 2) throw Error(102, "too few variables specified", std::nullopt, {"biprobit y1 y2 x1 x2"});
  const Terms x(all.begin() + 2, all.end());
  return {{"", {all[0]}, x, !a.no_constant}, {"", {all[1]}, x, !a.no_constant}};
}

kit::LikelihoodData equation_data(const Written& q, const kit::LikelihoodData& rows, const Context& c) {
  kit::LikelihoodData d;
  d.sample = rows.sample;
  d.y = kit::term_values(q.y[0], d.sample, c);
  for (double& v : d.y) v = v != 0 ? 1 : 0;
  if (std::all_of(d.y.begin(), d.y.end(), [&](double v) { return v == d.y[0]; }))
    throw Error(2000, "outcome " + term_name(q.y[0]) + " does not vary", std::nullopt,
                {"remember: 0 = negative outcome, all other nonmissing values = positive outcome"});
  kit::expand_design(q.x, q.constant, d, c);
  kit::find_omitted(d, q.constant);
  return d;
}

Output run(const Args& a, const Context& c) {
  if (kit::trim(a.body).empty()) return kit::replay("biprobit", a, c);
  const std::vector<Written> written = read_body(a, c);
  kit::Needed needed{{}, a.vce.variables};
  for (const Written& q : written) {
    needed.terms.insert(needed.terms.end(), q.y.begin(), q.y.end());
    needed.terms.insert(needed.terms.end(), q.x.begin(), q.x.end());
  }
  const kit::LikelihoodData rows = kit::likelihood_rows(a, needed, c);
  const kit::LikelihoodData d1 = equation_data(written[0], rows, c), d2 = equation_data(written[1], rows, c);
  const kit::VceChoice vce = kit::choose_vce(a.vce, "oim", rows.sample, c);
  const numeric::MatrixView nothing(d1.x.data.data(), d1.y.size(), 0);
  numeric::LikelihoodSpec spec;
  spec.rows = d1.y.size();
  spec.weights = rows.sample.weights;
  spec.weight_kind = rows.sample.weight_kind;
  double ll_apart = 0;
  const auto probit = [&](const kit::LikelihoodData& d, bool constant) {
    numeric::LikelihoodSpec one = spec;
    if (one.weight_kind == WeightKind::pweight) one.weight_kind = WeightKind::iweight;  // only b and ll are used
    one.row = numeric::probit_rows(d.y);
    one.indices = {{d.x, constant, {}}};
    const numeric::LikelihoodFit fit =
        kit::compute(c, [&](numeric::Progress& p) { return numeric::maximise(one, {}, p); });
    ll_apart += fit.ll;
    spec.start.insert(spec.start.end(), fit.b.begin(), fit.b.end());
  };
  probit(d1, written[0].constant);
  probit(d2, written[1].constant);
  spec.start.push_back(0);
  spec.row = numeric::bivariate_probit_rows(d1.y, d2.y);
  spec.iterations = a.iterations;
  spec.indices = {{d1.x, written[0].constant, {}}, {d2.x, written[1].constant, {}}, {nothing, true, {}}};
  const std::string y1 = written[0].name.empty() ? term_name(written[0].y[0]) : written[0].name;
  std::string y2 = written[1].name.empty() ? term_name(written[1].y[0]) : written[1].name;
  if (y2 == y1) y2 += "2";
  kit::LikelihoodResult r;
  r.equations = {{y1, true, written[0].constant, "_cons", &d1},
                 {y2, true, written[1].constant, "_cons", &d2},
                 {"", false, true, "/athrho"}};
  r.constraints = kit::likelihood_constraints(a, d1, r.equations, c);
  if (r.constraints) spec.restriction = &r.constraints->restriction;
  r.fit = kit::compute(c, [&](numeric::Progress& p) { return numeric::maximise(spec, vce.spec(), p); });
  r.ll_0 = numeric::undefined;
  const double tau = r.fit.b.back(), variance = r.fit.V(r.fit.b.size() - 1, r.fit.b.size() - 1);
  const bool ratio = vce.kind == "oim" && !r.constraints;
  const double chi2 = ratio ? std::max(0.0, 2 * (r.fit.ll - ll_apart)) : tau * tau / variance;
  r.cmd = "biprobit";
  r.title = "Bivariate probit regression";
  r.scalars = {{"rho", std::tanh(tau)}, {"ll_c", ll_apart}, {"chi2_c", chi2},
               {"p_c", numeric::dist::chi2tail(1, chi2)}, {"k_aux", 1}, {"k_eq_model", 2}};
  r.macros = {{"depvar", term_name(written[0].y[0]) + " " + term_name(written[1].y[0])},
              {"chi2_ct", ratio ? "LR" : "Wald"}};
  kit::LikelihoodArgs shown = a;
  shown.y = written[0].y;
  return kit::post_likelihood(shown, d1, vce, std::move(r), c);
}

Command command() {
  auto d = define<Args>("BIPRObit", "Bivariate probit regression");
  d.anything(&Args::body)
      .weights(&Args::weight, {WeightKind::fweight, WeightKind::pweight, WeightKind::iweight})
      .vce(&Args::vce, {"oim", "robust", "cluster"})
      .flag("noCONStant", &Args::no_constant, "no constant terms");
  kit::maximisation_options(d);
  return kit::common_likelihood_results(d)
      .stores({{"e(rho)", "correlation of the two errors"},
               {"e(ll_c)", "log likelihood of the two probits apart"},
               {"e(chi2_c)", "test of rho = 0: likelihood ratio, or Wald with robust variances"},
               {"e(p_c)", "its p-value"},
               {"e(chi2_ct)", "LR or Wald"},
               {"e(k_eq_model)", "2"},
               {"e(k_aux)", "1"}})
      .reference("Greene, W. H. (2018). Econometric Analysis, 8th ed., section 17.9.")
      .remark("biprobit y1 y2 x1 x2 has the same regressors in both equations; biprobit (y1 = x1 x2) (y2 = x1 x3) not.")
      .remark("predict: p11 (default), p10, p01, p00, pmarg1, pmarg2, xb1, xb2.")
      .example("No regressors: the four cells are fitted exactly",
               "sysuse auto\ngenerate dear = price > 6000\nbiprobit dear foreign\npredict double p\n"
               "count if dear & foreign",
               "abs(p[1] - r(N)/74) < 1e-6 & e(chi2_ct) == \"LR\"")
      .example("Different regressors, clustered",
               "sysuse auto\ngenerate dear = price > 6000\n"
               "biprobit (dear = mpg) (foreign = weight), vce(cluster rep78)",
               "e(N_clust) == 5 & e(df_m) == 2 & e(chi2_ct) == \"Wald\"")
      .runs(run);
}

}  // namespace

extern const Command biprobit_command = command();

}  // namespace nqp::commands::biprobit_
