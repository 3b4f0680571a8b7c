#include "stdlib/kit/likelihood_options.hpp"

#include "stdlib/kit/likelihood_declaration.hpp"

namespace nqp::kit {

command::Definition<LikelihoodArgs>& likelihood_options(command::Definition<LikelihoodArgs>& d) {
  return common_likelihood_options(d);
}

command::Definition<LikelihoodArgs>& likelihood_results(command::Definition<LikelihoodArgs>& d) {
  return common_likelihood_results(d)
      .stores({{"e(ll_0)", "log likelihood, constant only"},
               {"e(r2_p)", "McFadden's pseudo R-squared"},
               {"e(offset)", "the offset as predict adds it"}})
      .reference("Greene, W. H. (2018). Econometric Analysis, 8th ed., chapters 14, 17 and 18.");
}

DisplayOptions likelihood_display(const LikelihoodArgs& a, const std::string& eform) {
  DisplayOptions o = a;
  if (a.ratios) o.eform = eform;
  return o;
}

}  // namespace nqp::kit
