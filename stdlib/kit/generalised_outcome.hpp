// Families and links of glm and fracreg, as users write them and as e() keeps them.
#pragma once

#include <string>

#include "stdlib/kit/likelihood_estimation.hpp"
#include "stdlib/numeric/likelihood/generalised_linear.hpp"

namespace nqp::kit {

struct GlmChoice {
  numeric::GlmModel model;
  std::string family, link;            // words in full
  std::string trials;                  // binomial: a number or a variable; empty: 1
};

// family() and link() texts; an empty link is the family's canonical one (log for the negative binomial). Error 198
// for words that are no family or link.
GlmChoice read_glm(const std::string& family, const std::string& link);

// The same from e(family_text) and e(link_text) of the last estimates.
GlmChoice glm_of(const command::Results& e);

// Number of trials of the rows. Error 459 where it is not a positive integer.
std::vector<double> glm_trials(const GlmChoice& g, const EstimationSample& s, const command::Context& c);

std::string glm_variance_text(const GlmChoice& g);    // "V(u) = u*(1-u)"
std::string glm_link_text(const GlmChoice& g);        // "g(u) = ln(u/(1-u))"

// Starting values: one step of reweighted least squares, or the constant alone where that is not feasible.
std::vector<double> glm_start(const GlmChoice& g, const LikelihoodData& d, const numeric::LikelihoodSpec& spec);

}  // namespace nqp::kit
