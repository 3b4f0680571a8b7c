// sdid: synthetic difference in differences.
#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/command/resolve.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/kit/synthetic_effects.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::sdid_ {
namespace {

using namespace command;

struct Args : kit::DisplayOptions {
  Terms y;
  Terms rest;
  Sample sample;
  std::string vce = "placebo", method = "sdid", covariates, weight_options, trend_options, files;
  int reps = 50, seed = 1;
  bool graph = false, no_graph = false, weights = false;
};

// covariates(x1 x2, projected); optimized is the default.
void read_covariates(const Args& a, const Context& c, kit::SyntheticRequest& q) {
  std::string list = a.covariates, kind = "optimized";
  if (const std::size_t comma = list.find(','); comma != std::string::npos)
    kind = kit::lower(kit::trim(std::string_view(list).substr(comma + 1))), list.resize(comma);
  if (kit::trim(list).empty()) return;
  if (kind != "projected" && kind != "optimized")
    throw Error(198, "covariates(…, " + kind + ") not allowed", std::nullopt,
                {"optimized: coefficients found with the weights; projected: those of the untreated units"});
  q.data.x = resolve_terms(*grammar::parse_arguments(list).varlist, c);
  q.optimized = kind == "optimized";
}

// graph_export(stub, .png)
void read_files(const std::string& text, kit::SyntheticRequest& q) {
  if (kit::trim(text).empty()) return;
  const std::size_t comma = text.find(',');
  const bool both = comma != std::string::npos;
  q.stub = both ? kit::unquoted(kit::trim(std::string_view(text).substr(0, comma))) : "";
  q.suffix = kit::unquoted(kit::trim(both ? std::string_view(text).substr(comma + 1) : std::string_view(text)));
  if (!q.suffix.empty() && q.suffix[0] != '.') q.suffix = "." + q.suffix;
  for (const char* known : {".png", ".svg", ".pdf"})
    if (q.suffix == known) return;
  throw Error(198, "graph_export(" + text + ") needs a type of file", std::nullopt,
              {"graph_export(stub, .png), .svg or .pdf"});
}

Output run(const Args& a, const Context& c) {
  if (a.y.empty()) return kit::replay("sdid", a, c);
  if (a.rest.size() != 3)
    throw Error(102, "sdid takes four variables", std::nullopt, {"outcome, unit, time, 0/1 treatment"});
  kit::SyntheticRequest q;
  q.data.y = a.y, q.data.sample = a.sample, q.data.level = a.level;
  q.data.id = a.rest[0].factors[0].pattern, q.data.time = a.rest[1].factors[0].pattern;
  q.data.treat = a.rest[2].factors[0].pattern;
  read_covariates(a, c, q);
  q.method = a.method, q.vce = a.vce, q.reps = a.reps, q.seed = a.seed;
  read_files(a.files, q);
  const bool asked = a.graph || !a.trend_options.empty() || !q.suffix.empty();
  q.trends = !a.no_graph && (asked || a.weights || !a.weight_options.empty());
  q.weights = !a.no_graph && (a.weights || !a.weight_options.empty());
  q.trend_options = a.trend_options, q.weight_options = a.weight_options;
  return kit::estimate_synthetic(q, c);
}

// Two cohorts with an effect of 3 and of 5.
constexpr const char* staggered =
    "clear\nset obs 120\ngenerate id = ceil(_n/10)\ngenerate t = mod(_n - 1, 10) + 1\n"
    "generate byte d = (id <= 2 & t >= 6) | (inrange(id, 3, 4) & t >= 8)\n"
    "generate y = id + mod(id, 3)*t/3 + cond(id <= 2, 3, 5)*d + mod(7*_n, 5)/10\n";

}  // namespace

extern const Command sdid_command =
    define<Args>("sdid", "Synthetic difference in differences")
        .dependent(&Args::y)
        .terms(&Args::rest, {0})
        .replays()
        .if_in(&Args::sample)
        .choice("vce", &Args::vce, {"placebo", "bootstrap", "jackknife", "noinference"},
                "standard error; default placebo")
        .choice("method", &Args::method, {"sdid", "sc", "did"}, "synthetic DID, synthetic control, DID")
        .text("COVariates", &Args::covariates, "x1 x2, optimized (default): coefficients found with the weights; projected: those of controls")
        .integer("reps", &Args::reps, 2, 1000000, "placebo draws; default 50")
        .integer("seed", &Args::seed, 0, 2147483647, "seed of them")
        .flag("graph", &Args::graph, "draw the paths of treated units and controls")
        .flag("g1on", &Args::weights, "draw the unit weights, too")
        .text("g1_opt", &Args::weight_options, "options of the figure of weights, which is drawn")
        .text("g2_opt", &Args::trend_options, "options of the figure of paths")
        .text("graph_export", &Args::files, "stub, .png: files stub + trends# and weights# for each time of adoption")
        .flag("noGRaph", &Args::no_graph, "no figure")
        .number("Level", &Args::level, 10, 99.99, "confidence level in percent")
        .stores({{"e(ATT)", "the effect"},
                 {"e(se)", "its standard error"},
                 {"e(tau)", "effect, time of adoption and weight of each cohort"},
                 {"e(adoption)", "times of adoption"},
                 {"e(omega)", "weights of controls, a column for each cohort"},
                 {"e(lambda)", "weights of periods before"},
                 {"e(series)", "period, weighted controls and treated mean of each cohort"},
                 {"e(zeta)", "penalty of the unit weights of the first cohort"},
                 {"e(T0)", "periods before the first adoption"},
                 {"e(reps)", "replications"},
                 {"e(N_control)", "controls"},
                 {"e(N_treated)", "treated units"},
                 {"e(N_cohorts)", "times of adoption"},
                 {"e(N_clust)", "units"},
                 {"e(N)", "observations"},
                 {"e(b)", "ATT"},
                 {"e(V)", "its variance"}})
        .changes(Effect::estimates | Effect::results | Effect::files)
        .reference("Arkhangelsky, D., Athey, S., Hirshberg, D. A., Imbens, G. W. and Wager, S. (2021). American "
                   "Economic Review 111, 4088-4118.")
        .reference("Clarke, D., Pailanir, D., Athey, S. and Imbens, G. (2023). Synthetic difference-in-differences "
                   "estimation. IZA discussion paper 15907.")
        .remark("The panel has to be balanced. With several times of adoption each cohort is compared with the units "
                "that never adopt; ATT weights cohorts by their treated cells.")
        .remark("vce(bootstrap) draws units and computes all weights again, vce(jackknife) keeps the weights, "
                "vce(placebo) treats controls. The jackknife needs two treated units in each cohort.")
        .example("California's Proposition 99",
                 "sysuse prop99\nsdid packspercapita state year treated, vce(noinference)",
                 "abs(e(ATT) + 15.604) < .01 & e(N_control) == 38 & e(T0) == 19")
        .example("Plain difference in differences, placebo errors",
                 "sysuse prop99\nsdid packspercapita state year treated, method(did) reps(10) seed(3)",
                 "abs(e(ATT) + 27.349) < .01 & e(se) > 0")
        .example("Two times of adoption, with the figure",
                 std::string(staggered) + "sdid y id t d, vce(bootstrap) reps(20) graph g2_opt(name(paths))",
                 "e(N_cohorts) == 2 & abs(e(ATT) - (10*3 + 6*5)/16) < .5 & e(se) > 0")
        .runs(run);

}  // namespace nqp::commands::sdid_
