// spatlsa: local Moran's I under the name and options of Pisati's command.
#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/session.hpp"

namespace nqp::commands::spatlsa_ {
namespace {

using namespace command;

struct Args {
  Variables variable;
  std::string weights, graph, symbol, id;
  bool moran = false, two_tails = false;
};

void act(const Args& a, runtime::Session& s) {
  if (!a.moran) throw Error(198, "spatlsa computes local Moran statistics: option moran");
  if (!a.graph.empty() && a.graph != "moran") throw Error(198, "graph() takes moran");
  s.run_command("moran " + a.variable[0] + ", wmat(" + a.weights + ") local" + (a.graph.empty() ? "" : " graph") +
                (a.id.empty() ? "" : " label(" + a.id + ")"));
}

}  // namespace

extern const Command spatlsa_command =
    define<Args>("spatlsa", "Local measures of spatial autocorrelation")
        .varlist(&Args::variable, {1, 1})
        .text("Weights", &Args::weights, "the weights: a square matrix, rows in the order of the data")
        .required("weights")
        .flag("Moran", &Args::moran, "local Moran's I")
        .flag("Twotail", &Args::two_tails, "two-sided p-values (always)")
        .text("Graph", &Args::graph, "moran: the Moran scatter plot")
        .choice("Symbol", &Args::symbol, {"id", "n"}, "accepted: points carry the names of id()")
        .variable("id", &Args::id, "names of the units")
        .no_by()
        .stores({{"r(local)", "I E sd z p quadrant of every unit"}, {"r(I)", "the global I"}})
        .changes(Effect::results | Effect::process)
        .remark("moran, local with other option names: p-values are two-sided here. Geary's and Getis and Ord's "
                "statistics are not supported.")
        .reference("Pisati, M. (2001). sg162: Tools for spatial data analysis. Stata Technical Bulletin 60, 21-37.")
        .example("Local statistics",
                 "clear\ninput id x n1 n2\n1 2 2 .\n2 3 1 3\n3 7 2 4\n4 8 3 .\nend\n"
                 "spatwmat, name(W) id(id) contiguity(n1 n2) standardize\nspatlsa x, weights(W) moran id(id)\n"
                 "matrix L = r(local)",
                 "abs((L[1,1] + L[2,1] + L[3,1] + L[4,1])/4 - .5384615) < 1e-7")
        .example("It needs to know what", "capture spatlsa x, weights(W)", "_rc != 0")
        .acts(act);

}  // namespace nqp::commands::spatlsa_
