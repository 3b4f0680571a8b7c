// Confidence intervals for effects of treatment that allow for violations of parallel trends: Rambachan and Roth
// (2023), Review of Economic Studies 90, 2555-2591.
#pragma once

#include <cstdint>
#include <span>

#include "stdlib/numeric/linalg/matrix.hpp"
#include "stdlib/numeric/progress.hpp"

namespace nqp::numeric {

struct HonestSpec {
  std::span<const double> b{};  // effects before treatment, then after it, by time; the period between them is 0
  MatrixView V{};               // their variances and covariances
  std::size_t before = 0;       // number of effects before
  std::span<const double> l{};  // weights of the effects after: the parameter is l'(effects)
  double alpha = 0.05;
};

struct HonestInterval {
  double low = 0, high = 0;
};

// l'b with its normal interval: parallel trends are taken to hold.
HonestInterval parallel_interval(const HonestSpec& spec);

// The shortest interval of fixed length around an affine estimator when second differences of the violation are at
// most `bound` in size (section 4.1; Armstrong and Kolesár 2018). Failure data_requirement without a period before.
HonestInterval smooth_interval(const HonestSpec& spec, double bound);

// When first differences of the violation after treatment are at most `bound` times the largest one before: tests of
// moment inequalities, conditional on the binding ones after a least-favourable first stage of size alpha/10
// (Andrews, Roth and Pakes 2023; sections 3.1 and 3.3 with the hybrid of the appendix). Critical values of the first
// stage from 10,000 draws. Limits are infinite when every value tried is accepted,
// NaN when none is.
HonestInterval relative_interval(const HonestSpec& spec, double bound, std::uint64_t seed, Progress& progress);

// Whether these tests accept that the parameter is `value`.
bool relative_accepts(const HonestSpec& spec, double bound, double value, std::uint64_t seed, Progress& progress);

}  // namespace nqp::numeric
