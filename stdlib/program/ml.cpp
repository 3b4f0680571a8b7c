// ml: maximum likelihood with an evaluator that the user writes as a program.
#include <fmt/format.h>

#include <cmath>

#include "grammar/ast/error.hpp"
#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/kit/options_of.hpp"
#include "stdlib/kit/user_evaluator.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::ml_ {
namespace {

using namespace command;
using runtime::Session;

struct Args {
  std::string line;
};

// maximize and display share how results are shown.
kit::LikelihoodArgs shown_as(kit::BodyAndOptions& o, Session& s) {
  kit::LikelihoodArgs a;
  if (const ast::Option* level = o.find("Level")) a.level = kit::read_level(*level);
  if (const ast::Option* most = o.find("ITERate")) a.iterations = static_cast<int>(s.number(most->argument));
  a.no_header = o.find("noHEader");
  a.no_log = o.find("noLOg");
  a.base_levels = o.find("BASElevels");
  for (const char* accepted :
       {"DIFficult",     "TECHnique", "LOg",        "TRace",       "GRADient",   "HESSian",       "SHOWSTEP",
        "SHOWTOLerance", "TOLerance", "LTOLerance", "NRTOLerance", "QTOLerance", "NONRTOLerance", "REPeat",
        "noCLEAR",       "SHOWEQns",  "FIRST",      "NEQ",         "PLus",       "noFOOTnote",    "noFOOter",
        "BOunds",        "NOWARNing", "WARNing",    "noVSQUISH",   "CFORMAT",    "HALFSTEPonly"})
    o.find(accepted);
  return a;
}

std::string exponentiated(kit::BodyAndOptions& o) {
  if (const ast::Option* eform = o.find("EForm"))
    return eform->argument.empty() ? "exp(b)" : kit::unquoted(kit::trim(eform->argument));
  for (const auto& [option, heading] :
       {std::pair{"OR", "Odds ratio"}, {"HR", "Haz. ratio"}, {"IRR", "IRR"}, {"SHR", "SHR"}, {"RRR", "RRR"}})
    if (o.find(option)) return heading;
  return {};
}

void maximise(const std::string& rest, Session& s) {
  kit::BodyAndOptions o = kit::split_options(rest);
  const kit::LikelihoodArgs a = shown_as(o, s);
  const std::string eform = exponentiated(o);
  const ast::Option* search = o.find("SEArch");
  const bool quiet = o.find("noOUTput");
  o.check_all_known();
  kit::maximise_user_likelihood(a, !search || search->argument != "off", !quiet, eform, s);
}

void display(const std::string& rest, Session& s) {
  kit::BodyAndOptions o = kit::split_options(rest);
  const kit::LikelihoodArgs a = shown_as(o, s);
  const std::string eform = exponentiated(o);
  o.check_all_known();
  if (!s.estimates() || s.estimates()->results.macro_or("opt") != "ml")
    throw Error(301, "last estimates not found", std::nullopt, {"ml maximize makes estimates that ml display shows"});
  const Output out =
      kit::replay(s.estimates()->results.macro_or("cmd"), kit::likelihood_display(a, eform), s.context());
  if (out.r) s.r() = *out.r;
  s.show(out.document);
}

kit::UserLikelihood& model(Session& s) {
  kit::UserLikelihood& m = s.state<kit::UserLikelihood>();
  if (!m.defined) throw Error(304, "ml model not found", std::nullopt, {"ml model lf prog (y = x1 x2) defines one"});
  return m;
}

void check(Session& s) {
  const double ll = kit::check_user_likelihood(s);
  s.say("evaluator " + model(s).program + ": the log likelihood at the starting values is " +
        (std::isnan(ll) ? std::string("missing; ml init sets others, and ml maximize searches")
                        : text::trimmed(text::format_number(ll, "%10.0g"))));
}

void query(Session& s) {
  const kit::UserLikelihood& m = model(s);
  std::string names;
  for (const ast::Interaction& y : m.ys) names += " " + term_name(y);
  s.say("Settings for ml");
  s.say("  method:              " + m.method);
  s.say("  evaluator:           " + m.program);
  s.say("  dependent variables:" + (names.empty() ? " none" : names));
  for (const kit::UserEquation& q : m.equations) {
    std::string terms;
    for (const ast::Interaction& t : q.x) terms += " " + term_name(t);
    s.say("  equation " + q.name + ":" + terms + (q.constant ? " _cons" : ""));
  }
}

void act(const Args& a, Session& s) {
  std::string_view line = a.line;
  std::string word = kit::take_word(line);
  std::string rest(line);
  if (const std::size_t comma = word.find(','); comma != std::string::npos) {
    rest = word.substr(comma) + rest;
    word.resize(comma);
  }
  const auto is = [&](const char* full) { return kit::abbreviates(word, full); };
  if (is("MODel")) return kit::define_user_likelihood(rest, s);
  if (is("MAXimize")) return maximise(rest, s);
  if (is("DIsplay") || is("MLOut")) return display(rest, s);
  if (is("INIt")) return kit::read_user_start(std::string(kit::trim(rest)), model(s), s);
  if (is("CHeck")) return check(s);
  if (is("Query") || is("REPort")) return query(s);
  if (is("CLEAR")) return void(s.state<kit::UserLikelihood>() = {});
  if (is("SEArch") || is("TRace") || is("COunt")) return void(model(s));  // maximize searches by itself
  throw Error(198, "invalid subcommand of ml: " + word, std::nullopt,
              {"ml model, init, check, query, maximize, display, clear"});
}

}  // namespace

extern const Command ml_command =
    define<Args>("ml", "Maximum likelihood with a program of your own")
        .raw(&Args::line)
        .no_by()
        .changes(Effect::estimates | Effect::results | Effect::process)
        .stores({{"e(N)", "number of observations"},
                 {"e(ll)", "log likelihood"},
                 {"e(df_m)", "slopes of the first equation"},
                 {"e(chi2)", "Wald test of these"},
                 {"e(p)", "its p-value"},
                 {"e(rank)", "rank of e(V)"},
                 {"e(k)", "number of parameters"},
                 {"e(k_eq)", "number of equations"},
                 {"e(ic)", "iterations"},
                 {"e(converged)", "1 when converged"},
                 {"e(b)", "coefficients"},
                 {"e(V)", "their variances and covariances"},
                 {"e(cmd)", "ml"},
                 {"e(opt)", "ml"},
                 {"e(user)", "name of the evaluator"},
                 {"e(ml_method)", "method"},
                 {"e(depvar)", "dependent variables"}})
        .remark(
            "ml model lf prog (y = x1 x2) (lnsigma:) [if] [in] [weight] [, vce() init() title() waldtest(#) maximize] "
            "defines the model, ml maximize estimates it, ml display shows it again. ml init eq:x=1 /lnsigma=0 sets "
            "starting values, ml check runs the evaluator once, ml query describes the model.")
        .remark(
            "Method lf: the program gets lnf theta1 theta2 … (variables) and fills in lnf, the log likelihood of every "
            "row. lf0, lf1, lf2: it gets todo b lnf. d0, d1, d2: it gets todo b lnf, and lnf is a scalar: mleval and "
            "mlsum do the work. Derivatives are always numerical, so todo is 0.")
        .remark(
            "While the program runs the data hold the rows of the sample only; $ML_y1 $ML_y2 … are the dependent "
            "variables, $ML_samp marks the sample and $ML_w holds the weights. Weights are applied by ml.")
        .reference("Gould, W., Pitblado, J. and Poi, B. (2010). Maximum Likelihood Estimation with Stata. Stata Press.")
        .example(
            "Probit by hand",
            "sysuse auto\nprogram myprobit\n  args lnf xb\n  quietly replace `lnf' = ln(normal(`xb')) if $ML_y1 == 1\n"
            "  quietly replace `lnf' = ln(normal(-`xb')) if $ML_y1 == 0\nend\n"
            "probit foreign mpg weight, nolog\nscalar B = _b[mpg]\nscalar S = _se[mpg]\nscalar L = e(ll)\n"
            "ml model lf myprobit (foreign = mpg weight)\nml maximize, nolog",
            "abs(_b[mpg] - B) < 1e-7 & abs(_se[mpg] - S) < 1e-7 & abs(e(ll) - L) < 1e-9 & e(converged) == 1")
        .example("A second equation: the log of a standard deviation",
                 "sysuse auto\nprogram mynormal\n  args lnf mu lnsigma\n"
                 "  quietly replace `lnf' = ln(normalden($ML_y1, `mu', exp(`lnsigma')))\nend\n"
                 "regress mpg weight\nscalar B = _b[weight]\nscalar L = e(ll)\n"
                 "ml model lf mynormal (mu: mpg = weight) /lnsigma, vce(robust)\nml maximize\nml display, level(90)",
                 "abs([mu]_b[weight] - B) < 1e-8 & abs(e(ll) - L) < 1e-8 & e(k_eq) == 2")
        .acts(act);

}  // namespace nqp::commands::ml_
