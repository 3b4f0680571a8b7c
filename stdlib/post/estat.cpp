// estat: statistics of the last estimates.
#include "interpreter/command/definition.hpp"
#include "stdlib/kit/estat.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::estat_ {
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
                 {"r(kmo)", "kmo: the Kaiser-Meyer-Olkin measure"},
                 {"r(P_corr)", "classification: percent classified correctly"},
                 {"r(P_p1)", "classification: sensitivity in percent, and its kind"},
                 {"r(ctable)", "classification: the table"},
                 {"r(m)", "gof: covariate patterns or groups"},
                 {"r(stats)", "summarize: mean, sd, min, max of the variables of the model"},
                 {"r(sargan)", "overid after ivregress 2sls: Sargan's statistic"},
                 {"r(basmann)", "overid: Basmann's statistic"},
                 {"r(score)", "overid with robust errors: Wooldridge's score"},
                 {"r(ar)", "overid after ivregress liml: Anderson-Rubin statistic"},
                 {"r(HansenJ)", "overid after ivregress gmm: Hansen's J"},
                 {"r(durbin)", "endogenous: Durbin's chi-squared"},
                 {"r(wu)", "endogenous: Wu-Hausman F"},
                 {"r(r_score)", "endogenous with robust errors: Wooldridge's score"},
                 {"r(regF)", "endogenous with robust errors: F of the first-stage residuals"},
                 {"r(C)", "endogenous after ivregress gmm: C statistic"},
                 {"r(mineig)", "firststage: smallest eigenvalue statistic (Cragg-Donald)"},
                 {"r(mineigcv)", "firststage: its critical values"},
                 {"r(singleresults)", "firststage: R-squared, partial R-squared, F of every endogenous variable"}})
        .changes(Effect::results)
        .reference("Breusch, T. S. and Pagan, A. R. (1979). Econometrica 47, 1287-1294.")
        .reference("White, H. (1980). Econometrica 48, 817-838.")
        .reference(
            "Cameron, A. C. and Trivedi, P. K. (1990). The information matrix test and its implied alternative "
            "hypotheses.")
        .reference("Ramsey, J. B. (1969). Journal of the Royal Statistical Society B 31, 350-371.")
        .remark("After any estimator: ic [, n(#)], summarize, vce [, correlation].")
        .remark(
            "After regress: vif [, uncentered], hettest [varlist] [, rhs iid fstat], ovtest [, rhs], "
            "imtest [, white], dwatson, bgodfrey [, lags(numlist)]. After bootstrap: bootstrap [, all normal "
            "percentile bc "
            "bca].")
        .example("Sampling adequacy of two variables is one half", "sysuse auto\npca price mpg\nestat kmo",
                 "abs(r(kmo) - .5) < 1e-12")
        .remark("After ivregress: firststage [, all forcenonrobust], overid, endogenous [varlist].")
        .example("One endogenous variable: the first-stage F is the smallest eigenvalue statistic",
                 "sysuse auto\nquietly ivregress 2sls price mpg (weight = length turn)\nestat firststage\n"
                 "matrix S = r(singleresults)",
                 "abs(r(mineig) - S[1, 4]) < 1e-8")
        .example("Overidentifying restrictions after 2SLS: Basmann's statistic from Sargan's",
                 "sysuse auto\nquietly ivregress 2sls price mpg (weight = length turn)\nestat overid",
                 "abs(r(basmann) - r(sargan)*(e(N) - 4)/(e(N) - r(sargan))) < 1e-9")
        .example("The same with robust errors",
                 "sysuse auto\nquietly ivregress 2sls price mpg (weight = length turn), vce(robust)\nestat overid",
                 "r(score) >= 0 & r(df) == 1")
        .example("After LIML", "sysuse auto\nquietly ivregress liml price mpg (weight = length turn)\nestat overid",
                 "abs(r(ar) - e(N)*ln(e(kappa))) < 1e-8")
        .example("After GMM", "sysuse auto\nquietly ivregress gmm price mpg (weight = length turn)\nestat overid",
                 "r(HansenJ) == e(J)")
        .example("Endogeneity: Wu's F from Durbin's chi-squared",
                 "sysuse auto\nquietly ivregress 2sls price mpg (weight = length turn)\nestat endogenous",
                 "abs(r(wu) - r(durbin)*r(wudf_r)/(e(N) - r(durbin))) < 1e-9")
        .example("With robust errors",
                 "sysuse auto\nquietly ivregress 2sls price mpg (weight = length turn), vce(robust)\n"
                 "estat endogenous",
                 "r(r_score) > 0 & r(regF) > 0 & r(regFdf_r) == e(N) - 4")
        .example("After GMM: the C statistic",
                 "sysuse auto\nquietly ivregress gmm price mpg (weight = length turn)\nestat endogenous", "r(C) >= 0")
        .remark("After logit, logistic, probit and cloglog: classification [, cutoff(#)], gof [, group(#)].")
        .reference("Hosmer, D. W. and Lemeshow, S. (1980). Communications in Statistics A 9, 1043-1069.")
        .example("Share classified correctly", "sysuse auto\nquietly logit foreign mpg weight\nestat classification",
                 "abs(r(P_corr) - 100*59/74) < 1e-9")
        .example("Hosmer and Lemeshow's test", "sysuse auto\nquietly logit foreign mpg\nestat gof, group(5)",
                 "r(m) <= 5 & abs(r(p) - chi2tail(r(df), r(chi2))) < 1e-12")
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
                 "estat dwatson",
                 "abs(r(dw) - ratio) < 1e-10")
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

}  // namespace nqp::commands::estat_
