// predict: fitted values, residuals and other statistics of the last estimates as a new variable.
#include "interpreter/command/definition.hpp"
#include "stdlib/kit/components.hpp"
#include "stdlib/kit/new_variable.hpp"
#include "stdlib/kit/prediction.hpp"
#include "stdlib/kit/results.hpp"
#include "stdlib/kit/sample.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::predict_ {
namespace {

using namespace command;

struct Args {
  std::vector<NewVariable> variable;
  Sample sample;
  std::vector<ast::Option> options;
};

struct Choice {
  const kit::PredictionStatistic* statistic = nullptr;
  std::string argument, equation;
  bool assumed = false;
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

Output run(const Args& a, const Context& c) {
  if (!c.e) throw Error(301, "last estimates not found", std::nullopt, {"run an estimation command first"});
  const Results& e = c.e->results;
  if (e.macro_or("cmd") == "pca" || e.macro_or("cmd") == "factor")
    return kit::predict_components(a.variable, a.sample, a.options, c);
  if (a.variable.size() > 1) throw Error(103, "too many variables specified: one is predicted at a time");
  const Choice choice = choose(a, e);
  const NewVariable& target = a.variable.front();
  kit::check_new_name(c, target.name);
  std::vector<double> values = choice.statistic->compute({c, e, choice.argument, choice.equation});
  restrict_values(values, a, choice.statistic->sample_only, c);

  const data::Storage storage =
      target.type.empty() ? kit::default_storage(c) : data::parse_type(target.type)->storage;
  data::Variable v;
  v.name = target.name;
  v.column = data::make_numeric(storage, values);
  v.format = data::default_format(v.column->type());
  v.label = choice.statistic->label;
  Output out;
  if (choice.assumed) out.line("(option " + kit::lower(choice.statistic->option) + " assumed; " + v.label + ")");
  const std::size_t missing = v.column->facts().missing_count;
  if (missing > 0) out.line(kit::count_of(missing, "missing value generated", "missing values generated"));
  data::Frame f = c.frame;
  f.add(std::move(v));
  out.frame = std::move(f);
  return out;
}

}  // namespace

extern const Command predict_command =
    define<Args>("predict", "Predictions, residuals and influence after estimation")
        .new_variables(&Args::variable)
        .if_in(&Args::sample)
        .any_options(&Args::options)
        .no_by()
        .changes(Effect::data)
        .reference("Belsley, D. A., Kuh, E. and Welsch, R. E. (1980). Regression Diagnostics, chapter 2.")
        .remark("regress: xb residuals stdp stdf stdr hat leverage cooksd rstandard rstudent dfbeta(x) dfits covratio.")
        .remark("xtreg: xb stdp ue xbu u e. areg and reghdfe: xb stdp residuals d xbd dresiduals; reghdfe needs its "
                "option residuals() for all but xb and stdp.")
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
