// predict: fitted values, residuals and other statistics of the last estimates as a new variable.
#include "interpreter/command/definition.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/components.hpp"
#include "stdlib/kit/new_variable.hpp"
#include "stdlib/kit/outcome_categories.hpp"
#include "stdlib/kit/prediction.hpp"
#include "stdlib/kit/results.hpp"
#include "stdlib/kit/sample.hpp"
#include "stdlib/kit/stored_likelihood.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::predict_ {
namespace {

using namespace command;

struct Args {
  std::string targets;
  Sample sample;
  std::vector<ast::Option> options;
};

struct Choice {
  const kit::PredictionStatistic* statistic = nullptr;
  std::string argument, equation, outcome;
  bool assumed = false, no_offset = false, standardised = false, studentised = false;
};

[[noreturn]] void unknown_statistic(const ast::Option& o, const std::vector<kit::PredictionStatistic>& known,
                                    const Results& e) {
  std::string names;
  for (const kit::PredictionStatistic& s : known) names += (names.empty() ? "" : ", ") + kit::lower(s.option);
  throw Error(198, "option " + o.name + " not allowed", o.name_span,
              {"after " + e.macro_or("cmd") + " predict computes " + names});
}

Choice choose(const Args& a, const Results& e) {
  const std::vector<kit::PredictionStatistic>& known = kit::prediction_statistics(e);
  Choice out;
  for (const ast::Option& o : a.options) {
    if (kit::abbreviates(o.name, "EQuation")) {
      out.equation = o.argument;
      continue;
    }
    if (kit::abbreviates(o.name, "Outcome") || kit::abbreviates(o.name, "TLevel")) {
      out.outcome = o.argument;
      continue;
    }
    if (o.name == "nooffset") {
      out.no_offset = true;
      continue;
    }
    if (kit::abbreviates(o.name, "STAndardized") || kit::abbreviates(o.name, "STUdentized")) {
      (o.name[2] == 'a' ? out.standardised : out.studentised) = true;
      continue;
    }
    const kit::PredictionStatistic* match = nullptr;
    for (const kit::PredictionStatistic& s : known)
      if (!match && kit::abbreviates(kit::lower(o.name), s.option)) match = &s;
    if (!match) unknown_statistic(o, known, e);
    if (out.statistic)
      throw Error(198, "only one statistic may be predicted at a time", o.name_span);
    out.statistic = match;
    out.argument = o.argument;
  }
  out.assumed = out.statistic == nullptr;
  if (out.assumed) out.statistic = &known.front();
  if ((out.standardised || out.studentised) && !out.statistic->residual)
    throw Error(198, "standardized and studentized go with a residual of glm", std::nullopt,
                {"response, pearson, deviance, anscombe, likelihood or working"});
  return out;
}

// Values outside if, in and (where the statistic is defined there only) e(sample) become `.`.
void restrict_values(std::vector<double>& values, const Args& a, bool sample_only, const Context& c) {
  std::vector<std::uint8_t> use = c.select(a.sample);
  if (sample_only) {
    const std::vector<std::uint8_t> estimated = kit::last_sample(c).use;
    for (std::size_t i = 0; i < use.size(); ++i) use[i] = use[i] && estimated[i];
  }
  for (std::size_t i = 0; i < values.size(); ++i)
    if (!use[i]) values[i] = data::missing;
}

bool predicts_outcomes(const Choice& choice, const Results& e) {
  return (e.find_matrix("out") || e.find_matrix("cat")) && choice.statistic->option == "Pr";
}

bool predicts_scores(const Choice& choice, const Results& e) {
  return kit::lower(choice.statistic->option).rfind("score", 0) == 0 && kit::has_stored_likelihood(e.macro_or("cmd"));
}

// How many variables the statistic can fill: one for each outcome, or a score for each equation.
std::size_t most_variables(const Choice& choice, const Results& e) {
  if (predicts_outcomes(choice, e)) return kit::outcome_values(e).size();
  return predicts_scores(choice, e) ? kit::score_equations(e) : 1;
}

// Several new variables take the probabilities of all outcomes, or the scores of all equations.
void require_all(std::size_t variables, const Choice& choice, const Results& e) {
  const std::size_t most = most_variables(choice, e);
  if (most == 1) throw Error(103, "too many variables specified: one is predicted at a time");
  const char* what = predicts_outcomes(choice, e) ? " outcomes" : " equations";
  if (variables != most)
    throw Error(variables < most ? 102 : 103, "the model has " + std::to_string(most) + what +
                                                  ": as many new variables are needed, or one with " +
                                                  (predicts_outcomes(choice, e) ? "outcome()" : "equation()"));
}

// "double p*" → "double p1 p2 p3".
std::string without_stub(const std::string& targets, std::size_t most) {
  const std::string text(kit::trim(targets));
  if (text.empty() || text.back() != '*') return text;
  const std::size_t begin = text.find_last_of(" \t") == std::string::npos ? 0 : text.find_last_of(" \t") + 1;
  const std::string stub = text.substr(begin, text.size() - begin - 1);
  std::string out = text.substr(0, begin);
  for (std::size_t k = 1; k <= most; ++k) out += " " + stub + std::to_string(k);
  return out;
}

std::string label_of(const Choice& choice, const std::string& outcome, const Results& e) {
  const bool categorical = e.find_matrix("out") || e.find_matrix("cat");
  if (!categorical || choice.statistic->option != "Pr") return choice.statistic->label;
  const double value = kit::outcome_values(e)[kit::outcome_place(e, outcome)];
  return "Pr(" + e.macro_or("depvar") + "==" + text::macro_number(value) + ")";
}

data::Variable new_variable_of(const NewVariable& target, const std::vector<double>& values, std::string label,
                               const Context& c) {
  data::Variable v;
  v.name = target.name;
  v.column = data::make_numeric(
      target.type.empty() ? kit::default_storage(c) : data::parse_type(target.type)->storage, values);
  v.format = data::default_format(v.column->type());
  v.label = std::move(label);
  return v;
}

Output run(const Args& a, const Context& c) {
  if (!c.e) throw Error(301, "last estimates not found", std::nullopt, {"run an estimation command first"});
  Results e = c.e->results;
  if (e.macro_or("cmd") == "pca" || e.macro_or("cmd") == "factor")
    return kit::predict_components(
        resolve_new_variables(without_stub(a.targets, static_cast<std::size_t>(e.scalar_or("f", 1))), c), a.sample,
        a.options, c);
  const Choice choice = choose(a, e);
  if (choice.no_offset) e.macro("offset", "");
  const std::string targets = without_stub(a.targets, most_variables(choice, e));
  const std::vector<NewVariable> variables = resolve_new_variables(targets, c);
  if (variables.empty()) throw Error(100, "varlist required", std::nullopt, {"predict newvar, statistic"});
  const bool several = variables.size() > 1;
  if (several) require_all(variables.size(), choice, e);
  Output out;
  data::Frame f = c.frame;
  for (std::size_t k = 0; k < variables.size(); ++k) {
    const NewVariable& target = variables[k];
    kit::check_new_name(c, target.name);
    const std::string place = "#" + std::to_string(k + 1);
    const bool outcomes = several && predicts_outcomes(choice, e);
    const std::string outcome = outcomes ? place : choice.outcome;
    const std::string equation = several && !outcomes ? place : choice.equation;
    std::vector<double> values = choice.statistic->compute(
        {c, e, choice.argument, equation, outcome, choice.standardised, choice.studentised});
    restrict_values(values, a, choice.statistic->sample_only, c);
    data::Variable v = new_variable_of(target, values, label_of(choice, outcome, e), c);
    if (choice.assumed && k == 0)
      out.line("(option " + kit::lower(choice.statistic->option) + " assumed; " + choice.statistic->label + ")");
    const std::size_t missing = v.column->facts().missing_count;
    if (missing > 0 && k == 0)
      out.line(kit::count_of(missing, "missing value generated", "missing values generated"));
    f.add(std::move(v));
  }
  out.frame = std::move(f);
  return out;
}

}  // namespace

extern const Command predict_command =
    define<Args>("predict", "Predictions, residuals and influence after estimation")
        .anything(&Args::targets)
        .if_in(&Args::sample)
        .any_options(&Args::options)
        .no_by()
        .changes(Effect::data)
        .reference("Belsley, D. A., Kuh, E. and Welsch, R. E. (1980). Regression Diagnostics, chapter 2.")
        .remark("regress: xb residuals stdp stdf stdr hat leverage cooksd rstandard rstudent dfbeta(x) dfits covratio.")
        .remark("xtreg: xb stdp ue xbu u e. areg and reghdfe: xb stdp residuals d xbd dresiduals; reghdfe needs its "
                "option residuals() for all but xb and stdp.")
        .remark("Binary and count models: pr or n, xb, stdp, residuals. tobit, intreg, truncreg: pr(a,b) e(a,b) "
                "ystar(a,b). Ordered and multinomial models: pr of outcome(), or of all outcomes with as many new "
                "variables or a stub*. heckman: xb xbsel psel mills ycond yexpected. glm: mu "
                "xb stdp, and response pearson deviance anscombe working likelihood (each also standardized or "
                "studentized), score hat cooksd. nooffset leaves the offset out; score gives derivatives of the log "
                "likelihood in the index, equation() names it.")
        .example("Residuals add up to zero",
                 "clear\nset obs 10\ngenerate x = mod(_n, 4)\ngenerate y = x^2\nregress y x\n"
                 "predict double r, residuals\nsummarize r",
                 "abs(r(mean)) < 1e-12")
        .example("Fitted values plus residuals are the data",
                 "clear\nset obs 10\ngenerate x = mod(_n, 4)\ngenerate y = x^2\nregress y x\npredict double fit\n"
                 "predict double r, res",
                 "abs(fit[3] + r[3] - y[3]) < 1e-12")
        .runs(run);

}  // namespace nqp::commands::predict_
