// Path models of observed variables without loops: sem, and what follows it.
#pragma once

#include <string>
#include <vector>

#include "interpreter/command/output.hpp"
#include "stdlib/kit/design.hpp"
#include "stdlib/numeric/mediation/path_system.hpp"

namespace nqp::kit {

struct PathRequest {
  std::string body;                    // "(m <- x c) (y <- m x c)"
  std::vector<std::string> covariances;  // "e.m1*e.m2": errors that may correlate
  command::Sample sample;
  command::Vce vce;
  double level = 0;
};

// Maximum likelihood with normal errors: least squares equation by equation, variances over N. Correlated errors need
// equations of the same regressors. Errors: 198 loops, latent variables, correlations of other equations; 459 a
// collinear regressor or an equation without error; 2000.
command::Output estimate_paths(const PathRequest& q, const command::Context& c);

// Of the last sem: the effect of one variable on another along all paths.
struct PathEffect {
  std::string from, to;
  numeric::PathEffect effect;
};
// Error 301 when the last estimates are not those of sem.
std::vector<PathEffect> path_effects(const command::Results& e);

}  // namespace nqp::kit
