// testnl: Wald tests of nonlinear restrictions.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/delta_method.hpp"
#include "stdlib/kit/header.hpp"
#include "stdlib/kit/options_of.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/vce/wald.hpp"

namespace nqp::commands::testnl_ {
namespace {

using namespace command;

struct Args {
  std::string raw;
};

struct Restriction {
  std::string text;
  ast::ExpressionPtr function;  // zero under the hypothesis
};

// "a = b = c" is a - b = 0 and a - c = 0.
void read_equalities(const std::string& text, std::vector<Restriction>& out) {
  std::vector<std::string> sides;
  std::string_view rest = text;
  for (std::size_t at = kit::find_outside(rest, '='); at != std::string::npos; at = kit::find_outside(rest, '=')) {
    sides.emplace_back(kit::trim(rest.substr(0, at)));
    rest.remove_prefix(at + 1);
    if (!rest.empty() && rest.front() == '=') rest.remove_prefix(1);
  }
  sides.emplace_back(kit::trim(rest));
  if (sides.size() < 2)
    throw Error(198, "testnl needs an equation", std::nullopt, {"for example: testnl _b[x1]/_b[x2] = 1"});
  for (std::size_t i = 1; i < sides.size(); ++i)
    out.push_back({sides[0] + " = " + sides[i], grammar::parse_expression("(" + sides[0] + ")-(" + sides[i] + ")")});
}

std::vector<Restriction> read_restrictions(const std::string& text) {
  if (text.empty())
    throw Error(100, "an equation is required", std::nullopt, {"for example: testnl _b[x1]/_b[x2] = 1"});
  std::vector<Restriction> out;
  const std::vector<kit::Piece> pieces = kit::split_pieces(text);
  const bool listed = std::all_of(pieces.begin(), pieces.end(), [](const kit::Piece& p) { return p.grouped; });
  if (!listed) read_equalities(text, out);
  else
    for (const kit::Piece& p : pieces) read_equalities(p.text, out);
  return out;
}

Output run(const Args& a, const Context& c) {
  if (!c.e) throw Error(301, "last estimates not found", std::nullopt, {"run an estimation command first"});
  kit::BodyAndOptions line = kit::split_options(a.raw);
  const ast::Option* given = line.find("df");
  const double df_r = given ? eval::evaluate_number(*grammar::parse_expression(given->argument), c.scope) : 0;
  line.find("ITERate");
  line.check_all_known();
  const std::vector<Restriction> restrictions = read_restrictions(line.body);
  std::vector<ast::ExpressionPtr> functions;
  for (const Restriction& x : restrictions) functions.push_back(x.function);
  const kit::DeltaMethod d = kit::delta_method(functions, c.e->results, c);
  const std::vector<double> zeros(functions.size(), 0.0);
  const numeric::Wald wald = kit::compute(
      c, [&](numeric::Progress&) { return numeric::wald(numeric::identity(functions.size()), zeros, d.values, d.V); });

  Output out;
  out.document.blank();
  for (std::size_t i = 0; i < restrictions.size(); ++i)
    out.line(fmt::format("  ({})  {}", i + 1, restrictions[i].text));
  out.document.blank();
  Results r;
  r.scalar("df", wald.df);
  const double p =
      kit::stored(df_r > 0 ? numeric::dist::Ftail(wald.df, df_r, wald.F) : numeric::dist::chi2tail(wald.df, wald.chi2));
  const std::string head =
      df_r > 0 ? fmt::format("F({:.0f}, {:.0f})", wald.df, df_r) : fmt::format("chi2({:.0f})", wald.df);
  const double statistic = kit::stored(df_r > 0 ? wald.F : wald.chi2);
  out.line(fmt::format("{:>20} = {:>8}", head, kit::fixed_text(statistic, 2)));
  out.line(fmt::format("{:>20} = {:>8}", df_r > 0 ? "Prob > F" : "Prob > chi2", kit::fixed_text(p, 4)));
  if (df_r > 0) r.scalar("df_r", df_r);
  r.scalar(df_r > 0 ? "F" : "chi2", statistic).scalar("p", p);
  out.r = std::move(r);
  return out;
}

}  // namespace

extern const Command testnl_command =
    define<Args>("testnl", "Test nonlinear hypotheses after estimation")
        .raw(&Args::raw)
        .stores({{"r(chi2)", "Wald statistic"},
                 {"r(F)", "F statistic, with df()"},
                 {"r(df)", "number of independent restrictions"},
                 {"r(df_r)", "denominator degrees of freedom, with df()"},
                 {"r(p)", "p-value"}})
        .changes(Effect::results)
        .reference("Greene, W. H. (2018). Econometric Analysis, 8th ed., section 5.6.")
        .remark("testnl exp = exp [= exp …], or several equations in parentheses. Options: df(#) for an F test.")
        .remark(
            "Wald tests of nonlinear restrictions depend on how the restriction is written: b1/b2 = 1 and b1 = b2 "
            "give different statistics.")
        .example("A ratio",
                 "sysuse auto\nregress price mpg weight\nnlcom _b[mpg]/_b[weight]\nmatrix b = r(b)\n"
                 "matrix V = r(V)\ntestnl _b[mpg]/_b[weight] = 1",
                 "abs(r(chi2) - (b[1,1] - 1)^2/V[1,1]) < 1e-8 & r(df) == 1 & abs(r(p) - chi2tail(1, r(chi2))) < 1e-12")
        .example("Two restrictions as an F test",
                 "sysuse auto\nregress price mpg weight\ntest mpg weight\nscalar F = r(F)\n"
                 "testnl (_b[mpg] = 0) (_b[weight] = 0), df(71)",
                 "abs(r(F)/F - 1) < 1e-6 & r(df_r) == 71")
        .runs(run);

}  // namespace nqp::commands::testnl_
