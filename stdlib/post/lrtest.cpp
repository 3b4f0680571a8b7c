// lrtest: likelihood-ratio test of two stored models.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/header.hpp"
#include "stdlib/kit/information_criteria.hpp"
#include "stdlib/kit/stored_estimates.hpp"
#include "stdlib/numeric/dist/distributions.hpp"

namespace nqp::commands::lrtest_ {
namespace {

using namespace command;

struct Args {
  std::string names;
  bool stats = false, force = false, dir = false;
  double df = 0;
};

struct Model {
  std::string name;
  const Results* e = nullptr;
  kit::InformationCriteria fit;
};

Model model(std::string name, runtime::Session& s) {
  if (name.size() > 2 && name.front() == '(' && name.back() == ')') name = name.substr(1, name.size() - 2);
  Model m;
  m.e = &kit::find_estimates(name, s).results;
  m.name = name;
  m.fit = kit::information_criteria(*m.e);
  if (data::is_missing(m.fit.ll))
    throw Error(498, "the estimates " + name + " have no log likelihood", std::nullopt,
                {"lrtest compares models estimated by maximum likelihood, or by regress"});
  return m;
}

void check(const Model& m) {
  const std::string vce = m.e->macro_or("vce");
  if (vce == "robust" || vce == "cluster" || m.e->macro_or("vcetype") == "Robust")
    throw Error(498, "LR test likely invalid for models with robust vce", std::nullopt,
                {"test compares coefficients with any variance; force computes the ratio anyway"});
}

void check_pair(const Model& a, const Model& b) {
  check(a);
  check(b);
  if (a.e->macro_or("cmd") != b.e->macro_or("cmd"))
    throw Error(498, "test involves different estimators: " + a.e->macro_or("cmd") + " vs. " + b.e->macro_or("cmd"));
  if (a.e->macro_or("depvar") != b.e->macro_or("depvar"))
    throw Error(498, "the dependent variables differ: " + a.e->macro_or("depvar") + " vs. " + b.e->macro_or("depvar"));
  if (a.fit.N != b.fit.N)
    throw Error(498, fmt::format("observations differ: {:.0f} vs. {:.0f}", a.fit.N, b.fit.N), std::nullopt,
                {"estimate both models on the same rows: if e(sample)"});
}

void act(const Args& a, runtime::Session& s) {
  std::vector<std::string> names = grammar::split_words(a.names);
  if (names.size() == 1) names.push_back(".");
  if (names.size() != 2)
    throw Error(198, "lrtest takes two sets of estimates", std::nullopt,
                {"for example: lrtest large small, after estimates store large and estimates store small"});
  Model large = model(names[0], s), small = model(names[1], s);
  if (!a.force) check_pair(large, small);
  if (large.fit.df < small.fit.df) std::swap(large, small);
  const double df = a.df > 0 ? a.df : large.fit.df - small.fit.df;
  if (!(df > 0))
    throw Error(498, fmt::format("df(unrestricted) = df(restricted) = {:.0f}", large.fit.df), std::nullopt,
                {"one model must be a special case of the other"});
  const double chi2 = 2 * (large.fit.ll - small.fit.ll);
  if (chi2 < -1e-8 * std::abs(large.fit.ll) && !a.force)
    throw Error(498, "the log likelihood of the restricted model is larger", std::nullopt,
                {"the models are not nested, or one of them did not converge"});
  const double p = chi2 > 0 ? numeric::dist::chi2tail(df, chi2) : 1;

  report::Document d;
  d.blank();
  d.line("Likelihood-ratio test");
  d.line("Assumption: " + small.name + " nested within " + large.name);
  d.blank();
  d.line(fmt::format("{:>11} = {:>6}", fmt::format("LR chi2({:.0f})", df), kit::fixed_text(chi2, 2)));
  d.line(fmt::format("{:>11} = {:>6}", "Prob > chi2", kit::fixed_text(p, 4)));
  if (a.stats) {
    d.blank();
    d.add(kit::criteria_table({{small.name, small.fit}, {large.name, large.fit}}));
  }
  s.show(d);
  s.r() = Results{}.scalar("p", kit::stored(p)).scalar("chi2", chi2).scalar("df", df);
}

}  // namespace

extern const Command lrtest_command =
    define<Args>("lrtest", "Likelihood-ratio test after estimation")
        .anything(&Args::names)
        .flag("STats", &Args::stats, "information criteria of both models too")
        .flag("DIR", &Args::dir, "accepted: both names are shown anyway")
        .flag("force", &Args::force, "compute the ratio even when it is likely invalid")
        .number("df", &Args::df, 0, 1e6, "degrees of freedom in place of the difference of ranks")
        .stores({{"r(chi2)", "the statistic 2(ll1 - ll0)"}, {"r(df)", "degrees of freedom"}, {"r(p)", "p-value"}})
        .changes(Effect::results)
        .reference("Greene, W. H. (2018). Econometric Analysis, 8th ed., section 14.6.1.")
        .remark("lrtest A [B]: names of stored estimates in either order; a dot, or no second name, means the last.")
        .example("A logit with and without a regressor",
                 "sysuse auto\nquietly logit foreign mpg weight\nestimates store large\nscalar l1 = e(ll)\n"
                 "quietly logit foreign mpg\nscalar l0 = e(ll)\nlrtest large .",
                 "abs(r(chi2) - 2*(l1 - l0)) < 1e-10 & r(df) == 1 & abs(r(p) - chi2tail(1, r(chi2))) < 1e-12")
        .example("Two restrictions, with information criteria",
                 "sysuse auto\nquietly regress price mpg\nestimates store small\n"
                 "quietly regress price mpg weight length\nestimates store large\nlrtest small large, stats",
                 "r(df) == 2 & r(chi2) > 0")
        .acts(act);

}  // namespace nqp::commands::lrtest_
