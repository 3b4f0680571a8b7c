// did_multiplegt: the front of the commands of de Chaisemartin and D'Haultfoeuille.
#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/session.hpp"
#include "stdlib/kit/options_of.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::did_multiplegt_ {
namespace {

using namespace command;
using kit::BodyAndOptions;
using runtime::Session;

struct Args {
  std::string body;
  std::vector<ast::Option> options;
};

// "Effect_1" as the old command counts: from 0.
std::string old_name(const std::string& name) {
  const std::size_t at = name.find("ffect_");
  if (at == std::string::npos || at + 6 >= name.size() || name[at + 6] < '1' || name[at + 6] > '9') return name;
  return name.substr(0, at + 6) + std::to_string(std::stoi(name.substr(at + 6)) - 1);
}

void rename_to_old(Results& e) {
  Results out;
  for (const auto& [name, x] : e.scalars) out.scalar(old_name(name), x);
  for (const auto& [name, text] : e.macros) out.macro(name, text);
  for (auto& [name, m] : e.matrices) {
    for (std::string& row : m.row_names) row = old_name(row);
    for (std::string& column : m.column_names) column = old_name(column);
    out.matrix(name, m);
  }
  e = std::move(out);
}

std::string typed(const ast::Option& o) { return " " + o.name + (o.has_argument ? "(" + o.argument + ")" : ""); }

// Y G T D, robust_dynamic dynamic(k) placebo(p): the effects of did_multiplegt_dyn, whose first one is Effect_0 here.
void run_old(const std::string& variables, BodyAndOptions& line, Session& s) {
  if (!line.find("robust_dynamic"))
    throw Error(198, "did_multiplegt needs a mode or robust_dynamic", std::nullopt,
                {"did_multiplegt (dyn) Y G T D, effects(#) placebo(#)", "did_multiplegt Y G T D, robust_dynamic "
                 "dynamic(#) placebo(#)"});
  const ast::Option *dynamic = line.find("dynamic"), *placebo = line.find("placebo"), *cluster = line.find("cluster");
  for (const char* without_effect : {"breps", "seed", "longdiff_placebo", "average_effect"}) line.find(without_effect);
  line.check_all_known();
  const double effects = dynamic ? s.number(dynamic->argument) + 1 : 1;
  std::string command = "did_multiplegt_dyn " + variables + ", effects(" + std::to_string(int(effects)) + ")";
  if (placebo) command += " placebo(" + placebo->argument + ")";
  if (cluster) command += " cluster(" + cluster->argument + ")";
  s.run_command(command);
  rename_to_old(s.estimates_slot()->results);
  s.say("note: standard errors are analytic, and placebos compare with the period before the switch "
        "(longdiff_placebo); e() counts effects from Effect_0", report::Style::note);
}

void act(const Args& a, Session& s) {
  BodyAndOptions line;
  line.options = a.options;
  std::string_view body = kit::trim(a.body);
  if (body.empty() || body[0] != '(') return run_old(std::string(body), line, s);
  const std::size_t close = body.find(')');
  const std::string mode(kit::trim(body.substr(1, std::min(close, body.size()) - 1)));
  const std::string variables(close == std::string_view::npos ? "" : kit::trim(body.substr(close + 1)));
  if (mode == "old") return run_old(variables, line, s);
  if (mode != "dyn")
    throw Error(198, "did_multiplegt (" + mode + ") is not available", std::nullopt, {"the modes are dyn and old"});
  std::string options;
  for (const ast::Option& o : a.options) options += typed(o);
  s.run_command("did_multiplegt_dyn " + variables + (options.empty() ? "" : "," + options));
}

constexpr const char* switchers =
    "clear\nset obs 96\ngenerate id = ceil(_n/8)\ngenerate t = mod(_n - 1, 8) + 1\n"
    "generate g = cond(id <= 3, 4, cond(id <= 6, 6, 0))\ngenerate byte d = g > 0 & t >= g\n"
    "generate y = id + t + 2*d + mod(7*_n, 5)/10\n";

}  // namespace

extern const Command did_multiplegt_command =
    define<Args>("did_multiplegt", "Effects of switching treatments: the front of did_multiplegt_dyn")
        .anything(&Args::body)
        .any_options(&Args::options)
        .changes(Effect::estimates | Effect::results)
        .remark("did_multiplegt (dyn) Y G T D is did_multiplegt_dyn. Y G T D, robust_dynamic dynamic(#) placebo(#) of "
                "the old command has the same effects, counted from Effect_0; its standard errors were bootstrapped "
                "(breps(), seed()) and are analytic here.")
        .example("The dynamic mode",
                 std::string(switchers) + "did_multiplegt (dyn) y id t d, effects(2) graph_off\n"
                                          "scalar b = e(Effect_2)\n"
                                          "did_multiplegt_dyn y id t d, effects(2) graph_off",
                 "b == e(Effect_2)")
        .example("The old command",
                 std::string(switchers) + "did_multiplegt_dyn y id t d, effects(2) graph_off\nscalar b = e(Effect_2)\n"
                                          "did_multiplegt y id t d, robust_dynamic dynamic(1) breps(20) cluster(id)",
                 "b == e(Effect_1) & b == _b[Effect_1] & el(e(estimates), 2, 1) == b")
        .acts(act);

}  // namespace nqp::commands::did_multiplegt_
