// lrtest: likelihood-ratio test of two nested models.
#include <fmt/format.h>

#include <cmath>

#include "interpreter/command/definition.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/header.hpp"
#include "stdlib/kit/options_of.hpp"
#include "stdlib/kit/stored_estimates.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/dist/distributions.hpp"

namespace nqp::commands {
namespace {

using namespace command;

struct Args {
  std::string raw;
};

struct Model {
  std::string name;
  double ll = 0, rank = 0;
};

Model model_of(const std::string& name, bool force, runtime::Session& s) {
  const Results& e = kit::find_estimates(name, s).results;
  Model m{name, e.scalar_or("ll"), e.scalar_or("rank")};
  if (data::is_missing(m.ll))
    throw Error(498, "estimates " + name + " have no log likelihood", std::nullopt,
                {"lrtest compares models fitted by maximum likelihood"});
  if (!force && e.macro_or("vcetype") == "Robust")
    throw Error(498, "LR test likely invalid for models with robust vce", std::nullopt,
                {"test uses the robust variance; force compares the likelihoods all the same"});
  return m;
}

void act(const Args& a, runtime::Session& s) {
  kit::BodyAndOptions line = kit::split_options(a.raw);
  const bool force = line.find("FORCE") != nullptr;
  line.find("stats");
  line.check_all_known();
  std::string_view rest = line.body;
  const std::string first = kit::take_word(rest);
  std::string second = kit::take_word(rest);
  if (first.empty()) throw Error(198, "lrtest needs the name of stored estimates", std::nullopt, {"estimates store A"});
  if (second.empty()) second = ".";
  Model full = model_of(first, force, s), nested = model_of(second, force, s);
  if (full.rank < nested.rank) std::swap(full, nested);
  const double df = full.rank - nested.rank;
  if (!force && kit::find_estimates(first, s).results.scalar_or("N") != kit::find_estimates(second, s).results.scalar_or("N"))
    throw Error(498, "observations differ between the models", std::nullopt,
                {"fit both on the same sample, or add force"});
  const double chi2 = 2 * (full.ll - nested.ll), p = df > 0 ? kit::stored(numeric::dist::chi2tail(df, chi2)) : data::missing;
  s.say("");
  s.say("Likelihood-ratio test");
  s.say("Assumption: " + nested.name + " nested within " + full.name);
  s.say("");
  s.say(fmt::format(" LR chi2({:.0f}) = {:>6}", df, kit::fixed_text(chi2, 2)));
  s.say("Prob > chi2 = " + kit::fixed_text(p, 4));
  s.r() = Results{}.scalar("chi2", kit::stored(chi2)).scalar("df", df).scalar("p", p);
}

}  // namespace

extern const Command lrtest_command =
    define<Args>("LRTEST", "Likelihood-ratio test of nested models")
        .raw(&Args::raw)
        .stores({{"r(chi2)", "twice the difference of the log likelihoods"},
                 {"r(df)", "difference of the ranks"},
                 {"r(p)", "p-value"}})
        .changes(Effect::results)
        .reference("Greene, W. H. (2018). Econometric Analysis, 8th ed., section 14.6.")
        .remark("lrtest A [B] [, force]; without B the last estimates. The model with more coefficients is the full one.")
        .example("A slope of a logit: the model's own LR test",
                 "sysuse auto\nquietly logit foreign\nestimates store A\nquietly logit foreign mpg\nlrtest A",
                 "r(df) == 1 & abs(r(chi2) - e(chi2)) < 1e-9")
        .example("Poisson against negative binomial takes force only when samples differ",
                 "sysuse auto\nquietly poisson rep78 mpg\nestimates store P\nquietly poisson rep78 mpg weight\n"
                 "estimates store Q\nlrtest P Q",
                 "r(df) == 1 & r(p) <= 1")
        .acts(act);

}  // namespace nqp::commands
