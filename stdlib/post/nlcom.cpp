// nlcom: functions of coefficients, with standard errors by the delta method.
#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/coefficient_table.hpp"
#include "stdlib/kit/delta_method.hpp"
#include "stdlib/kit/options_of.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/kit/sample.hpp"

namespace nqp::commands::nlcom_ {
namespace {

using namespace command;

struct Args {
  std::string raw;
};

double option_number(const ast::Option* o, double otherwise, const Context& c) {
  return o ? eval::evaluate_number(*grammar::parse_expression(o->argument), c.scope) : otherwise;
}

// e() with the functions in place of the coefficients: what is shown, and what post leaves.
Results as_estimates(const std::vector<kit::NamedFunction>& functions, const kit::DeltaMethod& d, double df,
                     const Context& c) {
  std::vector<std::string> names;
  for (const kit::NamedFunction& f : functions) names.push_back(f.name);
  Results e;
  e.macro("cmd", "nlcom").macro("title", "Nonlinear combinations").macro("cmdline", c.command_line);
  e.macro("properties", "b V");
  e.scalar("N", c.e->results.scalar_or("N"));
  if (df > 0) e.scalar("df_r", df);
  e.matrix("b", kit::named_row(d.values, "y1", names)).matrix("V", kit::named_matrix(d.V, names, names));
  return e;
}

Output run(const Args& a, const Context& c) {
  if (!c.e) throw Error(301, "last estimates not found", std::nullopt, {"run an estimation command first"});
  kit::BodyAndOptions line = kit::split_options(a.raw);
  const bool post = line.find("post") != nullptr, header = line.find("NOHEADer") == nullptr;
  kit::TableOptions options;
  const ast::Option* level = line.find("Level");
  options.level = level ? kit::read_level(*level) : c.settings.level;
  const double df = option_number(line.find("df"), 0, c);
  line.find("ITERate");
  line.check_all_known();

  const std::vector<kit::NamedFunction> functions = kit::read_functions(line.body);
  std::vector<ast::ExpressionPtr> trees;
  for (const kit::NamedFunction& f : functions) trees.push_back(f.function);
  Results e = as_estimates(functions, kit::delta_method(trees, c.e->results, c), df, c);
  const std::vector<kit::CoefficientRow> rows = kit::coefficient_rows(e, options.level);
  Output out;
  if (header) {
    out.document.blank();
    for (const kit::NamedFunction& f : functions) out.line(text::pad_left(f.name + ":  ", 16) + f.text);
  }
  out.document.blank();
  out.document.append(
      kit::coefficient_table(rows, e, c.e->results.macro_or("depvar"), c.frame, options, c.settings.linesize));
  Results r;
  if (df > 0) r.scalar("df_r", df);
  r.matrix("b", *e.find_matrix("b")).matrix("V", *e.find_matrix("V"));
  r.matrix("table", kit::result_table(rows, e, false));
  out.r = std::move(r);
  if (!post) return out;
  out.e.emplace();
  out.e->results = std::move(e);
  if (c.e->sample_id != 0) out.sample = kit::last_sample(c).use;
  return out;
}

}  // namespace

extern const Command nlcom_command =
    define<Args>("nlcom", "Nonlinear combinations of coefficients")
        .raw(&Args::raw)
        .stores({{"r(b)", "the combinations"},
                 {"r(V)", "their variances and covariances"},
                 {"r(table)", "combinations, standard errors, tests and intervals"},
                 {"r(df_r)", "degrees of freedom, with df()"},
                 {"e(b)", "the combinations, with post"},
                 {"e(V)", "their variances and covariances, with post"},
                 {"e(N)", "number of observations, with post"},
                 {"e(cmd)", "nlcom, with post"}})
        .changes(Effect::results | Effect::estimates)
        .reference("Oehlert, G. W. (1992). A note on the delta method. The American Statistician 46, 27-29.")
        .remark(
            "Coefficients are written _b[x] or [eq]_b[x]. Several combinations stand in parentheses, each with a "
            "name if one is wanted: nlcom (ratio: _b[x]/_b[z]) (_b[x]^2). Tests are normal unless df(#) is given.")
        .remark("Options: level(#), post, df(#), noheader.")
        .example("A turning point",
                 "sysuse auto\nregress price c.mpg##c.mpg\nnlcom -_b[mpg]/(2*_b[c.mpg#c.mpg])\nmatrix b = r(b)",
                 "abs(b[1,1] + _b[mpg]/(2*_b[c.mpg#c.mpg])) < 1e-10")
        .example("Two named combinations in place of the coefficients",
                 "sysuse auto\nregress price mpg weight\n"
                 "nlcom (ratio: _b[mpg]/_b[weight]) (twice: 2*_b[mpg]), post df(20)\ntest twice",
                 "e(cmd) == \"nlcom\" & e(N) == 74 & r(df_r) == 20 & abs(r(F) - (_b[twice]/_se[twice])^2) < 1e-9")
        .example("For a linear combination the delta method is exact",
                 "sysuse auto\nregress price mpg weight\nlincom mpg + 2*weight\nscalar se = r(se)\n"
                 "nlcom _b[mpg] + 2*_b[weight], df(71)\nmatrix V = r(V)\nmatrix t = r(table)",
                 "abs(sqrt(V[1,1])/se - 1) < 1e-8 & r(df_r) == 71")
        .runs(run);

}  // namespace nqp::commands::nlcom_
