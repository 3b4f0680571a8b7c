// sdid: synthetic difference in differences.
#include <algorithm>
#include <cmath>

#include "interpreter/command/definition.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/did_result.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/kit/results.hpp"
#include "stdlib/numeric/did/synthetic_did.hpp"
#include "stdlib/numeric/rng/draws.hpp"

namespace nqp::commands::sdid_ {
namespace {

using namespace command;

struct Args {
  Terms y;
  Terms rest;
  Sample sample;
  std::string vce = "placebo", method = "sdid", graph;
  int reps = 50, seed = 1;
  double level = 0;
  bool no_graph = false;
};

struct Block {
  numeric::SyntheticSpec spec;
  std::vector<std::size_t> units;      // codes in the order of the rows of y
};

Block block_of(const kit::DidData& d, const std::string& method) {
  const std::vector<double> cohorts = d.cohorts();
  if (cohorts.empty()) throw Error(459, "no treated units");
  if (cohorts.size() > 1)
    throw Error(459, "several dates of adoption", std::nullopt, {"sdid takes one date of treatment"});
  if (d.n() != d.unit.count * d.times.size())
    throw Error(459, "panel is not balanced", std::nullopt, {"xtbalance keeps the units seen in every period"});
  Block b;
  for (const bool treated : {false, true})
    for (std::size_t u = 0; u < d.unit.count; ++u)
      if ((d.unit_cohort[u] != 0) == treated) b.units.push_back(u);
  std::vector<std::size_t> place(d.unit.count);
  for (std::size_t k = 0; k < b.units.size(); ++k) place[b.units[k]] = k;
  b.spec.y = numeric::Matrix(d.unit.count, d.times.size());
  for (std::size_t i = 0; i < d.n(); ++i) {
    const auto t = std::lower_bound(d.times.begin(), d.times.end(), d.time[i]) - d.times.begin();
    b.spec.y(place[static_cast<std::size_t>(d.unit.codes[i])], static_cast<std::size_t>(t)) = d.y[i];
  }
  b.spec.controls = d.units_of(0);
  b.spec.before =
      static_cast<std::size_t>(std::lower_bound(d.times.begin(), d.times.end(), cohorts[0]) - d.times.begin());
  b.spec.method = method == "sc" ? numeric::SyntheticMethod::sc
                  : method == "did" ? numeric::SyntheticMethod::did : numeric::SyntheticMethod::sdid;
  return b;
}

// The effect of as many controls at random as there are treated units: algorithm 4.
double placebo_variance(const Block& b, int reps, int seed, const Context& c) {
  const std::size_t n0 = b.spec.controls, n1 = b.spec.y.rows - n0;
  if (n0 <= n1)
    throw Error(459, "placebo errors need more controls than treated units", std::nullopt,
                {"vce(noinference) leaves the error out"});
  std::vector<double> effects;
  for (int r = 0; r < reps; ++r) {
    c.poll();
    numeric::rng::Generator g(static_cast<std::uint64_t>(seed), static_cast<std::uint64_t>(r) + 1);
    const std::vector<std::size_t> order = numeric::rng::permutation(g, n0);
    numeric::SyntheticSpec s = b.spec;
    s.controls = n0 - n1;
    s.y = numeric::Matrix(n0, b.spec.y.cols);
    for (std::size_t i = 0; i < n0; ++i)
      for (std::size_t t = 0; t < s.y.cols; ++t) s.y(i, t) = b.spec.y(order[i], t);
    effects.push_back(numeric::synthetic_did(s).effect);
  }
  double mean = 0, sum = 0;
  for (const double v : effects) mean += v / double(reps);
  for (const double v : effects) sum += (v - mean) * (v - mean);
  return sum / double(reps);
}

Output run(const Args& a, const Context& c) {
  if (a.y.empty()) {
    kit::DisplayOptions shown;
    shown.level = a.level;
    return kit::replay("sdid", shown, c);
  }
  if (a.rest.size() != 3)
    throw Error(102, "sdid takes four variables", std::nullopt, {"outcome, unit, time, 0/1 treatment"});
  kit::DidRequest q;
  q.y = a.y, q.sample = a.sample, q.level = a.level;
  q.id = a.rest[0].factors[0].pattern, q.time = a.rest[1].factors[0].pattern;
  q.treat = a.rest[2].factors[0].pattern;
  const kit::DidData d = kit::read_did(q, c);
  const Block b = block_of(d, a.method);
  const numeric::Synthetic r = kit::compute(c, [&](numeric::Progress&) { return numeric::synthetic_did(b.spec); });
  kit::Coefficients k;
  k.names = {"ATT"}, k.b = {r.effect};
  k.V = numeric::Matrix(1, 1, a.vce == "placebo" ? placebo_variance(b, a.reps, a.seed, c) : 0);
  Results e = kit::begin_estimates("sdid", "Synthetic difference-in-differences", kit::depvar_name(a.y), c);
  kit::post_scalars(e, {{"N", double(d.n())}, {"N_units", double(d.unit.count)}, {"N_control", double(b.spec.controls)},
                        {"N_treated", double(d.unit.count - b.spec.controls)}, {"T0", double(b.spec.before)},
                        {"ATT", r.effect}, {"zeta", r.zeta}, {"se", a.vce == "placebo" ? std::sqrt(k.V(0, 0)) : NAN}});
  e.macro("method", a.method).macro("vce", a.vce).macro("estimator", "sdid");
  const data::Variable& unit = c.variable(q.id);
  std::vector<std::string> units, times;
  for (std::size_t i = 0; i < b.spec.controls; ++i) {
    const std::size_t row = d.unit.first[b.units[i]];
    units.push_back(unit.is_string() ? std::string(unit.column->text(row)) : kit::value_text(c.frame, unit, row));
  }
  for (std::size_t t = 0; t < b.spec.before; ++t) times.push_back(text::macro_number(d.times[t]));
  e.matrix("omega", kit::named_matrix(numeric::MatrixView(r.omega.data(), r.omega.size(), 1), units, {"weight"}));
  e.matrix("lambda", kit::named_matrix(numeric::MatrixView(r.lambda.data(), r.lambda.size(), 1), times, {"weight"}));
  return kit::did_output(std::move(e), d, k, kit::level_or_default(a.level, c), {}, c);
}

}  // namespace

extern const Command sdid_command =
    define<Args>("sdid", "Synthetic difference in differences")
        .dependent(&Args::y)
        .terms(&Args::rest, {0})
        .replays()
        .if_in(&Args::sample)
        .choice("vce", &Args::vce, {"placebo", "noinference"}, "standard error; default placebo")
        .choice("method", &Args::method, {"sdid", "sc", "did"}, "synthetic DID, synthetic control, DID")
        .integer("reps", &Args::reps, 2, 1000000, "placebo draws; default 50")
        .integer("seed", &Args::seed, 0, 2147483647, "seed of them")
        .flag("noGRaph", &Args::no_graph, "accepted")
        .text("graph", &Args::graph, "accepted")
        .number("Level", &Args::level, 10, 99.99, "confidence level in percent")
        .stores({{"e(ATT)", "the effect"},
                 {"e(se)", "its standard error"},
                 {"e(omega)", "weights of controls"},
                 {"e(lambda)", "weights of periods before"},
                 {"e(zeta)", "penalty of the unit weights"},
                 {"e(T0)", "periods before"},
                 {"e(N_control)", "controls"},
                 {"e(N_treated)", "treated units"},
                 {"e(N)", "observations"},
                 {"e(b)", "ATT"},
                 {"e(V)", "its variance"}})
        .changes(Effect::estimates | Effect::results)
        .reference("Arkhangelsky, D., Athey, S., Hirshberg, D. A., Imbens, G. W. and Wager, S. (2021). American "
                   "Economic Review 111, 4088-4118.")
        .remark("The panel has to be balanced, with one date of treatment.")
        .example("California's Proposition 99",
                 "sysuse prop99\nsdid packspercapita state year treated, vce(noinference)",
                 "abs(e(ATT) + 15.604) < .01 & e(N_control) == 38 & e(T0) == 19")
        .example("Plain difference in differences, placebo errors",
                 "sysuse prop99\nsdid packspercapita state year treated, method(did) reps(10) seed(3)",
                 "abs(e(ATT) + 27.349) < .01 & e(se) > 0")
        .runs(run);

}  // namespace nqp::commands::sdid_
