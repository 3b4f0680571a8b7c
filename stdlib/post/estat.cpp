// estat: statistics of the last estimates.
#include "interpreter/command/definition.hpp"
#include "stdlib/kit/estat.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands {
namespace {

using namespace command;

struct Args {
  std::string raw;
};

Output run(const Args& a, const Context& c) {
  if (!c.e) throw Error(301, "last estimates not found", std::nullopt, {"run an estimation command first"});
  kit::BodyAndOptions line = kit::split_options(a.raw);
  std::string_view rest = line.body;
  const std::string word = kit::take_word(rest);
  line.body = std::string(kit::trim(rest));
  const kit::EstatSubcommand& subcommand = kit::estat_subcommand(word, c.e->results);
  kit::EstatCall call{std::move(line), c.e->results, c};
  return subcommand.run(call);
}

}  // namespace

extern const Command estat_command =
    define<Args>("estat", "Statistics after estimation: information criteria, diagnostics")
        .raw(&Args::raw)
        .stores({{"r(S)", "ic: N, ll0, ll, df, AIC, BIC"},
                 {"r(vif_1)", "vif: the largest variance inflation factor, and so on"},
                 {"r(chi2)", "hettest: chi-squared; bgodfrey: a matrix of them"},
                 {"r(F)", "ovtest, hettest with fstat"},
                 {"r(df)", "degrees of freedom"},
                 {"r(p)", "p-value"},
                 {"r(chi2_h)", "imtest: heteroskedasticity, White's test"},
                 {"r(df_h)", "its degrees of freedom"},
                 {"r(dw)", "dwatson: Durbin-Watson statistic"},
                 {"r(V)", "vce: the matrix shown"},
                 {"r(stats)", "summarize: mean, sd, min, max of the variables of the model"}})
        .changes(Effect::results)
        .reference("Breusch, T. S. and Pagan, A. R. (1979). Econometrica 47, 1287-1294.")
        .reference("White, H. (1980). Econometrica 48, 817-838.")
        .reference("Cameron, A. C. and Trivedi, P. K. (1990). The information matrix test and its implied alternative "
                   "hypotheses.")
        .reference("Ramsey, J. B. (1969). Journal of the Royal Statistical Society B 31, 350-371.")
        .remark("After any estimator: ic [, n(#)], summarize, vce [, correlation].")
        .remark("After regress: vif [, uncentered], hettest [varlist] [, rhs iid fstat], ovtest [, rhs], "
                "imtest [, white], dwatson, bgodfrey [, lags(numlist)]. After bootstrap: bootstrap [, all normal percentile bc "
                "bca].")
        .example("Breusch-Pagan test", "sysuse auto\nquietly regress price mpg weight\nestat hettest",
                 "r(df) == 1 & abs(r(p) - chi2tail(1, r(chi2))) < 1e-12")
        .example("RESET", "sysuse auto\nquietly regress price mpg weight\nestat ovtest",
                 "abs(r(p) - Ftail(3, e(N) - 6, r(F))) < 1e-12")
        .example("White's test: squares and the product of two regressors",
                 "sysuse auto\nquietly regress price mpg weight\nestat imtest, white", "r(df_h) == 5 & r(chi2_h) > 0")
        .example("Durbin-Watson by its definition",
                 "sysuse grunfeld\nkeep if firm == 1\ntsset year\nquietly regress invest mvalue\n"
                 "predict double e, residuals\ngenerate double change = (e - L.e)^2\ngenerate double square = e^2\n"
                 "quietly summarize change\nscalar top = r(sum)\nquietly summarize square\nscalar ratio = top/r(sum)\n"
                 "estat dwatson", "abs(r(dw) - ratio) < 1e-10")
        .example("The covariance matrix", "sysuse auto\nquietly regress price mpg\nestat vce",
                 "abs(el(r(V), 1, 1) - _se[mpg]^2) < 1e-10")
        .example("What the sample looks like", "sysuse auto\nquietly regress price rep78\nestat summarize",
                 "rowsof(r(stats)) == 2")
        .example("Akaike's and Schwarz's criteria",
                 "clear\nset obs 20\ngenerate x = mod(_n, 5)\ngenerate y = x + mod(_n, 3)\nregress y x\nestat ic\n"
                 "matrix S = r(S)",
                 "abs(S[1,5] - (-2*e(ll) + 4)) < 1e-9")
        .example("Variance inflation",
                 "clear\nset obs 20\ngenerate x = mod(_n, 5)\ngenerate z = mod(_n, 7)\ngenerate y = x + mod(_n, 3)\n"
                 "regress y x z\nestat vif",
                 "r(vif_1) >= 1 & abs(r(vif_1) - r(vif_2)) < 1e-9")
        .runs(run);

}  // namespace nqp::commands
