// Poisson pseudo maximum likelihood with absorbed intercepts in passes over the columns where they are.
#pragma once

#include <optional>

#include "stdlib/numeric/absorb/ppml.hpp"

namespace nqp::numeric {

// b, V, eta, deviance and what belongs to the iteration, without the tests and likelihoods that fit_ppml adds. The
// levels of the effects are looked up once; every iteration starts the absorption from the coefficients of the one
// before and asks for as many digits as the deviance is worth (Correia, Guimaraes and Zylkin 2020, section 3.2). None
// when only the explicit solution is accurate enough, when there are slopes, few rows or clusters it cannot sum.
std::optional<PpmlFit> fit_ppml_streamed(const PpmlSpec& spec, const VceSpec& vce, Progress& progress);

}  // namespace nqp::numeric
